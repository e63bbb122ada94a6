"""What is known wherever something is drawn: the transaction, the time, and for whom."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bot import audience
from bot.meeting import zone_of
from bot.permissions import RIGHTS, Right
from storage.tables import Member
from storage.work import Work


@dataclass
class Scene:
    """now: aware. member: who reads; for a channel, whoever asked for it to be told there, who lends zone and locale."""

    work: Work
    now: datetime
    member: Member

    @cached_property
    def zone(self) -> ZoneInfo:
        return zone_of(self.member)

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def sees(self, needs: frozenset[str]) -> bool:
        """Whether the reader may see what needs these clearances."""
        return audience.of_member(self.work, self.member, now=self.now).sees(needs)

    @property
    def leads(self) -> bool:
        """Whether the reader answers for other people's records too."""
        return Right.LEAD in RIGHTS[self.member.role]

    def names(self, ids: set[int | None]) -> dict[int, str]:
        """Members' names by id."""
        members = self.work.people.named({id for id in ids if id is not None})
        return {id: member.name for id, member in members.items()}
