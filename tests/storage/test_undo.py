"""Taking back what a change set did."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.ground import Ground
from storage.tables import Account, AccountName, Activity, Contact, Contract, Member
from storage.types import Record
from storage.undo import Clash, take_back
from storage.work import Work
from tests.contracts.storage import everything
from tests.storage.house import NOW, House, filled, found

T = TypeVar("T")

# What people see: the audit itself grows with every undo, and the number of a version is drawn by lot.
UNSEEN = {"health_marks", "changes", "change_sets", "organizations"}


async def house(ground: Ground) -> House:
    return await ground.run(await ground.run(0, found), lambda work: filled(work, "Erste"))


def visible(work: Work) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [{**row, "dated_at": None} for row in rows if row.get("deleted_at") is None]
        for name, rows in everything(work).items()
        if name not in UNSEEN
    }


def acted(work: Work, member_id: int, act: Callable[[Work], object]) -> int:
    """The change set of what `act` does as a member, within one transaction of several requests."""
    work.act_as(member_id, "test", NOW)
    act(work)
    return work.open_set()


def undone(work: Work, member_id: int, set_id: int) -> tuple[Clash, ...]:
    work.act_as(member_id, "undo", NOW + timedelta(minutes=1))
    return take_back(work, set_id)


async def test_what_was_made_changed_and_removed_is_as_before_and_can_be_done_again(ground: Ground) -> None:
    ours = await house(ground)
    me = ours.id_of(Member)

    def act(work: Work) -> None:
        before = visible(work)

        def things(work: Work) -> None:
            account = work.change(ours.rows[Account], name="Renamed", tier=3, health=None)
            work.change(account, tier=4)
            work.add(Contact, account_id=account.__dict__["id"], name="Jane")
            work.remove(ours.rows[Activity])

        set_id = acted(work, me, things)
        after = visible(work)
        assert after != before
        assert undone(work, me, set_id) == ()
        assert visible(work) == before
        taken = work.changes.get(set_id)
        assert taken is not None
        assert taken.undone_by_id == work.set_id
        undo = work.changes.get(work.open_set())
        assert undo is not None
        assert undo.undoes_id == set_id

        assert undone(work, me, undo.id) == ()
        assert visible(work) == after
        last = work.changes.last_of(me)
        assert last is not None
        assert last.id == set_id
        assert undone(work, me, set_id) == ()
        assert visible(work) == before

    await ground.run(ours.id, act)


async def test_twice_has_its_effect_once(ground: Ground) -> None:
    ours = await house(ground)
    me = ours.id_of(Member)

    def act(work: Work) -> None:
        set_id = acted(work, me, lambda work: work.change(ours.rows[Account], name="Renamed"))
        assert undone(work, me, set_id) == ()
        acted(work, me, lambda work: work.change(ours.rows[Account], name="Again"))
        assert undone(work, me, set_id) == ()
        assert work.set_id is None
        account = work.accounts.get(ours.id_of(Account))
        assert account is not None
        assert account.name == "Again"

    await ground.run(ours.id, act)


async def test_what_somebody_else_changed_since_is_told_and_nothing_is_touched(ground: Ground) -> None:
    ours = await house(ground)
    me = ours.id_of(Member)

    def act(work: Work) -> None:
        somebody = work.insert(Member, name="Sam", created_at=NOW).id
        account = ours.rows[Account]
        set_id = acted(work, me, lambda work: work.change(account, name="Mine", tier=3, stage="live"))
        acted(work, somebody, lambda work: work.change(account, tier=4, goal="theirs"))
        theirs = acted(work, somebody, lambda work: work.change(account, stage="paused"))
        now = visible(work)
        clashes = undone(work, me, set_id)
        assert clashes == (
            Clash("accounts", ours.id_of(Account), "tier"),
            Clash("accounts", ours.id_of(Account), "stage"),
        )
        assert work.set_id is None
        assert visible(work) == now
        # What somebody took back themselves is no longer in the way.
        assert undone(work, somebody, theirs) == ()
        assert undone(work, me, set_id) == (Clash("accounts", ours.id_of(Account), "tier"),)

    await ground.run(ours.id, act)


async def test_my_own_later_changes_are_not_in_the_way(ground: Ground) -> None:
    ours = await house(ground)
    me = ours.id_of(Member)

    def act(work: Work) -> None:
        before = visible(work)
        made: list[Contact] = []
        set_id = acted(
            work, me, lambda work: made.append(work.add(Contact, account_id=ours.id_of(Account), name="Jane"))
        )
        acted(work, me, lambda work: work.change(made[0], title="CFO"))
        assert undone(work, me, set_id) == ()
        assert visible(work) == before

    await ground.run(ours.id, act)


async def test_an_account_that_others_have_built_on_stays(ground: Ground) -> None:
    ours = await house(ground)
    me = ours.id_of(Member)

    def act(work: Work) -> None:
        made: list[Account] = []

        def create(work: Work) -> None:
            made.append(work.add(Account, name="New"))
            work.add(AccountName, account_id=made[0].id, kind="name", name="New", key="new")

        set_id = acted(work, me, create)
        logged = work.insert(
            Activity, account_id=made[0].id, member_id=me, logged_by_id=me, kind="call", at=NOW, created_at=NOW
        )
        assert undone(work, me, set_id) == (Clash("activities", logged.id, "account_id"),)
        work.update(Activity, logged.id, deleted_at=NOW)
        assert undone(work, me, set_id) == ()
        assert work.accounts.get(made[0].id) is None

    await ground.run(ours.id, act)


async def test_a_unique_name_that_was_given_away_since_is_told(ground: Ground) -> None:
    ours = await house(ground)
    me = ours.id_of(Member)

    def act(work: Work) -> None:
        somebody = work.insert(Member, name="Sam", created_at=NOW).id
        name = ours.rows[AccountName]

        def both(work: Work) -> None:
            work.remove(name)
            work.change(ours.rows[Account], tier=3)

        set_id = acted(work, me, both)
        acted(
            work,
            somebody,
            lambda work: work.add(AccountName, account_id=ours.id_of(Account), kind="name", name="Erste", key="erste"),
        )
        now = visible(work)
        assert undone(work, me, set_id) == (Clash("account_names", ours.id_of(AccountName), ""),)
        assert visible(work) == now

    await ground.run(ours.id, act)


async def test_nobody_takes_back_what_another_organization_did(ground: Ground) -> None:
    ours = await house(ground)
    theirs = await ground.run(await ground.run(0, found), lambda work: filled(work, "Zweite"))
    set_id = await ground.run(
        theirs.id,
        lambda work: acted(work, theirs.id_of(Member), lambda work: work.change(theirs.rows[Account], tier=3)),
    )

    def act(work: Work) -> None:
        with pytest.raises(LookupError):
            undone(work, ours.id_of(Member), set_id)

    await ground.run(ours.id, act)


class Stop(Exception):
    pass


texts = st.text(st.characters(codec="utf-8"), max_size=6)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("account"), texts),
        st.tuples(st.just("contact"), texts),
        st.tuples(st.just("change"), st.sampled_from([Account, Contact, Contract]), st.integers(0, 5), texts),
        st.tuples(st.just("amount"), st.integers(0, 2**62)),
        st.tuples(st.just("remove"), st.sampled_from([Account, Contact, Contract, Activity]), st.integers(0, 5)),
        st.tuples(st.just("revive"), st.sampled_from([Account, Contact]), st.integers(0, 5)),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_any_sequence_taken_back_leaves_what_was_seen_before(ground: Ground, steps: list[tuple[Any, ...]]) -> None:
    ours = ground.run_now(ground.run_now(0, found), lambda work: work.organization_id)

    def act(work: Work) -> None:
        house = filled(work, "Erste")
        me = house.id_of(Member)
        rows: dict[type[Record], list[Record]] = {record: [row] for record, row in house.rows.items()}
        before = visible(work)
        set_id = acted(work, me, lambda work: [step(work, rows, *each) for each in steps])
        after = visible(work)
        assert undone(work, me, set_id) == ()
        assert visible(work) == before
        assert undone(work, me, work.open_set()) == ()
        assert visible(work) == after
        raise Stop  # each example begins with nothing

    with pytest.raises(Stop):
        ground.run_now(ours, act)


def step(work: Work, rows: dict[type[Record], list[Record]], what: str, *with_: Any) -> None:
    account: Any = rows[Account][0]
    match what, with_:
        case "account", (name,):
            rows[Account].append(work.add(Account, name=name))
        case "contact", (name,):
            rows[Contact].append(work.add(Contact, account_id=account.id, name=name))
        case "change", (record, which, name):
            work.change(rows[record][which % len(rows[record])], name=name)
        case "amount", (minor,):
            work.change(rows[Contract][0], arr_minor=minor)
        case "remove", (record, which):
            work.remove(rows[record][which % len(rows[record])])
        case "revive", (record, which):
            work.change(rows[record][which % len(rows[record])], deleted_at=None)
        case _:
            raise AssertionError(what)
