"""Serve an application on a free port of loopback, say which, and stay until asked to go."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable

from aiohttp import web


def serve(build: Callable[[], Awaitable[web.Application]]) -> None:
    asyncio.run(_serve(build))


async def _serve(build: Callable[[], Awaitable[web.Application]]) -> None:
    runner = web.AppRunner(await build(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    # Nobody reads on: what is logged from here must not fill the pipe and stop the server.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    gone = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, gone.set)
    await gone.wait()
    await runner.cleanup()
