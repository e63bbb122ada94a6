"""Emoji on Bailey's own messages → `Signed`."""

from adapters.slack import read
from adapters.slack.api import Json
from adapters.slack.asker import Asker
from bot.request import Sign, Signed

NAMES = {
    "eyes": Sign.EYES,
    "white_check_mark": Sign.CHECK,
    "heavy_check_mark": Sign.CHECK,
    "star": Sign.STAR,
}
AWAY = "reaction_removed"


def signed(body: Json, me: str) -> tuple[str, Asker, Signed] | None:
    """(key, who, what), or None for what is no sign on a message of Bailey's: nothing of that is kept. me: Bailey's user
    id, as far as it is known."""
    event: Json = body["event"]
    item: Json = event.get("item") or {}
    sign, own = NAMES.get(str(event.get("reaction"))), read.me(body) or me
    user, channel, ts = str(event.get("user") or ""), str(item.get("channel") or ""), str(item.get("ts") or "")
    if sign is None or item.get("type") != "message" or not (channel and ts and user) or user == own:
        return None
    if not own or event.get("item_user") != own:
        return None
    team, away = read.tenant(body), event["type"] == AWAY
    asker = Asker(team, user, channel, ephemeral=False, direct=channel.startswith("D"))
    key = read.key(team, "sign", channel, ts, user, str(event["reaction"]), event["type"], str(event["event_ts"]))
    return key, asker, Signed(ts, sign, away)
