"""What needs somebody today, from every area, in the order in which it does: one matter is one item, however many areas
know of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum

from bot.calendars.proposals import GRACE
from bot.cards import activities as activity_cards
from bot.cards import escalations as escalation_cards
from bot.cards.actions import for_step
from bot.cards.activities import joined
from bot.cards.calendars import account_names, choices, meeting_line
from bot.cards.nudge_words import said_of
from bot.cards.renewals import amount_said, forecast_said, open_renewal
from bot.cards.risks import line as risk_line
from bot.cards.risks import open_risk
from bot.cards.waiting import by_account, of_account, urgency_of
from bot.permissions import HEALTH
from bot.scene import Scene
from bot.view import Bold, Button, Row, When, spans
from storage.queries.escalations import SoughtEscalations
from storage.queries.renewals import Listed, Sought
from storage.queries.risks import SoughtRisks

DECISIONS = 3
RISKS = 5
ESCALATIONS = 5
MEETINGS = 3  # that come before everything else; a day full of them hides nothing
SETTLED = timedelta(days=120)  # after which an undecided renewal is no matter for today any more
SOON = timedelta(days=90)
PRESSING = timedelta(days=14)


class Rank(IntEnum):
    """What is now, what Bailey came with, what is pressing or promised for now, and what can wait for another day."""

    NOW = 0
    REMINDED = 1
    PRESSING = 2
    PROMISED = 3
    SOON = 4
    WAITS = 5


@dataclass(frozen=True)
class Item:
    """subject: what it is about (`renewal:42`), so that no other area says it again. also: what it says besides."""

    subject: str
    row: Row
    rank: Rank
    also: tuple[str, ...] = ()


def agenda(scene: Scene) -> list[Item]:
    """The first area that knows of a matter says it."""
    items: list[Item] = []
    said: set[str] = set()
    for area in AREAS:
        for item in area(scene):
            if item.subject not in said:
                items.append(item)
                said |= {item.subject, *item.also}
    return sorted(items, key=lambda item: item.rank)


def _risks(scene: Scene) -> Iterator[Item]:
    """A fire burns now; what the customer said themselves cannot wait for what is only promised."""
    if not scene.sees(HEALTH):
        return
    for listed in scene.work.risks.board(SoughtRisks(owner_id=scene.member.id), RISKS):
        risk = listed.risk
        rank = Rank.NOW if risk.is_fire else Rank.PRESSING if risk.declared.value else Rank.SOON
        subject = f"{'fire' if risk.is_fire else 'risk'}:{risk.id}"
        yield Item(subject, Row(risk_line(listed), (), (open_risk(risk),)), rank)


def _escalations(scene: Scene) -> Iterator[Item]:
    """What I have, what is asked of me, and what the customers of mine wait for; a severity 1 cannot wait."""
    found = scene.work.escalations.listed(SoughtEscalations(mine_id=scene.member.id), ESCALATIONS)
    names = escalation_cards.people(scene, found)
    for listed in found:
        matter = listed.escalation
        mine = scene.member.id in (matter.owner_id, matter.offered_to_id)
        urgent = mine or matter.level == 2
        rank = Rank.NOW if matter.level == 1 else Rank.PRESSING if urgent else Rank.SOON
        yield Item(f"escalation:{matter.id}", escalation_cards.row(scene, listed, names), rank)


def _meetings(scene: Scene) -> Iterator[Item]:
    """Those of today that have not ended."""
    tomorrow = datetime.combine(scene.today + timedelta(days=1), time(), scene.zone)
    events = [
        event
        for event in scene.work.calendars.between(scene.member.id, scene.now - timedelta(hours=4), tomorrow)
        if event.ends_at > scene.now + GRACE and not event.skipped and (event.account_id or event.candidates)
    ]
    names = account_names(scene, events)
    for place, event in enumerate(events):
        buttons = choices(event, names, f"calendar meeting:{event.id}")
        if event.account_id is not None and not event.internal:
            buttons = (Button("Brief", f"brief account:#{event.account_id}"),)
        yield Item(
            f"meeting:{event.id}",
            Row(meeting_line(event, names), (), buttons),
            Rank.NOW if place < MEETINGS else Rank.SOON,
        )


def _nudges(scene: Scene) -> Iterator[Item]:
    waiting = scene.work.nudges.of_member(scene.member.id, scene.now)
    told = [(nudge, matter) for nudge in waiting if (matter := said_of(scene, nudge)) is not None and not matter.blocks]
    for group in by_account(sorted(told, key=lambda pair: urgency_of(*pair))):
        subject, *also = (nudge.subject for nudge, _ in group)
        yield Item(subject, of_account(scene, group), Rank.REMINDED, tuple(also))


def _steps(scene: Scene) -> Iterator[Item]:
    steps = scene.work.activities.steps_of_member(scene.member.id)
    accounts = scene.work.accounts.named({step.account_id for step in steps})
    for step in steps:
        row = Row(activity_cards.step_line(step, accounts[step.account_id].name), (), for_step(step, scene.today))
        yield Item(f"step:{step.id}", row, Rank.PROMISED if step.due_on and step.due_on <= scene.today else Rank.WAITS)


def _decisions(scene: Scene) -> Iterator[Item]:
    """What I have to decide next: overdue ones first, then by notice deadline, or renewal where that has passed."""
    span = (scene.today - SETTLED, scene.today + SOON)
    sought = Sought(scene.today, scene.member.id, deciding=span, order="decision")
    for listed in scene.work.renewals.board(sought, DECISIONS):
        renewal = listed.renewal
        decision = renewal.notice_on if renewal.notice_on >= scene.today else renewal.due_on
        rank = Rank.PRESSING if decision - scene.today <= PRESSING else Rank.SOON
        yield Item(f"renewal:{renewal.id}", _decision(scene, listed), rank)


def _decision(scene: Scene, listed: Listed) -> Row:
    """“Acme Corp · Platform · notice by 16 Dec (23 d) · €180,000 · at risk”."""
    renewal = listed.renewal
    ahead = renewal.due_on >= scene.today
    due = spans("renews " if ahead else "not signed, was due ", When(renewal.due_on, "countdown"))
    when = spans("notice by ", When(renewal.notice_on, "countdown")) if renewal.notice_on >= scene.today else due
    said = joined(
        [Bold(listed.account), listed.contract.name, when, amount_said(listed.contract), forecast_said(renewal)]
    )
    return Row(said, (), (open_renewal(listed),))


Area = Callable[[Scene], Iterable[Item]]
AREAS: tuple[Area, ...] = (_escalations, _risks, _meetings, _nudges, _steps, _decisions)
