"""What follows when contracts are written: each live contract with a renewal date has one open renewal, and its dates.

Called by `Work` and `Bulk` for every contract that they write, so that no command and no import has to think of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from storage.bulk import Edit
from storage.finding import among, chunks, keys, ours
from storage.tables import Contract, Renewal
from storage.types import Instant

if TYPE_CHECKING:
    from storage.work import Work

# Columns of a contract that its open renewal depends on.
LEADING = frozenset({"renews_on", "notice_days", "ends_on", "deleted_at", "account_id"})

_contracts = Contract.table()
_renewals = Renewal.table()
_STATE = (
    select(
        *(_contracts.c[name] for name in ("id", "account_id", "renews_on", "notice_days", "ends_on", "deleted_at")),
        _renewals.c.id.label("renewal_id"),
        _renewals.c.account_id.label("renewal_account_id"),
        _renewals.c.due_on,
        _renewals.c.notice_on,
    )
    .outerjoin(
        _renewals,
        (_renewals.c.contract_id == _contracts.c.id) & _renewals.c.outcome.is_(None) & _renewals.c.deleted_at.is_(None),
    )
    .where(ours(_contracts), among(_contracts.c.id))
    .order_by(_contracts.c.id)
)


_DATED = (
    update(_renewals)
    .where(
        ours(_renewals),
        among(_renewals.c.contract_id),
        _renewals.c.outcome.is_(None),
        _renewals.c.deleted_at.is_(None),
    )
    .values(dated_at=bindparam("now", type_=Instant()))
)


def notice_on(renews_on: date, notice_days: int) -> date:
    """The last day on which notice can be given."""
    return renews_on - timedelta(days=notice_days)


def renewals_for(work: Work, contracts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the renewals that new contracts need, with their ids. contracts: whole rows."""
    needing = [
        row
        for row in contracts
        if row["renews_on"] is not None and row["ends_on"] is None and row["deleted_at"] is None
    ]
    ids = work.bulk.reserve(Renewal, len(needing)) if needing else []
    return [
        {
            "id": id,
            "account_id": row["account_id"],
            "contract_id": row["id"],
            "due_on": row["renews_on"],
            "notice_on": notice_on(row["renews_on"], row["notice_days"]),
            "dated_at": row["created_at"],
            "created_at": row["created_at"],
        }
        for id, row in zip(ids, needing, strict=True)
    ]


def follow(work: Work, contract_ids: Sequence[int]) -> None:
    """Open, move or put away the renewals of contracts that were changed, remembered in the change set at hand."""
    actor = work.actor
    if actor is None:
        return
    for piece in chunks(contract_ids):
        # Not remembered: what was dated then is not dated so again by a taking back, which dates it anew.
        work.run(_DATED, organization=work.organization_id, now=actor.at, **keys(piece))
    if actor.undoes_id is None:
        settle(work, contract_ids)
    # A taking back restores the renewals' own rows, and settles what is left when it is through.


def settle(work: Work, contract_ids: Sequence[int]) -> None:
    """Make the open renewals of these contracts what the contracts say; nothing where they are so already."""
    actor = work.actor
    assert actor is not None, "whatever is settled is remembered"
    opened: list[dict[str, Any]] = []
    edits: list[Edit] = []
    for piece in chunks(contract_ids):
        for row in work.rows(_STATE, organization=work.organization_id, **keys(piece)):
            wanted = row["renews_on"] is not None and row["ends_on"] is None and row["deleted_at"] is None
            if row["renewal_id"] is None:
                opened += renewals_for(work, [{**row, "created_at": actor.at}]) if wanted else []
            elif not wanted:
                edits.append(Edit(row["renewal_id"], {"deleted_at": None}, {"deleted_at": actor.at}))
            else:
                edits += _moved(row)
    work.bulk.add(Renewal, opened)
    work.bulk.change(Renewal, edits)


def _moved(row: Mapping[str, Any]) -> list[Edit]:
    before: dict[str, Any] = {
        "account_id": row["renewal_account_id"],
        "due_on": row["due_on"],
        "notice_on": row["notice_on"],
    }
    after: dict[str, Any] = {
        "account_id": row["account_id"],
        "due_on": row["renews_on"],
        "notice_on": notice_on(row["renews_on"], row["notice_days"]),
    }
    changed = {name for name, value in after.items() if before[name] != value}
    if not changed:
        return []
    return [Edit(row["renewal_id"], *({name: side[name] for name in sorted(changed)} for side in (before, after)))]
