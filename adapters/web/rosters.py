"""Who reads along: told to Bailey before anything is said unasked, and again before the lists grow old."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import structlog

from adapters.web.rooms import Channel, Persona, readers_of, sender_of
from adapters.web.send import Web
from bot.platform import Bailey

log = structlog.get_logger()

ROSTER_EVERY = 300.0
"""Seconds. A list of readers that grew old counts as unknown, and with it everybody as an outsider."""


@asynccontextmanager
async def told(bailey: Bailey, platform: Web) -> AsyncIterator[None]:
    """While this holds, Bailey knows who there is and who reads which channel."""
    # Before anything is said unasked, for that goes to those only whom Bailey knows.
    await _tell(bailey, platform)
    telling = asyncio.create_task(_keep_telling(bailey, platform))
    yield
    telling.cancel()
    with suppress(asyncio.CancelledError):
        await telling


async def _keep_telling(bailey: Bailey, platform: Web) -> None:
    while True:
        await asyncio.sleep(ROSTER_EVERY)
        await _tell(bailey, platform)


async def _tell(bailey: Bailey, platform: Web) -> None:
    try:
        await tell_rosters(bailey, platform, platform.channels)
    except Exception:  # the next round tries again; until then readers count as unknown, which is the safe side
        log.exception("rosters failed", action="web_rosters_failed")


async def tell_rosters(bailey: Bailey, platform: Web, channels: Sequence[Channel]) -> None:
    personas = [Persona(*each) for each in await platform.personas()]
    await bailey.meet([sender_of(each) for each in personas])
    for channel in channels:
        await bailey.roster(channel.address, readers_of(channel, personas))
