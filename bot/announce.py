"""What happened just now, told to whoever wants to hear of it at once: channels by event and tier, and followers."""

from collections.abc import Collection
from datetime import datetime

from bot.channel_alerts import hears
from bot.events import needs_of
from bot.rhythms import at_work
from bot.routing import has_tier
from storage.tables import Account
from storage.work import Work

FIRE = "fire"


def announce(
    work: Work, event: str, subject: str, account_id: int, now: datetime, author_id: int, *, but: Collection[int] = ()
) -> None:
    """Put a living card (`risk:3`) where the event is heard of, once each; drawn there for whoever reads along.

    event: `risk`, `fire`, `escalation`. author_id: who did it; they know already, unless they follow for a channel. but:
    who is told anyway."""
    account = work.get(Account, account_id)
    for alert in work.alerts.channels():
        heard = alert.event == event and account is not None and has_tier(alert, account.tier)
        if heard and hears(work, alert.address, needs_of(event), now):
            key = f"told:{event}:{subject}:channel:{alert.id}"
            work.messages.put(key, alert.address, "", alert.author_id, now, card=subject)
    for follow in work.alerts.followers(account_id):
        if follow.address or follow.member_id not in (author_id, *but):
            to = follow.address or f"member:{follow.member_id}"
            if not hears(work, to, needs_of(event), now):
                continue
            key = f"told:{event}:{subject}:follow:{follow.id}"
            # Whoever only follows is not waked for it, unless it burns.
            at = now if follow.address or event == FIRE else at_work(work, follow.member_id, now)
            work.messages.put(key, to, "", follow.member_id, now, due_at=at, card=subject)
