"""A KPI in a line, and as a card: what was agreed, where it is, where it leads, and what to do when it is off."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.numbers import get_currency_precision

from bot.cards.activities import joined, team_or
from bot.cards.people import contact_said
from bot.draw import shield
from bot.kpis import line_of, points
from bot.line import quote
from bot.permissions import HEALTH
from bot.rules.kpi import FOR_BAND, Forecast, course, forecast
from bot.rules.plays import ADVICE
from bot.scene import Scene
from bot.view import (
    Amount,
    Block,
    Bold,
    Button,
    Fact,
    Facts,
    Footer,
    Heading,
    Notice,
    Row,
    Rows,
    Sayable,
    Spans,
    Text,
    When,
    WhenStyle,
    spans,
)
from bot.words.figures import MICRO, UNITS
from storage.queries.kpis import Listed
from storage.tables import Account, Contact, Kpi, KpiReading, KpiState

TIMES = frozenset(UNITS.values())
SMALLEST = Decimal("0.001")
STALE = 31  # days without a reading after which the card says so


def figure_said(micro: int | Fraction, unit: str) -> Sayable:
    """“96”, “1,234.5”, “20 %”, “5 d”, “€12,000”. What is reckoned is rounded, what was said is not."""
    if unit and unit not in TIMES:
        return Amount(round(Fraction(micro) / MICRO * 10 ** get_currency_precision(unit)), unit)
    amount = Decimal(round(micro)) / MICRO
    if not isinstance(micro, int):
        amount = amount.quantize(Decimal(1) if abs(amount) >= 100 else Decimal("0.1") if abs(amount) >= 1 else SMALLEST)
    plain = f"{amount:,f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return f"{'0' if plain == '-0' else plain.replace('-', '−')} {unit}".rstrip()


def agreed_line(kpi: Kpi, today: date, *, name: bool = True) -> Spans:
    """“weekly active users · from 80 to 150 by 30 Jun (219 d)”."""
    start, target = (figure_said(micro.value, kpi.unit) for micro in (kpi.start_micro, kpi.target_micro))
    way = shield(HEALTH, "from ", start, " to ", target, " ")
    style: WhenStyle = "countdown" if kpi.state == KpiState.OPEN and kpi.due_on >= today else "date"
    return joined([Bold(kpi.name) if name else "", spans(way, "by ", When(kpi.due_on, style))])


def deviation_said(kpi: Kpi, reading: KpiReading) -> Spans:
    """“14 below its line, 20 % of the way behind”; nothing that others than the health's readers may see."""
    line = line_of(kpi)
    off = reading.value_micro.value - line.at(reading.on)
    percent = abs(round(Fraction(reading.ahead.value, 100)))
    if not round(off) or not percent:
        return (shield(HEALTH, "on its line"),)
    where = "above" if off > 0 else "below"
    how = "ahead" if reading.ahead.value > 0 else "behind"
    return (shield(HEALTH, figure_said(abs(off), kpi.unit), f" {where} its line, {percent} % of the way {how}"),)


def mark(kpi: Kpi, reading: KpiReading | None) -> str:
    """▼ for what is off its line; a sign of health, so it is shielded where it is shown."""
    if reading is None or kpi.state != KpiState.OPEN:
        return ""
    return "▼ " if reading.ahead.value <= -100 * kpi.threshold else ""


def listed_line(listed: Listed, today: date, *, account: bool = True) -> Spans:
    """“▼ Acme Corp · weekly active users · 96 of 150 by 30 Jun (219 d) · 20 % of the way behind”."""
    kpi, latest = listed.kpi, listed.latest
    target = figure_said(kpi.target_micro.value, kpi.unit)
    parts: list[Sayable] = [Bold(listed.account) if account else "", kpi.name]
    if kpi.state != KpiState.OPEN:
        closed = spans(kpi.state, " ", When(kpi.closed_at, "day")) if kpi.closed_at else kpi.state
        return joined([*parts, shield(HEALTH, closed)])
    when = When(kpi.due_on, "countdown")
    if latest is None:
        return joined([*parts, spans(shield(HEALTH, "to ", target, " "), "by ", when), "no reading yet"])
    value = figure_said(latest.value_micro.value, kpi.unit)
    percent = round(Fraction(latest.ahead.value, 100))
    word = f"{abs(percent)} % of the way {'ahead' if percent > 0 else 'behind'}" if percent else "on its line"
    said = joined([*parts, spans(shield(HEALTH, value, " of ", target, " "), "by ", when), shield(HEALTH, word)])
    return spans(shield(HEALTH, mark(kpi, latest)), said) if mark(kpi, latest) else said


def heading(account: Account, kpi: Kpi) -> Heading:
    return Heading(joined([Bold(account.name), kpi.name]))


def card(scene: Scene, kpi: Kpi) -> list[Block]:
    """Everything known of one, without its actions."""
    readings = scene.work.kpis.readings(kpi.id)
    agreed = scene.work.get(Contact, kpi.agreed_with_id) if kpi.agreed_with_id else None
    with_ = spans("agreed with ", contact_said(agreed)) if agreed else ""
    blocks: list[Block] = [Text(joined([agreed_line(kpi, scene.today, name=False), with_]))]
    if kpi.state != KpiState.OPEN:
        writers = (kpi.closed_by_id,) if kpi.closed_by_id is not None else ()
        why = shield(team_or(kpi.account_id, *writers), f"“{kpi.closing.value}”") if kpi.closing else ""
        blocks.append(Text(joined([shield(HEALTH, Bold(kpi.state.capitalize())), why])))
    if not readings:
        return (
            blocks
            if kpi.state != KpiState.OPEN
            else [*blocks, Text(("No reading yet. Enter the first one, or import a file of them.",))]
        )
    latest = readings[-1]
    blocks.append(Facts(_facts(scene, kpi, readings)))
    if kpi.state == KpiState.OPEN and (old := (scene.today - latest.on).days) > STALE:
        blocks.append(Notice("warning", (f"The latest reading is {old} days old. Ask for this month’s.",)))
    if mark(kpi, latest):
        blocks += _advice(kpi, readings)
    return blocks


def _facts(scene: Scene, kpi: Kpi, readings: Sequence[KpiReading]) -> tuple[Fact, ...]:
    line, latest = line_of(kpi), readings[-1]
    done = f"{round(line.progress(latest.value_micro.value) * 100)}".replace("-", "−")
    by = scene.names({latest.member_id}).get(latest.member_id, "") if latest.member_id else ""
    source = f"from a {latest.source}" if latest.source == "file" else "by API" if latest.source == "api" else by
    value = shield(HEALTH, figure_said(latest.value_micro.value, kpi.unit), f", {done} % of the way")
    facts = [
        Fact("Now", joined([value, spans("read ", When(latest.on, "day")), source])),
        Fact("Off the line", deviation_said(kpi, latest)),
    ]
    if kpi.state == KpiState.OPEN:
        today = shield(HEALTH, figure_said(line.at(scene.today), kpi.unit))
        facts.append(Fact("Line today", (today,)))
        if scene.today >= kpi.due_on:
            facts.append(Fact("Due", ("It is due. Say whether it was met.",)))
        else:
            facts.append(Fact("Leads to", forecast_said(kpi, forecast(line, points(readings), kpi.due_on))))
    return tuple(facts)


def forecast_said(kpi: Kpi, found: Forecast | None) -> Spans:
    """“131 by 30 Jun 2027, short of 150; 118 to 144 in 8 of 10 cases, from 6 points”."""
    if found is None:
        return ("nothing to tell from yet",)
    line = line_of(kpi)
    there = line.progress(found.value) >= 1
    verdict = "reaches " if there else "short of "
    said: list[Sayable] = [
        figure_said(Fraction(found.value), kpi.unit),
        " by ",
        When(kpi.due_on, "date"),
        ", ",
        verdict,
    ]
    said.append(figure_said(line.target, kpi.unit))
    if found.low is None or found.high is None:
        said.append(f"; from {found.points} points, too few for a band (it takes {FOR_BAND})")
    else:
        low, high = (figure_said(Fraction(edge), kpi.unit) for edge in (found.low, found.high))
        said += ["; ", low, " to ", high, f" in 8 of 10 cases, from {found.points} points"]
    return (shield(HEALTH, *said),)


def _advice(kpi: Kpi, readings: Sequence[KpiReading]) -> list[Block]:
    """What likely stands behind it, and the plays, each one press from being a next step."""
    advice = ADVICE[course(line_of(kpi), points(readings))]
    causes = ", ".join(advice.causes)
    step = f"form next account:#{kpi.account_id} step:"
    rows = tuple(
        Row((shield(HEALTH, play),), (), (Button("Next step", step + quote(play), opens_form=True),))
        for play in advice.plays
    )
    said = shield(HEALTH, Bold(f"Off its line, {advice.said}."), f" Often: {causes}.")
    return [Text((said,)), Rows(rows)]


def actions(kpi: Kpi) -> tuple[Button, ...]:
    """What can be done with it."""
    everything = Button("All KPIs", f"kpis account:#{kpi.account_id}")
    if kpi.state != KpiState.OPEN:
        return (everything,)
    return (
        Button("Reading", f"form kpi-reading kpi:{kpi.id}", "primary", opens_form=True),
        Button("Log", f"form log account:#{kpi.account_id}", opens_form=True),
        Button("Change", f"kpi account:#{kpi.account_id} id:{kpi.id} edit:yes", opens_form=True),
        Button("Met", f"kpi-close kpi:{kpi.id} verdict:met"),
        Button("Missed", f"kpi-close kpi:{kpi.id} verdict:missed"),
        Button("Drop", f"form kpi-close kpi:{kpi.id} verdict:dropped", opens_form=True),
        everything,
    )


def open_kpi(kpi: Kpi, label: str = "Open") -> Button:
    return Button(label, f"kpis account:#{kpi.account_id} id:{kpi.id}")


def how(kpi: Kpi) -> tuple[Footer, ...]:
    """How it is counted."""
    if kpi.state != KpiState.OPEN:
        return ()
    said = f"The line is straight from start to target; {kpi.threshold} % of the way behind it counts as off. "
    return (Footer((said + "The forecast is a straight line through the latest readings.",)),)
