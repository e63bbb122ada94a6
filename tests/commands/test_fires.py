"""fire: declared once, one card for the team, and what it costs."""

from bot import audience
from bot.draw import draw
from bot.living import view_of
from bot.scene import Scene
from bot.text import as_text
from storage.tables import Activity, OutboxMessage, Posting, Risk, RiskCost
from storage.work import Work
from tests.chat import World


def outbox(work: Work) -> list[OutboxMessage]:
    rows = work.ask(OutboxMessage.table().select().where(OutboxMessage.table().c.card.startswith("fire:")))
    return [OutboxMessage.of(row) for row in rows]


def fires(work: Work) -> list[Risk]:
    rows = (Risk.of(row) for row in work.ask(Risk.table().select()))
    return [one for one in rows if one.is_fire and one.closed_at is None and one.deleted_at is None]


async def card_for(world: World, email: str) -> str:
    """The living card as one member has it in their chat."""

    def drawn(work: Work) -> str:
        member = work.people.by_email(email)
        assert member is not None
        [fire] = fires(work)
        view = view_of(f"fire:{fire.id}", Scene(work, world.now, member))
        assert view is not None
        return as_text(draw(view, audience.of_member(work, member), audience.reader(member, world.now)))

    return await world.look(drawn)


async def test_it_is_confirmed_first_and_told_to_the_team_once(both: World) -> None:
    dana = both.chat()
    said = await dana.says("risk Globex leaving: the CFO will not renew, first sign 3 Nov")
    assert said.startswith(
        "Declare a fire for Globex? One card goes to Dana, Sam Okoye and Jane Lindgren. Nothing saved"
    )
    assert not dana.done
    assert not await both.look(outbox)
    said = await dana.presses("Declare the fire")
    assert said.startswith("✓ Fire declared; the team is told\nFire: Globex · T1 · US$405,000 up for renewal")
    assert "since today 09:30 · nobody has it yet" in said
    assert "leaving · high · “the CFO will not renew”" in said
    [fire] = await both.look(fires)
    assert str(fire.first_sign_on) == "2026-11-03"
    told = await both.look(outbox)
    assert sorted(one.card for one in told) == [f"fire:{fire.id}"] * 3
    assert len({one.address for one in told}) == 3
    assert all(one.address.startswith("member:") and one.view == "" for one in told)
    await dana.says("fire Globex")
    await dana.says("risk Globex leaving")  # a second reason while it burns is a risk like others
    assert len(await both.look(fires)) == 1
    assert len(await both.look(outbox)) == 3


async def test_only_flagging_it_stays_possible(world: World) -> None:
    dana = world.chat()
    await dana.says("risk Globex leaving")
    assert "Globex · leaving · high" in await dana.presses("Only flag")
    assert not await world.look(fires)
    await dana.presses("It is a fire")
    assert "Fire: Globex" in await dana.presses("Declare the fire")
    assert len(await world.look(fires)) == 1
    await dana.says("undo")
    assert not await world.look(fires)
    assert "leaving" in await dana.says("risks Globex")


async def test_somebody_takes_it_and_the_clock_runs(both: World) -> None:
    dana, sam = both.chat(), both.chat("sam@example.com")
    await dana.says("fire Globex the export is down again and they look elsewhere")
    await dana.presses("Declare")
    both.passes(days=2, hours=1)
    said = await sam.says("fire Globex")
    assert "since Mon 23 Nov 09:30 (2 d) · nobody has it yet" in said
    assert "competitor" in said or "service failure" in said
    said = await sam.presses("Take it")
    assert "✓ You have it" in said
    assert "since Mon 23 Nov 09:30 (2 d) · Sam has it" in said
    assert "Take it" not in sam.buttons
    assert "Sam has it" in await card_for(both, "dana@example.com")
    assert "[Take it]" in await card_for(both, "dana@example.com")


async def test_what_is_done_and_spent_counts(both: World) -> None:
    dana, lee = both.chat(), both.chat("lee@example.com")
    await dana.says("fire Globex they want to leave")
    await dana.presses("Declare")
    assert "Counts to the fire." in await dana.says("log reactive call Globex 30m told them the plan")
    said = await dana.says("log call Globex 20m about the training")
    assert "A fire burns at Globex." in said
    assert "✓ Counts to the fire" in await dana.presses("Count to the fire")
    await dana.says("log meeting Globex 1h by @lee outage analysis")
    assert "✓ Counted to the fire" in await lee.says("fire Globex 2h @lee export fix")
    await lee.says("fire Globex 45m wrote the report")
    await dana.says("fire Globex credit 5k for the outage")
    await dana.says("fire Globex travel 800 Houston flights")
    said = await dana.says("fire Globex patch passed on a copy of their data")
    assert "Latest: “patch passed on a copy of their data” · Dana · today 09:30" in said
    assert "Done: 4 activities · 4 h 35: Lee 3 h 45, Dana 50 min" in said
    assert "Direct: 50 min of customer success · Indirect: others 3 h 45 · credit US$5,000, travel US$800" in said
    assert "hours have no rate yet" in said
    costs = [RiskCost.of(row) for row in await both.look(lambda work: work.ask(RiskCost.table().select()))][-4:]
    assert [cost.kind for cost in costs] == ["hours", "hours", "credit", "travel"]
    assert "Done: 4" not in await dana.says("undo")
    assert "Done: 3 activities" in await dana.says("fire Globex")


async def test_a_mode_that_is_corrected_counts_too(world: World) -> None:
    dana = world.chat()
    await dana.says("fire Globex they want to leave")
    await dana.presses("Declare")
    await dana.says("log call Globex 20m a long talk")
    assert "Counts to the fire." in await dana.presses("Reactive")
    [logged] = [
        Activity.of(row)
        for row in await world.look(lambda work: work.ask(Activity.table().select()))
        if row["minutes"] == 20
    ][-1:]
    await dana.says(f"edit {logged.id} mode:growth")
    assert "A fire burns" in await dana.says(f"edit {logged.id} mode:growth")
    assert "That activity is not of this account." in await dana.says("fire Globex count:999999")


async def test_what_is_missing_is_asked(world: World) -> None:
    dana = world.chat()
    await dana.says("fire Globex they want to leave")
    await dana.presses("Declare")
    assert "Money for what: credit, travel or discount?" in await dana.says("fire Globex 5k")
    assert "✓ Counted" in await dana.fills(kind="credit")
    assert "How much travel? Try 5k EUR." in await dana.says("fire Globex travel")
    await dana.says("fire Globex")
    await dana.presses("Add cost")
    assert "How long? Try 2h." in await dana.fills()
    assert "✓ Counted" in await dana.fills(length="2h", by="@lee")
    assert "No fire burns at Initech any more." in await dana.says("fire Initech take")


async def test_it_ends_saved_or_lost_and_every_copy_says_so(both: World) -> None:
    dana = both.chat()
    await dana.says("fire Globex they want to leave")
    await dana.presses("Declare")
    both.passes(days=3)
    await dana.says("fire Globex")
    await dana.presses("Narrowly saved")
    said = await dana.fills(why="credit and a visit", evidence="Ruth said it on the phone")
    assert said.startswith("✓ Fire narrowly saved\nFire: Globex")
    assert "narrowly saved today after 3 d · Dana · “credit and a visit”" in said
    assert "[Take it]" not in said
    assert "Declare a fire for Globex?" in await dana.says("fire Globex they want to leave again")
    assert "Globex" in await dana.says("risks team narrowly saved")
    await dana.says("undo")
    assert "Fire: Globex" in await dana.says("fire Globex")


async def test_every_change_draws_the_copies_anew(both: World) -> None:
    dana = both.chat()
    await dana.says("fire Globex they want to leave")
    await dana.presses("Declare")
    [fire] = await both.look(fires)
    card = f"fire:{fire.id}"

    def post(work: Work) -> None:
        member = work.people.by_email("sam@example.com")
        assert member is not None
        work.insert(
            Posting,
            card=card,
            address="cli|t|sam||direct",
            ref="m1",
            member_id=member.id,
            author_id=member.id,
            at=both.now,
        )

    await both.ground.run(1, post)

    async def redrawn() -> bool:
        """Whether the copy waits to be drawn anew; if so, it is."""
        waiting = [one.id for one in await both.look(outbox) if one.replaces == "m1" and one.state == "due"]
        for id in waiting:
            await both.ground.run(1, lambda work, id=id: work.update(OutboxMessage, id, state="sent"))
        return bool(waiting)

    for line in (
        "log reactive call Globex 30m told them",
        "next Globex send the plan Fri",
        "fire Globex take",
        f"risk:{fire.id} severity medium",
        "undo",
        f"risk:{fire.id} lost they signed elsewhere",
    ):
        both.passes(minutes=1)
        assert not await redrawn(), line
        await dana.says(line)
        assert await redrawn(), line


async def test_the_sample_has_a_fire_that_was_narrowly_saved(world: World) -> None:
    dana = world.chat()
    await dana.says("risks team narrowly saved")
    said = await dana.presses("Open")
    assert "Fire: Nordbank · T1 · €290,000" in said
    assert "narrowly saved Mon 9 Nov after 90 d · Sam Okoye" in said
    assert "Done: 17 activities · 61 h: " in said
    assert "Indirect: others 35 h 30 · travel €1,840, credit €14,500 · hours have no rate yet" in said


async def test_who_fights_it_sees_what_they_may(world: World) -> None:
    dana, lee = world.chat(), world.chat("lee@example.com")
    await dana.says("fire Globex the CFO says they leave")
    await dana.presses("Declare")
    said = await lee.says("fire Globex 2h export fix")
    assert "Fire: Globex" in said
    assert "leaving" not in said
    assert "CFO" not in said
    assert "US$" not in said
    assert "CFO" not in await card_for(world, "mia@example.com")


async def test_followers_and_channels_hear_of_risks_and_fires_once(both: World) -> None:
    dana, paul, sam = both.chat(), both.chat("paul@example.com"), both.chat("sam@example.com")
    await paul.says("follow Globex")
    await sam.says("follow Globex")
    await dana.says("risk Globex pricing too high 40k")

    def cards(work: Work) -> list[tuple[str, str]]:
        rows = work.ask(OutboxMessage.table().select().where(OutboxMessage.table().c.card != ""))
        return sorted((row["card"].partition(":")[0], row["address"]) for row in rows)

    members = {one.name: f"member:{one.id}" for one in await both.look(lambda work: work.people.everyone())}
    told = await both.look(cards)
    assert ("risk", members["Paul"]) in told
    assert ("risk", members["Dana"]) not in told
    await dana.says("fire Globex they want to leave")
    await dana.presses("Declare")
    fires_told = [address for kind, address in await both.look(cards) if kind == "fire"]
    assert sorted(fires_told) == sorted([members["Paul"], members["Dana"], members["Sam"], members["Jane Lindgren"]])


async def test_hours_are_told_with_whose_they_are(world: World) -> None:
    dana = world.chat()
    await dana.says("fire Globex they gave notice")
    await dana.presses("Declare")
    for line in ("fire Globex 3h Lee", "fire Globex Lee 3h", "fire Globex 3h lee@example.com export fix"):
        assert "✓ Counted to the fire: 3 h of Lee Chen" in await dana.says(line)
    assert "✓ Counted to the fire: 2 h of Dana" in await dana.says("fire Globex 2h export fix")


async def test_saying_that_it_is_over_asks_once(world: World) -> None:
    dana = world.chat()
    await dana.says("fire Globex they gave notice")
    await dana.presses("Declare")
    assert "Is the fire at Globex over?" in await dana.says("fire Globex narrowly saved: exec call did it")
    assert "✓ Fire narrowly saved" in await dana.presses("Narrowly saved")


async def test_hours_are_told_by_person_though_nothing_else_was_logged(world: World) -> None:
    dana = world.chat()
    await dana.says("fire Sunday Energy they go")
    await dana.presses("Declare")
    said = await dana.says("fire Sunday Energy 2h @lee export fix")
    assert "\n2 h: Lee Chen 2 h\n" in said
    await dana.says("fire Sunday Energy travel 800 GBP")
    said = await dana.says("fire Sunday Energy credit 5k EUR")
    assert "Indirect: others 2 h · travel £800, credit €5,000 · hours have no rate yet" in said


async def test_hours_count_in_money_once_an_hour_has_its_cost(both: World) -> None:
    dana, omar = both.chat(), both.chat("omar@example.com")
    assert "not for the role csm" in await dana.says("settings hour-cost 95 EUR")
    await dana.says("fire Polar they want out")
    await dana.presses("Declare the fire")
    assert "all together" not in await dana.says("fire Polar")
    await dana.says("fire Polar 12h Lee")
    await dana.says("fire Polar 90m")
    await dana.says("fire Polar credit 5k USD")
    assert "An hour of work costs €95" in await omar.says("settings hour-cost 95 EUR")
    said = await dana.says("fire Polar")
    assert "Direct: 1 h 30 (€142.50) of customer success · Indirect: others 12 h (€1,140) · credit US$5,000" in said
    assert "all together €1,282.50 + US$5,000 · an hour at €95" in said
    assert "An hour of work costs: €95" in await omar.says("settings")
    await omar.says("settings hour-cost off")
    assert "hours have no rate yet" in await dana.says("fire Polar")


async def test_two_people_confirm_the_same_fire(both: World) -> None:
    dana, sam = both.chat(), both.chat("sam@example.com")
    await dana.says("fire Polar they are leaving")
    await sam.says("fire Polar their CFO wants out")
    assert "Fire declared" in await dana.presses("Declare the fire")
    said = await sam.presses("Declare the fire")
    assert "Dana declared it already; your words are kept as an update" in said
    assert "Latest: “their CFO wants out” · Sam" in said
