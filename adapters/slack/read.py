"""Payloads → what they say: pure functions over Slack's JSON, without a call to anybody."""

import hashlib
import json
from dataclasses import dataclass

from adapters.slack.asker import Asker
from adapters.slack.hearing import hear
from adapters.slack.spans import Json
from bot.request import Place, Quoted

SPOKEN = {None, "file_share", "thread_broadcast"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message to Bailey. ts: its id in the channel. me: Bailey's user id, "" where the payload does not say."""

    asker: Asker
    ts: str
    text: str
    files: tuple[Json, ...]
    me: str
    foreign: bool
    place: Place | None


def tenant(body: Json) -> str:
    """The workspace where Bailey is installed: in a channel shared with another company `team_id` may be theirs."""
    authorizations: list[Json] = body.get("authorizations") or [{}]
    team = body.get("team")
    own = team.get("id") if isinstance(team, dict) else body.get("team_id")
    user = body.get("user")
    away = user.get("team_id") if isinstance(user, dict) else None
    enterprise = body.get("enterprise_id") or (body.get("enterprise") or {}).get("id")
    return str(authorizations[0].get("team_id") or own or away or enterprise or "")


def me(body: Json) -> str:
    authorizations: list[Json] = body.get("authorizations") or [{}]
    return str(authorizations[0].get("user_id") or "")


def foreign(body: Json, team: str) -> bool:
    """Whether the payload itself says that whoever acts belongs elsewhere."""
    event = body.get("event") or {}
    home = event.get("user_team") or event.get("source_team") or ""
    return bool(home) and home != team


def spoken(body: Json, bot: str) -> Spoken | None:
    """A direct message or a mention by a person, else None: edits, deletions, bots' and Bailey's own messages, talk
    that is not meant for Bailey. bot: Bailey's user id, as far as it is known."""
    event: Json = body["event"]
    user, text, own = str(event.get("user") or ""), event.get("text") or "", me(body) or bot
    talks = event.get("subtype") in SPOKEN and user and user != own and not event.get("bot_id")
    direct = event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")
    meant = event["type"] == "app_mention" or direct or bool(own and f"<@{own}" in text)
    if not talks or not meant or event.get("hidden"):
        return None
    team = tenant(body)
    shared = bool(body.get("is_ext_shared_channel"))
    return Spoken(
        Asker(team, user, event["channel"], event.get("thread_ts") or "", ephemeral=False, direct=direct),
        event["ts"],
        text,
        tuple(event.get("files") or ()),
        own,
        foreign(body, team),
        Place.SHARED if shared else Place.DIRECT if direct else None,
    )


def command(body: Json) -> Asker:
    return Asker(
        tenant(body), body["user_id"], body["channel_id"], trigger=body["trigger_id"], url=body.get("response_url", "")
    )


def interaction(body: Json) -> Asker:
    """Whoever pressed a button, used a shortcut or submitted a dialog."""
    container, view = body.get("container") or {}, body.get("view") or {}
    message = body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    return Asker(
        tenant(body),
        body["user"]["id"],
        channel,
        message.get("thread_ts") or container.get("thread_ts") or "",
        trigger=body.get("trigger_id") or "",
        url=body.get("response_url") or "",
        message=container.get("message_ts") or "",
        ephemeral=bool(container.get("is_ephemeral")),
        view=view.get("id") or "",
        modal=view.get("type") == "modal",
        direct=channel.startswith("D") and not container.get("is_ephemeral"),
        foreign=_foreign(body),
    )


def _foreign(body: Json) -> bool:
    """Whether whoever acts in a card or dialog is at home elsewhere. On an enterprise grid homes differ."""
    own, home = (body.get("team") or {}).get("id"), body["user"].get("team_id")
    return bool(own and home) and own != home and not (body.get("enterprise") or {}).get("id")


def quoted(body: Json) -> Quoted:
    """The message of a message shortcut: its words, a link to it, and who took part, all from the payload."""
    message, channel = body["message"], body["channel"]["id"]
    domain, ts = (body.get("team") or {}).get("domain") or "", str(message.get("ts") or "").replace(".", "")
    link = f"https://{domain}.slack.com/archives/{channel}/p{ts}" if domain and ts else ""
    root = message.get("thread_ts")
    if link and root and root != message.get("ts"):
        link += f"?thread_ts={root}&cid={channel}"
    return quoting(message, tenant(body), link)


def quoting(message: Json, team: str, link: str) -> Quoted:
    """A message as it stands in a channel of this workspace."""
    heard = hear(message.get("text") or "")
    users = [message.get("user"), message.get("parent_user_id"), *(message.get("reply_users") or ()), *heard.people]
    people = tuple(dict.fromkeys(f"slack:{team}:{user}" for user in users if user))
    return Quoted(heard.text, link, people, tuple(f"slack:{team}:{user}" for user in heard.people))


def key(team: str, kind: str, *parts: str) -> str:
    return ":".join(("slack", team, kind, *parts))


def form_key(team: str, view: Json, fields: dict[str, str]) -> str:
    """One submission: a form that is refused keeps its id and hash, so what was entered tells two tries apart."""
    entered = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:16]
    return key(team, "form", view["id"], str(view.get("hash") or ""), entered)
