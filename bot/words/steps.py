"""A next step as it is said in passing: `SOC2 report to Jane Fri`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.lexicon import Lexicon
from bot.line import Typed, joined, normalise, quoted, tokenise
from bot.refs import Person
from bot.words.base import Bad, Found, Word
from bot.words.due import DueWord
from bot.words.people import PeopleWord


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done, for whom, and by when (a local date)."""

    text: str
    to: Person | None = None
    due: date | None = None


_due, _people = DueWord(), PeopleWord()
_KEYS = frozenset({"to", "due"})


class NextStepWord(Word):
    what = "a next step"
    sample = "“SOC2 report to Jane Fri”"
    long = True

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return None

    def read(self, text: str, lexicon: Lexicon) -> Any:
        line = tokenise(normalise(text), _KEYS)
        if not len(line):
            return Bad("A next step needs words. Try next: SOC2 report to Jane Fri.", text)
        if line.tokens[0].sort == "quoted" and all(token.sort == "key" for token in line.tokens[1::2]):
            return self._printed(line, lexicon)
        return self._said(tokenise(normalise(text)), lexicon)

    def _printed(self, line: Typed, lexicon: Lexicon) -> Any:
        parts = dict(zip((key.low.rstrip(":") for key in line.tokens[1::2]), line.tokens[2::2], strict=False))
        to, due = parts.get("to"), parts.get("due")
        people = _people.read(to.text, lexicon) if to else ()
        day = _due.read(due.text, lexicon) if due else None
        return day if isinstance(day, Bad) else NextStep(line.tokens[0].text, people[0] if people else None, day)

    def _said(self, line: Typed, lexicon: Lexicon) -> NextStep | Bad:
        end, due, to = len(line), None, None
        for start in range(max(1, end - 5), end):
            found = _due.find_last(line, start, lexicon)
            if found and found.end == end and isinstance(found.value, Bad) and found.value.sure:
                return Bad(found.value.sentence, line.text)
            if found and found.end == end and not isinstance(found.value, Bad):
                due, end = found.value, start
                break
        for start in range(max(1, end - 5), end):
            if line.low(start) in ("to", "for", "with"):
                people = _people.find(line, start + 1, lexicon) if start + 1 < end else None
                if people and people.end == end and len(people.value) == 1:
                    to, end = people.value[0], start
                    break
        while end > 1 and line.low(end - 1) in (",", "-", "by", "on"):
            end -= 1
        return NextStep(line.slice(0, end), to, due)

    def settle(self, value: Any, lexicon: Lexicon, others: Mapping[str, Any]) -> Any:
        if value.to is None:
            return value
        (person,) = _people.settle((value.to,), lexicon, others)
        return NextStep(value.text, person, value.due)

    def show(self, value: NextStep) -> str:
        to = f"to:{quoted(_people.show((value.to,)))}" if value.to else ""
        return joined((quoted(value.text), to, f"due:{value.due.isoformat()}" if value.due else ""))

    def label(self, value: NextStep) -> str:
        to = f"to {_people.label((value.to,))}" if value.to else ""
        return joined((value.text, to, _due.label(value.due) if value.due else ""))
