"""DrawnView → HTML. Words stay words: every string is escaped by the template engine, none is ever marked safe."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.web.chart import picture
from adapters.web.clock import DemoTime
from adapters.web.history import Message
from adapters.web.rooms import Persona, Room
from bot.text import MARKS, as_text, as_typed, plain
from bot.view import DrawnView, Form, FormField, Option, Spans

LONG = 700
"""Characters of a person's own message that are shown before *Show all*."""

SHORT = {"tiny": 14, "short": 20}
"""Characters of a table's cell that are kept on one line: on every screen, on a wide one."""

_UNIT = re.compile(r"(?<=\d) (?=(?:min|h|m|d|w)\b|%)")

TRIES = ("log call Acme 30m pricing", "day", "accounts", "help")


@dataclass(frozen=True, slots=True)
class Example:
    """One example of the gallery. payloads: (name, text) in every other rendering."""

    title: str
    line: str
    view: DrawnView
    payloads: tuple[tuple[str, str], ...]


def _safe_url(url: str) -> str:
    """The address, or "" where it is not plain http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.casefold() in ("http", "https") and parts.netloc else ""


def _options(item: FormField, form: Form) -> list[tuple[Option, bool]]:
    """Each option and whether it is chosen; what was filled in and is no option stays on offer, so nothing is lost."""
    chosen = [part for part in form.values.get(item.name, "").split("\n") if part]
    known = {option.value for option in item.options}
    odd = [Option(part, form.shown.get(part, part)) for part in dict.fromkeys(chosen) if part not in known]
    return [(option, option.value in chosen) for option in (*item.options, *odd)]


def _picked(item: FormField, form: Form) -> list[tuple[str, str]]:
    """(value, label) of what a typeahead field holds already."""
    return [(part, form.shown.get(part, part)) for part in form.values.get(item.name, "").split("\n") if part]


def pretty(payload: object) -> str:
    """A rendering's result for reading: text as it is, anything else as indented JSON."""
    if isinstance(payload, str):
        return payload
    return json.dumps(payload, indent=2, ensure_ascii=False, default=str)


def _kept(text: str) -> str:
    """A line of the page may end with a separator, and never begins with one; a number stays with its unit."""
    return _UNIT.sub("\u00a0", text).replace(" · ", "\u00a0· ")


def _length_of(cell: Spans) -> str:
    """A date, a name, a number reads badly when broken over two lines of a table."""
    size = len(plain(cell))
    return next((name for name, most in SHORT.items() if size <= most), "")


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(
    marks=MARKS,
    picture=picture,
    safe_url=_safe_url,
    typed=as_typed,
    options=_options,
    picked=_picked,
    length_of=_length_of,
    kept=_kept,
    long=LONG,
)


def _fill(template: str, **values: object) -> str:
    return _environment.get_template(template).render(**values)


def render(view: DrawnView) -> str:
    """The blocks of a view, a form included."""
    return _fill("view.html", view=view, prefix="v")


def message(shown: Message, authors: dict[str, str]) -> str:
    """One message of a conversation. authors: e-mail → name."""
    return _fill("message.html", message=shown, authors=authors)


def dialog(view: DrawnView, origin: str) -> str:
    """A view with a form, as a dialog. origin: the message whose button opened it, or ""."""
    return _fill("dialog.html", view=view, origin=origin, prefix="d")


def home(view: DrawnView) -> str:
    return _fill("view.html", view=view, prefix="home")


def page(
    persona: Persona, personas: Sequence[Persona], room: Room, rooms: Sequence[Room], messages: Sequence[Message],
    names: Sequence[str], last: str, time: DemoTime | None = None,
) -> str:  # fmt: skip
    """The chat page. names: the other renderings that a message can be shown in. last: the latest event it holds. time: the
    clock that may be put forward, if there is one."""
    authors = {each.email: each.name for each in personas}
    return _fill(
        "page.html", persona=persona, personas=personas, room=room, rooms=rooms, messages=messages, names=names,
        last=last, authors=authors, tries=TRIES,
        time=time,
    )  # fmt: skip


def gallery(examples: Sequence[Example]) -> str:
    return _fill("gallery.html", examples=examples)


def problem(title: str, said: str) -> str:
    return _fill("problem.html", title=title, said=said)


def text_of(view: DrawnView) -> str:
    return as_text(view)
