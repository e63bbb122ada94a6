"""request and requests: entered, joined, ranked for whoever looks, and what Product decides reaches everybody once."""

import pytest

from bot.courier import Courier
from bot.request import Place
from storage.tables import OutboxMessage
from storage.work import Work
from tests.chat import World
from tests.commands.asked import card, emails, live, outbox, product_manager, told, voices
from tests.fakes.wall import Wall

SCIM = "request Acme Corp SCIM provisioning must because audit in March"
JOINED = 'request Nordbank SCIM for our admins, users leave by hand nice "we cannot onboard four hundred people"'


# ------------------------------------------------------------ entered


async def test_one_line_says_what_why_and_how_much(both: World) -> None:
    dana = both.chat()
    said = await dana.says(SCIM)
    assert said.startswith(
        "✓ Kept for Product\nSCIM provisioning · 1 customer · not acknowledged yet · security\n"
        "Acme Corp · T1 · must have · because audit in March"
    )
    [request], [voice] = await both.look(live), await both.look(voices)
    assert (request.title, request.state, request.theme) == ("SCIM provisioning", "new", "security")
    assert (voice.what.value, voice.importance) == ("SCIM provisioning", 3)
    assert "Taken back" in await dana.says("undo")
    assert await both.look(live) == []
    assert await both.look(voices) == []


@pytest.mark.parametrize(
    ("line", "what", "importance", "why", "requirements", "quote"),
    [
        ("export to CSV nice", "export to CSV", 1, None, None, None),
        ("dark mode", "dark mode", None, None, None, None),
        ('"SSO"', "SSO", None, None, None, None),
        ("must-have: SSO for plants", "SSO for plants", 3, None, None, None),
        ("planner must support groups", "planner must support groups", None, None, None, None),
        (
            "two-person approval dealbreaker because of the auditors needs: from 10k on",
            "two-person approval", 4, "the auditors", "from 10k on", None,
        ),
        (
            'dark mode should "our night shift cannot look at it"',
            "dark mode", 2, None, None, "our night shift cannot look at it",
        ),
        (
            '"we need it in our own colours" must',
            "we need it in our own colours", 3, None, None, "we need it in our own colours",
        ),
        (
            "offline mode (must) so that drivers can work in tunnels",
            "offline mode", 3, "so that drivers can work in tunnels", None, None,
        ),
    ],
)  # fmt: skip
async def test_what_words_say(
    world: World,
    line: str,
    what: str,
    importance: int | None,
    why: str | None,
    requirements: str | None,
    quote: str | None,
) -> None:
    await world.chat().says(f"request Globex {line}")
    [voice] = await world.look(voices)
    assert voice.what.value == what
    assert voice.importance == importance
    for column, value in (("why", why), ("requirements", requirements), ("quote", quote)):
        kept = getattr(voice, column)
        assert (kept.value if kept else None) == value


async def test_how_much_it_matters_may_be_said_afterwards(world: World) -> None:
    dana = world.chat()
    assert "How much does it matter to them?" in await dana.says("request Globex dark mode")
    assert "Globex · T1 · must have" in await dana.presses("Must have")
    assert "Globex · T1 · must have · because their eyes" in await dana.says("voice:1 because their eyes")
    assert "Globex · T1 · must have · because their eyes" in await dana.says("request:1")
    ines = world.chat("ines@example.com")
    assert "That is for Globex’s team" in await ines.says("voice:1 nice")


async def test_nothing_is_lost_when_something_is_missing(world: World) -> None:
    dana = world.chat()
    said = await dana.says("request SCIM provisioning must because audit in March")
    assert not dana.done
    assert "SCIM" in said
    assert "What do they want?" in await dana.says("request Globex")
    said = await dana.fills(what="dark mode", importance="nice", why="their eyes", quote="it is too bright")
    assert "Globex · T1 · nice to have · because their eyes" in said
    assert "“it is too bright”" in said


async def test_everybody_may_ask_and_outsiders_hear_nothing(world: World) -> None:
    vera = world.chat("vera@example.com")
    assert "✓ Kept for Product" in await vera.says(SCIM)
    assert "viewer still" in await vera.says("request:1 received")
    outside = world.chat(place=Place.SHARED, channel="shared")
    assert "People from outside may read along" in await outside.says("requests")


async def test_a_message_of_a_customer_is_text_wherever_it_stands(world: World) -> None:
    dana = world.chat()
    await dana.says('request Globex "<!channel> *now* https://evil.example" must')
    said = await dana.says("requests Globex")
    assert "<!channel> *now* https://evil.example" in said


# ------------------------------------------------------------ what was asked before


async def test_the_like_is_offered_and_joining_keeps_every_word(both: World) -> None:
    dana, sam = both.chat(), both.chat("sam@example.com")
    await dana.says(SCIM)
    said = await sam.says(JOINED)
    assert said == (
        "Is it this one? Joining keeps every word. Nothing saved yet.\n"
        "[Join “SCIM provisioning” · 1 customer] [It is new]"
    )
    assert not sam.done
    assert len(await both.look(voices)) == 1
    said = await sam.presses("Join")
    assert said.startswith("✓ Joined; Nordbank has a voice in it\nSCIM provisioning · 2 customers")
    first, second = await both.look(voices)
    assert first.request_id == second.request_id
    assert (second.what.value, second.importance) == ("SCIM for our admins, users leave by hand", 1)
    assert second.quote is not None
    assert second.quote.value == "we cannot onboard four hundred people"
    await sam.presses("Undo")
    assert len(await both.look(voices)) == 1


async def test_it_is_new_where_somebody_says_so(world: World) -> None:
    dana = world.chat()
    await dana.says(SCIM)
    await dana.says("request Globex SCIM must because of leavers")
    assert "✓ Kept for Product" in await dana.presses("It is new")
    assert len(await world.look(live)) == 2
    [_, voice] = await world.look(voices)
    assert voice.importance == 3
    assert voice.why is not None
    assert voice.why.value == "leavers"


async def test_another_wording_of_the_same_customer_stands_beside_the_first(world: World) -> None:
    dana = world.chat()
    await dana.says(SCIM)
    await dana.says("request Acme Corp SCIM from Okta with groups")
    await dana.presses("Join")
    said = await dana.says("request:1")
    assert said.startswith("SCIM provisioning · 1 customer")
    assert "SCIM from Okta with groups" in said
    assert "because audit in March" in said


async def test_it_is_found_by_the_words_of_whoever_joined_and_gone_when_taken_back(both: World) -> None:
    dana = both.chat()
    await dana.says(SCIM)
    await dana.says("request Globex directory push for leavers join:1")
    await dana.says("request Nordbank directory push when leavers go")
    assert "Join “SCIM provisioning” · 2 customers" in dana.buttons
    await dana.says("undo")
    await dana.says("undo")
    assert "✓ Kept for Product" in await dana.says("request Nordbank SCIM provisioning")


async def test_replays_leave_one(world: World) -> None:
    dana = world.chat()
    first = await dana.says(SCIM, key="again")
    assert await dana.says(SCIM, key="again") == first
    assert len(await world.look(live)) == 1


# ------------------------------------------------------------ ranked


async def ranked_company(world: World) -> None:
    dana = world.chat()
    await dana.says(SCIM)
    await dana.says("request Globex dark mode nice")
    await dana.says("request Nordbank bulk import of invoices dealbreaker")
    await dana.says("request Paylo dark mode nice join:2")


async def test_the_formula_stands_below_and_each_says_why(both: World) -> None:
    await ranked_company(both)
    jane = both.chat("jane@example.com")
    said = await jane.says("requests")
    assert said.startswith("Requests · 3 requests\n• Bulk import of invoices · 1 customer")
    assert "Points: importance × tier × ARR × health × renewal for each customer, added up, plus 2 a customer." in said
    said = await jane.says("request:3")
    # 8 × 2 × (1 + 265,000 / 100,000) × 1.5 for a renewal within 90 days, and 2 for the customer.
    assert "Why it ranks there · 89.6 points" in said
    assert "• Nordbank · 87.6 · importance 8 × tier 2 × ARR 3.65 × renewal 1.5" in said


async def test_whoever_may_not_see_money_or_health_gets_a_ranking_without_them(world: World) -> None:
    await ranked_company(world)
    for name, said in (
        ("vera", "Ranked without ARR and health, which are not for your role."),
        ("ines", "Ranked without ARR, which is not for your role."),
        ("jane", "Points: importance × tier × ARR × health × renewal"),
    ):
        assert said in await world.chat(f"{name}@example.com").says("requests")
    vera = await world.chat("vera@example.com").says("request:1")
    assert "ARR" not in vera.replace("Ranked without ARR and health", "")
    assert "€" not in vera
    assert "health 1" not in vera
    assert "importance 4 × tier 2" in vera


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("requests unacknowledged", "Requests · unacknowledged · 3 requests"),
        ("requests Paylo", "What Paylo asked for · 1 request"),
        ("requests theme security", "Requests · theme security · 1 request"),
        ("requests security", "Requests · theme security · 1 request"),
        ("requests tier 1", "Requests · T1 · 3 requests"),
        ("requests planned", "Requests · planned · 0 requests"),
        ("requests mine", "What my customers ask for"),
        ("requests any state", "Requests · any state · 3 requests"),
        ("what did Acme Corp ask for?", "What Acme Corp asked for · 1 request"),
    ],
)
async def test_filters(world: World, line: str, heading: str) -> None:
    await ranked_company(world)
    assert (await world.chat().says(line)).startswith(heading)


async def test_the_accounts_card_names_what_is_open(world: World) -> None:
    dana = world.chat()
    await dana.says(SCIM)
    assert "Asked for: SCIM provisioning (new)" in await dana.says("account Acme Corp")
    assert "What Acme Corp asked for" in await dana.presses("Requests")


# ------------------------------------------------------------ decided


async def test_new_requests_reach_product_or_the_channel_that_wants_them(both: World) -> None:
    dana, pia = both.chat(), await product_manager(both)
    await dana.says(SCIM)
    assert await told(both, "request") == [("pia@example.com", "request:1")]
    room = both.chat("jane@example.com", channel="product", place=Place.PRIVATE)
    await room.says("help")
    await both.bot.roster(room.address, [room.sender, pia.sender])
    assert "request" in await room.says("alerts request to here")
    await dana.says("request Globex dark mode")
    channels = await told(both, "request")
    assert channels[1][0].startswith("cli|t|product")
    assert [who for who, _ in channels].count("pia@example.com") == 1
    shown = await card(both, "request:1", "pia@example.com")
    assert shown.startswith("SCIM provisioning · 1 customer · not acknowledged yet · security")
    assert "[Received] [Planned] [In progress] [Shipped] [Declined]" in shown
    assert "Received" not in await card(both, "request:1", "mia@example.com")


async def test_each_step_tells_everybody_concerned_once_with_words_for_the_customer(both: World) -> None:
    dana, sam, pia = both.chat(), both.chat("sam@example.com"), await product_manager(both)
    await sam.says("help")
    await dana.says(SCIM)
    await sam.says("request Nordbank SCIM join:1")
    said = await pia.says("request:1 received")
    assert said.startswith("✓ Received; Dana and Sam hear of it")
    assert emails(await told(both, "roadmap")) == ["dana@example.com", "sam@example.com"]
    shown = await card(both, "roadmap:1", "dana@example.com")
    assert shown.startswith("SCIM provisioning is with Product now · Pia\nReady for Acme Corp: “Our product team has")
    assert "Acme" not in await card(both, "roadmap:1", "sam@example.com")
    assert "Ready for Nordbank" in await card(both, "roadmap:1", "sam@example.com")
    await pia.says("request:1 received")
    await pia.says("request:1 planned for the spring release")
    # Nothing of it is sent yet, so what waits tells the newest step and no second one.
    assert len(await both.look(lambda work: outbox(work, "roadmap"))) == 2
    assert "SCIM provisioning is planned" in await card(both, "roadmap:1", "dana@example.com")

    def sent(work: Work) -> None:
        for one in outbox(work, "roadmap"):
            work.update(OutboxMessage, one.id, state="sent")

    await both.ground.run(1, sent)
    await pia.says("request:1 shipped")
    await pia.says("request:1 shipped")
    assert len(await both.look(lambda work: outbox(work, "roadmap"))) == 4


async def test_a_decline_has_a_reason_which_is_not_for_the_customer(world: World) -> None:
    dana, pia = world.chat(), await product_manager(world)
    await dana.says(SCIM)
    said = await pia.says("request:1 declined")
    assert "Why is it declined?" in said
    assert not pia.done
    said = await pia.fills(why="a partner of ours does it better")
    assert "Declined: a partner of ours does it better" in said
    shown = await card(world, "roadmap:1", "dana@example.com")
    assert "Between us: a partner of ours does it better" in shown
    ready = shown.split("Ready for Acme Corp: ")[1].split("\n")[0]
    assert "partner" not in ready
    assert "will not build it for now" in ready
    assert "declined · security" in await dana.says("requests Acme Corp")


async def test_triage_is_products_and_can_be_taken_back(both: World) -> None:
    dana, pia = both.chat(), await product_manager(both)
    await dana.says(SCIM)
    assert "is not for the role csm" in await dana.says("request:1 planned")
    await pia.says("request:1 planned")
    await pia.says("undo")
    [request] = await both.look(live)
    assert (request.state, request.heard_at) == ("new", None)
    assert "theme" not in await pia.says("request:1 theme provisioning title SCIM 2.0")
    [request] = await both.look(live)
    assert (request.theme, request.title) == ("provisioning", "SCIM 2.0")


async def test_its_card_is_edited_where_it_stands_whoever_changes_it_and_when_it_is_taken_back(both: World) -> None:
    dana, pia, wall = both.chat(), await product_manager(both), Wall()
    both.passes(hours=6)  # when everybody is at work

    async def stands() -> list[str]:
        await Courier(both.ground, {"cli": wall}).deliver(both.now)
        return [said for said in wall.reads if "[Ask everybody]" in said]

    await dana.says(SCIM)
    [before] = await stands()
    assert "not acknowledged yet" in before
    await dana.says("request Globex SCIM join:1")
    [after] = await stands()
    assert "2 customers" in after
    await pia.says("request:1 planned")
    [planned] = await stands()
    assert "planned" in planned
    await pia.says("undo")
    assert await stands() == [after]
    # What happens at its customers otherwise leaves it alone.
    edits = len(wall.posted)
    await dana.says("log call Acme Corp 30m")
    assert await stands() == [after]
    assert len(wall.posted) == edits
    await dana.says("undo")
    await dana.says("undo")
    assert await stands() == [before]


async def test_two_become_one_with_all_their_voices_and_apart_again(both: World) -> None:
    dana, pia = both.chat(), await product_manager(both)
    await dana.says(SCIM)
    await dana.says("request Globex directory sync")
    await dana.says("request Nordbank dark mode")
    said = await pia.says("request:2 same as request:1")
    assert said.startswith("✓ One request now; 1 voice moved with all they said\nSCIM provisioning · 2 customers")
    assert [one.id for one in await both.look(live)] == [1, 3]
    assert (await dana.says("request:2")).startswith("SCIM provisioning · 2 customers")
    await dana.says("request Paylo directory sync")
    assert "Join “SCIM provisioning” · 2 customers" in dana.buttons
    await pia.says("undo")
    assert [one.id for one in await both.look(live)] == [1, 2, 3]
    assert (await dana.says("request:2")).startswith("Directory sync · 1 customer")


async def test_after_shipping_each_customer_says_whether_it_hit_the_mark(world: World) -> None:
    dana, pia = world.chat(), await product_manager(world)
    await dana.says(SCIM)
    await pia.says("request:1 shipped")
    assert "hit the mark" in await dana.says("voice:1 hit")
    said = await dana.says("voice:1 partly")
    assert "What is missing?" in said
    assert "hit the mark partly (“groups come a day late”)" in await dana.fills(why="groups come a day late")
    assert "hit the mark partly (“groups come a day late”)" in await pia.says("request:1")


async def test_accounts_that_become_one_keep_their_voices(both: World) -> None:
    dana = both.chat()
    await dana.says(SCIM)
    await dana.says("request Globex SCIM join:1")
    await dana.says("merge Globex into Acme Corp")
    assert (await dana.says("request:1")).startswith("SCIM provisioning · 1 customer")
    assert len({one.account_id for one in await both.look(voices)}) == 1
    await dana.says("undo")
    assert (await dana.says("request:1")).startswith("SCIM provisioning · 2 customers")
