"""So much data has gone stale that a score says little."""

from bot.draw import shield
from bot.line import quote
from bot.nudge import Matter, nudge
from bot.nudges.health_reasons import moved, why
from bot.permissions import HEALTH
from bot.scene import Scene
from bot.view import Bold, Button, spans
from storage.queries import health_due
from storage.tables import Nudge


@nudge(
    "health-stale",
    title="data gone stale",
    about="health",
    candidates=health_due.stale,
    urgency=60,
    threshold=20,
    unit="per cent of the data",
    needs=HEALTH,
)
def stale(scene: Scene, nudge: Nudge) -> Matter | None:
    """Readings have become too old to count, so that the score rests on less than before or is gone."""
    found = moved(scene, nudge, 30)
    if found is None:
        return None
    old = [one for one in found.state.health.missing if one.seen is not None]
    if not old:
        return None  # somebody has read it since
    heaviest = max(old, key=lambda one: one.definition.weight)
    name = heaviest.definition.name.lower()
    account = found.account
    return Matter(
        title=account.name,
        number=spans(shield(HEALTH, "only ", Bold(f"{found.state.health.coverage} %"), " of the data is fresh")),
        reason=(
            shield(HEALTH, f"{heaviest.definition.name} is {int(heaviest.seen.age) if heaviest.seen else 0} d old"),
        ),
        step=spans(shield(HEALTH, f"find out how {name} is, or why it is not read any more")),
        more=(
            Button("Reading", f"form reading account:#{account.id} measure:{quote(name)}", opens_form=True),
            why(found),
        ),
        weight=heaviest.definition.weight,
    )
