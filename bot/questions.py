"""Questions in plain words, over the names that one asker may use: “when does Acme renew?” is `account Acme renewal`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.lexicon import Lexicon
from bot.line import quote
from bot.named_in import MASK, colleagues, further, misspelt, no_account, unknown, with_accounts
from bot.registry import Registry
from bot.rules.asked import MOST_WORDS, Piece, is_asked, looked_up, nearest, spoken, timed, words_of
from bot.rules.asked_around import ASKS, FRAGMENT, INTERROGATIVE
from bot.rules.asked_spelling import respelt, unquoted
from bot.rules.asked_times import spans_of
from bot.rules.asked_words import PRONOUNS, SMALL, TURNS
from bot.rules.lookups_named import NAMED
from bot.rules.seeking import SMALL as SOUGHT_SMALL

_WORDS_OF_A_NAME = 8
_PROSPECT = re.compile(
    r"\b(?:talk|speak|chat) (?:to|with) (?:a |an |our |some |new |other )*(?:prospects?|leads?|peers?|customers?)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"^['’]s\b")
_AROUND = re.compile(
    r"^(?:the|a|an|our|any|some) |(?: feature| yet| already| still| most| lately| the most)$", re.IGNORECASE
)
_OF_ONE = re.compile(r"account .+ (?:renewal|notice|arr|owner|contacts|last contact)")
_OF_MANY = re.compile(r"(?:which|what|whose|how many|any|are|list|show|who do|who should|who can)\b", re.IGNORECASE)
_WHERE = re.compile(rf" (?:for|at|of|with|from|by) {MASK}(?=$| )")  # after “the delay costs thing”, or “dark mode”
_PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Asked:
    """line: the look-up that answers. account: the words that name one, "" where none does. tentative: it answers only
    where the data have what it names, else the others are asked. said: the question."""

    line: str
    account: str = ""
    tentative: bool = False
    said: str = ""
    others: "tuple[Asked, ...]" = ()


def ask(line: str, registry: Registry, lexicon: Lexicon) -> Asked | None:
    """The look-up that a question asks for. line: normalised.

    Raises NotInData where nobody knows the account that it names."""
    line = unquoted(line)
    found = _asked(line, registry, lexicon)
    if found is None and (mended := respelt(line, lambda word: bool(lexicon.begins(word)))) != line:
        found = _asked(mended, registry, lexicon)
    return replace(found, said=line) if found is not None else None


def _asked(line: str, registry: Registry, lexicon: Lexicon) -> Asked | None:
    said = spoken(line)
    if not is_asked(line, said):
        return None
    words = words_of(said)
    if not words or len(words) > MOST_WORDS:
        return None
    for pieces in _readings(said, words, lexicon):
        if (found := _answering(said, pieces, registry)) is not None:
            return found
    known = timed(said, colleagues(said, with_accounts(said, words, lexicon), lexicon))
    if INTERROGATIVE.match(said) and (guessed := unknown(known)) is not None:
        name = next(piece.said for piece in guessed if MASK in piece.means)
        found = _answering(said, guessed, registry)
        # In small letters it may be anything: “is there a fire downstairs?”, “which renewals slipped?”.
        sure = name[:1].isupper() or not _OF_MANY.match(said)
        if found is not None and sure and (name[:1].isupper() or _OF_ONE.fullmatch(found.line)):
            raise no_account(name, lexicon)
    return None


def _answering(said: str, pieces: Sequence[Piece], registry: Registry) -> Asked | None:
    for template, values in looked_up(pieces):
        if (found := _filled(template, values, registry)) is not None:
            return found
    return _named(said, pieces, registry)


def _filled(template: str, values: Mapping[str, str], registry: Registry) -> Asked | None:
    told = {"days": "30d", **{name: value for name, value in values.items() if value}}
    line = " ".join(_PLACE.sub(lambda place: told.get(place[1], ""), template).split())
    return Asked(line, values.get(MASK, "")) if registry.find(line) is not None else None


# ------------------------------------------------------------ names


def _readings(said: str, words: list[Piece], lexicon: Lexicon) -> Iterator[list[Piece]]:
    """The words with accounts, colleagues and periods found in them, the likeliest reading first."""
    exact = with_accounts(said, words, lexicon)
    near, sure = misspelt(said, words, lexicon) if exact == words else (further(said, exact, lexicon), True)
    readings: list[list[Piece] | None] = [exact, near, words] if sure else [exact, words, near]
    if exact == words:
        readings = readings[1:]
    for pieces in readings:
        if pieces is not None:
            yield timed(said, colleagues(said, _meant(pieces), lexicon))


def _meant(pieces: list[Piece]) -> list[Piece]:
    """Where one account is named, “they” and “its” are that account's."""
    named = sum(MASK in piece.means for piece in pieces) == 1
    return [piece for piece in pieces if piece.means or piece.low not in PRONOUNS] if named else pieces


# ------------------------------------------------------------ what has words of its own


def _named(said: str, pieces: Sequence[Piece], registry: Registry) -> Asked | None:
    """A question with words of its own in it: “who wants SCIM?”."""
    accounts = [piece for piece in pieces if MASK in piece.means]
    if len(accounts) > 1:
        return None
    text = said
    for piece in accounts:
        text = f"{said[: piece.start]}{MASK}{_POSSESSIVE.sub('', said[piece.end :])}"
    found = _by_name(text, accounts, registry)
    return found or (_by_name(_WHERE.sub("", text), (), registry) if _WHERE.search(text) else None)


def _by_name(text: str, accounts: Sequence[Piece], registry: Registry) -> Asked | None:
    """The first that is sure; before it, those that answer only where the data have what is named."""
    maybe: list[Asked] = []
    for named in NAMED:
        match = named.pattern.fullmatch(text)
        if match is None or (named.but is not None and named.but.search(text)):
            continue
        values = _words(match.groupdict().get("words") or "")
        if values is None and "{words}" in named.line:
            continue
        told = {**(values or {}), "sought": _sought(text)}
        if accounts:
            told[MASK] = accounts[0].values[MASK]
        lines = [line.replace("{{", "{").replace("}}", "}") for line in (named.line, *named.also)]
        found = [one for line in lines if (one := _filled(line, told, registry)) is not None]
        maybe += [replace(one, tentative=named.tentative or place > 0) for place, one in enumerate(found)]
        if found and not named.tentative:
            break
    return _chained(maybe)


def _chained(found: Sequence[Asked]) -> Asked | None:
    """The first, with the others in whose place it was asked."""
    return replace(found[0], others=tuple(found[1:])) if found else None


def _words(said: str) -> dict[str, str] | None:
    """The words of a name and the period behind them; None where they are none."""
    past = next((span for span in spans_of(said) if span.end == len(said) and span.past), None)
    name = (said[: past.start] if past else said).strip(" ,\"'")
    name = _AROUND.sub("", name)
    words = [word.casefold() for word in name.split()]
    if not 0 < len(words) <= _WORDS_OF_A_NAME or set(words) & (TURNS | {"not"}) or MASK in name:
        return None
    if words[0] in ("anything", "something") or all(word in SMALL | PRONOUNS | {"what", "who"} for word in words):
        return None
    return {"words": quote(name) if len(words) > 1 else name, "past": past.past if past else ""}


def _sought(text: str) -> str:
    """The words by which somebody is looked for who speaks for us."""
    said = _PROSPECT.sub("call", text)
    kept = (piece.said for piece in words_of(said) if piece.low not in SOUGHT_SMALL or piece.said == "US")
    return " ".join(word for word in kept if not word.isdecimal())


def is_question(line: str) -> bool:
    """Whether it surely asks something. line: normalised."""
    said = spoken(line)
    asks = ASKS.match(said) or ASKS.match(line)
    if FRAGMENT.match(line) or (line.rstrip().endswith("?") and (asks or INTERROGATIVE.match(said))):
        return True
    count = len(said.split())
    return bool((INTERROGATIVE.match(said) and count > 1) or ((asks or is_asked(line, said)) and count > 2))


def nearest_lines(line: str, registry: Registry, lexicon: Lexicon, most: int) -> list[str]:
    """Look-ups near to a question that none answers in full. line: normalised."""
    said = spoken(unquoted(line))
    words = words_of(said)[:MOST_WORDS]
    pieces = timed(said, colleagues(said, _meant(with_accounts(said, words, lexicon)), lexicon))
    found = (_filled(template, values, registry) for template, values in nearest(pieces, 2 * most))
    lines = dict.fromkeys(one.line for one in found if one is not None)
    return list(lines)[:most]
