"""Which customer a meeting is with: by who attends, else by a name in its title. Never a guess: where two may be meant,
both are kept and the owner is asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.calendars.reading import Meeting
from bot.importing.names import key_of
from bot.rules.names import NameIndex, bare, fold
from bot.words.calendar import MONTHS, WEEKDAYS
from bot.words.kinds import KindWord
from storage.tables import Member, NameKind
from storage.work import Work

_KINDS = KindWord()
LONGEST_NAME = 6  # words
MOST = 5  # accounts offered where several may be meant
# Words that stand in titles of meetings as themselves, whatever a customer of that name is called.
_USUAL = frozenset(
    {"the", "and", "new", "prep", "team", "all", "with", "follow", "up", "weekly", "monthly", "hold", "focus"}
)


class Found(NamedTuple):
    """accounts: none, the one, or those that may be meant. internal: colleagues only attend."""

    accounts: tuple[int, ...]
    internal: bool = False


@dataclass
class Matcher:
    """Looks up what a whole calendar needs in four questions."""

    work: Work
    member: Member
    _domains: dict[str, set[int]] = field(default_factory=dict)
    _names: dict[str, set[int]] = field(default_factory=dict)
    _contacts: dict[str, set[int]] = field(default_factory=dict)
    _colleagues: set[str] = field(default_factory=set)
    _home: frozenset[str] = frozenset()
    _book: NameIndex = field(default_factory=lambda: NameIndex.build(()))

    def match(self, meetings: Sequence[Meeting]) -> list[Found]:
        self._load(meetings)
        return [self._found(meeting) for meeting in meetings]

    def _load(self, meetings: Sequence[Meeting]) -> None:
        everyone = [member.email for member in self.work.people.everyone() if member.email and not member.outsider]
        self._colleagues = set(everyone)
        mine = (self.member.email or "").rpartition("@")[2]
        self._home = frozenset({mine} if mine else ())
        emails = {person.email for meeting in meetings for person in meeting.attendees} - self._colleagues
        domains = {part for email in emails for part in _domains(email)} - self._home
        phrases = {key for meeting in meetings for key in _phrases(meeting.title)}
        named = self.work.imports.accounts_named({key_of(each) for each in domains} | phrases)
        for key, entries in named.items():
            for kind, id in entries:
                known = self._domains if kind == NameKind.DOMAIN else self._names
                known.setdefault(key, set()).add(id)
        for contact in self.work.imports.contacts_by("email", sorted(emails)):
            if contact.deleted_at is None:
                self._contacts.setdefault((contact.email or "").lower(), set()).add(contact.account_id)
        book = [account.id for account in self.work.accounts.of_member(self.member.id)]
        names = self.work.imports.names(book)
        self._book = NameIndex.build(
            (id, name.name)
            for id, theirs in names.items()
            for name in theirs
            if name.kind in (NameKind.NAME, NameKind.ALIAS) and name.deleted_at is None
        )

    def _found(self, meeting: Meeting) -> Found:
        outside = [person.email for person in meeting.attendees if not self._is_colleague(person.email)]
        internal = bool(meeting.attendees) and not outside
        if people := self._by_people(outside):
            if len(people) > 1 and (both := people & self._by_title(meeting.title)):
                people = both
            return Found(tuple(sorted(people))[:MOST])
        return Found(tuple(sorted(self._by_title(meeting.title)))[:MOST], internal)

    def _is_colleague(self, email: str) -> bool:
        return email in self._colleagues or email.rpartition("@")[2] in self._home

    def _by_people(self, emails: Iterable[str]) -> set[int]:
        """A known contact says it surer than the domain, which a parent and its children often share."""
        found: set[int] = set()
        for email in emails:
            owners = self._contacts.get(email) or next(
                (ids for part in _domains(email) if (ids := self._domains.get(key_of(part)))), set()
            )
            found |= owners
        return found

    def _by_title(self, title: str) -> set[int]:
        """The longest name that stands in the title: any account's whole name, or how one of mine begins."""
        for phrase in _phrases(title):
            if whole := self._names.get(phrase):
                return whole
            if begins := set(self._book.begins(phrase)) | set(self._book.exact(phrase)):
                return begins
        return set()


def _domains(email: str) -> Iterator[str]:
    """`mail.acme.co.uk`, then `acme.co.uk`, then `co.uk`: longer ones first, at least two parts."""
    parts = email.rpartition("@")[2].split(".")
    for start in range(max(0, len(parts) - 1)):
        yield ".".join(parts[start:])


def _phrases(title: str) -> Iterator[str]:
    """Folded runs of words of a title, the longest first, then from the left. What a title says anyway is no name."""
    words = fold(title).split()[:30]
    seen = set()
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            phrase = " ".join(words[start : start + length])
            for key in (phrase, bare(phrase)):
                if key not in seen and not _says_nothing(key):
                    seen.add(key)
                    yield key


def _says_nothing(phrase: str) -> bool:
    """Weekdays, months and types of meetings alone name nobody."""
    words = phrase.split()
    usual = (word in _USUAL or word in WEEKDAYS or word in MONTHS or _KINDS.knows(word) for word in words)
    return len(phrase) < 3 or phrase.isdecimal() or all(usual)
