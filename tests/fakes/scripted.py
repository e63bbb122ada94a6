"""A Bailey that says what a test told it to say, and remembers what it was asked."""

import asyncio
from collections.abc import Callable, Sequence

from bot.request import Address, Choice, Dropped, Filled, Finding, Line, Overheard, Reply, Request, Sender, Signed
from bot.view import DrawnView, Text

Answer = Reply | Callable[[Request], Reply]


def card(*blocks: object, summary: str = "Bailey answered.", nonce: str = "n1") -> DrawnView:
    return DrawnView(blocks, summary, nonce)  # type: ignore[arg-type] # tests hand over any block


class Scripted:
    """Like the real one, it carries out a key once and answers a repeated delivery with the same reply.

    requests: what was carried out, in order. said: every answer given, repeats included. roots: messages beneath which
    it listens; overheard: what it was told of them, where what the script has an answer to is a line. listed: channels
    whose readers it knew.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.said: list[Reply] = []
        self.met: list[Sender] = []
        self.rosters: dict[str, Sequence[Sender] | None] = {}
        self.called: dict[str, str] = {}
        self.suggestions: tuple[Choice, ...] = ()
        self.findings: tuple[Finding, ...] = ()
        self.roots: set[str] = set()
        self.listed: list[Address] = []
        self.overheard: list[Overheard] = []
        self.sought: list[tuple[Address, str, str]] = []
        self.open = asyncio.Event()
        self.open.set()
        self._news = asyncio.Condition()
        self._script: dict[str, Answer] = {}
        self._kept: dict[str, Reply] = {}

    def says(self, to: str, view: DrawnView | Answer, replaces: bool = False) -> None:
        """to: a line, the command of a filled form, or the name of a dropped file."""
        self._script[to] = Reply(view, replaces=replaces) if isinstance(view, DrawnView) else view

    def hold(self) -> None:
        """Answer nothing until `release`."""
        self.open.clear()

    def release(self) -> None:
        self.open.set()

    async def answer(self, request: Request) -> Reply:
        await self.open.wait()
        reply = self._kept.get(request.key)
        if reply is None:
            self.requests.append(request)
            reply = self._kept[request.key] = self._reply(request)
        self.said.append(reply)
        return reply

    def _reply(self, request: Request) -> Reply:
        match request.what:
            case Line(text=text):
                asked = text
            case Filled(command=command):
                asked = command
            case Dropped(name=name):
                asked = name
            case Signed(emoji=emoji):
                asked = emoji
        answer = self._script.get(asked) or Reply(card(Text(("You wrote: ", asked))))
        return answer(request) if callable(answer) else answer

    async def suggest(self, sender: Sender, kind: str, query: str) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.suggestions if query.lower() in choice.label.lower())

    async def find(self, sender: Sender, where: Address, kind: str, query: str) -> tuple[Finding, ...]:
        await self.open.wait()
        self.sought.append((where, kind, query))
        return self.findings

    async def complete(self, sender: Sender, line: str) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.suggestions if choice.value.startswith(line))

    async def heeds(self, sender: Sender, emoji: str, ours: bool) -> bool:
        return emoji in self._script

    async def rooms(self, platform: str) -> tuple[Address, ...]:
        return tuple(self.listed)

    async def listens(self, thread: Address) -> bool:
        return thread.thread in self.roots

    async def overhear(self, heard: Overheard) -> bool:
        self.overheard.append(heard)
        return heard.text not in self._script

    async def meet(self, people: Sequence[Sender]) -> None:
        self.met += people

    async def roster(self, channel: Address, users: Sequence[Sender] | None, name: str = "") -> None:
        async with self._news:
            self.rosters[str(channel)] = users
            self.called[str(channel)] = name
            self._news.notify_all()

    async def told(self, rosters: int) -> None:
        """Until the readers of so many channels are known."""
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: len(self.rosters) >= rosters)
