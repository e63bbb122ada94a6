"""The composition root: the only file that knows all doors. `bailey`, or `python -m adapters.main`."""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

import aiohttp
import click
import structlog
from aiohttp import web

import adapters.calendars  # adds the errand that reads subscriptions
import adapters.cli.files  # noqa: F401  # adds import and export
from adapters import health, links, metrics, papers, sample
from adapters.api import door as api
from adapters.cli.commands import bailey, settings_and_logs
from adapters.house import Inside, open_house
from adapters.serving import asked_to_stop, finish, first_of, keep_for_good, listening, take_short_turns
from adapters.settings import Settings, workspaces
from adapters.slack import connect as slack_door
from adapters.slack import render as slack_render
from adapters.slack.pieces import Reader
from adapters.teams import render as teams_render
from adapters.teams.package import ListedCommand, MessageCommand, package
from adapters.teams.settings import TeamsSettings
from adapters.web.clock import DemoClock, DemoTime
from adapters.web.rooms import PLATFORM as WEB
from adapters.web.rooms import TEAMS
from adapters.web.rooms import TENANT as WEB_TENANT
from bot.clock import system_clock
from bot.commands.help import DAILY
from bot.registry import registry
from bot.text import as_typed
from bot.view import DrawnView
from bot.workspaces import FIRST

DEMO_DATABASE = "bailey-demo.db"
DEMO_URL = f"sqlite:///{DEMO_DATABASE}"

log = structlog.get_logger()


def main() -> None:
    bailey(prog_name="bailey")


@bailey.command()
def serve() -> None:
    """Answer in Slack and in Teams, as the settings say."""
    asyncio.run(serving(settings_and_logs()))


@bailey.command()
@click.option("--fresh", is_flag=True, help="Forget what was tried before, and begin with a new sample company.")
def demo(fresh: bool) -> None:
    """Try Bailey on a sample company, in the browser of this machine."""
    settings = settings_and_logs()
    if "database_url" in settings.model_fields_set:
        if fresh:
            raise click.ClickException("--fresh would empty the database of BAILEY_DATABASE_URL. Unset that first.")
        asyncio.run(serving(settings, page=True))
        return
    if fresh:
        _forget()
    asyncio.run(serving(settings.model_copy(update={"database_url": DEMO_URL}), page=True, forget=_forget))


def _forget() -> None:
    for file in Path().glob(f"{DEMO_DATABASE}*"):
        file.unlink()


@bailey.command("teams-package")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default="bailey-teams.zip")
def teams_package(file: Path) -> None:
    """Write the zip that a Teams administrator uploads."""
    settings = settings_and_logs(whole=False)  # the package holds no secret, so it needs none
    if not settings.teams_app_id or not settings.public_url:
        raise click.ClickException("Set TEAMS_APP_ID and BAILEY_PUBLIC_URL first; the package names both.")
    commands = [ListedCommand(name, registry.commands[name].summary) for name in DAILY]
    on_messages = [MessageCommand(one.name, one.title, one.summary) for one in registry.on_messages]
    try:
        file.write_bytes(package(settings.teams_app_id, settings.public_url, commands, on_messages))
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{file} is ready. Upload it in the Teams admin centre, under Manage apps.")


async def serving(
    settings: Settings,
    *,
    page: bool = False,
    forget: Callable[[], object] | None = None,
    said: Callable[[str], object] = click.echo,
) -> None:
    """Serve until asked to stop. page: with the demo page and the sample company. forget: empties the demo's database, for
    whoever wants to begin anew; None where it is not ours. said: what to tell whoever started it."""
    take_short_turns()
    stop = asked_to_stop()
    port = await _served(settings, stop, said, page=page, anew=forget is not None)
    while forget is not None and not stop.is_set():
        forget()
        port = await _served(settings.model_copy(update={"port": port}), stop, log.debug, page=page, anew=True)
    said("Bailey has stopped. Everything is kept.")


async def _served(
    settings: Settings, stop: asyncio.Event, said: Callable[[str], object], *, page: bool, anew: bool
) -> int:
    """Serve until asked to stop, or to begin anew where that may be. Returns the port."""
    clock = DemoClock()
    again = asyncio.Event()
    sampled = partial(sample.begin, platform=WEB, tenant=WEB_TENANT, channels=TEAMS)
    prepare = partial(sampled, now=datetime.now(_here())) if page else None
    # Only the demo's time can be put forward; a server's is the machine's own.
    chosen = clock if page else system_clock
    here = f"http://{settings.host}:{settings.port}" if settings.port else ""
    async with (
        open_house(settings, delivers=True, prepare=prepare, clock=chosen, url=here if page else "") as inside,
        AsyncExitStack() as doors,
    ):
        time = None
        if page:
            latest = await inside.ground.run(FIRST, lambda work: work.changes.latest(), reads=True)
            clock.reach(latest or clock())
            time = DemoTime(clock, inside.ticker.run_all, again.set if anew else None)
        app = web.Application()
        health.mount(app, inside.ground, chosen)
        metrics.mount(app, inside.metrics, inside.ground, chosen)
        papers.mount(app)
        links.mount(app)
        api.mount(app, inside.ground, chosen, inside.ticker.wake)
        opened = await open_doors(settings, inside, app, doors, time=time)
        async with listening(app, settings.host, settings.port) as port:
            if time is not None:
                await time.arrived()  # the first page shows what is due already, instead of filling while it is read
            inside.ticker.start()
            keep_for_good()
            log.info("serving", action="serving", host=settings.host, port=port, doors=opened)
            for line in _greeting(settings, inside, port, opened):
                said(line)
            await first_of(stop, again)
            # Beside those who still wait for an answer; the doors stay open until both are done.
            delivered = asyncio.create_task(finish(inside.ticker.stop()))
        await delivered
    return port


async def open_doors(
    settings: Settings, inside: Inside, app: web.Application, doors: AsyncExitStack, *, time: DemoTime | None
) -> list[str]:
    """Mount every door that there are settings for; `doors` closes them. time: of the demo, which has a page. Returns their
    names."""
    if settings.slack:
        await _slack(settings, inside, app, doors)
    if settings.teams:
        _teams(settings, inside, app, doors)
    if time is not None:
        _page(inside, app, time)
    return list(inside.platforms)


async def _slack(settings: Settings, inside: Inside, app: web.Application, doors: AsyncExitStack) -> None:
    chosen = slack_door.SlackSettings(
        token=settings.slack_bot_token.get_secret_value(),
        # Socket Mode alone has none: then a secret that nobody knows, and no way in by HTTP.
        signing_secret=settings.slack_signing_secret.get_secret_value() or secrets.token_hex(32),
        api_url=settings.slack_api_url.rstrip("/") + "/",
        app_token=settings.slack_app_token.get_secret_value(),
        tokens=workspaces(settings.slack_bot_tokens.get_secret_value()),
    )
    session = await doors.enter_async_context(aiohttp.ClientSession())
    slash = [command.name for command in registry.commands.values() if command.slash]
    platform = slack_door.platform(chosen, session, slash)
    door = slack_door.Door(chosen, platform, _measured(inside), session)
    if settings.slack_signing_secret.get_secret_value():
        door.mount(app)
    inside.platforms[platform.name] = platform
    inside.troubles.append(lambda: door.troubles)
    await door.start()
    doors.push_async_callback(lambda: finish(door.close()))


def _teams(settings: Settings, inside: Inside, app: web.Application, doors: AsyncExitStack) -> None:
    chosen = TeamsSettings(
        app_id=settings.teams_app_id,
        password=settings.teams_app_password.get_secret_value(),
        tenant=settings.teams_app_tenant_id,
        authenticated=settings.teams_auth == "on",
        openid_metadata_url=settings.teams_openid_metadata_url,
        login_url=settings.teams_login_url,
        host=settings.host,
    )
    # The Bot Framework takes as long to import as all the rest, and half as much memory: only where there is Teams.
    from adapters.teams.connect import TeamsDoor

    door = TeamsDoor(chosen, _measured(inside))
    app.add_routes(door.routes())
    inside.platforms[door.platform.name] = door.platform
    inside.troubles.append(lambda: (chosen.shut,) if chosen.shut else ())
    if not chosen.shut:
        door.start()
    doors.push_async_callback(lambda: finish(door.close()))


def _page(inside: Inside, app: web.Application, time: DemoTime) -> None:
    # Templates and pages, which a server without the demo never shows.
    from adapters.web import connect as web_door
    from adapters.web.send import Web

    async def personas() -> list[tuple[str, str, str]]:
        everyone = await inside.ground.run(FIRST, lambda work: work.people.everyone(), reads=True)
        return [(one.email, one.name, one.role) for one in everyone if one.email and one.left_at is None]

    platform = Web(personas, now=time.clock)
    web_door.mount(app, _measured(inside), platform, renderings=RENDERINGS, gallery=sample.Gallery(TEAMS), time=time)
    inside.platforms[platform.name] = platform


def _measured(inside: Inside) -> metrics.Measured:
    return metrics.Measured(inside.bot, inside.metrics)


def _slack_payload(view: DrawnView) -> object:
    return slack_render.message(view, Reader(WEB_TENANT, as_typed))


def _teams_payload(view: DrawnView) -> object:
    return teams_render.render(view).card


RENDERINGS = {"Slack": _slack_payload, "Teams": _teams_payload}


def _greeting(settings: Settings, inside: Inside, port: int, opened: list[str]) -> list[str]:
    here = f"http://{settings.host}:{port}"
    lines = [f"Bailey's demo is open at {here} (Ctrl-C stops it)." if WEB in opened else f"Bailey listens on {here}."]
    if not opened:
        lines.append(
            "No door is open yet: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or TEAMS_APP_ID, and start again."
        )
    lines += inside.house.troubles()
    if inside.start_code and WEB not in opened:
        lines.append(f"Nobody is an admin yet. Whoever writes “start {inside.start_code}” to Bailey becomes one.")
    return lines


def _here() -> tzinfo | None:
    return datetime.now().astimezone().tzinfo


if __name__ == "__main__":
    main()
