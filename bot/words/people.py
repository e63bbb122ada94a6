"""Who took part: colleagues, known contacts, and names in passing with their titles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.lexicon import Lexicon
from bot.line import Token, Typed, normalise, quoted, tokenise, vocabulary
from bot.refs import Account, Contact, Guest, Member, Person
from bot.words.accounts import AccountWord, Among, MemberWord, answers
from bot.words.base import Found, Word
from bot.words.calendar import MONTHS, WEEKDAYS

_TITLES = vocabulary(
    "cfo ceo coo cto cio ciso cmo cro cpo chro cco vp svp evp avp gm md pm head director manager lead president "
    "chief founder cofounder co-founder owner partner admin administrator engineer architect analyst buyer "
    "procurement legal finance it ops csm ae tam sponsor champion board chair chairman chairwoman senior sr "
    "junior global regional"
)
_JOIN = frozenset({",", "and", "&", "+", "plus"})
_NOT_NAMES = vocabulary(
    "i i'm we they he she it the this that these those great good all everyone team call meeting email qbr ebr "
    "sso api roi kpi sla q1 q2 q3 q4 no yes"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A name not yet looked up."""

    name: str
    title: str = ""


_members = MemberWord()
_accounts = AccountWord()


class PeopleWord(Word):
    what = "a person"
    sample = "@sam, Jane Doe, CFO"
    kind = "people"
    many = True

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        """One person after another, joined by commas or `and`; an account is never taken for a person."""
        people: list[Any] = []
        end = place = at
        while place < len(line) and (found := self._one(line, place, lexicon, first=not people)) is not None:
            people.append(found.value)
            end = place = found.end
            while line.low(place) in _JOIN:
                place += 1
            if place == end:
                break
        return Found(tuple(people), end) if people else None

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return self.find(line, at, lexicon)

    def find_alone(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        """Mentions and addresses, and `Jane Doe at Acme`, need no `with` before them."""
        token = line.tokens[at]
        if token.sort == "user" or "@" in token.low:
            if len(token.text) < 3:
                return None
            found = self.find(line, at, lexicon)
            return found if found and (token.sort == "user" or _stops(line, found.end)) else None
        if token.sort != "word" or not token.text[:1].isupper():
            return None
        end = self._name(line, at)
        if end == at or line.low(end) not in ("at", "from", "@") or end + 1 >= len(line):
            return None
        if _accounts.find(line, end + 1, lexicon) is None or _accounts.find(line, at, lexicon) is not None:
            return None
        return Found((Said(line.slice(at, end)),), end)

    def find_beside(self, line: Typed, at: int, lexicon: Lexicon, values: Mapping[str, Any]) -> Found | None:
        """Contacts of the accounts named before, also in lower case."""
        accounts = _accounts_in(values)
        people: list[Any] = []
        end = place = at
        while place < len(line) and (found := _contact(line, place, accounts, lexicon)) is not None:
            people.append(found.value)
            end = place = found.end
            while line.low(place) in _JOIN:
                place += 1
        return Found(tuple(people), end) if people else None

    def _one(self, line: Typed, at: int, lexicon: Lexicon, first: bool) -> Found | None:
        token = line.tokens[at]
        if token.sort == "user" or token.low.startswith("@") or "@" in token.low[1:]:
            found = _members.find(line, at, lexicon)
            if found and isinstance(found.value, Member):
                return found
            return Found(Said(token.text.lstrip("@")), at + 1) if token.sort != "user" else None
        if token.sort == "quoted":
            return Found(_said(token.text), at + 1) if token.text.strip() else None
        account = _accounts.find(line, at, lexicon)
        if account is not None and account.value.sure:
            return None
        end = self._name(line, at)
        if end == at:
            return self._at_account(line, at, lexicon)
        if account is not None and account.end >= end:
            return None
        title_end = self._title(line, end)
        if not first and title_end == end and not _stops(line, end):
            return None  # a capital after a comma may open a sentence: "they left, Jane said …"
        title = line.slice(end + 1, title_end).rstrip(".!?:)") if title_end > end else ""
        return Found(Said(line.slice(at, end).rstrip(".!?:"), title), title_end)

    def _name(self, line: Typed, at: int) -> int:
        """The end of a run of up to three capitalised words."""
        end = at
        while end < min(len(line), at + 3) and _capital(line.tokens[end], end > at):
            end += 1
            if line.tokens[end - 1].text.endswith((":", "!", "?")):
                break
        return end

    def _at_account(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        """`jane at Acme`: in lower case it is a name only because an account follows."""
        for end in (at + 1, at + 2):
            words = line.tokens[at:end]
            if line.low(end) in ("at", "from", "of", "@") and all(
                word.sort == "word" and word.low.isalpha() for word in words
            ):
                following = _accounts.find(line, end + 1, lexicon) if end + 1 < len(line) else None
                if following is not None:
                    return Found(Said(line.slice(at, end)), end)
        found = _members.find(line, at, lexicon) if line.tokens[at].low.isalpha() and at + 1 == len(line) else None
        return found if found and isinstance(found.value, Member) else None

    def _title(self, line: Typed, at: int) -> int:
        """`, CFO` or `(VP of Sales)` after a name; `at` itself where no title stands."""
        if line.low(at) not in (",", "(") or line.low(at + 1) not in _TITLES:
            return at
        end = at + 2
        while end < len(line) and (line.low(end) in ("of", "&") or _capital(line.tokens[end], True)):
            end += 1
            if end - at > 5:
                return at + 2
        if line.low(end - 1) in ("of", "&"):
            end -= 1
        if line.low(at) == "(":
            return end + 1 if line.low(end) == ")" else at
        return end

    def merge(self, old: Any, new: Any) -> Any:
        return old + tuple(person for person in new if person not in old)

    def settle(self, value: Any, lexicon: Lexicon, others: Mapping[str, Any]) -> Any:
        accounts = _accounts_in(others)
        settled: list[Person] = []
        for person in value:
            known = _known(person, accounts, lexicon) if isinstance(person, Said) else person
            if known not in settled:
                settled.append(known)
        return tuple(settled)

    def read(self, text: str, lexicon: Lexicon) -> Any:
        """Lines, or items parted by `;`: a printed reference, a mention, or `Name, Title`."""
        people: tuple[Any, ...] = ()
        for part in _items(normalise(text)):
            people = self.merge(people, (self._item(part, lexicon),))
        return people

    def _item(self, part: str, lexicon: Lexicon) -> Any:
        line = tokenise(part)
        token = line.tokens[0]
        if len(line) == 1 and token.low.startswith("contact#") and token.low[8:].isdecimal():
            return lexicon.contact(int(token.low[8:26])) or Said(part)
        if len(line) == 1 and (token.sort == "user" or token.low.startswith(("@", "member#")) or "@" in token.low):
            found = _members.find(line, 0, lexicon)
            if found and isinstance(found.value, Member):
                return found.value
        if len(line) == 1 and token.sort == "quoted":
            name, _, title = token.text.partition(", ")
            return Guest(name, title)
        return _said(part)

    def complete(self, begun: str, lexicon: Lexicon, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        """Contacts of the accounts in the line, then colleagues."""
        low = begun.lower()
        known = {contact.name: None for account in _accounts_in(values) for contact in lexicon.contacts_of(account)}
        yield from ((name, name) for name in known if answers(name, low))
        yield from _members.complete(begun, lexicon, values)

    def show(self, value: tuple[Person, ...]) -> str:
        return "; ".join(_shown(person) for person in value)

    def label(self, value: tuple[Person, ...]) -> str:
        return "; ".join(_labelled(person) for person in value)


def _accounts_in(values: Mapping[str, Any]) -> list[Account]:
    """Accounts among the values of a line, settled or not."""
    items = [item for value in values.values() for item in (value if isinstance(value, tuple) else (value,))]
    found = [item for item in items if isinstance(item, Account)]
    return found + [
        account for item in items if isinstance(item, Among) for account in item.items if isinstance(account, Account)
    ]


def _contact(line: Typed, at: int, accounts: list[Account], lexicon: Lexicon) -> Found | None:
    for end in (at + 3, at + 2, at + 1):
        if end > len(line) or any(token.sort != "word" for token in line.tokens[at:end]):
            continue
        for account in accounts:
            if len(known := lexicon.contacts(account, line.slice(at, end).rstrip(".!?:"))) == 1:
                return Found(known[0], end)
    return None


def _items(text: str) -> list[str]:
    """Cut at line breaks and semicolons that stand outside quotes."""
    line = tokenise(text)
    parts, start = [], 0
    for token in line.tokens:
        if token.sort == "mark" and token.text in ";\n":
            parts.append(text[start : token.start])
            start = token.end
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _said(text: str) -> Said:
    name, _, title = text.partition(",")
    return Said(" ".join(name.split()) or text.strip(), " ".join(title.split()))


def _capital(token: Token, later: bool) -> bool:
    text = token.text
    if token.sort != "word" or not text[:1].isupper() or token.low in _NOT_NAMES:
        return False
    if later and (token.low in WEEKDAYS or (token.low in MONTHS and token.low != "may") or token.low in _TITLES):
        return False
    return not (text.isupper() and len(text) > 2) and not any(char.isdigit() for char in text)


def _stops(line: Typed, at: int) -> bool:
    low = line.low(at)
    return (
        at >= len(line)
        or low in _JOIN
        or not low.isalpha()
        or low in ("at", "from", "for", "about", "re", "on", "yesterday", "today")
    )


def _known(person: Said, accounts: list[Account], lexicon: Lexicon) -> Person:
    for account in accounts:
        contacts = lexicon.contacts(account, person.name)
        if len(contacts) == 1:
            return contacts[0]
    members = lexicon.members(person.name)
    return members[0] if len(members) == 1 else Guest(person.name, person.title)


def _shown(person: Person) -> str:
    match person:
        case Member(id=id):
            return f"member#{id}"
        case Contact(id=id):
            return f"contact#{id}"
        case Guest():
            return quoted(_labelled(person))


def _labelled(person: Person) -> str:
    return f"{person.name}, {person.title}" if isinstance(person, Guest) and person.title else person.name
