"""What customers ask for, the weightiest first, counted from what one reader may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from heapq import nlargest

from babel.numbers import get_currency_precision

from bot.asked_requests import AskedRequests, Asking, Tally, account_of, grouped, importance_of
from bot.measures import bands_of
from bot.rules import retention
from bot.rules.ranking import BREADTH, IMPORTANCE, SCALE, Customer, Rank, rank, worth
from storage.queries.request_weights import Facts, SoughtRequests
from storage.tables import Organization
from storage.work import Work


@dataclass(frozen=True)
class Yardstick:
    """What a ranking may count: the reader's clearances. unpriced: currencies without a rate into the reporting one."""

    money: bool
    health: bool
    unpriced: frozenset[str] = frozenset()

    @property
    def cleared(self) -> frozenset[str]:
        return frozenset({"money"} if self.money else ()) | frozenset({"health"} if self.health else ())


@dataclass(frozen=True)
class Ranking:
    """Requests, the weightiest first, counted from what the reader may see alone. count: of all. order: ids of the first
    of them. asking: request → its customers. known: accounts, without an importance. by: the yardstick, with what has no
    price."""

    count: int
    order: Sequence[int]
    asking: Mapping[int, Asking]
    known: Mapping[int, Customer]
    by: Yardstick
    today: date

    def why(self, request_id: int) -> Rank:
        """What each customer adds."""
        customers = [
            replace(self.known[account_of(one)], importance=importance_of(one))
            for one in self.asking.get(request_id, ())
            if account_of(one) in self.known
        ]
        return rank(customers, self.today)


def ranked(
    work: Work,
    sought: SoughtRequests,
    by: Yardstick,
    today: date,
    held: AskedRequests | None = None,
    first: int | None = None,
) -> Ranking:
    """held: what is asked for, in memory: a list of many thousands is not read again each time. first: how many of the
    weightiest are put in order; None for all."""
    ids, asking, tally = _asking(work, sought, held)
    facts = work.requests.facts({account_of(one) for one in tally.customers}, today)
    prices = Prices.of(work, today) if by.money else None
    bands = _bands(work, facts, today) if by.health else {}
    known: dict[int, Customer] = {}
    for id, fact in facts.items():
        arr = prices.whole(fact.arr.value) if prices is not None else None
        known[id] = Customer(id, None, fact.tier, arr, bands.get(id, ""), fact.renews_on)
    worths = {id: worth(customer, today) for id, customer in known.items()}
    # Those that are gone add nothing.
    parts = tally.added(
        [
            IMPORTANCE[importance_of(one)] * worths[account_of(one)] + BREADTH * SCALE
            if account_of(one) in worths
            else 0
            for one in tally.customers
        ]
    )
    # They came in the order of their numbers, which stays where two weigh the same.
    order = nlargest(len(ids) if first is None else first, ids, key=parts.__getitem__)
    unpriced = _unpriced(prices, facts, ids, asking, tally) if prices is not None else frozenset()
    return Ranking(len(ids), order, asking, known, Yardstick(by.money, by.health, unpriced), today)


def _unpriced(
    prices: "Prices", facts: Mapping[int, Facts], ids: Iterable[int], asking: Mapping[int, Asking], tally: Tally
) -> frozenset[str]:
    """Currencies without a rate in which the customers of these requests pay."""
    unknown = {id: said for id, fact in facts.items() if (said := prices.unknown(fact.arr.value))}
    if not unknown:
        return frozenset()
    # Few pay so, and are mostly met soon.
    theirs = {one for one in tally.customers if account_of(one) in unknown}
    found, most = set[str](), len(set[str]().union(*unknown.values()))
    for id in ids:
        if not theirs.isdisjoint(asked := asking.get(id, ())):
            found.update(*(unknown[account_of(one)] for one in theirs.intersection(asked)))
            if len(found) == most:
                break
    return frozenset(found)


def _asking(
    work: Work, sought: SoughtRequests, held: AskedRequests | None
) -> tuple[Sequence[int], Mapping[int, Asking], Tally]:
    """The requests that are sought, by number; who asks for each; and the same of these, or of more, for adding up."""
    if held is None or sought.request_id is not None or sought.account_id is not None:
        asking = grouped(work.requests.weights(sought))
        some = work.requests.ids(sought)
        return some, asking, Tally.of(some, asking)
    asked = held.asked(work)
    ids = asked.of(sought.states) if sought == SoughtRequests(states=sought.states) else work.requests.ids(sought)
    return ids, asked.asking, asked.tally


def _bands(work: Work, facts: dict[int, Facts], today: date) -> dict[int, str]:
    """Account → its band: by the newest score that was counted, else by the one that was brought."""
    bands = bands_of(work)
    counted = work.health.scores(sorted(facts), today)
    found: dict[int, str] = {}
    for id, known in facts.items():
        score = counted[id].score if id in counted else None
        value = score.value if score is not None else known.health.value
        if value is not None:
            found[id] = bands.of(value).value
    return found


@dataclass(frozen=True)
class Prices:
    """What one minor unit of each currency is worth in the reporting currency on a day."""

    into: str
    per: dict[str, Decimal]

    @classmethod
    def of(cls, work: Work, today: date) -> "Prices":
        house = work.get(Organization, work.organization_id)
        into = house.currency if house else "EUR"
        rates = [
            retention.Rate(one.currency, one.since, Decimal(one.rate) / retention.NANO)
            for one in work.renewals.rates()
            if one.into == into
        ]
        currencies = {one.currency for one in rates}
        known = {each: rate.per for each in currencies if (rate := retention.rate_on(rates, each, today)) is not None}
        units = {into: Decimal(1), **known}
        return cls(into, {each: per.scaleb(-get_currency_precision(each)) for each, per in units.items()})

    def whole(self, arr: dict[str, int]) -> int | None:
        """Whole units of the reporting currency; what has no rate does not count. None where nothing counts."""
        priced = [minor * self.per[currency] for currency, minor in arr.items() if currency in self.per]
        return int(sum(priced)) if priced else None

    def unknown(self, arr: dict[str, int]) -> set[str]:
        return {currency for currency in arr if currency not in self.per}
