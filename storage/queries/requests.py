"""What customers ask for: requests with their voices, what each customer weighs, and the words by which they are found."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select

from storage.finding import among, chunks, keys, ours
from storage.queries.accounts import paid
from storage.queries.base import Queries
from storage.tables import (
    Account,
    Beta,
    Change,
    Contract,
    FeatureRequest,
    Interview,
    Organization,
    OutboxMessage,
    Posting,
    Question,
    RequestState,
    Variance,
    Voice,
)
from storage.types import Guarded

_requests = FeatureRequest.table()
_voices = Voice.table()
_variances = Variance.table()
_accounts = Account.table()
# The voices by which requests are chosen; of those that are chosen every voice counts.
_theirs = _voices.alias("theirs")
_whose = _accounts.alias("whose")
_contracts = Contract.table()
_changes = Change.table()
_postings = Posting.table()
_outbox = OutboxMessage.table()
_organizations = Organization.table()

_MONEY = frozenset({"money"})
_HEALTH = frozenset({"health"})
_OURS = _requests.c.organization_id == bindparam("organization")
_LIVE = (_requests.c.deleted_at.is_(None), _requests.c.merged_into_id.is_(None))
_HEARD = _voices.join(_accounts, _accounts.c.id == _voices.c.account_id)
_SPOKEN = (_voices.c.deleted_at.is_(None), _accounts.c.deleted_at.is_(None))
_HEARD_COLUMNS = (
    *_voices.columns,
    _accounts.c.name.label("account_name"),
    _accounts.c.tier.label("account_tier"),
    _accounts.c.owner_id.label("account_owner_id"),
    _accounts.c.stage.label("account_stage"),
)
_OF_REQUEST = (
    select(*_HEARD_COLUMNS)
    .select_from(_HEARD)
    .where(
        _voices.c.organization_id == bindparam("organization"), _voices.c.request_id == bindparam("request"), *_SPOKEN
    )
    .order_by(_voices.c.id)
)
_ONE_VOICE = (
    select(*_HEARD_COLUMNS)
    .select_from(_HEARD)
    .where(_voices.c.organization_id == bindparam("organization"), _voices.c.id == bindparam("voice"), *_SPOKEN)
)
_CUSTOMERS = (
    select(_voices.c.request_id, func.count(_voices.c.account_id.distinct()).label("n"))
    .select_from(_HEARD)
    .where(_voices.c.organization_id == bindparam("organization"), among(_voices.c.request_id), *_SPOKEN)
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
_STATES = select(_requests.c.id, _requests.c.state).where(_OURS, *_LIVE).order_by(_requests.c.id)
# Voices of accounts that are gone as well: they come back without a word of what was asked for.
_SAID = (
    select(_voices.c.request_id, _voices.c.account_id, func.max(_voices.c.importance).label("importance"))
    .where(_voices.c.organization_id == bindparam("organization"), _voices.c.deleted_at.is_(None))
    .group_by(_voices.c.request_id, _voices.c.account_id)
)
_STATES_OF = _STATES.where(among(_requests.c.id))
_SAID_OF = _SAID.where(among(_voices.c.request_id))
_VERSION = select(_organizations.c.requests_version).where(_organizations.c.id == bindparam("organization"))
_OF_WORDS = (_changes.c.record_table == _requests.name) | (_changes.c.record_table == _voices.name)
_LAST_CHANGE = select(func.coalesce(func.max(_changes.c.id), 0).label("id")).where(
    _changes.c.organization_id == bindparam("organization"), _OF_WORDS
)
_CHANGED = (
    select(_changes.c.id, _changes.c.record_table, _changes.c.record_id, _changes.c.before, _voices.c.request_id)
    .outerjoin(_voices, (_changes.c.record_table == _voices.name) & (_voices.c.id == _changes.c.record_id))
    .where(ours(_changes), _OF_WORDS, _changes.c.id > bindparam("since"))
)
_TITLES = select(_requests.c.id, _requests.c.title).where(_OURS, *_LIVE)
_WORDINGS = (
    select(_voices.c.request_id, _voices.c.what)
    .join(_requests, _requests.c.id == _voices.c.request_id)
    .where(_OURS, *_LIVE, _voices.c.deleted_at.is_(None))
)
_TITLES_OF = select(_requests.c.id, _requests.c.title).where(ours(_requests), *_LIVE, among(_requests.c.id))
_WORDINGS_OF = (
    select(_voices.c.request_id, _voices.c.what)
    .join(_requests, _requests.c.id == _voices.c.request_id)
    .where(ours(_requests), *_LIVE, _voices.c.deleted_at.is_(None), among(_voices.c.request_id))
)
_OPEN_VARIANCES = (
    select(*_variances.columns)
    .where(
        _variances.c.organization_id == bindparam("organization"),
        _variances.c.request_id == bindparam("request"),
        _variances.c.deleted_at.is_(None),
    )
    .order_by(_variances.c.id)
)
_ASKED_BY = (
    select(*_requests.columns)
    .where(
        _OURS,
        *_LIVE,
        _requests.c.state != RequestState.SHIPPED.value,
        _requests.c.state != RequestState.DECLINED.value,
        _requests.c.id.in_(
            select(_voices.c.request_id).where(
                _voices.c.organization_id == bindparam("organization"),
                _voices.c.account_id == bindparam("account"),
                _voices.c.deleted_at.is_(None),
            )
        ),
    )
    .order_by(_requests.c.id.desc())
    .limit(bindparam("limit"))
)
_ACCOUNTS = (
    select(_voices.c.account_id.label("id"))
    .where(_voices.c.organization_id == bindparam("organization"), among(_voices.c.request_id))
    .distinct()
)
# Those that were taken back as well: their cards say so.
_HANGING = {
    kind: select(table.c.id).where(table.c.organization_id == bindparam("organization"), among(table.c.request_id))
    for kind, table in (
        ("variance", _variances),
        ("question", Question.table()),
        ("interview", Interview.table()),
        ("beta", Beta.table()),
    )
}
_STANDING = (
    select(_postings.c.card)
    .where(
        _postings.c.organization_id == bindparam("organization"),
        _postings.c.live.is_(True),
        among(_postings.c.card, "card"),
    )
    .distinct()
    .order_by(_postings.c.card)
)


_WAITS = (
    select(_outbox.c.id)
    .where(
        _outbox.c.organization_id == bindparam("organization"),
        _outbox.c.lane == bindparam("address"),
        _outbox.c.state == "due",
        _outbox.c.card == bindparam("card"),
        _outbox.c.replaces == "",
        # One that is under way was perhaps drawn before what has changed now.
        _outbox.c.lease_until.is_(None),
    )
    .limit(1)
)


@dataclass(frozen=True)
class SoughtRequests:
    """Which requests to list. Every filter that is None does not filter. states: empty for all. owner_id: of an account
    that asked. theme: its own, or a word of it. before: asked for before that instant. importance: as some customer said
    it."""

    states: tuple[str, ...] = ()
    account_id: int | None = None
    owner_id: int | None = None
    tier: int | None = None
    theme: str | None = None
    before: datetime | None = None
    request_id: int | None = None
    importance: int | None = None


class Heard(NamedTuple):
    """A voice and whose it is. tier, owner_id, stage: of the account now."""

    voice: Voice
    account: str
    tier: int | None
    owner_id: int | None
    stage: str | None


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


class Wording(NamedTuple):
    """One text by which a request is found."""

    request_id: int
    text: str


class Requests(Queries):
    def get(self, request_id: int) -> FeatureRequest | None:
        """The live request; a merged one leads to the request that took its place."""
        found = self._work.get(FeatureRequest, request_id)
        passed = {request_id}
        while found is not None and found.merged_into_id is not None and found.merged_into_id not in passed:
            passed.add(found.merged_into_id)
            found = self._work.get(FeatureRequest, found.merged_into_id)
        return found if found is not None and found.deleted_at is None else None

    def many(self, ids: Collection[int]) -> dict[int, FeatureRequest]:
        """The live ones of these."""
        if not ids:
            return {}
        rows = self._work.ask(
            select(*_requests.columns).where(
                _requests.c.organization_id == self._organization, _requests.c.id.in_(sorted(ids)), *_LIVE
            )
        )
        return {row["id"]: FeatureRequest.of(row) for row in rows}

    def voices(self, request_id: int) -> list[Heard]:
        """Of live accounts, in the order in which they came."""
        return [
            _heard(row) for row in self._work.rows(_OF_REQUEST, organization=self._organization, request=request_id)
        ]

    def voice(self, voice_id: int) -> Heard | None:
        if not 0 < voice_id < 2**63:
            return None
        found = self._work.rows(_ONE_VOICE, organization=self._organization, voice=voice_id)
        return _heard(found[0]) if found else None

    def variances(self, request_id: int) -> list[Variance]:
        """Open and settled ones, oldest first."""
        rows = self._work.rows(_OPEN_VARIANCES, organization=self._organization, request=request_id)
        return [Variance.of(row) for row in rows]

    def accounts_of(self, request_ids: Collection[int]) -> set[int]:
        """Whoever has a voice in these."""
        return {
            row["id"]
            for some in chunks(sorted(request_ids))
            for row in self._work.rows(_ACCOUNTS, organization=self._organization, **keys(some))
        }

    def cards(self, request_ids: Collection[int]) -> list[str]:
        """The cards of these requests, and of what hangs on them, that stand in some chat."""
        cards = [f"{kind}:{id}" for id in sorted(request_ids) for kind in ("request", "roadmap")]
        for kind, statement in _HANGING.items():
            for some in chunks(sorted(request_ids)):
                rows = self._work.rows(statement, organization=self._organization, **keys(some))
                cards += [f"{kind}:{row['id']}" for row in rows]
        found: set[str] = set()
        for some in chunks(cards):
            rows = self._work.rows(_STANDING, organization=self._organization, **keys(some, "card"))
            found |= {row["card"] for row in rows}
        return sorted(found)

    def waits(self, card: str, address: str) -> bool:
        """Whether a message with this card is still to be sent there."""
        return bool(self._work.rows(_WAITS, organization=self._organization, card=card, address=address))

    # ------------------------------------------------------------ lists

    def board(self, sought: SoughtRequests, limit: int | None = None) -> list[FeatureRequest]:
        """Newest first. limit: None for all there are."""
        statement = (
            select(*_requests.columns)
            .where(_requests.c.organization_id == self._organization, *_LIVE, *_filters(sought))
            .order_by(_requests.c.id.desc())
            .limit(limit)
        )
        return [FeatureRequest.of(row) for row in self._work.ask(statement)]

    def asked_by(self, account_id: int, limit: int) -> list[FeatureRequest]:
        """What an account asks for and is still open, the newest first."""
        rows = self._work.rows(_ASKED_BY, organization=self._organization, account=account_id, limit=limit)
        return [FeatureRequest.of(row) for row in rows]

    def ids(self, sought: SoughtRequests) -> list[int]:
        """Of all there are, in the order in which they came."""
        statement = (
            select(_requests.c.id)
            .where(_requests.c.organization_id == self._organization, *_LIVE, *_filters(sought))
            .order_by(_requests.c.id)
        )
        return [row["id"] for row in self._work.ask(statement)]

    def weights(self, sought: SoughtRequests) -> list[Weight]:
        """Each customer of each of these requests, once."""
        statement = (
            select(_voices.c.request_id, _voices.c.account_id, func.max(_voices.c.importance).label("importance"))
            .select_from(_HEARD.join(_requests, _requests.c.id == _voices.c.request_id))
            .where(_requests.c.organization_id == self._organization, *_LIVE, *_SPOKEN, *_filters(sought))
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

    # ------------------------------------------------------------ the words by which they are found

    def version(self) -> int:
        """Another number whenever anything that is asked for is another."""
        return int(self._work.rows(_VERSION, organization=self._organization)[0]["requests_version"])

    def seen(self) -> int:
        """The newest row about requests in the audit: how far one has read who has read everything."""
        return int(self._work.rows(_LAST_CHANGE, organization=self._organization)[0]["id"])

    def touched_since(self, seen: int) -> tuple[frozenset[int], int]:
        """Requests that may be called something else since, and up to where that is told. Whoever writes about them also
        writes the organization's row, so these ids grow in the order of their commits."""
        rows = self._work.rows(_CHANGED, organization=self._organization, since=seen)
        touched: set[int] = set()
        for row in rows:
            if row["record_table"] == _requests.name:
                touched.add(row["record_id"])
            else:
                # A merge gives a voice to another request.
                touched |= {row["request_id"], (row["before"] or {}).get("request_id", row["request_id"])}
        return frozenset(touched), max((row["id"] for row in rows), default=seen)

    def wordings(self, request_ids: Collection[int] | None = None) -> list[Wording]:
        """Titles and voices of live requests: of these, or of all."""
        if request_ids is None:
            titles = self._work.rows(_TITLES, organization=self._organization)
            said = self._work.rows(_WORDINGS, organization=self._organization)
        else:
            titles, said = [], []
            for some in chunks(sorted(request_ids)):
                titles += self._work.rows(_TITLES_OF, organization=self._organization, **keys(some))
                said += self._work.rows(_WORDINGS_OF, organization=self._organization, **keys(some))
        found = [Wording(row["id"], row["title"]) for row in titles]
        return found + [Wording(row["request_id"], row["what"]) for row in said]


def _filters(sought: SoughtRequests) -> Iterator[ColumnElement[bool]]:
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


def _heard(row: dict[str, Any]) -> Heard:
    voice = {name: row[name] for name in _voices.columns.keys()}  # noqa: SIM118  # a column collection, no dict
    return Heard(
        Voice.of(voice), row["account_name"], row["account_tier"], row["account_owner_id"], row["account_stage"]
    )
