"""Once: the key by which a repeated request is known, and the reply that is kept for it."""

import hashlib
import json
from dataclasses import replace

from pydantic import TypeAdapter

from bot.request import Filled, Line, Reply, Request
from bot.view import DrawnView, Notice

SHOWN_ONCE = DrawnView((Notice("info", ("That was shown once, and I did not keep it.",)),), "Shown once")

_replies: TypeAdapter[Reply] = TypeAdapter(Reply)


def inbox_key(request: Request) -> str:
    """The same for every delivery of one happening. A press is known by its view's nonce, because a platform may send it
    again under another id."""
    sender = request.sender.identity
    match request.what:
        case Line(text=text) if request.nonce:
            parts = [request.nonce, sender, text]
        case Filled(command=command, fields=fields) if request.nonce:
            parts = [request.nonce, sender, command, json.dumps(sorted(fields.items()))]
        case _:
            parts = [request.address.platform, request.address.tenant, request.key]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def to_keep(reply: Reply, *, secret: bool = False) -> str:
    """The reply as the inbox keeps it. secret: what it shows is not kept, only that it was shown."""
    return _replies.dump_json(replace(reply, view=SHOWN_ONCE) if secret else reply).decode()


def kept_reply(text: str) -> Reply:
    """What `to_keep` kept."""
    return _replies.validate_json(text)
