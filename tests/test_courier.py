"""What is said unasked: in order, once, at its pace, to whoever can be reached, drawn at the last moment."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.courier import TRIES, Courier
from bot.living import living
from bot.platform import Pace
from bot.request import Address, Later, Never, Outcome, Place
from bot.scene import Scene
from bot.view import Bold, Button, Buttons, DrawnView, Text, View, spans, to_json
from storage.tables import Identity, Member, OutboxMessage, Role
from storage.work import Work
from tests.chat import World
from tests.fakes.wall import Wall

ROOM = "slack|T1|C1||private"
matters: dict[int, str | None] = {}
broken: set[int] = set()


@living("matter", names=lambda scene, id: spans("matter ", Bold(str(id))))
def matter(scene: Scene, id: int) -> View | None:
    """A card about whatever a test says."""
    if id in broken:
        raise RuntimeError("this card is broken")
    said = matters.get(id)
    if said is None:
        return None
    return View((Text((f"{said}, {scene.member.name}.",)), Buttons((Button("Undo", "undo"),))), "A matter")


@pytest.fixture(autouse=True)
def nothing_said() -> None:
    matters.clear()
    broken.clear()


class Post:
    """Dana, who is reached on Slack or else on Teams, and Omar, the admin."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.slack, self.teams = Wall("slack"), Wall("teams")
        self.courier = Courier(world.ground, {"slack": self.slack, "teams": self.teams})
        self.dana = self.omar = 0

    async def begin(self) -> "Post":
        def act(work: Work) -> tuple[int, int]:
            dana, omar = work.people.by_email("dana@example.com"), work.people.by_email("omar@example.com")
            assert dana is not None
            assert omar is not None
            for platform, member in (("teams", dana), ("slack", dana), ("slack", omar)):
                work.insert(Identity, member_id=member.id, platform=platform, tenant="T1", user=member.name)
            work.update(Member, omar.id, role=Role.ADMIN.value)
            return dana.id, omar.id

        self.dana, self.omar = await self.world.ground.run(1, act)
        return self

    async def put(
        self, key: str, said: str = "", to: str = "", *, card: str = "", due_at: datetime | None = None
    ) -> None:
        view = "" if card else to_json(View((Text((said or key,)),), "Said"))
        address = to or f"member:{self.dana}"
        await self.do(
            lambda work: work.messages.put(key, address, view, self.dana, self.world.now, due_at=due_at, card=card)
        )

    async def do(self, act: Callable[[Work], object]) -> None:
        await self.world.ground.run(1, act)

    async def deliver(self, **later: float) -> int:
        self.world.passes(**later)
        return await self.courier.deliver(self.world.now)

    async def message(self, key: str) -> OutboxMessage:
        found = await self.world.look(lambda work: work.messages.said(key))
        assert found is not None
        return found


@pytest.fixture
async def post(both: World) -> Post:
    return await Post(both).begin()


# ------------------------------------------------------------ messages


async def test_in_order_and_once(post: Post) -> None:
    for number in range(5):
        await post.put(f"message {number}")
    assert await post.deliver() == 5
    assert post.slack.said == [f"message {number}" for number in range(5)]
    assert await post.deliver() == 0
    assert (await post.message("message 3")).state == "sent"


async def test_at_the_pace_of_the_platform(post: Post) -> None:
    post.slack.pace = Pace(60)
    for number in range(3):
        await post.put(f"message {number}")
    await post.put("elsewhere", to=ROOM)
    assert await post.deliver() == 2
    assert await post.deliver(seconds=59) == 0
    assert await post.deliver(seconds=2) == 1
    assert await post.deliver(seconds=61) == 1


async def test_a_failure_is_tried_again_and_others_pass(post: Post) -> None:
    post.slack.outcomes = [Later(20, "Slack broke")]
    await post.put("first")
    await post.put("second")
    await post.deliver()
    assert post.slack.said == ["second"]
    await post.deliver(seconds=19)
    assert post.slack.said == ["second"]
    await post.deliver(seconds=5)
    assert post.slack.said == ["second", "first"]


async def test_when_the_platform_is_busy_everything_waits_in_order(post: Post) -> None:
    post.slack.outcomes = [Later(20, "ratelimited", busy=True)]
    await post.put("first")
    await post.put("second")
    await post.deliver()
    assert post.slack.said == []
    await post.deliver(seconds=21)
    assert post.slack.said == ["first", "second"]
    assert (await post.message("first")).attempts == 1


async def test_what_may_have_arrived_is_looked_for(post: Post) -> None:
    post.slack.outcomes = [Later(5, "lost", unsure=True), Later(5, "lost", unsure=True)]
    await post.put("here")
    await post.deliver()
    post.slack.marks[await mark(post, "here")] = "17.1"
    await post.deliver(seconds=30)
    assert (await post.message("here")).ref == "17.1"
    assert post.slack.said == []
    await post.put("nowhere")
    await post.deliver()
    await post.deliver(seconds=30)
    assert post.slack.said == ["nowhere"]


async def test_a_courier_that_died_is_followed_by_one_that_looks(post: Post) -> None:
    lease = timedelta(seconds=60)
    await post.put("sent and not settled")
    await post.put("not begun")
    now = post.world.now
    [claim] = await post.world.ground.run(0, lambda work: work.messages.claim(now, lease, 1), committed=True)
    post.slack.marks[await mark(post, "sent and not settled")] = "17.1"
    assert claim.message.key == "sent and not settled"
    assert await post.deliver(seconds=59) == 0
    assert await post.deliver(seconds=2) == 2
    assert post.slack.said == ["not begun"]
    assert (await post.message("sent and not settled")).ref == "17.1"


async def mark(post: Post, key: str) -> str:
    message = await post.message(key)
    return f"{message.id}.{int(message.created_at.timestamp())}"


async def test_what_is_due_later_is_sent_then(post: Post) -> None:
    await post.put("tomorrow", due_at=post.world.now + timedelta(days=1))
    assert await post.deliver() == 0
    assert await post.deliver(days=1) == 1


# ------------------------------------------------------------ who cannot be reached


async def test_the_other_platform_and_then_the_admins_once(post: Post) -> None:
    post.slack.nobody = {"Dana Keller"}
    await post.put("first")
    await post.deliver()
    assert post.teams.said == ["first"]
    post.teams.outcomes = [Never("the person has blocked Bailey")] * 2
    await post.put("second")
    await post.put("third")
    await post.deliver()
    assert (await post.message("second")).state == "failed"
    [told] = post.slack.said
    assert "I could not reach Dana" in told
    assert "has blocked Bailey" in told
    omar = post.world.chat("omar@example.com")
    said = await omar.says("status")
    assert "2 messages could not be delivered" in said
    assert "to Dana" in said
    assert "has blocked Bailey" in said


async def test_an_admin_who_cannot_be_reached_is_not_told_so(post: Post) -> None:
    post.slack.outcomes = [Never("gone")] * 5
    await post.put("first", to=f"member:{post.omar}")
    assert await post.deliver() == 1
    assert post.slack.said == []


async def test_after_days_of_tries_it_is_given_up(post: Post) -> None:
    post.slack.outcomes = [Later(0, "Slack broke")] * TRIES
    await post.put("first", to=ROOM)
    for _ in range(TRIES):
        await post.deliver(hours=1.1)
    assert (await post.message("first")).state == "failed"
    assert post.world.now - (await post.message("first")).created_at > timedelta(days=3)


async def test_whoever_left_gets_nothing(post: Post) -> None:
    await post.put("first")
    now = post.world.now
    await post.do(lambda work: work.update(Member, post.dana, left_at=now))
    await post.deliver()
    assert post.slack.said == post.teams.said == []
    assert (await post.message("first")).state == "dropped"


# ------------------------------------------------------------ living cards


async def test_a_card_is_drawn_when_it_is_sent_and_every_copy_is_edited(post: Post) -> None:
    matters[1] = "Open"
    await post.put("to Dana", card="matter:1")
    await post.put("to Omar", to=f"member:{post.omar}", card="matter:1")
    matters[1] = "Still open"
    await post.deliver()
    assert sorted(post.slack.reads) == ["Still open, Dana Keller.\n[Undo]", "Still open, Omar Said.\n[Undo]"]
    matters[1] = "Closed"
    await post.do(lambda work: work.messages.redraw("matter:1", post.world.now))
    await post.do(lambda work: work.messages.redraw("matter:1", post.world.now))
    assert await post.deliver() == 2
    assert sorted(post.slack.reads) == ["Closed, Dana Keller.\n[Undo]", "Closed, Omar Said.\n[Undo]"]
    nonces = {view.nonce for view in post.slack.views}
    assert len(nonces) == 4  # an edited card may be pressed again


async def test_what_is_no_longer_true_is_not_said(post: Post) -> None:
    await post.put("first", card="matter:1")
    await post.deliver()
    assert post.slack.said == []
    assert (await post.message("first")).state == "dropped"


async def test_a_newer_copy_in_the_same_chat_stands_for_the_older(post: Post) -> None:
    matters[1] = "Open"
    await post.put("first", card="matter:1")
    await post.deliver()
    await post.put("again", card="matter:1")
    await post.deliver()
    await post.deliver()
    assert post.slack.reads == ["The card for matter 1 moved down.", "Open, Dana Keller.\n[Undo]"]
    matters[1] = "Closed"
    await post.do(lambda work: work.messages.redraw("matter:1", post.world.now))
    assert await post.deliver() == 1
    assert post.slack.reads == ["The card for matter 1 moved down.", "Closed, Dana Keller.\n[Undo]"]


async def test_what_changes_while_it_is_being_sent_is_edited_at_once(post: Post) -> None:
    matters[1] = "Open"

    class Meanwhile(Wall):
        async def send(self, to: Address, view: DrawnView, replacing: str = "", mark: str = "") -> Outcome:
            if not replacing:
                matters[1] = "Closed"
                await post.do(lambda work: work.messages.redraw("matter:1", post.world.now))
            return await super().send(to, view, replacing, mark)

    post.slack = Meanwhile("slack")
    post.courier = Courier(post.world.ground, {"slack": post.slack})
    await post.put("first", card="matter:1")
    await post.deliver()
    assert post.slack.reads == ["Closed, Dana Keller.\n[Undo]"]


async def test_a_card_whose_message_is_gone_is_left_alone(post: Post) -> None:
    matters[1] = "Open"
    await post.put("first", card="matter:1")
    await post.deliver()
    post.slack.standing.clear()
    matters[1] = "Closed"
    await post.do(lambda work: work.messages.redraw("matter:1", post.world.now))
    assert await post.deliver() == 1
    assert await post.world.look(lambda work: work.messages.copies("matter:1")) == []
    assert len(post.slack.said) == 1  # nobody is told


async def test_a_card_that_cannot_be_drawn_delays_no_other(post: Post) -> None:
    matters[2] = "Fine"
    broken.add(1)
    await post.put("broken", card="matter:1")
    await post.put("fine", to=f"member:{post.omar}", card="matter:2")
    await post.deliver()
    assert post.slack.said == ["Fine, Omar Said.\n[Undo]"]
    broken.clear()
    matters[1] = "Mended"
    await post.deliver(minutes=2)
    assert "Mended, Dana Keller.\n[Undo]" in post.slack.said


async def test_a_card_is_drawn_for_whoever_reads_it(post: Post) -> None:
    address = str(Address("slack", "T1", "C9", place=Place.SHARED))
    matters[1] = "Open"
    await post.put("first", to=address, card="matter:1")
    await post.deliver()
    assert post.slack.said == ["Open, Dana Keller."]  # outsiders may press nothing
