"""`bailey import` and `bailey export`: files in and out, from a terminal."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from adapters.cli.commands import NOT_DONE, as_optional, bailey, settings_and_logs
from adapters.house import Inside, open_house
from bot import audience
from bot.calendars.reading import LARGEST
from bot.calendars.sources import bring_file
from bot.cards.calendars import arrived
from bot.clock import system_clock
from bot.draw import draw
from bot.errors import UserError
from bot.exporting.export import Format, Outgoing, export
from bot.importing import flow, preview
from bot.importing.flow import Progress
from bot.importing.sheet import Sheet
from bot.importing.source import File
from bot.meeting import zone_of
from bot.permissions import Audience, of_role
from bot.personal import as_json
from bot.rules.columns import Subject
from bot.text import as_text, plain
from bot.view import Buttons, DrawnView, View
from bot.workspaces import FIRST
from storage.tables import Member, Role
from storage.work import Work

T = TypeVar("T")

LISTED = 200
"""Lines of each kind in a preview: a terminal has room, and nothing to press for more."""

CALENDAR = "calendar"
# What is kept of a colleague, instead of a subject.
ME = "me"


@bailey.command("import")
@click.argument("subject", type=click.Choice([*(subject.value for subject in Subject), CALENDAR]))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Apply it without asking.")
@as_optional
def bring_in(subject: str, file: Path, yes: bool, email: str) -> None:
    """Bring a CSV FILE in. Shows what it would do; nothing is written before it is applied. A calendar is an .ics FILE
    and belongs to one colleague: name them with --as."""
    if subject == CALENDAR:
        _run(lambda inside: _lend(inside, file, email))
        return

    async def act(inside: Inside) -> int:
        now = system_clock()
        member = await inside.member(email) if email else await inside.operator()
        if member is None:
            return _nobody(email)
        sheet = flow.look(File.of_path(file), Subject(subject), member.locale, zone_of(member))
        assert isinstance(sheet, Sheet), "a named subject is never a choice"
        staged = await _with_progress(
            inside, "Reading", sheet.rows, lambda work, tell: flow.stage(work, member, sheet, now, tell)
        )
        await _show(inside, member, now, lambda work: preview.preview(work, staged.id, LISTED))
        if not (staged.counts.get("create") or staged.counts.get("change")):
            return 0
        if not yes and not (sys.stdin.isatty() and click.confirm("Apply this?")):
            click.echo("Nothing is written. Add --yes to apply it.")
            return 0

        undoing: list[str] = []

        def apply(work: Work, tell: Progress) -> View:
            work.act_as(member.id, "import", now)
            done = flow.apply(work, staged.id, now, tell)
            undoing.append(f"undo change:{work.set_id}")
            return preview.applied(work, staged.id, done, work.set_id)

        view = await _with_progress(inside, "Applying", sheet.rows, apply)
        await _show(inside, member, now, lambda work: view)
        click.echo(f'To take it back: bailey run --as {member.email or "EMAIL"} "{undoing[-1]}"')
        return 0

    _run(act)


async def _lend(inside: Inside, file: Path, email: str) -> int:
    """A colleague's calendar from its file."""
    now = system_clock()
    member = await inside.member(email) if email else None
    if member is None:
        return _nobody(email) if email else _whose()
    content = await asyncio.to_thread(File.of_path(file).open)
    with content as stream:
        read = stream.read(LARGEST + 1)
    view = await inside.ground.run(
        FIRST, lambda work: arrived(*bring_file(work, member, file.name, read, now)), alone=True
    )
    await _show(inside, member, now, lambda work: view)
    return 0


@bailey.command("export", short_help="Write everything out as CSV or JSON.")
@click.argument("subject", type=click.Choice([*(subject.value for subject in Outgoing), ME]))
@click.option("--format", "form", type=click.Choice([form.value for form in Format]), default=Format.CSV.value)
@click.option("--to", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write into this file.")
@as_optional
def take_out(subject: str, form: str, file: Path | None, email: str) -> None:
    """Write everything out as CSV or JSON; with --as, as far as that colleague may see. `me`: all that is kept of the
    colleague whom --as names, as JSON."""
    if subject == ME and not email:
        raise click.UsageError("Say of whom: bailey export me --as dana@example.com")

    async def act(inside: Inside) -> int:
        member = await inside.member(email) if email else None
        if email and member is None:
            return _nobody(email)

        def write(work: Work) -> None:
            who = audience.of_member(work, member) if member else _everything()
            with file.open("w", encoding="utf-8", newline="") if file else nullcontext(sys.stdout) as out:
                pieces = (
                    as_json(work, member, who)
                    if member and subject == ME
                    else export(work, Outgoing(subject), Format(form), who)
                )
                for piece in pieces:
                    out.write(piece)

        await inside.ground.run(FIRST, write, reads=True)
        return 0

    _run(act)


def _run(act: Callable[[Inside], Awaitable[int]]) -> None:
    settings = settings_and_logs()

    async def inside_the_house() -> int:
        async with open_house(settings, delivers=False) as inside:
            try:
                return await act(inside)
            except UserError as refused:
                click.echo(plain(refused.said), err=True)
                return NOT_DONE

    sys.exit(asyncio.run(inside_the_house()))


async def _with_progress(inside: Inside, what: str, rows: int, act: Callable[[Work, Progress], T]) -> T:
    """Run long work in a transaction of its own, with a bar where somebody looks."""
    with click.progressbar(length=rows, label=what, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def tell(done: int, total: int) -> None:
            bar.update(done - bar.pos)

        return await inside.ground.run(FIRST, lambda work: act(work, tell), alone=True)


async def _show(inside: Inside, member: Member, now: datetime, view: Callable[[Work], View]) -> None:
    """Print a view as this member may see it; its buttons are for chats."""

    def drawn(work: Work) -> DrawnView:
        return draw(view(work), _everything(), audience.reader(member, now))

    shown = await inside.ground.run(FIRST, drawn, reads=True)
    blocks = tuple(block for block in shown.blocks if not isinstance(block, Buttons))
    click.echo(as_text(DrawnView(blocks, shown.summary)))


def _everything() -> Audience:
    """Whoever has the terminal has the database."""
    return of_role(Role.ADMIN, lambda account, writers: True)


def _whose() -> int:
    click.echo("Whose calendar is it? Add --as EMAIL.", err=True)
    return NOT_DONE


def _nobody(email: str) -> int:
    click.echo(f"Nobody here is called {email}. An admin's “team” lists everybody.", err=True)
    return NOT_DONE
