"""What a meeting would be as an activity: its type, who took part. Inferred, never asked."""

from collections.abc import Sequence

from bot.line import normalise, tokenise
from bot.refs import Contact, Guest, Member, Person
from bot.rules.names import fold
from bot.words.kinds import ActivityKind, KindWord
from storage.tables import CalendarEvent
from storage.tables import Contact as ContactRecord
from storage.work import Work

K = ActivityKind
# What stands in a calendar; e-mails, notes and travel do not.
_HELD = frozenset(
    {
        K.CALL, K.MEETING, K.SITE_VISIT, K.WORKSHOP, K.TRAINING, K.WEBINAR, K.EVENT, K.OPERATIONAL_REVIEW,
        K.BUSINESS_REVIEW, K.STRATEGIC_REVIEW, K.HANDOFF, K.KICK_OFF,
    }
)  # fmt: skip
_KINDS = KindWord()
PEOPLE = 12


def kind_of(event: CalendarEvent) -> ActivityKind:
    """The most special type that the title names, else a meeting."""
    if event.internal:
        return K.INTERNAL
    line = tokenise(normalise(event.title.value))
    best, at = K.MEETING, 0
    while at < len(line):
        ends = range(min(len(line), at + _KINDS.most), at, -1)
        kind, end = next(
            ((_KINDS.phrases[phrase], end) for end in ends if (phrase := line.lows(at, end)) in _KINDS.phrases),
            (None, at + 1),
        )
        # A word that only says that people talked says nothing of a meeting.
        if kind in _HELD and isinstance(kind, ActivityKind):
            best = _KINDS.merge(best, kind) or (kind if best is K.MEETING else best)
        at = end
    return best


def people_of(work: Work, event: CalendarEvent, contacts: Sequence[ContactRecord]) -> tuple[Person, ...]:
    """Colleagues and known contacts by their addresses or whole names, then whoever has a name.

    contacts: of the event's account.
    """
    by_email = {contact.email.lower(): contact for contact in contacts if contact.email}
    by_name = {fold(contact.name): contact for contact in contacts}
    people: list[Person] = []
    strangers = {str(said["email"]) for said in event.attendees.value} - by_email.keys()
    colleagues = work.calendars.colleagues(strangers)
    for said in event.attendees.value:
        name, email = str(said["name"]), str(said["email"])
        contact = by_email.get(email) or (by_name.get(fold(name)) if name else None)
        if contact is not None:
            people.append(Contact(contact.id, contact.name))
        elif (member := colleagues.get(email)) is not None:
            if member.id != event.member_id:
                people.append(Member(member.id, member.name))
        elif name:
            people.append(Guest(name.replace(",", " ")))
    return tuple(people[:PEOPLE])
