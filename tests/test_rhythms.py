"""Who is planned for, how far, and who stands in for whoever is away; on both databases."""

from datetime import date, timedelta

from bot.rhythms import absences, stand_in, week
from storage.tables import Leave, Member, Rhythm
from storage.work import Work
from tests.chat import MORNING, World

TODAY = MORNING.date()


def ids(work: Work) -> dict[str, int]:
    return {member.name.split()[0].lower(): member.id for member in work.people.everyone()}


async def test_everybody_who_is_here_or_owns_accounts_is_planned_for_once(both: World) -> None:
    def act(work: Work) -> None:
        pending = work.insert(Member, name="Pending", created_at=MORNING)
        owner = work.insert(Member, name="Owner", created_at=MORNING)
        left = work.insert(Member, name="Left", seen_at=MORNING, left_at=MORNING, created_at=MORNING)
        guest = work.insert(Member, name="Guest", seen_at=MORNING, outsider=True, created_at=MORNING)
        work.act_as(owner.id, "test", MORNING)
        work.change(work.accounts.of_member(ids(work)["dana"])[0], owner_id=owner.id)
        work.rhythms.ensure()
        work.rhythms.ensure()
        planned = {paced.rhythm.member_id: paced for paced in work.rhythms.plannable()}
        assert len(planned) == 9
        assert not {pending.id, left.id, guest.id} & planned.keys()
        assert planned[owner.id].zone == "UTC"
        rhythm = planned[ids(work)["sam"]].rhythm
        assert (rhythm.days, rhythm.starts, rhythm.ends, rhythm.country, rhythm.budget) == ("12345", 510, 1050, "", 7)
        assert work.rhythms.of(owner.id) == planned[owner.id].rhythm == work.rhythms.own(owner.id)
        assert work.rhythms.of(guest.id).id == 0

    await both.ground.run(1, act)


async def test_how_far_is_planned(both: World) -> None:
    def act(work: Work) -> None:
        work.rhythms.ensure()
        dana, sam = ids(work)["dana"], ids(work)["sam"]
        work.rhythms.plan_until([dana, sam], TODAY)
        work.rhythms.planned([dana], MORNING)
        work.rhythms.planned([], MORNING)
        done, begun = work.rhythms.of(dana), work.rhythms.of(sam)
        assert (done.planned_on, done.planned_at, done.plan_until) == (TODAY, MORNING, TODAY)
        assert (begun.planned_on, begun.planned_at, begun.plan_until) == (None, None, TODAY)

    await both.ground.run(1, act)


async def test_who_gets_what_while_somebody_is_away(both: World) -> None:
    def act(work: Work) -> None:
        everyone = ids(work)
        dana, sam, jane, omar = (everyone[name] for name in ("dana", "sam", "jane", "omar"))

        def away(member: int, cover: int | None, days: int = 0) -> Leave:
            return work.insert(
                Leave, member_id=member, from_on=TODAY, until_on=TODAY + timedelta(days=days), cover_id=cover
            )

        def who() -> dict[int, int]:
            """Who gets what is due for each, at an account without a backup."""
            absent = absences(work, TODAY)
            return {id: stand_in(id, None, absent) for id in (dana, sam, jane)}

        # In the sample, Sam is away and each account's backup stands in.
        assert who() == {dana: dana, sam: sam, jane: jane}
        assert stand_in(sam, jane, absences(work, TODAY)) == jane
        assert stand_in(sam, None, absences(work, TODAY)) == sam
        away(jane, dana)
        assert who() == {dana: dana, sam: sam, jane: dana}
        assert stand_in(sam, jane, absences(work, TODAY)) == dana  # the backup's cover
        away(dana, jane)
        assert who() == {dana: dana, sam: sam, jane: jane}  # each for the other: it waits for both
        assert stand_in(dana, omar, absences(work, TODAY)) == omar
        assert stand_in(dana, jane, absences(work, TODAY)) == dana  # it waits
        assert not {dana, jane} & set(absences(work, TODAY + timedelta(days=1)))

    await both.ground.run(1, act)


async def test_a_cover_who_has_left_stands_in_for_nobody(both: World) -> None:
    def act(work: Work) -> None:
        gone = work.insert(Member, name="Gone", left_at=MORNING, created_at=MORNING)
        dana = ids(work)["dana"]
        work.insert(Leave, member_id=dana, from_on=TODAY, until_on=TODAY, cover_id=gone.id)
        assert stand_in(dana, None, absences(work, TODAY)) == dana

    await both.ground.run(1, act)


async def test_a_week_knows_the_leaves_that_are_not_over(both: World) -> None:
    def act(work: Work) -> None:
        sam = work.get(Member, ids(work)["sam"])
        assert sam is not None
        ours = week(work, sam, MORNING)
        assert not ours.is_working(date(2026, 11, 27))
        assert ours.next_morning(MORNING).date() == date(2026, 11, 30)
        assert [leave.until_on for leave in work.rhythms.returning(date(2026, 11, 30))] == [date(2026, 11, 29)]
        assert work.rhythms.returning(date(2026, 11, 29)) == []

    await both.ground.run(1, act)


async def test_two_records_of_one_person_leave_one_rhythm(both: World) -> None:
    def act(work: Work) -> None:
        dana = work.get(Member, ids(work)["dana"])
        shadow = work.insert(Member, name="Dana", created_at=MORNING)
        assert dana is not None
        kept = work.rhythms.own(dana.id)
        work.rhythms.own(shadow.id)
        work.people.absorb(shadow, dana, MORNING)
        assert [Rhythm.of(row) for row in work.ask(Rhythm.table().select())] == [kept]

    await both.ground.run(1, act)


async def test_whoever_covers_reads_and_acts_for_as_long(both: World) -> None:
    """Lee is an engineer and on nobody's team."""
    dana, lee = both.chat(), both.chat("lee@example.com")
    await dana.says("next Acme Corp send the price list to Jane Doe tomorrow")
    done = next(line for label, line in dana.buttons.items() if label == "Done")
    assert "price list" not in await lee.says("account Acme Corp")
    await dana.says("away until Friday @lee")
    assert "price list" in await lee.says("account Acme Corp")
    await lee.says(done)
    assert lee.done
    await lee.says("undo")
    both.passes(days=5)  # Saturday
    assert "price list" not in await lee.says("account Acme Corp")
    await lee.says(done)
    assert not lee.done
