"""Which account is meant: my own book first, near names by a clear margin, and never a silent guess."""

from dataclasses import dataclass, replace
from typing import Any

from bot.grammar.read import Reader, Reading
from bot.grammar.shape import DASHES, OPENS_NOTE
from bot.grammar.slots import Slot
from bot.lexicon import Lexicon
from bot.refs import Account, Member
from bot.words import Among
from bot.words.accounts import JOINERS, AccountWord, ends_list

CLEAR, CLEAR_IF_LINKED, POSSIBLE, MARGIN = 80.0, 88.0, 62.0, 8.0
SHORT, CLEAR_IF_SHORT = 4, 88.0  # two letters of four are soon alike
MOST_WORDS, MOST_CHOICES = 5, 5
_account = AccountWord()


@dataclass(frozen=True, slots=True)
class Picked:
    """chosen: what is meant. others: what else may be, one press away."""

    chosen: Account | Member
    others: tuple[Account, ...] = ()


def pick(among: Among, lexicon: Lexicon, but: tuple[Any, ...] = ()) -> Picked | None:
    """The one that is meant, None when that is for the asker to say. but: accounts that it cannot be."""
    items = tuple(item for item in among.items if item not in but) or among.items
    if among.doubted or (len(items) < len(among.items) and not among.sure):
        return None  # `merge Acme into Acme Corp` leaves one, but nobody said so
    if len(items) == 1:
        return Picked(_said(items[0], among))
    mine = [item for item in items if isinstance(item, Account) and lexicon.mine(item)]
    if len(mine) == 1:
        others = tuple(item for item in items if isinstance(item, Account) and item != mine[0])
        return Picked(_said(mine[0], among), others[:MOST_CHOICES])
    return None


def _said(item: Account | Member, among: Among) -> Account | Member:
    return replace(item, said=among.said) if isinstance(item, Account) else item


def guess(reader: Reader, reading: Reading, lexicon: Lexicon) -> tuple[Among, int, int] | None:
    """A misspelt account in the words where the head ended, or among the words before the type.

    Returns what it may be (no items: a name of nobody we know) and from which token to which it was said.
    """
    best: tuple[float, Among, int, int] | None = None
    starts = [reading.strays[0]] if reading.strays else []
    starts += [reading.head] if reading.head < len(reader.line) else []
    for start in starts:
        for stop in _stops(reader, start, reading):
            phrase = reader.line.slice(start, stop)
            near = lexicon.near(phrase, MOST_CHOICES)
            if near and (best is None or near[0][1] >= best[0]):
                best = (near[0][1], _among(phrase, near, lexicon), start, stop)
    if best is not None and best[1].items and not (_unnamed(reader, best[2]) and best[0] < CLEAR):
        return best[1:]
    return _nobody(reader, reading, starts)


def _unnamed(reader: Reader, start: int) -> bool:
    """`next send the SOC2`: where an account may be missing, lower-case words are rather what is to be kept."""
    shape = reader.shape
    optional = shape.account is not None and not shape.account.required and shape.rest is not None
    return optional and reader.line.tokens[start].text[:1].islower()


def guess_after(reader: Reader, slot: Slot, reading: Reading, lexicon: Lexicon) -> Among | None:
    """What account is said where the head ended, after the words that introduce this slot: `into Nobody Knows`."""
    for place in (reading.head, reading.head - 1):
        start = reader.introduced(slot, place) if 0 <= place < len(reader.line) else -1
        stops = _stops(reader, start, reading) if start >= 0 else []
        if stops:
            phrase = reader.line.slice(start, stops[-1])
            return _among(phrase, near, lexicon) if (near := lexicon.near(phrase, MOST_CHOICES)) else Among(phrase, ())
    return None


def listed(reader: Reader, end: int, lexicon: Lexicon) -> tuple[tuple[Among, ...], int]:
    """More accounts after one that was guessed, and where their list ends: `Fooco, Barco 1h`. Names that nobody knows
    count where the list ends with them, not where a sentence goes on."""
    line, items = reader.line, []
    while line.low(end) in JOINERS and end + 1 < len(line):
        known = _account.find(line, end + 1, lexicon)
        stop = end + 1
        while stop < len(line) and line.tokens[stop].sort == "word" and line.tokens[stop].text[:1].isupper():
            stop += 1
        phrase = line.slice(end + 1, stop)
        if known is not None and known.value.sure:
            items.append(known.value)
            end = known.end
        elif stop > end + 1 and ends_list(line, stop) and not lexicon.members(phrase):
            near = lexicon.near(phrase, MOST_CHOICES)
            items.append(_among(phrase, near, lexicon) if near else Among(phrase, (), sure=False))
            end = stop
        else:
            break
    return tuple(items), end


def _stops(reader: Reader, start: int, reading: Reading) -> list[int]:
    stops: list[int] = []
    for place in range(start, min(start + MOST_WORDS, len(reader.line))):
        token = reader.line.tokens[place]
        if token.sort not in ("word", "quoted") or token.low in OPENS_NOTE or token.low in DASHES:
            break
        if place > start and (token.low in reader.shape.skips or _wanted(reader, place, reading)):
            break
        if place > start and any(slot.account and token.low in slot.firsts for slot in reader.shape.head):
            break
        if place - start >= 3 and token.text.islower():
            break
        stops.append(place + 1)
    return stops


def _wanted(reader: Reader, at: int, reading: Reading) -> bool:
    """Whether words mean something else, or are an account's whole name."""
    return any(not slot.account or _whole(value) for slot, value, _ in reader.fits(at, reading))


def _whole(value: Any) -> bool:
    return all(among.sure for among in (value if isinstance(value, tuple) else (value,)))


def _among(phrase: str, near: Any, lexicon: Lexicon) -> Among:
    top = near[0][1]
    clear = CLEAR_IF_LINKED if lexicon.linked else CLEAR_IF_SHORT if len(phrase) < SHORT else CLEAR
    close = tuple(replace(account, how="near") for account, score in near if score > top - MARGIN)
    if top >= clear:
        return Among(phrase, close, sure=False)
    if top < POSSIBLE or lexicon.linked:
        return Among(phrase, ())
    possible = tuple(replace(account, how="near") for account, score in near if score >= POSSIBLE)
    return Among(phrase, possible, sure=False) if len(possible) > 1 else Among(phrase, (), sure=False)


def _nobody(reader: Reader, reading: Reading, starts: list[int]) -> tuple[Among, int, int] | None:
    """A name that no account goes by: capitalised words, or all words up to the next that means something."""
    start = starts[0] if _told_why(reader, starts) else starts[-1] if starts else 0
    if reader.lexicon.linked is not None or not starts or not (stops := _stops(reader, start, reading)):
        return None
    tokens = reader.line.tokens
    capitals = start
    while capitals < stops[-1] and tokens[capitals].text[:1].isupper():
        capitals += 1
    if capitals > start:
        return Among(reader.line.slice(start, capitals), (), sure=False), start, capitals
    if reader.shape.rest is None:  # nothing else can be meant where no note may stand
        return Among(reader.line.slice(start, stops[-1]), (), sure=False), start, stops[-1]
    if _unnamed(reader, start):
        return None
    bounded = stops[-1] < len(tokens) or stops[-1] == start + 1
    if bounded and stops[-1] - start <= 3 and _names_here(reader, start, reading):
        return Among(reader.line.slice(start, stops[-1]), (), sure=False), start, stops[-1]
    return None


def _told_why(reader: Reader, starts: list[int]) -> bool:
    """`sentiment Fooco red: silent`: what follows the colon is why, where an account is said before what opens it."""
    shape = reader.shape
    if len(starts) < 2 or shape.account is None or shape.opening is None:
        return False
    before = shape.slots.index(shape.account) < shape.slots.index(shape.opening)
    return before and reader.line.slice(starts[-1] - 1, starts[-1]).endswith(":")


def _names_here(reader: Reader, start: int, reading: Reading) -> bool:
    return reading.after == start or reader.line.low(start - 1) in ("with", "w/", "for", "at", "to")
