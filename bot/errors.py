"""What a person did that cannot be done as it stands, told so that they know what to type instead."""

from bot.view import Button, Sayable, Spans, spans


class UserError(Exception):
    """A refusal with a way forward. Nothing was changed.

    said: what was wrong and what to type. buttons: ways forward to press. field: the form field to blame, else "".
    """

    def __init__(self, *said: Sayable, buttons: tuple[Button, ...] = (), field: str = "") -> None:
        self.said: Spans = spans(*said)
        self.buttons = buttons
        self.field = field
        super().__init__("".join(part if isinstance(part, str) else getattr(part, "text", "") for part in self.said))


class NotInData(UserError):
    """What was asked for is not recorded; said is what is missing."""
