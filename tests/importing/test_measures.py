"""Readings from a file: history included, met again, ambiguous lines skipped and told, taken back."""

from pathlib import Path

from bot.counting import count
from bot.importing import flow, preview
from bot.importing.sheet import Sheet
from bot.importing.source import File
from bot.meeting import zone_of
from bot.request import Dropped, Request
from bot.rules.columns import Subject
from bot.text import as_text
from storage.tables import Reading
from storage.work import Work
from tests.chat import World

FILE = """Account;Metric;Value;Date;Source;Note
Globex;usage;82,5 %;01.09.2026;crm;
Globex;usage;71;01.10.2026;crm;
globex.com;Support burden;4;2026-11-01;;
Globex;Sentiment;yellow;2026-11-02;;Their CFO asks
Acme;usage;50;2026-11-01;;
Globex;happiness;50;2026-11-01;;
Globex;usage;71;01.10.2026;other;
Globex;usage;many;2026-11-03;;
Globex;usage;50;2027-01-01;;
"""


async def drop(world: World, text: str, name: str = "measures.csv") -> str:
    chat = world.chat()
    request = Request(f"drop {name} {hash(text)}", chat.sender, chat.address, Dropped(name, text.encode()))
    chat.last = await world.bot.answer(request)
    said = as_text(chat.last.view)
    world.dropped = chat  # type: ignore[attr-defined]  # for presses
    return said


def readings(work: Work) -> list[Reading]:
    return [Reading.of(row) for row in work.ask(Reading.table().select()) if row["deleted_at"] is None]


async def test_a_file_is_looked_at_applied_and_taken_back(world: World) -> None:
    before = await world.look(readings)
    said = await drop(world, FILE)
    assert "measures · 9 lines" in said
    assert "New: 3" in said
    assert "Skipped: 6" in said
    assert await world.look(readings) == before
    chat = world.dropped  # type: ignore[attr-defined]  # set by drop
    done = await chat.presses("Apply")
    assert "3 new, 0 changed, 6 skipped" in done
    new = (await world.look(readings))[len(before) :]
    assert sorted((one.value.value, one.at.date().isoformat(), one.source) for one in new) == [
        (50_000_000, "2026-11-01", "measures.csv"),  # yellow, at the beginning of that day in Berlin
        (71_000_000, "2026-09-30", "crm"),
        (82_500_000, "2026-08-31", "crm"),
    ]
    skipped = await chat.presses("Skipped")
    for why in (
        "No account is called globex.com",
        "No account is called Acme.",
        "No measure is called happiness",
        "has usage of the same account",
        "many is no value of usage",
        "2027-01-01 lies ahead",
    ):
        assert why in skipped, (why, skipped)
    await chat.says("undo")
    assert len(await world.look(readings)) == len(before)


async def test_the_same_file_again_changes_nothing(world: World) -> None:
    await drop(world, FILE)
    await world.dropped.presses("Apply")  # type: ignore[attr-defined]  # set by drop
    said = await drop(world, FILE + "\n")
    assert "Known already: 3" in said
    assert "New" not in said
    said = await drop(world, FILE.replace("71;01.10", "72;01.10"), "corrected.csv")
    assert "Changed: 1" in said
    assert "value 71 → 72" in said


async def test_history_makes_a_trend(world: World, tmp_path: Path) -> None:
    """A customer of whom nothing was known has a past as soon as their readings are in."""
    admin = world.chat("omar@example.com")
    await admin.says("create Newcomer")
    days = [f"2026-{month:02}-{day:02}" for month in (6, 7, 8, 9, 10, 11) for day in (1, 15)]
    rows = [
        f"Newcomer,{measure},{90 - 6 * at},{day}" for at, day in enumerate(days) for measure in ("usage", "sponsor")
    ]
    rows += [f"Newcomer,sentiment,green,{day}" for day in days]
    path = tmp_path / "history.csv"
    path.write_text("account,measure,value,date\n" + "\n".join(rows))

    def bring(work: Work) -> None:
        member = work.people.by_email("omar@example.com")
        assert member is not None
        work.act_as(member.id, "import", world.now)
        sheet = flow.look(File.of_path(path), Subject.MEASURES, "en-GB", zone_of(member))
        assert isinstance(sheet, Sheet)
        staged = flow.stage(work, member, sheet, world.now)
        assert "Skipped" not in as_text_of(work, staged.id)
        flow.apply(work, staged.id, world.now)

    await world.ground.run(1, bring)
    while await world.ground.run(1, lambda work: count(work, world.now), alone=True):
        continue
    said = await world.chat().says("health Newcomer")
    assert "Trend: 7 d ▲" in said
    assert "30 d ▼" in said
    assert "90 d ▼" in said
    assert "Newcomer: health in 180 days" in said


def as_text_of(work: Work, import_id: int) -> str:
    return str(preview.preview(work, import_id))
