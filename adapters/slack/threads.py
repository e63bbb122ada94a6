"""What is written in threads, and not to Bailey → `Overheard`: pure functions over Slack's JSON."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.slack import read
from adapters.slack.api import Json
from adapters.slack.asker import Asker
from bot.request import Became, SharedFile

BECAME = {"message_changed": Became.EDITED, "message_deleted": Became.DELETED}
MOST = 20  # files that are named
_INSTANT = re.compile(r"([0-9]{1,10})(?:\.([0-9]{0,6})[0-9]*)?")


@dataclass(frozen=True, slots=True)
class Written:
    """asker: whoever wrote it, with channel and thread. ts: its id. text: as Slack encodes it. to_bailey: it mentions
    Bailey, whose user id is `me`."""

    asker: Asker
    ts: str
    became: Became
    at: datetime
    text: str
    files: tuple[SharedFile, ...]
    to_bailey: bool
    me: str

    @property
    def said_at(self) -> datetime:
        return instant(self.ts)


def written(body: Json, bot: str) -> Written | None:
    """None for everything that is no person's reply in a thread: what bots and we ourselves write, what Slack adds to a
    message by itself, and whatever stands where another company reads. bot: Bailey's user id, as far as it is known."""
    event: Json = body["event"]
    became = BECAME.get(event.get("subtype") or "", Became.NEW)
    if event["type"] != "message" or body.get("is_ext_shared_channel"):
        return None
    part = {Became.NEW: event, Became.EDITED: event.get("message"), Became.DELETED: event.get("previous_message")}
    message: Json = part[became] or {}
    user, own, ts, root = (
        str(message.get("user") or ""),
        read.me(body) or bot,
        str(message.get("ts") or ""),
        str(message.get("thread_ts") or ""),
    )
    talks = message.get("subtype") in read.SPOKEN and user and user != own and not message.get("bot_id")
    # Slack also tells of a change when it unfurls a link, or counts replies.
    changed = became is not Became.EDITED or message.get("edited")
    if not talks or not changed or not root or root == ts:
        return None
    text = str(message.get("text") or "")
    channel = str(event.get("channel") or "")
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    return Written(
        Asker(read.tenant(body), user, channel, root, ephemeral=False, direct=direct),
        ts,
        became,
        instant(str(event.get("event_ts") or event.get("ts") or ts)),
        text,
        tuple(map(_file, (message.get("files") or ())[:MOST])),
        bool(own and f"<@{own}" in text),
        own,
    )


def _file(file: Json) -> SharedFile:
    return SharedFile(str(file.get("name") or file.get("title") or "a file"), str(file.get("permalink") or ""))


def instant(ts: str) -> datetime:
    """A timestamp of Slack's (`1763971300.000200`) as an instant; the beginning of time for anything else."""
    found = _INSTANT.fullmatch(ts)
    seconds, micro = (found[1], found[2] or "") if found else ("0", "")
    whole = datetime.fromtimestamp(int(seconds), UTC)
    return whole.replace(microsecond=int((micro + "000000")[:6]))
