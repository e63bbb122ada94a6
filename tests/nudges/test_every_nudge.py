"""Every nudge, by its example: planned once, said once with a number, a reason and a next step, and settled in time."""

from datetime import timedelta

import pytest

from bot.auditing import audit
from bot.cards.nudge_words import said_of
from bot.living import view_of
from bot.nudge import rules
from bot.scene import Scene
from storage.tables import Nudge, OutboxMessage, Rhythm
from storage.work import Work
from tests.chat import World
from tests.nudges.company import last, member, told
from tests.nudges.examples import ALL_AWAKE, EXAMPLES, Example, happen

ENDING = sorted(name for name, example in EXAMPLES.items() if example.ends)


def of_rule(work: Work, rule: str) -> list[Nudge]:
    rows = work.ask(Nudge.table().select().where(Nudge.table().c.rule == rule))
    return [Nudge.of(row) for row in sorted(rows, key=lambda row: row["id"])]


async def happened(company: World, example: Example) -> None:
    await example.happens(company)
    company.now = ALL_AWAKE


async def missed(company: World) -> list[str]:
    """What the auditor tells the admins of: there are none here, so what it plans."""
    before = await company.look(lambda work: {row["key"] for row in work.ask(Nudge.table().select())})
    await company.ground.run(1, lambda work: audit(work, company.now))
    after = await company.look(lambda work: {row["key"] for row in work.ask(Nudge.table().select())})
    return sorted(after - before)


def test_every_nudge_has_an_example() -> None:
    assert {rule.name for rule in rules().all()} == EXAMPLES.keys()


@pytest.mark.parametrize("name", sorted(EXAMPLES))
async def test_it_is_planned_and_said_once_and_never_missed(company: World, name: str) -> None:
    example = EXAMPLES[name]
    await happened(company, example)
    for _ in range(3):
        await company.plans()
        company.passes(minutes=1)
    (nudge,) = await company.look(lambda work: of_rule(work, name))
    assert nudge.said_at is not None
    assert nudge.member_id == (await company.look(lambda work: member(work, example.who))).id
    (message,) = [one for one in await told(company) if one.card == nudge.card]
    assert message.to == example.who.capitalize()
    for words in example.says:
        assert words in message.text.replace(" · ", ": "), message.text
    # What would have been said, as the one whose it is asks for it.
    said = await company.chat(example.email).says(f"alerts test {name} 90d")
    # A lead who has customers of their own hears of the whole team's.
    assert "would have come, at most" in said.replace(" to the whole team", "")
    assert "nothing would have come" not in said
    # The auditor counts for himself, and plans what is not there.
    assert await missed(company) == []
    key = nudge.key
    await company.ground.run(1, lambda work: work.do(Nudge.table().delete().where(Nudge.table().c.key == key)))
    assert await missed(company) == [key]
    assert await missed(company) == []


@pytest.mark.parametrize("name", sorted(EXAMPLES))
async def test_its_card_says_why_and_can_be_acted_on(company: World, name: str) -> None:
    example = EXAMPLES[name]
    await happened(company, example)
    await company.plans()
    (nudge,) = await company.look(lambda work: of_rule(work, name))
    chat = company.chat(example.email)
    why = await chat.says(f"why {nudge.subject}")
    assert rules()[name].why in why
    card = await chat.says(f"nudge {nudge.subject}")
    for words in example.says:
        assert words in card, card
    if example.ends is None:
        return
    buttons = {"Done", "Snooze 1 d", "Snooze 3 d", "Snooze 1 w", "Until…", "Hand over", "Not needed", "Why?",
               "Less like this"}  # fmt: skip
    assert buttons <= chat.buttons.keys()
    for label, line in chat.buttons.items():
        if label in ("Done", "Done 15 m", "Done 30 m", "Done 1 h") or label.startswith("Snooze"):
            said = await chat.says(line)
            assert chat.done, said
            await chat.presses("Undo")
            assert await chat.says(f"nudge {nudge.subject}") == card


@pytest.mark.parametrize("name", ENDING)
async def test_what_ended_before_it_was_said_is_never_said(company: World, name: str) -> None:
    """It is held back on Monday, ends, and nobody hears of it on Tuesday."""
    example = EXAMPLES[name]
    await happened(company, example)

    def hold(work: Work) -> None:
        rhythm = work.rhythms.own(member(work, example.who).id)
        work.update(Rhythm, rhythm.id, budget=0)

    await company.ground.run(1, hold)
    await company.plans()
    (held,) = await company.look(lambda work: of_rule(work, name))
    assert (held.route, held.said_at) == ("held", None)
    chat = company.chat(example.email)
    said = await chat.says(example.ends or "")
    assert chat.done, said
    await chat.says("alerts budget 7")
    before = await last(company)
    company.passes(days=1)
    await company.plans()
    (settled,) = await company.look(lambda work: of_rule(work, name)[:1])
    assert (settled.state, settled.said_at) == ("resolved", None)
    assert not [one for one in await told(company, before) if one.card == held.subject]


@pytest.mark.parametrize("name", ENDING)
async def test_what_ended_afterwards_says_so_on_its_card(company: World, name: str) -> None:
    example = EXAMPLES[name]
    await happened(company, example)
    await company.plans()
    (nudge,) = await company.look(lambda work: of_rule(work, name))
    chat = company.chat(example.email)
    said = await chat.says(example.ends or "")
    assert chat.done, said
    (settled,) = await company.look(lambda work: [one for one in of_rule(work, name) if one.id == nudge.id])
    assert settled.state == "resolved", await company.look(
        lambda work: said_of(_scene(work, company, example), settled)
    )
    (card,) = [one for one in await told(company) if one.card == nudge.card][:1]
    title = rules()[name].title
    assert f"Settled by {example.who.capitalize()}" in card.text
    assert f"({title})" in card.text
    assert f"handled {nudge.subject}" not in card.buttons.values()
    assert f"({title})" not in await chat.says("nudges")
    # Nothing that is over comes back by itself.
    before = await last(company)
    for _ in range(3):
        company.passes(days=1)
        await company.plans()
    again = await company.look(lambda work: [one for one in of_rule(work, name) if one.id == nudge.id])
    assert again == [settled]
    assert not [one for one in await told(company, before) if one.card == nudge.subject]


def _scene(work: Work, company: World, example: Example) -> Scene:
    return Scene(work, company.now, member(work, example.who))


async def test_all_at_once_keeps_within_what_somebody_wants_to_hear(company: World) -> None:
    """Every example on one morning: nobody gets more messages than they want, and what is not said is held."""
    await happen(company, *EXAMPLES)
    await company.plans()

    def look(work: Work) -> list[Nudge]:
        return [Nudge.of(row) for row in work.ask(Nudge.table().select())]

    nudges = await company.look(look)
    assert {one.rule for one in nudges} == EXAMPLES.keys()
    assert {one.route for one in nudges if one.state == "open"} <= {"direct", "digest", "held"}
    rows = await company.look(lambda work: work.ask(OutboxMessage.table().select()))
    rows = [row for row in rows if row["due_at"] >= ALL_AWAKE]  # what came of the commands before is no nudge
    for one in await company.look(lambda work: work.people.everyone()):
        assert sum(row["address"] == f"member:{one.id}" for row in rows) <= 7

    def drawn(work: Work) -> None:
        for nudge in nudges:
            if nudge.said_at:
                reader = next(one for one in work.people.everyone() if one.id == nudge.member_id)
                assert view_of(nudge.subject, Scene(work, company.now, reader)) is not None

    await company.look(drawn)
    company.passes(days=1)
    await company.plans()
    left = [one for one in await company.look(look) if one.state == "open" and one.said_at is None]
    assert left == []
    assert company.now - ALL_AWAKE == timedelta(days=1)
