"""What customers ask for: requests with their voices, and what hangs on them."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from storage.finding import among, chunks, keys
from storage.queries.request_weights import HEARD, LIVE, SPOKEN, RequestWeights, SoughtRequests, filters
from storage.queries.request_words import RequestWords
from storage.tables import (
    Account,
    Beta,
    FeatureRequest,
    Interview,
    OutboxMessage,
    Posting,
    Question,
    RequestState,
    Variance,
    Voice,
)

_requests = FeatureRequest.table()
_voices = Voice.table()
_variances = Variance.table()
_accounts = Account.table()
_postings = Posting.table()
_outbox = OutboxMessage.table()

_OURS = _requests.c.organization_id == bindparam("organization")
_HEARD_COLUMNS = (
    *_voices.columns,
    _accounts.c.name.label("account_name"),
    _accounts.c.tier.label("account_tier"),
    _accounts.c.owner_id.label("account_owner_id"),
    _accounts.c.stage.label("account_stage"),
)
_OF_REQUEST = (
    select(*_HEARD_COLUMNS)
    .select_from(HEARD)
    .where(
        _voices.c.organization_id == bindparam("organization"), _voices.c.request_id == bindparam("request"), *SPOKEN
    )
    .order_by(_voices.c.id)
)
_ONE_VOICE = (
    select(*_HEARD_COLUMNS)
    .select_from(HEARD)
    .where(_voices.c.organization_id == bindparam("organization"), _voices.c.id == bindparam("voice"), *SPOKEN)
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
        *LIVE,
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


class Heard(NamedTuple):
    """A voice and whose it is. tier, owner_id, stage: of the account now."""

    voice: Voice
    account: str
    tier: int | None
    owner_id: int | None
    stage: str | None


class Requests(RequestWeights, RequestWords):
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
                _requests.c.organization_id == self._organization, _requests.c.id.in_(sorted(ids)), *LIVE
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
            .where(_requests.c.organization_id == self._organization, *LIVE, *filters(sought))
            .order_by(_requests.c.id.desc())
            .limit(limit)
        )
        return [FeatureRequest.of(row) for row in self._work.ask(statement)]

    def asked_by(self, account_id: int, limit: int) -> list[FeatureRequest]:
        """What an account asks for and is still open, the newest first."""
        rows = self._work.rows(_ASKED_BY, organization=self._organization, account=account_id, limit=limit)
        return [FeatureRequest.of(row) for row in rows]


def _heard(row: dict[str, Any]) -> Heard:
    voice = {name: row[name] for name in _voices.columns.keys()}  # noqa: SIM118  # a column collection, no dict
    return Heard(
        Voice.of(voice), row["account_name"], row["account_tier"], row["account_owner_id"], row["account_stage"]
    )
