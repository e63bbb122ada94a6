"""A KPI agreed with a customer is off its line."""

from fractions import Fraction

from bot.cards.kpis import open_kpi
from bot.draw import shield
from bot.kpis import line_of, points
from bot.nudge import Matter, nudge
from bot.permissions import HEALTH
from bot.rules.kpi import course
from bot.rules.plays import ADVICE
from bot.scene import Scene
from bot.view import Bold, Button, spans
from storage.queries import kpis
from storage.tables import KpiState, Nudge


@nudge("kpi", title="KPIs off their line", about="kpi", candidates=kpis.off_its_line, urgency=35, needs=HEALTH)
def kpi(scene: Scene, nudge: Nudge) -> Matter | None:
    """A reading found a KPI further behind the line from start to target than was allowed, and the one before had not."""
    found = scene.work.kpis.get(int(nudge.subject.partition(":")[2]))
    account = scene.work.accounts.get(found.account_id) if found else None
    if found is None or account is None or found.state != KpiState.OPEN:
        return None
    readings = scene.work.kpis.readings(found.id)
    if not readings or readings[-1].ahead.value > -100 * found.threshold:
        return None
    behind = round(Fraction(-readings[-1].ahead.value, 100))
    advice = ADVICE[course(line_of(found), points(readings))]
    return Matter(
        title=account.name,
        number=spans(f"{found.name}", shield(HEALTH, " is ", Bold(f"{behind} %"), " behind its line")),
        reason=(shield(HEALTH, advice.said),),
        step=(shield(HEALTH, advice.plays[0]),),
        kind="call",
        more=(
            open_kpi(found, "KPI"),
            Button("Reading", f"form kpi-reading kpi:{found.id}", opens_form=True),
        ),
        events=("kpi-off",),
        weight=behind,
    )
