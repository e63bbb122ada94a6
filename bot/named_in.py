"""The accounts and colleagues that a question names, found among its words."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.errors import NotInData
from bot.lexicon import Lexicon
from bot.line import quote
from bot.rules.asked import Piece
from bot.rules.asked_words import DAYS, KNOWN, PRONOUNS, TURNS
from bot.view import Button

LONGEST_NAME = 6  # words
ALIKE = 76.0  # how like a name misspelt words must be
SURE = 84.0  # where they are in small letters
MASK = "@"
_SHORTEST_NAME = 3  # letters
_OF_QUESTIONS = KNOWN | DAYS
_NO_NAMES = _OF_QUESTIONS | PRONOUNS | TURNS
_DOES = re.compile(r"\b(?:does|did|has|have|with|owns|of|at) $", re.IGNORECASE)


def with_accounts(said: str, words: list[Piece], lexicon: Lexicon) -> list[Piece]:
    """The longest runs of words that name accounts; the channel's own for “this account” and “they”."""
    pieces = list(words)
    for count in range(min(LONGEST_NAME, len(pieces)), 0, -1):
        at = 0
        while at + count <= len(pieces):
            run = pieces[at : at + count]
            if not any(piece.means for piece in run) and _names(said, run, at, lexicon):
                pieces[at : at + count] = [account_piece(said, run)]
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


def account_piece(said: str, run: Sequence[Piece], phrase: str = "") -> Piece:
    name = phrase or said[run[0].start : run[-1].end]
    return Piece(name, run[0].start, run[-1].end, "", (MASK,), {MASK: quote(name)})


def _linked(pieces: list[Piece], name: str) -> list[Piece]:
    """In a channel of one account, they are that account."""
    result, at = [], 0
    while at < len(pieces):
        pair = [piece.low for piece in pieces[at : at + 2]]
        if pair in (["this", "account"], ["this", "customer"], ["the", "customer"], ["the", "account"]):
            result.append(account_piece("", pieces[at : at + 2], name))
            at += 2
            continue
        alone = pair[0] in PRONOUNS and not any(piece.means for piece in result)
        result.append(account_piece("", pieces[at : at + 1], name) if alone else pieces[at])
        at += 1
    return result


def further(said: str, pieces: Sequence[Piece], lexicon: Lexicon) -> list[Piece] | None:
    """The account with the word behind it, where its name begins rightly and goes on misspelt: “acme heath”."""
    for at, (piece, following) in enumerate(pairwise(pieces)):
        if MASK not in piece.means or following.means or following.low in KNOWN:
            continue
        phrase = said[piece.start : following.end]
        near = lexicon.near(phrase, 1)
        if near and near[0][1] >= SURE:
            return [*pieces[:at], account_piece(said, [piece, following]), *pieces[at + 2 :]]
    return None


def misspelt(said: str, words: Sequence[Piece], lexicon: Lexicon) -> tuple[list[Piece] | None, bool]:
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
    return [*words[:start], account_piece(said, run), *words[stop:]], sure or near[0][1] >= SURE


def _strange(words: Sequence[Piece]) -> tuple[int, int]:
    """From where to where the words stand that no question knows."""
    places = [
        at
        for at, piece in enumerate(words)
        if not piece.means and piece.low not in _OF_QUESTIONS and not piece.low.isdecimal()
    ]
    return (places[0], places[-1] + 1) if places else (0, 0)


def unknown(pieces: Sequence[Piece]) -> list[Piece] | None:
    """The words that no question knows taken for an account's name, where they stand together and no other is named."""
    start, stop = _strange(pieces)
    run = pieces[start:stop]
    if start and pieces[start - 1].low == "how":  # “how old is …” asks for something that nobody wrote down
        return None
    if not 0 < len(run) <= LONGEST_NAME or any(MASK in piece.means for piece in pieces):
        return None
    if any(piece.means or piece.low in _NO_NAMES for piece in run):
        return None
    name = " ".join(piece.said for piece in run)
    return [*pieces[:start], account_piece("", run, name), *pieces[stop:]]


def no_account(name: str, lexicon: Lexicon) -> NotInData:
    near = [account.name for account, score in lexicon.near(name, 3) if score >= 60]
    buttons = tuple(Button(each, f"account {quote(each)}") for each in near)
    return NotInData(
        f"I know no account “{name}”.", " Is it one of these?" if buttons else "",
        buttons=buttons or (Button("All accounts", "accounts all"),),
    )  # fmt: skip


def colleagues(said: str, pieces: Sequence[Piece], lexicon: Lexicon) -> list[Piece]:
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
    named = all(piece.low not in _NO_NAMES and len(piece.low) >= _SHORTEST_NAME for piece in run)
    return name if (handle or named) and lexicon.members(name) else ""
