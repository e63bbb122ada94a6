"""team, role, owner, backup, handover, status, start: who is here, and who looks after whom."""

import pytest

from bot.meeting import House
from bot.request import Place, Sender
from storage.tables import Role
from tests.chat import World


async def test_the_team(world: World) -> None:
    said = (await world.chat("jane@example.com").says("team")).splitlines()
    assert said[0] == "Team, 8"
    assert any(line.startswith("Sam Okoye") and "away until Sun 29 Nov" in line for line in said)
    assert said[-1] == "Change with role Sam lead, owner Acme Sam or handover Sam to Dana"
    assert "Change with" not in await world.chat().says("team")


@pytest.mark.parametrize("role", list(Role))
async def test_every_role_can_be_given_by_an_admin(world: World, role: Role) -> None:
    omar = world.chat("omar@example.com")
    assert f"Sam Okoye is {role.value} now." in await omar.says(f"role Sam {role.value}")


async def test_admins_are_made_by_admins_and_one_stays(both: World) -> None:
    jane, omar = both.chat("jane@example.com"), both.chat("omar@example.com")
    assert "Only an admin makes or unmakes admins." in await jane.says("role Sam admin")
    assert "Only an admin makes or unmakes admins." in await jane.says("role Omar viewer")
    await omar.says("help")
    assert "is the only admin" in await omar.says("role Omar lead")
    await omar.says("role Jane admin")
    made = omar.buttons["Undo"]
    assert "Omar is csm now" in await omar.says("role Omar csm")
    assert "That would leave nobody as admin" in await jane.says(made)
    # What it took to do, it takes to undo.
    assert "cannot take back" in await omar.says("undo")


async def test_a_lead_cannot_undo_who_is_admin(world: World) -> None:
    jane, omar = world.chat("jane@example.com"), world.chat("omar@example.com")
    await omar.says("role Sam admin")
    assert "cannot take back" in await jane.says(omar.buttons["Undo"])


async def test_owner_and_backup(both: World) -> None:
    jane, dana = both.chat("jane@example.com"), both.chat()
    await dana.says("help")
    assert "Globex belongs to Sam Okoye now." in await jane.says("owner Globex Sam")
    assert (await dana.says("account Globex")).startswith("Globex · T1 · Sam Okoye")
    assert "Dana backs up Globex now." in await jane.says("backup Globex to Dana")
    assert "a backup is somebody else" in await jane.says("backup Globex Sam")
    assert "“owner” is not for the role csm" in await dana.says("owner Globex Dana")


async def test_a_viewer_who_owns_accounts_becomes_csm(world: World) -> None:
    vera, jane = world.chat("vera@example.com"), world.chat("jane@example.com")
    assert "You are a viewer still" in await vera.says("log call Globex 5m")
    await jane.says("owner Globex Vera")
    assert "✓ Logged" in await vera.says("log call Globex 5m")


async def test_guests_own_nothing(world: World) -> None:
    guest, jane = world.chat("g@x.com"), world.chat("jane@example.com")
    guest.sender = Sender("cli", "t", "guest", "Gustav", outsider=True)
    await guest.says("help")
    assert "is not a colleague" in await jane.says("owner Globex Gustav")
    assert "guests stay without a role" in await jane.says("role Gustav csm")


async def test_a_whole_book_is_handed_over_when_somebody_leaves(both: World) -> None:
    jane, sam = both.chat("jane@example.com"), both.chat("sam@example.com")
    await sam.says("help")
    before = await jane.says("team")
    said = await jane.says("handover Sam to Dana leaves")
    assert said.startswith("✓ 47 accounts and 2 next steps went from Sam to Dana")
    assert (await jane.says("team")).startswith("Team, 7\n")
    assert "owner: Dana" in await jane.says("account Nordbank owner")
    assert "no backup yet" in await jane.says("account Acme Corp backup")
    assert "As far as I know you have left." in await sam.says("account Nordbank")
    await jane.says("undo")
    assert await jane.says("team") == before
    assert "owner: Sam" in await jane.says("account Nordbank owner")
    assert "That is one person." in await jane.says("handover Dana to Dana")


async def test_status_says_what_is_wrong(world: World) -> None:
    world.house = House(troubles=lambda: ["The token lacks chat:write."])
    world.__post_init__()
    said = await world.chat("omar@example.com").says("status")
    assert "▲ 2 accounts without an owner: Little Acorn Nurseries, Third Floor Studios." in said
    assert "▲ The token lacks chat:write." in said
    assert said.endswith("60 accounts, 8 members.")


async def test_a_channel_is_linked_and_lines_there_need_no_name(both: World) -> None:
    dana = both.chat(place=Place.PRIVATE, channel="acme-room")
    assert (await dana.says("link Acme Corp")).startswith("✓ This channel is about Acme Corp now.")
    assert "Acme Corp · call · 30 min · today\n“pricing”" in await dana.says("log call 30m pricing")
    assert (await dana.says("account")).startswith("Acme Corp · ")
    assert (await dana.says("account renewal")).startswith("Acme Corp · Platform renews")
    assert "Globex · call · 30 min" in await dana.says("log call Globex 30m")
    assert (await dana.says("unlink")).startswith("✓ This channel is about no account now.")
    await dana.says("log call 30m pricing")
    assert not dana.done
    await dana.says("undo")
    assert "Acme Corp · call · 10 min" in await dana.says("log call 10m")
