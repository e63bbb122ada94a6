"""A champion of ours whom nobody has talked to for a while."""

from datetime import date

from bot.cards.people import contact_said, person_said
from bot.nudge import Matter, nudge
from bot.scene import Scene
from bot.view import Bold, Button, spans
from storage.queries import neglect
from storage.tables import Contact, Nudge


@nudge(
    "champion-silent",
    title="champions gone quiet",
    about="champion",
    candidates=neglect.champion,
    urgency=42,
    threshold=30,
    unit="days",
)
def champion_silent(scene: Scene, nudge: Nudge) -> Matter | None:
    """Somebody who speaks for us at a customer took part in no two-way contact for as many days as the threshold says."""
    contact = scene.work.get(Contact, int(nudge.subject.partition(":")[2]))
    if contact is None or contact.deleted_at or contact.champion_on is None or contact.champion_left_on is not None:
        return None
    account = scene.work.accounts.get(contact.account_id)
    if account is None:
        return None
    last = scene.work.activities.last_touch_with(contact.id)
    since = last.astimezone(scene.zone).date() if last else contact.champion_on
    # The key holds the day that the silence is counted from; somebody who talked later ended it.
    if since > date.fromisoformat(nudge.key.split(":")[2]):
        return None
    left = f'champion account:#{account.id} name:"contact#{contact.id}" left:yes'
    return Matter(
        title=account.name,
        number=spans("your champion is silent for ", Bold(f"{(scene.today - since).days} days")),
        reason=(contact_said(contact, comma=True),),
        step=spans("write to ", person_said(contact.name, None, account.id), ", or find out whether they left"),
        kind="call",
        more=(Button("They left", left),),
        events=("champion-silent",),
        weight=(scene.today - since).days,
    )
