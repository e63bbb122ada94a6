"""From which day to which somebody is away, whose leave it is, and who covers."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from dateutil.relativedelta import relativedelta
from rapidfuzz import process

from bot.lexicon import Lexicon
from bot.line import Typed, tokenise
from bot.words.accounts import MemberWord
from bot.words.base import Bad, Found, Word, shorten
from bot.words.calendar import STARTS, find_day
from bot.words.periods import Period

_TO = frozenset({"to", "-", "–", "—", "until", "till", "til", "through", "thru", "and"})
_UNTIL = frozenset({"until", "till", "til", "through", "thru", "to"})
_FROM = frozenset({"from", "on", "between", "starting"})
# What a dash joins into one word, but for written dates: `1-12 Dec`, `mon-wed`, `1 Dec-12 Dec`.
_DASH = re.compile(r"(?<![\d-]\d\d)(?<=\w)[-–](?=\w)(?!\d\d?-)", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d?-\d\d?")
_LONGEST = 80  # characters of a line that two days may take
_TURNED = 300  # days that nobody is away who names no year
_ALIKE = 70  # of 100, from which a name may be another one misspelt
_BEGUN = 120  # days for which a leave that has begun may still be told


class LeaveWord(Word):
    """`1 Dec to 12 Dec`, `1-12 Dec`, `until Friday`, `tomorrow`, `next week`, `2 weeks`; `2026-12-01..2026-12-12`. A leave
    without a beginning begins today; its last day is part of it."""

    what = "days to be away"
    sample = "1 Dec to 12 Dec, or until Friday"
    _RANGE = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
    _LENGTH = re.compile(r"(?:(\d{1,3})|(a|an|one|two|three|four)) ?(d|days?|w|weeks?|months?)")
    _COUNTS: ClassVar = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        today = lexicon.now.date()
        if match := self._RANGE.fullmatch(line.low(at)):
            try:
                return Found(Period(date.fromisoformat(match[1]), date.fromisoformat(match[2])), at + 1)
            except ValueError:
                return None
        if (found := self._named(line, at, today)) is not None:
            return found
        return _dates(line, at, lexicon, today)

    def _named(self, line: Typed, at: int, today: date) -> Found | None:
        monday = today - timedelta(days=today.weekday())
        for end in range(min(at + 4, len(line)), at, -1):
            phrase = line.lows(at, end).removeprefix("for ")
            if phrase in ("this week", "the rest of the week", "rest of the week", "the week"):
                return Found(Period(today, monday + timedelta(days=6)), end)
            if phrase == "next week":
                return Found(Period(monday + timedelta(days=7), monday + timedelta(days=13)), end)
            if match := self._LENGTH.fullmatch(phrase):
                count = int(match[1] or 0) or self._COUNTS.get(match[2] or "", 0)
                unit = {"d": "days", "w": "weeks", "m": "months"}[match[3][0]]
                if not count:
                    return None
                last = today + relativedelta(**{unit: count}) - timedelta(days=1)  # type: ignore[arg-type]  # a unit of time
                return Found(Period(today, last), end)
        return None

    def show(self, value: Period) -> str:
        return f"{value.first}..{value.last}"

    def label(self, value: Period) -> str:
        return f"{value.first:%a} {value.first.day} {value.first:%b} to {value.last:%a} {value.last.day} {value.last:%b %Y}"


def _dates(line: Typed, at: int, lexicon: Lexicon, today: date) -> Found | None:
    """One day, the last day, or both; read from a copy in which a dash between two days is the word `to`."""
    low = line.low(at)
    if not low[:1].isdigit() and low.split("-")[0] not in STARTS | _FROM | _UNTIL:
        return None
    start = line.tokens[at].start
    text = line.text[start : start + _LONGEST]
    copy = tokenise(_opened(text))
    found = _span(copy, lexicon, today)
    if found is None:
        return None
    stop = copy.tokens[found.end - 1].end
    # Where the words end in the text as it was typed: without what the copy has more.
    typed = start + next(
        n for n in range(len(line.text) - start + 1) if len(_opened(line.text[start : start + n])) >= stop
    )
    end = next(place for place in range(at + 1, len(line) + 1) if line.tokens[place - 1].end >= typed)
    return Found(found.value, end)


def _opened(text: str) -> str:
    return " ".join(word if _ISO.fullmatch(word) else _DASH.sub(" to ", word) for word in text.split(" "))


def _span(line: Typed, lexicon: Lexicon, today: date) -> Found | None:
    place = 1 if line.low(0) in _FROM else 0
    if line.low(0) in _UNTIL:
        found = _until(line, 1, lexicon, today, today)
        return _forward(line, found) if found is not None else None
    first = find_day(line, place, lexicon.locale)
    low = line.low(place)
    if first is None and low.isdecimal() and len(low) <= 2 and line.low(place + 1) in _TO:
        return _one_month(line, place, lexicon, today)
    if first is None:
        return None
    begins = first.fits(today, False)
    joined = line.low(first.end) in _TO
    if isinstance(begins, Bad):
        second = find_day(line, first.end + 1, lexicon.locale) if joined else None
        return Found(_bad(begins), second.end if second else first.end)
    if not joined:
        return Found(Period(begins, begins), first.end)
    last = _until(line, first.end + 1, lexicon, today, begins)
    if last is None:
        return Found(Period(begins, begins), first.end)
    begun = first.fits(today, True)
    ends = find_day(line, first.end + 1, lexicon.locale)
    if isinstance(begun, date) and (today - begun).days <= _BEGUN and ends is not None:
        near = ends.fits(begun, False)
        if isinstance(near, date) and today < near < begins:
            return Found(Period(begun, near), last.end)  # it has begun already
    return _forward(line, last)


def _until(line: Typed, at: int, lexicon: Lexicon, today: date, begins: date) -> Found | None:
    day = find_day(line, at, lexicon.locale)
    if day is None:
        return None
    last = day.fits(max(today, begins), False)
    return Found(_bad(last) if isinstance(last, Bad) else Period(begins, last), day.end)


def _forward(line: Typed, found: Found) -> Found:
    """Not the days from back to front: `until yesterday`, and `5 Dec to 1 Dec`, which would be a year."""
    said, days = line.slice(0, found.end), found.value
    if isinstance(days, Bad):
        return found
    year = str(days.last.year) in said
    if days.first <= days.last and (year or (days.last - days.first).days < _TURNED):
        return found
    return Found(Bad(f"“{said}” ends before it begins. Try 1 Dec to 12 Dec.", said, sure=True), found.end)


def _one_month(line: Typed, at: int, lexicon: Lexicon, today: date) -> Found | None:
    """`1 to 12 Dec`."""
    found = _until(line, at + 2, lexicon, today, today)
    if found is None or isinstance(found.value, Bad):
        return found
    last = found.value.last
    number = int(line.low(at))
    if not 1 <= number <= last.day:
        return None
    return Found(Period(last.replace(day=number), last), found.end)


def _bad(day: Bad) -> Bad:
    return Bad(f"There is no {day.text}. Try 1 Dec to 12 Dec, or until Friday.", day.text, sure=True)


class WhoseWord(MemberWord):
    """Whoever is named before the days: it is their leave."""

    weight = 1

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return None

    def find_beside(self, line: Typed, at: int, lexicon: Lexicon, values: Mapping[str, Any]) -> Found | None:
        return None if "days" in values else super().find(line, at, lexicon)

    def read(self, text: str, lexicon: Lexicon) -> Any:
        return MemberWord().read(text, lexicon)


class CoverWord(MemberWord):
    """Whoever is named after the days, with or without `backup` before the name, or `covers` after it."""

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        found = super().find(line, at, lexicon)
        if found is None and line.tokens[at].sort in ("word", "quoted"):
            found = Found(_nobody_called(line.tokens[at].text, lexicon), at + 1)
        return Found(found.value, _covers(line, found.end)) if found else None

    def find_alone(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        token = line.tokens[at]
        name = token.text[:1].isupper() and token.low.split("-")[0] not in STARTS | _FROM | _UNTIL
        meant = token.sort == "word" and (name or _covers(line, at + 1) > at + 1)
        return self.find(line, at, lexicon) if meant or super().find(line, at, lexicon) is not None else None


# What stands behind the name of whoever covers.
_COVERS = re.compile(
    r"(?:(?:will|is|are|can|to) )?(?:covers?|covering|stands? in|standing in|takes? over|(?:my |the |as )?backup|"
    r"as cover)(?: for me)?"
)


def _covers(line: Typed, at: int) -> int:
    """Where the words end that say that whoever was named covers; `at` where there are none."""
    return next((end for end in range(min(len(line), at + 5), at, -1) if _COVERS.fullmatch(line.lows(at, end))), at)


def _nobody_called(said: str, lexicon: Lexicon) -> Bad:
    """With the colleagues whose names are nearest."""
    name = said.strip("@").rstrip(".!?:,")
    names = {member.name: member for member in lexicon.colleagues()}
    like = {part: member for member in names.values() for part in (member.name.lower(), *member.name.lower().split())}
    near = process.extract(name.lower(), like.keys(), limit=3, score_cutoff=_ALIKE)
    likely = {f"member#{like[part].id}": like[part].name for part, _, _ in near}
    try_ = f"Try backup {next(iter(likely.values()))}" if likely else "Try backup @name, or an e-mail address"
    return Bad(
        f"Nobody here is called {shorten(name)}. {try_}; without a name each account’s backup covers.",
        said,
        tuple(likely.items()),
        sure=True,
    )


class ColleagueWord(MemberWord):
    """A colleague after `for`, or by a mention or `@name`: other words may be names, too."""

    def find_alone(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        token = line.tokens[at]
        return (
            self.find(line, at, lexicon)
            if token.sort == "user" or "@" in token.low[:1] or "member#" in token.low
            else None
        )
