"""What others are told of references: who may be asked now, and who from when on."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, bindparam, case, func, literal, null, select, union_all
from sqlalchemy.dialects import postgresql, sqlite

from storage.finding import among, ours, unindexed
from storage.queries.base import Queries
from storage.tables import (
    Account,
    ReferenceConsent,
    ReferenceProfile,
    ReferenceStanding,
)

_accounts = Account.table()
_profiles = ReferenceProfile.table()
_consents = ReferenceConsent.table()
_standings = ReferenceStanding.table()
_ORGANIZATION: Any = bindparam("organization")
_STANDS = select(_standings.c.account_id).where(ours(_standings), among(_standings.c.account_id))
_STALE = (
    select(_standings.c.account_id)
    .where(_standings.c.organization_id == _ORGANIZATION, _standings.c.published_on < bindparam("before"))
    .order_by(_standings.c.published_on, _standings.c.id)
    .limit(bindparam("limit"))
)
_COLUMNS = ("account_id", "listed", "held_until", "rests_until", "rested", "published_on")


def _put(name: str) -> Any:
    insert = sqlite.insert if name == "sqlite" else postgresql.insert
    given = {column: bindparam(f"new_{column}", type_=_standings.c[column].type) for column in _COLUMNS}
    new = insert(_standings).values(organization_id=bindparam("organization"), **given)
    return new.on_conflict_do_update(index_elements=["account_id"], set_={name: given[name] for name in _COLUMNS[1:]})


_PUBLISH = {name: _put(name) for name in ("sqlite", "postgresql")}
_REST = (
    _standings.update()
    .where(_standings.c.organization_id == _ORGANIZATION, _standings.c.account_id == bindparam("account"))
    .values(
        rests_until=bindparam("new_rests_until", type_=_standings.c.rests_until.type),
        rested=bindparam("new_rested"),
    )
)
_HOLD = (
    _standings.update()
    .where(_standings.c.organization_id == _ORGANIZATION, _standings.c.account_id == bindparam("account"))
    .values(held_until=bindparam("new_held_until", type_=_standings.c.held_until.type))
)
_DESCRIBED = (
    select(_accounts.c.industry, _accounts.c.region, _accounts.c.segment)
    .where(_accounts.c.organization_id == _ORGANIZATION)
    .group_by(_accounts.c.industry, _accounts.c.region, _accounts.c.segment)
)
# Column of an account → how many values it may have.
Shape = tuple[tuple[str, int], ...]
_TOLD = _accounts.join(_standings, _standings.c.account_id == _accounts.c.id)
_GONE = select(_accounts.c.id).where(_accounts.c.organization_id == _ORGANIZATION, _accounts.c.deleted_at.is_not(None))
_PROFILED = (_profiles.c.account_id == _standings.c.account_id) & _profiles.c.deleted_at.is_(None)
_CANDIDATES = (
    select(
        _accounts.c.id.label("account_id"),
        *(_accounts.c[name] for name in ("name", "industry", "region", "segment")),
        *(_profiles.c[name] for name in ("use_case", "product", "size")),
        _standings.c.rested,
    )
    .select_from(_TOLD.outerjoin(_profiles, _PROFILED))
    .where(ours(_accounts), among(_accounts.c.id))
)
_TODAY: Any = bindparam("today", type_=_standings.c.held_until.type)


def _since() -> ColumnElement[date]:
    """The later of the two quarters, None once both have come."""
    held, rests = _standings.c.held_until, _standings.c.rests_until
    return case(
        ((held > _TODAY) & (rests > _TODAY) & (held < rests), rests),
        (held > _TODAY, held),
        (rests > _TODAY, rests),
        else_=null(),
    )


def _by_kind(shape: Shape, *, kind: bool) -> bool:
    """Whether the search begins with the consents: of one kind each account has at most one."""
    return kind and "industry" not in dict(shape)


def _agreed(*, kind: bool) -> Iterator[ColumnElement[bool]]:
    yield unindexed(_consents.c.until) >= _TODAY  # most consents still count
    yield _consents.c.deleted_at.is_(None)
    if kind:
        yield _consents.c.kind == bindparam("kind")


def _sought(shape: Shape, words: int, *, kind: bool) -> Iterator[ColumnElement[bool]]:
    """Accounts that are spoken of, have agreed, are what was said, and are not gone."""
    # Few are of one industry; then come those who agreed to one kind, who are fewer than all that are spoken of.
    by_industry = "industry" in dict(shape)
    whose = _accounts.c.id if shape else _standings.c.account_id
    yield ours(_standings)
    yield _standings.c.listed.is_(True)
    if _by_kind(shape, kind=kind):
        yield _consents.c.organization_id == _ORGANIZATION
        yield from _agreed(kind=True)
    else:
        agreed = (
            ours(_consents),
            _consents.c.account_id == whose,
            *_agreed(kind=kind),
        )
        # Counted: PostgreSQL would else begin with all consents of the kind, and one industry has far fewer accounts.
        counted = select(func.count()).select_from(_consents).where(*agreed).correlate(whose.table).scalar_subquery()
        yield counted > 0 if by_industry else select(_consents.c.id).where(*agreed).exists()
    if shape:
        yield _accounts.c.organization_id == _ORGANIZATION if by_industry else ours(_accounts)
        yield _accounts.c.deleted_at.is_(None)
    else:
        # Nothing is asked of the accounts themselves, and those that are gone are fewer than those that are there.
        yield (_consents if kind else _standings).c.account_id.not_in(_GONE)
    for name, count in shape:
        yield _accounts.c[name].in_([bindparam(f"{name}_{place}") for place in range(count)])
    use, product, size = (func.coalesce(_profiles.c[name], "") for name in ("use_case", "product", "size"))
    text = func.lower(use + literal(" ") + product + literal(" ") + size)
    for place in range(words):
        yield text.like(bindparam(f"word_{place}"), escape="/")


@lru_cache(maxsize=64)
def _search(shape: Shape, words: int, *, kind: bool) -> Any:
    """One statement for everything with the same parts: how many there are by quarter (account 0), and the first of them.
    It is built once, since building it costs as much as finding a few hundred accounts."""
    searched: FromClause = _standings
    if shape:
        searched = searched.join(_accounts, _accounts.c.id == _standings.c.account_id)
    if _by_kind(shape, kind=kind):
        # From the consents to what is told of their accounts, never the other way round.
        searched = searched.join(_consents, _standings.c.account_id == unindexed(_consents.c.account_id))
    if words:
        searched = searched.outerjoin(_profiles, _PROFILED)
    hits = (
        select(_standings.c.account_id, _since().label("since"), _standings.c.rested)
        .select_from(searched)
        .where(*_sought(shape, words, kind=kind))
        .cte("hits")
    )
    order = (hits.c.rested.desc(), hits.c.account_id)
    counted = func.count().label("n"), literal(0).label("account_id")
    first = select(hits).where(hits.c.since.is_(None)).order_by(*order)
    others = select(hits).where(hits.c.since.is_not(None)).order_by(hits.c.since, *order)
    return union_all(
        # Most may be asked now, and SQLite would sort them all to count them by a quarter that they do not have.
        select(func.min(hits.c.since).label("since"), *counted).where(hits.c.since.is_(None)),
        select(hits.c.since, *counted).where(hits.c.since.is_not(None)).group_by(hits.c.since),
        _picked(first.limit(bindparam("limit")).offset(bindparam("offset"))),
        _picked(others.limit(bindparam("later"))),
    )


def _picked(page: Any) -> Any:
    some = page.subquery()
    return select(some.c.since, literal(1).label("n"), some.c.account_id)


@dataclass(frozen=True)
class SoughtReference:
    """Whom somebody looks for. kind: of ask; None for any. industries, regions, segments: as they are written, each any of
    several; () does not filter. words: each in the use case, the product or the size. today: consents count until then."""

    today: date
    kind: str | None = None
    industries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """An account that may be asked; cleared fields only. since: the quarter from which; None for now."""

    account_id: int
    name: str
    industry: str | None
    region: str | None
    segment: str | None
    use_case: str | None
    product: str | None
    size: str | None
    rested: int
    since: date | None


class Found(NamedTuple):
    """counts: how many may be asked from which quarter on; None: now. now, later: some of them."""

    counts: dict[date | None, int]
    now: list[Candidate]
    later: list[Candidate]


def _escaped(word: str) -> str:
    """As LIKE takes it."""
    return word.replace("/", "//").replace("%", "/%").replace("_", "/_")


class Standings(Queries):
    def standing_of(self, account_ids: Collection[int]) -> set[int]:
        """Those of which something is told already."""
        return {row["account_id"] for row in self._among(_STANDS, account_ids)}

    def stale(self, before: date, limit: int) -> list[int]:
        """Accounts of which what is told was published before a day."""
        rows = self._work.rows(_STALE, organization=self._organization, before=before, limit=limit)
        return [row["account_id"] for row in rows]

    def publish(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """rows: whole standings, without ids."""
        given = [
            {"organization": self._organization, **{f"new_{name}": row[name] for name in _COLUMNS}} for row in rows
        ]
        if given:
            self._work.run_many(_PUBLISH[self._work.dialect.name], given)

    def rest(self, account_id: int, until: date | None, rested: int) -> None:
        """What the asks alone say."""
        self._work.run(
            _REST, organization=self._organization, account=account_id, new_rests_until=until, new_rested=rested
        )

    def hold(self, account_id: int, until: date) -> None:
        """What its team has said since."""
        self._work.run(_HOLD, organization=self._organization, account=account_id, new_held_until=until)

    def described(self) -> list[tuple[str | None, str | None, str | None]]:
        """Every industry, region and segment there is, as they occur together."""
        rows = self._work.rows(_DESCRIBED, organization=self._organization)
        return [(row["industry"], row["region"], row["segment"]) for row in rows]

    def search(self, sought: SoughtReference, limit: int, offset: int, later: int) -> Found:
        """Whoever rested longest first, then by number. limit, offset: of those that may be asked now. later: how many of
        the others are named, by quarter."""
        described = {"industry": sought.industries, "region": sought.regions, "segment": sought.segments}
        shape = tuple((name, len(values)) for name, values in described.items() if values)
        rows = self._work.rows(
            _search(shape, len(sought.words), kind=sought.kind is not None),
            organization=self._organization,
            today=sought.today,
            limit=limit,
            offset=offset,
            later=later,
            **({"kind": sought.kind} if sought.kind is not None else {}),
            **{f"{name}_{place}": value for name, of in described.items() for place, value in enumerate(of)},
            **{f"word_{place}": f"%{_escaped(word.lower())}%" for place, word in enumerate(sought.words)},
        )
        total = {row["since"]: int(row["n"]) for row in rows if row["n"] and not row["account_id"]}
        known = self._candidates({row["account_id"]: row["since"] for row in rows if row["account_id"]})
        return Found(
            total, [one for one in known if one.since is None], [one for one in known if one.since is not None]
        )

    def _candidates(self, since: Mapping[int, date | None]) -> list[Candidate]:
        """since: by account."""
        found = [Candidate(**row, since=since[row["account_id"]]) for row in self._among(_CANDIDATES, since)]
        return sorted(found, key=lambda one: (one.since or date.min, -one.rested, one.account_id))
