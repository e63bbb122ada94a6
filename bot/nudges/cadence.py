"""Nobody talked with a customer within the cadence of their segment, on one of three levels."""

from bot.cards.cadence import standings_of
from bot.cards.people import contact_said
from bot.english import many
from bot.nudge import Matter, nudge
from bot.scene import Scene
from bot.view import Bold, Button, Sayable, Spans, spans
from storage.queries import neglect
from storage.tables import Account, Nudge


@nudge(
    "silence",
    title="customers nobody talked to",
    about="operational",
    candidates=neglect.operational,
    urgency=45,
)
def silence(scene: Scene, nudge: Nudge) -> Matter | None:
    """No two-way contact within the operational cadence of the customer's tier; internal notes and unanswered attempts do
    not count."""
    return _matter(scene, nudge, "operational", "two-way contact", "call", "call")


@nudge("review-due", title="business reviews due", about="business", candidates=neglect.business, urgency=55)
def business(scene: Scene, nudge: Nudge) -> Matter | None:
    """No business review, nor a strategic one, within the business cadence of the customer's tier."""
    return _matter(scene, nudge, "business", "business review", "propose a date for it to", "business review")


@nudge("strategy-due", title="strategic reviews due", about="strategic", candidates=neglect.strategic, urgency=58)
def strategic(scene: Scene, nudge: Nudge) -> Matter | None:
    """No strategic review within the strategic cadence of the customer's tier."""
    return _matter(scene, nudge, "strategic", "strategic review", "propose a date for it to", "strategic review")


def _matter(scene: Scene, nudge: Nudge, level: str, what: str, verb: str, kind: str) -> Matter | None:
    account = scene.work.accounts.get(int(nudge.subject.partition(":")[2]))
    if account is None:
        return None
    [touched] = scene.work.intervals.touches(account_id=account.id)
    standing = next(
        (one for one in standings_of(scene, touched, scene.work.intervals.matrix()) if one.level == level), None
    )
    if standing is None or standing.overdue(scene.today) < 0:
        return None
    days = (scene.today - standing.since).days
    number = spans(f"no {what} for ", Bold(f"{days} days")) if standing.last else spans(f"no {what} ", Bold("yet"))
    return Matter(
        title=account.name,
        number=number,
        reason=_reason(scene, account, level, standing.every),
        step=spans(f"{verb} ", _whom(scene, account)),
        kind=kind,
        more=(Button("Cadence", f"cadence account:#{account.id}"),),
        weight=standing.overdue(scene.today),
    )


def _reason(scene: Scene, account: Account, level: str, every: int) -> Spans:
    """What was agreed, and how often it was tried since."""
    agreed = f"every {every} days is the rule" + (f" for T{account.tier}" if account.tier else "")
    last = scene.work.activities.last_touch(account.id)
    tried = scene.work.activities.attempts_since(account.id, last) if last and level == "operational" else 0
    attempts = f"; {many(tried, 'attempt')} since" if tried else ""
    return spans(agreed, attempts)


def _whom(scene: Scene, account: Account) -> Sayable:
    """The champion, else the first contact, else the customer."""
    people = scene.work.accounts.champions(account.id) or scene.work.accounts.contacts(account.id)
    if not people:
        return account.name
    return contact_said(people[0])
