"""What is written in the threads of channels, and not to Bailey → `Overheard`."""

from datetime import UTC, datetime
from typing import Any

from adapters.teams import speech
from adapters.teams.people import PLATFORM, own_chat, root
from bot.request import Address, Became, Overheard, Sender, SharedFile

Raw = dict[str, Any]
BECAME = {"message": Became.NEW, "messageUpdate": Became.EDITED, "messageDelete": Became.DELETED}
FILES = ("reference", "application/vnd.microsoft.teams.file.download.info")
MOST = 20  # files that are named


def in_thread(raw: Raw) -> bool:
    """Whether it happened to a reply in a channel: only there does Teams have threads."""
    return raw["type"] in BECAME and not own_chat(raw) and bool(root(str(raw["conversation"]["id"]))[1])


def to_bailey(raw: Raw) -> bool:
    """Whether it mentions Bailey. With the right to read a channel's messages Teams delivers the others as well."""
    own = _part(raw, "recipient").get("id")
    mentions = (_part({"": entity}, "") for entity in raw.get("entities") or ())
    return any(one.get("type") == "mention" and _part(one, "mentioned").get("id") == own for one in mentions)


def overheard(raw: Raw, sender: Sender, address: Address) -> Overheard:
    said = speech.read(raw)
    named = [Sender(PLATFORM, sender.tenant, user, name) for user, name in said.people.items()]
    at, ref = _instant(raw.get("timestamp")), str(raw.get("id") or "")
    # Teams numbers messages by the millisecond at which they were written.
    said_at = datetime.fromtimestamp(int(ref) / 1000, UTC) if ref.isdecimal() and len(ref) == 13 else at
    return Overheard(
        sender,
        address,
        ref,
        BECAME[raw["type"]],
        at,
        said_at,
        said.text,
        tuple(_files(raw))[:MOST],
        to_bailey(raw),
        {one.identity: one for one in named},
    )


def _files(raw: Raw) -> list[SharedFile]:
    """As far as Teams tells: of what is attached to a channel's message a bot often hears nothing."""
    found = []
    for each in raw.get("attachments") or ():
        attachment = _part({"": each}, "")
        kind, link = str(attachment.get("contentType") or ""), str(attachment.get("contentUrl") or "")
        if kind in FILES:
            found.append(SharedFile(str(attachment.get("name") or "a file"), link))
        elif kind.startswith("image/"):
            # Its address opens for the bot alone.
            found.append(SharedFile(str(attachment.get("name") or "a picture")))
    return found


def _instant(stamp: Any) -> datetime:
    try:
        at = datetime.fromisoformat(str(stamp))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _part(raw: Raw, name: str) -> Raw:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}
