"""What a command is given: who asks, where, when, and the one transaction it runs in."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.directory import Knowledge
from bot.meeting import House, zone_of
from bot.request import Place, Request
from storage.tables import Account, Member
from storage.work import Work


@dataclass
class Context:
    """now: aware. member: who asks. request: what came in. knows: accounts and people by name. house: the settings."""

    work: Work
    now: datetime
    member: Member
    request: Request
    knows: Knowledge
    house: House

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

    def account(self, id: int) -> Account:
        """The live account behind a reference that was just read."""
        account = self.work.accounts.get(id)
        assert account is not None, "the grammar names live accounts only"
        return account

    def names(self, ids: set[int | None]) -> dict[int, str]:
        """Members' names by id."""
        members = self.work.people.named({id for id in ids if id is not None})
        return {id: member.name for id, member in members.items()}
