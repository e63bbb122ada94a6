"""What Bailey says, as plain data: a View holds blocks, blocks hold spans, and no string in it is ever markup.

A handler builds a `View`. `permissions.draw` turns it into a `DrawnView` for one audience: guarded spans are opened or
taken away, dates and money are written in the reader's zone and locale. Adapters accept a `DrawnView` only.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal

from pydantic import Field as Discriminated
from pydantic import TypeAdapter

from bot.chart import Chart as Chart
from bot.spans import DOT as DOT
from bot.spans import Amount as Amount
from bot.spans import Bold as Bold
from bot.spans import CommandLine as CommandLine
from bot.spans import Link as Link
from bot.spans import Mention as Mention
from bot.spans import Room as Room
from bot.spans import Sayable as Sayable
from bot.spans import Shielded as Shielded
from bot.spans import Span as Span
from bot.spans import Spans as Spans
from bot.spans import Styled as Styled
from bot.spans import When as When
from bot.spans import WhenStyle as WhenStyle
from bot.spans import spans as spans

# ---------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True)
class Confirm:
    title: str
    text: str
    yes: str
    no: str = "Keep it"


ButtonStyle = Literal["plain", "primary", "danger"]


@dataclass(frozen=True, slots=True)
class Button:
    """Pressing it is typing its line. opens_form: the line answers with a form, so the platform opens a dialog."""

    label: str
    line: str
    style: ButtonStyle = "plain"
    confirm: Confirm | None = None
    opens_form: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    spans: Spans
    block: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    spans: Spans
    block: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: Spans


@dataclass(frozen=True, slots=True)
class Facts:
    items: tuple[Fact, ...]
    block: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """rows: one tuple of cells each, as many as columns. total: rows there are in all, these included. next: the
    line of the next page (cursor, filters and order travel in it)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Spans, ...], ...]
    total: int | None = None
    next: str | None = None
    block: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Row:
    spans: Spans
    detail: Spans = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Items, each with its own actions. total and next as in Table."""

    items: tuple[Row, ...]
    total: int | None = None
    next: str | None = None
    block: Literal["rows"] = "rows"


@dataclass(frozen=True, slots=True)
class Notice:
    level: Literal["done", "info", "warning", "problem"]
    spans: Spans
    block: Literal["notice"] = "notice"


@dataclass(frozen=True, slots=True)
class Buttons:
    items: tuple[Button, ...]
    block: Literal["buttons"] = "buttons"


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


FieldKind = Literal["text", "multiline", "choice", "choices", "account", "accounts", "member", "people", "date"]


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form. `account`, `accounts` and `member` offer typeahead (`Bot.suggest`); what arrives is
    text in every case. options: for `choice` and `choices`."""

    name: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    options: tuple[Option, ...] = ()
    hint: str = ""
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A command with blanks. values: field → what is filled in already (several, in `choices`, `accounts` and
    `people`, are joined by line breaks). shown: for picked values, value → the label to show. errors: field →
    sentence, shown beside it. hidden: field → text, returned as it is with the answers."""

    command: str
    title: str
    fields: tuple[FormField, ...]
    values: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    submit: str = "Save"
    block: Literal["form"] = "form"


@dataclass(frozen=True, slots=True)
class Footer:
    """Why, from what source, as of when."""

    spans: Spans
    block: Literal["footer"] = "footer"


Block = Annotated[
    Heading | Text | Facts | Table | Rows | Chart | Notice | Buttons | Form | Footer,
    Discriminated(discriminator="block"),
]


@dataclass(frozen=True, slots=True)
class View:
    """blocks: top to bottom. summary: the notification line; a screen may be shared, so it names no sensitive fact.
    nonce: minted once a view, so that a second press of one button has no second effect."""

    blocks: tuple[Block, ...]
    summary: str = ""
    nonce: str = ""

    @property
    def form(self) -> Form | None:
        return next((block for block in self.blocks if isinstance(block, Form)), None)


@dataclass(frozen=True, slots=True)
class Closer:
    """How one of several who see a card may see it by their own rights. line: shows it to whoever says it. users: those who
    see more then, as `platform:tenant:user` of where the card stands; none where they are too many to be named."""

    line: str
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnView:
    """A View as one audience may see it: no shielded span is left, every date and amount has its text.

    blocks, summary, nonce: as in View. hidden: how many fields were taken away (the last Footer says so already). closer:
    for a card of several readers, some of whom may see more of it.
    """

    blocks: tuple[Block, ...]
    summary: str
    nonce: str = ""
    hidden: int = 0
    closer: Closer | None = None

    @property
    def form(self) -> Form | None:
        return next((block for block in self.blocks if isinstance(block, Form)), None)


_views: TypeAdapter[View] = TypeAdapter(View)
_drawn: TypeAdapter[DrawnView] = TypeAdapter(DrawnView)


def to_json(view: View | DrawnView) -> str:
    adapter: TypeAdapter[Any] = _views if isinstance(view, View) else _drawn
    return adapter.dump_json(view, exclude_defaults=False).decode()


def from_json(text: str) -> View:
    """Raises pydantic.ValidationError for anything that `to_json` did not write."""
    return _views.validate_json(text)


def drawn_from_json(text: str) -> DrawnView:
    return _drawn.validate_json(text)


# ---------------------------------------------------------------- walking


def buttons_of(block: Block) -> tuple[Button, ...]:
    match block:
        case Buttons(items=items):
            return items
        case Rows(items=rows):
            return tuple(button for row in rows for button in row.buttons)
        case _:
            return ()


def every_button(blocks: Iterable[Block]) -> Iterator[Button]:
    for block in blocks:
        yield from buttons_of(block)


SpansChange = Callable[[Spans], Spans]


def map_spans(block: Block, change: SpansChange) -> Block:
    """The same block with every tuple of spans put through `change`."""
    match block:
        case Heading() | Text() | Notice() | Footer():
            return replace(block, spans=change(block.spans))
        case Chart():
            return replace(block, summary=change(block.summary))
        case Facts(items=items):
            return Facts(tuple(Fact(item.label, change(item.value)) for item in items))
        case Table(rows=rows):
            return replace(block, rows=tuple(tuple(change(cell) for cell in row) for row in rows))
        case Rows(items=items):
            return replace(
                block,
                items=tuple(replace(row, spans=change(row.spans), detail=change(row.detail)) for row in items),
            )
        case Buttons() | Form():
            return block
