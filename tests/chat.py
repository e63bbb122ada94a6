"""A conversation with the real bot on a real database, without a platform: what tests of commands speak through."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import bot.commands  # noqa: F401  # fills the registry
from bot.app import Bot
from bot.meeting import House
from bot.planning import plan
from bot.request import Address, Filled, Line, Place, Reply, Request, Sender
from bot.text import as_text
from bot.view import Form, Rows, Table, every_button
from storage.ground import Ground
from storage.work import Work

T = TypeVar("T")

MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # a Monday
_keys = itertools.count()


@dataclass
class World:
    """A bot, the time it is, and whom it serves."""

    ground: Ground
    now: datetime = MORNING
    house: House = field(default_factory=House)

    def __post_init__(self) -> None:
        self.bot = Bot(self.ground, self.house, lambda: self.now)

    async def look(self, ask: Callable[[Work], T]) -> T:
        """What the database holds."""
        return await self.ground.run(1, ask, reads=True)

    async def plans(self, organization: int = 1) -> None:
        """What the ticker would plan at this moment."""
        await self.ground.run(organization, lambda work: plan(work, self.now), alone=True)

    def passes(self, **span: float) -> None:
        self.now += timedelta(**span)

    def chat(
        self, email: str = "dana@example.com", platform: str = "cli", place: Place = Place.DIRECT, **more: str
    ) -> "Chat":
        name = email.split("@")[0].capitalize()
        sender = Sender(platform, "t", more.pop("user", email), name, email, more.pop("zone", "Europe/Berlin"), "en-GB")
        return Chat(self, sender, Address(platform, "t", more.pop("channel", f"dm-{email}"), place=place))


@dataclass
class Chat:
    """One person in one place."""

    world: World
    sender: Sender
    address: Address
    last: Reply | None = None
    people: Mapping[str, Sender] = field(default_factory=dict)

    async def says(self, text: str, *, bare: bool = False, assumed: str = "", key: str = "") -> str:
        """Type a line and get the answer as text."""
        return await self._send(Line(text, assumed, bare), key=key)

    async def presses(self, label: str) -> str:
        """Press the first button of the last answer whose label begins so."""
        assert self.last is not None
        buttons = self.buttons
        line = next((line for shown, line in buttons.items() if shown.startswith(label)), None)
        assert line is not None, f"no button {label!r} among {list(buttons)}"
        return await self._send(Line(line), nonce=self.last.view.nonce)

    async def fills(self, **fields: str) -> str:
        """Fill in the form of the last answer and submit it."""
        form = self.form
        values = {**form.hidden, **form.values, **fields}
        return await self._send(Filled(form.command, values))

    @property
    def buttons(self) -> dict[str, str]:
        """Label → line of everything that can be pressed on the last answer."""
        assert self.last is not None
        return {button.label: button.line for button in every_button(self.last.view.blocks)}

    @property
    def next_page(self) -> str:
        """The line of *Next* on the last answer."""
        assert self.last is not None
        lists = [block for block in self.last.view.blocks if isinstance(block, Rows | Table)]
        line = next((block.next for block in lists if block.next), None)
        assert line, as_text(self.last.view)
        return line

    @property
    def done(self) -> bool:
        """Whether the last line was carried out."""
        assert self.last is not None
        return self.last.done

    @property
    def form(self) -> Form:
        assert self.last is not None
        form = self.last.view.form
        assert form is not None, as_text(self.last.view)
        return form

    async def _send(self, what: Line | Filled, nonce: str = "", key: str = "") -> str:
        request = Request(key or f"k{next(_keys)}", self.sender, self.address, what, nonce, None, self.people)
        self.last = await self.world.bot.answer(request)
        return as_text(self.last.view)
