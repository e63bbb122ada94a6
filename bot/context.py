"""What a command is given: who asks, where, when, and the one transaction it runs in."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from bot import audience
from bot.command import Call
from bot.directory import Knowledge
from bot.meeting import House, zone_of
from bot.permissions import RIGHTS, Right
from bot.request import Place, Request
from bot.view import Button, Spans, spans
from storage.tables import Account, Member
from storage.work import Work


@dataclass
class Context:
    """now: aware. member: who asks. request: what came in. knows: accounts and people by name. house: the settings.
    call: the command that runs, as it was read."""

    work: Work
    now: datetime
    member: Member
    request: Request
    knows: Knowledge
    house: House
    call: Call = field(init=False)

    @cached_property
    def zone(self) -> ZoneInfo:
        return zone_of(self.member)

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def alone(self) -> bool:
        """Whether nobody else could see the answer anyway, so that it need not say “only you”."""
        return self.request.address.place is Place.DIRECT

    @property
    def channel(self) -> str:
        """The address of the channel that this was asked in, without its thread; "" in a direct chat."""
        return "" if self.alone else str(replace(self.request.address, thread=""))

    def sees(self, needs: frozenset[str]) -> bool:
        """Whether the asker may see what needs these clearances."""
        return audience.of_member(self.work, self.member).sees(needs)

    @property
    def leads(self) -> bool:
        """Whether the asker answers for other people's records too."""
        return Right.LEAD in RIGHTS[self.member.role]

    def again(self, **changed: Any) -> str:
        """The line of this very call with some of its words changed (the next page, another order)."""
        return self.call.changed(**changed)

    def private(self, said: str) -> Spans:
        """The first words of a card that nobody but the asker sees."""
        return spans(said, "" if self.alone else " · only you")

    def undo(self) -> tuple[Button, ...]:
        """The button that takes this very request back; none where nothing was changed."""
        return () if self.work.set_id is None else (Button("Undo", f"undo change:{self.work.set_id}"),)

    def account(self, id: int) -> Account:
        """The live account behind a reference that was just read."""
        account = self.work.accounts.get(id)
        assert account is not None, "the grammar names live accounts only"
        return account

    def names(self, ids: set[int | None]) -> dict[int, str]:
        """Members' names by id."""
        members = self.work.people.named({id for id in ids if id is not None})
        return {id: member.name for id, member in members.items()}
