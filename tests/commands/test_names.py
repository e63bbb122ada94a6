"""create, alias, merge: what accounts are called."""

from storage.tables import Account, Activity, Contact, Contract, NextStep
from storage.work import Work
from tests.chat import World


def holdings(work: Work) -> dict[str, int]:
    """Rows of each kind that live accounts hold, by account and kind."""
    live = {row["id"]: row["name"] for row in work.ask(Account.table().select()) if row["deleted_at"] is None}
    counted: dict[str, int] = {}
    for record in (Activity, Contact, Contract, NextStep):
        for row in work.ask(record.table().select()):
            if row["account_id"] in live:
                name = f"{live[row['account_id']]} {record.table().name}"
                counted[name] = counted.get(name, 0) + 1
    return counted


async def test_create_and_its_undo(both: World) -> None:
    dana = both.chat()
    assert await dana.says("create Foo Fighters Ltd") == "✓ Created\nFoo Fighters Ltd · yours\n[Log] [Undo]"
    assert "✓ Created\nBar Labs · Sam Okoye" in await dana.says("create Bar Labs owner @sam")
    assert (await dana.says("account foo fighters")).startswith("Foo Fighters Ltd · Dana")
    assert (await dana.says("accounts owner @sam")).startswith("Sam Okoye’s book · 28 accounts")
    await dana.says("undo")
    await dana.says("undo")
    assert "I know no account" in await dana.says("account Foo Fighters")


async def test_alias_and_its_undo(both: World) -> None:
    dana = both.chat()
    assert "✓ Globex now answers to “Big G”." in await dana.says("alias Globex = Big G")
    assert (await dana.says("account big g")).startswith("Globex · ")
    assert "Globex answers to “BIG G” already." in await dana.says("alias Globex = BIG G")
    assert "“Big G” is Globex already. If both are one customer: merge" in await dana.says("alias Initech = Big G")
    assert (await dana.says("alias Globex globex.co.uk")).startswith("✓")
    assert (await dana.says("account globex.co.uk")).startswith("Globex · ")
    await dana.says("undo")
    await dana.says("undo")
    assert "I know no account" in await dana.says('account "Big G"')


async def test_merge_moves_everything_and_undo_brings_it_back(both: World) -> None:
    dana = both.chat()
    before = await both.look(holdings)
    assert (await dana.says("merge Acme Health into Acme Corp")).startswith("✓ Acme Health is now part of Acme Corp; ")
    merged = await both.look(holdings)
    assert not any(name.startswith("Acme Health ") for name in merged)
    assert sum(merged.values()) == sum(before.values())
    assert (await dana.says("account Acme Health")).startswith("Acme Corp · ")
    assert (await dana.says("account acmehealth.com")).startswith("Acme Corp · ")
    assert (await dana.says("account Acme")).startswith("Acme Corp · ")
    assert "Another one?" not in await dana.says("account Acme")
    assert await dana.says("undo") == "✓ Taken back: merged Acme Health into Acme Corp"
    assert await both.look(holdings) == before
    assert (await dana.says("account Acme Health")).startswith("Acme Health · ")


async def test_which_of_two_is_merged_is_never_guessed(world: World) -> None:
    dana = world.chat()
    assert (await dana.says("merge Acme into Acme Corp")).startswith("Which Acme? Nothing saved yet.")
    assert "is now part of Acme Corp" in await dana.presses("Acme Health")


async def test_a_near_name_offers_to_create_it(world: World) -> None:
    mia, dana = world.chat("mia@example.com"), world.chat()
    assert "Create Xylophonia" in (await dana.says("log call Xylophonia 5m"), dana.buttons)[1]
    # Whoever may not create is not offered to.
    assert "Create Xylophonia" not in (await mia.says("log call Xylophonia 5m"), mia.buttons)[1]


async def test_created_but_the_rest_is_still_to_be_asked(world: World) -> None:
    """The account stands, and the question about the rest is there: nothing goes round in circles."""
    dana = world.chat()
    said = await dana.says('create Foo then:"log call Nobodyatall 5m"')
    assert said.startswith("✓ Created\nFoo · yours")
    assert "I know no account “Nobody" in said
    assert (await dana.says("account Foo")).startswith("Foo · ")


async def test_a_name_that_begins_like_another_is_told(world: World) -> None:
    dana = world.chat()
    assert "• Acme Corp is here as well.\n  [Merge into Acme Corp]" in await dana.says("create Acme")
    assert "✓ Acme is now part of Acme Corp" in await dana.presses("Merge into Acme Corp")
    assert (await dana.says("account Acme")).startswith("Acme Corp · ")
