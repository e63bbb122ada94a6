"""What the people of the benchmarks do: signed slash commands at the Slack door, messages at the Teams door."""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterable
from urllib.parse import urlencode

from benchmarks.load import post
from benchmarks.peers import CHANNEL, SECRET, TEAM, USER

LINES = (
    "call Acme Corp 30m",
    "email Globex 10m sent the report #value",
    "30m call with Initech about SSO rollout",
    "meeting Nordbank 1h QBR, they love dashboards",
    "note Monday Logistics champion is on leave",
    "call Acme Health 15m chasing, no reply",
    "chat Globex 5m",
    "email Initech 20m yesterday pricing",
)
_numbers = itertools.count(int(time.time() * 1000))


def slash(command: str, text: str) -> bytes:
    fields = {
        "token": "deprecated",
        "team_id": TEAM,
        "team_domain": "example",
        "channel_id": CHANNEL,
        "channel_name": "directmessage",
        "user_id": USER,
        "user_name": "dana",
        "command": command,
        "text": text,
        "api_app_id": "A0BAILEY",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:9/never",
        "trigger_id": f"trigger.{next(_numbers)}",
    }
    body = urlencode(fields)
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }
    return post("/slack/events", body.encode(), headers)


def slashes(command: str, lines: Iterable[str], count: int) -> list[bytes]:
    """That many commands, the lines in turn, each a happening of its own."""
    return [slash(command, line) for line in itertools.islice(itertools.cycle(lines), count)]


def message(text: str, connector: int) -> bytes:
    """connector: the port of Teams' message service."""
    number = next(_numbers)
    activity = {
        "type": "message",
        "id": str(number),
        "channelId": "msteams",
        "serviceUrl": f"http://127.0.0.1:{connector}/emea/",
        "localTimezone": "Europe/Berlin",
        "locale": "en-GB",
        "text": text,
        "textFormat": "plain",
        "from": {"id": "29:1dana", "name": "Dana Fox", "aadObjectId": "aad-dana"},
        "recipient": {"id": "28:bailey", "name": "Bailey"},
        "conversation": {"conversationType": "personal", "tenantId": "bench-tenant", "id": "a:1chat"},
        "channelData": {"tenant": {"id": "bench-tenant"}},
    }
    return post("/api/messages", json.dumps(activity).encode(), {"Content-Type": "application/json"})
