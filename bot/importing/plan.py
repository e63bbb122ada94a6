"""What a line of a file will do, and what all subjects share in finding out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from bot.importing.pen import Pen
from storage.tables import Member, Role
from storage.work import Work


class Action(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    SAME = "same"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Row:
    """One staged line: its number and its values by field."""

    line: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """why: for a person, when the line is skipped or something of it is left out. changes: field → before and after."""

    action: Action
    why: str = ""
    record_id: int | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)


def skip(why: str) -> Plan:
    return Plan(Action.SKIP, why)


def settled(changes: dict[str, list[Any]], record_id: int, told: Sequence[str] = ()) -> Plan:
    """A line about something known."""
    return Plan(Action.CHANGE if changes else Action.SAME, " ".join(told), record_id, changes)


class Planner(Protocol):
    """One subject's way to plan lines. The same planner rehearses when a file is staged and writes when it is applied, so
    what was shown is what is done."""

    def take(self, rows: Sequence[Row]) -> list[Plan]:
        """A piece of the file, at most a few hundred lines; what it writes is left with the pen."""
        ...

    def finish(self, rows: Callable[[], Any]) -> int:
        """After the last piece. rows: all pieces of the file once more. Returns how many references led nowhere."""
        ...


@dataclass
class Team:
    """Colleagues by e-mail address and by name. Few enough to hold in memory."""

    work: Work
    pen: Pen
    _by_email: dict[str, int] = field(default_factory=dict)
    _by_name: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for member in self.work.people.everyone():
            if member.email:
                self._by_email[member.email] = member.id
            self._by_name.setdefault(member.name.casefold(), []).append(member.id)

    def find(self, said: str) -> int | None:
        """A member by address or by whole name; None when unknown or not the only one."""
        if "@" in said:
            return self._by_email.get(said)
        found = self._by_name.get(said.casefold(), [])
        return found[0] if len(found) == 1 else None

    def invite(self, said: str) -> int | None:
        """The same, but an address that nobody has yet becomes a member who has not spoken so far."""
        found = self.find(said)
        if found is None and "@" in said:
            name = " ".join(part.capitalize() for part in said.split("@")[0].replace("_", ".").split(".") if part)
            found = self.pen.new(Member, name=name or said, email=said, role=Role.CSM.value)
            self._by_email[said] = found
        return found
