"""Escalations in lines and buttons, for lists and for the cards of others; `escalation_card` is the card itself."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.cards.activities import joined
from bot.cards.people import told
from bot.draw import shield
from bot.permissions import INSIDE
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Row, Rows, Sayable, Spans, Text, When, spans
from storage.queries.escalations import ListedEscalation
from storage.tables import Escalation, EscalationState

SHORT = 90
SHOWN = 3


def short(text: str, limit: int = SHORT) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def asks(matter: Escalation) -> tuple[str, datetime, Button] | None:
    """The clock that runs out first: what it asks for, by when, and the button that does it."""
    at = f"escalation:{matter.id}"
    if matter.taken_at is None:
        return "A first answer", matter.respond_by, Button("Take it", f"{at} take", "primary")
    clocks: list[tuple[datetime, str, Button]] = []
    if matter.update_by is not None:
        clocks.append((matter.update_by, "An update", _update(matter, first=True)))
    if matter.resolve_by is not None:
        clocks.append((matter.resolve_by, "A solution", _form(matter, "Resolve", "resolve", first=True)))
    if not clocks:
        return None
    by, what, button = min(clocks, key=lambda one: one[0])
    return what, by, button


# ------------------------------------------------------------ what can be done


def _update(matter: Escalation, *, first: bool = False) -> Button:
    line = f"form escalation-update escalation:{matter.id}"
    return Button("Update", line, "primary" if first else "plain", opens_form=True)


def _form(matter: Escalation, label: str, act: str, *, first: bool = False) -> Button:
    return Button(label, f"form escalation:{matter.id} {act}", "primary" if first else "plain", opens_form=True)


def actions(matter: Escalation) -> tuple[Block, ...]:
    """What can be done now; who may not is told when they press."""
    if matter.resolved_at is not None:
        more = _form(matter, "Add hours", "hours")
        return (Buttons((_form(matter, "Reopen", "reopen"), more, log_button(matter))),)
    offered = matter.offered_to_id is not None or matter.offered_target is not None
    first: tuple[Button, ...] = ()
    if offered:
        first = (Button("Accept", f"escalation:{matter.id} accept", "primary"), _form(matter, "Return", "return"))
    if matter.owner_id is None and (matter.offered_to_id is not None or not offered):
        take = Button("Take it", f"escalation:{matter.id} take", "plain" if offered else "primary")
        first = (*first, take)
    waits = matter.state == EscalationState.WAITING
    info = _form(matter, "Here is the info", "info", first=True) if waits else _form(matter, "Need info", "need")
    rest = (info, _form(matter, "Hand over", "hand"), _update(matter), _form(matter, "Resolve", "resolve"))
    return (Buttons((*first, *rest)),)


def log_button(matter: Escalation) -> Button:
    return Button("Log it", f"form log account:#{matter.account_id} mode:reactive", opens_form=True)


def open_button(matter: Escalation, label: str = "Open") -> Button:
    return Button(label, f"escalations escalation:{matter.id}")


# ------------------------------------------------------------ elsewhere


def line(scene: Scene, listed: ListedEscalation, names: Mapping[int, str], *, account: bool = True) -> Spans:
    """“Sev 2 · Acme Corp · Support · “export down” · Lee · update by today 11:00”."""
    matter = listed.escalation
    owner = names.get(matter.owner_id or 0)
    asked = names.get(matter.offered_to_id or 0) or matter.offered_target
    said = joined(
        [
            Bold(f"Sev {matter.level}"),
            Bold(listed.account) if account else "",
            matter.target or "relationship",
            spans("“", told(scene.work, matter.account_id, matter.words, SHORT), "”"),
            f"asked of {asked}" if asked else owner or "nobody has it",
            _until(scene, matter),
        ]
    )
    return (shield(INSIDE, *said),)


def _until(scene: Scene, matter: Escalation) -> Sayable:
    if matter.resolved_at is not None:
        return spans("resolved ", When(matter.resolved_at, "day"))
    if matter.paused_since is not None:
        return "waiting for info" if matter.state == EscalationState.WAITING else "clock stands"
    asked = asks(matter)
    if asked is None:
        return ""
    what, by, _ = asked
    what = what.removeprefix("A ").removeprefix("An ")
    return Bold(f"{what} overdue") if by < scene.now else spans(f"{what} by ", When(by, "moment"))


def row(scene: Scene, listed: ListedEscalation, names: Mapping[int, str], *, account: bool = True) -> Row:
    return Row(line(scene, listed, names, account=account), (), (open_button(listed.escalation),))


def of_account(scene: Scene, account_id: int) -> list[Block]:
    """What is open, on the account's card and in a brief."""
    listed = scene.work.escalations.of_account(account_id)
    if not listed:
        return []
    rows = tuple(row(scene, one, people(scene, listed), account=False) for one in listed[:SHOWN])
    more = f"escalations account:#{account_id}" if len(listed) > SHOWN else None
    return [Text((shield(INSIDE, Bold("Escalations")),)), Rows(rows, len(listed), more)]


def people(scene: Scene, listed: Collection[ListedEscalation]) -> dict[int, str]:
    """The names of those who have them, or are asked to."""
    return scene.names({id for one in listed for id in (one.escalation.owner_id, one.escalation.offered_to_id)})
