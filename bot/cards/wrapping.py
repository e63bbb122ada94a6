"""The end of a day: what was not logged yet, each with its buttons."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.calendars.proposals import Proposal, form_line
from bot.cards.activities import joined
from bot.cards.calendars import account_names, choices, title_said, whom_said
from bot.dates import minutes_said
from bot.line import quote
from bot.scene import Scene
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    CommandLine,
    Footer,
    Heading,
    Notice,
    Row,
    Rows,
    Spans,
    Text,
    View,
    When,
    spans,
)

# Each row has its own buttons; more of them would not fit one card on every platform.
SHOWN = 7
NAMED = 4


@dataclass(frozen=True)
class Card:
    """Which day it is about. without: keys that were put aside and are kept nowhere else. logged: what was logged by this
    very press."""

    day: date
    without: tuple[str, ...] = ()
    logged: tuple[Proposal, ...] = ()

    def line(self, what: str, *keys: str, without: tuple[str, ...] = ()) -> str:
        """A button's line, which draws this card again."""
        said = f"wrap-up {what}:{quote(' '.join(keys))}" if keys else "wrap-up"
        aside = (*self.without, *without)
        return f"{said} day:{self.day:%Y%m%d}" + (f" without:{quote(' '.join(aside))}" if aside else "")


def card(scene: Scene, about: Card, found: list[Proposal], undo: tuple[Button, ...] = ()) -> View:
    """undo: takes back what was logged from here just now."""
    opened = [one for one in found if one.state == "open" and one.key not in about.without]
    shown = opened[:SHOWN]
    done = [one for one in found if one.state == "logged"]
    done += [one for one in about.logged if one.event is None]
    skipped = [one for one in found if one.state == "skipped" or one.key in about.without]
    blocks: list[Block] = [Heading(_heading(scene, about.day, opened))]
    if done:
        blocks.append(Notice("done", spans("Logged: ", _named(done))))
    if shown:
        rows = tuple(Row(_line(scene, one), _detail(one), _buttons(scene, one, about)) for one in shown)
        blocks.append(Rows(rows, len(opened)))
    if skipped:
        blocks.append(Text(spans("Skipped: ", _named(skipped))))
    if buttons := (*_accept_all(shown, about), *undo, *_once_more(skipped, about)):
        blocks.append(Buttons(buttons))
    if shown:
        blocks.append(Footer(("Only you see this. Titles are not logged.",)))
    return View(tuple(blocks), "Your day, not logged yet" if shown else "Your day is logged")


def nothing(scene: Scene, *, calendar: bool) -> View:
    """calendar: whether there is one to look into."""
    if calendar:
        said = spans("Nothing is left to log: no meeting with a customer that you have not logged.")
        return View((Notice("done", said), Buttons((Button("My day", "day"),))), "Nothing left to log")
    said = spans(
        "Nothing to propose. Lend me your calendar, and I propose your meetings: ", CommandLine("calendar https://…")
    )
    return View((Notice("info", said), Buttons((Button("How", "calendar"),))), "Nothing to propose")


def _heading(scene: Scene, day: date, left: list[Proposal]) -> Spans:
    """The day is named where all is of it; what is left from before says its own."""
    if any(one.at.at.astimezone(scene.zone).date() != day for one in left):
        return (f"{len(left)} to log",)
    when = "Today" if day == scene.today else f"{day:%A}" if scene.today - day < timedelta(days=6) else f"{day}"
    return (f"{when}: {len(left)} to log" if left else f"{when} is logged",)


def _named(found: list[Proposal]) -> str:
    names = [one.account.name if one.account else "a meeting" for one in found]
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")


def _line(scene: Scene, one: Proposal) -> Spans:
    """“Acme Corp · business review · 1 h · today 14:00 · preventive?”."""
    whom: Spans = spans(Bold(one.account.name)) if one.account else ()
    if one.event is not None and one.account is None:
        whom = whom_said(one.event, account_names(scene, [one.event]))
    return joined(
        [
            whom,
            one.kind.value,
            minutes_said(one.minutes) if one.minutes else "",
            When(one.at.at, "moment"),
            f"{one.mode.value}?" if one.event is not None and not one.event.internal else "",
        ]
    )


def _detail(one: Proposal) -> Spans:
    if one.event is None:
        return (one.why,)
    people = ", ".join(person.name for person in one.people[:NAMED])
    more = f" and {len(one.people) - NAMED} more" if len(one.people) > NAMED else ""
    return joined([title_said(one.event), f"with {people}{more}" if people else ""])


def _buttons(scene: Scene, one: Proposal, about: Card) -> tuple[Button, ...]:
    if one.event is None:
        skip = Button("Skip", about.line("", without=(one.key,)))
        change = f"edit activity:{one.thread.id}" if one.thread else form_line(one)
        log = Button(f"Log {minutes_said(one.minutes)}", about.line("accept", one.key))
        return (log, Button("Change", change, opens_form=True), skip)
    skip = Button("Skip", about.line("skip", one.key))
    if one.account is None:
        names = account_names(scene, [one.event])
        return (*choices(one.event, names, about.line("whose", str(one.event.id))), skip)
    log = Button("Log", about.line("accept", one.key))
    return (log, Button("Change", form_line(one), opens_form=True), skip)


def _accept_all(shown: list[Proposal], about: Card) -> tuple[Button, ...]:
    """Just what stands there, whatever comes to it meanwhile."""
    keys = [one.key for one in shown if one.account is not None]
    if len(keys) < 2:
        return ()
    return (Button(f"Accept all {len(keys)}", about.line("accept", *keys), "primary"),)


def _once_more(skipped: list[Proposal], about: Card) -> tuple[Button, ...]:
    if not skipped:
        return ()
    events = [one.key for one in skipped if one.event is not None]
    return (Button("Show skipped", replace(about, without=()).line("again" if events else "", *events)),)
