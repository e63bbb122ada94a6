"""Where a dialog was opened from: what its answer needs to find the way back, kept in the view's private metadata."""

import base64
import json
import zlib
from dataclasses import asdict, dataclass, field, replace

from adapters.slack import limits


@dataclass(frozen=True, slots=True)
class Origin:
    """channel, thread: where the person was, "" for the Home tab. url: the response_url of what opened the dialog,
    good for half an hour. message: the timestamp of the card whose button was pressed, "" for a slash command.
    ephemeral, direct: as in `Asker`."""

    channel: str = ""
    thread: str = ""
    url: str = ""
    message: str = ""
    ephemeral: bool = True
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """All that a submitted dialog has to know besides its fields."""

    command: str = ""
    nonce: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    origin: Origin = Origin()


def pack(kept: Kept) -> str:
    """Raises ValueError for more than Slack keeps."""
    for tried in (kept, replace(kept, origin=replace(kept.origin, url=""))):
        plain = json.dumps(asdict(tried), ensure_ascii=False, separators=(",", ":"))
        squeezed = "z" + base64.b85encode(zlib.compress(plain.encode())).decode()
        for packed in (plain, squeezed):
            if len(packed) <= limits.METADATA:
                return packed
    raise ValueError("the hidden part of this form is too long for a Slack dialog")


def unpack(metadata: str) -> Kept:
    """Raises ValueError for anything that `pack` did not write."""
    try:
        plain = zlib.decompress(base64.b85decode(metadata[1:])) if metadata.startswith("z") else metadata or "{}"
        read = json.loads(plain)
        return Kept(**{**read, "origin": Origin(**read.get("origin", {}))})
    except (TypeError, AttributeError, zlib.error) as wrong:
        raise ValueError("not the metadata of one of our dialogs") from wrong
