"""fyi and win: what colleagues tell one another, and the small things that went well."""

from bot import audience
from bot.draw import draw
from bot.request import Place
from bot.text import as_text
from bot.view import from_json
from storage.tables import Activity, OutboxMessage
from storage.work import Work
from tests.chat import World
from tests.commands.test_references import card_for


def outbox(work: Work, prefix: str) -> list[OutboxMessage]:
    rows = work.ask(OutboxMessage.table().select().where(OutboxMessage.table().c.key.startswith(prefix)))
    return [OutboxMessage.of(row) for row in rows]


async def test_a_colleague_is_told_and_accepts(both: World) -> None:
    vera, paul = both.chat("vera@example.com"), both.chat("paul@example.com", platform="web")
    await paul.says("help")
    said = await vera.says("fyi paul@example.com Globex is asking about the API tier")
    assert said.startswith("✓ Told Paul\nGlobex: “is asking about the API tier”")
    [message] = await both.look(lambda work: outbox(work, "fyi:"))
    assert message.address.startswith("member:")
    card = await card_for(both, "paul@example.com", message.card)
    assert card.startswith("Globex: Vera tells Paul")
    assert "“is asking about the API tier”\nNot answered yet\n[I have it] [Not for me]" in card
    logged = [row for row in await both.look(lambda work: work.ask(Activity.table().select())) if row["internal"]]
    assert logged[-1]["kind"] == "internal"
    assert logged[-1]["note"] == "Told Paul: is asking about the API tier"
    assert "told to somebody else" in await vera.says(message.card + " accept")
    assert "✓ Accepted" in await paul.says(message.card + " accept")
    assert "You answered that already." in await paul.says(message.card + " return: no")
    assert "Accepted · Paul" in await card_for(both, "vera@example.com", message.card)
    assert [one.key for one in await both.look(lambda work: outbox(work, "fyi:")) if ":answer:" in one.key]
    await paul.says("undo")
    assert "Not answered yet" in await card_for(both, "vera@example.com", message.card)


async def test_it_is_returned_with_a_reason(both: World) -> None:
    vera, dana = both.chat("vera@example.com"), both.chat()
    assert "✓ Told Dana" in await vera.says("fyi Acme Corp wants to talk to your team")  # its owner
    [message] = await both.look(lambda work: outbox(work, "fyi:"))
    await dana.says(f"{message.card} return")
    assert dana.form.errors == {"why": "Why not? One line, so that it finds somebody else."}
    await dana.fills(why="ask Paul, it is about the contract")
    card = await card_for(both, "vera@example.com", message.card)
    assert "Returned · Dana · “ask Paul, it is about the contract”" in card
    assert "[Tell somebody else]" in card
    assert "hidden" in await card_for(both, "mia@example.com", message.card)
    assert "nothing of that number" in await both.chat("mia@example.com").says(message.card)


async def test_what_is_missing_is_asked_and_nothing_is_lost(world: World) -> None:
    vera, dana = world.chat("vera@example.com"), world.chat()
    await vera.says("fyi @sam they ask about the API tier")
    assert vera.form.errors == {"account": "Which account?"}
    assert vera.form.values["words"] == "they ask about the API tier"
    assert "✓ Told Sam" in await vera.fills(account="Globex")
    assert "That is you." in await dana.says("fyi me Globex calls")
    assert "Which Acme?" in await vera.says("fyi @sam Acme is asking about the API tier")


async def test_wins_are_mine_until_i_share_them(both: World) -> None:
    dana, mia = both.chat(), both.chat("mia@example.com")
    assert "✓ Kept\nGlobex · went live early · today" in await dana.says("win Globex went live early")
    assert "2 this week." in await dana.says("win all clinics use the new report")
    assert "Globex" not in await mia.says("wins team")
    said = await both.chat("jane@example.com").says("wins team")
    assert "Globex · went live early" in said
    assert "clinics" not in said  # without an account it is nobody else's
    await dana.says("wins")
    assert "✓ Shared with your lead" in await dana.presses("Share")
    assert len(await both.look(lambda work: outbox(work, "win:"))) == 1
    assert "My wins · 2" in await dana.says("wins this month")
    both.passes(days=7)
    assert "My wins · 0" in await dana.says("wins")
    assert "My wins · 2" in await dana.says("wins last week")


async def test_a_win_is_shared_into_the_channel_that_it_is_kept_in(world: World) -> None:
    dana = world.chat(channel="room", place=Place.PRIVATE)
    await world.bot.roster(dana.address, [dana.sender])
    await dana.says("win Globex went live early")
    assert "✓ Shared here" in await dana.presses("Share here")
    [posted] = await world.look(lambda work: outbox(work, "win:"))
    assert posted.address == str(dana.address)

    def drawn(work: Work) -> str:
        member = work.people.by_email("mia@example.com")
        assert member is not None
        return as_text(
            draw(from_json(posted.view), audience.of_member(work, member), audience.reader(member, world.now))
        )

    assert await world.look(drawn) == "Globex · went live early · today · Dana"
