"""Lines of activities: met by external id, else by the whole line, so that no work is counted twice."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.importing.matching import Known
from bot.importing.pen import Pen
from bot.importing.plan import Action, Plan, Row, Team, settled, skip
from storage.tables import Activity, Participant
from storage.work import Work

FIELDS = (
    "kind", "level", "minutes", "zone", "precise", "mode", "mode_guessed", "missions", "effect", "internal", "attempt",
    "note", "link",
)  # fmt: skip
# What a file that knows an activity by its id may correct; the rest is how it was read.
CORRECTED = ("kind", "level", "minutes", "at", "mode", "missions", "effect", "internal", "attempt", "note", "link")
WHOLE = "line:"


@dataclass
class Activities:
    """The planner of activities. member_id: whose they are where the file does not say."""

    work: Work
    pen: Pen
    member_id: int
    _seen: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = Known(self.work, set())
        self.team = Team(self.work, self.pen)

    def take(self, rows: Sequence[Row]) -> list[Plan]:
        self.known.load(
            ids=(),
            external=(
                row.values[key] for row in rows for key in ("account_external_id", "account") if key in row.values
            ),
            names=(row.values["account"] for row in rows if "account" in row.values),
            domains=(),
        )
        contacts = {name for row in rows for name in row.values.get("people", ())}
        self._contacts = {
            (one.account_id, one.name): one.id for one in self.work.imports.contacts_by("name", sorted(contacts))
        }
        readied = [(row, *self._ready(row)) for row in rows]
        by_id = self.work.imports.activities_by("id", (row.values["own_id"] for row in rows if "own_id" in row.values))
        by_key = self.work.imports.activities_by("external_id", (key for _, key, _, _ in readied if key))
        self._own = {activity.id: dict(activity.__dict__) for activity in by_id}
        self._kept = {activity.external_id: dict(activity.__dict__) for activity in by_key}
        return [self._plan(*ready) for ready in readied]

    def finish(self, rows: Callable[[], Iterable[Sequence[Row]]]) -> int:
        return 0

    def _ready(self, row: Row) -> tuple[str, dict[str, Any], str]:
        """The key by which the line is known again, its columns, and why it cannot be used."""
        values = row.values
        account = self.known.refer(values)
        if account.id is None and "own_id" not in values:
            return "", {}, account.why
        member_id: int | None = self.member_id
        if "member" in values:
            member_id = self.team.find(values["member"])
            if member_id is None:
                return "", {}, f"{values['member']} is nobody I know. Write a member's e-mail address."
        columns = {name: values.get(name) for name in FIELDS}
        columns |= {"at": datetime.fromisoformat(values["at"]), "account_id": account.id, "member_id": member_id}
        return values.get("external_id") or _whole(columns, values.get("people", ())), columns, ""

    def _plan(self, row: Row, key: str, columns: dict[str, Any], why: str) -> Plan:
        if why:
            return skip(why)
        if own := row.values.get("own_id"):
            present = self._own.get(own)
            if present is None:
                return skip(f"There is no activity with the id {own}.")
            return self._correct(row, present, columns)
        if (line := self._seen.setdefault(key, row.line)) != row.line:
            return skip(f"The same as line {line}.")
        if key in self._kept:
            present = self._kept[key]
            return settled({}, present["id"]) if key.startswith(WHOLE) else self._correct(row, present, columns)
        id = self.pen.new(Activity, external_id=key, logged_by_id=self.member_id, **columns)
        for name in row.values.get("people", ()):
            contact_id = self._contacts.get((columns["account_id"], name))
            self.pen.new(Participant, part=True, activity_id=id, contact_id=contact_id, member_id=None, name=name)
        return Plan(Action.CREATE, "", None if id < 0 else id)

    def _correct(self, row: Row, present: dict[str, Any], columns: dict[str, Any]) -> Plan:
        """A blank cell changes nothing, and a guess no more does."""
        said = {name: columns[name] for name in CORRECTED if columns[name] is not None and name in (*row.values, "at")}
        if columns["mode_guessed"]:
            said.pop("mode", None)
        if columns["account_id"] is not None:
            said["account_id"] = columns["account_id"]
        if "member" in row.values:
            said["member_id"] = columns["member_id"]
        # A day alone does not take the clock away that somebody gave it since.
        if not columns["precise"] and present["at"].date() == columns["at"].date():
            said.pop("at", None)
        changes = self.pen.edit(Activity, present, said)
        return settled({name: [_plain(part) for part in change] for name, change in changes.items()}, present["id"])


def _whole(columns: dict[str, Any], people: Sequence[str]) -> str:
    """What makes a line without an id the same line again."""
    said = [columns[name] for name in ("account_id", "member_id", "kind", "at", "minutes", "note", "attempt")]
    return WHOLE + hashlib.sha256(repr([*said, *people]).encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
