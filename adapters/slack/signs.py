"""Emoji on messages → `Signed`."""

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import read
from adapters.slack.api import Json, Refused, call
from adapters.slack.asker import Asker
from adapters.slack.threads import instant
from bot.request import Signed

AWAY = "reaction_removed"
log = structlog.get_logger()


def signed(body: Json, me: str) -> tuple[str, Asker, Signed] | None:
    """(key, who, what), or None for what is on no message, or put there by Bailey itself. me: Bailey's user id, as far as
    it is known."""
    event: Json = body["event"]
    item: Json = event.get("item") or {}
    emoji, own = str(event.get("reaction") or ""), read.me(body) or me
    user, channel, ts = str(event.get("user") or ""), str(item.get("channel") or ""), str(item.get("ts") or "")
    if item.get("type") != "message" or not (emoji and channel and ts and user and own) or user == own:
        return None
    team, away = read.tenant(body), event["type"] == AWAY
    asker = Asker(team, user, channel, ephemeral=False, direct=channel.startswith("D"))
    key = read.key(team, "sign", channel, ts, user, emoji, event["type"], str(event["event_ts"]))
    return key, asker, Signed(ts, emoji, away, event.get("item_user") == own, instant(event["event_ts"]))


async def message_at(client: AsyncWebClient, channel: str, ts: str) -> Json | None:
    """The one message; None where Bailey may not read it. A reply is found by its own id, as a first message is."""
    try:
        page = await call(client.conversations_replies(channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True))
    except Refused as refused:
        log.info("slack", action="message_unread", channel=channel, error=refused.error)
        return None
    return next((one for one in page.get("messages") or () if one.get("ts") == ts), None)


async def link_to(client: AsyncWebClient, channel: str, ts: str) -> str:
    """Where the message stands, "" where Slack does not tell."""
    try:
        return str((await call(client.chat_getPermalink(channel=channel, message_ts=ts))).get("permalink") or "")
    except Refused:
        return ""
