"""One person at a terminal, typing."""

import asyncio
import io
import re
from contextlib import suppress
from typing import Any

from adapters.cli.chat import PROMPT, chat
from adapters.cli.render import clean
from adapters.cli.screen import Screen
from adapters.cli.send import Cli, sender_of
from bot.request import Place
from bot.view import DrawnView, Text
from tests.contracts.driver import Shown
from tests.fakes.scripted import Scripted

NUMBERED = re.compile(r"\[(\d+)\] (.+?)(?=  \[\d|$)", re.MULTILINE)
DANA = sender_of("dana@example.com", "Dana Whitfield")


class Desk(Screen):
    """A screen whose keyboard is the test: `type` a line, then `quiet` waits until the next one is asked for."""

    def __init__(self, *, live: bool = True, colour: bool = False, width: int = 80) -> None:
        self.shown = io.StringIO()
        super().__init__(io.StringIO(), self.shown, live=live, colour=colour, width=width)
        self.prompt = ""
        self._keys: asyncio.Queue[str | None] = asyncio.Queue()
        self._asked = asyncio.Event()

    async def read(self, prompt: str) -> str | None:
        self.prompt = prompt
        return await super().read(prompt)

    async def _next(self) -> str | None:
        self._asked.set()
        return await self._keys.get()

    async def quiet(self) -> str:
        """What was written since the last call."""
        async with asyncio.timeout(10):
            await self._asked.wait()
        text = self.shown.getvalue()
        self.shown.seek(0)
        self.shown.truncate()
        return text.removesuffix(self.prompt)

    def type(self, line: str | None) -> None:
        self._asked.clear()
        self._keys.put_nowait(line)

    async def says(self, line: str) -> str:
        await self.quiet()
        self.type(line)
        return await self.quiet()


class CliDriver:
    limits = ()

    def __init__(self, bailey: Scripted) -> None:
        self.bailey = bailey
        self.platform = Cli()
        self.desk = Desk()
        self._last: Shown | None = None
        self._numbers: dict[str, str] = {}
        self._talk = asyncio.create_task(chat(bailey, self.platform, DANA, self.desk))

    async def say(self, line: str, place: Place = Place.DIRECT) -> Shown | None:
        return self._read(await self.desk.says(line))

    async def chat(self, words: str) -> Shown | None:
        return await self.say(words)

    async def again(self) -> Shown | None:
        """A terminal repeats nothing."""
        return self._last

    async def press(self, label: str) -> Shown | None:
        return await self.say(self._numbers[label])

    async def fill(self, **fields: str) -> Shown | None:
        form = self.bailey.said[-1].view.form
        assert form
        text = ""
        for item in form.fields:
            if not form.errors or item.name in form.errors:
                for line in fields.get(item.name, "").split("\n")[:-1]:
                    await self.desk.says(line + "\\")
                text = await self.desk.says(fields.get(item.name, "").split("\n")[-1])
        return self._read(text)

    def _read(self, text: str) -> Shown:
        found = NUMBERED.findall(text)
        self._numbers = {label: number for number, label in found}
        dialog = self.desk.prompt != PROMPT
        self._last = Shown(text, text, text, dialog=dialog, buttons=tuple(self._numbers))
        return self._last

    async def late(self, line: str) -> Shown | None:
        self.bailey.hold()
        await self.desk.quiet()
        self.desk.type(line)
        self.bailey.release()
        return self._read(await self.desk.quiet())

    async def forged(self, line: str) -> int | None:
        return None

    async def own(self, words: str) -> None:
        await self.desk.quiet()
        await self.platform.send(await self.platform.direct("local", DANA.user), DrawnView((Text((words,)),), ""))

    def mention(self, user: str, name: str) -> str:
        raise NotImplementedError("a terminal has no mentions of its own")

    def user(self, name: str) -> str:
        return f"cli:local:{name.split()[0].casefold()}@example.com"

    def faults(self, payload: Any) -> list[str]:
        return []

    def markup(self, payload: Any) -> list[str]:
        return [] if payload == clean(payload) else ["control characters"]

    def refuse(self, error: str, after: int = 0) -> None:
        assert error == "gone"
        self._talk.cancel()

    def lose(self) -> bool:
        return False

    def standing(self) -> list[str]:
        """What was printed stays, so nothing can be told of what stands."""
        return []

    async def close(self) -> None:
        self._talk.cancel()
        with suppress(asyncio.CancelledError):
            await self._talk
