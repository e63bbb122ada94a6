"""An escalation on one card, for everybody who works on it: how bad, whose, by when, and what was said last."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.cards.accounts import arr_of, current, money_said
from bot.cards.activities import joined
from bot.cards.escalations import SHORT, actions, asks
from bot.cards.fires import lasted
from bot.cards.people import told
from bot.cards.problems import problem_line
from bot.dates import minutes_said
from bot.draw import shield
from bot.escalations.raising import as_raised
from bot.living import following, living
from bot.permissions import HEALTH, INSIDE
from bot.rules.sla import SLAS, STRATEGIC, level_of
from bot.scene import Scene
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    CommandLine,
    Footer,
    Heading,
    Link,
    Notice,
    Sayable,
    Spans,
    Text,
    View,
    When,
    spans,
)
from storage.tables import Account, Escalation, EscalationState
from storage.work import Work

WORDS = 1_000  # characters of what was said that a card has room for


# ------------------------------------------------------------ the living card


def _names(scene: Scene, id: int) -> Spans:
    listed = scene.work.escalations.get(id)
    return spans(shield(INSIDE, f"{listed.account}’s escalation")) if listed else spans("an escalation")


@living("escalation", names=_names, record=Escalation)
def escalation(scene: Scene, id: int) -> View | None:
    record = scene.work.get(Escalation, id)
    account = scene.work.accounts.get(record.account_id) if record else None
    if record is None or account is None:
        return None
    if record.deleted_at is not None:
        said = shield(INSIDE, "The escalation of ", Bold(account.name), " is taken back.")
        return View((Notice("info", (said,)),), f"{account.name}: taken back")
    return View(tuple(card(scene, record, account)), f"Sev {record.level} at {account.name}")


@living("escalation-due", record=Escalation)
def due(scene: Scene, id: int) -> View | None:
    """What is asked of somebody now, by the clock that runs out first; None once nothing is."""
    listed = scene.work.escalations.get(id)
    if listed is None:
        return None
    matter = listed.escalation
    asked = asks(matter)
    if matter.resolved_at is not None or matter.paused_since is not None or asked is None:
        return None
    what, by, button = asked
    late = by < scene.now
    said = joined(
        [
            Bold(listed.account),
            f"Sev {matter.level}",
            spans(f"{what} was due " if late else f"{what} is due by ", When(by, "moment")),
        ]
    )
    blocks: list[Block] = [
        Notice("warning" if late else "info", (shield(INSIDE, *said),)),
        Text((shield(INSIDE, "“", *told(scene.work, matter.account_id, matter.words, SHORT), "”"),)),
        Buttons((button, Button("Open", f"escalations escalation:{matter.id}"))),
    ]
    return View(tuple(blocks), f"{listed.account}: {what.lower()} is due")


@following
def standing(work: Work, accounts: Collection[int]) -> list[str]:
    """Escalations of these accounts that stand in some chat: whatever happens there shows on them."""
    return work.escalations.cards(accounts)


# ------------------------------------------------------------ what stands on it


def card(scene: Scene, matter: Escalation, account: Account, *, acts: bool = True) -> list[Block]:
    names = scene.names(
        {matter.owner_id, matter.raised_by_id, matter.offered_to_id, matter.offered_by_id, matter.resolved_by_id}
        | {account.owner_id}
    )
    about = matter.target or "relationship"
    title = joined([spans(Bold(f"Sev {matter.level}: "), Bold(account.name)), about, _state(matter)])
    blocks: list[Block] = [Heading((shield(INSIDE, *title),))]
    blocks.append(Text((shield(INSIDE, *_quoted(scene, matter, matter.words)),)))
    if matter.quote:
        blocks.append(Text((shield(INSIDE, "The customer: ", *_quoted(scene, matter, matter.quote)),)))
    blocks.append(Text((shield(INSIDE, *_account_line(scene, matter, account, names)),)))
    blocks.append(Text((shield(INSIDE, *_owner_line(scene, matter, names)),)))
    if clock := _clock_line(scene, matter):
        blocks.append(clock)
    blocks += _latest(scene, matter)
    blocks += problem_line(scene, matter.problem_id)
    if matter.resolved_at is not None:
        blocks += _ended(scene, matter, names)
    blocks.append(Footer((shield(INSIDE, *_raised_line(matter, account, names)),)))
    return [*blocks, *actions(matter)] if acts else blocks


def _quoted(scene: Scene, matter: Escalation, text: str, limit: int = WORDS) -> Spans:
    return spans("“", told(scene.work, matter.account_id, text, limit), "”")


def _state(matter: Escalation) -> str:
    if matter.state == EscalationState.WAITING:
        return "waiting for info"
    if matter.resolved_at is not None:
        return "resolved"
    return "clock stands: the customer does not answer" if matter.paused_since is not None else ""


def _account_line(scene: Scene, matter: Escalation, account: Account, names: Mapping[int, str]) -> Spans:
    """What those who act on it should know of the customer, as far as they may."""
    owner = names.get(account.owner_id or 0)
    return joined(
        [
            f"T{account.tier}" if account.tier else "",
            money_said(arr_of(current(scene.work.accounts.contracts(account.id), scene.today))),
            _health_said(scene, matter, account),
            f"goal: {account.goal}" if account.goal else "",
            f"CSM {owner}" if owner else "no CSM",
        ]
    )


def _health_said(scene: Scene, matter: Escalation, account: Account) -> Sayable:
    """With what follows from it, as one field: whoever may not know of health sees no second one that is hidden only
    where a matter goes faster for it."""
    if account.health is None:
        return ""
    health, said = account.health.value, matter.said.value
    if matter.level < said and account.tier != STRATEGIC:
        return shield(HEALTH, f"health {health}, so Sev {said} goes one higher")
    should, _ = level_of(said, account.tier, health)
    if should < matter.level and matter.state == EscalationState.OPEN and as_raised(scene.work, matter):
        # Whoever raised it may not know of health, and their own word coming back as a worse one would tell them.
        line = CommandLine(f"escalation:{matter.id} sev{should}")
        return shield(HEALTH, f"health {health}: Sev {should} would fit, ", line)
    return shield(HEALTH, f"health {health}")


def _owner_line(scene: Scene, matter: Escalation, names: Mapping[int, str]) -> Spans:
    """“Lee has it since today 09:07 · handed to Engineering by Ines: “needs a fix”, not accepted yet · returned once”."""
    if owner := names.get(matter.owner_id or 0):
        has = spans(Bold(owner), " has it" if matter.resolved_at is None else " had it")
        if matter.taken_at is not None and matter.resolved_at is None:
            has = spans(has, " since ", When(matter.taken_at, "moment"))
    else:
        has = spans(Bold("Nobody has it yet"))
    to = names.get(matter.offered_to_id or 0) or matter.offered_target
    offered: Sayable = ""
    if to:
        giver = names.get(matter.offered_by_id or 0)
        by = f" by {giver}" if giver else ""
        why = spans(": ", _quoted(scene, matter, matter.offered_why, 200)) if matter.offered_why else ""
        offered = spans(f"asked of {to}{by}", why, "; not accepted yet")
    bounced: Sayable = ""
    if matter.bounces:
        times = {1: "once", 2: "twice"}.get(matter.bounces, f"{matter.bounces} times")
        said = matter.returned_why if not matter.offered_why else None
        bounced = spans(f"returned {times}", spans(": ", _quoted(scene, matter, said, 200)) if said else "")
    return joined([has, offered, bounced])


def _clock_line(scene: Scene, matter: Escalation) -> Block | None:
    """By when what is due; loud once it is too late."""
    if matter.resolved_at is not None:
        return None
    if matter.paused_since is not None:
        since = spans("Clock stands since ", When(matter.paused_since, "moment"))
        needs = spans("needed: ", _quoted(scene, matter, matter.needs, 300)) if matter.needs else ""
        return Notice("info", (shield(INSIDE, *joined([since, needs])),))
    clocks: list[tuple[str, datetime]] = []
    if matter.taken_at is None:
        clocks.append(("first answer", matter.respond_by))
    elif matter.update_by is not None:
        clocks.append(("update", matter.update_by))
    if matter.resolve_by is not None:
        clocks.append(("solution", matter.resolve_by))
    if not clocks:
        return None
    late = any(by < scene.now for _, by in clocks)
    said = joined(
        [spans(f"{what} was due " if by < scene.now else f"{what} by ", When(by, "moment")) for what, by in clocks]
    )
    said = _capital(said)
    return Notice("warning", (shield(INSIDE, *said),)) if late else Text((shield(INSIDE, *said),))


def _capital(said: Spans) -> Spans:
    first = said[0]
    return (first[:1].upper() + first[1:], *said[1:]) if isinstance(first, str) else said


def _latest(scene: Scene, matter: Escalation) -> list[Block]:
    """The newest for colleagues, and the newest for the customer."""
    found = scene.work.escalations.updates(matter.id, 20)
    names = scene.names({one.author_id for one in found})
    blocks: list[Block] = []
    internal = next((one for one in found if one.internal), None)
    safe = next((one for one in found if one.safe), None)
    if internal is not None and internal.internal:
        by = joined(
            [
                spans("Latest: ", _quoted(scene, matter, internal.internal)),
                names[internal.author_id],
                When(internal.created_at, "moment"),
            ]
        )
        blocks.append(Text((shield(INSIDE, *by),)))
    if safe is not None and safe.safe:
        said = joined([spans("For the customer: ", _quoted(scene, matter, safe.safe)), When(safe.created_at, "moment")])
        blocks.append(Text((shield(INSIDE, *said),)))
    return blocks


def _ended(scene: Scene, matter: Escalation, names: Mapping[int, str]) -> list[Block]:
    assert matter.resolved_at is not None, "it ended"
    took = lasted(matter.resolved_at - matter.raised_at)
    solver = names.get(matter.resolved_by_id or 0)
    by = f" by {solver}" if solver else ""
    spent = scene.work.escalations.spent(matter.id)
    hours = ", ".join(f"{name} {minutes_said(minutes)}" for name, minutes in spent.items())
    said = joined(
        [
            spans(f"Resolved{by} ", When(matter.resolved_at, "moment"), f" after {took}"),
            spans("cause: ", _quoted(scene, matter, matter.cause, 300)) if matter.cause else "",
            f"took {hours}" if hours else "",
        ]
    )
    return [Notice("done", (shield(INSIDE, *said),))]


def _raised_line(matter: Escalation, account: Account, names: Mapping[int, str]) -> Spans:
    link = Link("where it was said", matter.link) if matter.link else ""
    return joined(
        [
            spans(f"Raised by {names.get(matter.raised_by_id, 'a colleague')} ", When(matter.raised_at, "moment")),
            _strategic_said(matter, account),
            f"reopened {matter.reopened}×" if matter.reopened else "",
            link,
            "round the clock" if SLAS[matter.level].always and matter.resolved_at is None else "",
            "replies in the thread reach all its copies",
            f"escalation:{matter.id}",
        ]
    )


def _strategic_said(matter: Escalation, account: Account) -> str:
    """Tiers are no secret, and neither is what follows from them."""
    if matter.level < matter.said.value and account.tier == STRATEGIC:
        return f"Sev {matter.said.value}, one higher for a T1 account"
    return ""
