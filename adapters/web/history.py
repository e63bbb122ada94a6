"""What was said in this process, kept in memory, and the pages that are watching."""

import asyncio
import secrets
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.view import DrawnView

PER_ROOM = 200
REPLAYED = 500
"""How many of the latest events a page that lost its connection can catch up on."""


@dataclass(frozen=True, slots=True)
class Message:
    """One thing in a conversation.

    room: channel id. at: aware. author: a persona's e-mail, or "" for Bailey. text: what a person said. view: what
    Bailey said. only_for: the e-mail of the one persona who sees it, or "" for everybody in the room.
    """

    id: str
    room: str
    at: datetime
    author: str = ""
    text: str = ""
    view: DrawnView | None = None
    only_for: str = ""

    def seen_by(self, email: str) -> bool:
        return self.only_for in ("", email)


@dataclass(frozen=True, slots=True)
class Event:
    """A message that came or changed; without one, the clock was put forward. id: `epoch-number`, so that a page notices
    that the process began anew. fresh: the message was not there before."""

    id: str
    message: Message | None = None
    fresh: bool = False

    def seen_by(self, email: str) -> bool:
        return self.message is None or self.message.seen_by(email)


Watcher = asyncio.Queue[Event | None]


class History:
    """Bounded: the oldest messages of a room and the oldest events go first."""

    def __init__(self) -> None:
        self._epoch = secrets.token_hex(4)
        self._count = 0
        self._rooms: dict[str, OrderedDict[str, Message]] = {}
        self._events: deque[tuple[int, Event]] = deque(maxlen=REPLAYED)
        self._watchers: dict[Watcher, str] = {}
        self._closed = False

    @property
    def last(self) -> str:
        """The id of the latest event."""
        return f"{self._epoch}-{self._count}"

    def get(self, room: str, message: str) -> Message | None:
        return self._rooms.get(room, OrderedDict()).get(message)

    def of(self, room: str, email: str) -> list[Message]:
        """What this persona sees in a room, oldest first."""
        return [each for each in self._rooms.get(room, OrderedDict()).values() if each.seen_by(email)]

    def put(self, message: Message) -> Message:
        """Add a message, or replace the one of the same id where it stands; then tell whoever watches."""
        room = self._rooms.setdefault(message.room, OrderedDict())
        old = room.get(message.id)
        if old is not None:
            message = replace(message, at=old.at)
        room[message.id] = message
        while len(room) > PER_ROOM:
            room.popitem(last=False)
        self._tell(message, fresh=old is None)
        return message

    def moved(self) -> None:
        """Tell every page that the clock was put forward."""
        self._tell(None)

    def _tell(self, message: Message | None, fresh: bool = False) -> None:
        self._count += 1
        event = Event(self.last, message, fresh)
        self._events.append((self._count, event))
        for watcher, email in list(self._watchers.items()):
            if event.seen_by(email):
                try:
                    watcher.put_nowait(event)
                except asyncio.QueueFull:
                    # A page that stopped reading: it is let go, and catches up when it comes back.
                    self._let_go(watcher)

    def since(self, last: str, email: str) -> list[Event] | None:
        """What came after the event `last`, or None when that can no longer be told."""
        epoch, _, number = last.partition("-")
        if epoch != self._epoch or not number.isdigit() or int(number) > self._count:
            return None
        oldest = self._events[0][0] if self._events else self._count + 1
        if int(number) + 1 < oldest:
            return None
        return [event for count, event in self._events if count > int(number) and event.seen_by(email)]

    @contextmanager
    def watch(self, email: str) -> Iterator[Watcher]:
        """A queue of what this persona may see from now on. None in it means: the door is closing."""
        watcher: Watcher = asyncio.Queue(maxsize=REPLAYED)
        if self._closed:
            watcher.put_nowait(None)
        self._watchers[watcher] = email
        try:
            yield watcher
        finally:
            self._watchers.pop(watcher, None)

    def _let_go(self, watcher: Watcher) -> None:
        self._watchers.pop(watcher, None)
        while not watcher.empty():
            watcher.get_nowait()
        watcher.put_nowait(None)

    def close(self) -> None:
        """Send every page away, so that the server can stop."""
        self._closed = True
        for watcher in list(self._watchers):
            self._let_go(watcher)
