"""A customer waits for our answer, or we wait for theirs."""

from datetime import date

from bot.cards.complaints import open_button
from bot.cards.escalations import open_button as open_matter
from bot.cards.escalations import short
from bot.draw import shield
from bot.english import many
from bot.nudge import Matter, nudge
from bot.permissions import INSIDE
from bot.rules.ladder import ATTEMPTS, DAYS, NAMES, TOP
from bot.scene import Scene
from bot.view import Bold, Button, spans
from storage.queries import unanswered
from storage.tables import EscalationState, Ladder, Nudge


@nudge(
    "complaint-open",
    title="complaints without an answer",
    about="complaint-open",
    candidates=unanswered.complaint,
    urgency=30,
    threshold=2,
    unit="days",
)
def complaint(scene: Scene, nudge: Nudge) -> Matter | None:
    """Nobody told a customer anything about their complaint for as many days as the threshold says."""
    listed = scene.work.complaints.get(int(nudge.subject.partition(":")[2]))
    if listed is None or listed.complaint.answered_at is not None:
        return None
    one = listed.complaint
    days = (scene.today - one.created_at.astimezone(scene.zone).date()).days
    about = f" about {one.about}" if one.about else ""
    answer = Button("Answered", f"form complaint-answer complaint:{one.id}", opens_form=True)
    return Matter(
        title=listed.account,
        number=spans("a complaint waits for ", Bold(many(days, "day"))),
        reason=(shield(INSIDE, f"“{short(one.words)}”{about}"),),
        step=("call them, and say what you told them",),
        kind="call",
        more=(answer, open_button(one)),
        events=("complaint-open",),
        weight=days,
    )


@nudge(
    "info-wanted",
    title="escalations that wait for you",
    about="info",
    candidates=unanswered.info,
    urgency=28,
    threshold=1,
    unit="days",
)
def info(scene: Scene, nudge: Nudge) -> Matter | None:
    """Whoever has an escalation asked something, and its clock has stood for as many days as the threshold says."""
    listed = scene.work.escalations.get(int(nudge.subject.partition(":")[2]))
    if listed is None or listed.escalation.state != EscalationState.WAITING:
        return None
    matter = listed.escalation
    since = matter.paused_since
    # The key holds the day of the question; another one was asked since.
    if since is None or since.date() != date.fromisoformat(nudge.key.split(":")[2]):
        return None
    days = (scene.today - since.astimezone(scene.zone).date()).days
    owner = scene.names({matter.owner_id}).get(matter.owner_id or 0, matter.target or "somebody")
    answer = Button("Answer", f"form escalation:{matter.id} info", opens_form=True)
    return Matter(
        title=listed.account,
        number=spans(f"{owner} waits for info for ", Bold(many(days, "day"))),
        reason=(shield(INSIDE, f"“{short(matter.needs or matter.words)}”"),),
        step=("answer, or ask the customer",),
        kind="email",
        more=(answer, open_matter(matter)),
        events=("info-wanted",),
        weight=5 - matter.level,
    )


@nudge(
    "ladder",
    title="customers who still do not answer",
    about="ladder",
    candidates=unanswered.ladder,
    urgency=36,
    threshold=DAYS,
    unit="days",
)
def ladder(scene: Scene, nudge: Nudge) -> Matter | None:
    """A customer did not answer on one rung for as many days as the threshold says, so the next one is due."""
    record = scene.work.get(Ladder, int(nudge.subject.partition(":")[2]))
    if record is None or record.deleted_at is not None or record.ended_at is not None:
        return None
    # The key holds the rung that was waited on; somebody has gone further since.
    if record.rung != int(nudge.key.split(":")[2]):
        return None
    account = scene.work.accounts.get(record.account_id)
    if account is None:
        return None
    days = (scene.today - record.rung_at.astimezone(scene.zone).date()).days
    at = f"unresponsive account:#{account.id}"
    last = record.rung >= TOP
    step = "say whether it is a risk" if last else f"try {NAMES[record.rung + 1]}"
    further = () if last else (Button("Next rung", f"{at} step:next"),)
    return Matter(
        title=account.name,
        number=spans("no answer for ", Bold(many(days, "day"))),
        reason=(f"{NAMES[record.rung]} was tried",),
        step=(step,),
        kind="email",
        more=(*further, Button("What to write", at)),
        events=("ladder",),
        weight=record.rung,
    )


@nudge(
    "unanswered",
    title="customers who do not answer",
    about="unanswered",
    candidates=unanswered.attempts,
    urgency=37,
    threshold=ATTEMPTS,
    unit="attempts",
)
def attempts(scene: Scene, nudge: Nudge) -> Matter | None:
    """We tried to reach a customer as often as the threshold says since they last answered."""
    account = scene.work.accounts.get(int(nudge.subject.partition(":")[2]))
    if account is None or scene.work.complaints.ladder(account.id) is not None:
        return None
    last = scene.work.activities.last_touch(account.id) or account.created_at
    # The key holds the day that the silence is counted from; somebody who answered later ended it.
    if last.date() > date.fromisoformat(nudge.key.split(":")[2]):
        return None
    tried = scene.work.activities.attempts_since(account.id, last)
    return Matter(
        title=account.name,
        number=spans("does not answer: ", Bold(f"{tried} attempts")),
        reason=(f"try {NAMES[1]}, then {NAMES[2]}, then {NAMES[3]}",),
        step=("begin the ladder; it has what to write",),
        kind="call",
        more=(Button("Begin the ladder", f"unresponsive account:#{account.id}"),),
        events=("unanswered",),
        weight=tried,
    )
