"""account: everything on one card, or one field."""

import pytest

from tests.chat import World


async def test_the_card(both: World) -> None:
    said = (await both.chat().says("account Acme Corp")).splitlines()
    assert said[:5] == [
        "Acme Corp · T1 · Dana (backup Sam Okoye)",
        "Platform · €180,000 · renews 16 Mar (113 d) · notice by 16 Dec (23 d) · at risk",
        "Analytics · €60,000 · renews 16 Mar (113 d) · notice by 16 Dec (23 d) · at risk",
        "RED 34 ▼39/90d · 100 % of data",
        "Talked 34 d ago; 3 attempts since",
    ]
    risk = "• champion left: successor unknown to us · high · €240,000 up for renewal · indicated · worked · since"
    assert said[said.index("Risks") + 1] == f"{risk} Wed 18 Nov · Dana"
    assert "Goal: Close the books in 3 days" in said
    assert "Includes: Acme Health" in said
    assert "• SOC2 report to Jane · Wed 25 Nov · Dana" in said
    lately = said[said.index("Lately") + 1 :]
    assert len([line for line in lately if line.startswith("• ")]) == 5
    assert said[-1] == "[Log] [Next step] [Health] [Activities] [Renewal] [Flag a risk]"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("account Globex owner", "Globex · owner: Dana"),
        ("account globex.com backup", "Globex · backup: Sam Okoye"),
        ("account CRM-1003 tier", "Globex · tier: 1"),
        ("account Globex goal", "Globex · goal: Retire the old reporting warehouse by spring"),
        ("account Globex health", "Globex · GREEN 89 ▼2/90d · 100 % of data"),
        ("account Acme Corp arr", "Acme Corp · ARR €240,000"),
        ("account Globex renewal", "Globex · Enterprise licence renews 20 Jan (58 d)"),
        ("account Initech contacts", "Initech · Bill Lambert, Director of Analytics; Jane Doe, CFO; Sofia Lindqvist"),
        ("account Globex stage", "Globex · stage: value"),
        ("who owns Globex?", "Globex · owner: Dana"),
        ("what is the goal of Globex?", "Globex · goal: Retire"),
    ],
)
async def test_one_field(world: World, line: str, said: str) -> None:
    told = await world.chat().says(line, bare=True)
    assert told.startswith(said.split(" renews")[0].split(" · Enterprise")[0]), told


async def test_names_are_found_as_people_write_them(world: World) -> None:
    dana = world.chat()
    for typed, name in (
        ("acme holdings", "Acme Corp"), ("acme.com", "Acme Corp"), ("Muller Maschinenbau", "Müller Maschinenbau GmbH"),
        ("creme brulee", "Crème Brûlée & Fils"), ("Nordbnk", "Nordbank"), ("Monday Logistics", "Monday Logistics"),
        ("lodz textiles", "Łódź Textiles"), ("CRM-1010", "Quietwater Group"),
    ):  # fmt: skip
        assert (await dana.says(f"account {typed}")).startswith(f"{name} · "), typed


async def test_a_guess_is_named_and_the_others_are_one_press_away(world: World) -> None:
    dana = world.chat()
    said = await dana.says("account Acme")
    assert said.startswith("Acme Corp · ")
    assert said.endswith("• Taken as Acme Corp. Another one?\n  [Acme Health]")
    assert (await dana.presses("Acme Health")).startswith("Acme Health · ")
    mia = world.chat("mia@example.com")
    assert await mia.says("account Acme") == "Which Acme?\n[Acme Corp] [Acme Health]"
    assert (await mia.presses("Acme Health")).startswith("Acme Health · ")


async def test_support_sees_the_goal_and_no_money(world: World) -> None:
    said = await world.chat("ines@example.com").says("account Acme Corp")
    assert "Goal: Close the books in 3 days" in said
    assert "RED 34 ▼39/90d · 100 % of data" in said
    assert "€" not in said


async def test_the_form_behind_log_knows_the_account(world: World) -> None:
    dana = world.chat()
    await dana.says("account Globex")
    await dana.presses("Log")
    assert list(dana.form.shown.values()) == ["Globex"]
    assert "Globex · call · 20 min · today" in await dana.fills(kind="call", length="20m")


async def test_of_health_always_the_same_is_counted_as_hidden(world: World) -> None:
    """Neither lines nor their number tell that something is wrong with a customer."""
    dana, mia = world.chat(), world.chat("mia@example.com")

    async def told(account: str) -> str:
        said = await mia.says(f"account {account}")
        return said.splitlines()[-1]

    await dana.says("create Quiet House")
    before = await told("Quiet House")
    assert before == "3 fields hidden here."
    await dana.says("risk Quiet House pricing too high")
    await dana.says('kpi Quiet House "active users" from 80 to 150 by 30 June')
    await dana.says('kpi Quiet House "active users" 10')
    assert "▼ active users" in await dana.says("account Quiet House")
    said = await mia.says("account Quiet House")
    assert "active users" not in said
    assert "Risks" not in said
    assert said.splitlines()[-1] == before
