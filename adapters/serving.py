"""Listening, and leaving in good order."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

# What is under way may take this long once we are asked to stop; whoever started us kills us soon after.
GRACE = 7.0
DEADLINE = 9.0
# Some supervisors signal the process and its group, which is one asking and not two.
ECHO = 1.0
# Seconds that one thread may compute while another wants to.
TURN = 0.0005

log = structlog.get_logger()


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serves until the end of the block, then takes nothing new in and finishes what is under way. Yields the port, which
    the system chooses where 0 was asked for."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def asked_to_stop() -> asyncio.Event:
    """Set by SIGTERM and by Ctrl-C. Whoever asks again later is in a hurry: then we leave at once."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    first = 0.0

    def heard(number: signal.Signals) -> None:
        nonlocal first
        if not stop.is_set():
            log.info("stopping", action="stopping", signal=number.name)
            first = loop.time()
            stop.set()
            loop.call_later(DEADLINE, _leave_now)
        elif loop.time() - first > ECHO:
            _leave_now()

    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, heard, each)
    return stop


async def first_of(*events: asyncio.Event) -> None:
    """Until one of them is set."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()


def _leave_now() -> None:
    # Whatever still holds on is in a transaction that the database rolls back, or in a message whose lease runs out.
    log.error("stopping", action="stopped_before_the_end")
    os._exit(1)


async def finish(work: Awaitable[None]) -> None:
    """Await one closing step; a door that fails to close must not keep the others open."""
    try:
        await work
    except Exception:
        log.exception("stopping", action="close_failed")


def take_short_turns() -> None:
    """Let the threads of this process change places often: what arrives otherwise waits five milliseconds for the thread
    that is busy in a transaction, at every read and every send. A third more requests a second, half the slowest time."""
    sys.setswitchinterval(TURN)


def keep_for_good() -> None:
    """Call it once everything is open. What there is by then stays until we stop, so the garbage collector need not look at
    it again and again: each look took up to a fifth of a second, in which nobody was answered."""
    gc.collect()
    gc.freeze()
