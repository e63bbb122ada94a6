"""Somebody's word against a score is about to end."""

from bot.cards.activities import team_or
from bot.draw import shield
from bot.nudge import Matter, nudge
from bot.permissions import HEALTH
from bot.scene import Scene
from bot.view import Bold, Button, When, spans
from storage.queries import health_due
from storage.tables import Nudge


@nudge(
    "health-override",
    title="health overrides that end",
    about="health",
    candidates=health_due.override,
    urgency=55,
    threshold=3,
    unit="days ahead",
    needs=HEALTH,
)
def override(scene: Scene, nudge: Nudge) -> Matter | None:
    """What you said of an account against its score ends in a few days; then the score counts again."""
    account = scene.work.accounts.get(int(nudge.subject.partition(":")[2]))
    found = scene.work.health.overrides([account.id]).get(account.id) if account is not None else None
    if account is None or found is None or nudge.key.split(":")[1] != str(found.id) or found.until < scene.today:
        return None
    again = Button("Say it again", f"form health account:#{account.id} band:{found.band.value}", opens_form=True)
    return Matter(
        title=account.name,
        number=spans(shield(HEALTH, "your ", Bold(found.band.value.upper()), " ends "), When(found.until, "countdown")),
        reason=(shield(team_or(account.id, found.member_id), f"“{found.reason.value}”"),),
        step=spans("say it again if it is still so, or let it end"),
        more=(again, Button("End it", f"health account:#{account.id} clear:yes")),
    )
