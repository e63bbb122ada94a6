"""References: who may be asked, what was asked of whom, and what each owes the other."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, bindparam, case, func, literal, null, or_, select, union, union_all
from sqlalchemy import cast as as_type
from sqlalchemy.dialects import postgresql, sqlite

from storage.bulk import among, chunks, keys
from storage.queries.base import Queries
from storage.tables import (
    Account,
    Fyi,
    Posting,
    ReferenceAsk,
    ReferenceConsent,
    ReferenceDebt,
    ReferenceOpinion,
    ReferenceProfile,
    ReferenceRules,
    ReferenceStanding,
    ReferenceVerdict,
    Renewal,
    Win,
)
from storage.types import Record

_accounts = Account.table()
_profiles = ReferenceProfile.table()
_consents = ReferenceConsent.table()
_opinions = ReferenceOpinion.table()
_verdicts = ReferenceVerdict.table()
_standings = ReferenceStanding.table()
_asks = ReferenceAsk.table()
_debts = ReferenceDebt.table()
_rules = ReferenceRules.table()
_renewals = Renewal.table()
_postings = Posting.table()
_fyis = Fyi.table()
_wins = Win.table()

_ORGANIZATION: Any = bindparam("organization")
AGREED = ("approved", "done")
# Asks that were turned down or taken back did not trouble the customer.
TROUBLED = ("asked", "approved", "done")


def _of_account(record: type[Record], *order: ColumnElement[Any]) -> Any:
    table = record.table()
    return (
        select(*table.columns)
        .where(
            table.c.organization_id == _ORGANIZATION,
            table.c.account_id == bindparam("account"),
            table.c.deleted_at.is_(None),
        )
        .order_by(*order, table.c.id)
    )


_PROFILE = _of_account(ReferenceProfile)
_CONSENTS = _of_account(ReferenceConsent, _consents.c.kind)
_OPINIONS = _of_account(ReferenceOpinion, _opinions.c.at.desc())
_VERDICT = _of_account(ReferenceVerdict)
_ASKS = _of_account(ReferenceAsk, _asks.c.created_at.desc())
_DEBTS = _of_account(ReferenceDebt, _debts.c.settled_at.is_not(None), _debts.c.created_at)
_STANDING = select(*_standings.columns).where(
    _standings.c.organization_id == _ORGANIZATION, _standings.c.account_id == bindparam("account")
)
_RULES = select(*_rules.columns).where(_rules.c.organization_id == _ORGANIZATION, _rules.c.deleted_at.is_(None))
_OWING = (
    select(*_debts.columns)
    .join(_accounts, _accounts.c.id == _debts.c.account_id)
    .where(
        _debts.c.organization_id == _ORGANIZATION,
        _debts.c.settled_at.is_(None),
        _debts.c.deleted_at.is_(None),
        _accounts.c.deleted_at.is_(None),
    )
    .order_by(_debts.c.created_at, _debts.c.id)
)
_MINE = (
    select(*_asks.columns)
    .join(_accounts, _accounts.c.id == _asks.c.account_id)
    .where(
        _asks.c.organization_id == _ORGANIZATION,
        or_(
            _asks.c.requester_id == bindparam("member"),
            _asks.c.asked_id == bindparam("member"),
            _accounts.c.owner_id == bindparam("member"),
        ),
        _asks.c.deleted_at.is_(None),
        _accounts.c.deleted_at.is_(None),
    )
    .order_by(case((_asks.c.state == "asked", 0), (_asks.c.state == "approved", 1), else_=2), _asks.c.created_at.desc())
    .limit(bindparam("limit"))
)
_UNANSWERED = (
    select(*_asks.columns)
    .where(
        _asks.c.organization_id == _ORGANIZATION,
        _asks.c.state == "asked",
        _asks.c.deleted_at.is_(None),
        or_(
            _asks.c.reminded_at.is_(None) & (_asks.c.due_at <= bindparam("soon", type_=_asks.c.due_at.type)),
            _asks.c.raised_at.is_(None) & (_asks.c.due_at <= bindparam("now", type_=_asks.c.due_at.type)),
        ),
    )
    .order_by(_asks.c.due_at, _asks.c.id)
    .limit(bindparam("limit"))
)


def _counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


_LOADS = (
    select(
        _asks.c.account_id,
        # What was agreed to and never told of again is over some day.
        _counted(
            (_asks.c.state == "asked")
            | (
                (_asks.c.state == "approved")
                & (_asks.c.decided_at >= bindparam("begun", type_=_asks.c.decided_at.type))
            )
        ).label("open"),
        _counted(
            _asks.c.state.in_(TROUBLED) & (_asks.c.created_at >= bindparam("quarter", type_=_asks.c.created_at.type))
        ).label("quarter"),
        func.max(case((_asks.c.state.in_(AGREED), _asks.c.decided_at)), type_=_asks.c.decided_at.type).label("last"),
        func.sum(
            case((_asks.c.done_at >= bindparam("year", type_=_asks.c.done_at.type), _asks.c.minutes), else_=0)
        ).label("minutes"),
    )
    .where(_asks.c.organization_id == _ORGANIZATION, among(_asks.c.account_id), _asks.c.deleted_at.is_(None))
    .group_by(_asks.c.account_id)
)
_HOURS = select(_profiles.c.account_id, _profiles.c.hours).where(
    _profiles.c.organization_id == _ORGANIZATION,
    among(_profiles.c.account_id),
    _profiles.c.hours.is_not(None),
    _profiles.c.deleted_at.is_(None),
)
_WORDS = select(*_verdicts.columns).where(
    _verdicts.c.organization_id == _ORGANIZATION, among(_verdicts.c.account_id), _verdicts.c.deleted_at.is_(None)
)
_RENEWING = (
    select(_renewals.c.account_id)
    .where(
        _renewals.c.organization_id == _ORGANIZATION,
        among(_renewals.c.account_id),
        _renewals.c.outcome.is_(None),
        _renewals.c.deleted_at.is_(None),
        _renewals.c.due_on <= bindparam("until", type_=_renewals.c.due_on.type),
    )
    .distinct()
)
_SCORES = select(_accounts.c.id, _accounts.c.health).where(
    _accounts.c.organization_id == _ORGANIZATION, among(_accounts.c.id), _accounts.c.health.is_not(None)
)
_CONCERNED = union(
    select(_asks.c.account_id).where(_asks.c.organization_id == _ORGANIZATION, among(_asks.c.account_id)),
    select(_consents.c.account_id).where(_consents.c.organization_id == _ORGANIZATION, among(_consents.c.account_id)),
    select(_fyis.c.account_id).where(_fyis.c.organization_id == _ORGANIZATION, among(_fyis.c.account_id)),
)


def _cards(kind: str, table: Any) -> Any:
    return (
        select(_postings.c.card)
        .join(table, _postings.c.card == literal(f"{kind}:").concat(as_type(table.c.id, String)))
        .where(
            _postings.c.organization_id == _ORGANIZATION,
            _postings.c.live.is_(True),
            table.c.organization_id == _ORGANIZATION,
            table.c.account_id == bindparam("account"),
        )
        .distinct()
    )


_ASK_CARDS, _FYI_CARDS = _cards("ask", _asks), _cards("fyi", _fyis)
_STANDS = select(_standings.c.account_id).where(
    _standings.c.organization_id == _ORGANIZATION, among(_standings.c.account_id)
)
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
_FYIS = (
    select(*_fyis.columns)
    .where(
        _fyis.c.organization_id == _ORGANIZATION,
        or_(_fyis.c.author_id == bindparam("member"), _fyis.c.member_id == bindparam("member")),
        _fyis.c.deleted_at.is_(None),
    )
    .order_by(_fyis.c.answered_at.is_not(None), _fyis.c.created_at.desc(), _fyis.c.id.desc())
    .limit(bindparam("limit"))
)


# Column of an account → how many values it may have.
Shape = tuple[tuple[str, int], ...]
_TOLD = _accounts.join(_standings, _standings.c.account_id == _accounts.c.id)
_PROFILED = (_profiles.c.account_id == _accounts.c.id) & _profiles.c.deleted_at.is_(None)
_CANDIDATES = (
    select(
        _accounts.c.id.label("account_id"),
        *(_accounts.c[name] for name in ("name", "industry", "region", "segment")),
        *(_profiles.c[name] for name in ("use_case", "product", "size")),
        _standings.c.rested,
    )
    .select_from(_TOLD.outerjoin(_profiles, _PROFILED))
    # SQLite, which keeps no statistics, would take an index of the organization for a good one.
    .where((_accounts.c.organization_id + 0) == _ORGANIZATION, among(_accounts.c.id))
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
    yield _consents.c.until >= _TODAY
    yield _consents.c.deleted_at.is_(None)
    if kind:
        yield _consents.c.kind == bindparam("kind")


def _sought(shape: Shape, words: int, *, kind: bool) -> Iterator[ColumnElement[bool]]:
    """Live accounts that are spoken of, have agreed, and are what was said."""
    # Few are of one industry; then come those who agreed to one kind, who are fewer than all that are spoken of.
    by_industry = "industry" in dict(shape)
    yield (_accounts.c.organization_id if by_industry else _accounts.c.organization_id + 0) == _ORGANIZATION
    yield _accounts.c.deleted_at.is_(None)
    yield (_standings.c.organization_id + 0) == _ORGANIZATION
    yield _standings.c.listed.is_(True)
    if _by_kind(shape, kind=kind):
        yield _consents.c.organization_id == _ORGANIZATION
        yield from _agreed(kind=True)
    else:
        agreed = (
            (_consents.c.organization_id + 0) == _ORGANIZATION,
            _consents.c.account_id == _accounts.c.id,
            *_agreed(kind=kind),
        )
        # Counted: PostgreSQL would else begin with all consents of the kind, and one industry has far fewer accounts.
        counted = select(func.count()).select_from(_consents).where(*agreed).correlate(_accounts).scalar_subquery()
        yield counted > 0 if by_industry else select(_consents.c.id).where(*agreed).exists()
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
    searched = _TOLD
    if _by_kind(shape, kind=kind):
        searched = searched.join(_consents, _consents.c.account_id == _accounts.c.id)
    if words:
        searched = searched.outerjoin(_profiles, _PROFILED)
    hits = (
        select(
            _accounts.c.id.label("account_id"),
            _since().label("since"),
            _standings.c.rested,
            _accounts.c.name,
        )
        .select_from(searched)
        .where(*_sought(shape, words, kind=kind))
        .cte("hits")
    )
    order = (hits.c.rested.desc(), hits.c.name, hits.c.account_id)
    counts = select(hits.c.since, func.count().label("n"), literal(0).label("account_id")).group_by(hits.c.since)
    first = select(hits).where(hits.c.since.is_(None)).order_by(*order)
    others = select(hits).where(hits.c.since.is_not(None)).order_by(hits.c.since, *order)
    return union_all(
        select(counts.subquery()),
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


class Loaded(NamedTuple):
    """open, quarter: asks. last: when one was agreed to last. minutes: of this year."""

    open: int
    quarter: int
    last: datetime | None
    minutes: int


class References(Queries):
    # ------------------------------------------------------------ one account

    def profile(self, account_id: int) -> ReferenceProfile | None:
        rows = self._work.rows(_PROFILE, organization=self._organization, account=account_id)
        return ReferenceProfile.of(rows[0]) if rows else None

    def consents(self, account_id: int) -> list[ReferenceConsent]:
        """Those that have ended too, as long as nobody withdrew them."""
        rows = self._work.rows(_CONSENTS, organization=self._organization, account=account_id)
        return [ReferenceConsent.of(row) for row in rows]

    def consent(self, account_id: int, kind: str) -> ReferenceConsent | None:
        return next((one for one in self.consents(account_id) if one.kind == kind), None)

    def opinions(self, account_id: int) -> list[ReferenceOpinion]:
        """The newest first; those that have ended too."""
        rows = self._work.rows(_OPINIONS, organization=self._organization, account=account_id)
        return [ReferenceOpinion.of(row) for row in rows]

    def verdict(self, account_id: int) -> ReferenceVerdict | None:
        rows = self._work.rows(_VERDICT, organization=self._organization, account=account_id)
        return ReferenceVerdict.of(rows[0]) if rows else None

    def standing(self, account_id: int) -> ReferenceStanding | None:
        rows = self._work.rows(_STANDING, organization=self._organization, account=account_id)
        return ReferenceStanding.of(rows[0]) if rows else None

    def rules(self) -> ReferenceRules | None:
        """Where an admin has said so."""
        rows = self._work.rows(_RULES, organization=self._organization)
        return ReferenceRules.of(rows[0]) if rows else None

    # ------------------------------------------------------------ asks

    def ask(self, ask_id: int) -> ReferenceAsk | None:
        found = self._work.get(ReferenceAsk, ask_id)
        return found if found is not None and found.deleted_at is None else None

    def asks_of(self, account_id: int) -> list[ReferenceAsk]:
        """The newest first."""
        rows = self._work.rows(_ASKS, organization=self._organization, account=account_id)
        return [ReferenceAsk.of(row) for row in rows]

    def asks_for(self, member_id: int, limit: int) -> list[ReferenceAsk]:
        """Asked by a member, of them, or of their accounts; what waits first, then the newest."""
        rows = self._work.rows(_MINE, organization=self._organization, member=member_id, limit=limit)
        return [ReferenceAsk.of(row) for row in rows]

    def unanswered(self, soon: datetime, now: datetime, limit: int) -> list[ReferenceAsk]:
        """Unanswered, due until then and not reminded of, or due and not raised."""
        rows = self._work.rows(_UNANSWERED, organization=self._organization, soon=soon, now=now, limit=limit)
        return [ReferenceAsk.of(row) for row in rows]

    # ------------------------------------------------------------ of many accounts

    def loads(
        self, account_ids: Collection[int], quarter: datetime, year: datetime, begun: datetime
    ) -> dict[int, Loaded]:
        """What was asked since the beginnings of the quarter and the year; accounts that nothing was asked of are left
        out. begun: what was agreed to before then is not under way any more."""
        found: dict[int, Loaded] = {}
        for some in chunks(account_ids):
            for row in self._work.rows(
                _LOADS, organization=self._organization, quarter=quarter, year=year, begun=begun, **keys(some)
            ):
                open, asked, minutes = (int(row[name] or 0) for name in ("open", "quarter", "minutes"))
                found[row["account_id"]] = Loaded(open, asked, row["last"], minutes)
        return found

    def hours(self, account_ids: Collection[int]) -> dict[int, int]:
        """Hours a year that customers allow, where that differs from the rule."""
        return {row["account_id"]: row["hours"] for row in self._among(_HOURS, account_ids)}

    def words(self, account_ids: Collection[int]) -> dict[int, ReferenceVerdict]:
        """What the teams said, by account."""
        return {row["account_id"]: ReferenceVerdict.of(row) for row in self._among(_WORDS, account_ids)}

    def renewing(self, account_ids: Collection[int], until: date) -> set[int]:
        """Those with an undecided renewal until a day."""
        return {row["account_id"] for row in self._among(_RENEWING, account_ids, until=until)}

    def scores(self, account_ids: Collection[int]) -> dict[int, int]:
        """Health, where it is known. For rules alone: it needs `health`, and nothing here guards it."""
        return {row["id"]: row["health"] for row in self._among(_SCORES, account_ids)}

    def concerned(self, account_ids: Collection[int]) -> set[int]:
        """Those of which anything stands here."""
        if not account_ids:
            return set()
        some = sorted(account_ids)
        return {
            row["account_id"]
            for piece in chunks(some)
            for row in self._work.rows(_CONCERNED, organization=self._organization, **keys(piece))
        }

    def cards(self, account_ids: Iterable[int]) -> list[str]:
        """Cards of asks and of what colleagues told one another that stand in some chat."""
        return [
            row["card"]
            for id in sorted(account_ids)
            for statement in (_ASK_CARDS, _FYI_CARDS)
            for row in self._work.rows(statement, organization=self._organization, account=id)
        ]

    def _among(self, statement: Any, account_ids: Collection[int], **more: Any) -> list[dict[str, Any]]:
        return [
            row
            for some in chunks(account_ids)
            for row in self._work.rows(statement, organization=self._organization, **more, **keys(some))
        ]

    # ------------------------------------------------------------ what is told

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
        """Whoever rested longest first, then by name. limit, offset: of those that may be asked now. later: how many of the
        others are named, by quarter."""
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
        total = {row["since"]: int(row["n"]) for row in rows if not row["account_id"]}
        known = self._candidates({row["account_id"]: row["since"] for row in rows if row["account_id"]})
        return Found(
            total, [one for one in known if one.since is None], [one for one in known if one.since is not None]
        )

    def _candidates(self, since: Mapping[int, date | None]) -> list[Candidate]:
        """since: by account."""
        found = [Candidate(**row, since=since[row["account_id"]]) for row in self._among(_CANDIDATES, since)]
        return sorted(found, key=lambda one: (one.since or date.min, -one.rested, one.name, one.account_id))

    # ------------------------------------------------------------ what each owes

    def debts(self, account_id: int) -> list[ReferenceDebt]:
        """Open ones first."""
        rows = self._work.rows(_DEBTS, organization=self._organization, account=account_id)
        return [ReferenceDebt.of(row) for row in rows]

    def owing(self) -> list[ReferenceDebt]:
        """All that are open, the oldest first."""
        return [ReferenceDebt.of(row) for row in self._work.rows(_OWING, organization=self._organization)]

    # ------------------------------------------------------------ between colleagues

    def fyi(self, fyi_id: int) -> Fyi | None:
        found = self._work.get(Fyi, fyi_id)
        return found if found is not None and found.deleted_at is None else None

    def fyis_of(self, member_id: int, limit: int) -> list[Fyi]:
        """By a member or for them; open ones first, then the newest."""
        rows = self._work.rows(_FYIS, organization=self._organization, member=member_id, limit=limit)
        return [Fyi.of(row) for row in rows]

    def wins(self, first: date, last: date, member_id: int | None = None, account_id: int | None = None) -> list[Win]:
        """The newest first. member_id, account_id: None for all."""
        filters = [_wins.c.member_id == member_id] if member_id is not None else []
        filters += [_wins.c.account_id == account_id] if account_id is not None else []
        rows = self._work.ask(
            select(*_wins.columns)
            .where(
                _wins.c.organization_id == self._organization,
                _wins.c.on.between(first, last),
                _wins.c.deleted_at.is_(None),
                *filters,
            )
            .order_by(_wins.c.on.desc(), _wins.c.id.desc())
        )
        return [Win.of(row) for row in rows]


def _escaped(word: str) -> str:
    """As LIKE takes it."""
    return word.replace("/", "//").replace("%", "/%").replace("_", "/_")
