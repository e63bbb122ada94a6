"""The names in memory: brought up to date by what changed, they are those that somebody reads afresh."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.names import fold
from bot.directory import Directory, Names
from storage.ground import Ground
from storage.tables import Account, AccountName
from storage.undo import take_back
from storage.work import Work
from tests.storage.house import NOW, filled, found

BOOK = [f"{one} {other}" for one in ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel") for other in (
    "Analytics", "Bank", "Cargo", "Dairy", "Energy", "Foods", "Glass", "Hotels", "Industries", "Jewels")]  # fmt: skip
SAID = [
    "Alder Bank",
    "alder bnak",
    "Hazel",
    "Maple Foods",
    "maple fods",
    "Maple",
    "Foods",
    "Elm Glass GmbH",
    "fir carg",
]
NAMES = st.sampled_from(["Maple Foods", "Maple Foods Inc", "Alder Bank", "Oak", "Oak & Sons GmbH", "Elm Glass", "!!!"])
PLACES = st.integers(0, len(BOOK) - 1)


def write(work: Work) -> None:
    work.act_as(work.people.everyone()[0].id, "test", NOW)


def create(work: Work, name: str, place: int) -> None:
    write(work)
    account = work.add(Account, name=name)
    work.add(AccountName, account_id=account.id, kind="name", name=name, key=fold(name))


def bring(work: Work, name: str, place: int) -> None:
    """As imports do: the account in the audit, its names without."""
    write(work)
    made = work.bulk.reserve(Account, 2)
    work.bulk.add(Account, [{"id": id, "name": f"{name} {id}", "created_at": NOW} for id in made])
    called = zip(work.bulk.reserve(AccountName, 2), made, strict=True)
    work.bulk.insert(
        AccountName,
        [
            {"id": id, "account_id": of, "kind": "name", "name": f"{name} {of}", "key": fold(f"{name} {of}")}
            for id, of in called
        ],
    )


def sample(work: Work, name: str, place: int) -> None:
    """As the sample company comes: without audit."""
    account = work.insert(Account, name=name, created_at=NOW)
    work.bulk.insert(AccountName, [{"account_id": account.id, "kind": "name", "name": name, "key": fold(name)}])


def give(work: Work, name: str, place: int) -> None:
    """A name goes to another account, and nothing else."""
    write(work)
    for called in _account(work, place):
        if called.kind == "alias" and called.account_id != _live(work, place + 5).id:
            free = all(one.key != called.key for one in _account(work, place + 5))
            work.change(called, **({"account_id": _live(work, place + 5).id} if free else {}))


def rename(work: Work, name: str, place: int) -> None:
    write(work)
    called = next((one for one in _account(work, place) if one.kind == "name"), None)
    if called is not None:
        work.change(called, name=f"{name} {place}", key=fold(f"{name} {place}"))


def alias(work: Work, name: str, place: int) -> None:
    write(work)
    called = _account(work, place)
    if called and not any(one.kind == "alias" and one.key == fold(name) for one in called):
        work.add(AccountName, account_id=called[0].account_id, kind="alias", name=name, key=fold(name))


def merge(work: Work, name: str, place: int) -> None:
    write(work)
    gone, stays = _live(work, place), _live(work, place + 7)
    keys = {one.key for of in (gone, stays) for one in work.accounts.names_of(of.id) if one.kind == "alias"}
    if gone.id != stays.id and not keys:
        work.accounts.move_all(gone, stays)
        work.change(gone, merged_into_id=stays.id, deleted_at=NOW)


def undo(work: Work, name: str, place: int) -> None:
    write(work)
    last = work.changes.last_of(work.people.everyone()[0].id)
    if last is not None:
        take_back(work, last.id)


def _live(work: Work, place: int) -> Account:
    ids = sorted({one.account_id for one in work.names.all()})
    account = work.accounts.get(ids[place % len(ids)])
    assert account is not None
    return account


def _account(work: Work, place: int) -> list[AccountName]:
    return work.accounts.names_of(_live(work, place).id)


class Rolled(Exception):
    """This transaction is thrown away."""


STEPS = st.lists(
    st.tuples(
        st.sampled_from([create, bring, sample, rename, alias, alias, give, merge, undo]), NAMES, PLACES,
        st.booleans(), st.sampled_from([True, True, False]), st.booleans(),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@pytest.fixture
def book(ground: Ground) -> tuple[Ground, int]:
    house = ground.run_now(0, found)
    ground.run_now(house, lambda work: filled(work, "Erste"))
    for name in BOOK:
        ground.run_now(house, lambda work, name=name: create(work, name, 0))
    return ground, house


def same_as_afresh(directory: Directory, work: Work) -> None:
    names, fresh = directory.names(work), Names.load(work, work.names.version())
    for said in (*SAID, *(name.name for name in work.names.all()[-4:])):
        assert names.index.exact(said) == fresh.index.exact(said), said
        assert names.index.begins(said) == fresh.index.begins(said), said
        assert [score for _, score in names.index.near(said)] == [score for _, score in fresh.index.near(said)], said
    for id in fresh.shown:
        assert names.name(id) == fresh.name(id)


def looked_at(work: Work, directory: Directory, step: Callable[[Work], None], before: bool = False) -> None:
    """A step, and a look at the names after it; one before as well, or not."""
    if before:
        same_as_afresh(directory, work)
    step(work)
    same_as_afresh(directory, work)


def thrown_away(work: Work, act: Callable[[Work], None]) -> None:
    act(work)
    raise Rolled


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_what_changed_is_read_and_nothing_is_missed(
    book: tuple[Ground, int], steps: list[tuple[Callable[..., None], str, int, bool, bool, bool]]
) -> None:
    ground, house = book
    often, seldom = Directory(), Directory()
    ground.run_now(house, seldom.names, reads=True)
    for step, name, place, before, stays, after in steps:
        act = partial(looked_at, directory=often, step=partial(step, name=name, place=place), before=before)
        if stays:
            ground.run_now(house, act)
        else:
            with pytest.raises(Rolled):
                ground.run_now(house, partial(thrown_away, act=act))
        if after:
            ground.run_now(house, lambda work: same_as_afresh(often, work), reads=True)
    for directory in (often, seldom):
        ground.run_now(house, lambda work, directory=directory: same_as_afresh(directory, work), reads=True)


def test_whoever_began_before_a_change_does_not_see_it(book: tuple[Ground, int]) -> None:
    ground, house = book
    directory = Directory()

    def act(work: Work) -> None:
        assert directory.names(work).index.exact("Oak") == ()
        ground.run_now(house, lambda other: create(other, "Oak", 0))
        ground.run_now(house, directory.names, reads=True)
        assert directory.names(work).index.exact("Oak") == ()
        same_as_afresh(directory, work)
        same_as_afresh(Directory(), work)

    ground.run_now(house, act, reads=True)
    assert ground.run_now(house, directory.names, reads=True).index.exact("Oak") != ()


def test_a_change_is_read_by_itself(book: tuple[Ground, int]) -> None:
    ground, house = book
    directory = Directory()
    before = ground.run_now(house, directory.names, reads=True)
    ground.run_now(house, lambda work: create(work, "Oak", 0))
    after = ground.run_now(house, directory.names, reads=True)
    assert after.shown is before.shown, "the book was not read again"
    assert after.index.exact("Oak")
    ground.run_now(house, lambda work: work.raise_names_version())
    assert ground.run_now(house, directory.names, reads=True).shown is not after.shown, "who knows what that was"


def test_many_changes_one_by_one(book: tuple[Ground, int]) -> None:
    ground, house = book
    directory = Directory()
    before = ground.run_now(house, directory.names, reads=True)
    for number in range(9):
        ground.run_now(
            house, partial(looked_at, directory=directory, step=partial(create, name=f"Oak {number}", place=0))
        )
    assert ground.run_now(house, directory.names, reads=True).shown is before.shown, "none of them read all of it"
    for number in range(30):
        ground.run_now(house, partial(create, name=f"Willow {number}", place=0))
        ground.run_now(house, partial(same_as_afresh, directory), reads=True)
