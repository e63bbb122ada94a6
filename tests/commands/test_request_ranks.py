"""The ranking of requests kept in memory is the plain formula over what the database holds, whatever has changed."""

import random

import pytest

from bot.asked_requests import AskedRequests
from bot.request_ranks import Yardstick, ranked
from storage.queries.request_weights import SoughtRequests
from storage.tables import Account, FeatureRequest, RequestState, Voice
from storage.work import Work
from tests.chat import World

SIGHTS = (Yardstick(money=True, health=True), Yardstick(money=True, health=False), Yardstick(money=False, health=False))
LISTS = (
    SoughtRequests(),
    SoughtRequests(states=(RequestState.NEW.value,)),
    SoughtRequests(states=(RequestState.NEW.value, RequestState.RECEIVED.value), tier=1),
    SoughtRequests(theme="security"),
)


def same_as_the_formula(work: Work, held: AskedRequests, world: World) -> int:
    """Compares every list in every sight; how many requests were ranked."""
    today, count = world.now.date(), 0
    for by in SIGHTS:
        for sought in LISTS:
            kept, read = ranked(work, sought, by, today, held), ranked(work, sought, by, today)
            points = {id: read.why(id).points for id in work.requests.ids(sought)}
            formula = sorted(points, key=lambda id: (-points[id], id))
            assert list(kept.order) == list(read.order) == formula
            assert kept.by == read.by
            assert [kept.why(id) for id in kept.order] == [read.why(id) for id in read.order]
            count += len(formula)
    return count


async def changed(world: World, what: str, chance: random.Random) -> None:
    """One thing that a ranking follows from is another now."""

    def act(work: Work) -> None:
        work.act_as(1, "test", world.now)
        accounts = [Account.of(row) for row in work.ask(Account.table().select()) if row["deleted_at"] is None]
        some = chance.choice(accounts)
        requests = [FeatureRequest.of(row) for row in work.ask(FeatureRequest.table().select())]
        voices = [Voice.of(row) for row in work.ask(Voice.table().select()) if row["deleted_at"] is None]
        match what:
            case "asked":
                made = work.add(FeatureRequest, title="a wish", asked_by_id=1, theme=chance.choice((None, "security")))
                for account in chance.sample(accounts, 4):
                    said = chance.choice((None, 1, 2, 3, 4))
                    work.add(Voice, request_id=made.id, account_id=account.id, author_id=1, what="it", importance=said)
            case "joined":
                request = chance.choice(requests)
                work.add(Voice, request_id=request.id, account_id=some.id, author_id=1, what="too", importance=4)
            case "taken back":
                work.remove(chance.choice(voices))
            case "received":
                work.change(chance.choice(requests), state="received", heard_at=world.now, pm_id=1)
            case "deleted":
                work.remove(some)
            case "another tier":
                work.change(some, tier=chance.choice((1, 2, 3, 4)))
            case "merged":
                one, other = chance.sample(requests, 2)
                work.change(one, merged_into_id=other.id)

    await world.ground.run(1, act)


@pytest.mark.parametrize("seed", range(3))
async def test_what_is_kept_ranks_as_what_is_read(both: World, seed: int) -> None:
    chance, held = random.Random(seed), AskedRequests()
    await both.chat().says("day")
    for _ in range(8):
        await changed(both, "asked", chance)
    for what in ("joined", "received", "taken back", "another tier", "deleted", "asked", "merged", "joined"):
        await changed(both, what, chance)
        assert await both.look(lambda work: same_as_the_formula(work, held, both)) > 0


async def test_what_is_rolled_back_is_not_kept(both: World) -> None:
    held = AskedRequests()
    await both.chat().says("request Globex SCIM must")

    def fails(work: Work) -> None:
        work.act_as(1, "test", both.now)
        work.add(FeatureRequest, title="never", asked_by_id=1)
        assert len(held.asked(work).states) == 2
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await both.ground.run(1, fails)
    assert await both.look(lambda work: len(held.asked(work).states)) == 1
