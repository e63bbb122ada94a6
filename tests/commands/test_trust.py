"""Who saw and changed what is told to leads, what is kept of oneself to oneself; and whoever asks is forgotten."""

import json
from datetime import timedelta

import pytest

from bot.audience import of_member
from bot.courier import Courier
from bot.exporting.export import Format, Outgoing, export
from bot.permissions import CLEARANCES
from bot.personal import as_json
from bot.request import Address, Place, Sender
from storage.tables import (
    Account,
    CalendarEvent,
    CalendarSource,
    Change,
    Contact,
    Member,
    Participant,
    Role,
    Sighting,
)
from storage.types import Record
from storage.work import Work
from tests.chat import Chat, World
from tests.fakes.wall import Wall

DENIED = sorted(role for role in Role if "contacts" not in CLEARANCES[role])


async def looks(world: World) -> list[Sighting]:
    await world.bot.finish()
    return await world.look(lambda work: [Sighting.of(row) for row in work.ask(Sighting.table().select())])


# ------------------------------------------------------------ audit


async def test_every_look_at_a_sensitive_card_is_in_the_audit(world: World) -> None:
    sam, jane = world.chat("sam@example.com"), world.chat("jane@example.com")
    await sam.says("account Acme Corp")
    await world.bot.finish()
    said = await jane.says("audit Acme Corp looks")
    assert "Sam saw contacts, health, money, notes · account · direct" in said, said


async def test_what_was_hidden_was_not_seen(world: World) -> None:
    vera, jane = world.chat("vera@example.com"), world.chat("jane@example.com")
    await vera.says("account Acme Corp")
    assert not [look for look in await looks(world) if look.by == "account"]
    assert "Vera" not in await jane.says("audit Acme Corp")


async def test_lists_name_each_customer_whose_money_they_showed(world: World) -> None:
    paul = world.chat("paul@example.com")
    await paul.says("renewals team")
    seen = [look for look in await looks(world) if look.by == "renewals"]
    assert len({look.account_id for look in seen}) > 1
    assert all("money" in look.fields for look in seen)


async def test_what_is_told_unasked_is_a_look_as_well(world: World) -> None:
    for name in ("dana", "sam", "jane"):
        await world.chat(f"{name}@example.com").says("help")
    world.passes(days=1)
    await world.plans()
    courier = Courier(world.ground, {"cli": Wall()})
    await courier.deliver(world.now)
    await courier.stop(1)
    seen = await looks(world)
    assert seen
    assert all(look.member_id for look in seen)


async def test_changes_are_told_with_their_fields(world: World) -> None:
    dana, jane = world.chat(), world.chat("jane@example.com")
    await dana.says("goal Acme Corp close books in 3 days")
    await dana.says("log call Acme Corp 30m they want out")
    said = await jane.says("audit Acme Corp changes")
    assert "goal" in said
    assert "close books in 3 days" in said
    assert "they want out" not in said, "words of the team are not repeated"
    await dana.says("undo")
    assert "taken back" in await jane.says("audit Acme Corp changes")
    assert "Dana" not in await jane.says("audit Acme Corp changes by jane")


async def test_it_turns_its_pages(world: World) -> None:
    dana, jane = world.chat(), world.chat("jane@example.com")
    for number in range(20):
        world.passes(minutes=1)
        await dana.says(f"goal Acme Corp number {number}")
    first = await jane.says("audit Acme Corp changes")
    assert "number 19" in first
    assert "number 2 " not in first
    assert jane.last is not None
    second = await jane.says("audit Acme Corp changes page 2")
    assert "number 2" in second
    assert "number 19" not in second
    assert first == await jane.presses("Back")


@pytest.mark.parametrize("name", ["dana", "paul", "vera", "mia", "lee", "ines"])
async def test_audits_are_for_leads(world: World, name: str) -> None:
    assert "✗" in await world.chat(f"{name}@example.com").says("audit Acme Corp")


async def test_the_audit_goes_out_as_a_file_for_leads(world: World) -> None:
    dana = world.chat()
    await dana.says("account Acme Corp")
    await world.bot.finish()

    def written(work: Work, name: str) -> list[dict[str, str]]:
        member = work.people.by_email(f"{name}@example.com")
        assert member is not None
        text = "".join(export(work, Outgoing.AUDIT, Format.JSON, of_member(work, member)))
        return list(json.loads(text))

    rows = await world.look(lambda work: written(work, "jane"))
    assert [row for row in rows if row["did"] == "saw" and row["account"] == "Acme Corp" and "dana" in row["who"]]
    assert await world.look(lambda work: written(work, "dana")) == []


async def test_looks_are_forgotten_after_two_years(world: World) -> None:
    await world.chat().says("account Acme Corp")
    assert await looks(world)
    await world.ground.run(0, lambda work: work.sightings.sweep(world.now + timedelta(days=1)))
    assert not await looks(world)


# ------------------------------------------------------------ export me


async def test_everything_of_oneself_and_only_that(world: World) -> None:
    sam = world.chat("sam@example.com")
    await sam.says("log call Globex 30m my own words")
    said = await sam.says("export me")
    assert "activities" in said
    shown = await sam.says("export me activities page 1")
    assert '"kind"' in shown

    def whole(work: Work) -> list[dict[str, object]]:
        member = work.people.by_email("sam@example.com")
        assert member is not None
        return list(json.loads("".join(as_json(work, member, of_member(work, member)))))

    rows = await world.look(whole)
    assert rows[0]["area"] == "me"
    assert rows[0]["email"] == "sam@example.com"
    assert any("my own words" in str(row.get("note")) for row in rows)
    assert all("reply" not in row for row in rows)


async def test_what_a_role_may_not_see_stays_hidden_in_it(world: World) -> None:
    lee = world.chat("lee@example.com")
    await lee.says("help")

    def own(work: Work) -> None:
        member = work.people.by_email("lee@example.com")
        account = work.ask(Account.table().select())[0]
        assert member is not None
        work.update(Account, account["id"], owner_id=member.id, health=17)

    await world.ground.run(1, own)
    said = await lee.says("export me accounts")
    assert "not for your role" in said
    assert "17" not in said.split("health")[1][:30]


# ------------------------------------------------------------ forget contact


async def planted(world: World) -> Chat:
    """Jane Porter at Acme Corp, wherever somebody may be named."""
    dana = world.chat()
    await dana.says("log call Acme Corp 30m with Zoe Quill (CFO), Zoe Quill wants out; write to zoe.quill@acme.example")
    await dana.says("next Acme Corp: send deck to Zoe Quill Fri")

    def plant(work: Work) -> None:
        account = next(row for row in work.ask(Account.table().select()) if row["name"] == "Acme Corp")
        member = work.people.by_email("dana@example.com")
        assert member is not None
        work.act_as(member.id, "import", world.now)
        work.add(
            Contact,
            account_id=account["id"],
            name="Zoe Quill",
            title="CFO",
            email="zoe.quill@acme.example",
            phone="+49 1",
        )
        source = work.insert(CalendarSource, member_id=member.id, kind="file", name="x.ics", created_at=world.now)
        work.insert(
            CalendarEvent, member_id=member.id, source_id=source.id, uid="1", starts_at=world.now,
            ends_at=world.now + timedelta(hours=1), title="Zoe Quill / Dana", account_id=account["id"],
            attendees=[{"name": "Zoe Quill", "email": "zoe.quill@acme.example"}],
        )  # fmt: skip

    await world.ground.run(1, plant)
    await dana.says("account Acme Corp contacts")
    return dana


def everywhere(work: Work) -> str:
    """The whole database, as text."""
    return "\n".join(
        f"{record.table().name}: {row}"
        for record in Record.__subclasses__()
        for row in work.ask(record.table().select())
    )


async def test_a_contact_is_forgotten_everywhere(world: World) -> None:
    await planted(world)
    jane = world.chat("jane@example.com")
    asked = await jane.says("forget contact zoe quill")
    assert "This cannot be undone." in asked
    assert "Kept: what your colleagues did" in asked
    assert "Zoe Quill" in await world.look(everywhere)
    said = await jane.presses("Forget")
    assert "Forgotten." in said, said
    left = [line for line in (await world.look(everywhere)).splitlines() if "quill" in line.lower()]
    # What was typed and answered just now; it goes with the replies of 30 days.
    assert [line[:400] for line in left if not line.startswith("inbox")] == []
    assert "a former contact" in await world.chat().says("activities Acme Corp today")
    assert "30 min" in await world.chat().says("activities Acme Corp today")


async def test_forgetting_is_not_undone_and_undo_goes_on(world: World) -> None:
    await planted(world)
    jane = world.chat("jane@example.com")
    await jane.says("goal Globex grow")
    await jane.says("forget contact Zoe Quill")
    await jane.presses("Forget")
    assert "Taken back" in await jane.says("undo")
    assert "I know no contact" in await jane.says("forget contact Zoe Quill")


async def test_undo_of_older_work_brings_no_name_back(world: World) -> None:
    dana = await planted(world)
    jane = world.chat("jane@example.com")
    await jane.says("forget contact zoe.quill@acme.example")
    await jane.presses("Forget")
    await dana.says("undo")
    await dana.says("undo")
    assert "zoe" not in (await dana.says("activities Acme Corp")).lower()
    tables = (Change.table(), Participant.table())
    rows = await world.look(lambda work: [str(work.ask(table.select())) for table in tables])
    assert "Quill" not in "".join(rows)


async def test_two_of_a_name_are_asked_about(world: World) -> None:
    await planted(world)

    def another(work: Work) -> None:
        account = next(row for row in work.ask(Account.table().select()) if row["name"] == "Globex")
        work.insert(Contact, account_id=account["id"], name="Zoe Quill", created_at=world.now)

    await world.ground.run(1, another)
    jane = world.chat("jane@example.com")
    said = await jane.says("forget contact Zoe Quill")
    assert "Which “Zoe Quill”?" in said
    assert "Globex" in said
    await jane.presses("This one")
    assert "Forgotten." in await jane.presses("Forget")


async def test_somebody_who_only_took_part_is_forgotten_too(world: World) -> None:
    dana, jane = world.chat(), world.chat("jane@example.com")
    await dana.says("log call Globex 30m with Ida Nord (COO)")
    assert "at Globex?" in await jane.says("forget contact Ida Nord")
    assert "Forgotten." in await jane.presses("Forget")
    assert "Ida" not in await dana.says("activities Globex today")


async def test_forgetting_is_for_leads(world: World) -> None:
    assert "is not for the role csm" in await world.chat().says("forget contact Zoe Quill")


# ------------------------------------------------------------ contacts


@pytest.mark.parametrize("role", DENIED)
async def test_who_may_not_know_contacts_reads_titles(world: World, role: Role) -> None:
    await planted(world)
    who = world.chat("somebody@example.com")
    await who.says("help")

    def become(work: Work) -> None:
        member = work.people.by_email("somebody@example.com")
        assert member is not None
        work.update(Member, member.id, role=role.value)

    await world.ground.run(1, become)
    for line in (
        "account Acme Corp", "account Acme Corp contacts", "activities Acme Corp today", "brief Acme Corp",
        "log call Acme Corp 5m with Zoe", "who is our contact at Acme Corp?", "next Acme Corp", "accounts all",
    ):  # fmt: skip
        said = await who.says(line)
        assert "Quill" not in said, (line, said)
        assert "zoe.quill" not in said, (line, said)
    said = await who.says("account Acme Corp contacts")
    assert "CFO" in said
    assert "hidden here" in said
    offered = await world.bot.complete(who.sender, "log call Acme Corp with Z")
    assert "Quill" not in str(offered)

    def written(work: Work) -> str:
        member = work.people.by_email("somebody@example.com")
        assert member is not None
        eyes = of_member(work, member)
        return "".join("".join(export(work, subject, Format.CSV, eyes)) for subject in (Outgoing.CONTACTS,))

    assert "Quill" not in await world.look(written)


async def test_who_may_reads_names(world: World) -> None:
    dana = await planted(world)
    assert "Zoe Quill, CFO" in await dana.says("account Acme Corp contacts")


# ------------------------------------------------------------ among outsiders


async def test_what_was_typed_before_outsiders_is_to_be_deleted(world: World) -> None:
    dana = world.chat(place=Place.SHARED, channel="shared")
    said = {await dana.says(line, bare=True) for line in ("account Acme", "account Zzz", "who owns Globex?")}
    (one,) = said
    assert "Delete what you wrote" in one
    assert "Acme" not in one
    assert "Delete" not in await dana.says("log", bare=True), "it holds nothing of anybody"
    assert "Delete" not in await dana.says("account Acme", assumed="account"), "nobody else saw it"
    guest = world.chat(place=Place.SHARED, channel="shared")
    guest.sender = Sender("cli", "t", "guest", "Guest", outsider=True)
    guest.address = Address("cli", "t", "shared", place=Place.SHARED)
    assert "Acme" not in await guest.says("account Acme", bare=True)
