"""One thread beneath all copies of an escalation: kept once, told with whom it is shared, and never told to outsiders."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import Bot
from bot.courier import Courier
from bot.meeting import House
from bot.request import Address, Became, Overheard, Place, Sender, SharedFile
from bot.text import as_text
from bot.view import every_button
from bot.workspaces import organization_of
from storage.engine import engine
from storage.ground import Ground, open_ground
from storage.tables import ChangeSet, Member, Remark
from storage.work import Work
from tests.chat import Chat, World
from tests.fakes.wall import Wall
from tests.nudges.company import MONDAY, account, found, member

ENGINEERING = Address("teams", "t", "19:eng", place=Place.PRIVATE)
SUPPORT = Address("slack", "t", "C0SUPPORT", place=Place.PUBLIC)
DANAS = Address("slack", "t", "dm-U0DANA", place=Place.DIRECT)
SAID = MONDAY + timedelta(hours=1)
GUEST = Sender("teams", "t", "U0GUEST", "Gus", outsider=True)
_numbers = itertools.count(1)


def sender(name: str, platform: str) -> Sender:
    return Sender(platform, "t", f"U0{name.upper()}", name, f"{name.lower()}@example.com")


@dataclass
class Threads:
    """Globex's export is down; the card stands in the channels of Engineering and Support, and in Dana's own chat."""

    world: World

    def __post_init__(self) -> None:
        self.slack, self.teams = Wall("slack"), Wall("teams")
        self.courier = Courier(self.world.ground, {"slack": self.slack, "teams": self.teams})

    def chat(self, name: str, where: Address) -> Chat:
        return Chat(self.world, sender(name, where.platform), where)

    async def begin(self) -> "Threads":
        await self.world.bot.meet([sender("Sam", "teams"), sender("Dana", "slack")])
        for where in (ENGINEERING, SUPPORT):
            await self.listed(where)
        await self.chat("Jane", ENGINEERING).says("route Engineering to here")
        await self.chat("Jane", SUPPORT).says("follow Globex here")
        await self.chat("Dana", DANAS).says("escalate Globex sev3 to Engineering: export down")
        await self.delivered()
        return self

    async def listed(self, where: Address, *more: Sender) -> None:
        await self.world.bot.roster(where, [*(sender(name, where.platform) for name in ("Dana", "Sam", "Jane")), *more])

    async def delivered(self) -> None:
        while await self.courier.deliver(self.world.now):
            self.world.passes(seconds=5)

    # ------------------------------------------------------------ what people write

    def wall(self, where: Address) -> Wall:
        return self.slack if where.platform == "slack" else self.teams

    def thread(self, where: Address) -> Address:
        """Beneath the card there."""
        root = next(ref for channel, ref in self.wall(where).standing if channel == where.channel)
        return replace(where, thread=root)

    def said(self, name: str, where: Address, text: str, ref: str = "", **more: object) -> Overheard:
        written = Overheard(
            sender(name, where.platform), self.thread(where), ref or f"m{next(_numbers)}", Became.NEW, SAID, SAID, text
        )
        return replace(written, **more)  # type: ignore[arg-type]  # fields by their names

    async def writes(self, name: str, where: Address, text: str, **more: object) -> Overheard:
        heard = self.said(name, where, text, **more)
        assert await self.world.bot.overhear(heard)
        await self.delivered()
        return heard

    def reads(self, where: Address) -> list[str]:
        """What stands beneath the card there, without the card, oldest first."""
        wall = self.wall(where)
        return [as_text(view) for (channel, ref), view in wall.standing.items() if channel == where.channel][1:]


def remarks(work: Work) -> list[Remark]:
    return [Remark.of(row) for row in work.ask(Remark.table().select().order_by(Remark.table().c.id))]


@pytest.fixture(scope="module")
def begun(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("threads") / "begun.db"
    shutil.copy(sqlite_template, file)
    ground = open_ground(engine(f"sqlite:///{file}"))
    for platform in ("cli", "slack", "teams"):
        ground.run_now(0, lambda work, name=platform: organization_of(work, name, "t", House(), MONDAY))
    ground.run_now(1, _company)
    ground.close()
    return file


def _company(work: Work) -> None:
    found(work)
    work.update(Member, member(work, "jane").id, role="admin")
    account(work, "Globex", tier=2)


@contextmanager
def world_of(begun: Path) -> Iterator[World]:
    file = begun.with_name("now.db")
    for old in begun.parent.glob("now.db*"):
        old.unlink()
    shutil.copy(begun, file)
    ground = open_ground(engine(f"sqlite:///{file}"))
    yield World(ground, MONDAY)
    ground.close()


@pytest.fixture
async def threads(begun: Path) -> AsyncIterator[Threads]:
    with world_of(begun) as world:
        yield await Threads(world).begin()


# ------------------------------------------------------------ one conversation


async def test_a_reply_is_read_beneath_every_copy(threads: Threads) -> None:
    await threads.writes("Sam", ENGINEERING, "We see it too")
    for where in (SUPPORT, DANAS):
        [shared, remark] = threads.reads(where)
        assert "Shared with" in shared
        assert "Engineering’s channel in Teams" in shared
        assert "Sam · Teams · Globex" in remark
        assert "We see it too" in remark
    [shared] = threads.reads(ENGINEERING)
    assert "Dana’s own chat in Slack" in shared
    await threads.writes("Dana", DANAS, "They ask when")
    assert len(threads.reads(DANAS)) == 2
    assert ["They ask when" in said for said in threads.reads(ENGINEERING)] == [False, True]
    assert len(threads.reads(SUPPORT)) == 3


async def test_whoever_was_only_told_is_left_in_peace(threads: Threads) -> None:
    await threads.chat("Sam", replace(DANAS, channel="dm-U0SAM")).says("escalation:1 hand over to Support")
    await threads.delivered()
    await threads.writes("Jane", ENGINEERING, "Who looks at it?")
    assert {to.channel for to, _, _ in threads.slack.posted if to.thread} == {"C0SUPPORT", "dm-U0DANA"}


async def test_a_place_that_comes_later_is_told_and_the_others_hear_of_it(threads: Threads) -> None:
    product = Address("slack", "t", "C0PRODUCT", place=Place.PUBLIC)
    await threads.listed(product)
    await threads.chat("Jane", product).says("route Product Development to here")
    await threads.writes("Sam", ENGINEERING, "Not ours, I think")
    await threads.chat("Sam", ENGINEERING).says("escalation:1 hand over to Product Development")
    await threads.delivered()
    await threads.writes("Sam", ENGINEERING, "Please look")
    [shared, remark] = threads.reads(product)
    assert "Engineering’s channel in Teams" in shared
    assert "Please look" in remark
    assert "Product Development’s channel in Slack" in threads.reads(ENGINEERING)[0]
    assert "Product Development’s channel in Slack" in threads.reads(DANAS)[0]


async def test_the_conversation_goes_on_where_people_write(threads: Threads) -> None:
    """Beneath a newer copy of the card in the same channel, once somebody replies to that."""
    await threads.writes("Sam", ENGINEERING, "First")
    await threads.chat("Sam", ENGINEERING).says("escalation:1 resolved a full disk")
    await threads.chat("Sam", ENGINEERING).says("escalation:1 reopen it fails again")
    await threads.delivered()
    newer = next(ref for (channel, ref), view in reversed(threads.teams.standing.items()) if channel == "19:eng")
    assert newer != threads.thread(ENGINEERING).thread
    await threads.writes("Sam", ENGINEERING, "Second", address=replace(ENGINEERING, thread=newer))
    assert "Second" in threads.reads(DANAS)[-1]
    await threads.writes("Dana", DANAS, "Third")
    to, view, _ = threads.teams.posted[-1]
    assert (to.thread, "Third" in as_text(view)) == (newer, True)
    shared = [to.thread for to, view, old in threads.teams.posted if "Shared with" in as_text(view) and not old]
    assert shared == [threads.thread(ENGINEERING).thread, newer]


async def test_what_is_edited_and_deleted_follows(threads: Threads) -> None:
    heard = await threads.writes("Sam", ENGINEERING, "A fix is on its way to the customer Jane Doe")
    later = replace(heard, became=Became.EDITED, at=SAID + timedelta(minutes=1), text="A fix is in test")
    assert await threads.world.bot.overhear(later)
    await threads.delivered()
    assert "A fix is in test" in threads.reads(DANAS)[1]
    assert "edited" in threads.reads(DANAS)[1]
    gone = replace(heard, became=Became.DELETED, at=SAID + timedelta(minutes=2), text="")
    assert await threads.world.bot.overhear(gone)
    await threads.delivered()
    for where in (DANAS, SUPPORT):
        assert threads.reads(where)[1].strip() == "Sam (Teams) took back what stood here."
    kept = await threads.world.look(lambda work: [work.ask(table.select()) for table in Remark.metadata.sorted_tables])
    assert "in test" not in str(kept)
    assert "Jane Doe" not in str(kept)


async def test_what_is_deleted_goes_even_when_the_escalation_went_first(threads: Threads) -> None:
    heard = await threads.writes("Sam", ENGINEERING, "Wrong customer, sorry")
    await threads.chat("Dana", DANAS).says("undo")
    assert not await threads.world.bot.overhear(threads.said("Sam", ENGINEERING, "Anybody here?"))
    assert await threads.world.bot.overhear(replace(heard, became=Became.DELETED, at=SAID + timedelta(minutes=2)))
    await threads.delivered()
    assert "Wrong customer" not in "".join((*threads.slack.reads, *threads.teams.reads))


async def test_text_is_text(threads: Threads) -> None:
    await threads.writes("Sam", ENGINEERING, "<!channel> *now* <@U0DANA> in <#C9> <https://evil.example|your bank>")
    assert "<!channel> *now* @Dana in a channel <https://evil.example|your bank>" in threads.reads(SUPPORT)[1]


async def test_no_text_breaks_it(threads: Threads) -> None:
    for text in ("\0a\ud800b", "x" * 40_000, "<at>Everyone</at>\r\n```code```", "👩🏽‍🚀"):
        await threads.writes("Sam", ENGINEERING, text)
    kept = [one.words.value for one in await threads.world.look(remarks)]
    assert [len(words) for words in kept] == [3, 12_053, 29, 4]
    assert kept[1].endswith("… (28000 more characters stand where it was written)")


# ------------------------------------------------------------ in any order, any number of times


@dataclass(frozen=True)
class Deed:
    """What became of one of two messages, and when. number: of the message."""

    number: int
    became: Became
    minute: int

    @property
    def text(self) -> str:
        return f"message {self.number} as of {self.minute}" if self.became is not Became.DELETED else ""


deeds = st.builds(
    Deed, st.integers(1, 2), st.sampled_from((Became.EDITED, Became.EDITED, Became.DELETED)), st.integers(1, 4)
) | st.builds(Deed, st.integers(1, 2), st.just(Became.NEW), st.just(0))
deliveries = st.lists(st.tuples(deeds, st.booleans()), min_size=1, max_size=9)


@settings(max_examples=20, deadline=None)
@given(deliveries)
def test_each_message_is_there_once_in_its_last_state(begun: Path, taken: list[tuple[Deed, bool]]) -> None:
    """However often what happened to it is delivered, in whatever order, and whatever is lost of it; and whether or not
    something was sent meanwhile."""
    with world_of(begun) as world, asyncio.Runner() as runner:
        runner.run(_told(Threads(world), taken))


async def _told(threads: Threads, taken: list[tuple[Deed, bool]]) -> None:
    await threads.begin()
    for deed, sends in taken:
        at = SAID + timedelta(minutes=deed.minute)
        heard = threads.said("Sam", ENGINEERING, deed.text, f"m-{deed.number}", became=deed.became, at=at)
        await threads.world.bot.overhear(heard)
        if sends:
            await threads.delivered()
    await threads.delivered()
    kept = {one.ref: one for one in await threads.world.look(remarks)}
    for number in (1, 2):
        told = [deed for deed, _ in taken if deed.number == number]
        remark = kept.pop(f"m-{number}", None)
        assert (remark is None) == (not told)
        if remark is None:
            continue
        last = max(told, key=lambda deed: (deed.minute, deed.became is Became.DELETED))
        assert (remark.words.value, remark.deleted_at is None) == (last.text, last.became is not Became.DELETED)
        for where in (SUPPORT, DANAS):
            copies = [said for said in threads.reads(where) if f"message {number} " in said or "took back" in said]
            if last.text:
                assert sum(last.text in said for said in copies) == 1
            assert sum(f"message {number} " in said for said in copies) == bool(last.text)
    assert kept == {}


async def test_processes_that_hear_the_same_at_once_keep_it_once(ground: Ground) -> None:
    """On each engine; and what two people say at once is both there."""
    for platform in ("cli", "slack", "teams"):
        await ground.run(0, lambda work, name=platform: organization_of(work, name, "t", House(), MONDAY))
    await ground.run(1, _company)
    threads = await Threads(World(ground, MONDAY)).begin()
    same, other = threads.said("Sam", ENGINEERING, "the same"), threads.said("Jane", ENGINEERING, "another")
    gone = replace(same, became=Became.DELETED, at=SAID + timedelta(minutes=1))
    bots = [Bot(ground, House(), lambda: MONDAY) for _ in range(3)]
    heard = await asyncio.gather(*(bot.overhear(one) for bot in bots for one in (same, other, gone)))
    assert all(heard)
    await threads.delivered()
    kept = {one.words.value: one.deleted_at is not None for one in await threads.world.look(remarks)}
    assert kept == {"": True, "another": False}
    assert sum("another" in said for said in threads.reads(DANAS)) == 1
    assert not any("the same" in said for said in threads.reads(DANAS))


# ------------------------------------------------------------ who may read it


async def test_nothing_goes_where_outsiders_read(threads: Threads) -> None:
    await threads.listed(SUPPORT, replace(GUEST, platform="slack"))
    await threads.writes("Sam", ENGINEERING, "Do not tell them yet")
    assert threads.reads(SUPPORT) == []
    assert "Slack" not in threads.reads(DANAS)[0].split("Shared with")[1].split(":")[0]
    assert not await threads.world.bot.overhear(threads.said("Dana", SUPPORT, "Hello from among guests"))
    assert len(await threads.world.look(remarks)) == 1


async def test_a_copy_is_not_sent_where_outsiders_have_come_meanwhile(threads: Threads) -> None:
    await threads.writes("Sam", ENGINEERING, "First")
    before = len(threads.reads(SUPPORT))
    assert await threads.world.bot.overhear(threads.said("Sam", ENGINEERING, "Not for guests"))
    await threads.listed(SUPPORT, replace(GUEST, platform="slack"))
    await threads.delivered()
    assert len(threads.reads(SUPPORT)) == before
    assert "Not for guests" in threads.reads(DANAS)[-1]
    assert not any("Not for guests" in said for said in threads.slack.said if said not in threads.reads(DANAS))


async def test_guests_say_nothing(threads: Threads) -> None:
    heard = replace(threads.said("Sam", ENGINEERING, "hello"), sender=GUEST)
    for became in Became:
        assert not await threads.world.bot.overhear(replace(heard, became=became))
    assert await threads.world.look(remarks) == []


async def test_other_threads_are_none_of_our_business(threads: Threads) -> None:
    bot = threads.world.bot
    assert await bot.listens(replace(threads.thread(ENGINEERING), place=Place.SHARED))
    assert not await bot.listens(ENGINEERING)
    assert not await bot.listens(replace(ENGINEERING, thread="another"))
    assert not await bot.listens(replace(ENGINEERING, channel="19:else", thread=threads.thread(ENGINEERING).thread))
    elsewhere = replace(threads.said("Sam", ENGINEERING, "secret"), address=replace(ENGINEERING, thread="another"))
    assert not await bot.overhear(elsewhere)
    assert await threads.world.look(remarks) == []


async def test_what_is_said_to_bailey_is_not_told_to_others(threads: Threads) -> None:
    assert not await threads.world.bot.overhear(threads.said("Sam", ENGINEERING, "account Globex", to_bailey=True))
    assert await threads.world.look(remarks) == []


# ------------------------------------------------------------ in one's own chat


@pytest.mark.parametrize("line", ["escalation:1 update on it", "/log call Globex 30m", "account Globex", "undo"])
async def test_in_an_own_chat_a_command_stays_one(threads: Threads, line: str) -> None:
    assert not await threads.world.bot.overhear(threads.said("Dana", DANAS, line))
    assert await threads.world.look(remarks) == []


async def test_words_that_are_no_command_after_all_are_offered_to_the_others(threads: Threads) -> None:
    chat = threads.chat("Dana", threads.thread(DANAS))
    await chat.says("log in fails for all of them", bare=True)
    assert not chat.done
    await chat.presses("Say it in the thread")
    await threads.delivered()
    assert "log in fails for all of them" in threads.reads(ENGINEERING)[-1]


async def test_nobody_speaks_in_somebody_elses_chat(threads: Threads) -> None:
    assert not await threads.world.bot.overhear(threads.said("Sam", DANAS, "hello"))


# ------------------------------------------------------------ by commands, and what is kept


async def test_a_reply_from_anywhere(threads: Threads) -> None:
    chat = threads.chat("Sam", Address("teams", "t", "dm-U0SAM", place=Place.DIRECT))
    said = await chat.says("escalation:1 say: we see it too, since 9:00")
    assert "Said in 3 threads" in said
    await threads.delivered()
    for where in (ENGINEERING, SUPPORT, DANAS):
        assert "we see it too, since 9:00" in threads.reads(where)[-1]
    await chat.says("undo")
    await threads.delivered()
    for where in (ENGINEERING, SUPPORT, DANAS):
        assert "took back" in threads.reads(where)[-1]


async def test_all_of_it_is_on_the_escalation_and_its_writing_in_the_audit(threads: Threads) -> None:
    for number in range(10):
        at = SAID + timedelta(minutes=number)
        await threads.writes("Sam", ENGINEERING, f"word {number}", said_at=at, at=at)
    chat = threads.chat("Jane", DANAS)
    shown = await chat.says("escalations escalation:1")
    assert "Said in the thread" in shown
    assert "“word 9”" in shown
    assert "word 1”" not in shown
    assert "“word 1”" in await chat.says(chat.next_page)
    audit = await chat.says("audit Globex changes")
    assert "Sam thread: wrote in a thread about Globex" in audit
    assert "word 9" not in audit


async def test_undo_means_commands(threads: Threads) -> None:
    """What was written in a thread is deleted there."""
    chat = threads.chat("Sam", replace(DANAS, channel="dm-U0SAM"))
    await chat.says("escalation:1 take")
    await threads.writes("Sam", ENGINEERING, "on it")
    assert "escalation at Globex" in await chat.says("undo")
    sets = await threads.world.look(lambda work: [ChangeSet.of(row) for row in work.ask(ChangeSet.table().select())])
    assert [one.undone_by_id for one in sets if one.command == "thread"] == [None]


# ------------------------------------------------------------ files


TRACE = SharedFile("trace.log", "https://slack.example/files/trace.log")


async def test_files_are_named_and_passed_on_by_a_press(threads: Threads) -> None:
    await threads.writes("Dana", DANAS, "Here is what they sent", files=(TRACE,))
    copy = threads.reads(ENGINEERING)[-1]
    assert "trace.log" in copy
    assert "Pass on" in copy
    assert TRACE.link not in str(threads.teams.views)
    chat = threads.chat("Sam", ENGINEERING)
    line = next(button.line for button in every_button(threads.teams.views[-1].blocks) if button.label == "Pass on")
    assert "Passed on: trace.log" in await chat.says(line)
    await threads.delivered()
    assert TRACE.link in str(threads.teams.standing)
    assert "Passed on by Sam" in threads.reads(ENGINEERING)[-1]
    await chat.says("undo")
    await threads.delivered()
    assert TRACE.link not in str(threads.teams.standing)


async def test_a_file_that_nobody_can_link_to_is_named_alone(threads: Threads) -> None:
    await threads.writes("Dana", DANAS, "", files=(SharedFile("a picture"),))
    assert "With a picture, which stays in Slack." in threads.reads(ENGINEERING)[-1]
    assert "There is no file to pass on" in await threads.chat("Sam", ENGINEERING).says("escalation:1 files")
