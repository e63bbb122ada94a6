"""An account has lost many points within a week."""

from bot.draw import shield
from bot.nudge import Matter, nudge
from bot.nudges.health_reasons import moved, reason, step, why
from bot.permissions import HEALTH
from bot.scene import Scene
from bot.view import Bold, spans
from storage.queries import health_due
from storage.tables import Nudge


@nudge(
    "health-drop",
    title="fast drops",
    about="health",
    candidates=health_due.drop,
    urgency=24,
    route="direct",
    threshold=15,
    unit="points",
    needs=HEALTH,
)
def drop(scene: Scene, nudge: Nudge) -> Matter | None:
    """A score lost at least so many points within seven days."""
    found = moved(scene, nudge, health_due.DROP_DAYS)
    points = nudge.figure or 0
    # Up again by more than half: there is nothing to hurry about any more.
    if found is None or found.state.health.score is None or -found.state.trend.get(7, -points) * 2 < points:
        return None
    return Matter(
        title=found.account.name,
        number=spans(
            shield(HEALTH, "health fell ", Bold(f"{points} points"), f" in 7 days, to {found.state.health.score}")
        ),
        reason=reason(found),
        step=step(found),
        kind="call",
        more=(why(found),),
        weight=points,
    )
