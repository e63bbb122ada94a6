"""Cards that several people see: who of them may see more, and how each is shown it.

What stands in a channel shows what everybody there may see. A door that can give some readers a copy of their own asks
for it with `closer look`, which draws the card for that one reader, as in their own chat.
"""

from datetime import datetime

from bot import audience
from bot.draw import withheld
from bot.permissions import INSIDE, Audience
from bot.view import Closer, View
from storage.tables import Channel
from storage.work import Work

COPIES = 60  # people of one channel who may have a copy of their own
READERS = 300  # of more nobody is asked what they may see: the button does for all


def closer_look(work: Work, card: str, view: View, eyes: Audience, channel: Channel, now: datetime) -> Closer | None:
    """None where nobody there may see more than everybody, and where not even everybody is a colleague."""
    needs = withheld(view, eyes)
    if not needs or not eyes.sees(INSIDE):
        return None
    line = f"closer look {card}"
    readers = work.people.readers(channel)
    if len(readers) > READERS:
        return Closer(line)
    # What a role gives costs nothing to tell, so it is told before who is on whose team.
    ordered = sorted(needs, key=lambda each: any(need.startswith("team") for need in each))
    more: list[int] = []
    for reader in readers:
        theirs = audience.of_member(work, reader, now=now)
        if any(theirs.sees(each) for each in ordered):
            more.append(reader.id)
        if len(more) > COPIES:
            return Closer(line)
    found = work.recipients.identities(more)
    here = (channel.platform, channel.tenant)
    users = [
        f"{one.platform}:{one.tenant}:{one.user}"
        for id in more
        for one in found.get(id, ())
        if (one.platform, one.tenant) == here
    ]
    return Closer(line, tuple(users)) if 0 < len(users) <= COPIES else Closer(line) if users else None
