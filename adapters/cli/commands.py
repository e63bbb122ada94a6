"""`bailey`: what one types in a terminal. The commands that open doors join in `adapters.main`."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import click

from adapters.cli.chat import chat as converse
from adapters.cli.screen import Screen, wants_colour
from adapters.cli.send import Cli, address_of, sender_of
from adapters.house import Inside, open_house
from adapters.logs import set_up
from adapters.settings import Settings, WrongSettings, read_settings
from bot.request import Line, Request, Sender
from bot.text import as_text
from bot.view import to_json
from storage import backup as copies
from storage.engine import engine
from storage.schema import is_current, upgrade

T = TypeVar("T")

NOT_DONE = 2  # the exit code for a line that was not carried out


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def bailey() -> None:
    """The customer-success teammate that lives in Slack and Microsoft Teams."""


def settings_or_exit() -> Settings:
    """The settings, with the logs set up as they say. Ends the command with plain sentences when they cannot be used."""
    try:
        settings = read_settings()
    except WrongSettings as error:
        raise click.ClickException(str(error)) from error
    set_up(settings.log.level, settings.log.format)
    return settings


# ------------------------------------------------------------ talking

as_member = click.option("--as", "email", required=True, metavar="EMAIL", help="Whose eyes and rights to use.")


@bailey.command()
@as_member
@click.option("--json", "as_json", is_flag=True, help="Print the answer's View instead of text.")
@click.argument("line")
def run(email: str, as_json: bool, line: str) -> None:
    """Carry out one LINE, as in: bailey run --as dana@example.com "log call Acme 30m"."""

    async def act(inside: Inside, sender: Sender) -> bool:
        request = Request(f"cli:{uuid4()}", sender, address_of(sender.user), Line.typed(line))
        reply = await inside.bot.answer(request)
        click.echo(to_json(reply.view) if as_json else as_text(reply.view))
        return reply.done

    if not _as(email, act):
        sys.exit(NOT_DONE)


@bailey.command()
@as_member
def chat(email: str) -> None:
    """Talk to Bailey in this terminal, or through a pipe."""

    async def act(inside: Inside, sender: Sender) -> None:
        live = sys.stdin.isatty()
        colour = wants_colour(sys.stdout, inside.settings.no_color)
        await converse(inside.bot, Cli(), sender, Screen(sys.stdin, sys.stdout, live=live, colour=colour))

    _as(email, act)


def _as(email: str, act: Callable[[Inside, Sender], Awaitable[T]]) -> T:
    """Run `act` as a member. An unknown one ends the command, and nothing is changed."""
    settings = settings_or_exit()

    async def inside_the_house() -> T | None:
        async with open_house(settings, delivers=False) as inside:
            member = await inside.member(email)
            if member is None:
                return None
            return await act(inside, sender_of(email.casefold(), member.name, member.zone, member.locale))

    found = asyncio.run(inside_the_house())
    if found is None:
        click.echo(f"Nobody here is called {email}. An admin's “team” lists everybody.", err=True)
        sys.exit(NOT_DONE)
    return found


# ------------------------------------------------------------ the database


@bailey.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to the schema of this version."""
    database = engine(settings_or_exit().database_url)
    upgrade(database)
    click.echo("The database is up to date.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write everything into FILE; safe while Bailey serves."""
    _copying(lambda: copies.backup(engine(settings_or_exit().database_url), file))
    click.echo(f"Everything is in {file}, {file.stat().st_size:,} bytes.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask first.")
def restore(file: Path, yes: bool) -> None:
    """Replace everything in the database by what FILE holds. Stop Bailey first."""
    database = engine(settings_or_exit().database_url)
    if not yes:
        click.confirm("This replaces everything in the database. Go on?", abort=True)
    _copying(lambda: copies.restore(database, file))
    if not is_current(database):
        upgrade(database)
    click.echo(f"The database is as it was in {file}.")


def _copying(act: Callable[[], None]) -> None:
    try:
        act()
    except copies.BackupFailed as error:
        raise click.ClickException(str(error)) from error
