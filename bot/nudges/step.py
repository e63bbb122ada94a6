"""A next step whose day has come."""

from bot.cards.activities import team_or
from bot.cards.people import person_said
from bot.draw import shield
from bot.nudge import Matter, nudge
from bot.scene import Scene
from bot.view import Bold, Spans, When, spans
from storage.queries import due
from storage.tables import NextStep, Nudge


@nudge("step", title="next steps due", about="step", candidates=due.step, urgency=40)
def step(scene: Scene, nudge: Nudge) -> Matter | None:
    """The day of a next step has come, and it is not done yet."""
    record = scene.work.activities.step(int(nudge.subject.partition(":")[2]))
    if record is None or record.done_at is not None or record.due_on is None or record.due_on > scene.today:
        return None
    account = scene.work.accounts.named({record.account_id})[record.account_id]
    days = (scene.today - record.due_on).days
    number = (
        spans("a next step is due ", Bold("today"))
        if not days
        else spans("a next step was due ", When(record.due_on, "day"))
    )
    return Matter(
        title=account.name,
        number=number,
        step=(shield(team_or(record.account_id, record.owner_id), *_words(record)),),
        kind="email",
        weight=days,
    )


def _words(step: NextStep) -> Spans:
    return spans(step.text.value, *((" to ", person_said(step.person, None, step.account_id)) if step.person else ()))
