"""What somebody may not see reaches them in no form: not in words, in buttons, in errors, in totals, in what is kept."""

import asyncio
import json
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.courier import Courier
from bot.permissions import CLEARANCES, SEES_ALL_NOTES
from bot.request import Place, Sender
from bot.text import as_text
from bot.view import DrawnView, to_json
from storage.tables import Account, Activity, Contract, HealthScore, Member, NextStep, ReferenceAsk, Renewal, Role
from storage.work import Work
from tests.chat import Chat, World
from tests.fakes.wall import Wall

# Values that stand nowhere else, planted in every sensitive field of every account.
NOTE, STEP, WHY = "sentinelnote", "sentinelstep", "sentinelwhy"
FORECAST = "best case"  # of every open renewal
HEALTH = 13
ARR = 777_131_00  # of each contract; totals of up to a hundred of them are looked for as well
FIGURES = tuple(f"{777_131 * count:,}" for count in range(1, 121))


def plant(work: Work) -> None:
    for row in work.ask(Activity.table().select()):
        work.update(Activity, row["id"], note=f"{NOTE}{row['id']}")
    for row in work.ask(NextStep.table().select()):
        work.update(NextStep, row["id"], text=f"{STEP}{row['id']}")
    for row in work.ask(Account.table().select()):
        work.update(Account, row["id"], health=HEALTH)
    for row in work.ask(Contract.table().select()):
        work.update(Contract, row["id"], arr_minor=ARR)
    for row in work.ask(Renewal.table().select()):
        amounts = {"base_minor": ARR, "amount_minor": 2 * ARR} if row["outcome"] else {}
        said = {"reason": f"{WHY}{row['id']}", "evidence": f"{WHY}{row['id']}"}
        work.update(Renewal, row["id"], forecast=FORECAST, **said, **amounts)
    for row in work.ask(ReferenceAsk.table().select()):
        work.update(ReferenceAsk, row["id"], influence_minor=ARR, currency="EUR")


async def ask(world: World) -> None:
    """Two requests, one with wordings that differ, a programme and what somebody likes."""
    dana, jane = world.chat("dana@example.com"), world.chat("jane@example.com")
    for line in (
        "request Acme Corp SCIM provisioning, leavers after 30 days must",
        "request Globex SCIM, leavers after 90 days join:1",
        "request Nordbank dark mode", "feedback Globex + love dashboards", "feedback Acme Corp - slow exports",
    ):  # fmt: skip
        await dana.says(line)
    for line in ("beta Early of request:1", "beta:1 nominate Globex", "beta:1 nominate Acme Corp"):
        await jane.says(line)


@pytest.fixture
def planted(world: World) -> World:
    with asyncio.Runner() as runner:
        runner.run(ask(world))
    world.ground.run_now(1, plant)
    return world


@dataclass(frozen=True)
class Seen:
    """What came out of an answer, in every form it takes."""

    text: str
    json: str

    @classmethod
    def of(cls, view: DrawnView) -> "Seen":
        return cls(as_text(view), json.dumps(json.loads(to_json(view)), ensure_ascii=False))

    def shows(self, *words: str) -> bool:
        return any(word in form for word in words for form in (self.text, self.json))

    @property
    def money(self) -> bool:
        bare = tuple(figure.replace(",", "") for figure in FIGURES)
        return self.shows(*FIGURES, *bare, str(ARR))

    @property
    def health(self) -> bool:
        return self.shows(f"{HEALTH}/100", f"Health {HEALTH}", f"health {HEALTH}", f'"{HEALTH}"', FORECAST)


LINES = (
    "account Acme Corp", "account Globex", "account Globex arr", "account Globex health", "account Acme renewal",
    "account Globex last contact", "accounts", "accounts all", "accounts all by arr", "accounts all by arr page 2",
    "accounts renewing 90d", "accounts all tier 1", "accounts without owner", "accounts owner @sam", "activities",
    "activities Globex", "activities by dana", "activities Acme Corp type call", "day", "next", "next Globex", "next Acme",
    "renewals", "renewals team", "renewals team by arr", "renewals team best case", "renewals team overdue",
    "renewals team by forecast 180d", "renewal Globex", "renewal Acme", "renewal Globex commit",
    "renewal #1 churned: pricing",
    "retention", "retention 2026", "retention 2026 churn", "retention 2026 expansion", "retention 2026 unsigned",
    "retention 2026 start", "contract Globex", "contract Globex 20k", "account Globex renewal", "settings",
    "settings rate USD 0.92 on 2026-01-01",
    "team", "status", "help", "edit 1", "edit 30", "edit 500", "delete 500", "done 1", "done 2", "move 2 Fri", "share 500",
    "join 500 meeting:499", "goal Globex", "undo change:1", "how is Globex doing?", "what is the arr of Globex",
    "how healthy is Globex?", "log call Globex 30m", "merge Globex into Initech", "alias Globex = Initech",
    "requests", "requests mine", "requests Globex", "requests tier 1", "request:1", "request:2", "variance 1", "betas",
    "beta:1", "request Globex SCIM", "request Globex dark mode", "interview request:1", "questions",
    "question request:1 which directory?", "question:1", "likes", "dislikes", "request:1 received",
    "request:1 declined: no", "account Globex",
    "reference case study", "reference Globex", "reference Acme Corp", "reference Globex overview", "use case Initech",
    "reference ask Initech logo: a slide", "asks", "ask:1", "ask:3 approve", "opinion Globex yes", "owes", "owes Globex",
    "fyi Globex they call", "fyis", "fyi:1", "win Globex live", "wins team", "nominate Globex", "verdict Globex not",
    "brief Globex", "brief Acme Corp", "brief", "calendar", "wrap-up", "wrap-up accept:event:1",
    "escalate Globex sev3 export down", "escalations team", "escalations Globex", "escalation:1 take", "complaints",
    "complaint Globex Support is slow", "problem Globex, Acme exports fail", "problems", "unresponsive Globex", "route",
    "form escalate Globex", "form escalation:1 resolve",
    "form edit activity:500", "form next account:#1", "nonsense Globex", "account Globx", "log call Glob",
)  # fmt: skip
WHO = {
    "dana": Role.CSM, "sam": Role.CSM, "jane": Role.LEAD, "omar": Role.ADMIN, "paul": Role.SALES, "ines": Role.SUPPORT,
    "lee": Role.ENGINEERING, "mia": Role.MARKETING, "vera": Role.VIEWER,
}  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    who=st.sampled_from([*WHO, "guest"]),
    place=st.sampled_from(Place),
    lines=st.lists(st.sampled_from(LINES), max_size=3),
)
def test_nobody_is_shown_what_is_not_for_them(planted: World, who: str, place: Place, lines: list[str]) -> None:
    chat = planted.chat(f"{who}@example.com", place=place, channel=f"room-{place}")
    if who == "guest":
        chat.sender = Sender("cli", "t", "guest", "Guest", "dana@example.com", outsider=True)
    with asyncio.Runner() as runner:
        for line in lines:
            runner.run(chat.says(line))
            assert chat.last is not None
            seen = Seen.of(chat.last.view)
            assert NOTE not in chat.last.view.summary
            assert STEP not in chat.last.view.summary
            assert WHY not in chat.last.view.summary
            member, notes, steps, reasons = runner.run(planted.look(lambda work: readable(work, chat.sender)))
            if member is None or member.outsider or place is Place.SHARED:
                assert not seen.money, seen.text
                assert not seen.health, seen.text
                assert not seen.shows(NOTE, STEP, WHY, "Initech", "Nordbank", "Dana Keller"), seen.text
                continue
            assert "money" in CLEARANCES[member.role] or not seen.money, seen.text
            assert "health" in CLEARANCES[member.role] or not seen.health, seen.text
            if member.role not in SEES_ALL_NOTES:
                assert words(seen, NOTE) <= notes, seen.text
                assert words(seen, STEP) <= steps, seen.text
                assert words(seen, WHY) <= reasons, seen.text


def words(seen: Seen, sentinel: str) -> set[str]:
    return {
        sentinel + "".join(iter_digits(part)) for form in (seen.text, seen.json) for part in form.split(sentinel)[1:]
    }


def iter_digits(text: str) -> str:
    return text[: len(text) - len(text.lstrip("0123456789"))]


def readable(work: Work, sender: Sender) -> tuple[Member | None, set[str], set[str], set[str]]:
    """The asker, and the notes, steps and reasons that are of their accounts or by their own hand."""
    member = work.people.by_identity(sender.platform, sender.tenant, sender.user)
    if member is None:
        return None, set(), set(), set()
    mine = {account.id for account in work.accounts.of_member(member.id)}
    notes = {
        f"{NOTE}{row['id']}"
        for row in work.ask(Activity.table().select())
        if row["account_id"] in mine or row["logged_by_id"] == member.id
    }
    steps = {
        f"{STEP}{row['id']}"
        for row in work.ask(NextStep.table().select())
        if row["account_id"] in mine or row["owner_id"] == member.id
    }
    reasons = {f"{WHY}{row['id']}" for row in work.ask(Renewal.table().select()) if row["account_id"] in mine}
    return member, notes, steps, reasons


# ------------------------------------------------------------ what follows from a secret


async def test_the_order_by_money_is_a_figure_as_well(world: World) -> None:
    vera = world.chat("vera@example.com")
    by_name = await vera.says("accounts all")
    by_arr = await vera.says("accounts all by arr")
    assert "Sorted by name: the order by ARR is not for your role." in by_arr
    assert names(by_arr) == names(by_name)
    paul = world.chat("paul@example.com")
    assert names(await paul.says("accounts all by arr")) != names(await paul.says("accounts all"))


def turn(work: Work, clearance: str) -> None:
    """Whoever paid most pays least; or whoever was well is not."""
    if clearance == "money":
        for row in work.ask(Contract.table().select()):
            work.update(Contract, row["id"], arr_minor=10**15 // (row["arr_minor"] + 1))
        return
    for row in work.ask(Account.table().select()):
        work.update(Account, row["id"], health=100 - (row["health"] or 0))
    for row in work.ask(HealthScore.table().select()):
        if row["score"] is not None:
            work.update(HealthScore, row["id"], score=100 - row["score"])


@pytest.mark.parametrize("clearance", ["money", "health"])
async def test_what_may_not_be_seen_moves_no_rank(world: World, clearance: str) -> None:
    await ask(world)
    lines = (
        "requests",
        "requests tier 1",
        "request:1",
        "request:2",
        "variance 1",
        "beta:1",
        "betas",
        "interview request:1",
    )
    before = {(who, line): await world.chat(f"{who}@example.com").says(line) for who in WHO for line in lines}
    world.ground.run_now(1, lambda work: turn(work, clearance))
    moved = set()
    for (who, line), said in before.items():
        now = await world.chat(f"{who}@example.com").says(line)
        if clearance not in CLEARANCES[WHO[who]]:
            assert now == said, (who, line)
        moved |= {who} if now != said else set()
    assert "jane" in moved, "what may be seen is counted"


def names(said: str) -> list[str]:
    return [line.split("  ")[0] for line in said.splitlines() if "d ago" in line or "today" in line]


async def test_hidden_fields_are_counted(world: World) -> None:
    said = await world.chat("vera@example.com").says("account Globex arr")
    assert said == "Globex\n1 field hidden here."
    assert "€" not in (said := await world.chat("mia@example.com").says("account Acme Corp"))
    assert "fields hidden here." in said
    assert "hidden" not in await world.chat("jane@example.com").says("account Acme Corp")


async def test_an_edit_by_somebody_off_the_team_neither_shows_nor_loses_the_note(world: World) -> None:
    dana, mia = world.chat(), world.chat("mia@example.com")
    await mia.says("help")
    await dana.says("log call Acme Corp 30m by mia the renewal is shaky")
    line = dana.buttons["Edit"]
    assert "shaky" not in await mia.says(line)
    assert mia.last is not None
    assert "shaky" not in as_text(mia.last.view)
    assert "Acme Corp · call · 45 min" in await mia.fills(length="45m")
    assert "shaky" not in as_text(mia.last.view)
    assert "“the renewal is shaky”" in await dana.says("activities Acme Corp today")


async def test_undo_of_another_persons_secret_tells_nothing_of_it(world: World) -> None:
    dana, vera = world.chat(), world.chat("vera@example.com")
    await dana.says("log note Acme Corp they will leave us")
    assert "leave" not in await vera.says(dana.buttons["Undo"])
    assert not vera.done


# ------------------------------------------------------------ what is shared


async def shared(world: World, *readers: Chat, before: Chat | None = None, later: float = 0) -> tuple[str, str]:
    """What Dana is told of her share, and what is posted, where these read along (and `before` joins before posting)."""
    dana = world.chat(channel="room", place=Place.PRIVATE)
    await dana.says("help")
    room = [dana.sender, *(reader.sender for reader in readers)]
    await world.bot.roster(dana.address, room)
    await dana.says("log call Acme Corp 30m the renewal is shaky")
    said = await dana.presses("Share")
    if before is not None:
        await world.bot.roster(dana.address, [*room, before.sender])
    wall = Wall()
    world.passes(hours=later)
    await Courier(world.ground, {"cli": wall}).deliver(world.now)
    return said, "\n".join(Seen.of(view).text + Seen.of(view).json + view.summary for view in wall.views)


async def known(world: World, *names: str) -> list[Chat]:
    chats = [world.chat(f"{name}@example.com") for name in names]
    for chat in chats:
        await chat.says("help")
    return chats


async def test_the_team_reads_the_note_that_is_shared(world: World) -> None:
    said, posted = await shared(world, *await known(world, "sam", "jane"))
    assert "Shared here." in said
    assert "Acme Corp · call · 30 min · today · Dana" in posted
    assert "the renewal is shaky" in posted


async def test_one_viewer_in_the_channel_and_the_note_is_left_out(world: World) -> None:
    _, posted = await shared(world, *await known(world, "sam", "vera"))
    assert "Acme Corp · call · 30 min · today · Dana" in posted
    assert "shaky" not in posted
    assert "1 field hidden here." in posted


async def test_whoever_joins_before_it_is_posted_counts(world: World) -> None:
    (sam, vera) = await known(world, "sam", "vera")
    _, posted = await shared(world, sam, before=vera)
    assert "Acme Corp" in posted
    assert "shaky" not in posted


async def test_a_list_that_grew_old_counts_as_outsiders(world: World) -> None:
    _, posted = await shared(world, *await known(world, "sam"), later=25)
    assert "Acme" not in posted
    assert "shaky" not in posted
    assert "hidden here" in posted


async def test_a_guest_in_the_channel_and_nothing_is_shared(world: World) -> None:
    guest = world.chat("guest@customer.com")
    guest.sender = Sender("cli", "t", "guest", "Guest", outsider=True)
    said, posted = await shared(world, guest)
    assert "I share nothing of an account" in said
    assert not posted


async def test_an_unlisted_channel_and_nothing_is_shared(world: World) -> None:
    dana = world.chat(channel="never listed", place=Place.PUBLIC)
    await dana.says("log call Acme Corp 30m")
    assert "I share nothing of an account" in await dana.presses("Share")


# ------------------------------------------------------------ who may what, where


async def test_where_outsiders_read_along_nothing_tells_whether_an_account_exists(world: World) -> None:
    dana = world.chat(place=Place.SHARED, channel="shared")
    said = {
        await dana.says(line) for line in ("account Acme", "account Zzz", "call Acme 30m", "who owns Globex?", "log")
    }
    assert said == {
        "✗ People from outside may read along here, so I say nothing about accounts. Ask me in a direct chat, "
        "or invite me here, so that I see who reads."
    }


async def test_a_guest_with_a_colleagues_address_gets_nothing(world: World) -> None:
    guest = world.chat()
    guest.sender = Sender("cli", "t", "guest", "Dana", "dana@example.com", outsider=True)
    for line in ("account Acme Corp", "log call Acme Corp 30m", "help", "team", "who owns Globex?"):
        assert "You are a guest here" in await guest.says(line)
    assert await world.bot.suggest(guest.sender, "account", "Acme") == ()


async def test_from_a_direct_chat_it_goes_to_the_accounts_own_channel(world: World) -> None:
    room, direct = world.chat(channel="acme", place=Place.PRIVATE), world.chat()
    (sam,) = await known(world, "sam")
    await room.says("link Acme Corp")
    await direct.says("log call Acme Corp 30m the renewal is shaky")
    assert "A direct chat has nobody to share with." in await direct.presses("Share")
    await world.bot.roster(room.address, [room.sender, sam.sender])
    await direct.says("log call Acme Corp 30m the renewal is shaky")
    assert "Shared in the account’s channel." in await direct.presses("Share")
    mia = world.chat("mia@example.com")
    await mia.says("log call Acme Corp 5m")
    assert "A direct chat has nobody to share with." in await mia.presses("Share"), "she does not read that channel"
