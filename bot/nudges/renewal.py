"""Renewal windows: 180-120-90-60-30-14 days ahead for the largest accounts, fewer for the others."""

from bot.cards.renewals import open_renewal, until
from bot.nudge import Matter, nudge
from bot.nudges.reasons import ahead, at_risk, days_left, pressing, renewal_reason
from bot.rules.windows import step_of
from bot.scene import Scene
from bot.view import spans
from storage.queries import due
from storage.tables import Nudge

# A renewal at risk so close to its day comes before what has merely turned yellow or red.
SOON = 30
URGENT = 22


@nudge(
    "renewal",
    title="renewals coming up",
    about="renewal",
    candidates=due.renewal,
    urgency=30,
    route="direct",
    unit="days ahead",
)
def renewal(scene: Scene, nudge: Nudge) -> Matter | None:
    """A renewal came into its next window, counted back from the notice deadline, or from the renewal itself where that
    comes first."""
    listed = ahead(scene, nudge)
    if listed is None:
        return None
    risky = at_risk(scene, listed)
    return Matter(
        title=listed.account,
        number=until(scene, listed.renewal),
        reason=renewal_reason(scene, listed),
        step=spans(step_of(nudge.figure or 0)),
        kind="call",
        more=(open_renewal(listed, "Renewal"),),
        events=("renewal-risk",) if risky else (),
        weight=pressing(scene, listed),
        urgency=URGENT if risky and days_left(scene, listed) <= SOON else None,
    )
