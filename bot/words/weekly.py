"""Working days and hours as people write them."""

import re
from dataclasses import dataclass
from itertools import groupby

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.words.base import Bad, Found, Word
from bot.words.calendar import WEEKDAYS

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TO = frozenset({"to", "-", "–", "—", "until", "till", "through", "thru"})
_AND = frozenset({",", "and", "&", "+"})
_NAMED = {
    "weekdays": "12345", "working days": "12345", "every day": "1234567", "everyday": "1234567", "daily": "1234567",
    "weekends": "67", "all week": "1234567",
}  # fmt: skip
_CLOCK = r"(\d{1,2})(?:[:.](\d\d))? ?(am|pm|a\.m|p\.m|uhr|h)?"
_HOURS = re.compile(rf"{_CLOCK}(?: ?(?:-|–|—|to|till|until|bis) ?{_CLOCK})?")
_DAY = 24 * 60


class WeekdaysWord(Word):
    """`mon-fri`, `sun to thu`, `mon, wed and fri`, `every day`. Its value is the ISO numbers, `12345`."""

    what = "some days of the week"
    sample = "mon-fri"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        for end in (at + 2, at + 1):
            if end <= len(line) and (known := _NAMED.get(line.lows(at, end))):
                return Found(known, end)
        days: set[int] = set()
        end = place = at
        while (found := _run(line, place)) is not None:
            days |= found[0]
            end = place = found[1]
            while line.low(place) in _AND:
                place += 1
        return Found("".join(map(str, sorted(days))), end) if days else None

    def show(self, value: str) -> str:
        """`mon-wed, fri`; over the weekend as it is said, `sun-thu`."""
        return ", ".join(names for names in _runs(value))

    def label(self, value: str) -> str:
        return ", ".join(names.title().replace("-", "–") for names in _runs(value))


def _run(line: Typed, at: int) -> tuple[set[int], int] | None:
    """`mon`, `mon-fri` in one word, or `mon to fri`: ISO numbers, and where it ends."""
    low = line.low(at)
    first, _, last = low.replace("–", "-").partition("-")
    if first not in WEEKDAYS:
        return None
    end = at + 1
    if not last and line.low(end) in _TO and line.low(end + 1) in WEEKDAYS:
        last, end = line.low(end + 1), end + 2
    if not last:
        return {WEEKDAYS[first] + 1}, end
    if last not in WEEKDAYS:
        return None
    start, count = WEEKDAYS[first], (WEEKDAYS[last] - WEEKDAYS[first]) % 7 + 1
    return {(start + n) % 7 + 1 for n in range(count)}, end


def _runs(value: str) -> list[str]:
    """Days that follow one another, as from the first to the last; Sunday goes before Monday where both are worked."""
    numbers = [int(digit) - 1 for digit in value]
    if len(numbers) < 7 and 6 in numbers and 0 in numbers:
        rest = max(number for number in range(7) if number not in numbers)
        numbers = sorted(numbers, key=lambda number: (number - rest) % 7)
    steps = [(index, number) for index, number in enumerate(numbers)]
    groups = [[n for _, n in group] for _, group in groupby(steps, key=lambda step: (step[1] - step[0]) % 7)]
    return [_NAMES[g[0]] if len(g) == 1 else f"{_NAMES[g[0]]}-{_NAMES[g[-1]]}" for g in groups]


@dataclass(frozen=True, slots=True)
class Hours:
    """starts, ends: minutes since midnight. ends: None where only the start was said."""

    starts: int
    ends: int | None = None


class HoursWord(Word):
    """`9:00-17:30`, `9-17`, `9am to 5pm`; `8:30` alone is the start."""

    what = "working hours"
    sample = "9:00-17:30"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        at += line.low(at) in ("from", "between", "at")
        if not line.low(at)[:1].isdigit():
            return None
        for end in range(min(at + 5, len(line)), at, -1):
            if match := _HOURS.fullmatch(line.lows(at, end)):
                return Found(_hours(match, line.slice(at, end)), end)
        return None

    def show(self, value: Hours) -> str:
        return clock(value.starts) if value.ends is None else f"{clock(value.starts)}-{clock(value.ends)}"


def clock(minutes: int) -> str:
    """“08:30” for 510."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _hours(match: "re.Match[str]", said: str) -> Hours | Bad:
    hour, minute, half, *others = match.groups()
    starts, ends = _minutes(hour, minute, half), _minutes(*others) if others[0] else None
    wrong = starts is None or starts >= _DAY or (others[0] and ends is None)
    if wrong or starts is None:
        return Bad(f"{said} is no time of day. Try 9:00-17:30.", said, sure=True)
    early = starts < _DAY // 2 or (half or "")[:1] == "p"  # 17-9 is a night
    if ends is not None and ends <= starts and early and not others[2] and ends <= _DAY // 2:
        ends += _DAY // 2  # 9-5
    if ends is not None and ends <= starts:
        return Bad(f"{said} would end before it starts. A working day ends by 24:00: try 9:00-17:30.", said, sure=True)
    return Hours(starts, ends)


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    count = int(hour)
    if (half or "")[:1] in ("a", "p"):
        if not 1 <= count <= 12:
            return None
        count = count % 12 + (12 if (half or "")[:1] == "p" else 0)
    total = count * 60 + int(minute or 0)
    return total if total <= _DAY and int(minute or 0) < 60 else None
