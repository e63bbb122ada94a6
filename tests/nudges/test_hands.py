"""Nudges in people's hands: handed over, ignored, turned down, in channels, and when owners, leads and accounts change."""

from datetime import timedelta
from functools import partial

import pytest

from bot.auditing import audit
from bot.courier import Courier
from bot.request import Place, Sender
from storage.bulk import Edit
from storage.tables import Account, Identity, Leave, Member, Nudge, OutboxMessage, Rhythm
from storage.work import Work
from tests.chat import Chat, World
from tests.fakes.wall import Wall
from tests.nudges.company import BEFORE, MONDAY, TODAY, Told, account, contract, last, member, step, told


def renewal_of(work: Work, name: str = "Acme", owner: str = "dana", days: int = 30, **more: object) -> str:
    return f"renewal:{contract(work, account(work, name, owner, **more), TODAY + timedelta(days=days))}"


async def begun(company: World, name: str = "Acme", owner: str = "dana", **more: object) -> str:
    """The subject of a renewal that its owner was told of on Monday at 15:00 in Berlin, 9:00 in New York."""
    subject = await company.ground.run(1, lambda work: renewal_of(work, name, owner, **more))
    company.now = MONDAY.replace(hour=14)
    await company.plans()
    return subject


async def nudges(company: World, subject: str = "") -> list[Nudge]:
    rows = await company.look(lambda work: work.ask(Nudge.table().select()))
    found = [Nudge.of(row) for row in sorted(rows, key=lambda row: row["id"])]
    return [one for one in found if one.subject == subject or not subject]


async def next_morning(company: World) -> list[Told]:
    """The next day at the same hour; what came on it."""
    before = await last(company)
    company.passes(days=1)
    await company.plans()
    return await told(company, before)


async def id_of(company: World, name: str) -> int:
    return (await company.look(lambda work: member(work, name))).id


# ------------------------------------------------------------ handed over


async def test_whoever_accepts_has_it_and_the_giver_is_told(company: World) -> None:
    subject = await begun(company)
    dana, sam = company.chat(), company.chat("sam@example.com")
    before = await last(company)
    await dana.says(f"pass {subject} to @sam")
    (offer,) = [one for one in await told(company, before) if one.to == "Sam"]
    assert "Dana hands this to Sam." in offer.text
    assert {"Accept", "Return"} <= offer.buttons.keys()
    assert "Acme" in await dana.says("nudges")
    before = await last(company)
    await sam.says(offer.buttons["Accept"])
    assert sam.done
    (one,) = await nudges(company, subject)
    assert (one.member_id, one.offered_to_id, one.state) == (await id_of(company, "sam"), None, "open")
    assert any(one.to == "Dana" and "Sam took over Acme" in one.text for one in await told(company, before))
    assert "Acme" not in await dana.says("nudges")
    assert "Acme" in await sam.says("nudges")
    await sam.says("undo")
    (one,) = await nudges(company, subject)
    assert (one.member_id, one.offered_to_id) == (await id_of(company, "dana"), await id_of(company, "sam"))


ENDS = {
    "undo": ("dana", "Dana took it back"),
    "return {}": ("dana", "Dana took it back"),
    "accept {}": ("sam", "Sam took it over"),
    "return {}: no": ("sam", "Sam gave it back"),
    "handled {} 30m": ("dana", "Done by Dana"),
    "pass {} to Jane": ("dana", "Dana took it back"),
}


@pytest.mark.parametrize("how", list(ENDS))
@pytest.mark.parametrize("listed", [False, True])
async def test_the_others_card_says_what_became_of_the_question(company: World, how: str, listed: bool) -> None:
    """Whether it came as a message or in the list, and on the copy that stands in their chat."""
    if listed:
        await company.chat().says("alerts renewal digest")
    subject = await begun(company)
    who, said = ENDS[how]
    before = await last(company)
    await company.chat().says(f"pass {subject} to @sam")
    (offer,) = [one for one in await told(company, before) if one.to == "Sam"]
    assert "Take back" in next(one.buttons for one in await shown(company, subject, "dana"))
    wall = Wall()
    await Courier(company.ground, {"cli": wall}).deliver(company.now)
    before = await last(company)
    doer = company.chat(f"{who}@example.com")
    await doer.says(how.format(subject))
    assert doer.done
    (edit,) = [row for row in await outbox(company) if row.id > before and row.card == offer.card]
    assert edit.replaces
    (card,) = [one for one in await told(company, before) if one.card == offer.card]
    assert f"Acme: {said}" in card.text
    assert not card.buttons


async def shown(company: World, subject: str, who: str) -> list[Told]:
    """A matter's card as somebody who asks for it sees it."""
    chat = company.chat(f"{who}@example.com")
    text = await chat.says(f"nudge {subject}")
    return [Told(who, "", subject, text, chat.buttons)]


async def test_several_matters_are_handed_over_on_one_card(company: World) -> None:
    def fill(work: Work) -> None:
        acme = account(work, "Acme")
        contract(work, acme, TODAY + timedelta(days=30))
        step(work, acme, TODAY)

    await company.ground.run(1, fill)
    await company.plans()
    dana, sam = company.chat(), company.chat("sam@example.com")
    before = await last(company)
    await dana.says("hand over Acme all to Sam")
    (offer,) = [one for one in await told(company, before) if one.to == "Sam"]
    assert offer.text.startswith("Acme: 2 matters")
    assert "a next step is due today" in offer.text
    assert "handed to you" in await sam.says("nudges")
    before = await last(company)
    await sam.says(offer.buttons["Accept"])
    assert {one.member_id for one in await nudges(company) if one.account_id} == {await id_of(company, "sam")}
    assert any("Sam took over Acme, 2 matters" in one.text for one in await told(company, before) if one.to == "Dana")
    assert "✓ Taken back" in await sam.says("undo")
    assert {one.offered_to_id for one in await nudges(company) if one.account_id} == {await id_of(company, "sam")}
    assert "Acme: 2 matters" in next(one.text for one in await told(company) if one.card == offer.card)


async def test_whoever_returns_it_says_why(company: World) -> None:
    subject = await begun(company)
    dana, sam = company.chat(), company.chat("sam@example.com")
    await dana.says(f"pass {subject} to @sam")
    before = await last(company)
    await sam.says(f"return {subject}: I do not know them")
    assert any("Sam gives Acme back to you: I do not know them" in one.text for one in await told(company, before))
    (one,) = await nudges(company, subject)
    assert (one.member_id, one.offered_to_id) == (await id_of(company, "dana"), None)
    assert "Nobody handed that to you" in await dana.says(f"accept {subject}")


async def test_undo_of_handled_brings_it_back_where_it_was(company: World) -> None:
    subject = await begun(company)
    dana = company.chat()
    (before,) = await nudges(company, subject)
    await dana.says(f"handled {subject} 30m")
    assert "Nothing waits for you" in await dana.says("nudges")
    await dana.says("undo")
    assert await nudges(company, subject) == [before]
    assert "Acme" in await dana.says("nudges")
    (card, *_) = [one for one in await told(company) if one.card == subject]
    assert "Done" in card.buttons
    assert not [one for one in await next_morning(company) if one.card == subject]


# ------------------------------------------------------------ ignored


async def test_what_is_ignored_is_warned_of_and_then_reaches_the_lead(company: World) -> None:
    """Said on Monday 23 November; on the list again after five days; with the lead on the Monday after the warning."""
    subject = await begun(company)
    warned, lead = [], []
    for day in range(1, 15):
        for one in await next_morning(company):
            if one.card.startswith("digest:") and one.to == "Dana" and "Acme" in one.text:
                warned.append(day)
            if one.to == "Jane" and one.card.startswith("team:") and "Untouched after a warning" in one.text:
                assert "Acme" in one.text
                lead.append(day)
    assert warned == [7], "the first working morning after five days"
    assert lead == [14]
    assert "untouched, it goes to your lead" in await company.chat().says(f"nudge {subject}")


async def test_nothing_reaches_the_lead_while_its_owner_is_away(company: World) -> None:
    await begun(company)

    def leave(work: Work) -> None:
        dana = member(work, "dana").id
        work.put(Leave, member_id=dana, from_on=TODAY + timedelta(days=1), until_on=TODAY + timedelta(days=18))

    await company.ground.run(1, leave)
    for _ in range(1, 19):
        for one in await next_morning(company):
            assert "Untouched after a warning" not in one.text
            assert not (one.to == "Dana" and "Acme" in one.text)


# ------------------------------------------------------------ less of it


async def test_less_moves_it_into_the_list_and_then_off(company: World) -> None:
    await begun(company)
    dana = company.chat()
    assert "in the morning's list" in await dana.says("less renewal")
    await company.ground.run(1, lambda work: renewal_of(work, "Globex", days=31))
    (card,) = [one for one in await next_morning(company) if "Globex" in one.text]
    assert card.card.startswith("digest:")
    assert "You hear no more of renewals coming up" in await dana.says("less renewal")
    await company.ground.run(1, lambda work: renewal_of(work, "Initech", days=32))
    assert not [one for one in await next_morning(company) if "Initech" in one.text]
    assert "you turned these off" in await dana.says("alerts held")


async def test_what_was_off_comes_once_it_is_on_again_if_it_is_still_true(company: World) -> None:
    dana = company.chat()
    await dana.says("alerts renewal off")
    subject = await begun(company)
    over = await company.ground.run(1, lambda work: renewal_of(work, "Globex", days=31))
    assert not [one for one in await next_morning(company) if one.card in (subject, over)]
    await dana.says("alerts renewal direct")
    await dana.says("renewal Globex renewed 100k")
    cards = await next_morning(company)
    assert [one.card for one in cards] == [subject]
    assert "notice closes in 28 days" in cards[0].text
    assert not await next_morning(company)


async def test_what_everybody_turned_off_comes_only_to_whoever_hears_of_it_again(company: World) -> None:
    await company.chat("jane@example.com").says("alerts default renewal off")
    subject = await begun(company)
    assert not [one for one in await next_morning(company) if one.card == subject]
    await company.chat().says("alerts renewal digest")
    cards = await next_morning(company)
    assert any(one.card.startswith("digest:") and "Acme" in one.text for one in cards)


async def test_a_rule_that_is_mostly_noise_proposes_its_own_end(company: World) -> None:
    subjects = [await begun(company, "Customer 0")]
    for number in range(1, 5):
        more = partial(renewal_of, name=f"Customer {number}", days=30 + number)
        subjects.append(await company.ground.run(1, more))
        await next_morning(company)
    dana = company.chat()
    said = [await dana.says(f"noise {subject}") for subject in subjects]
    assert "Shall they stop?" not in said[1]
    assert "You marked 3 of 3 renewals coming up as noise. Shall they stop?" in said[2]
    assert dana.buttons["Turn off"] == "alerts renewal off"
    while company.now.weekday() != 0:
        company.passes(days=1)
    before = await last(company)
    await company.plans()
    (team,) = [one for one in await told(company, before) if one.card.startswith("team:")]
    assert "Mostly noise" in team.text
    assert "Renewals coming up: 5 of 5 marked as noise" in team.text
    await company.chat("jane@example.com").says(team.buttons["Turn off for everybody"])
    assert "Comes: not at all" in await dana.says("alerts renewal")


# ------------------------------------------------------------ channels and followers


async def readers(company: World, *names: str) -> Chat:
    room = company.chat(channel="renewals", place=Place.PRIVATE)
    await company.bot.roster(room.address, [Sender("cli", "t", f"{name}@example.com", name) for name in names])
    return room


async def test_a_channel_hears_of_what_its_owner_turned_off_or_has_no_room_for(company: World) -> None:
    room = await readers(company, "dana", "jane")
    await room.says("alerts renewal to here")
    assert room.done
    dana = company.chat()
    await dana.says("alerts renewal off")
    subject = await begun(company)
    posted = [row for row in await outbox(company) if row.address == str(room.address)]
    assert [row.card for row in posted] == [subject]
    await dana.says("alerts renewal direct")
    await dana.says("alerts budget 0")
    second = await company.ground.run(1, lambda work: renewal_of(work, "Globex", days=31))
    await next_morning(company)
    posted = [row for row in await outbox(company) if row.address == str(room.address)]
    assert [row.card for row in posted] == [subject, second]


async def outbox(company: World) -> list[OutboxMessage]:
    rows = await company.look(lambda work: work.ask(OutboxMessage.table().select()))
    return [OutboxMessage.of(row) for row in sorted(rows, key=lambda row: row["id"])]


async def test_followers_hear_of_what_its_owner_was_told_in_the_list(company: World) -> None:
    """A person through their own list, as they want to hear of such things; a channel at once, once each."""
    room = await readers(company, "dana", "sam")

    def fill(work: Work) -> None:
        acme = account(work, "Acme")
        step(work, acme, TODAY)
        contract(work, acme, TODAY + timedelta(days=90))

    await company.ground.run(1, fill)
    sam = company.chat("sam@example.com")
    await sam.says("follow Acme")
    await room.says("follow Acme here")
    await company.chat().says("alerts renewal off")
    await sam.says("alerts renewal digest")
    company.now = MONDAY.replace(hour=14)
    await company.plans()
    (mine,) = [one for one in await told(company) if one.to == "Sam" and one.card.startswith("digest:")]
    assert "Acme · notice closes in 90 days" in mine.text
    assert "also: a next step is due today" in mine.text
    assert "for Dana" in mine.text
    posted = [row.card for row in await outbox(company) if row.address == str(room.address)]
    assert sorted(card.partition(":")[0] for card in posted) == ["renewal", "step"]
    await sam.says("alerts step off")
    await sam.says(mine.buttons["Snooze 3 d · all 2"])
    assert [one.snoozed_until is None for one in await nudges(company) if one.account_id and ":for:" not in one.key] == [
        True, True,
    ]  # fmt: skip
    for _ in range(14):
        for one in await next_morning(company):
            assert "it goes to your lead" not in one.text or one.to != "Sam"
            assert not (one.to == "Jane" and one.text.count("notice closes") > 1)


async def test_watchers_of_other_peoples_accounts_get_their_own(company: World) -> None:
    """Several leads, each as they want it; what one does is seen on every copy."""

    def second_lead(work: Work) -> None:
        lee = work.insert(
            Member, name="Lee", email="lee@example.com", role="lead", zone="Europe/Berlin", locale="en-GB",
            seen_at=BEFORE, created_at=BEFORE,
        )  # fmt: skip
        work.put(Identity, member_id=lee.id, platform="cli", tenant="t", user="lee@example.com")
        work.put(Rhythm, member_id=lee.id, begun_on=BEFORE.date(), planned_on=TODAY - timedelta(days=3),
                 planned_at=MONDAY - timedelta(days=3))  # fmt: skip

    await company.ground.run(1, second_lead)
    jane, lee = company.chat("jane@example.com"), company.chat("lee@example.com")
    await jane.says("alerts renewal direct all")
    subject = await begun(company)
    mine = {one.to for one in await told(company) if one.card == subject}
    assert mine == {"Dana", "Jane"}
    assert {one.to for one in await told(company) if one.card.startswith("team:")} == {"Jane", "Lee"}
    assert "Acme" not in await lee.says("nudges")
    await jane.says(f"handled {subject}")
    assert {one.state for one in await nudges(company, subject)} == {"done"}
    assert all("Done by Jane" in one.text for one in await told(company) if one.card == subject)


async def test_a_watchers_copy_of_a_word_against_the_score_is_true_as_well(company: World) -> None:
    """Whoever watches that rule hears of it in their own words."""
    await company.ground.run(1, lambda work: account(work, "Wayne", "sam"))
    company.now = MONDAY - timedelta(days=14)
    await company.chat("sam@example.com").says("health Wayne red until 26 Nov: the board is split")
    await company.chat("jane@example.com").says("alerts health-override direct all")
    company.now = MONDAY.replace(hour=14)
    await company.plans()
    states = {one.member_id: one.state for one in await nudges(company) if one.rule == "health-override"}
    assert states == {await id_of(company, "sam"): "open", await id_of(company, "jane"): "open"}


# ------------------------------------------------------------ people who are not there yet, or no more


async def test_an_owner_who_never_spoke_is_held_for_and_hears_it_when_they_come(company: World) -> None:
    def pending(work: Work) -> None:
        work.insert(Member, name="Nina", email="nina@example.com", role="csm", zone="Europe/Berlin", created_at=BEFORE)

    await company.ground.run(1, pending)
    subject = await begun(company, "Acme", "nina")
    wall = Wall()
    for _ in range(5):
        await company.plans()
        await Courier(company.ground, {"cli": wall}).deliver(company.now)
        company.passes(minutes=1)
    nina = await id_of(company, "nina")
    assert not [row for row in await outbox(company) if row.address == f"member:{nina}"]
    assert not [row for row in await outbox(company) if row.state == "failed"]
    (held,) = await nudges(company, subject)
    assert (held.route, held.said_at) == ("held", None)
    await company.chat("nina@example.com").says("help")
    # She began on Monday, so her first days are quiet: a list.
    assert any(one.to == "Nina" and "Acme" in one.text for one in await next_morning(company))


async def test_another_owner_gets_what_waits(company: World) -> None:
    subject = await begun(company)
    silent = await company.ground.run(1, lambda work: renewal_of(work, "Globex", days=31))
    jane = company.chat("jane@example.com")
    before = await last(company)
    await jane.says("owner Acme @sam")
    assert any(one.to == "Sam" and "Jane gave you Acme. 1 matter waits there." in one.text
               for one in await told(company, before))  # fmt: skip
    assert "Acme" in await company.chat("sam@example.com").says("nudges")
    assert "Acme" not in await company.chat().says("nudges")
    await jane.says("undo")
    assert "Acme" in await company.chat().says("nudges")
    await jane.says("handover Dana to Sam leaves")
    assert jane.done
    assert "Acme" in await company.chat("sam@example.com").says("nudges")
    cards = {one.card: one.to for one in await next_morning(company)}
    assert cards.get(silent) == "Sam"
    assert {one.member_id for one in await nudges(company, subject)} == {await id_of(company, "sam")}
    await jane.says("undo")
    assert {one.member_id for one in await nudges(company, subject)} == {await id_of(company, "dana")}


async def test_an_import_of_other_owners_passes_on_too(company: World) -> None:
    subject = await begun(company)

    def change(work: Work) -> None:
        jane, dana, sam = (member(work, name).id for name in ("jane", "dana", "sam"))
        work.act_as(jane, "import", company.now)
        (row,) = work.ask(Account.table().select())
        work.bulk.change(Account, [Edit(row["id"], {"owner_id": dana}, {"owner_id": sam})])

    await company.ground.run(1, change)
    assert {one.member_id for one in await nudges(company, subject)} == {await id_of(company, "sam")}


@pytest.mark.parametrize("before", ["", "dana"])
async def test_another_owner_hears_what_came_up_before_and_nobody_is_alarmed(company: World, before: str) -> None:
    """The window opened last week; the account had no owner, or one whose day was planned."""

    def fill(work: Work) -> None:
        renewal_of(work, "Acme", before, days=30)
        work.insert(Member, name="Omar", email="omar@example.com", role="admin", created_at=BEFORE)

    await company.ground.run(1, fill)
    company.now = MONDAY.replace(hour=14)
    await company.plans()
    for _ in range(3):
        await next_morning(company)
    await company.chat("jane@example.com").says("owner Acme @sam")
    company.passes(minutes=30)
    await company.ground.run(1, lambda work: audit(work, company.now))
    assert not [row for row in await outbox(company) if row.key.startswith("audit:")]
    cards = [one for one in await next_morning(company) if one.to == "Sam"]
    assert any("Acme" in one.text for one in cards) is (before == "")
    assert "Acme" in await company.chat("sam@example.com").says("nudges")


async def test_merged_accounts_take_along_what_waits(company: World) -> None:
    subject = await begun(company)

    def more(work: Work) -> None:
        account(work, "Acme Corporation", "sam")

    await company.ground.run(1, more)
    jane = company.chat("jane@example.com")
    await jane.says('merge "Acme" into "Acme Corporation"')
    assert jane.done
    (one,) = await nudges(company, subject)
    assert (one.state, one.member_id) == ("open", await id_of(company, "sam"))
    assert "Acme Corporation" in await company.chat("sam@example.com").says("nudges")
    await jane.says("undo")
    (one,) = await nudges(company, subject)
    assert one.member_id == await id_of(company, "dana")


async def test_what_is_about_the_account_that_is_gone_settles(company: World) -> None:
    def fill(work: Work) -> None:
        account(work, "Paylo")
        account(work, "Hooli", "sam")

    await company.ground.run(1, fill)
    company.now = MONDAY - timedelta(days=14)
    await company.chat().says("log call Paylo 30m")
    company.now = MONDAY.replace(hour=14)
    await company.plans()
    (silent,) = [one for one in await nudges(company) if one.rule == "silence"]
    assert silent.said_at
    jane = company.chat("jane@example.com")
    await jane.says("merge Paylo into Hooli")
    assert jane.done
    (silent,) = await nudges(company, silent.subject)
    assert silent.state == "resolved"


async def test_promises_of_whoever_leaves_pass_on_with_their_nudges(company: World) -> None:
    """Sam promised something at an account of Dana's."""

    def fill(work: Work) -> None:
        step(work, account(work, "Acme"), TODAY, "sam")

    await company.ground.run(1, fill)
    company.now = MONDAY.replace(hour=14)
    await company.plans()
    await company.chat("jane@example.com").says("handover Sam to Dana leaves")
    assert "SOC2 report" in await company.chat().says("nudges")


async def test_a_form_behind_a_cards_button_does_not_ask_which_matter_it_is(company: World) -> None:
    subject = await begun(company)
    dana = company.chat("dana@example.com")
    await dana.says(f"nudge {subject}")
    for label, asked in (("Hand over", "to"), ("Not needed", "because"), ("Until…", "until")):
        await dana.says(dana.buttons[label])
        assert [field.name for field in dana.form.fields] == [asked]
        assert dana.form.hidden["matter"] == subject
        await dana.says(f"nudge {subject}")
    await dana.says(f"form pass {subject}")
    assert "I asked Sam to take Acme" in await dana.fills(to="@sam")
