"""The end of a day: what was not logged yet, each with its buttons."""

from datetime import date, timedelta

from bot.calendars.proposals import Proposal
from bot.cards.activities import joined
from bot.cards.calendars import account_names, choices, title_said, whom_said
from bot.command import registry
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
SHOWN = 8
NAMED = 4


def card(scene: Scene, day: date, found: list[Proposal], undo: tuple[Button, ...] = ()) -> View:
    """undo: takes back what was logged from here just now."""
    opened = [one for one in found if one.state == "open"]
    shown = opened[:SHOWN]
    done = [one for one in found if one.state == "logged"]
    skipped = [one for one in found if one.state == "skipped"]
    blocks: list[Block] = [Heading(_heading(scene, day, len(opened)))]
    if done:
        blocks.append(Notice("done", spans("Logged: ", _named(done))))
    if shown:
        rows = tuple(Row(_line(scene, one), _detail(one), _buttons(scene, one, day)) for one in shown)
        blocks.append(Rows(rows, len(opened)))
    if skipped:
        blocks.append(Text(spans("Skipped: ", _named(skipped))))
    if buttons := (*_accept_all(shown, day), *undo, *_once_more(skipped, day)):
        blocks.append(Buttons(buttons))
    if shown:
        blocks.append(Footer(("Only you see this. Titles are not logged. To end these: wrap-up off",)))
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


def _heading(scene: Scene, day: date, left: int) -> Spans:
    when = "Today" if day == scene.today else f"{day:%A}" if scene.today - day < timedelta(days=6) else f"{day}"
    return (f"{when}: {left} to log" if left else f"{when} is logged",)


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
        return ("a thread that you logged from, without its length",)
    people = ", ".join(person.name for person in one.people[:NAMED])
    more = f" and {len(one.people) - NAMED} more" if len(one.people) > NAMED else ""
    return joined([title_said(one.event), f"with {people}{more}" if people else ""])


def _buttons(scene: Scene, one: Proposal, day: date) -> tuple[Button, ...]:
    if one.event is None:
        assert one.activity is not None, "a thread is a record already"
        label = minutes_said(one.minutes)
        return (_log(one, day, label), Button("Change", f"edit activity:{one.activity.id}", opens_form=True))
    skip = Button("Skip", f"wrap-up skip:{quote(one.key)} day:{day:%Y%m%d}")
    if one.account is None:
        line = f"wrap-up whose:{one.event.id} day:{day:%Y%m%d}"
        return (*choices(one.event, account_names(scene, [one.event]), line), skip)
    return (_log(one, day, "Log"), Button("Change", form_line(one), opens_form=True), skip)


def _log(one: Proposal, day: date, label: str) -> Button:
    return Button(label, f"wrap-up accept:{quote(one.key)} day:{day:%Y%m%d}")


def form_line(one: Proposal) -> str:
    """Opens the form with everything filled in; the title as a note, which whoever sends it may take out."""
    values = {
        "kind": one.kind,
        "account": (one.account,) if one.account else (),
        "length": one.length,
        "at": one.at,
        "with_": one.people,
        "note": one.event.title.value if one.event else "",
        "event": one.event.id if one.event else None,
    }
    return "form " + registry.commands["log"].printed(values)


def _accept_all(shown: list[Proposal], day: date) -> tuple[Button, ...]:
    """Just what stands there, whatever comes to it meanwhile."""
    keys = [one.key for one in shown if one.account is not None]
    if len(keys) < 2:
        return ()
    line = f"wrap-up accept:{quote(' '.join(keys))} day:{day:%Y%m%d}"
    return (Button(f"Accept all {len(keys)}", line, "primary"),)


def _once_more(skipped: list[Proposal], day: date) -> tuple[Button, ...]:
    if not skipped:
        return ()
    return (Button("Show skipped", f"wrap-up again:{quote(' '.join(one.key for one in skipped))} day:{day:%Y%m%d}"),)
