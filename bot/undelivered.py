"""Telling the admins what could not be delivered."""

from datetime import datetime

from bot.letters import member_of
from bot.request import Address
from bot.view import Bold, CommandLine, Notice, Text, View, spans, to_json
from storage.tables import Member, OutboxMessage, Role
from storage.work import Work

PREFIX = "undelivered:"


def tell_admins(work: Work, message: OutboxMessage, why: str, now: datetime) -> None:
    """Once a month for each conversation and reason. Whoever cannot be reached is not told about that."""
    if message.key.startswith(PREFIX):
        return
    view = View(
        (
            Notice("warning", spans("I could not reach ", Bold(whom(work, message)), f": {why}.")),
            Text(spans("What was meant for them is listed in ", CommandLine("status"), ".")),
        ),
        "A message could not be delivered",
    )
    lane = message.lane
    for member in work.people.everyone():
        if member.role == Role.ADMIN and member.left_at is None and lane != f"member:{member.id}":
            key = f"{PREFIX}{lane}:{now:%Y-%m}:{why}:{member.id}"
            work.messages.put(key, f"member:{member.id}", to_json(view), member.id, now)


def whom(work: Work, message: OutboxMessage) -> str:
    """A member's name, or which channel."""
    member_id = member_of(message)
    if member_id is not None:
        member = work.get(Member, member_id)
        return member.name if member else "a member who is gone"
    address = Address.parse(message.address)
    return f"channel {address.channel} ({address.platform})"
