"""A message that a shortcut was used on, as commands know it: what it gives their form, each of them says itself."""

from dataclasses import dataclass

from bot.directory import Knowledge
from bot.grammar.understand import named
from bot.refs import Account, Member
from bot.request import Quoted
from bot.told_of import customer_in

LONGEST = 3_000  # characters of a message that go into a field


@dataclass(frozen=True, slots=True)
class Message:
    """text: verbatim, with mentions as names. link: to the message, "" when there is none. people: the colleagues who
    took part, without whoever uses the shortcut; asked: those whom its text mentions. account: what the place is about,
    else the one account that the text names."""

    knows: Knowledge
    text: str
    link: str
    people: tuple[Member, ...]
    asked: tuple[Member, ...]
    account: Account | None


def message_of(knows: Knowledge, quoted: Quoted) -> Message:
    return Message(
        knows,
        named(quoted.text, knows)[:LONGEST],
        quoted.link,
        _colleagues(knows, quoted.people),
        _colleagues(knows, quoted.asked),
        knows.linked or customer_in(quoted.text, knows),
    )


def _colleagues(knows: Knowledge, identities: tuple[str, ...]) -> tuple[Member, ...]:
    found = (knows.mentioned(identity.split(":", 2)[2]) for identity in identities)
    return tuple(member for member in found if member is not None and member.id != knows.me.id)
