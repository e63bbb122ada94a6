"""An open risk that nobody does anything about."""

from datetime import UTC, date

from bot.cards.risks import endings, is_open, open_risk, what_said
from bot.draw import shield
from bot.nudge import Matter, nudge
from bot.permissions import HEALTH
from bot.rules.risks import KINDS
from bot.scene import Scene
from bot.view import Bold, spans
from storage.queries import idle
from storage.tables import Nudge, RiskCategory


@nudge(
    "risk-idle",
    title="risks that nobody works",
    about="idle",
    candidates=idle.risk,
    urgency=38,
    threshold=14,
    unit="days",
    needs=HEALTH,
)
def risk_idle(scene: Scene, nudge: Nudge) -> Matter | None:
    """Nothing was logged on an open risk for as many days as the threshold says."""
    listed = scene.work.risks.get(int(nudge.subject.partition(":")[2]))
    if listed is None or not is_open(listed.risk):
        return None
    risk = listed.risk
    last = max(risk.created_at, scene.work.risks.last_worked(risk.id) or risk.created_at)
    # The key holds the day that the silence is counted from; whatever was logged later ended it.
    if last.astimezone(UTC).date() > date.fromisoformat(nudge.key.split(":")[2]):
        return None
    days = (scene.today - last.astimezone(scene.zone).date()).days
    plays = KINDS[RiskCategory(risk.category.value)].plays
    step = risk.play.value if risk.play else plays[0]
    return Matter(
        title=listed.account,
        number=(shield(HEALTH, "nothing done about a risk for ", Bold(f"{days} days")),),
        reason=spans(what_said(risk)),
        step=(shield(HEALTH, step[:1].lower() + step[1:]),),
        kind="call",
        more=(open_risk(risk, "The risk"), *endings(risk)[:1]),
        events=("risk-idle",),
        weight=4 - risk.severity.value,
    )
