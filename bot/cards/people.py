"""A customer's people in words: by name for whoever may know them, by title for everybody else."""

import re
from collections.abc import Iterable, Sequence

from bot.draw import shield
from bot.permissions import CONTACTS
from bot.refs import NAMELESS
from bot.spans import Shielded
from bot.view import Sayable, Spans, spans
from storage.tables import Contact, Participant
from storage.work import Work


def person_said(name: str, title: str | None = None, account_id: int | None = None, *, comma: bool = False) -> Shielded:
    """“Jane Porter (CFO)”, with comma “Jane Porter, CFO”; to others “CFO” or “a contact”. account_id: whose person it is,
    for the audit."""
    whole = name if not title else f"{name}, {title}" if comma else f"{name} ({title})"
    return shield(CONTACTS, whole, instead=title or NAMELESS, of=account_id)


def contact_said(contact: Contact, *, comma: bool = False) -> Shielded:
    return person_said(contact.name, contact.title, contact.account_id, comma=comma)


def several(people: Iterable[Sayable], between: str = ", ") -> Spans:
    said: list[Sayable] = []
    for person in people:
        said += [between, person] if said else [person]
    return spans(*said)


def people_said(people: Sequence[Participant], account_id: int | None = None) -> Spans:
    """“with Jane Porter (CFO), Sam”: colleagues by name for everybody."""
    if not people:
        return ()
    return spans("with ", several(_participant(one, account_id) for one in people))


def _participant(one: Participant, account_id: int | None) -> Sayable:
    if one.member_id is not None:
        return f"{one.name} ({one.title})" if one.title else one.name
    return person_said(one.name, one.title, account_id)


# Addresses and numbers by which somebody can be reached, whoever they are.
_REACHED = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\d[\d ()/.-]{6,}\d"


def told(work: Work, account_id: int | None, text: str, limit: int = 0) -> Spans:
    """What somebody wrote of a customer, in one line, with that customer's people as `person_said` says them: whole
    names, addresses and numbers; a first name alone stays. account_id: None where it is of several. limit: characters,
    0 for all."""
    flat = " ".join(text.split())
    known = {_key(word): one for one in _contacts(work, account_id) for word in _words(one)}
    found = list(_naming(known).finditer(flat))
    end = _end(flat, limit, found)
    said: list[Sayable] = []
    at = 0
    for match in found:
        if match.end() > end:
            break
        contact = known.get(_key(match[0]))
        if contact is None and "@" in match[0] and work.people.by_email(match[0]) is not None:
            continue  # a colleague's
        instead = _instead(match[0], contact)
        said += [flat[at : match.start()], shield(CONTACTS, match[0], instead=instead, of=account_id)]
        at = match.end()
    return spans(*said, flat[at:end], "…" if end < len(flat) else "")


def _contacts(work: Work, account_id: int | None) -> Sequence[Contact]:
    return work.accounts.contacts(account_id) if account_id is not None else ()


def _words(contact: Contact) -> list[str]:
    name = contact.name if " " in contact.name.strip() else None
    return [word for word in (name, contact.email, contact.phone) if word]


def _instead(word: str, contact: Contact | None) -> str:
    if "@" in word:
        return "an address"
    if any(letter.isdigit() for letter in word):
        return "a number"
    return contact.title or NAMELESS if contact is not None else NAMELESS


def _key(word: str) -> str:
    return " ".join(word.casefold().replace("’", "'").split())


def _naming(words: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    names = "|".join(re.escape(word).replace("'", "['’]") for word in longest)
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)|{_REACHED}" if names else _REACHED, re.IGNORECASE)


def _end(flat: str, limit: int, found: Sequence[re.Match[str]]) -> int:
    """Where it is cut off: never within a name, half of which would still tell."""
    if not limit or len(flat) <= limit:
        return len(flat)
    end = limit - 1
    return next((match.start() for match in found if match.start() < end < match.end()), end)
