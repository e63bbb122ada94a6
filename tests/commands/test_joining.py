"""One company on two platforms: a further workspace joins by a code, and a person in Slack and in Teams becomes one."""

import re
from dataclasses import replace

from bot.courier import Courier
from bot.meeting import House
from bot.request import Address, Place, Sender
from storage.ground import Ground
from storage.tables import (
    Account,
    AlertSetting,
    CalendarEvent,
    CalendarSource,
    ChangeSet,
    Duty,
    Follow,
    Identity,
    JoinCode,
    Member,
    Nudge,
    Organization,
    ReferenceAsk,
    ReferenceOpinion,
    Rhythm,
    Role,
    Workspace,
)
from storage.types import Record
from storage.work import Work
from tests.chat import Chat, World
from tests.fakes.wall import Wall

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def slack(world: World, name: str = "dana") -> Chat:
    return world.chat(f"{name}@example.com", "slack", user=f"U{name}")


def teams(world: World, name: str = "dana", email: str = "") -> Chat:
    """Somebody of whom Teams says another address, or none, so that nobody knows who it is."""
    chat = world.chat(f"{name}@example.com", "teams", user=f"T{name}")
    chat.sender = replace(chat.sender, email=email, name=f"{name.capitalize()} in Teams")
    return chat


def elsewhere(world: World, tenant: str = "T2", **more: object) -> Chat:
    """A workspace of Slack that is not connected."""
    sender = Sender("slack", tenant, "U9", "Nia", "nia@else.example", "Europe/Berlin", "en-GB", **more)  # type: ignore[arg-type]  # the fields of a sender
    return Chat(world, sender, Address("slack", tenant, "D9", place=Place.DIRECT))


async def code_of(chat: Chat, line: str) -> str:
    found = CODE.search(await chat.says(line))
    assert found is not None
    return found[0]


async def link(first: Chat, second: Chat) -> str:
    asked = await second.says(f"link me {await code_of(first, 'link me')}")
    assert "Is this you as well?" in asked, asked
    return await second.presses("Yes, link us")


async def members(world: World, *chats: Chat) -> list[Member | None]:
    def of(work: Work) -> list[Member | None]:
        return [work.people.by_identity(c.sender.platform, c.sender.tenant, c.sender.user) for c in chats]

    return await world.look(of)


# ------------------------------------------------------------ one person


async def test_a_person_in_slack_and_in_teams_becomes_one(world: World) -> None:
    one, other = slack(world), teams(world)
    await one.says("help")
    assert "You are a viewer still" in await other.says("goal Globex grow")
    await other.says("follow Acme Corp")
    await other.says("away 1 Dec to 4 Dec")
    assert "You are one person now, Dana, in Slack and Teams." in await link(one, other)
    both = await members(world, one, other)
    assert both[0] == both[1]
    assert both[0] is not None
    assert both[0].role == Role.CSM
    # Rights, leave and follows are the same in both.
    assert "Acme Corp" in await one.says("following")
    assert "✗" not in await other.says("goal Globex close books in 3 days")
    assert "1 Dec" in await one.says("away")
    # What was logged in one is taken back in the other.
    await one.says("log call Globex 30m")
    assert "Taken back" in await other.says("undo")


async def test_accounts_steps_nudges_and_cards_follow(world: World) -> None:
    one, other = slack(world, "jane"), teams(world, "sammy")
    await one.says("help")
    await other.says("help")
    sam = (await members(world, other))[0]
    assert sam is not None

    def become(work: Work) -> None:
        work.update(Member, sam.id, role=Role.CSM.value)
        account = work.ask(Account.table().select())[0]
        work.update(Account, account["id"], owner_id=sam.id)
        work.messages.put("waits", f"member:{sam.id}", "", None, world.now, card=f"digest:{sam.id}")

    await world.ground.run(1, become)
    await other.says("next Globex: SOC2 report Fri")
    assert "You are one person now" in await link(one, other)
    jane = (await members(world, one))[0]
    assert jane is not None

    def left(work: Work) -> list[int]:
        return [
            row["id"]
            for table in (Account, Nudge, Follow, Identity)
            for row in work.ask(table.table().select())
            if row.get("member_id", row.get("owner_id")) == sam.id
        ]

    assert not await world.look(left)
    assert "SOC2 report" in await one.says("next")
    waits = await world.look(lambda work: work.messages.said("waits"))
    assert waits is not None
    assert (waits.address, waits.lane, waits.card) == (f"member:{jane.id}",) * 2 + (f"digest:{jane.id}",)


async def test_what_nobody_has_twice_stays_once(world: World) -> None:
    """Both follow, are on duty, have hours and a calendar, think something, and ask for the same."""
    one, other = slack(world), teams(world)
    for chat in (one, other):
        await chat.says("follow Globex")
        await chat.says("hours mon-thu 9:00-16:00")

    def plant(work: Work) -> None:
        account = next(row["id"] for row in work.ask(Account.table().select()) if row["name"] == "Globex")
        for chat in (one, other):
            member = work.people.by_identity(chat.sender.platform, chat.sender.tenant, chat.sender.user)
            assert member is not None
            mine = {"member_id": member.id}
            work.insert(Duty, target="Support", position=member.id, created_at=world.now, **mine)
            work.insert(AlertSetting, event="renewal", **mine)
            source = work.insert(CalendarSource, kind="file", name="x.ics", created_at=world.now, **mine)
            work.insert(
                CalendarEvent,
                source_id=source.id,
                uid="1",
                starts_at=world.now,
                ends_at=world.now,
                title="Sync",
                attendees=[],
                account_id=account,
                **mine,
            )
            later = world.now.date()
            work.insert(
                ReferenceOpinion,
                account_id=account,
                favours=True,
                until=later,
                at=world.now,
                created_at=world.now,
                **mine,
            )
            work.insert(
                ReferenceAsk,
                account_id=account,
                kind="quote",
                requester_id=member.id,
                purpose="x",
                asked_id=member.id,
                due_at=world.now,
                created_at=world.now,
            )

    await world.ground.run(1, plant)
    assert "You are one person now" in await link(one, other)
    dana = (await members(world, one))[0]
    assert dana is not None

    def live(work: Work, record: type[Record]) -> int:
        table = record.table()
        whose = "requester_id" if record is ReferenceAsk else "member_id"
        rows = work.ask(table.select().where(table.c[whose] == dana.id))
        ours = (row for row in rows if row.get("uid", "1") == "1" and row.get("state", "asked") == "asked")
        return sum(not row.get("deleted_at") for row in ours)

    for record in (Rhythm, Duty, CalendarEvent, ReferenceOpinion, ReferenceAsk):
        assert await world.look(lambda work, record=record: live(work, record)) == 1, record  # type: ignore[misc]  # a lambda with a default has no type of its own
    assert (await one.says("following")).count("Globex") == 1


async def test_what_is_said_unasked_reaches_the_one_person(world: World) -> None:
    one, other = slack(world), teams(world)
    await one.says("help")
    await other.says("help")
    await link(one, other)
    world.passes(days=1)
    await world.plans()
    walls = {name: Wall(name) for name in ("slack", "teams", "cli")}
    await Courier(world.ground, walls).deliver(world.now)
    assert walls["teams"].posted, "where they were last new"
    assert not [to for to, _, _ in walls["slack"].posted if to.channel == "dm-Udana"]


async def test_the_older_role_stays_and_linking_raises_nobody(world: World) -> None:
    viewer, lead = slack(world, "newcomer"), teams(world, "boss")
    await viewer.says("help")
    world.passes(hours=1)
    await lead.says("help")
    boss = (await members(world, lead))[0]
    assert boss is not None
    await world.ground.run(1, lambda work: work.update(Member, boss.id, role=Role.LEAD.value))
    said = await lead.says(f"link me {await code_of(viewer, 'link me')}")
    assert "The role viewer stays, lead goes." in said
    assert "Your role is viewer in both. The role lead is gone; an admin can give it back." in await lead.presses("Yes")
    assert [member.role for member in await members(world, viewer, lead) if member] == [Role.VIEWER] * 2


async def test_the_only_admin_is_not_linked_away(world: World) -> None:
    def alone(work: Work) -> None:
        for member in work.people.everyone():
            if member.role == Role.ADMIN:
                work.update(Member, member.id, role=Role.VIEWER.value)

    viewer, admin = slack(world, "newcomer"), teams(world, "root")
    await viewer.says("help")
    world.passes(hours=1)
    await admin.says("help")
    root = (await members(world, admin))[0]
    assert root is not None
    await world.ground.run(1, alone)
    await world.ground.run(1, lambda work: work.update(Member, root.id, role=Role.ADMIN.value))
    assert "is the only admin" in await admin.says(f"link me {await code_of(viewer, 'link me')}")


async def test_it_is_asked_first_and_cannot_be_undone(world: World) -> None:
    one, other = slack(world), teams(world)
    await one.says("log call Globex 30m")
    code = await code_of(one, "link me")
    asked = await other.says(f"link me {code}")
    assert "Dana, dana@example.com, csm, in Slack" in asked
    assert "do not press" in asked
    both = await members(world, one, other)
    assert both[0] != both[1]
    await other.presses("Yes")
    assert "Taken back" in await other.says("undo"), "the thing before"
    sets = await world.look(lambda work: work.ask(_link_sets()))
    assert "cannot be taken back" in await other.says(f"undo change:{sets[0]['id']}")


def _link_sets() -> object:
    table = ChangeSet.table()
    return table.select().where(table.c.command == "link me")


async def test_an_old_undo_names_the_person_they_became(world: World) -> None:
    """Taking back who owned an account gives it to whom the owner became."""
    lead, other = world.chat("jane@example.com"), teams(world, "sammy")
    await other.says("help")
    one = slack(world)
    await one.says("help")
    sam = (await members(world, other))[0]
    assert sam is not None
    await lead.says("owner Globex Sammy")
    await lead.says("owner Globex Lee")
    last = lead.buttons["Undo"]
    await link(one, other)
    assert "Taken back" in await lead.says(last)
    dana = (await members(world, one))[0]
    assert dana is not None
    owner = await world.look(
        lambda work: next(row["owner_id"] for row in work.ask(Account.table().select()) if row["name"] == "Globex")
    )
    assert owner == dana.id


# ------------------------------------------------------------ codes


async def test_a_code_works_once_and_not_for_ever(world: World) -> None:
    one, other, third = slack(world), teams(world), teams(world, "mia")
    for chat in (one, other, third):
        await chat.says("help")
    code = await code_of(one, "link me")
    await other.says(f"link me {code.lower().replace('-', ' ')}")
    await other.presses("Yes")
    assert "was used already" in await third.says(f"link me {code}")
    code = await code_of(one, "link me")
    world.passes(minutes=16)
    assert "has run out" in await third.says(f"link me {code}")
    older, newer = await code_of(one, "link me"), await code_of(one, "link me")
    assert "has run out" in await third.says(f"link me {older}")
    assert "Is this you as well?" in await third.says(f"link me {newer}")


async def test_guesses_are_turned_away(world: World) -> None:
    one, other = slack(world), teams(world)
    code = await code_of(one, "link me")
    for _ in range(5):
        assert "not a code of mine" in await other.says("link me AAAA-BBBB-CCCC")
    assert "Too many wrong codes" in await other.says(f"link me {code}")
    world.passes(minutes=61)
    assert "Is this you" in await other.says(f"link me {await code_of(one, 'link me')}")


async def test_a_code_is_kept_nowhere(world: World) -> None:
    one = slack(world)
    code = await code_of(one, "link me")
    await one.says("link me", key="again")
    assert "That was shown once" in await one.says("link me", key="again")
    rows = await world.look(lambda work: work.ask(JoinCode.table().select()))
    assert code.replace("-", "") not in str(rows)


async def test_ones_own_code_and_a_guests_lead_nowhere(world: World) -> None:
    one = slack(world)
    assert "That is your own code" in await one.says(f"link me {await code_of(one, 'link me')}")
    guest = teams(world)
    guest.sender = replace(guest.sender, outsider=True)
    assert "You are a guest here" in await guest.says(f"link me {await code_of(one, 'link me')}")
    both = await members(world, one, guest)
    assert both[0] != both[1]


async def test_who_has_left_links_nobody(world: World) -> None:
    one, other = slack(world), teams(world)
    code = await code_of(one, "link me")
    dana = (await members(world, one))[0]
    assert dana is not None
    await world.ground.run(1, lambda work: work.update(Member, dana.id, left_at=world.now))
    assert "is no colleague any more" in await other.says(f"link me {code}")


async def test_another_address_in_an_import_is_the_same_person(world: World) -> None:
    """An import that names somebody's second address adds no second person, and lowers no role."""
    one, other = slack(world, "jane"), teams(world, "jane2", email="jane@else.example")
    await one.says("help")
    await other.says("help")
    await link(one, other)

    def bring(work: Work) -> None:
        work.insert(Member, name="J.", email="jane@else.example", role=Role.CSM.value, created_at=world.now, zone="UTC")

    await world.ground.run(1, bring)
    await other.says("help")
    both = await members(world, one, other)
    assert both[0] == both[1]
    assert both[0] is not None
    assert both[0].role == Role.LEAD


# ------------------------------------------------------------ workspaces


async def workspaces(world: World) -> set[tuple[str, str, int]]:
    rows = await world.look(lambda work: work.ask(Workspace.table().select()))
    return {(row["platform"], row["tenant"], row["organization_id"]) for row in rows}


async def test_a_further_workspace_joins_by_an_admins_code(world: World) -> None:
    await slack(world).says("help")
    nia = elsewhere(world)
    told = await nia.says("account Acme Corp")
    assert "I do not work for this workspace yet." in told
    assert "connect CODE" in told
    assert "Acme" not in told
    code = await code_of(world.chat("omar@example.com"), "connect")
    said = await nia.says(f"/bailey join {code}", key="once")
    assert "This workspace is connected." in said
    assert ("slack", "T2", 1) in await workspaces(world)
    assert said == await nia.says(f"/bailey join {code}", key="once"), "a repeated delivery"
    assert "viewer" in said
    assert "Acme Corp" in await nia.says("account Acme Corp")
    assert "€" not in await nia.says("account Acme Corp")


async def test_another_workspace_than_the_named_home_is_a_stranger_from_the_first_word(ground: Ground) -> None:
    """Whoever installs the app elsewhere and speaks first does not become the first organization."""
    world = World(ground, house=House(homes={"slack": "T1"}))
    assert "I do not work for this workspace yet." in await elsewhere(world).says("help")
    home = elsewhere(world, "T1")
    assert "I do not work" not in await home.says("help")


async def test_nothing_else_gets_in_from_there(world: World) -> None:
    await slack(world).says("help")
    code = await code_of(world.chat("omar@example.com"), "connect")
    guest = elsewhere(world, outsider=True)
    assert "You are a guest here" in await guest.says(f"connect {code}")
    nia = elsewhere(world)
    for line in ("help", "team", "connect", "join", "log call Acme 30m", "connected Acme"):
        assert "I do not work for this workspace yet." in await nia.says(line)
    for _ in range(5):
        assert "not a code of mine" in await nia.says("connect AAAA-BBBB-CCCC")
    assert "Too many wrong codes" in await nia.says(f"connect {code}")
    world.passes(minutes=61)
    assert "not a code" in await nia.says(f"connect {await code_of(slack(world), 'link me')}"), "another kind of code"
    await world.bot.meet([nia.sender])
    await world.bot.roster(nia.address, [nia.sender])
    assert await world.bot.suggest(nia.sender, "account", "Acme") == ()
    assert (await members(world, nia)) == [None]


async def test_codes_of_workspaces_are_admins(world: World) -> None:
    assert "is not for the role lead" in await world.chat("jane@example.com").says("connect")
    code = await code_of(omar := world.chat("omar@example.com"), "connect")
    assert "connected to that company already" in await omar.says(f"connect {code}")


async def another_company(world: World, chat: Chat) -> int:
    """The chat's workspace is of an organization of its own, whose admin they are."""

    def make(work: Work) -> int:
        organization = work.insert(Organization, name="Other", created_at=world.now)
        theirs = Work(work.driver, work.dialect, organization.id)
        theirs.insert(Workspace, platform=chat.sender.platform, tenant=chat.sender.tenant)
        admin = theirs.insert(Member, name="Nia", role=Role.ADMIN.value, created_at=world.now, zone="UTC")
        theirs.people.identify(admin.id, chat.sender.platform, chat.sender.tenant, chat.sender.user)
        return organization.id

    return await world.ground.run(0, make)


async def test_an_empty_organization_merges(world: World) -> None:
    await slack(world).says("help")
    nia = elsewhere(world)
    await another_company(world, nia)
    assert "admin" in await nia.says("team")
    second = replace(world, ground=world.ground)  # another process, which still takes them for another company's
    late = Chat(second, nia.sender, nia.address)
    await late.says("help")
    code = await code_of(world.chat("omar@example.com"), "connect")
    assert "This workspace is connected." in await nia.says(f"connect {code}")
    assert ("slack", "T2", 1) in await workspaces(world)
    for chat in (nia, late):
        assert "Acme Corp" in await chat.says("account Acme Corp")
    member = (await members(world, nia))[0]
    assert member is not None
    assert member.role == Role.VIEWER, "an admin there is not one here"


async def test_one_that_holds_customers_does_not(world: World) -> None:
    await slack(world).says("help")
    nia = elsewhere(world)
    theirs = await another_company(world, nia)
    await nia.says("create Initrode")
    code = await code_of(world.chat("omar@example.com"), "connect")
    assert "two companies’ data are never mixed" in await nia.says(f"connect {code}")
    assert ("slack", "T2", theirs) in await workspaces(world)
    assert "another company’s" in await nia.says(f"link me {await code_of(slack(world), 'link me')}")


async def test_a_code_for_a_workspace_runs_out_and_works_once(world: World) -> None:
    await slack(world).says("help")
    omar = world.chat("omar@example.com")
    code = await code_of(omar, "connect")
    world.passes(minutes=16)
    assert "has run out" in await elsewhere(world).says(f"connect {code}")
    code = await code_of(omar, "connect")
    assert "is connected" in await elsewhere(world).says(f"connect {code}")
    assert "used already" in await elsewhere(world, "T3").says(f"connect {code}")
