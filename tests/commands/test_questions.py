"""Two customers who differ, a question that is asked once, talks with customers."""

from storage.tables import QuestionFor
from tests.chat import World
from tests.commands.asked import card, emails, product_manager, told


async def asked(world: World) -> None:
    dana, sam = world.chat(), world.chat("sam@example.com")
    await dana.says("request Acme Corp SCIM provisioning, deletes leavers after 30 days must")
    await dana.says("request Globex SCIM with Okta groups nice join:1")
    await sam.says("request Nordbank SCIM, leavers go after 90 days should join:1")


async def test_what_contradicts_becomes_a_card_with_both_sides_and_what_hangs_on_them(both: World) -> None:
    pia = await product_manager(both)
    await asked(both)
    assert await told(both, "variance") == [("pia@example.com", "variance:1")]
    shown = await card(both, "variance:1", "pia@example.com")
    assert shown.startswith("SCIM provisioning: “after 30 days” or “after 90 days”\n• Acme Corp · T1 · €240,000")
    assert "“SCIM, leavers go after 90 days”" in shown
    assert "€" not in await card(both, "variance:1", "mia@example.com")
    assert "Two customers differ" in await pia.says("request:1")
    said = await pia.says("variance 1 both, by a setting")
    assert "✓ Settled: both, by a setting · Pia" in said
    assert "Two customers differ" not in await pia.says("request:1")
    await pia.says("undo")
    assert "Two customers differ" in await pia.says("request:1")
    assert "is not for the role csm" in await both.chat().says("variance 1 mine")


async def test_everybody_concerned_is_asked_once_and_what_was_asked_before_is_answered(both: World) -> None:
    dana, sam, pia = both.chat(), both.chat("sam@example.com"), await product_manager(both)
    await asked(both)
    said = await pia.says("question request:1 do they need groups as well, or only users?")
    assert said.startswith("✓ Dana and Sam are asked\nSCIM provisioning: “do they need groups as well, or only users?”")
    assert emails(await told(both, "question")) == ["dana@example.com", "sam@example.com"]
    shown = await card(both, "question:1", "dana@example.com")
    assert "[Answer for Acme Corp] [Answer for Globex]" in shown
    assert "Of which customer?" in await dana.says("question:1 groups too")
    assert "1 of 3 answered" in await dana.presses("Acme Corp")
    assert "2 of 3 answered" in await dana.says("answer question:1 Globex only users")
    assert "is asked of Sam" in await both.chat("mia@example.com").says("question:1 Nordbank nothing")
    assert emails(await told(both, "question")).count("pia@example.com") == 1
    said = await pia.says("question SCIM provisioning: do they need groups or users only?")
    assert said.startswith("That was asked before; nobody is asked twice.")
    assert "“groups too”" in said
    await sam.says("question:1 both")
    ines = both.chat("ines@example.com")
    await ines.says("request Paylo SCIM join:1")
    said = await pia.says("question SCIM provisioning: do they need groups or users only?")
    assert "1 customer was not asked it yet." in said
    said = await pia.presses("Ask the other 1")
    assert "is asked" in said
    assert "3 of 4 answered" in said
    rows = await both.look(lambda work: work.ask(QuestionFor.table().select()))
    assert len(rows) == 4
    assert "3 of 4 answered" in await dana.says("questions")


async def test_a_question_of_another_kind_is_asked(world: World) -> None:
    pia = await product_manager(world)
    await asked(world)
    await pia.says("question request:1 do they need groups?")
    assert "are asked" in await pia.says("question request:1 which directory do they use?")
    assert "Of which request?" in await pia.says("question which directory do they use?")
    assert "Nobody asked for “teleporting”" in await pia.says("question teleporting: why?")
    await pia.says("undo")
    assert "which directory" not in await pia.says("questions")


async def test_talks_go_to_who_was_asked_least_and_through_their_colleague(both: World) -> None:
    dana, pia = both.chat(), await product_manager(both)
    await asked(both)
    await dana.says("request Acme Corp dark mode")
    said = await pia.says("interview SCIM 2")
    assert [line.split(" · ")[0] for line in said.splitlines() if line.startswith("• ")] == [
        "• Acme Corp",
        "• Nordbank",
    ]
    said = await pia.says('interview request:1 account:"Acme Corp"')
    assert "Pia would like to talk with Acme Corp about SCIM provisioning" in said
    assert await told(both, "interview") == [("dana@example.com", "interview:1")]
    assert "Only you speak with them." in await card(both, "interview:1", "dana@example.com")
    assert "is asked for that already" in await pia.says('interview request:1 account:"Acme Corp"')
    assert "Why not now?" in await dana.says("interview:1 declined")
    assert "agrees to a talk" in await dana.says("interview:1 agreed Tuesday at 10")
    assert ("pia@example.com", "interview:1") in await told(both, "interview")
    # Who was asked for one request comes later for another.
    await dana.says("request Globex dark mode join:2")
    said = await pia.says("interview request:2")
    assert next(line for line in said.splitlines() if line.startswith("• ")).startswith("• Globex · ")
    assert "is for the account’s team" in await both.chat("mia@example.com").says("interview:1 held it was good")
