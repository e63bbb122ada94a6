"""A customer's people in words: by name for whoever may know them, by title for everybody else."""

from collections.abc import Iterable, Sequence

from bot.draw import shield
from bot.permissions import CONTACTS
from bot.spans import Shielded
from bot.view import Sayable, Spans, spans
from storage.tables import Contact, Participant

NAMELESS = "a contact"


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
