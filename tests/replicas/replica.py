"""Processes that deliver, as many as wanted: `python -m tests.replicas.replica DATABASE_URL SLACK_API LEASE_SECONDS`.

Each line that comes in starts one more, whose process id is answered. They are forked from here, so that one costs
milliseconds and not the second that importing everything takes; apart from that they are processes like any other.
"""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from datetime import timedelta

import aiohttp

from adapters.logs import set_up
from adapters.slack.connect import SlackSettings, platform
from bot.clock import system_clock
from bot.courier import Courier
from bot.living import living
from bot.scene import Scene
from bot.ticker import Ticker
from bot.view import Button, Buttons, Text, View
from storage.engine import engine
from storage.ground import open_ground
from tests.fakes.slack import TOKEN


@living("storm")
def storm(scene: Scene, number: int) -> View:
    """What every other message of the test is."""
    return View((Text((f"Card {number} of {scene.member.name}.",)), Buttons((Button("Undo", "undo"),))), "A card")


async def deliver(url: str, api: str, lease: timedelta) -> None:
    stop, parent = asyncio.Event(), os.getppid()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    ground = open_ground(engine(url))
    async with aiohttp.ClientSession() as session:
        slack = platform(SlackSettings(TOKEN, "secret", api), session, ())
        ticker = Ticker(ground, Courier(ground, {"slack": slack}, lease=lease), system_clock)
        ticker.start()
        while not stop.is_set() and os.getppid() == parent:  # whoever is left alone must not go on
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), 1)
        await ticker.stop()
    ground.close()


def main(url: str, api: str, lease: float) -> None:
    set_up("error", "json")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are nobody's children
    for _ in sys.stdin:
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            asyncio.run(deliver(url, api, timedelta(seconds=lease)))
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
