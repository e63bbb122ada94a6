"""The two sides of a door: what an adapter calls, and what an adapter is."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.request import Address, Choice, Outcome, Reply, Request, Sender
from bot.view import DrawnView


class Bailey(Protocol):
    """What every adapter calls. The only implementation is `bot.app.Bot`."""

    async def answer(self, request: Request) -> Reply:
        """Carry out one request and say what to show. Never raises for anything a person did."""
        ...

    async def suggest(self, sender: Sender, kind: str, query: str) -> tuple[Choice, ...]:
        """Typeahead for form fields. kind: `account`, `accounts`, `member` or `people`. At most 15, best first."""
        ...

    async def complete(self, sender: Sender, line: str) -> tuple[Choice, ...]:
        """What could follow in a line typed so far: value is the whole line with the suggestion in place."""
        ...

    async def meet(self, people: Sequence[Sender]) -> None:
        """What a platform newly knows of its people (profile changed, member joined, e-mail learnt)."""
        ...

    async def roster(self, channel: Address, users: Sequence[Sender] | None) -> None:
        """Who reads along in a channel, as listed by the platform just now. None: not known any more."""
        ...


class Platform(Protocol):
    """One adapter, as the courier and the composition root know it."""

    name: str

    async def send(self, to: Address, view: DrawnView, replacing: str = "") -> Outcome:
        """Post a view, or edit the message whose ref is `replacing`. Never raises for what a platform may answer."""
        ...

    async def direct(self, tenant: str, user: str) -> Address:
        """The direct conversation with a user of this platform. Raises LookupError when there is none."""
        ...

    def typed(self, line: str) -> str:
        """A command line as this platform's people type it (`/log call Acme`, `/bailey undo`, `log call Acme`)."""
        ...


Platforms = Mapping[str, Platform]
