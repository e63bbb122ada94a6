"""How fast and in how much memory a large file comes in: staged, applied, staged again, taken back.

    python -m benchmarks.bench_import [rows] [accounts|contacts|activities] [database URL]

Prints lines per second of each step, and the largest memory the process took.
"""

import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.figures import Figure
from benchmarks.servers import ROOT
from bot.importing.flow import apply, look, stage
from bot.importing.sheet import Sheet
from bot.importing.source import File
from bot.importing.undoing import undo_import
from bot.rules.columns import Subject
from storage.engine import engine
from storage.ground import Ground, open_ground
from storage.schema import upgrade
from storage.tables import Member, Organization
from storage.work import Work

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
BOOK = 2_000
AIM_MEGABYTES = 300
AIM = f"< {AIM_MEGABYTES} MB"


def accounts(rows: int) -> Iterator[str]:
    yield "external id,name,domain,tier,industry,arr,currency,renewal date,notice days,owner email\n"
    for number in range(rows):
        renews = (NOW + timedelta(days=number % 700)).date()
        yield (
            f"X{number},Company {number} GmbH,company{number}.example,{number % 4 + 1},retail,{number % 900}000,EUR,"
            f"{renews},30,csm{number % 40}@example.com\n"
        )


def contacts(rows: int) -> Iterator[str]:
    yield "account,name,title,email\n"
    for number in range(rows):
        of = number % BOOK
        yield f"Company {of} GmbH,Person Number{number},Controller,person{number}@company{of}.example\n"


def activities(rows: int) -> Iterator[str]:
    yield "account,type,minutes,date,by,note\n"
    for number in range(rows):
        at = (NOW - timedelta(days=1 + number % 700)).date()
        yield f"Company {number % BOOK} GmbH,call,30,{at},csm{number % 40}@example.com,Talked about topic {number}.\n"


FILES: dict[str, Callable[[int], Iterator[str]]] = {
    "accounts": accounts,
    "contacts": contacts,
    "activities": activities,
}


def peak_megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def timed(name: str, rows: int, run: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = run()
    seconds = time.perf_counter() - began
    print(f"{name:<12} {rows / seconds:>10,.0f} lines/s  {seconds:>7.1f} s  peak {peak_megabytes():>4} MB", flush=True)
    return result


def bring_in(ground: Ground, organization: int, member: Member, path: Path, subject: str, loud: bool) -> int:
    found = look(File.of_path(path), Subject(subject), "en-GB", ZONE)
    assert isinstance(found, Sheet)
    sheet = found

    def acting(act: Callable[[Work], Any]) -> Callable[[Work], Any]:
        def run(work: Work) -> Any:
            work.act_as(member.id, "import", NOW)
            return act(work)

        return run

    def run(name: str, act: Callable[[Work], Any]) -> Any:
        go = lambda: ground.run_now(organization, acting(act), alone=True)  # noqa: E731  # timed or not
        return timed(name, sheet.rows, go) if loud else go()

    staged = run("stage", lambda work: stage(work, member, sheet, NOW))
    run("apply", lambda work: apply(work, staged.id, NOW))
    if loud:
        again = run("stage again", lambda work: stage(work, member, sheet, NOW))
        assert again.counts["same"] == sheet.rows, again.counts
        undone = run("take back", lambda work: undo_import(work, staged.id, NOW))
        assert undone.removed >= sheet.rows, undone
    return int(staged.id)


def main(rows: int = 100_000, subject: str = "accounts", url: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = engine(url or f"sqlite:///{folder}/bench.db")
        upgrade(database)
        ground = open_ground(database)
        organization = ground.run_now(0, lambda work: work.insert(Organization, name="Bench", created_at=NOW).id)
        member = ground.run_now(
            organization, lambda work: work.insert(Member, name="Dana", email="dana@example.com", created_at=NOW)
        )
        if subject != "accounts":
            book = Path(folder, "book.csv")
            book.write_text("".join(accounts(BOOK)))
            bring_in(ground, organization, member, book, "accounts", loud=False)
        path = Path(folder, f"{subject}.csv")
        with path.open("w") as file:
            file.writelines(FILES[subject](rows))
        print(f"{rows:,} {subject}, {path.stat().st_size / 1e6:.1f} MB, {database.dialect.name}")
        bring_in(ground, organization, member, path, subject, loud=True)
        ground.close()


def figures(quick: bool) -> Iterator[Figure]:
    """In a process of its own, so that its largest memory is its own."""
    rows = 2_000 if quick else 100_000
    command = [sys.executable, "-m", "benchmarks.bench_import", str(rows)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()[1:]
    for line in said:
        found = re.fullmatch(r"(.+?) +([\d,]+) lines/s .* peak +(\d+) MB", line)
        assert found, line
        step, rate, peak = found.groups()
        met = int(peak) < AIM_MEGABYTES
        yield Figure(f"import of {rows:,} accounts: {step}", f"{rate} lines/s, {peak} MB", "", None, AIM, met)


if __name__ == "__main__":
    main(*(int(argument) if argument.isdecimal() else argument for argument in sys.argv[1:]))  # type: ignore[arg-type]  # rows, subject, URL
