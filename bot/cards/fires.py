"""A fire on one card, for everybody who fights it: who has it, since when, what is next, what it has cost so far."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from bot.cards.activities import by_name, joined, step_line, team_or
from bot.cards.risks import (
    amount_said,
    changing,
    endings,
    evidence_line,
    is_open,
    line,
    open_risk,
    severity_said,
    what_said,
    words_said,
)
from bot.dates import minutes_said
from bot.draw import shield
from bot.english import many
from bot.living import following, living
from bot.permissions import INSIDE, MONEY
from bot.risks import Cost, cost_of
from bot.scene import Scene
from bot.view import (
    Amount,
    Block,
    Bold,
    Button,
    Buttons,
    Footer,
    Heading,
    Notice,
    Sayable,
    Spans,
    Text,
    View,
    When,
    spans,
)
from storage.tables import Risk
from storage.work import Work

NAMES = 4  # of whose hours are told one by one
NOTED = 200  # characters of the latest note
MINUTE = timedelta(minutes=1)


@living("risk", record=Risk)
def risk(scene: Scene, id: int) -> View | None:
    """A risk where somebody wanted to hear of it, as it stands now."""
    listed = scene.work.risks.get(id)
    if listed is None:
        return None
    names = scene.names({listed.risk.owner_id})
    said = line(listed, owner=names.get(listed.risk.owner_id or 0, "no owner"))
    blocks: list[Block] = [Text(said)]
    if evidence := evidence_line(listed.risk):
        blocks.append(Text(evidence))
    return View((*blocks, Buttons((open_risk(listed.risk),))), f"News of {listed.account}")


@living("fire", record=Risk)
def fire(scene: Scene, id: int) -> View | None:
    risk = scene.work.get(Risk, id)
    account = scene.work.accounts.get(risk.account_id) if risk else None
    if risk is None or account is None:
        return None
    if risk.deleted_at is not None or not risk.is_fire:
        blocks: tuple[Block, ...] = (
            Notice("info", (shield(INSIDE, "The fire at ", Bold(account.name), " is taken back."),)),
        )
        return View(blocks, f"{account.name}: taken back")
    return View(tuple(card(scene, risk, account.name, account.tier)), f"{account.name} needs you now")


def card(scene: Scene, risk: Risk, account: str, tier: int | None) -> list[Block]:
    names = scene.names({risk.owner_id, risk.closed_by_id})
    title = joined([spans(Bold("Fire: "), Bold(account)), f"T{tier}" if tier else "", amount_said(risk)])
    blocks: list[Block] = [
        Heading((shield(INSIDE, *title),)),
        Text((shield(INSIDE, *_clock(scene, risk, names)),)),
        Text(joined([what_said(risk), severity_said(risk), words_said(risk, risk.evidence)])),
    ]
    blocks += _latest(scene, risk)
    if is_open(risk):
        blocks += _next(scene, risk)
    blocks += _spent(cost_of(scene.work, risk))
    if not is_open(risk):
        return blocks
    return [*blocks, *_actions(scene, risk)]


def _clock(scene: Scene, risk: Risk, names: dict[int, str]) -> Spans:
    """“Since Mon 23 Nov 09:12 (2 d) · Sam has it”; how it ended, once it has."""
    assert risk.declared_at is not None, "a fire has its clock"
    until = risk.closed_at or scene.now
    time = until - risk.declared_at
    since = spans("since ", When(risk.declared_at, "moment"), f" ({lasted(time)})" if time >= MINUTE else "")
    if risk.closed_at is None:
        return joined(
            [since, f"{names[risk.owner_id]} has it" if risk.owner_id in names else Bold("nobody has it yet")]
        )
    words: Sayable = ""
    if risk.closing is not None:
        writers = tuple(id for id in (risk.raised_by_id, risk.closed_by_id) if id is not None)
        words = shield(team_or(risk.account_id, *writers), f"“{risk.closing.value}”")
    ended = spans(Bold(risk.state), " ", When(risk.closed_at, "day"), f" after {lasted(time)}")
    return joined([ended, by_name(names, risk.closed_by_id), words])


def lasted(time: timedelta) -> str:
    """“40 min”, “5 h”, “2 d”, “13 d”: how long, in its largest unit."""
    minutes = max(int(time.total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 24 * 60 else f"{minutes // (24 * 60)} d"


def _latest(scene: Scene, risk: Risk) -> list[Block]:
    found = scene.work.risks.last_notes(risk.id, 1)
    if not found:
        return []
    latest = found[0]
    who = scene.names({latest.member_id})[latest.member_id]
    note = latest.note.value if latest.note else ""
    said = joined([f"Latest: “{note[:NOTED]}”", who, When(latest.at, "moment" if latest.precise else "day")])
    return [Text((shield(team_or(latest.account_id, latest.logged_by_id), *said),))]


def _next(scene: Scene, risk: Risk) -> list[Block]:
    steps = scene.work.activities.steps_of_account(risk.account_id)
    if not steps:
        return []
    owner = scene.names({steps[0].owner_id})[steps[0].owner_id]
    needs = team_or(risk.account_id, steps[0].owner_id)
    return [Text((shield(needs, "Next: ", *step_line(steps[0], owner=owner)),))]


def _spent(cost: Cost) -> list[Block]:
    """What was done and what it took, in hours; in money too, once somebody has said what an hour costs."""
    if not (cost.activities or cost.own or cost.others or cost.money):
        return [Footer(("Nothing logged on it yet. Hours, credits and travel count to its cost.",))]
    done = f"Done: {many(cost.activities, 'activity', 'activities')}" if cost.activities else ""
    worked = joined([done, _hours({**cost.own, **cost.others})])
    blocks: list[Block] = [Text(worked)] if worked else []
    money = _sums([(f"{kind} ", currency, minor) for (kind, currency), minor in cost.money.items()], ", ")
    indirect = joined([_valued(cost, "others ", cost.others), money])
    own = _valued(cost, "", cost.own)
    said = joined(
        [
            spans("Direct: ", own, " of customer success") if own else "",
            spans("Indirect: ", indirect) if indirect else "",
            *_together(cost),
        ]
    )
    return [*blocks, Footer(said)]


def _valued(cost: Cost, whose: str, minutes: dict[str, int]) -> Sayable:
    """“others 12 h (€1,140)”."""
    if not any(minutes.values()):
        return ""
    said = f"{whose}{_whole(minutes)}"
    if cost.hour is None:
        return said
    worth = Amount(cost.worth(sum(minutes.values())), cost.hour[1])
    return spans(said, shield(MONEY, " (", worth, ")"))


def _together(cost: Cost) -> list[Sayable]:
    if cost.hour is None:
        return ["hours have no rate yet"] if cost.own or cost.others else []
    if not cost.total():
        return []
    total = _sums([("", currency, minor) for currency, minor in cost.total().items()], " + ")
    return [spans("all together ", total), shield(MONEY, "an hour at ", Amount(cost.hour[0], cost.hour[1]))]


def _sums(parts: list[tuple[str, str, int]], between: str) -> Sayable:
    said: list[Sayable] = []
    for what, currency, minor in parts:
        said += [between if said else "", what, Amount(minor, currency)]
    return shield(MONEY, *said) if said else ""


def _whole(minutes: dict[str, int]) -> str:
    return minutes_said(sum(minutes.values()))


def _hours(minutes: dict[str, int]) -> str:
    """“11 h 20: Sam 6 h, Lee 5 h 20”, whether they were logged or only counted."""
    known = sorted(((name, spent) for name, spent in minutes.items() if spent), key=lambda one: -one[1])
    if not known:
        return ""
    told = ", ".join(f"{name} {minutes_said(spent)}" for name, spent in known[:NAMES])
    more = f" and {len(known) - NAMES} more" if len(known) > NAMES else ""
    return f"{_whole(minutes)}: {told}{more}"


def _actions(scene: Scene, risk: Risk) -> tuple[Block, ...]:
    at = f"account:#{risk.account_id}"
    take = Button("Take it", f"fire {at} take:yes", "primary" if risk.owner_id is None else "plain")
    mine = risk.owner_id == scene.member.id
    return (
        Buttons(
            (
                *(() if mine else (take,)),
                Button("Log on it", f"form log {at} mode:reactive on_risk:{risk.id}", opens_form=True),
                Button("Add cost", f"form fire {at} kind:hours", opens_form=True),
                Button("Update", f"form fire {at}", opens_form=True),
                Button("Next step", f"form next {at}", opens_form=True),
                Button("Change", changing(risk), opens_form=True),
            )
        ),
        # While nobody has it, the first thing to do is to take it.
        Buttons(tuple(replace(end, style="plain") if end.style == "primary" else end for end in endings(risk))),
    )


@following
def standing(work: Work, accounts: Collection[int]) -> list[str]:
    """Risks and fires of these accounts that stand in some chat, open or not: whatever is done or promised there shows on
    them."""
    return work.risks.cards(accounts)
