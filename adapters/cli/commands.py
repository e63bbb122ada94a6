"""`bailey`: what one types in a terminal. The commands that open doors join in `adapters.main`."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
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
from storage.backup import BackupFailed
from storage.backup import backup as copy
from storage.backup import restore as bring_back
from storage.engine import Unreachable, engine
from storage.schema import is_current, upgrade

NOT_DONE = 2  # the exit code for a line that was not carried out


class Plainly(click.Group):
    """Ends with a sentence where whoever typed can mend it."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (WrongSettings, Unreachable, BackupFailed) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Plainly, context_settings={"help_option_names": ["-h", "--help"]})
def bailey() -> None:
    """The customer-success teammate that lives in Slack and Microsoft Teams."""


def settings_and_logs(*, whole: bool = True) -> Settings:
    """The settings, with the logs set up as they say. whole: see `read_settings`."""
    settings = read_settings(whole=whole)
    set_up(settings.log.level, settings.log.format)
    return settings


# ------------------------------------------------------------ talking

as_member = click.option("--as", "email", required=True, metavar="EMAIL", help="Whose eyes and rights to use.")
as_optional = click.option(
    "--as", "email", default="", metavar="EMAIL", help="In whose name; without it, in the server's."
)


@bailey.command(short_help="Carry out one line.")
@as_member
@click.option("--json", "as_json", is_flag=True, help="Print the answer's View instead of text.")
@click.argument("line")
def run(email: str, as_json: bool, line: str) -> None:
    """Carry out one LINE, as in: bailey run --as dana@example.com "log call Acme 30m"."""

    async def act(inside: Inside, sender: Sender) -> int:
        request = Request(f"cli:{uuid4()}", sender, address_of(sender.user), Line.typed(line))
        reply = await inside.bot.answer(request)
        click.echo(to_json(reply.view) if as_json else as_text(reply.view))
        return 0 if reply.done else NOT_DONE

    _as(email, act)


@bailey.command()
@as_member
@click.option("--plain", is_flag=True, help="No colours.")
def chat(email: str, plain: bool) -> None:
    """Talk to Bailey in this terminal, or through a pipe."""

    async def act(inside: Inside, sender: Sender) -> int:
        live = sys.stdin.isatty()
        colour = wants_colour(sys.stdout, "plain" if plain else None)
        await converse(inside.bot, Cli(), sender, Screen(sys.stdin, sys.stdout, live=live, colour=colour))
        return 0

    _as(email, act)


def _as(email: str, act: Callable[[Inside, Sender], Awaitable[int]]) -> None:
    """Run `act` as a member and end with its exit code. For an unknown one nothing is changed."""
    settings = settings_and_logs()

    async def inside_the_house() -> int:
        async with open_house(settings, delivers=False) as inside:
            member = await inside.member(email)
            if member is None:
                click.echo(f"Nobody here is called {email or 'nothing'}. An admin's “team” lists everybody.", err=True)
                return NOT_DONE
            return await act(inside, sender_of(email.casefold(), member.name, member.zone, member.locale))

    sys.exit(asyncio.run(inside_the_house()))


# ------------------------------------------------------------ the database


@bailey.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to the schema of this version."""
    database = engine(settings_and_logs().database_url)
    upgrade(database)
    click.echo("The database is up to date.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write everything into FILE; safe while Bailey serves."""
    copy(engine(settings_and_logs().database_url), file)
    click.echo(f"Everything is in {file}, {file.stat().st_size:,} bytes.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask first.")
def restore(file: Path, yes: bool) -> None:
    """Replace everything in the database by what FILE holds. Stop Bailey first."""
    database = engine(settings_and_logs().database_url)
    if not yes:
        click.confirm("This replaces everything in the database. Go on?", abort=True)
    bring_back(database, file)
    if not is_current(database):
        upgrade(database)
    click.echo(f"The database is as it was in {file}.")
