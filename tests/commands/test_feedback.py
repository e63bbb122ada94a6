"""What customers like and what they do not; programmes in which they try something early."""

import pytest

from storage.tables import Feedback
from tests.chat import World
from tests.commands.asked import product_manager


@pytest.mark.parametrize(
    ("line", "sign", "theme", "words"),
    [
        ("+ love dashboards", 1, "dashboards", "love dashboards"),
        ("- slow exports", -1, "reporting", "slow exports"),
        ("they love the planner", 1, "workflow", "they love the planner"),
        ("their admins find the app confusing", -1, "usability", "their admins find the app confusing"),
        ("- too many clicks #navigation", -1, "navigation", "too many clicks"),
        ("dislikes the new colours", -1, "other", "the new colours"),
        ("+love dashboards", 1, "dashboards", "love dashboards"),
        ("-slow exports", -1, "reporting", "slow exports"),
        ("+ exports in 3 - 5 seconds, 2 - 4 at night", 1, "reporting", "exports in 3 - 5 seconds, 2 - 4 at night"),
    ],
)
async def test_a_sign_and_a_few_words(world: World, line: str, sign: int, theme: str, words: str) -> None:
    dana = world.chat()
    said = await dana.says(f"feedback Globex {line}")
    assert said.startswith("✓ Kept"), said
    [row] = await world.look(lambda work: work.ask(Feedback.table().select()))
    assert (row["sign"], row["theme"], row["words"]) == (sign, theme, words)


@pytest.mark.parametrize(
    "line",
    ["+ love dashboards, - slow exports", "+love dashboards; -slow exports", "love dashboards, – slow exports"],
)
async def test_what_they_like_and_what_not_are_two_things(world: World, line: str) -> None:
    dana = world.chat()
    assert (await dana.says(f"feedback Globex {line}")).count("• ") == 2
    rows = await world.look(lambda work: work.ask(Feedback.table().select()))
    assert [(row["sign"], row["theme"], row["words"]) for row in rows] == [
        (1, "dashboards", "love dashboards"), (-1, "reporting", "slow exports")
    ]  # fmt: skip
    await dana.says("undo")
    assert "Nothing was told" in await dana.says("likes")


async def test_what_is_not_told_is_asked(world: World) -> None:
    dana = world.chat()
    assert "Do they like it, or not?" in await dana.says("feedback Globex the planner")
    assert "✓ Kept" in await dana.presses("They like it")
    assert "What did they say?" in await dana.says("feedback Globex +")


async def test_added_up_by_theme_tier_and_period(both: World) -> None:
    dana, mia = both.chat(), both.chat("mia@example.com")
    await dana.says("feedback Acme Corp + love dashboards")
    assert "1 other customer says so of dashboards" in await dana.says("feedback Globex + great charts")
    assert "2 other customers say so" in await dana.says("feedback Nordbank + dashboards are great")
    await dana.says("feedback Globex - slow exports")
    both.passes(days=40)
    await dana.says("feedback Globex - exports are slow again")
    said = await mia.says("likes")
    assert said.splitlines()[:3] == [
        "What customers like", "Theme       Customers  Times", "dashboards          3      3"
    ]  # fmt: skip
    said = await mia.says("dislikes last 30 days")
    assert "reporting          1      1" in said
    assert "“exports are slow again”" in said
    assert "“slow exports”" not in said
    assert "What my customers do not like" in await dana.says("dislikes mine")
    assert await mia.says("likes T1") == (await mia.says("likes tier 1"))
    assert "What customers like · T1" in await mia.says("likes T1")
    assert "Nothing was told" in await mia.says("likes theme exports")
    assert "What Globex likes" in await mia.says("likes Globex")
    assert (await mia.presses("Dislikes")).startswith("What Globex does not like")


async def test_a_beta_from_name_to_exit(both: World) -> None:
    dana, pia = both.chat(), await product_manager(both)
    await dana.says("request Globex SCIM provisioning")
    said = await pia.says('beta "SCIM early access" of request:1: signed NDA, feedback every second week')
    assert "SCIM early access · nobody named yet · Pia" in said
    assert "Who fits: signed NDA, feedback every second week" in said
    assert "Globex is named" in await both.chat("vera@example.com").says(
        "beta:1 nominate Globex they have a test tenant"
    )
    assert "is named for it already" in await dana.says("beta:1 nominate Globex")
    await dana.says("beta:1 nominate Acme Corp")
    said = await pia.says("beta:1")
    assert "• Globex · T1 · nominated · “they have a test tenant”" in said
    assert "does not fit: their health is red" in said
    assert "fit" not in (await both.chat("mia@example.com").says("beta:1")).replace("Who fits", "").replace("fits:", "")
    assert "Product has not said yet" in await dana.says("beta:1 agree Globex NDA signed")
    assert "has not agreed yet" in await pia.says("beta:1 in Globex")
    assert "Globex: eligible" in await pia.says("beta:1 invite Globex")
    assert "To what did they agree?" in await dana.says("beta:1 agree Globex")
    assert "Globex: consented" in await dana.says("beta:1 agree Globex NDA signed on 20 Nov")
    assert "is not for the role csm" in await dana.says("beta:1 in Globex")
    assert "1 in, 2 named" in await pia.says("beta:1 in Globex")
    await dana.says("feedback Globex + groups come at once beta:1")
    assert "What they say of it\n• + Globex" in await pia.says("beta:1")
    assert "Why are they out?" in await pia.says("beta:1 out Globex")
    assert "Globex: out" in await pia.fills(words="they have seen enough")
    await pia.says("undo")
    assert "0 in, 2 named · ended" in await pia.says("beta:1 ended")
    assert "is over" in await pia.says("beta:1 invite Acme Corp")
    await pia.says("undo")
    assert "1 in, 2 named" in await pia.says("betas")
