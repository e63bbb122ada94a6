"""A file's way in: staged and looked at, applied at once, taken back."""

import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.importing.accounts import Accounts
from bot.importing.activities import Activities
from bot.importing.contacts import Contacts
from bot.importing.kpis import Kpis
from bot.importing.measures import Measures
from bot.importing.pen import Pen
from bot.importing.plan import Action, Plan, Planner, Row
from bot.importing.reading import Read, Reader
from bot.importing.sheet import Sheet, examine
from bot.importing.source import File, Line, Source, open_source
from bot.rules.columns import Fit, Subject, certain, fit, recognise
from storage.finding import KEYS
from storage.tables import Import, ImportRow, Member
from storage.work import Work

# Called now and then with how many lines are done, of how many.
Progress = Callable[[int, int], None]


def quietly(done: int, total: int) -> None:
    """No progress to show."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A file that may be about several subjects, likeliest first."""

    source: Source
    fits: tuple[Fit, ...]


def look(file: File, subject: Subject | None, locale: str, zone: ZoneInfo) -> Sheet | Choice:
    """Read how a file is made, without a database. subject: None where nobody said it.

    Raises UserError for what cannot be read or recognised.
    """
    source = open_source(file)
    if subject is not None:
        found = fit(source.headings, subject)
        if found.missing:
            raise UserError(f"I find no column for {found.missing} in {file.name}. Its columns are: {_listed(source)}.")
    else:
        fits = recognise(source.headings)
        if not fits:
            raise UserError(
                f"I do not know the columns of {file.name}: {_listed(source)}. Name them such as: name, owner, arr, "
                "renewal date (accounts) · account, name, email, title (contacts) · account, type, minutes, date, note "
                "(activities) · account, measure, value, date (measures) · account, KPI, value, date (KPIs)."
            )
        sure = certain(fits) or _by_name(file.name, fits)
        if sure is None:
            return Choice(source, tuple(fits))
        found = sure
    sheet = examine(source, found, locale, zone)
    if not sheet.rows:
        raise UserError(f"{file.name} has headings and nothing below them.")
    return sheet


def _by_name(filename: str, fits: Sequence[Fit]) -> Fit | None:
    """`contacts.csv` says itself what it is about, where its columns leave that open."""
    named = [found for found in fits if found.subject.value[:-1].removesuffix("ie") in filename.casefold()]
    return named[0] if len(named) == 1 else None


def ask(work: Work, member: Member, choice: Choice, now: datetime) -> Import:
    """Keep a file until somebody says what it is about."""
    with choice.source.file.open() as stream:
        content = zlib.compress(stream.read())
    return known(work, work.imports.open(member.id, choice.source.file.name, now, content=content))


def answered(work: Work, asked: Import, subject: Subject, member: Member, zone: ZoneInfo, now: datetime) -> Import:
    """Stage a kept file as this subject."""
    assert asked.content is not None, "a file that is asked about is kept"
    file = File.of_bytes(asked.filename, zlib.decompress(asked.content))
    sheet = look(file, subject, member.locale, zone)
    assert isinstance(sheet, Sheet), "a named subject is never a choice"
    work.imports.cancelled(asked.id)
    return stage(work, member, sheet, now)


def stage(work: Work, member: Member, sheet: Sheet, now: datetime, progress: Progress = quietly) -> Import:
    """Read every line, find out what it would do, and keep that. Nothing else is written."""
    reader = Reader(sheet, now)
    planner = _planner(work, sheet.fit.subject, member.id, sheet.source.file.name, Pen(work, now, rehearses=True))
    opened = work.imports.open(
        member.id,
        sheet.source.file.name,
        now,
        subject=sheet.fit.subject.value,
        columns={field: sheet.source.headings[place] for field, place in sheet.fit.columns.items()},
        told=sheet.told,
    )
    counts: Counter[str] = Counter()
    done = 0
    for lines in _pieces(sheet.source.lines()):
        read = [reader.read(line) for line in lines]
        plans = _planned(planner, lines, read)
        work.imports.stage(opened, [_row(line, one, plan) for line, one, plan in zip(lines, read, plans, strict=True)])
        counts.update(plan.action for plan in plans)
        done += len(lines)
        progress(done, sheet.rows)
    return work.imports.staged(opened, {action.value: counts[action] for action in Action})


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did. lost: parents that were not found."""

    counts: dict[str, int]
    lost: int


def apply(work: Work, import_id: int, now: datetime, progress: Progress = quietly) -> Applied:
    """Write a staged file in this one transaction. The member who applies must be acting (`act_as`).

    Lines are matched again as the book is now, so that applying twice, or after others have worked, doubles nothing.
    Raises UserError when it was applied, taken back or cancelled already.
    """
    staged = known(work, import_id)
    if staged.state != "staged":
        raise UserError(f"{staged.filename} is {staged.state} already. Drop the file again to bring it in anew.")
    pen = Pen(work, now, rehearses=False)
    planner = _planner(work, Subject(staged.subject), staged.member_id, staged.filename, pen)
    total, done = sum(staged.counts.values()), 0
    counts: Counter[str] = Counter()
    for piece in stored(work, import_id):
        usable = _kept(piece)
        plans = planner.take(usable)
        pen.flush()
        counts.update(plan.action for plan in plans)
        counts[Action.SKIP] += len(piece) - len(usable)
        done += len(piece)
        progress(done, total)
    lost = planner.finish(lambda: _usable(work, import_id))
    found = {action.value: counts[action] for action in Action}
    work.describe(f"{staged.filename} ({staged.subject})")
    work.imports.applied(import_id, found, work.set_id)
    return Applied(found, lost)


def cancel(work: Work, import_id: int) -> Import:
    """Forget a staged file. Raises UserError when it was applied already."""
    staged = known(work, import_id)
    if staged.state not in ("staged", "asked"):
        raise UserError(f"{staged.filename} is {staged.state} already.")
    return work.imports.cancelled(import_id)


def known(work: Work, import_id: int) -> Import:
    found = work.imports.get(import_id)
    if found is None:
        raise UserError(f"There is no import {import_id}. Drop the file again to bring it in.")
    return found


def _planner(work: Work, subject: Subject, member_id: int, filename: str, pen: Pen) -> Planner:
    match subject:
        case Subject.ACCOUNTS:
            return Accounts(work, pen)
        case Subject.CONTACTS:
            return Contacts(work, pen)
        case Subject.ACTIVITIES:
            return Activities(work, pen, member_id)
        case Subject.MEASURES:
            return Measures(work, pen, filename, member_id)
        case Subject.KPIS:
            return Kpis(work, pen, "file", member_id)


def _pieces(lines: Iterator[Line]) -> Iterator[list[Line]]:
    piece: list[Line] = []
    for line in lines:
        piece.append(line)
        if len(piece) == KEYS:
            yield piece
            piece = []
    if piece:
        yield piece


def _planned(planner: Planner, lines: Sequence[Line], read: Sequence[Read]) -> list[Plan]:
    usable = [Row(line.number, one.values) for line, one in zip(lines, read, strict=True) if not one.problem]
    plans = iter(planner.take(usable))
    return [Plan(Action.SKIP, one.problem) if one.problem else next(plans) for one in read]


def _row(line: Line, read: Read, plan: Plan) -> dict[str, object]:
    return {
        "line": line.number,
        "action": plan.action.value,
        "why": plan.why,
        "record_id": plan.record_id,
        "values": {"said": read.values, "changes": plan.changes} if not read.problem else {},
    }


def stored(work: Work, import_id: int) -> Iterator[list[ImportRow]]:
    """All staged rows in the order of the file, a few hundred at a time."""
    after = 0
    while piece := work.imports.piece(import_id, after):
        yield piece
        after = piece[-1].line


def _kept(piece: Sequence[ImportRow]) -> list[Row]:
    """The lines that were not skipped when somebody looked at them: nothing else may be written."""
    return [Row(row.line, row.values["said"]) for row in piece if row.action != Action.SKIP]


def _usable(work: Work, import_id: int) -> Iterator[list[Row]]:
    return (_kept(piece) for piece in stored(work, import_id))


def _listed(source: Source) -> str:
    shown = [heading for heading in source.headings if heading][:8]
    return ", ".join(shown) + (" …" if len(source.headings) > 8 else "")
