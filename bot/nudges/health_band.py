"""An account's score has fallen into a worse band."""

from bot.draw import shield
from bot.nudge import Matter, nudge
from bot.nudges.health_reasons import moved, reason, step, why
from bot.permissions import HEALTH
from bot.rules.health import Threat
from bot.scene import Scene
from bot.view import Bold, spans
from storage.queries import health_due
from storage.tables import Band, Nudge

YELLOW = 45  # a first warning stands behind renewals and promises


@nudge(
    "health-band",
    title="health bands crossed",
    about="health",
    candidates=health_due.band,
    urgency=25,
    route="direct",
    needs=HEALTH,
)
def band(scene: Scene, nudge: Nudge) -> Matter | None:
    """A score fell from green to yellow, or into the red. A recount by other measures or limits is none."""
    found = moved(scene, nudge, 30)
    if found is None or found.state.health.score is None or found.state.health.band in (None, Band.GREEN):
        return None
    health = found.state.health
    assert health.band is not None, "what has a score has a band"
    return Matter(
        title=found.account.name,
        number=spans(shield(HEALTH, "health is ", Bold(f"{health.band.upper()} {health.score}"))),
        reason=reason(found),
        step=step(found),
        kind="call",
        more=(why(found),),
        events=("renewal-risk",) if health.band is Band.RED or Threat.FIRE in health.threats else (),
        weight=100 - (health.score or 0),
        urgency=None if health.band is Band.RED else YELLOW,
    )
