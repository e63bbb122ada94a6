"""One line of a file as values, by field; or why it cannot be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any, NamedTuple

from bot.importing.sheet import Sheet
from bot.importing.source import Line
from bot.rules import amounts, cells, dates
from bot.rules.cells import Unreadable, short
from bot.rules.columns import Subject
from bot.rules.logging import guess_missions, guess_mode, is_attempt, is_internal, review_level
from bot.words.base import Bad
from bot.words.figures import figure
from bot.words.kinds import MODE, ActivityKind, EffectWord, KindWord, Mission, MissionsWord, Weak

# What programs write where there is nothing.
BLANK = frozenset(
    {
        "n/a", "#n/a", "na", "null", "nil", "nan", "none", "(none)", "-", "--", "–", "—", "(blank)", "[null]", "#ref!",
        "#value!", "#name?", "#div/0!", "undefined", "unknown"
    }
)  # fmt: skip
# Words that mean something in these columns.
SPEAKING = frozenset({"effect", "auto_renew", "internal", "attempt", "name", "note", "subject"})

NOON = time(12)
_kinds = KindWord()
_missions = MissionsWord()
_effects = EffectWord()


class Read(NamedTuple):
    """values: by field, as JSON keeps them. problem: why nothing of the line can be used, else ""."""

    values: dict[str, Any]
    problem: str = ""


@dataclass
class Reader:
    """Reads the lines of one sheet. now: nothing can have been done after it."""

    sheet: Sheet
    now: datetime
    _read: Mapping[str, Callable[[str], Any]] = field(init=False)

    def __post_init__(self) -> None:
        sheet = self.sheet
        self._read = {
            "own_id": _id, "name": cells.line, "external_id": cells.line, "tier": cells.tier, "segment": cells.line,
            "stage": cells.line, "industry": cells.line, "region": cells.line, "goal": cells.line,
            "health": cells.health, "owner": _person, "backup": _person, "member": _person, "parent": cells.line,
            "aliases": cells.several, "domains": _domains, "contract": cells.line,
            "contract_external_id": cells.line, "arr": self._sum("arr"), "mrr": self._sum("mrr"), "currency": _currency,
            "starts_on": self._day("starts_on"), "renews_on": self._day("renews_on"), "notice_days": cells.count,
            "term_months": cells.months, "uplift": cells.basis_points, "auto_renew": cells.boolean,
            "account": cells.line, "account_external_id": cells.line,
            "first_name": cells.line, "last_name": cells.line, "title": cells.line, "email": cells.email,
            "phone": cells.line, "kind": _kind, "minutes": lambda text: cells.minutes(text, sheet.fit.unit),
            "at": lambda text: dates.moment(text, sheet.orders["at"]), "clock": _clock, "people": cells.several,
            "note": cells.words, "subject": cells.line, "mode": _mode, "missions": _tags, "effect": _effect,
            "internal": cells.boolean, "attempt": cells.boolean, "link": cells.line, "measure": cells.line,
            "value": self._value, "source": cells.line, "kpi": cells.line, "figure": self._figure("figure"),
            "start": self._figure("start"), "target": self._figure("target"), "due_on": self._day("due_on"),
        }  # fmt: skip

    def read(self, line: Line) -> Read:
        if line.problem:
            return Read({}, line.problem[0].upper() + line.problem[1:] + ".")
        values: dict[str, Any] = {}
        for name, place in self.sheet.fit.columns.items():
            text = line.cells[place] if place < len(line.cells) else ""
            if not text or (name not in SPEAKING and text.casefold() in BLANK):
                continue
            try:
                values[name] = self._read[name](text)
            except Unreadable as wrong:
                return Read({}, f"{self.sheet.source.headings[place]}: {wrong}")
        try:
            return Read(self._finished(values))
        except Unreadable as wrong:
            return Read({}, str(wrong))

    def _finished(self, values: dict[str, Any]) -> dict[str, Any]:
        match self.sheet.fit.subject:
            case Subject.ACCOUNTS:
                return _account(values)
            case Subject.CONTACTS:
                return _contact(values)
            case Subject.ACTIVITIES:
                return self._activity(values)
            case Subject.MEASURES:
                return self._measure(values)
            case Subject.KPIS:
                return self._kpi(values)

    def _figure(self, name: str) -> Callable[[str], list[Any]]:
        def read(text: str) -> list[Any]:
            found = figure(text, self.sheet.points.get(name, ""))
            return [found.micro, found.unit]

        return read

    def _kpi(self, values: dict[str, Any]) -> dict[str, Any]:
        """A reading on a day, or what was agreed, or both."""
        if "kpi" not in values:
            raise Unreadable("It names no KPI.")
        moment: dates.Moment | None = values.pop("at", None)
        if "figure" in values and moment is None:
            raise Unreadable("It has a value and no date.")
        if "figure" not in values and "target" not in values:
            raise Unreadable("It has no value.")
        if moment is None:
            return values
        if moment.day > self.now.astimezone(self.sheet.zone).date():
            raise Unreadable(f"{moment.day} lies ahead. Only what was read can be kept.")
        return {**values, "on": moment.day.isoformat()}

    def _value(self, text: str) -> str:
        """A number, also with a percent sign; or a word, which one measure may know and another not."""
        plain = text.strip().removesuffix("%").strip()
        if any(char.isalpha() for char in plain):
            return cells.line(plain)
        sign, digits = ("-", plain[1:]) if plain[:1] in "-−–" else ("", plain)
        return sign + str(amounts.number(digits, self.sheet.points.get("value", ""), text))

    def _measure(self, values: dict[str, Any]) -> dict[str, Any]:
        """A day alone is its beginning, so that the same day read twice is the same reading."""
        for name, said in (("measure", "measure"), ("value", "value"), ("at", "date")):
            if name not in values:
                raise Unreadable(f"It has no {said}.")
        moment: dates.Moment = values["at"]
        at = datetime.combine(moment.day, moment.clock or time(), moment.offset or self.sheet.zone)
        return {**values, "at": at.isoformat()}

    def _sum(self, name: str) -> Callable[[str], list[str | None]]:
        def read(text: str) -> list[str | None]:
            found = amounts.money(text, self.sheet.points.get(name, ""))
            return [str(found.amount * self.sheet.fit.factor), found.currency or self.sheet.fit.currency]

        return read

    def _day(self, name: str) -> Callable[[str], str]:
        return lambda text: dates.day(text, self.sheet.orders[name]).isoformat()

    def _activity(self, values: dict[str, Any]) -> dict[str, Any]:
        if not {"account", "account_external_id", "own_id"} & values.keys():
            raise Unreadable("It names no account.")
        if "at" not in values or "kind" not in values:
            raise Unreadable(
                "It has no date." if "at" not in values else "It has no type. Write call, meeting or email."
            )
        values = {**values, **self._moment(values.pop("at"), values.pop("clock", None))}
        kind = ActivityKind(values["kind"])
        note = "\n".join(dict.fromkeys(part for part in (values.pop("subject", ""), values.get("note", "")) if part))
        missions = values.get("missions") or [mission.value for mission in guess_missions(kind)]
        said_mode = values.get("mode")
        values |= {
            "level": review_level(kind) or None,
            "note": note or None,
            "missions": missions,
            "mode": said_mode or guess_mode(kind, note, [Mission(mission) for mission in missions]).value,
            "mode_guessed": said_mode is None,
            "internal": values.get("internal", is_internal(kind)),
            "attempt": values.get("attempt", is_attempt(kind, note)),
            "minutes": values.get("minutes", 0),
        }
        return values

    def _moment(self, moment: dates.Moment, clock: time | None) -> dict[str, Any]:
        """A clock of midnight says nothing: most programs write it for a whole day."""
        said = clock or moment.clock
        if said == time(0) and moment.offset is None:
            said = None
        at = datetime.combine(moment.day, said or NOON, moment.offset or self.sheet.zone).astimezone(UTC)
        today = self.now.astimezone(self.sheet.zone).date()
        if (at > self.now) if said else (moment.day > today):
            raise Unreadable(f"{moment.day} lies ahead. Only what was done can be logged.")
        return {"at": min(at, self.now).isoformat(), "precise": said is not None, "zone": str(self.sheet.zone)}


def _account(values: dict[str, Any]) -> dict[str, Any]:
    if not {"name", "external_id", "own_id"} & values.keys():
        raise Unreadable("It has no name.")
    return values


def _contact(values: dict[str, Any]) -> dict[str, Any]:
    parts = [values.pop("first_name", ""), values.pop("last_name", "")]
    name = values.get("name") or " ".join(part for part in parts if part)
    if not name and "email" not in values:
        raise Unreadable("It has neither a name nor an e-mail address.")
    if name:
        values["name"] = name
    return values


def _id(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise Unreadable(f"{short(text)} is not an id that I gave.")
    return int(text)


def _person(text: str) -> str:
    """An e-mail address where there is one, else the name."""
    return cells.email(text) if "@" in text else cells.line(text)


def _domains(text: str) -> list[str]:
    return list(dict.fromkeys(cells.domain(part) for part in cells.several(text.replace(" ", ";"))))


def _currency(text: str) -> str:
    found = amounts.currency_of(text)
    if found is None:
        raise Unreadable(f"{short(text)} is not a currency. Write EUR or USD.")
    return found


def _clock(text: str) -> time | None:
    return dates.moment(f"2000-01-01 {text}").clock


def _kind(text: str) -> str:
    low = " ".join(text.casefold().replace("_", " ").split())
    found = _kinds.phrases.get(low) or _kinds.phrases.get(low.removesuffix("s"))
    if found is None:
        raise Unreadable(f"{short(text)} is not a type of activity. Write call, meeting or email.")
    return ActivityKind(found.value).value if isinstance(found, Weak) else str(found.value)


def _mode(text: str) -> str:
    found = MODE.phrases.get(text.casefold())
    if found is None:
        raise Unreadable(f"{short(text)} is not a mode. Write preventive, reactive or growth.")
    return str(found.value)


def _tags(text: str) -> list[str]:
    """Tags that are no mission stay out: other programs tag with anything."""
    found = [_missions.phrases.get(part.casefold().lstrip("#")) for part in cells.several(text.replace(" ", ";"))]
    return sorted({mission.value for mission in found if mission}, key=[mission.value for mission in Mission].index)


def _effect(text: str) -> int | None:
    found = _effects.read(text, None)  # type: ignore[arg-type]  # an effect is read without knowing anybody
    return None if isinstance(found, Bad) else int(found)
