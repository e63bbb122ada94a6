"""What customers ask for and nobody says anything about: not acknowledged, not answered, shipped and never asked about."""

from datetime import UTC, datetime, time

from bot.draw import shield
from bot.english import many
from bot.nudge import Matter, nudge
from bot.permissions import INSIDE
from bot.rules.voices import unmarked
from bot.scene import Scene
from bot.view import Bold, Button, spans
from storage.queries import asked_due
from storage.queries.request_weights import SoughtRequests
from storage.tables import Nudge, QuestionFor, RequestState

NAMED = 3


@nudge(
    "request-unheard",
    title="requests that nobody acknowledged",
    about="unheard",
    candidates=asked_due.unheard,
    urgency=42,
    threshold=2,
    unit="days",
)
def unheard(scene: Scene, nudge: Nudge) -> Matter | None:
    """Feature requests that nobody of Product has acknowledged for as many days as the threshold says; for Product, and for
    leads where nobody is of Product. Whoever asked for them assumes that somebody has read them."""
    before = datetime.combine(nudge.due_on, time(), UTC)
    found = scene.work.requests.board(SoughtRequests(states=(RequestState.NEW.value,), before=before))
    if not found:
        return None
    oldest = found[-1]
    days = (scene.today - oldest.created_at.astimezone(scene.zone).date()).days
    waiting = many(len(found), "request waits", "requests wait")
    names = ", ".join(one.title for one in reversed(found[-NAMED:]))
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return Matter(
        title="Requests",
        number=spans(Bold(waiting), f" to be acknowledged, the oldest for {days} days"),
        reason=(shield(INSIDE, f"{names}{more}"),),
        step=spans("say that you have them: every colleague who brought one gets a receipt"),
        more=(Button("Show them", "requests unacknowledged"),),
        weight=len(found),
    )


@nudge(
    "answer-overdue",
    title="answers that Product waits for",
    about="answer",
    candidates=asked_due.answer,
    urgency=44,
    threshold=3,
    unit="days",
)
def answer(scene: Scene, nudge: Nudge) -> Matter | None:
    """Product asked something about a customer of yours, and nobody has answered for as many days as the threshold says."""
    asked = scene.work.get(QuestionFor, int(nudge.subject.partition(":")[2]))
    if asked is None or asked.answered_at is not None or asked.deleted_at is not None:
        return None
    question, account = scene.work.questions.get(asked.question_id), scene.work.accounts.get(asked.account_id)
    if question is None or account is None:
        return None
    days = (scene.today - asked.created_at.astimezone(scene.zone).date()).days
    who = scene.names({question.author_id}).get(question.author_id, "Product")
    return Matter(
        title=account.name,
        number=spans(f"{who} waits for an answer for ", Bold(f"{days} days")),
        reason=(shield(question.words, f"“{question.words.value}”"),),
        step=spans("one line is enough, also that you do not know"),
        more=(
            Button("Answer", f"form answer question:{question.id} account:#{account.id}", "primary", opens_form=True),
            Button("The question", f"questions question:{question.id}"),
        ),
        weight=days,
    )


@nudge(
    "request-hit",
    title="whether it hit the mark",
    about="shipped",
    candidates=asked_due.hit,
    urgency=52,
    threshold=14,
    unit="days after shipping",
)
def hit(scene: Scene, nudge: Nudge) -> Matter | None:
    """Something that a customer of yours had asked for was shipped some days ago, and nobody has said whether it is what
    they meant."""
    heard = scene.work.requests.voice(int(nudge.subject.partition(":")[2]))
    request = scene.work.requests.get(heard.voice.request_id) if heard else None
    if heard is None or request is None or request.state != RequestState.SHIPPED:
        return None
    if heard.voice.account_id not in unmarked(scene.work.requests.voices(request.id)):
        return None
    about = f"voice-hit voice:{heard.voice.id}"
    why = f"they asked because {heard.voice.why.value}" if heard.voice.why else f"they said “{heard.voice.what.value}”"
    return Matter(
        title=heard.account,
        number=spans("did ", shield(INSIDE, Bold(request.title)), " hit the mark?"),
        reason=(shield(heard.voice.what, why),),
        step=spans("ask them, and tell Product"),
        kind="call",
        more=(
            Button("It did", f"{about} hit:hit", "primary"),
            Button("Partly", f"form {about} hit:partly", opens_form=True),
            Button("It missed", f"form {about} hit:missed", opens_form=True),
        ),
    )
