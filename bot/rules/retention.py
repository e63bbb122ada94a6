"""Gross and net revenue retention and logo retention, in exact decimals.

    GRR = (start − contraction − churn) / start                 never above 100 %
    NRR = (start + expansion − contraction − churn) / start

over one cohort: what was up for renewal in the period; new customers are not in it, and of contracts over several years
only those whose renewal falls into the period. Price increases that the contract agreed beforehand are no expansion.
These are the standard definitions of subscription finance; 10.0 M − 0.6 M contraction − 0.9 M churn + 1.8 M expansion is
85 % and 103 %.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision

ZERO = Decimal(0)
NANO = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class Bridge:
    """From what was up for renewal to what remained; all of one unit, none below 0. uplift: agreed price increases,
    which count neither as expansion nor in the quotients."""

    start: Decimal = ZERO
    expansion: Decimal = ZERO
    contraction: Decimal = ZERO
    churn: Decimal = ZERO
    uplift: Decimal = ZERO

    def __add__(self, other: "Bridge") -> "Bridge":
        return Bridge(
            self.start + other.start,
            self.expansion + other.expansion,
            self.contraction + other.contraction,
            self.churn + other.churn,
            self.uplift + other.uplift,
        )

    @property
    def kept(self) -> Decimal:
        """What remained, without growth."""
        return max(self.start - self.contraction - self.churn, ZERO)


def bridge_of(base: int, amount: int, uplift: int, *, churned: bool) -> Bridge:
    """The bridge of one decided renewal, in minor units."""
    if churned:
        return Bridge(start=Decimal(base), churn=Decimal(base))
    return Bridge(
        start=Decimal(base),
        expansion=Decimal(max(amount - base - uplift, 0)),
        contraction=Decimal(max(base - amount, 0)),
        uplift=Decimal(uplift),
    )


def total(bridges: Iterable[Bridge]) -> Bridge:
    return sum(bridges, Bridge())


def grr(bridge: Bridge) -> Decimal | None:
    """0 to 1; None where nothing was up for renewal."""
    return min(bridge.kept / bridge.start, Decimal(1)) if bridge.start else None


def nrr(bridge: Bridge) -> Decimal | None:
    """0 or more; None where nothing was up for renewal."""
    return (bridge.kept + bridge.expansion) / bridge.start if bridge.start else None


def logos(start: int, lost: int) -> Decimal | None:
    """Customers who stayed, of those whose contracts were up for renewal."""
    return Decimal(start - lost) / Decimal(start) if start else None


def percent(share: Decimal | None) -> str:
    """“84.6 %”, “85 %”; a dash where there is nothing to divide by."""
    if share is None:
        return "–"
    figure = (share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{figure:f} %".replace(".0 %", " %")


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `currency` is `per` units of another, since a day."""

    currency: str
    since: date
    per: Decimal


def rate_on(rates: Sequence[Rate], currency: str, day: date) -> Rate | None:
    """The rate in force on a day: the latest that is not later."""
    known = [rate for rate in rates if rate.currency == currency and rate.since <= day]
    return max(known, key=lambda rate: rate.since, default=None)


def converted(bridge: Bridge, rate: Rate, into: str) -> Bridge:
    """The same in another currency, in its minor units; halves go up, each figure for itself."""
    shift = get_currency_precision(into) - get_currency_precision(rate.currency)

    def figure(minor: Decimal) -> Decimal:
        return (minor * rate.per).scaleb(shift).quantize(Decimal(1), ROUND_HALF_UP)

    return Bridge(
        *(figure(minor) for minor in (bridge.start, bridge.expansion, bridge.contraction, bridge.churn, bridge.uplift))
    )


def together(
    bridges: Mapping[str, Bridge], rates: Sequence[Rate], into: str, day: date
) -> tuple[Bridge, list[Rate]] | None:
    """All currencies in one, and the rates that were used; None where one of them has no rate on the day."""
    whole, used = Bridge(), []
    for currency, bridge in bridges.items():
        if currency == into:
            whole += bridge
            continue
        rate = rate_on(rates, currency, day)
        if rate is None:
            return None
        used.append(rate)
        whole += converted(bridge, rate, into)
    return whole, used
