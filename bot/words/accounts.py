"""Accounts in a line: by exact name, alias, domain or id, else by how a name begins. Misspelt ones are the engine's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rapidfuzz import fuzz

from bot.lexicon import Lexicon
from bot.line import Token, Typed, normalise, tokenise, vocabulary
from bot.refs import Account, Member
from bot.rules.names import bare, fold
from bot.words.base import Bad, Found, Word, shorten

JOINERS = frozenset({",", "and", "&", "+", "plus"})
SMALL = vocabulary("a an the had have i we for with w/ to at on of in from by and or my our us is was it be as so no")
_LONGEST = 8
SPELT_ALIKE = 88.0
_OFFERED = 70.0  # how like a name must be to be offered for one word typed so far


@dataclass(frozen=True, slots=True)
class Among:
    """Words that may mean any one of several. said: as typed. sure: the words are the name itself, not a part of it.
    quoted: in quotes, and so nothing else than a name. doubted: perhaps no name at all, but a word of the note."""

    said: str
    items: tuple[Account | Member, ...]
    sure: bool = True
    quoted: bool = False
    doubted: bool = False


class AccountWord(Word):
    what = "an account"
    sample = "a name, a domain or an id"
    kind = "account"
    creates = True  # whether an account of an unknown name may be created on the way

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        token = line.tokens[at]
        if token.sort not in ("word", "quoted") or (token.low in SMALL and token.text.islower()):
            return None
        if not any(char.isalnum() for char in token.text):
            return None
        if token.low[:1] == "#" and token.low[1:].isdecimal():
            account = lexicon.account(int(token.low[1:20]))
            return None if account is None else Found(Among(token.text, (account,)), at + 1)
        if token.sort == "quoted":
            return self._look(token.text, at + 1, lexicon)
        stop = at + 1
        while stop < min(len(line), at + _LONGEST) and _part_of_name(line, stop):
            stop += 1
        return self._longest(line, at, stop, lexicon)

    def _longest(self, line: Typed, at: int, stop: int, lexicon: Lexicon) -> Found | None:
        """The longest exact name, else the longest beginning of one. Grows word by word and ends where no name goes
        on, so that a word which begins no name costs one look-up."""
        exact: Found | None = None
        part: Found | None = None
        for end in range(at + 1, stop + 1):
            if end > at + 1 and not _may_end(line, end - 1):
                continue
            phrase = line.slice(at, end)
            whole, begun = lexicon.exact(phrase), lexicon.begins(phrase)
            if not whole and line.low(end - 1).endswith(("'s", "s'")):
                phrase = phrase.rstrip("sS").rstrip("'")
                whole, begun = lexicon.exact(phrase), lexicon.begins(phrase)
            if whole:
                exact = Found(Among(phrase, tuple(whole)), end)
            if begun:
                part = Found(Among(phrase, tuple(begun), sure=False), end)
            if not (whole or begun or line.low(end - 1) == "the"):
                break
        if exact is None:
            return part and (_further(line, at, part.end, part.value.items) or part)
        if part is not None and part.end > exact.end and set(part.value.items) & set(exact.value.items):
            return Found(Among(part.value.said, exact.value.items), part.end)  # `Acme, Inc.` for a mere Acme
        return exact

    def _look(self, phrase: str, end: int, lexicon: Lexicon) -> Found | None:
        if found := lexicon.exact(phrase):
            return Found(Among(phrase, tuple(found), quoted=True), end)
        found = lexicon.begins(phrase)
        return Found(Among(phrase, tuple(found), sure=False, quoted=True), end) if found else None

    def read(self, text: str, lexicon: Lexicon) -> Any:
        whole = self.whole(text, lexicon)
        return whole.value if whole else super().read(text, lexicon)

    def whole(self, text: str, lexicon: Lexicon) -> Found | None:
        """The account whose name the whole text is, whatever marks the name holds."""
        return self._look(normalise(text), 0, lexicon)

    def bad(self, text: str) -> Bad:
        return Bad(f"I know no account “{shorten(text)}”.", text)

    def show(self, value: Account) -> str:
        return f"#{value.id}"

    def label(self, value: Account) -> str:
        return value.name

    def complete(self, begun: str, lexicon: Lexicon, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        said = fold(begun)
        own = [account for account in lexicon.book() if fold(account.name).startswith(said)]
        found = [*lexicon.exact(begun), *lexicon.begins(begun)] if said else []
        alike = SPELT_ALIKE if " " in said else _OFFERED
        for account, score in lexicon.near(begun, 8) if said else ():
            name = fold(account.name)
            if name.startswith(said) or (score >= alike and len(name) >= len(said) - 1):
                found.append(account)
        found.sort(key=lambda account: (not fold(account.name).startswith(said), not lexicon.mine(account)))
        unique = {account.id: account.name for account in (*own, *found)}
        return ((name, name) for name in unique.values())


def _further(line: Typed, at: int, end: int, found: Sequence[Account]) -> Found | None:
    """A name that begins rightly and goes on misspelt: `wayne enterprise`, `Acme Heath`."""
    for stop in (end + 2, end + 1):
        if stop > len(line) or not all(token.sort == "word" and token.low.isalpha() for token in line.tokens[end:stop]):
            continue
        said = fold(line.slice(at, stop))
        if line.low(stop - 1) in SMALL:
            continue
        close = tuple(account for account in found[:20] if fuzz.ratio(said, bare(fold(account.name))) >= SPELT_ALIKE)
        if close:
            return Found(Among(line.slice(at, stop), close, sure=False), stop)
    return None


def _may_end(line: Typed, at: int) -> bool:
    token = line.tokens[at]
    if token.sort != "word":
        return token.text == ")"
    return token.low not in SMALL and any(char.isalnum() for char in token.text)


def _part_of_name(line: Typed, at: int) -> bool:
    token = line.tokens[at]
    return token.sort == "word" or (token.sort == "mark" and token.text in ",&+()")


_account = AccountWord()


class AccountsWord(Word):
    """Several, joined by commas, `and` or `&`; each is one activity, request or whatever the command makes."""

    what = "an account or several"
    sample = AccountWord.sample
    kind = "accounts"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        first = _account.find(line, at, lexicon)
        if first is None:
            return None
        items, end = [first.value], first.end
        while line.low(end) in JOINERS:
            place = end + 1
            while line.low(place) in JOINERS:
                place += 1
            if place >= len(line) or _measured(line.tokens[place]):
                break
            following = _account.find(line, place, lexicon)
            if following is None or not (following.value.sure or ends_list(line, following.end)):
                break
            items.append(following.value)
            end = following.end
        return Found(tuple(items), end)

    def read(self, text: str, lexicon: Lexicon) -> Any:
        items: list[Among] = []
        for part in text.split("\n"):
            if not part.strip():
                continue
            value = self._item(part, lexicon)
            if isinstance(value, Bad):
                return value
            items.extend(value if isinstance(value, tuple) else (value,))
        return tuple(items) or _account.bad(text)

    def _item(self, text: str, lexicon: Lexicon) -> Any:
        whole = _account.whole(text, lexicon)
        value = whole.value if whole else super().read(text, lexicon)
        parts = _parts(normalise(text)) if isinstance(value, Bad) else []
        if len(parts) < 2:
            return value
        # One unknown name in a list is asked about; the others are clear.
        found = (_account.read(part, lexicon) for part in parts)
        return tuple(
            Among(part, ()) if isinstance(item, Bad) else item for part, item in zip(parts, found, strict=True)
        )

    def bad(self, text: str) -> Bad:
        return _account.bad(text)

    def complete(self, begun: str, lexicon: Lexicon, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        return _account.complete(begun, lexicon, values)

    def show(self, value: tuple[Account, ...]) -> str:
        return ", ".join(f"#{account.id}" for account in value)

    def label(self, value: tuple[Account, ...]) -> str:
        return ", ".join(account.name for account in value)


def _parts(text: str) -> list[str]:
    """What stands between the commas of a list."""
    line = tokenise(text)
    cuts = [-1, *(at for at, token in enumerate(line.tokens) if token.sort == "mark" and token.text == ","), len(line)]
    pieces = [(start + 1, stop) for start, stop in pairwise(cuts) if stop > start + 1]
    return [line.tokens[start].text if stop == start + 1 else line.slice(start, stop) for start, stop in pieces]


def _measured(token: Token) -> bool:
    """`30m` in a list is rather a length than an account of that name; `3M` is not."""
    return token.sort == "word" and token.text[0].isdigit() and token.text == token.low


def ends_list(line: Typed, at: int) -> bool:
    return at >= len(line) or line.tokens[at].sort == "mark" or not line.low(at).isalpha() or line.low(at) in SMALL


class MemberWord(Word):
    what = "a colleague"
    sample = "@name, an e-mail address or me"
    kind = "member"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        found = self._one(line, at, lexicon)
        if found is None or found.end + 1 >= len(line) or line.low(found.end) not in ("and", "&", "+"):
            return found
        second = self._one(line, found.end + 1, lexicon)
        if second is None:
            return found
        names = line.slice(at, second.end)
        return Found(Bad(f"“{names}” are two; here is room for one. Type a line for each of them.", names), second.end)

    def _one(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        token = line.tokens[at]
        if token.sort == "user":
            member = lexicon.mentioned(token.text)
            return Found(member or Bad(f"I do not know {token.text} yet.", token.text), at + 1)
        if token.sort not in ("word", "quoted"):
            return None
        if token.low in ("me", "myself"):
            return Found(lexicon.asker, at + 1)
        if token.low.startswith("member#") and token.low[7:].isdecimal():
            member = lexicon.member(int(token.low[7:26]))
            return None if member is None else Found(member, at + 1)
        if (found := self._named(line, at, lexicon)) is not None:
            return found
        return Found(nobody(token.text), at + 1) if is_handle(token) else None

    def _named(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        for end in range(min(len(line), at + 3), at, -1):
            said = line.tokens[at:end]
            if any(token.sort not in ("word", "quoted") for token in said) or said[-1].low in JOINERS:
                continue
            words = line.tokens[at].text if end == at + 1 else line.slice(at, end)
            if found := lexicon.members(words.removeprefix("@").rstrip(".!?:")):
                value = found[0] if len(found) == 1 else Among(words, tuple(found))
                return Found(value, end)
        return None

    def show(self, value: Member) -> str:
        return f"member#{value.id}"

    def label(self, value: Member) -> str:
        return value.name

    def complete(self, begun: str, lexicon: Lexicon, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        low = begun.lstrip("@").lower()
        return ((f"@{member.name}", member.name) for member in lexicon.colleagues() if answers(member.name, low))


def is_handle(token: Token) -> bool:
    """`@sam`, as it is typed where the platform knows no mentions."""
    return token.sort == "word" and token.low[:1] == "@" and token.low[1:2].isalpha() and "@" not in token.low[1:]


def nobody(handle: str) -> Bad:
    said = handle.rstrip(".!?:,")
    return Bad(f"Who is {shorten(said)}? Try a whole name or an e-mail address.", said, sure=True)


def answers(name: str, begun: str) -> bool:
    """Whether a name, or one of its words, begins so. begun: lower case."""
    return any(part.startswith(begun) for part in (name.lower(), *name.lower().split()))
