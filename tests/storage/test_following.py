"""Renewals follow their contracts, whoever writes them."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.bulk import Edit
from storage.engine import is_duplicate
from storage.ground import Ground
from storage.tables import Account, Contract, Member, Renewal
from storage.undo import take_back
from storage.work import Work
from tests.storage.house import NOW, House, filled, found


@pytest.fixture
def ours(ground: Ground) -> House:
    return ground.run_now(ground.run_now(0, found), lambda work: filled(work, "Erste"))


def open_dates(work: Work) -> dict[int, tuple[date, date]]:
    """Contract → due and notice date of its open renewal."""
    rows = [row for row in work.ask(Renewal.table().select()) if row["outcome"] is None and row["deleted_at"] is None]
    assert len({row["contract_id"] for row in rows}) == len(rows)
    return {row["contract_id"]: (row["due_on"], row["notice_on"]) for row in rows}


def wanted(work: Work) -> dict[int, tuple[date, date]]:
    return {
        row["id"]: (row["renews_on"], row["renews_on"] - timedelta(days=row["notice_days"]))
        for row in work.ask(Contract.table().select())
        if row["renews_on"] is not None and row["ends_on"] is None and row["deleted_at"] is None
    }


dates = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), dates),
        st.tuples(st.just("bulk add"), dates),
        st.tuples(st.just("move"), dates),
        st.tuples(st.just("bulk move"), dates),
        st.tuples(st.just("notice"), st.integers(0, 120)),
        st.tuples(st.just("end"), dates),
        st.tuples(st.just("remove"), st.none()),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("redo"), st.none()),
    ),
    max_size=8,
)


def carry_out(work: Work, ours: House, kind: str, value: Any) -> None:
    contract = work.get(Contract, max(row["id"] for row in work.ask(Contract.table().select())))
    assert contract is not None
    new = {"account_id": ours.id_of(Account), "name": "New", "arr_minor": 100, "currency": "EUR", "renews_on": value}
    match kind:
        case "add":
            work.add(Contract, **new)
        case "bulk add":
            work.bulk.add(Contract, [{**new, "id": work.bulk.reserve(Contract, 1)[0], "created_at": NOW}])
        case "move":
            work.change(contract, renews_on=value)
        case "bulk move":
            work.bulk.change(Contract, [Edit(contract.id, {"renews_on": contract.renews_on}, {"renews_on": value})])
        case "notice":
            work.change(contract, notice_days=value)
        case "end":
            work.change(contract, ends_on=value)
        case "remove":
            work.remove(contract)


class Enough(Exception):
    """Ends a transaction that must leave nothing."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_each_live_contract_with_a_date_has_one_open_renewal_of_that_date(
    ground: Ground, ours: House, steps: list[tuple[str, Any]]
) -> None:
    def act(work: Work) -> None:
        done: list[int] = []
        for kind, value in steps:
            if kind in ("undo", "redo"):
                if done:
                    work.act_as(ours.id_of(Member), "undo", NOW)
                    assert take_back(work, done.pop()) == ()
                    if kind == "redo" and work.set_id is not None:
                        undone = work.set_id
                        work.act_as(ours.id_of(Member), "undo", NOW)
                        assert take_back(work, undone) == ()
            else:
                work.act_as(ours.id_of(Member), "contract", NOW)
                carry_out(work, ours, kind, value)
                if work.set_id is not None:
                    done.append(work.set_id)
            assert open_dates(work) == wanted(work), (kind, value)
        raise Enough

    with pytest.raises(Enough):
        ground.run_now(ours.id, act)


async def test_a_decided_renewal_stays_as_it_was(ground: Ground, ours: House) -> None:

    def act(work: Work) -> None:
        work.act_as(ours.id_of(Member), "renewal", NOW)
        renewal = work.get(Renewal, ours.id_of(Renewal))
        contract = work.get(Contract, ours.id_of(Contract))
        assert renewal is not None
        assert contract is not None
        work.change(renewal, outcome="renewed", decided_at=NOW, base_minor=1, amount_minor=1, uplift_minor=0)
        work.change(contract, renews_on=date(2028, 1, 15))
        listed = work.renewals.of_account(ours.id_of(Account))
        assert [(one.renewal.due_on, one.renewal.outcome) for one in listed] == [
            (date(2027, 1, 15), "renewed"),
            (date(2028, 1, 15), None),
        ]

    await ground.run(ours.id, act)


async def test_the_database_refuses_a_second_open_renewal(ground: Ground, ours: House) -> None:
    second = {
        "account_id": ours.id_of(Account), "contract_id": ours.id_of(Contract), "due_on": date(2027, 1, 15),
        "notice_on": date(2027, 1, 1), "dated_at": NOW, "created_at": NOW,
    }  # fmt: skip
    with pytest.raises(Exception) as refused:  # noqa: PT011  # each driver has its own error
        await ground.run(ours.id, partial(Work.insert, record=Renewal, **second))
    assert is_duplicate(refused.value)
