"""Two customers of one name: whichever is meant, nothing that was typed is lost."""

import pytest

from storage.tables import Account, AccountName
from storage.work import Work
from tests.chat import World


def second(work: Work) -> None:
    """As an import of another program's list leaves it; a person is not let."""
    twin = work.insert(Account, name="Twin Works", created_at=work.ask(Account.table().select())[0]["created_at"])
    work.insert(AccountName, account_id=twin.id, kind="name", name="Twin Works", key="twin works")
    work.raise_names_version()


async def test_what_ends_or_decides_is_asked_though_one_is_my_own(world: World) -> None:
    dana = world.chat()
    await dana.says("create Twin Works")
    await world.ground.run(1, second)
    twin = await world.look(lambda work: max(row.id for row in work.imports.accounts_behind(0, 500)))
    for id in (twin - 1, twin):
        await dana.says(f"contract account:#{id} 90k EUR renews 1 Apr")
    assert "Taken as Twin Works" in await dana.says("health Twin Works")
    for line in (
        "renewal Twin Works churned: pricing, they were offered half",
        "renewal Twin Works renewed 95k",
        "fire Twin Works the CFO says they will not renew",
        "risk Twin Works leaving",
        "merge Twin Works into Globex",
    ):
        assert "There are 2 called Twin Works. Which one?" in await dana.says(line), line
        assert [label.split(" · ", 1)[1] for label in dana.buttons] == ["yours · Dana", "nobody's"], line
    await dana.says("renewal Twin Works renewed 95k")
    assert "✓ Signed" in await dana.presses("Twin Works · nobody's")


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("health Twin Works as of 1 March", "Twin Works · health on 1 Mar 2026"),
        ("health Twin Works 1 March", "Twin Works · health on 1 Mar 2026"),
        ("health Twin Works red until 1 Dec: champion leaving", "RED until Tue 1 Dec"),
        ("sentiment Twin Works yellow: sponsor is quiet", "“sponsor is quiet”"),
        ("reading Twin Works usage 40", "Twin Works · usage 40 %"),
        ("risk Twin Works pricing too high 40k", "pricing · medium · €40,000"),
        ("kpi Twin Works \"active users\" from 80 to 150 by 30 June", "active users · from 80 to 150 by 30 Jun"),
        ("renewal Twin Works commit the CFO signed off", "“the CFO signed off”"),
        ("renewal Twin Works churned: pricing, they were offered half", "churned · pricing · “they were offered half”"),
        ("contract Twin Works 120k renews 1 Mar", "€120,000"),
        ("risks Twin Works", "Twin Works: risks"),
        ("fire Twin Works the CFO says they will not renew", "Declare a fire for Twin Works?"),
    ],
)  # fmt: skip
async def test_which_one_is_asked_with_everything_kept(world: World, line: str, kept: str) -> None:
    dana = world.chat()
    jane = world.chat("jane@example.com")  # who reads every word
    await dana.says("create Twin Works owner @sam")
    await world.ground.run(1, second)
    first = await world.look(lambda work: max(row.id for row in work.imports.accounts_behind(0, 500)))
    for id in (first - 1, first):
        await dana.says(f"contract account:#{id} 90k EUR renews 1 Apr")
    said = await jane.says(line)
    assert said.startswith("Which Twin Works?"), said
    label = next(label for label in jane.buttons if label.startswith("Twin Works"))
    assert kept in await jane.presses(label)
