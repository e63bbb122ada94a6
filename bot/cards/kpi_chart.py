"""A KPI as a chart: what was read, the line that was agreed, and the band that the readings lead to."""

from collections.abc import Sequence
from decimal import Decimal

from bot.cards.kpis import TIMES, actions, card, figure_said, heading, how
from bot.chart import Band, Chart, Point, Range, Series
from bot.draw import shield
from bot.kpis import line_of, points
from bot.permissions import HEALTH
from bot.rules.kpi import LATEST, forecast
from bot.scene import Scene
from bot.view import Block, Buttons, When
from bot.words.figures import MICRO
from storage.tables import Account, Kpi, KpiReading, KpiState

SHOWN = 24  # the latest readings


def whole(scene: Scene, kpi: Kpi, account: Account) -> list[Block]:
    """The card with its chart and its actions."""
    chart = chart_of(kpi, scene.work.kpis.readings(kpi.id))
    blocks = [heading(account, kpi), *card(scene, kpi), *((chart,) if chart else ())]
    return [*blocks, Buttons(actions(kpi)), *how(kpi)]


def chart_of(kpi: Kpi, readings: Sequence[KpiReading]) -> Chart | None:
    """None where there is no course to see yet."""
    if len(readings) < 2:
        return None
    line, shown = line_of(kpi), readings[-SHOWN:]
    first, last = shown[0], shown[-1]
    before, now = (figure_said(each.value_micro.value, kpi.unit) for each in (first, last))
    since, until = When(first.on), When(last.on)
    course = _course(first, last, kpi)
    said = shield(HEALTH, "From ", before, " on ", since, " to ", now, " on ", until, f": {course}.")
    return Chart(
        title=kpi.name,
        summary=(said,),
        series=(Series("Read", tuple(Point.on(each.on, _whole(each.value_micro.value)) for each in shown)),),
        needs=HEALTH,
        target=Series(
            "Agreed", (Point.on(line.starts_on, _whole(line.start)), Point.on(line.due_on, _whole(line.target)))
        ),
        band=_band(kpi, readings),
        unit=f" {kpi.unit}" if kpi.unit in TIMES else f" {kpi.unit}".rstrip(),
    )


def _course(first: KpiReading, last: KpiReading, kpi: Kpi) -> str:
    """How much of the way that was, in words."""
    line = line_of(kpi)
    moved = round((line.progress(last.value_micro.value) - line.progress(first.value_micro.value)) * 100)
    if not moved:
        return "no way gone"
    return f"{abs(moved)} % of the way {'gone' if moved > 0 else 'lost'}"


def _band(kpi: Kpi, readings: Sequence[KpiReading]) -> Band | None:
    """From the latest reading to what it leads to on the date."""
    last = readings[-1]
    if kpi.state != KpiState.OPEN or last.on >= kpi.due_on:
        return None
    found = forecast(line_of(kpi), points(readings[-LATEST:]), kpi.due_on)
    if found is None or found.low is None or found.high is None:
        return None
    now = _whole(last.value_micro.value)
    ends = Range.on(kpi.due_on, _rounded(found.low), _rounded(found.high))
    return Band("Leads to, 8 in 10", (Range.on(last.on, now, now), ends))


def _whole(micro: int) -> Decimal:
    return (Decimal(micro) / MICRO).normalize()


def _rounded(micro: int) -> Decimal:
    return round(Decimal(micro) / MICRO, 1)
