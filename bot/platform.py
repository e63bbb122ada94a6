"""The two sides of a door: what an adapter calls, and what an adapter is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.request import Address, Choice, Finding, Outcome, Overheard, Reply, Request, Sender
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

    async def find(self, sender: Sender, where: Address, kind: str, query: str) -> tuple[Finding, ...]:
        """Cards to show to those who read along in a place: what every colleague may see, nothing where outsiders may.
        kind: `account` or `reference`; `link` for the one record whose address the query is. At most 10, best first."""
        ...

    async def heeds(self, sender: Sender, emoji: str, ours: bool) -> bool:
        """Whether an emoji stands for something, so that it is worth telling of. ours: on a message of Bailey's."""
        ...

    async def meet(self, people: Sequence[Sender]) -> None:
        """What a platform newly knows of its people (profile changed, member joined, e-mail learnt)."""
        ...

    async def listens(self, thread: Address) -> bool:
        """Whether what people write in a thread is kept. Everything else is dropped where it came in: nothing of it is
        looked at, stored, logged or answered. The thread's place need not be known."""
        ...

    async def overhear(self, heard: Overheard) -> bool:
        """Something happened in a thread that is kept. False for what is none of its talk after all: there it is a line to
        Bailey, in a chat of the sender's own, and nothing anywhere else. May be told the same again, and in any order."""
        ...

    async def roster(self, channel: Address, users: Sequence[Sender] | None, name: str = "") -> None:
        """Who reads along in a channel, as listed by the platform just now. None: not known any more. name: what the
        channel is called, where any colleague may look it up; "" for what stays among its readers, and for unknown."""
        ...

    async def rooms(self, platform: str) -> tuple[Address, ...]:
        """The channels of a platform whose readers are known, or were: a door lists them again before a day is over, for
        nothing else may happen there for longer."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How often one conversation may be spoken to: `burst` messages at once, then one every `seconds`. In any stretch of
    w seconds at most burst + w / seconds messages go out (the generic cell rate algorithm)."""

    seconds: float = 0.0
    burst: int = 1

    def free_at(self, was_free_at: datetime, sent_at: datetime) -> datetime:
        """When the next message may follow one that the platform took at `sent_at`. was_free_at: from when on that one
        might have gone out."""
        if not self.seconds:
            return was_free_at
        saved = timedelta(seconds=self.seconds * (self.burst - 1))
        return max(was_free_at, sent_at - saved) + timedelta(seconds=self.seconds)


class Platform(Protocol):
    """One adapter, as the courier and the composition root know it. pace: how fast it may be spoken to."""

    name: str
    pace: Pace

    async def send(self, to: Address, view: DrawnView, replacing: str = "", mark: str = "") -> Outcome:
        """Post a view, or edit the message whose ref is `replacing`. mark: what `find` will know a new message by, where
        the platform can keep such a thing. Never raises for what a platform may answer."""
        ...

    async def find(self, to: Address, mark: str, since: datetime) -> Outcome:
        """Sent, when the message with this mark stands in the conversation; Never, when it does not or when that cannot be
        told here; Later, when it cannot be told right now. since: when it may have been posted at the earliest."""
        ...

    async def direct(self, tenant: str, user: str) -> Address:
        """The direct conversation with a user of this platform. Raises LookupError when there is none; a platform that is
        busy just now gives an address that is looked up when it is sent to."""
        ...

    def typed(self, line: str) -> str:
        """A command line as this platform's people type it (`/log call Acme`, `/bailey undo`, `log call Acme`)."""
        ...


Platforms = Mapping[str, Platform]
