"""Questions in plain words, over the names that one asker may use: “when does Acme renew?” is `account Acme renewal`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.errors import NotInData
from bot.lexicon import Lexicon
from bot.line import quote
from bot.registry import Registry
from bot.rules.asked import MOST_WORDS, Piece, is_asked, looked_up, nearest, spoken, timed, words_of
from bot.rules.asked_around import ASKS, FRAGMENT, INTERROGATIVE
from bot.rules.asked_spelling import respelt, unquoted
from bot.rules.asked_times import spans_of
from bot.rules.asked_words import DAYS, KNOWN, PRONOUNS, SMALL, TURNS
from bot.rules.lookups_named import NAMED
from bot.rules.seeking import SMALL as SOUGHT_SMALL
from bot.view import Button

LONGEST_NAME = 6  # words
ALIKE = 76.0  # how like a name misspelt words must be
SURE = 84.0  # where they are in small letters
MASK = "@"
_WORDS_OF_A_NAME = 8
_SHORTEST_NAME = 3  # letters
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
_DOES = re.compile(r"\b(?:does|did|has|have|with|owns|of|at) $", re.IGNORECASE)
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
    known = timed(said, _colleagues(said, with_accounts(said, words, lexicon), lexicon))
    if INTERROGATIVE.match(said) and (unknown := _unknown(known)) is not None:
        name = next(piece.said for piece in unknown if MASK in piece.means)
        found = _answering(said, unknown, registry)
        # In small letters it may be anything: “is there a fire downstairs?”, “which renewals slipped?”.
        sure = name[:1].isupper() or not _OF_MANY.match(said)
        if found is not None and sure and (name[:1].isupper() or _OF_ONE.fullmatch(found.line)):
            raise _no_account(name, lexicon)
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
    near, sure = _misspelt(said, words, lexicon) if exact == words else (_further(said, exact, lexicon), True)
    readings: list[list[Piece] | None] = [exact, near, words] if sure else [exact, words, near]
    if exact == words:
        readings = readings[1:]
    for pieces in readings:
        if pieces is not None:
            yield timed(said, _colleagues(said, _meant(pieces), lexicon))


def _meant(pieces: list[Piece]) -> list[Piece]:
    """Where one account is named, “they” and “its” are that account's."""
    named = sum(MASK in piece.means for piece in pieces) == 1
    return [piece for piece in pieces if piece.means or piece.low not in PRONOUNS] if named else pieces


def with_accounts(said: str, words: list[Piece], lexicon: Lexicon) -> list[Piece]:
    """The longest runs of words that name accounts; the channel's own for “this account” and “they”."""
    pieces = list(words)
    for count in range(min(LONGEST_NAME, len(pieces)), 0, -1):
        at = 0
        while at + count <= len(pieces):
            run = pieces[at : at + count]
            if not any(piece.means for piece in run) and _names(said, run, at, lexicon):
                pieces[at : at + count] = [_account(said, run)]
            at += 1
    if lexicon.linked is not None and not any(piece.means for piece in pieces):
        pieces = _linked(pieces, lexicon.linked.name)
    return pieces


def _names(said: str, run: Sequence[Piece], at: int, lexicon: Lexicon) -> bool:
    phrase = said[run[0].start : run[-1].end]
    common = [piece for piece in run if piece.low in KNOWN or piece.low in PRONOUNS]
    if len(common) == len(run):  # an account may be called Call
        return at > 0 and all(piece.said[:1].isupper() for piece in run) and bool(lexicon.exact(phrase))
    if lexicon.exact(phrase):
        return True
    if len(run) == 1 and (run[0].low in DAYS or run[0].low.isdecimal()) and not _of_somebody(said, run[0]):
        return False  # “on Monday” is a day before it is Monday Logistics
    outer = (run[0], run[-1])
    return not any(piece in common and piece.said.islower() for piece in outer) and bool(lexicon.begins(phrase))


def _of_somebody(said: str, piece: Piece) -> bool:
    """Whether a day stands where only a customer does: “what does Monday want”."""
    return piece.said[:1].isupper() and _DOES.search(said[: piece.start]) is not None


def _account(said: str, run: Sequence[Piece], phrase: str = "") -> Piece:
    name = phrase or said[run[0].start : run[-1].end]
    return Piece(name, run[0].start, run[-1].end, "", (MASK,), {MASK: quote(name)})


def _linked(pieces: list[Piece], name: str) -> list[Piece]:
    """In a channel of one account, they are that account."""
    result, at = [], 0
    while at < len(pieces):
        pair = [piece.low for piece in pieces[at : at + 2]]
        if pair in (["this", "account"], ["this", "customer"], ["the", "customer"], ["the", "account"]):
            result.append(_account("", pieces[at : at + 2], name))
            at += 2
            continue
        alone = pair[0] in PRONOUNS and not any(piece.means for piece in result)
        result.append(_account("", pieces[at : at + 1], name) if alone else pieces[at])
        at += 1
    return result


def _further(said: str, pieces: Sequence[Piece], lexicon: Lexicon) -> list[Piece] | None:
    """The account with the word behind it, where its name begins rightly and goes on misspelt: “acme heath”."""
    for at, (piece, following) in enumerate(pairwise(pieces)):
        if MASK not in piece.means or following.means or following.low in KNOWN:
            continue
        phrase = said[piece.start : following.end]
        near = lexicon.near(phrase, 1)
        if near and near[0][1] >= SURE:
            return [*pieces[:at], _account(said, [piece, following]), *pieces[at + 2 :]]
    return None


def _misspelt(said: str, words: Sequence[Piece], lexicon: Lexicon) -> tuple[list[Piece] | None, bool]:
    """The words that no question knows, where they are like one account's name; and whether they surely are."""
    start, stop = _strange(words)
    if stop - start not in (1, 2, 3):
        return None, False
    run = words[start:stop]
    phrase = said[run[0].start : run[-1].end]
    near = lexicon.near(phrase, 1)
    if not near or near[0][1] < ALIKE:
        return None, False
    sure = run[0].said[:1].isupper() and near[0][1] >= ALIKE
    return [*words[:start], _account(said, run), *words[stop:]], sure or near[0][1] >= SURE


def _strange(words: Sequence[Piece]) -> tuple[int, int]:
    """From where to where the words stand that no question knows."""
    places = [
        at
        for at, piece in enumerate(words)
        if not piece.means and piece.low not in KNOWN | DAYS and not piece.low.isdecimal()
    ]
    return (places[0], places[-1] + 1) if places else (0, 0)


def _unknown(pieces: Sequence[Piece]) -> list[Piece] | None:
    """The words that no question knows taken for an account's name, where they stand together and no other is named."""
    start, stop = _strange(pieces)
    run = pieces[start:stop]
    if start and pieces[start - 1].low == "how":  # “how old is …” asks for something that nobody wrote down
        return None
    if not 0 < len(run) <= LONGEST_NAME or any(MASK in piece.means for piece in pieces):
        return None
    if any(piece.means or piece.low in KNOWN | TURNS | PRONOUNS | DAYS for piece in run):
        return None
    name = " ".join(piece.said for piece in run)
    return [*pieces[:start], _account("", run, name), *pieces[stop:]]


def _no_account(name: str, lexicon: Lexicon) -> NotInData:
    near = [account.name for account, score in lexicon.near(name, 3) if score >= 60]
    buttons = tuple(Button(each, f"account {quote(each)}") for each in near)
    return NotInData(
        f"I know no account “{name}”.", " Is it one of these?" if buttons else "",
        buttons=buttons or (Button("All accounts", "accounts all"),),
    )  # fmt: skip


def _colleagues(said: str, pieces: Sequence[Piece], lexicon: Lexicon) -> list[Piece]:
    """A mention, a handle, or a name in capitals that a colleague answers to."""
    result: list[Piece] = []
    at = 0
    while at < len(pieces):
        for count in (3, 2, 1):
            run = pieces[at : at + count]
            if len(run) == count and (name := _colleague(said, run, lexicon)):
                result.append(Piece(name, run[0].start, run[-1].end, "", ("%",), {"%": quote(name)}))
                at += count
                break
        else:
            result.append(pieces[at])
            at += 1
    return result


def _colleague(said: str, run: Sequence[Piece], lexicon: Lexicon) -> str:
    if any(piece.means for piece in run):
        return ""
    start, name = run[0].start, said[run[0].start : run[-1].end]
    if said[:start].endswith("<@") and (member := lexicon.mentioned(name)) is not None:
        return member.name
    handle = said[:start].endswith("@")
    # In small letters, too, where it is no word of any question: “is sam around?”.
    named = all(piece.low not in KNOWN | DAYS | PRONOUNS | TURNS and len(piece.low) >= _SHORTEST_NAME for piece in run)
    return name if (handle or named) and lexicon.members(name) else ""


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
    pieces = timed(said, _colleagues(said, _meant(with_accounts(said, words, lexicon)), lexicon))
    found = (_filled(template, values, registry) for template, values in nearest(pieces, 2 * most))
    lines = dict.fromkeys(one.line for one in found if one is not None)
    return list(lines)[:most]
