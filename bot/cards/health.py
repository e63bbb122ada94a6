"""Health in a line, and as a card that says why. Everything here is for whoever may see health."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.cards.activities import joined
from bot.chart import Chart, Point, Series
from bot.draw import shield
from bot.health import DAY, Yardstick, end_of, scored, trends
from bot.measures import COLOURS, SENTIMENT, figure_of
from bot.permissions import HEALTH
from bot.rules.health import ENOUGH, HORIZONS, Definition, Driver, Health, Threat
from bot.scene import Scene
from bot.view import Block, Bold, Footer, Sayable, Spans, Text, When, spans
from storage.tables import Account, HealthOverride, HealthScore

COURSE_DAYS = 180
LIST_DAYS = 90  # the one horizon that a line has room for
THREATS = {
    Threat.FIRE: "they have said that they want to leave",
    Threat.SEVERITY_ONE: "a severity 1 is open",
    Threat.CHAMPION: "their champion has left",
}


@dataclass(frozen=True, slots=True)
class State:
    """One account's health at one moment, and what is told with it."""

    health: Health
    trend: Mapping[int, int]
    override: HealthOverride | None
    imported: int | None = None
    band_brought: str = ""


def state_of(scene: Scene, account: Account, by: Yardstick | None = None) -> State:
    """As it is now, counted this moment."""
    by = by or Yardstick.of(scene.work)
    found = scored(scene.work, by, [account.id], scene.now.astimezone(scene.zone), scene.today)[account.id]
    known = trends(scene.work, {account.id: found.score}, by.measured.rules, scene.today)[account.id]
    override = scene.work.health.overrides([account.id]).get(account.id)
    if override is not None and override.until < scene.today:
        override = None
    before = scene.work.health.scores([account.id], scene.today).get(account.id)
    imported = account.health.value if account.health is not None and before is None else None
    band = by.bands.of(imported).value if imported is not None else ""
    return State(found, known, override, imported, band)


def past_of(scene: Scene, account: Account, day: date, by: Yardstick | None = None) -> Health:
    """As it was at the end of a day, by the measures of now and with what is known of that day now."""
    by = by or Yardstick.of(scene.work)
    return scored(scene.work, by, [account.id], end_of(day, scene.zone, scene.now), day)[account.id]


# ------------------------------------------------------------ lines


def line(state: State) -> Spans:
    """“RED 41 ▼22/90d · 82 % of data”."""
    found = state.health
    if found.score is None or found.band is None:
        return (shield(HEALTH, *_unknown(state)),)
    said = spans(Bold(f"{found.band.upper()} {found.score}"), _moved(state.trend))
    parts: list[Sayable] = [said, f"{found.coverage} % of data"]
    if state.override is not None:
        parts.insert(0, spans(Bold(state.override.band.value.upper()), " until ", When(state.override.until, "day")))
        parts[1] = spans("counted ", said)
    return (shield(HEALTH, *joined(parts)),)


def _unknown(state: State) -> Spans:
    if state.imported is not None:
        return spans(Bold(f"{state.band_brought.upper()} {state.imported}"), ", as it was brought in")
    parts: list[Sayable] = []
    if state.override is not None:
        parts.append(spans(Bold(state.override.band.value.upper()), " until ", When(state.override.until, "day")))
    return joined([*parts, f"not enough data for a score: {state.health.coverage} % of it"])


def _moved(trend: Mapping[int, int], days: int = LIST_DAYS) -> str:
    """“ ▼22/90d”; nothing where it is not known, or the same."""
    points = trend.get(days)
    return f" {arrow(points)}/{days}d" if points else ""


def arrow(points: int) -> str:
    return f"{'▲' if points > 0 else '▼'}{abs(points)}" if points else "±0"


def cell(score: HealthScore | None, account: Account, by: Yardstick, trend: Mapping[int, int]) -> Spans:
    """The same for a table: “RED 41 ▼22”."""
    if account.health is None:
        return (shield(HEALTH, "not enough data"),) if score is not None else ("–",)
    points = trend.get(LIST_DAYS)
    band = by.bands.of(account.health.value)
    return (shield(HEALTH, f"{band.upper()} {account.health.value}", f" {arrow(points)}" if points else ""),)


# ------------------------------------------------------------ the card


def trend(state: State) -> list[Block]:
    return [Text((shield(HEALTH, *_trend(state.trend)),))] if state.health.score is not None else []


def why(scene: Scene, account: Account, found: Health, day: date) -> list[Block]:
    """Threats, each driver with what it costs, what is missing. day: of that health, for what it was compared with."""
    blocks: list[Block] = [Text((shield(HEALTH, f"▼ {threat_said(found, threat)}"),)) for threat in found.threats]
    return [*blocks, *_drivers(scene, account, found, day)]


def _trend(known: Mapping[int, int]) -> Spans:
    parts: list[Sayable] = []
    for days in HORIZONS:
        parts.append(f"{days} d {arrow(known[days])}" if days in known else f"{days} d not known")
    return spans("Trend: ", *joined(parts)) if known else spans("Trend: not known yet")


def threat_said(found: Health, threat: Threat) -> str:
    said = THREATS[threat]
    return f"{said[0].upper()}{said[1:]}" + (f", so no more than {found.score}" if found.capped is threat else "")


def _drivers(scene: Scene, account: Account, found: Health, day: date) -> list[Block]:
    """“Usage −23 · 34 %, good is 80 % · usage.csv, 2 d old · ▼14 in 90 d”, dearest first; then what is missing."""
    then = past_of(scene, account, day - timedelta(days=LIST_DAYS))
    costs = {one.definition.keyword: one.costs for one in then.drivers if one.fresh}
    known = then.score is not None
    blocks: list[Block] = []
    for driver in found.counted:
        before = costs.get(driver.definition.keyword)
        blocks.append(Text((shield(HEALTH, *_driver(driver, before if known else None)),)))
    if found.missing:
        blocks.append(
            Text((shield(HEALTH, "No data: ", ", ".join(_missing(scene.now, one) for one in found.missing)),))
        )
    return blocks


def _driver(driver: Driver, before: float | None) -> Spans:
    assert driver.seen is not None, "what counts was read"
    definition, costs = driver.definition, round(driver.costs)
    since = -round(driver.costs - before) if before is not None else 0
    return joined(
        [
            spans(Bold(definition.name), " ", f"−{costs}" if costs else "✓"),
            value_said(definition, driver.seen.value),
            _source(driver),
            f"{arrow(since)} in {LIST_DAYS} d" if since else "",
        ]
    )


def value_said(definition: Definition, value: int) -> str:
    """“34 %, good is 80 %”; a feeling by its colour, as people say it."""
    felt = next((band for band, micro in COLOURS.items() if micro == value), None)
    if definition.keyword == SENTIMENT and felt is not None:
        return felt.value
    return f"{figure_of(definition, value)}, good is {figure_of(definition, definition.good)}"


def _source(driver: Driver) -> str:
    assert driver.seen is not None, "what counts was read"
    days = int(driver.seen.age)
    age = {0: "today", 1: "1 d old"}.get(days, f"{days} d old")
    # What Bailey knows itself says its own dates.
    return driver.seen.source if driver.seen.age == 0 else f"{driver.seen.source}, {age}"


def _missing(now: datetime, driver: Driver) -> str:
    name = driver.definition.name.lower()
    if driver.seen is None:
        return name
    since = (now - driver.seen.age * DAY).date()
    return f"{name} (stale: {figure_of(driver.definition, driver.seen.value)} of {since.day} {since:%b})"


def chart(scene: Scene, account: Account, state: State) -> list[Block]:
    """The score of half a year, where there was more than one."""
    first = scene.today - timedelta(days=COURSE_DAYS)
    course = scene.work.health.course(account.id, first, scene.today - DAY)
    points = [(row.on, row.score.value) for row in course if row.score is not None]
    if state.health.score is None or len(points) < 2:
        return []
    points.append((scene.today, state.health.score))
    lowest, highest = min(score for _, score in points), max(score for _, score in points)
    said = f"{points[0][1]} then, {state.health.score} now, between {lowest} and {highest} on the way."
    return [
        Chart(
            f"{account.name}: health in {COURSE_DAYS} days",
            (shield(HEALTH, said),),
            (Series("Health", tuple(Point.on(day, score) for day, score in points)),),
            HEALTH,
            low=0,
            high=100,
        )
    ]


def how(by: Yardstick) -> Footer:
    return Footer(
        (
            f"Points that each takes from 100; older readings weigh less. Red below {by.bands.yellow}, yellow below "
            f"{by.bands.green}; no colour below {ENOUGH} % of data.",
        )
    )
