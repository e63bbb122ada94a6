"""What a question in plain words asks for: its words, cut into meanings, and the line of the look-up that allows them all.

Pure: whoever calls it has found the accounts and colleagues that the words name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.line import vocabulary
from bot.rules.asked_around import AFTER, INDIRECT, OPENS, POLITE, WRITTEN_OUT
from bot.rules.asked_times import spans_of
from bot.rules.asked_words import LONGEST, PHRASES, SMALL
from bot.rules.lookups import LOOKUPS, Lookup

MOST_WORDS = 30
_WORD = re.compile(r"[^\W_][^\s,;:!?()\[\]\"“”]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or what stands for one: an account, a colleague, a period. said: as typed. low: in small letters, without a
    possessive. means: what it certainly is, with the values; () for a word."""

    said: str
    start: int
    end: int
    low: str = ""
    means: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


def spoken(text: str) -> str:
    """The question without greetings, politeness and the like around it, and without contractions.

    text: normalised."""
    said = text
    for pattern, instead in WRITTEN_OUT:
        said = pattern.sub(instead, said)
    for _ in range(4):
        before = said
        said = AFTER.sub("", INDIRECT.sub("", POLITE.sub("", said))).strip()
        if said == before:
            break
    return said


def is_asked(text: str, said: str) -> bool:
    """Whether it may be a question. text: as typed; said: as `spoken` gives it."""
    if _ANOTHER.search(said):
        return False
    shown = INDIRECT.match(POLITE.sub("", text))
    if shown is not None and _SHOW.search(shown[0]):
        return True
    return text.rstrip().endswith("?") or any(one.match(said) for one in (OPENS, _SOMEBODYS)) or _names_a_list(said)


_ANOTHER = re.compile(r"\blogg(?:ed|ing) in\b|\blog-?ins\b", re.IGNORECASE)  # nothing that one logged here
_SHOW = re.compile(r"\b(?:show|tell|know|see|find out|look up|check)\b", re.IGNORECASE)
_SOMEBODYS = re.compile(
    r"@?[\w.-]+['’]s? (?:open |overdue |own )?(?:book|accounts|customers|clients|portfolio|renewals|"
    r"risks|activities|log|week)\b",
    re.IGNORECASE,
)
# What a list is called by: “software companies in my book”, “negative feedback from Acme”.
_LISTS = vocabulary(
    "refer ask renew contract escalation risk complain feedback person champion owe ontrack sector "
    "area extent tiered band "
    "open overdue state importance unheard severity win beta nrr forecast notice deadline owner backup arr goal audit "
    "usecase cadence health bad big unowned atrisk importance unspoken silent"
)


def _names_a_list(said: str) -> bool:
    words = [piece.low for piece in words_of(said)[:LONGEST]]
    phrases = (" ".join(words[:count]) for count in range(1, len(words) + 1))
    return len(words) > 1 and any(name in _LISTS for phrase in phrases for name, _ in PHRASES.get(phrase, ()))


def words_of(text: str) -> list[Piece]:
    """The words, each with its place; a possessive counts for none."""
    found = []
    for match in _WORD.finditer(text):
        said = match[0].rstrip(".'-–—/&+")
        said = re.sub(r"['’]s$", "", said)
        found.append(Piece(said, match.start(), match.start() + len(said), said.casefold()))
    return found


def timed(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The same with the periods as pieces of their own."""
    result = list(pieces)
    for span in spans_of(text):
        within = [piece for piece in result if piece.start < span.end and piece.end > span.start]
        if not within or any(piece.means for piece in within):
            continue
        means = tuple(name for name, told in (("past", span.past), ("ahead", span.ahead), ("days", span.days)) if told)
        values = {"past": span.past, "ahead": span.ahead, "days": f"{span.days}d" if span.days else ""}
        if span.past == "today":
            means = ("today", "past")
        at = result.index(within[0])
        result[at : at + len(within)] = [Piece(text[span.start : span.end], span.start, span.end, "", means, values)]
    return result


def looked_up(pieces: Sequence[Piece]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The lines that would answer, with the values that were said, the closest first. A line has places such as `{@}`."""
    if not pieces or len(pieces) > MOST_WORDS:
        return
    places = [_options(pieces, at) for at in range(len(pieces))]
    sayable = {name for options in places for _, name, _ in options}
    for lookup in LOOKUPS:
        if all(need & sayable for need in lookup.needs) and (values := _matched(lookup, places)) is not None:
            yield lookup.line, values


def nearest(pieces: Sequence[Piece], most: int) -> list[tuple[str, Mapping[str, str]]]:
    """Lines that would answer were some words left out, those that leave out the fewest first. They are offered, for an
    answer by half is none."""
    places = [_options(pieces, at) for at in range(len(pieces))]
    sayable = {name for options in places for _, name, _ in options}
    content = [{name for _, name, _ in options} for options in places]
    found: dict[str, tuple[int, Mapping[str, str]]] = {}
    for lookup in LOOKUPS:
        if len(lookup.needs) < 2 or not all(need & sayable for need in lookup.needs):
            continue
        allowed = lookup.allowed
        left = sum(not (names & allowed) for names in content)
        values: dict[str, str] = {}
        for options in places:
            for _, name, told in options:
                if name in allowed:
                    values = {**told, **values}
        if left < found.get(lookup.line, (len(pieces), values))[0]:
            found[lookup.line] = (left, values)
    best = sorted(found.items(), key=lambda one: one[1][0])
    return [(line, values) for line, (_, values) in best[:most]]


Option = tuple[int, str, Mapping[str, str]]  # how many words, what they mean ("" for nothing), and the values


def _options(pieces: Sequence[Piece], at: int) -> list[Option]:
    """What the words from a place on may mean, the longest phrases first."""
    piece = pieces[at]
    if piece.means:
        return [(1, name, piece.values) for name in piece.means]
    found: list[Option] = []
    for count in range(min(LONGEST, len(pieces) - at), 0, -1):
        some = pieces[at : at + count]
        if any(each.means for each in some):
            continue
        phrase = " ".join(each.low for each in some)
        found += [(count, name, {name: value} if value else {}) for name, value in PHRASES.get(phrase, ())]
    if piece.low in SMALL:
        found.append((1, "", {}))
    return found


def _matched(lookup: Lookup, places: Sequence[Sequence[Option]]) -> Mapping[str, str] | None:
    """The values of a reading in which every word counts and nothing that is needed lacks."""
    allowed = lookup.allowed
    dead: set[tuple[int, frozenset[int]]] = set()

    def go(at: int, met: frozenset[int], values: dict[str, str]) -> dict[str, str] | None:
        if at == len(places):
            return values if len(met) == len(lookup.needs) else None
        if (at, met) in dead:
            return None
        for count, name, told in places[at]:
            if name not in allowed:
                continue
            wanted = [place for place, need in enumerate(lookup.needs) if name in need and place not in met]
            for place in (*wanted, None):
                after = met if place is None else met | {place}
                if place is None and name == "@":
                    continue
                if any(values.get(key, value) != value for key, value in told.items()):
                    continue  # “sev 1 or sev 2” are two questions
                if (found := go(at + count, after, {**values, **told})) is not None:
                    return found
        dead.add((at, met))
        return None

    return go(0, frozenset(), {})
