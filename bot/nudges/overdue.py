"""A renewal whose date has passed, and nobody has said how it ended."""

from bot.cards.renewals import open_renewal, which
from bot.english import many
from bot.nudge import Matter, nudge
from bot.nudges.reasons import listed_of, pressing, renewal_reason
from bot.scene import Scene
from bot.view import Bold, Button, spans
from storage.queries import due
from storage.tables import Nudge


@nudge("overdue", title="renewals not signed", about="renewal", candidates=due.overdue, urgency=20, route="direct")
def overdue(scene: Scene, nudge: Nudge) -> Matter | None:
    """The renewal's date has passed, and it is neither signed nor lost."""
    listed = listed_of(scene, nudge)
    if listed is None or listed.renewal.due_on >= scene.today:
        return None
    days = (scene.today - listed.renewal.due_on).days
    said = many(days, "day")
    signed = Button(
        "Signed",
        f"form renewal account:#{listed.renewal.account_id} id:{listed.renewal.id} what:renewed",
        opens_form=True,
    )
    return Matter(
        title=listed.account,
        number=spans(which(scene, listed.renewal), "not signed, ", Bold(said), " past its date"),
        reason=renewal_reason(scene, listed),
        step=spans("say how it ended"),
        kind="call",
        more=(signed, open_renewal(listed, "Renewal")),
        events=("renewal-risk",),
        weight=pressing(scene, listed),
    )
