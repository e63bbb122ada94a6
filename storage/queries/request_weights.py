"""Which requests are sought, who asks for each, and what each customer weighs."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select

from storage.finding import among, chunks, keys, ours
from storage.queries.account_book import paid
from storage.queries.base import Queries
from storage.tables import Account, Contract, FeatureRequest, Voice
from storage.types import Guarded

_requests = FeatureRequest.table()
_voices = Voice.table()
_accounts = Account.table()
# The voices by which requests are chosen; of those that are chosen every voice counts.
_theirs = _voices.alias("theirs")
_whose = _accounts.alias("whose")
_contracts = Contract.table()

_MONEY = frozenset({"money"})
_HEALTH = frozenset({"health"})
LIVE = (_requests.c.deleted_at.is_(None), _requests.c.merged_into_id.is_(None))
HEARD = _voices.join(_accounts, _accounts.c.id == _voices.c.account_id)
SPOKEN = (_voices.c.deleted_at.is_(None), _accounts.c.deleted_at.is_(None))
_OURS = _requests.c.organization_id == bindparam("organization")
_CUSTOMERS = (
    select(_voices.c.request_id, func.count(_voices.c.account_id.distinct()).label("n"))
    .select_from(HEARD)
    .where(_voices.c.organization_id == bindparam("organization"), among(_voices.c.request_id), *SPOKEN)
    .group_by(_voices.c.request_id)
)
_FACTS = select(_accounts.c.id, _accounts.c.tier, _accounts.c.health).where(
    ours(_accounts), among(_accounts.c.id), _accounts.c.deleted_at.is_(None)
)
_PAYS = (
    select(_contracts.c.account_id, _contracts.c.currency, func.sum(_contracts.c.arr_minor).label("total"))
    .where(
        ours(_contracts),
        among(_contracts.c.account_id),
        _contracts.c.deleted_at.is_(None),
        paid(bindparam("today", type_=_contracts.c.ends_on.type)),
    )
    .group_by(_contracts.c.account_id, _contracts.c.currency)
)
_RENEWS = (
    select(_contracts.c.account_id, func.min(_contracts.c.renews_on).label("on"))
    .where(
        ours(_contracts),
        among(_contracts.c.account_id),
        _contracts.c.deleted_at.is_(None),
        _contracts.c.ends_on.is_(None),
        _contracts.c.renews_on >= bindparam("today", type_=_contracts.c.renews_on.type),
    )
    .group_by(_contracts.c.account_id)
)
_STATES = select(_requests.c.id, _requests.c.state).where(_OURS, *LIVE).order_by(_requests.c.id)
# Voices of accounts that are gone as well: they come back without a word of what was asked for.
_SAID = (
    select(_voices.c.request_id, _voices.c.account_id, func.max(_voices.c.importance).label("importance"))
    .where(_voices.c.organization_id == bindparam("organization"), _voices.c.deleted_at.is_(None))
    .group_by(_voices.c.request_id, _voices.c.account_id)
)
_STATES_OF = _STATES.where(among(_requests.c.id))
_SAID_OF = _SAID.where(among(_voices.c.request_id))


@dataclass(frozen=True)
class SoughtRequests:
    """Which requests to list. Every filter that is None does not filter. states: empty for all. owner_id: of an account
    that asked. theme: its own, or a word of it. before: asked for before that instant. importance: as some customer
    said it."""

    states: tuple[str, ...] = ()
    account_id: int | None = None
    owner_id: int | None = None
    tier: int | None = None
    theme: str | None = None
    before: datetime | None = None
    request_id: int | None = None
    importance: int | None = None


class Weight(NamedTuple):
    """One customer behind a request. importance: the highest that was said, None where nobody said one."""

    request_id: int
    account_id: int
    importance: int | None


class Facts(NamedTuple):
    """What of a customer makes what they ask for count. arr: currency → minor units."""

    tier: int | None
    health: Guarded[int | None]
    arr: Guarded[dict[str, int]]
    renews_on: date | None


class RequestWeights(Queries):
    def ids(self, sought: SoughtRequests) -> list[int]:
        """Of all there are, in the order in which they came."""
        statement = (
            select(_requests.c.id)
            .where(_requests.c.organization_id == self._organization, *LIVE, *filters(sought))
            .order_by(_requests.c.id)
        )
        return [row["id"] for row in self._work.ask(statement)]

    def weights(self, sought: SoughtRequests) -> list[Weight]:
        """Each customer of each of these requests, once."""
        statement = (
            select(_voices.c.request_id, _voices.c.account_id, func.max(_voices.c.importance).label("importance"))
            .select_from(HEARD.join(_requests, _requests.c.id == _voices.c.request_id))
            .where(_requests.c.organization_id == self._organization, *LIVE, *SPOKEN, *filters(sought))
            .group_by(_voices.c.request_id, _voices.c.account_id)
        )
        rows = self._work.ask(statement)
        return [Weight(row["request_id"], row["account_id"], row["importance"]) for row in rows]

    def customers(self, request_ids: Iterable[int]) -> dict[int, int]:
        """How many customers ask for each."""
        return {
            row["request_id"]: int(row["n"])
            for some in chunks(request_ids)
            for row in self._work.rows(_CUSTOMERS, organization=self._organization, **keys(some))
        }

    def states(self, request_ids: Collection[int] | None = None) -> dict[int, str]:
        """Of live requests, of these or of all, in the order in which they came."""
        return {row["id"]: row["state"] for row in self._of(request_ids, _STATES, _STATES_OF)}

    def said(self, request_ids: Collection[int] | None = None) -> list[Weight]:
        """Each customer of each request, once: of these, or of all; of accounts that are gone as well."""
        rows = self._of(request_ids, _SAID, _SAID_OF)
        return [Weight(row["request_id"], row["account_id"], row["importance"]) for row in rows]

    def _of(self, request_ids: Collection[int] | None, of_all: Any, of_some: Any) -> list[dict[str, Any]]:
        if request_ids is None:
            return self._work.rows(of_all, organization=self._organization)
        return [
            row
            for some in chunks(sorted(request_ids))
            for row in self._work.rows(of_some, organization=self._organization, **keys(some))
        ]

    def facts(self, account_ids: Iterable[int], today: date) -> dict[int, Facts]:
        """Of live accounts."""
        found: dict[int, Facts] = {}
        for some in chunks(account_ids):
            given = {"organization": self._organization, **keys(some)}
            pays: dict[int, dict[str, int]] = {}
            for row in self._work.rows(_PAYS, today=today, **given):
                pays.setdefault(row["account_id"], {})[row["currency"]] = int(row["total"])
            renews = {row["account_id"]: row["on"] for row in self._work.rows(_RENEWS, today=today, **given)}
            for row in self._work.rows(_FACTS, **given):
                health: Guarded[int | None] = Guarded(row["health"], _HEALTH)
                arr = Guarded(pays.get(row["id"], {}), _MONEY)
                found[row["id"]] = Facts(row["tier"], health, arr, renews.get(row["id"]))
        return found


def filters(sought: SoughtRequests) -> Iterator[ColumnElement[bool]]:
    if sought.states:
        yield _requests.c.state.in_(sought.states)
    if sought.request_id is not None:
        yield _requests.c.id == sought.request_id
    if sought.theme is not None:
        yield func.lower(_requests.c.theme) == sought.theme.lower()
    if sought.before is not None:
        yield _requests.c.created_at < sought.before
    of_whom = {
        _theirs.c.account_id: sought.account_id,
        _whose.c.owner_id: sought.owner_id,
        _whose.c.tier: sought.tier,
        _theirs.c.importance: sought.importance,
    }
    asked = [column == value for column, value in of_whom.items() if value is not None]
    if asked:
        yield _requests.c.id.in_(
            select(_theirs.c.request_id)
            .join(_whose, _whose.c.id == _theirs.c.account_id)
            .where(_theirs.c.deleted_at.is_(None), _whose.c.deleted_at.is_(None), *asked)
        )
