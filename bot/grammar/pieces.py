"""Several activities in one line: `call Acme 30m; email Globex 5m`."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.grammar.errors import Incomplete
from bot.grammar.understand import concluded, drafts_of, understand
from bot.lexicon import Lexicon
from bot.line import tokenise, unbulleted
from bot.view import Button
from bot.words.base import shorten

if TYPE_CHECKING:
    from bot.command import Call, Command

AND_THEN = "and_then"  # the hidden slot of a command whose form carries the other pieces of a line
CARRIED = 1_500  # bytes; Slack keeps 3,000 characters beside a dialog, and more than this has to fit


def read_pieces(command: "Command", text: str, lexicon: Lexicon) -> "tuple[Call, ...]":
    """Split only where every piece by itself names all that is required; else the marks belong to the note."""
    pieces = _pieces(command, text)
    if len(pieces) < 2 or not all(_whole(command, piece, lexicon) for piece in pieces):
        return (understand(command, text, lexicon),)
    calls: list[Call] = []
    for place, piece in enumerate(pieces):
        try:
            calls.append(understand(command, piece, lexicon))
        except Incomplete as missing:
            raise _carrying_others(command, missing, pieces, place, calls) from missing
        except UserError as error:
            error.buttons = tuple(_with_others(command, button, pieces, place, calls) for button in error.buttons)
            raise
    return tuple(calls)


def _pieces(command: "Command", text: str) -> list[str]:
    parts, start = [], 0
    for token in tokenise(text, command.shape.key_names).tokens:
        if token.sort == "mark" and token.text in ";\n":
            parts.append(text[start : token.start])
            start = token.end
    parts.append(text[start:])
    bare = (unbulleted(part.strip()) for part in parts)
    return [_unnamed(command, part) for part in bare if part]


def _unnamed(command: "Command", piece: str) -> str:
    first, _, rest = piece.partition(" ")
    return rest.strip() if first.lower().lstrip("/") == command.name and rest.strip() else piece


def _whole(command: "Command", piece: str, lexicon: Lexicon) -> bool:
    drafts = drafts_of(command, piece, lexicon)
    required = [slot for slot in command.slots if slot.required]
    said = all(slot.name in draft.values for draft in drafts for slot in required)
    return said and not any(_borrowed(draft.values.get(slot.name)) for draft in drafts for slot in required)


def _borrowed(value: object) -> bool:
    """The channel's account was not said by the piece; an unknown name may as well be the words of a note."""
    items = value if isinstance(value, tuple) else (value,)
    return any(getattr(item, "how", "") == "linked" or getattr(item, "items", True) == () for item in items)


def _carrying_others(
    command: "Command", missing: Incomplete, pieces: list[str], place: int, done: "list[Call]"
) -> Incomplete:
    """The form of the piece that cannot be read, with a line for the others in it: all are written, or none. What is
    too long for a dialog to carry becomes a button."""
    others = [*(call.line for call in done), *pieces[place + 1 :]]
    line = "; ".join(others)
    whole = line if line.startswith(command.name + " ") else f"{command.name} {line}"
    carried = len(whole.encode()) <= CARRIED
    form = replace(missing.form, hidden=missing.form.hidden | {AND_THEN: whole}) if carried else missing.form
    what, they = ("the other one", "is") if len(others) == 1 else (f"the other {len(others)}", "are")
    buttons = tuple(_with_others(command, button, pieces, place, done) for button in missing.buttons)
    return Incomplete(
        f"Nothing is saved yet. “{shorten(pieces[place])}”: ",
        *missing.said,
        f" Once that is right, {what} {they} saved with it."
        if carried
        else f" {what.capitalize()} can be saved alone.",
        form=form,
        field=missing.field,
        buttons=buttons if carried else (*buttons, Button(f"Save {what}", whole)),
    )


def _with_others(command: "Command", button: Button, pieces: list[str], place: int, done: "list[Call]") -> Button:
    """The button's line in its place among the others, so that pressing it writes all of them."""
    if not button.line.startswith(command.name + " "):
        return button
    before = [call.line for call in done]
    after = pieces[place + 1 :]
    return replace(button, line="; ".join([*before, button.line, *after]))


__all__ = ["concluded", "read_pieces"]
