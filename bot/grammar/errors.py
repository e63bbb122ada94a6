"""Three ways in which a line can fail, each with a way forward."""

from bot.errors import UserError
from bot.view import Button, Form, Sayable


class Unclear(UserError):
    """Several things may be meant, or an account is not known. buttons: complete lines, one each. form: the same
    with blanks, for whoever would rather fill it in."""

    def __init__(self, *said: Sayable, buttons: tuple[Button, ...], field: str = "", form: Form | None = None) -> None:
        super().__init__(*said, buttons=buttons, field=field)
        self.form = form


class Incomplete(UserError):
    """Something is missing or unreadable. form: the command's form with all that was understood filled in, the
    errors beside their fields, and nothing typed lost."""

    def __init__(self, *said: Sayable, form: Form, field: str = "", buttons: tuple[Button, ...] = ()) -> None:
        super().__init__(*said, buttons=buttons, field=field)
        self.form = form


class Unknown(UserError):
    """No such command. buttons: the line again with the nearest commands in place of the first word."""
