"""One transaction a request, on both engines."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from storage.engine import Engine
from storage.ground import Ground
from storage.migrating import differences
from storage.schema import is_current
from storage.tables import Account, Member, Organization
from storage.work import Work

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def found(work: Work) -> int:
    return work.insert(Organization, name="Ours", created_at=NOW).id


def test_the_migrations_make_what_the_tables_say(database: Engine) -> None:
    assert is_current(database)
    assert differences(database) == []


async def test_what_a_transaction_wrote_is_there_afterwards(ground: Ground) -> None:
    organization = await ground.run(0, found)
    kept = await ground.run(organization, lambda work: work.get(Organization, organization), reads=True)
    assert kept is not None
    assert kept.name == "Ours"
    assert kept.created_at == NOW


async def test_a_bad_neighbour_does_not_fail_the_others(ground: Ground) -> None:
    organization = await ground.run(0, found)

    def add(name: str) -> Callable[[Work], Member]:
        def act(work: Work) -> Member:
            member = work.insert(Member, name=name, email=name, created_at=NOW)
            if name == "bad":
                raise ValueError(name)
            return member

        return act

    names = ["a", "b", "bad", "c", "bad", "d"]
    results = await asyncio.gather(*(ground.run(organization, add(name)) for name in names), return_exceptions=True)
    failed = [name for name, result in zip(names, results, strict=True) if isinstance(result, ValueError)]
    assert failed == ["bad", "bad"]
    everyone = await ground.run(organization, lambda work: work.people.everyone(), reads=True)
    assert [member.name for member in everyone] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("how", [{}, {"alone": True}, {"reads": True}])
async def test_nobody_waits_for_ever_for_what_took_the_next_of_nothing(ground: Ground, how: dict[str, bool]) -> None:
    organization = await ground.run(0, found)

    def take(work: Work) -> None:
        if not how.get("reads"):
            work.insert(Member, name="half", created_at=NOW)
        next(iter(()))

    async with asyncio.timeout(30):
        with pytest.raises(RuntimeError, match="took the next") as raised:
            await ground.run(organization, take, **how)
    assert isinstance(raised.value.__cause__, StopIteration)
    assert await ground.run(organization, lambda work: work.people.everyone(), reads=True) == []


async def test_a_hundred_read_modify_writes_count_to_a_hundred(ground: Ground) -> None:
    organization = await ground.run(0, found)

    member = await ground.run(organization, lambda work: work.insert(Member, name="0", created_at=NOW))

    def count(work: Work) -> None:
        current = work.get(Member, member.id)
        assert current is not None
        work.update(Member, member.id, name=str(int(current.name) + 1))

    await asyncio.gather(*(ground.run(organization, count) for _ in range(100)))
    counted = await ground.run(organization, lambda work: work.get(Member, member.id))
    assert counted is not None
    assert counted.name == "100"


async def test_changes_are_remembered_with_before_and_after(ground: Ground) -> None:
    organization = await ground.run(0, found)

    def act(work: Work) -> Account:
        member = work.insert(Member, name="Dana", created_at=NOW)
        work.act_as(member.id, "test", NOW)
        account = work.add(Account, name="Acme", health=40)
        return work.change(account, name="Acme Corp", tier=1)

    account = await ground.run(organization, act)
    past = await ground.run(organization, lambda work: work.changes.of_record(account), reads=True)
    assert [(change.before, change.after.get("name")) for change in past] == [
        (None, "Acme"),
        ({"name": "Acme", "tier": None}, "Acme Corp"),
    ]
    with pytest.raises(AttributeError):
        account.name = "Other"  # type: ignore[misc]  # the point of the test
