"""Complaints: the customer's voice about how we serve them, kept apart from what is broken; and customers who do not
answer, whom somebody tries to reach one step higher each time."""

from dataclasses import dataclass
from datetime import datetime

from bot import desks
from bot.chores import chore
from bot.escalations.clock import STOPS, keep, resume
from bot.rules.ladder import TOP
from storage.tables import Complaint, ComplaintState, Escalation, EscalationState, Ladder, TargetName
from storage.work import Work

BATCH = 100


@dataclass(frozen=True)
class Voiced:
    account_id: int
    about: TargetName | None
    words: str


def voice(work: Work, said: Voiced, member_id: int, now: datetime) -> tuple[Complaint, list[int]]:
    """A new complaint, and who was told: the lead of whom it is about, and the account's owner, who answers it, or whoever
    stands in for them."""
    about = said.about.value if said.about else None
    made = work.add(
        Complaint, account_id=said.account_id, about=about, words=said.words, raised_by_id=member_id, created_at=now
    )
    people = (desks.lead_of(work, about), *desks.chain(work, None, said.account_id, now)[:1])
    told = [id for id in dict.fromkeys(people) if id is not None and id != member_id]
    for id in told:
        work.messages.put(
            f"complaint:{made.id}:to:{id}", f"member:{id}", "", member_id, now, card=f"complaint:{made.id}"
        )
    return made, told


def answer(work: Work, complaint: Complaint, text: str, member_id: int, now: datetime) -> Complaint:
    return work.change(
        complaint, state=ComplaintState.ANSWERED.value, answer=text, answered_at=now, answered_by_id=member_id
    )


# ------------------------------------------------------------ who does not answer


def climb(work: Work, account_id: int, member_id: int, now: datetime) -> Ladder:
    """Begin, or go one rung further; Support's clocks at this customer stand meanwhile. What is raised after that runs:
    somebody has just heard of it."""
    ladder = work.complaints.ladder(account_id)
    if ladder is None:
        ladder = work.add(Ladder, account_id=account_id, rung_at=now, started_by_id=member_id, created_at=now)
        for listed in work.escalations.of_account(account_id):
            if listed.escalation.target == STOPS and listed.escalation.paused_since is None:
                keep(work, listed.escalation, paused_since=now)
        return ladder
    return work.change(ladder, rung=min(ladder.rung + 1, TOP), rung_at=now)


def come_down(work: Work, ladder: Ladder, now: datetime) -> None:
    """They answered, or it was given up; clocks go on with what they had left."""
    work.change(ladder, ended_at=now)
    for matter in _standing(work, ladder.account_id):
        resume(work, matter, now)


def _standing(work: Work, account_id: int) -> list[Escalation]:
    """Those whose clock stands for the customer alone; what waits for an answer of ours goes on waiting."""
    listed = (one.escalation for one in work.escalations.of_account(account_id))
    return [one for one in listed if one.paused_since is not None and one.state != EscalationState.WAITING]


def merge_doubles(work: Work, gone_id: int, stays_id: int, now: datetime) -> None:
    """Of what an account has once, the one that stays keeps its own."""
    ladder = work.complaints.ladder(gone_id)
    if ladder is not None and work.complaints.ladder(stays_id) is not None:
        work.change(ladder, ended_at=now)
    for troubled in work.escalations.troubles_of(gone_id):
        if any(one.problem_id == troubled.problem_id for one in work.escalations.troubles_of(stays_id)):
            work.remove(troubled)


@chore("ladders", every=60)
def answered(work: Work, now: datetime) -> bool:
    """A two-way contact that was logged ends a ladder by itself."""
    found = work.complaints.answered_ladders(BATCH)
    for ladder in found:
        work.act_as(ladder.started_by_id, "unresponsive", now)
        come_down(work, ladder, now)
        for matter in work.escalations.of_account(ladder.account_id):
            work.messages.redraw(f"escalation:{matter.escalation.id}", now)
    return len(found) == BATCH
