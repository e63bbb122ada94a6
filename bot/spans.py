"""The words of a view: text with its style beside it, so that no string is ever markup."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field as Discriminated


@dataclass(frozen=True, slots=True)
class Bold:
    text: str
    span: Literal["bold"] = "bold"


@dataclass(frozen=True, slots=True)
class Link:
    """text: what is shown. url: http or https; adapters show the text alone for any other scheme."""

    text: str
    url: str
    span: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class Mention:
    """name: shown where the person is unknown. users: identities as `platform:tenant:user`."""

    name: str
    users: tuple[str, ...] = ()
    span: Literal["mention"] = "mention"


@dataclass(frozen=True, slots=True)
class Room:
    """A channel. name: shown where another platform than its own draws it. room: `platform:tenant:channel`."""

    name: str
    room: str = ""
    span: Literal["room"] = "room"


WhenStyle = Literal["day", "moment", "date", "countdown", "short"]


@dataclass(frozen=True, slots=True)
class When:
    """A local date or an aware instant. style: `day` "today", "Thu 19 Nov"; `moment` "Thu 19 Nov 14:00";
    `date` "16 Dec 2026"; `countdown` "16 Dec (23 d)", "9 Nov (14 d ago)"; `short` "16 Dec", for an axis. text: written by
    `draw` for the reader."""

    at: datetime | date
    style: WhenStyle = "day"
    text: str = ""
    span: Literal["when"] = "when"


@dataclass(frozen=True, slots=True)
class Amount:
    """minor: whole minor units (cents). currency: ISO 4217. text: written by `draw` in the reader's locale."""

    minor: int
    currency: str
    text: str = ""
    span: Literal["amount"] = "amount"


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A line to type. Each platform prints it in its own form: `/log call Acme`, `/bailey undo`, `log call Acme`."""

    line: str
    span: Literal["line"] = "line"


@dataclass(frozen=True, slots=True)
class Shielded:
    """Spans that only an audience with every one of `needs` may see. Never reaches an adapter. instead: what everybody else
    reads in their place. of: the account that they tell something of, where it is one."""

    needs: frozenset[str]
    spans: "tuple[Span, ...]"
    instead: "tuple[Span, ...]" = ()
    of: int | None = None
    span: Literal["shielded"] = "shielded"


Styled = Annotated[
    Bold | Link | Mention | Room | When | Amount | CommandLine | Shielded, Discriminated(discriminator="span")
]
Span = str | Styled
Spans = tuple[Span, ...]
Sayable = Span | Spans


# What stands between the parts of a line. A span of its own, so that it goes when a part beside it is hidden.
DOT = " · "


def spans(*parts: Sayable) -> Spans:
    """Flatten words, spans and tuples of spans into one tuple."""
    flat: list[Span] = []
    for part in parts:
        if isinstance(part, tuple):
            flat.extend(part)
        elif part != "":
            flat.append(part)
    return tuple(flat)
