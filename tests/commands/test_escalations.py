"""escalate and what follows: who hears of it, who has it, what is said, when it is too late, and how it ends."""

from datetime import timedelta

import pytest

from bot import audience
from bot.complaints import answered
from bot.draw import draw
from bot.escalations.ringing import ring
from bot.health import Yardstick, scored
from bot.living import view_of
from bot.request import Address, Line, Place, Sender
from bot.scene import Scene
from bot.text import as_text
from bot.view import from_json
from storage.tables import Account, Escalation, EscalationUpdate, OutboxMessage
from storage.work import Work
from tests.chat import Chat, World


def all_of(work: Work) -> list[Escalation]:
    return [Escalation.of(row) for row in work.ask(Escalation.table().select().order_by(Escalation.table().c.id))]


async def newest(world: World) -> Escalation:
    return (await world.look(all_of))[-1]


def sent(work: Work) -> list[OutboxMessage]:
    table = OutboxMessage.table()
    return [OutboxMessage.of(row) for row in work.ask(table.select().order_by(table.c.id))]


async def to(world: World, email: str) -> list[str]:
    """Keys of what goes to somebody's own chat."""

    def look(work: Work) -> list[str]:
        member = work.people.by_email(email)
        assert member is not None
        return [one.key for one in sent(work) if one.address == f"member:{member.id}"]

    return await world.look(look)


async def words_to(world: World, email: str, key: str) -> str:
    """What a message says that is no living card, or the card as it is now."""

    def look(work: Work) -> str:
        member = work.people.by_email(email)
        assert member is not None
        (message,) = [one for one in sent(work) if one.key.startswith(key) and one.address == f"member:{member.id}"]
        scene = Scene(work, world.now, member)
        view = view_of(message.card, scene) if message.card else from_json(message.view)
        assert view is not None
        return as_text(draw(view, audience.of_member(work, member), audience.reader(member, world.now)))

    return await world.look(look)


async def card(world: World, email: str) -> str:
    """The living card of the newest escalation as one member has it."""
    id = (await newest(world)).id

    def drawn(work: Work) -> str:
        member = work.people.by_email(email)
        assert member is not None
        view = view_of(f"escalation:{id}", Scene(work, world.now, member))
        assert view is not None
        return as_text(draw(view, audience.of_member(work, member), audience.reader(member, world.now)))

    return await world.look(drawn)


async def rings(world: World) -> None:
    """What the ticker would do at this moment."""
    await world.ground.run(1, lambda work: (answered(work, world.now), ring(work, world.now)))


async def healthy(world: World, name: str, health: int | None, tier: int) -> None:
    def write(work: Work) -> None:
        row = next(row for row in work.ask(Account.table().select()) if row["name"] == name)
        work.update(Account, row["id"], health=health, tier=tier)

    await world.ground.run(1, write)


async def channel(world: World, name: str, *emails: str) -> Chat:
    """A closed channel with these colleagues; the first of them speaks."""
    chats = [world.chat(email, channel=name, place=Place.PRIVATE) for email in emails]
    for email in emails:
        await world.chat(email).says("help")
    await world.bot.roster(chats[0].address, [chat.sender for chat in chats])
    return chats[0]


# ------------------------------------------------------------ where it goes


async def test_one_line_reaches_whoever_can_act(both: World) -> None:
    dana = both.chat()
    said = await dana.says("escalate Globex sev1 data export down since 9am @lee")
    assert said.startswith("✓ Escalated to Support\nGlobex · Sev 1 · “data export down since 9am”")
    assert "Lee Chen is asked to take it." in said
    assert "First answer by today 09:45" in said
    made = await newest(both)
    assert (made.kind, made.target, made.level, made.state) == ("break/fix", "Support", 1, "open")
    # Nobody is on duty yet, so the lead hears of it; so do Lee, who was asked, and Dana, who raised it and has the account.
    assert await to(both, "lee@example.com") == ["escalation:1:raised:6"]
    assert len(await to(both, "jane@example.com")) == 1
    assert len(await to(both, "dana@example.com")) == 1


async def test_a_relationship_goes_to_the_csm_and_not_to_support(world: World) -> None:
    ines = world.chat("ines@example.com")
    said = await ines.says("escalate Globex they feel ignored since the handover")
    assert said.startswith("✓ Escalated to the account’s CSM")
    assert "Dana Weber is asked to take it." in said or "Dana" in said
    made = await newest(world)
    assert (made.kind, made.target) == ("relationship", None)
    assert len(await to(world, "dana@example.com")) == 1


async def test_what_words_do_not_tell_is_asked_and_nothing_is_lost(world: World) -> None:
    dana = world.chat()
    said = await dana.says("escalate Globex sev2 something odd with the tenant @lee")
    assert said.startswith("Is something broken or to be done, or is it about how we get on with them?")
    assert not dana.done
    assert await world.look(all_of) == []
    await dana.presses("Relationship")
    made = await newest(world)
    assert (made.kind, made.words) == ("relationship", "something odd with the tenant")
    await dana.says("undo")
    await dana.says("escalate Globex sev2 something odd with the tenant @lee")
    said = await dana.presses("Break/fix")
    assert "Sev 1 · “something odd with the tenant”" in said  # a T1 account goes one higher
    assert "Lee Chen is asked" in said


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("they were charged twice on the last invoice", "Accounting"),
        ("the dpa is still unsigned", "Legal"),
        ("rollout to the second site is late", "Product Deployment"),
        ("export fails with error 504", "Support"),
        ("export fails to Engineering", "Engineering"),
        ("their forecast accuracy dropped", "Data Science"),
        ("login fails for marketing", "Support"),  # theirs, not ours
        ("they have no access to data, error 403", "Support"),
    ],
)
async def test_words_choose_the_team(world: World, words: str, target: str) -> None:
    dana = world.chat()
    said = await dana.says(f"escalate Globex {words}")
    assert said.startswith(f"✓ Escalated to {target}"), said


async def test_people_without_a_role_can_escalate_and_take_it_back(world: World) -> None:
    vera = world.chat("vera@example.com")
    await vera.says("escalate Globex login fails for everybody")
    assert vera.done
    assert "✓ Taken back" in await vera.says("undo")
    assert (await newest(world)).deleted_at is not None
    assert "is taken back" in await card(world, "dana@example.com")


async def test_where_outsiders_read_nothing_is_said(world: World) -> None:
    dana = world.chat(channel="shared", place=Place.SHARED)
    said = await dana.says("escalate Globex export down")
    assert not dana.done
    assert "Globex" not in said
    assert await world.look(all_of) == []
    guest = world.chat("guest@else.example", channel="shared", place=Place.SHARED)
    assert "Globex" not in await guest.says("escalations Globex")


async def test_the_form_asks_for_what_is_missing_and_keeps_the_rest(world: World) -> None:
    dana = world.chat()
    said = await dana.says("form escalate Globex")
    assert said.startswith("Escalate\n  Account *: Globex")
    said = await dana.fills(severity="2", what="")
    assert "✗ What is it?" in said
    said = await dana.fills(what="the <b>export</b> & *more*", quote="it is <down>", kind="break/fix")
    assert "“the <b>export</b> & *more*”" in said
    assert "The customer: “it is <down>”" in await card(world, "dana@example.com")


# ------------------------------------------------------------ teams


async def test_a_team_has_a_channel_words_hours_and_people(world: World) -> None:
    omar = await channel(world, "support", "omar@example.com", "ines@example.com", "lee@example.com")
    assert "✓ Support is set" in await omar.says("route Support to here")
    assert "Mon–Fri 08:00–18:00, Europe/Berlin" in await omar.says("route Support hours 8-18 Europe/Berlin")
    assert "✓ “billing” goes to Accounting from now on." in await omar.says("route billing to Accounting")
    assert "✓ “sso” goes to Engineering" in await omar.says("route sso to Engineering")
    assert "Lead: Jane Lindgren" in await omar.says("route Accounting lead @jane")
    jane = world.chat("jane@example.com")
    assert "On duty: Ines, Lee" in await jane.says("on-duty Support @ines @lee")
    said = await jane.says("route")
    assert "• Support · has a channel · Ines, Lee" in said
    assert "billing, invoice" in said
    assert said.count("• ") == 10
    dana = world.chat()
    assert "✓ Escalated to Engineering" in await dana.says("escalate Globex sso is broken")
    said = await dana.says("escalate Globex export down")
    assert "Support sees it in its channel." in said
    keys = [one.key for one in await world.look(sent) if one.address.startswith("cli|t|support")]
    assert keys == ["escalation:2:raised:target"]
    await omar.says("route sso off")
    assert "✓ Escalated to Support" in await dana.says("escalate Globex sso is broken")


async def test_only_admins_set_routes_and_leads_say_who_is_on_duty(world: World) -> None:
    dana = world.chat()
    assert "is set by an admin" in await dana.says("route billing to Legal")
    assert "is said by its lead" in await dana.says("on-duty Support @ines")
    assert "Channel: none" in await dana.says("route Support")
    await world.chat("omar@example.com").says("route Support lead @ines")
    ines = world.chat("ines@example.com")
    assert "On duty: Lee Chen" in await ines.says("on-duty Support @lee")
    assert "is said by its lead" in await ines.says("on-duty Legal @lee")
    assert "nobody on duty" in await ines.says("on-duty Support nobody")


async def test_who_is_on_duty_is_not_taken_for_a_zone(world: World) -> None:
    omar = world.chat("omar@example.com")
    assert "on-duty Support @dana" in await omar.says("route Support on duty @dana")
    assert "on-duty Support @dana" in await omar.says("route Support on call: @dana")


async def test_a_zone_that_nobody_knows_is_asked_back(world: World) -> None:
    said = await world.chat("omar@example.com").says("route Support hours 8-18 Eurpe/Berlin")
    assert "I do not know “Eurpe/Berlin” here." in said


# ------------------------------------------------------------ who has it


async def raised(world: World, line: str = "escalate Globex sev3 export fails for large files") -> None:
    await world.chat("jane@example.com").says("on-duty Support @ines @lee")
    await healthy(world, "Globex", 89, 2)
    await world.chat().says(line)


async def test_one_takes_it_and_everybody_sees_who(both: World) -> None:
    await raised(both)
    ines, lee = both.chat("ines@example.com"), both.chat("lee@example.com")
    assert "Nobody has it yet" in await card(both, "dana@example.com")
    said = await ines.says("escalation:1 take")
    assert said.startswith("✓ It is yours\nSev 3: Globex · Support")
    assert "Ines has it since today 09:30" in await card(both, "dana@example.com")
    assert "You have it already" in await ines.says("escalation:1 mine")
    said = await lee.says("escalation:1 take it")
    assert said.startswith("Ines has it. Shall I make it yours?")
    await lee.presses("Take it over")
    assert "Lee has it" in await card(both, "dana@example.com")
    assert "took it" in await words_to(both, "ines@example.com", "escalation:1:words")
    made = await newest(both)
    assert made.taken_at == both.now, "the first answer was the first one's"


async def test_a_double_press_and_a_repeated_delivery_have_one_effect(both: World) -> None:
    dana = both.chat()
    await dana.says("escalate Globex odd things happen")
    assert dana.last is not None
    nonce, line = dana.last.view.nonce, dana.buttons["Break/fix → Support"]
    first = await dana._send(Line(line), nonce=nonce)
    assert await dana._send(Line(line), nonce=nonce) == first
    for _ in range(2):
        await dana.says("escalate Globex export down", key="the same delivery")
    assert len(await both.look(all_of)) == 2
    keys = [one.key for one in await both.look(sent)]
    assert len(keys) == len(set(keys))


async def test_handing_over_needs_acceptance(world: World) -> None:
    await raised(world)
    ines, lee = world.chat("ines@example.com"), world.chat("lee@example.com")
    await ines.says("escalation:1 take")
    said = await ines.says("escalation:1 hand over @lee: the importer needs a fix")
    assert said.startswith("✓ Asked Lee Chen to take it; until then it stays where it is")
    assert (
        "Ines has it since today 09:30 · asked of Lee Chen by Ines: “the importer needs a fix”; not accepted yet"
        in said
    )
    assert "It was handed to Lee" in await ines.says("escalation:1 accept")
    assert "✓ Accepted; it is yours" in await lee.says("escalation:1 accept")
    made = await newest(world)
    assert (made.offered_to_id, made.offered_by_id) == (None, None)
    assert "Lee took it." in await words_to(world, "ines@example.com", "escalation:1:words")


async def test_another_team_takes_it_for_itself(world: World) -> None:
    await raised(world)
    await world.chat("ines@example.com").says("escalation:1 hand over to Engineering: needs a fix")
    assert (await newest(world)).target == "Support"
    await world.chat("lee@example.com").says("escalation:1 accept")
    made = await newest(world)
    assert (made.target, made.state) == ("Engineering", "taken")


async def test_what_is_returned_twice_goes_to_the_lead(world: World) -> None:
    await raised(world)
    ines, lee = world.chat("ines@example.com"), world.chat("lee@example.com")
    await ines.says("escalation:1 hand over to Engineering")
    said = await lee.says("escalation:1 return")
    assert "✗ Why does it not belong there?" in said
    assert not lee.done
    said = await lee.says("escalation:1 return: their network, not our code")
    assert "returned once: “their network, not our code”" in said
    assert "Lee returns it: “their network" in await words_to(world, "ines@example.com", "escalation:1:words")
    await ines.says("escalation:1 hand over to Engineering: the stack trace says otherwise")
    said = await lee.says("escalation:1 return: still the network")
    assert "✓ Returned a second time, so Jane decides" in said
    assert "escalation:1:bounced:2:3" in await to(world, "jane@example.com")
    jane = world.chat("jane@example.com")
    assert "returned twice" in await jane.says("escalation:1 accept")
    assert (await newest(world)).bounces == 2


# ------------------------------------------------------------ words, and clocks that stand


async def test_the_csm_gets_what_the_customer_may_be_told_and_nothing_else(world: World) -> None:
    await raised(world)
    lee = world.chat("lee@example.com")
    await lee.says("escalation:1 take")
    said = await lee.says(
        "escalation:1 update a junior dropped the index customer: A fix is in test, we expect it by 11:00"
    )
    assert "Latest: “a junior dropped the index” · Lee" in said
    assert "For the customer: “A fix is in test, we expect it by 11:00”" in said
    draft = await words_to(world, "dana@example.com", "escalation:1:safe")
    assert draft.splitlines()[:2] == ["Globex · to pass on, if you like:", "“A fix is in test, we expect it by 11:00”"]
    assert "junior" not in draft
    await lee.says("escalation:1 rebuilding it now")
    rows = await world.look(lambda work: work.ask(EscalationUpdate.table().select()))
    assert [(row["internal"], row["safe"]) for row in rows][-1] == ("rebuilding it now", None)


async def test_after_a_long_silence_everybody_hears_of_a_matter_once(both: World) -> None:
    """Nobody was there to say that clocks ran out, for three days."""
    dana, ines = both.chat(), both.chat("ines@example.com")
    await dana.says("escalate Globex sev2 login fails for all")
    await ines.says("escalation:1 take")
    before = await both.look(sent)
    both.passes(days=3)
    await rings(both)
    heard = [message for message in await both.look(sent) if message not in before]
    assert heard
    assert len({(message.address, message.card) for message in heard}) == len(heard)


async def test_nothing_behind_customer_is_nothing_said(world: World) -> None:
    dana = world.chat()
    await dana.says("escalate Globex sev2 login fails for all")
    for line in ("update customer:", "update for customers:", "update customer"):
        assert "✗ What is new?" in await dana.says(f"escalation:1 {line}")
    said = await dana.says("escalation:1 update a fix is in test, customer:")
    assert "“a fix is in test”" in said
    assert "“we have told the customer”" in await dana.says("escalation:1 update we have told the customer")


async def test_need_info_stops_the_clock_and_an_answer_starts_it(both: World) -> None:
    await raised(both, "escalate Globex sev2 export fails for large files")
    ines, dana = both.chat("ines@example.com"), both.chat()
    await ines.says("escalation:1 take")
    before = await newest(both)
    both.passes(minutes=30)
    said = await ines.says("escalation:1 need info: which export, and the error")
    assert "waiting for info" in said
    assert "Clock stands since today 10:00 · needed: “which export, and the error”" in said
    asked = await words_to(both, "dana@example.com", "escalation:1:words")
    assert "Ines needs to know: “which export, and the error”" in asked
    both.passes(days=2)
    await rings(both)
    assert not [one for one in await both.look(sent) if ":update:" in one.key or ":resolve:" in one.key]
    await dana.says("escalation:1 info the CSV one, error 504")
    after = await newest(both)
    assert (after.state, after.needs, after.paused_since) == ("taken", None, None)
    assert before.update_by is not None
    assert after.update_by is not None
    # An hour and a half was left, or the two hours that news begins anew with.
    assert after.update_by > both.now
    assert after.resolve_by == before.resolve_by + timedelta(days=2) if before.resolve_by else False
    assert "Dana answers: “the CSV one, error 504”" in await words_to(both, "ines@example.com", "escalation:1:words")


# ------------------------------------------------------------ the clock


async def test_a_first_answer_is_asked_for_and_the_next_in_the_chain_is_told(both: World) -> None:
    await raised(both, "escalate Globex sev2 export fails for large files")
    both.passes(minutes=44)
    await rings(both)
    assert len(await to(both, "ines@example.com")) == 1
    both.passes(minutes=2)
    for _ in range(3):
        await rings(both)
    (_, reminder) = await to(both, "ines@example.com")
    assert ":respond:" in reminder
    assert "Globex · Sev 2 · A first answer is due by today 10:30" in await words_to(both, "ines@example.com", reminder)
    assert await to(both, "lee@example.com") == []
    both.passes(minutes=15)
    await rings(both)
    assert len(await to(both, "lee@example.com")) == 1
    assert "▲ First answer was due" in await card(both, "lee@example.com")
    both.passes(hours=1)
    await rings(both)
    told = [key for key in await to(both, "jane@example.com") if ":respond:" in key]
    assert len(told) == 1
    await both.chat("lee@example.com").says("escalation:1 take")
    count = len(await both.look(sent))
    both.passes(minutes=50)
    await rings(both)
    assert len(await both.look(sent)) == count, "an answer stops the chain"


async def test_severity_one_does_not_wait_for_monday_and_others_do(world: World) -> None:
    await raised(world)
    world.passes(days=4, hours=12)  # the night to Saturday
    dana = world.chat()
    await dana.says("escalate Initech sev1 everything is down")
    await healthy(world, "Nordbank", 90, 2)
    await dana.says("escalate Nordbank sev2 login fails")
    world.passes(hours=1)
    await rings(world)
    night = [one.key for one in await world.look(sent) if ":respond:" in one.key]
    assert any(key.startswith("escalation:2:") for key in night)
    assert not any(key.startswith("escalation:3:") for key in night)


async def test_news_is_asked_of_whoever_has_it_and_then_of_the_lead(world: World) -> None:
    await raised(world, "escalate Globex sev2 export fails for large files")
    ines = world.chat("ines@example.com")
    await ines.says("escalation:1 take")
    world.passes(minutes=91)
    await rings(world)
    assert [":update:" in key for key in await to(world, "ines@example.com")].count(True) == 1
    world.passes(minutes=30)
    await rings(world)
    due = [key for key in await to(world, "ines@example.com") if ":update:" in key]
    assert len(due) == 2
    assert "An update was due today 11:30" in await words_to(world, "ines@example.com", due[-1])
    await ines.says("escalation:1 update found it, rebuilding")
    world.passes(minutes=60)
    await rings(world)
    assert len([key for key in await to(world, "ines@example.com") if ":update:" in key]) == 2
    assert not [key for key in await to(world, "jane@example.com") if ":update:" in key]


async def test_after_an_outage_of_ours_each_is_told_once(both: World) -> None:
    await raised(both, "escalate Globex sev2 export fails for large files")
    both.passes(days=3)
    for _ in range(3):
        await rings(both)
        both.passes(seconds=20)
    keys = [one.key for one in await both.look(sent)]
    assert len(keys) == len(set(keys))
    assert len([key for key in await to(both, "lee@example.com") if ":respond:" in key]) == 1


# ------------------------------------------------------------ how bad


async def test_a_strategic_or_an_unhealthy_customer_goes_faster_and_only_some_may_know_why(world: World) -> None:
    await healthy(world, "Globex", 40, 2)
    dana = world.chat()
    await dana.says("escalate Globex sev3 export fails")
    assert (await newest(world)).level == 2
    assert "health 40, so Sev 3 goes one higher" in await card(world, "dana@example.com")
    seen = await card(world, "lee@example.com")
    assert "Sev 2: Globex" in seen
    assert "Sev 3" not in seen
    assert "higher" not in seen
    # One that is as bad by somebody's word looks the same to those who may not know of health.
    await dana.says("undo")
    await healthy(world, "Globex", 90, 2)
    await dana.says("escalate Globex sev2 export fails")
    other = await card(world, "lee@example.com")
    assert other.replace("escalation:2", "escalation:1") == seen
    await healthy(world, "Initech", 90, 1)
    await dana.says("escalate Initech sev3 export fails")
    assert "Sev 3, one higher for a T1 account" in await card(world, "lee@example.com")


async def test_somebody_says_another_severity(world: World) -> None:
    await raised(world)
    said = await world.chat("ines@example.com").says("escalation:1 sev1")
    assert said.startswith("✓ Sev 1 from now on")
    assert "First answer by today 09:45" in said
    assert "There is no sev7" in await world.chat().says("escalate Globex sev7 export down")


async def test_an_open_severity_one_holds_health_down_until_it_is_resolved(world: World) -> None:
    def score(work: Work) -> tuple[int | None, str]:
        row = next(row for row in work.ask(Account.table().select()) if row["name"] == "Globex")
        found = scored(work, Yardstick.of(work), [row["id"]], world.now, world.now.date())[row["id"]]
        return found.score, str(found.capped)

    before = await world.look(score)
    assert before[0] is not None
    assert before[0] >= 50
    dana = world.chat()
    await dana.says("escalate Globex sev2 export fails")  # treated as severity 1, since they are T1: nobody said so
    assert await world.look(score) == before
    await dana.says("escalation:1 sev1")
    world.passes(minutes=1)
    assert await world.look(score) == (49, "severity 1")
    await dana.says("escalation:1 resolve it was the disk")
    world.passes(minutes=1)
    assert await world.look(score) == before


# ------------------------------------------------------------ how it ends


async def test_it_ends_with_its_cause_and_what_it_took_and_can_be_opened_again(both: World) -> None:
    await raised(both)
    ines = both.chat("ines@example.com")
    await ines.says("escalation:1 take")
    both.passes(hours=5)
    said = await ines.says("escalation:1 resolve")
    assert "✗ What was the cause?" in said
    said = await ines.fills(cause="a full disk stopped the exports", length="3h", by="@lee", safe="Exports work again")
    assert (
        "✓ Resolved by Ines today 14:30 after 5 h · cause: “a full disk stopped the exports” · took Lee Chen 3 h"
        in said
    )
    assert "Exports work again" in await words_to(both, "dana@example.com", "escalation:1:safe")
    assert "took Lee Chen 3 h, Ines 30 min" in await ines.says("escalation:1 hours 30m")
    assert "is resolved already" in await ines.says("escalation:1 update more")
    form = next(line for label, line in ines.buttons.items() if label == "Reopen it")
    await ines.says(form)
    said = await ines.fills(why="it fails again")
    assert said.startswith("✓ Open again; its clocks run anew")
    assert "Ines has it since today 09:30" in said
    assert "reopened 1×" in said
    assert "Latest: “it fails again”" in said
    made = await newest(both)
    assert (made.state, made.resolved_at, made.reopened) == ("taken", None, 1)
    assert made.update_by is not None
    assert made.update_by > both.now


async def test_a_problem_of_several_customers_is_solved_for_all(world: World) -> None:
    dana, sam = world.chat(), world.chat("sam@example.com")
    await dana.says("escalate Globex exports time out")
    said = await dana.says("escalation:1 problem exports time out for large accounts")
    assert "A case of problem 1: “exports time out for large accounts” · 1 customer" in said
    await sam.says("escalate Nordbank exports time out")
    assert "2 customers" in await sam.says("escalation:2 problem 1")
    await sam.says("problem:1 Initech")
    said = await sam.says("problems problem:1")
    assert "• Globex · Dana · Sev 2, open" in said
    assert "• Initech · Dana" in said
    lee = world.chat("lee@example.com")
    assert "✓ Solved; 2 CSMs are told" in await lee.says("problem:1 solved exports of any size work again")
    told = await words_to(world, "dana@example.com", "problem:1:solved")
    assert "What your customers may be told:\n“exports of any size work again”" in told
    assert "• Globex\n  [I told them] [Resolve theirs]" in told
    assert "• Initech\n  [I told them]" in told
    assert "Nordbank" not in told
    assert "is solved already" in await lee.says("problem:1 solved again")


@pytest.mark.parametrize("key", ["customer:", "for customers:"])
async def test_what_is_for_colleagues_alone_is_not_offered_for_the_customers_of_a_problem(
    world: World, key: str
) -> None:
    dana, lee = world.chat(), world.chat("lee@example.com")
    await dana.says("escalate Globex exports time out")
    await dana.says("escalation:1 problem exports time out")
    await lee.says(f"problem:1 solved a lock nobody released, {key} exports of any size work again")
    told = await words_to(world, "dana@example.com", "problem:1:solved")
    assert "For colleagues: “a lock nobody released”" in told
    assert "What your customers may be told:\n“exports of any size work again”" in told
    assert "Latest: “a lock nobody released” · Lee" in await dana.says("escalation:1")


async def test_while_a_csm_is_away_whoever_stands_in_gets_what_their_customers_may_be_told(world: World) -> None:
    dana, sam, lee = world.chat(), world.chat("sam@example.com"), world.chat("lee@example.com")
    await sam.says("away today until 4 Dec cover @dana")
    assert sam.done
    await dana.says("escalate Nordbank exports time out")
    await lee.says("escalation:1 update it was a lock customer: exports run again")
    assert "“exports run again”" in await words_to(world, "dana@example.com", "escalation:1:safe")
    await dana.says("problem Nordbank, Globex: exports time out")
    await lee.says("problem:1 solved exports work again")
    told = await words_to(world, "dana@example.com", "problem:1:solved")
    assert "• Globex" in told
    assert "• Nordbank" in told


async def test_while_a_csm_is_away_whoever_stands_in_hears_of_what_is_theirs_to_act_on(world: World) -> None:
    sam, lee = world.chat("sam@example.com"), world.chat("lee@example.com")
    await world.chat().says("help")
    await sam.says("away today until 4 Dec cover @dana")
    said = await lee.says("escalate Nordbank they feel ignored since the handover")
    assert "Sam is asked to take it. They are away, so Dana is told as well." in said
    assert "they feel ignored" in await words_to(world, "dana@example.com", "escalation:1:raised")
    said = await lee.says("complaint Nordbank three days for an answer")
    assert "Dana answers for Sam, who is away." in said
    assert "three days for an answer" in await words_to(world, "dana@example.com", "complaint:1:to")


# ------------------------------------------------------------ lists and cards


async def test_they_are_listed_by_whose_how_bad_and_how_late(both: World) -> None:
    await raised(both)
    dana, ines = both.chat(), both.chat("ines@example.com")
    await dana.says("escalate Initech sev1 everything down")
    await dana.says("escalate Nordbank invoice wrong sev4")
    said = await dana.says("escalations")
    assert said.startswith("My escalations · 3\n• Sev 1 · Initech")
    assert "My escalations" not in await ines.says("escalations")  # has none, so everybody's are shown
    assert (await ines.says("escalations team sev1")).count("• ") == 1
    assert "Accounting" in await ines.says("escalations Accounting")
    assert (await ines.says("escalations Globex")).count("• ") == 1
    assert "None." in await ines.says("escalations team overdue")
    both.passes(minutes=20)
    said = await ines.says("escalations team overdue")
    assert said.count("• ") == 1
    assert "first answer overdue" in said
    await ines.says("escalation:2 resolve it was a switch")
    assert "resolved today" in await ines.says("escalations team resolved")
    assert "resolved today" in await ines.says("escalations team resolved this month")
    assert "None." in await ines.says("escalations team resolved last month")
    assert (await ines.says("escalations team T1")) == (await ines.says("escalations team tier 1"))
    assert "Nordbank" in await ines.says("escalations team T1 this week")
    assert "None." in await ines.says("escalations team T3")


async def test_they_stand_on_the_accounts_card_in_the_day_and_in_the_brief(world: World) -> None:
    await raised(world)
    dana = world.chat()
    for line in ("account Globex", "brief Globex"):
        said = await dana.says(line)
        assert "Escalations\n• Sev 3 · Support · “export fails for large files” · nobody has it" in said, said
    lee = world.chat("lee@example.com")
    await lee.says("escalation:1 take")
    assert "Sev 3 · Globex" in await lee.says("day")
    assert "Sev 3 · Globex" not in await world.chat("mia@example.com").says("day")
    await lee.says("escalation:1 sev1")
    assert "Sev 1 · Globex" in await dana.says("day")


# ------------------------------------------------------------ who does not answer


async def test_the_ladder_has_drafts_and_stops_supports_clock(both: World) -> None:
    sam = both.chat("sam@example.com")
    await healthy(both, "Nordbank", 90, 2)
    await sam.says("escalate Nordbank sev2 login fails for all")
    await sam.says("escalate Nordbank sev2 invoice wrong")
    before = await both.look(all_of)
    said = await sam.says("unresponsive Nordbank")
    assert said.startswith("✓ Kept; Support’s clocks there stand until they answer")
    assert "1 of 3: another contact" in said
    assert "Best regards, Sam" in said
    support, accounting = await both.look(all_of)
    assert support.paused_since == both.now
    assert accounting.paused_since is None
    assert "clock stands" in await sam.says("escalations Nordbank")
    assert "First answer by" in await sam.says("escalate Nordbank sev1 login fails again, says their guard")
    assert (await both.look(all_of))[2].paused_since is None, "a new matter has a clock of its own"
    assert "2 of 3: their sponsor" in await sam.says("unresponsive Nordbank next")
    said = await sam.says("unresponsive Nordbank still nothing")
    assert "3 of 3: an executive" in said
    assert "Write to Ingrid Solberg (COO)" in said
    assert "That was the last rung." in await sam.says("unresponsive Nordbank next")
    both.passes(days=1)
    await sam.says("log call Nordbank 20m all is well again")
    await rings(both)
    support = (await both.look(all_of))[0]
    assert support.paused_since is None
    assert before[0].resolve_by is not None
    assert support.resolve_by == before[0].resolve_by + timedelta(days=1)
    assert "Nobody tries to reach Nordbank that way." in await sam.says("unresponsive Nordbank answered")


async def test_contacts_are_kept_from_engineering_on_the_ladder(world: World) -> None:
    await world.chat("sam@example.com").says("unresponsive Nordbank")
    said = await world.chat("lee@example.com").says("unresponsive Nordbank")
    assert "does not answer · 1 of 3" in said
    assert "Henrik" not in said
    assert "Ingrid" not in said


# ------------------------------------------------------------ complaints


async def test_a_complaint_is_the_customers_voice_and_somebody_answers_it(both: World) -> None:
    ines, dana = both.chat("ines@example.com"), both.chat()
    said = await ines.says("complaint Globex Support took three days to answer")
    assert said.startswith("✓ Complaint kept\nComplaint: Globex · about Support")
    assert "Jane Lindgren and Dana" in said
    assert await both.look(all_of) == [], "it is no incident"
    assert "“Support took three days to answer”" in await words_to(both, "dana@example.com", "complaint:1:to")
    await dana.says("complaint Globex about Accounting: nobody calls back")
    said = await dana.says("complaints")
    assert said.startswith("Complaints · 2\nAbout: Accounting 1, Support 1")
    assert "Complaints\n• about Support" in await dana.says("account Globex")
    assert "✗ What did you tell them?" in await dana.says("complaint:1 answered")
    said = await dana.says("complaint:1 answered called them and apologised")
    assert "✓ Answered today · Dana · “called them and apologised”" in said
    assert "✓ Answered today" in await words_to(both, "jane@example.com", "complaint:1:to")
    assert "was answered already" in await dana.says("complaint:1 answered again")
    assert "Complaints · 1" in await dana.says("complaints about Accounting")
    assert "called them" in await dana.says("complaints complaint:1")


async def test_what_two_accounts_have_once_is_once_after_they_are_merged(both: World) -> None:
    dana = both.chat()
    for name in ("Globex", "Initech"):
        await dana.says(f"escalate {name} export fails")
        await dana.says(f"unresponsive {name}")
    await dana.says("problem Globex, Initech exports time out")
    said = await dana.says("merge Initech into Globex")
    assert dana.done, said
    assert (await dana.says("escalations Globex")).count("• ") == 2
    assert "Problem 1 · 1 customer" in await dana.says("problems problem:1")
    assert "1 of 3" in await dana.says("unresponsive Globex")


async def test_a_handle_means_a_colleague_and_no_guest_of_that_name(both: World) -> None:
    dana = both.chat()
    shared = Address("cli", "t", "acme", place=Place.SHARED)
    await both.bot.roster(shared, [dana.sender, Sender("cli", "t", "guest", "Jane Doe", outsider=True)])
    assert "Jane Lindgren is asked to take it" in await dana.says("escalate Acme Corp sev1 export down @jane")
    offered = {one.label for one in await both.bot.complete(dana.sender, "escalate Acme Corp sev1 export down @ja")}
    assert "Jane Lindgren" in offered
    assert "Jane Doe" not in offered
