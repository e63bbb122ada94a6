"""Bailey behind one door, whole: `python -m benchmarks.doors slack DATABASE_URL SLACK_API_PORT` or `teams DATABASE_URL`."""

import sys

import aiohttp
from aiohttp import web

from adapters.serving import keep_for_good, take_short_turns
from benchmarks.peers import SECRET
from benchmarks.serving import serve
from bot.app import Bot
from bot.clock import system_clock
from bot.meeting import House
from storage.engine import engine
from storage.ground import Ground, open_ground


async def slack() -> web.Application:
    from adapters.slack.connect import Door, SlackSettings, platform

    ground = open_ground(engine(sys.argv[2]))
    settings = SlackSettings("xoxb-fake", SECRET, f"http://127.0.0.1:{sys.argv[3]}/api/", patience=30.0)
    session = aiohttp.ClientSession()
    door = Door(
        settings, platform(settings, session, {"log", "account", "accounts", "activities"}), _bot(ground), session
    )
    made = web.Application()
    door.mount(made)
    keep_for_good()

    async def close(_: web.Application) -> None:
        await door.close()
        await session.close()
        ground.close()

    made.on_cleanup.append(close)
    return made


async def teams() -> web.Application:
    from adapters.teams.connect import TeamsDoor
    from adapters.teams.settings import TeamsSettings

    ground = open_ground(engine(sys.argv[2]))
    door = TeamsDoor(TeamsSettings(authenticated=False, patience=30.0), _bot(ground))
    made = web.Application()
    made.add_routes(door.routes())
    keep_for_good()

    async def close(_: web.Application) -> None:
        await door.close()
        ground.close()

    made.on_cleanup.append(close)
    return made


def _bot(ground: Ground) -> Bot:
    return Bot(ground, House(), system_clock)


if __name__ == "__main__":
    take_short_turns()
    serve({"slack": slack, "teams": teams}[sys.argv[1]])
