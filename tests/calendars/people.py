"""People with calendars, and the chats in which Bailey speaks first."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.courier import Courier
from bot.platform import Pace
from bot.request import Address, Dropped, Never, Outcome, Place, Reply, Sent
from bot.text import as_text
from bot.view import DrawnView
from storage.work import Work
from tests.calendars.ics import calendar
from tests.chat import Chat, World

JANE = "Jane Porter <jane.porter@acme.com>"  # of Acme Corp, known
RUTH = "Ruth Okafor <ruth.okafor@globex.com>"  # of Globex, known
TOM = "Tom <tom@globex.com>"  # nobody knows him
SAM = "Sam <sam@example.com>"  # a colleague


async def lent(world: World, *events: str, who: str = "dana@example.com", name: str = "mine.ics") -> Chat:
    """Somebody who dropped their calendar; what was answered is the chat's last reply."""
    chat = world.chat(who)
    await drops(chat, *events, name=name)
    return chat


async def drops(chat: Chat, *events: str, name: str = "mine.ics") -> str:
    return await chat._send(Dropped(name, calendar(*events).encode()))


@dataclass
class Post:
    """A platform that keeps what it is given. sent: user, text and view of each message."""

    name: str = "cli"
    pace: Pace = field(default_factory=Pace)
    sent: list[tuple[str, DrawnView]] = field(default_factory=list)
    edited: list[tuple[str, DrawnView]] = field(default_factory=list)
    _refs: "itertools.count[int]" = field(default_factory=itertools.count)

    async def send(self, to: Address, view: DrawnView, replacing: str = "", mark: str = "") -> Outcome:
        (self.edited if replacing else self.sent).append((to.channel, view))
        return Sent(replacing or f"m{next(self._refs)}")

    async def find(self, to: Address, mark: str, since: datetime) -> Outcome:
        return Never("nothing is lost here")

    async def direct(self, tenant: str, user: str) -> Address:
        return Address("cli", tenant, f"dm-{user}", place=Place.DIRECT)

    def typed(self, line: str) -> str:
        return line

    def to(self, who: str) -> list[str]:
        """The texts that somebody got in their own chat."""
        return [as_text(view) for channel, view in self.sent if channel == f"dm-{who}@example.com"]


async def goes_on(world: World, post: Post, *chores: Callable[[Work, datetime], bool]) -> None:
    """Do these chores, twice as two replicas would, and deliver what came of it."""
    for chore in (*chores, *chores):
        await world.ground.run(1, lambda work, chore=chore: chore(work, world.now))
    await Courier(world.ground, {"cli": post}).deliver(world.now)


def takes(chat: Chat, post: Post) -> None:
    """Look at the newest message in the own chat as at an answer, so that its buttons can be pressed."""
    view = next(view for channel, view in reversed(post.sent) if channel == chat.address.channel)
    chat.last = Reply(view)
