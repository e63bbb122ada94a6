"""The two streams of a terminal: reading a line without blocking anybody, and writing one."""

import asyncio
import threading
from typing import TextIO


class Screen:
    """source, target: text streams. live: somebody types (a TTY), rather than a pipe. colour: see `wants_colour`."""

    def __init__(self, source: TextIO, target: TextIO, *, live: bool, colour: bool = False, width: int = 80) -> None:
        self._source = source
        self._target = target
        self._returned: list[str] = []
        self.live = live
        self.colour = colour
        self.width = width

    async def read(self, prompt: str) -> str | None:
        """The next line without its end, or None when there are no more. From a pipe it is echoed, so that what is
        printed reads as a conversation."""
        self._target.write(prompt)
        self._target.flush()
        line = self._returned.pop() if self._returned else await self._next()
        if not self.live:
            self.write(line if line is not None else "")
        return line

    def unread(self, line: str) -> None:
        """Give a line back, to be read again."""
        self._returned.append(line)

    def write(self, text: str = "") -> None:
        self._target.write(text + "\n")
        self._target.flush()

    async def _next(self) -> str | None:
        loop = asyncio.get_running_loop()
        coming: asyncio.Future[str] = loop.create_future()

        def settle(line: str | Exception) -> None:
            if coming.done():
                return
            if isinstance(line, Exception):
                coming.set_exception(line)
            else:
                coming.set_result(line)

        def wait() -> None:
            line: str | Exception
            try:
                line = self._source.readline()
            except (OSError, ValueError) as problem:
                line = problem
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, line)

        # A daemon, unlike the threads of an executor, does not keep the process alive until somebody presses Enter.
        threading.Thread(target=wait, name="terminal", daemon=True).start()
        line = await coming
        return line.rstrip("\r\n") if line else None


def wants_colour(target: TextIO, no_color: str | None) -> bool:
    """no_color: the value of NO_COLOR; anything but nothing forbids colour (no-color.org)."""
    return not no_color and target.isatty()
