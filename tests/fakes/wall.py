"""A platform that remembers what was posted and edited, and answers what a test tells it to."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.platform import Pace
from bot.request import Address, Never, Outcome, Place, Sent
from bot.text import as_text
from bot.view import DrawnView


@dataclass
class Wall:
    """standing: (channel, ref) → what stands there now. posted: every view that was posted or edited, in order, with the
    ref that an edit replaced. outcomes: answers to give first, in order. marks: what `find` knows, by mark."""

    name: str = "cli"
    pace: Pace = field(default_factory=Pace)
    standing: dict[tuple[str, str], DrawnView] = field(default_factory=dict)
    posted: list[tuple[Address, DrawnView, str]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    nobody: set[str] = field(default_factory=set)

    async def send(self, to: Address, view: DrawnView, replacing: str = "", mark: str = "") -> Outcome:
        if self.outcomes:
            return self.outcomes.pop(0)
        if replacing and (to.channel, replacing) not in self.standing:
            return Never("that message is gone")
        self.posted.append((to, view, replacing))
        ref = replacing or f"{self.name}-{len(self.posted)}"
        self.standing[to.channel, ref] = view
        self.marks.setdefault(mark, ref)
        return Sent(ref)

    async def find(self, to: Address, mark: str, since: datetime) -> Outcome:
        return Sent(self.marks[mark]) if mark in self.marks else Never("it is not there")

    async def direct(self, tenant: str, user: str) -> Address:
        if user in self.nobody:
            raise LookupError(f"{user} is not here")
        return Address(self.name, tenant, f"dm-{user}", place=Place.DIRECT)

    def typed(self, line: str) -> str:
        return line

    @property
    def views(self) -> list[DrawnView]:
        return [view for _, view, _ in self.posted]

    @property
    def said(self) -> list[str]:
        """What was posted and edited, as text."""
        return [as_text(view) for view in self.views]

    @property
    def reads(self) -> list[str]:
        """What stands there now, as text, oldest first."""
        return [as_text(view) for view in self.standing.values()]
