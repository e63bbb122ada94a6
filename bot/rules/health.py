"""How healthy an account is, and why. Pure: what was read goes in, the score and its reasons come out.

    score of a reading   0 at the bad value, 100 at the good one, straight between them, never beyond
    weight of a reading  w · 0.5^(age / half-life): old news counts less
    fresh                up to three half-lives old, when an eighth of the weight is left; older counts as missing
    score                Σ w·s / Σ w over what is present and fresh, with the decayed weights
    coverage             Σ nominal weights present and fresh / Σ all weights
    band                 none below half coverage: not enough data is no colour

What is worse than any score holds it down: a declared threat and an open severity 1 to the top of red, a lost champion
to the top of yellow.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.tables import MICRO, Band, Verdict

FRESH = 3  # half-lives
ENOUGH = 50  # per cent of the weights
HORIZONS = (7, 30, 90)  # days that a trend looks back


class Threat(StrEnum):
    """What holds a score down, whatever the measures say."""

    FIRE = "fire"
    SEVERITY_ONE = "severity 1"
    CHAMPION = "lost champion"


@dataclass(frozen=True, slots=True)
class Definition:
    """What is measured. weight: 1 to 100. good, bad: millionths of its unit, which differ. half_life: days. id: of its
    row; None while nobody has written to it."""

    keyword: str
    name: str
    weight: int
    good: int
    bad: int
    half_life: int
    id: int | None = None

    @property
    def rises(self) -> bool:
        """Whether more is better."""
        return self.good > self.bad


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of a measure. value: millionths. age: days, 0 or more. source: as a person would say it."""

    value: int
    age: float
    source: str
    by_id: int | None = None


@dataclass(frozen=True, slots=True)
class Bands:
    """Where yellow and green begin; red begins at 0."""

    yellow: int = 50
    green: int = 70

    def of(self, score: int) -> Band:
        return Band.RED if score < self.yellow else Band.YELLOW if score < self.green else Band.GREEN

    def cap(self, threat: Threat) -> int:
        """The most that an account under a threat can score."""
        return (self.green if threat is Threat.CHAMPION else self.yellow) - 1


@dataclass(frozen=True, slots=True)
class Driver:
    """One measure's part. seen: None where nothing was ever read. fresh: it counts. score: 0 to 100 of the reading, None
    where there is none. share: of the whole weight, 0 to 1. costs: the points it takes from 100."""

    definition: Definition
    seen: Seen | None
    fresh: bool
    score: float | None
    share: float
    costs: float


@dataclass(frozen=True, slots=True)
class Health:
    """score: 0 to 100, None while too little is known. coverage: per cent. capped: the threat that held the score down.
    threats: all there are. drivers: in the order of the definitions."""

    score: int | None
    band: Band | None
    coverage: int
    capped: Threat | None
    threats: tuple[Threat, ...]
    drivers: tuple[Driver, ...]

    @property
    def missing(self) -> list[Driver]:
        return [driver for driver in self.drivers if not driver.fresh]

    @property
    def counted(self) -> list[Driver]:
        """What counts, dearest first."""
        return sorted((driver for driver in self.drivers if driver.fresh), key=lambda driver: -driver.costs)


def health(
    definitions: Iterable[Definition],
    seen: Mapping[str, Seen],
    bands: Bands,
    threats: Iterable[Threat] = (),
) -> Health:
    """seen: by keyword; what is missing was never read."""
    wanted = tuple(definitions)
    read = [(one, seen.get(one.keyword)) for one in wanted]
    weights = [weight_of(one, found) for one, found in read]
    whole = math.fsum(weights)
    drivers = tuple(
        _driver(one, found, weight / whole if whole else 0.0)
        for (one, found), weight in zip(read, weights, strict=True)
    )
    present = sum(one.weight for (one, _), weight in zip(read, weights, strict=True) if weight)
    everything = sum(one.weight for one in wanted)
    coverage = present * 100 // everything if everything else 0
    under = tuple(sorted(threats, key=list(Threat).index))
    if not whole or coverage < ENOUGH:
        return Health(None, None, coverage, None, under, drivers)
    score = _round(100 - math.fsum(driver.costs for driver in drivers))
    capped = min((threat for threat in under if bands.cap(threat) < score), key=bands.cap, default=None)
    score = bands.cap(capped) if capped else score
    return Health(score, bands.of(score), coverage, capped, under, drivers)


def score_of(definition: Definition, value: int) -> float:
    """0 at the bad value and beyond, 100 at the good one and beyond."""
    part = (value - definition.bad) / (definition.good - definition.bad)
    return 100 * min(max(part, 0.0), 1.0)


def weight_of(definition: Definition, seen: Seen | None) -> float:
    """What a reading weighs now, 0 once it is stale."""
    if seen is None or seen.age > FRESH * definition.half_life:
        return 0.0
    return definition.weight * float(0.5 ** (max(seen.age, 0.0) / definition.half_life))


def _driver(definition: Definition, seen: Seen | None, share: float) -> Driver:
    if seen is None:
        return Driver(definition, None, False, None, 0.0, 0.0)
    score = score_of(definition, seen.value)
    return Driver(definition, seen, share > 0, score, share, share * (100 - score))


def _round(score: float) -> int:
    """Halves go up. The tiny error that adding shares leaves must not take a point away."""
    return min(max(math.floor(score + 0.5 + 1e-9), 0), 100)


def verdict(stated: Band, bands: Iterable[Band | None], churned: bool, renewed: bool) -> Verdict:
    """Whether somebody's word against the score was right. bands: by the score on each day that it counted, in order;
    churned, renewed: whether a renewal was decided so in that time.

    A customer who left proves red right, and whatever else was said wrong; one who signed proves green right and red
    wrong. Otherwise red was right when the score has reached red, and the others when it ends there.
    """
    known = [band for band in bands if band is not None]
    if churned:
        return Verdict.RIGHT if stated is Band.RED else Verdict.WRONG
    if renewed and stated is not Band.YELLOW:
        return Verdict.RIGHT if stated is Band.GREEN else Verdict.WRONG
    if not known:
        return Verdict.OPEN
    reached = stated in known if stated is Band.RED else known[-1] is stated
    return Verdict.RIGHT if reached else Verdict.WRONG


def plain(value: int) -> str:
    """Millionths as people write a number: “34”, “0.25”, “1,200”."""
    whole, part = divmod(abs(value), MICRO)
    digits = f"{part:06d}".rstrip("0")
    return f"{'−' if value < 0 else ''}{whole:,}" + (f".{digits}" if digits else "")
