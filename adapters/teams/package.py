"""The Teams app package: a zip of the manifest and both icons, to be uploaded once by an administrator."""

import io
import json
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from adapters.teams.icons import color_icon, outline_icon
from adapters.teams.listen import FIND_ACCOUNT, FIND_REFERENCE, LOG_ACTIVITY, QUERY

VERSION = "1.25"
COMMANDS = 12  # that Teams lists
SCOPES = ("personal", "team", "groupChat")
# The zip is the same, byte for byte, for the same manifest.
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ListedCommand:
    """name: as typed (`log`). summary: one line on what it does."""

    name: str
    summary: str


@dataclass(frozen=True, slots=True)
class MessageCommand:
    """What can be chosen on a message. name: of the command. title: of its form. summary: one line on what it does."""

    name: str
    title: str
    summary: str


def _search(id: str, title: str, description: str, hint: str) -> dict[str, Any]:
    return {
        "id": id,
        "type": "query",
        "title": title,
        "description": description,
        "context": ["compose", "commandBox"],
        "initialRun": True,
        "parameters": [{"name": QUERY, "title": title, "description": hint, "inputType": "text"}],
    }


SEARCH_COMMANDS = (
    _search(FIND_ACCOUNT, "Find account", "Show an account to everybody here: what every colleague may know", "Acme"),
    _search(FIND_REFERENCE, "Find reference", "Show who may be asked to speak for us", "fintech EMEA case study"),
)

DESCRIPTION = {
    "short": "Log customer work in one line and see any account on one card.",
    "full": (
        "Write “log call Acme 30m” and it is logged; write “account Acme” and all of it is on one card. "
        "Bailey answers in your own chat, so nobody else sees it, and every change can be undone."
    ),
}

# Replies beneath Bailey's own cards, without a mention. Whoever owns a team agrees to it by adding the app.
THREADS = {"name": "ChannelMessage.Read.Group", "type": "Application"}


def _action(one: MessageCommand) -> dict[str, Any]:
    return {
        "id": LOG_ACTIVITY if one.name == "log" else one.name,
        "type": "action",
        "title": one.title[:32],
        "description": one.summary[:128],
        "context": ["message", "commandBox", "compose"],
        "fetchTask": True,
    }


def manifest(
    app_id: str,
    public_url: str,
    commands: Sequence[ListedCommand],
    on_messages: Sequence[MessageCommand],
    version: str = "1.0.0",
) -> dict[str, Any]:
    """app_id: of the bot's registration, a GUID. public_url: where Bailey is served. Raises ValueError for others."""
    site = _site(app_id, public_url)
    host = urlsplit(site).hostname
    return {
        "$schema": f"https://developer.microsoft.com/en-us/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json",
        "manifestVersion": VERSION,
        "version": version,
        "id": app_id,
        "developer": {
            "name": "Bailey",
            "websiteUrl": site,
            "privacyUrl": f"{site}/privacy",
            "termsOfUseUrl": f"{site}/terms",
        },
        "name": {"short": "Bailey", "full": "Bailey, the customer-success teammate"},
        "description": DESCRIPTION,
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#4A4EB0",
        "bots": [_bot(app_id, commands)],
        "composeExtensions": [_extension(app_id, host, on_messages)],
        "permissions": ["identity", "messageTeamMembers"],
        "webApplicationInfo": {"id": app_id, "resource": site},
        "authorization": {"permissions": {"resourceSpecific": [THREADS]}},
        "validDomains": [host],
        "supportedChannelTypes": ["sharedChannels", "privateChannels"],
    }


def _site(app_id: str, public_url: str) -> str:
    """`https://bailey.example.com`. Raises ValueError where either is not what Teams takes."""
    try:
        uuid.UUID(app_id)
    except ValueError:
        raise ValueError("TEAMS_APP_ID is not a GUID; copy it from the bot's registration.") from None
    parts = urlsplit(public_url)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError("BAILEY_PUBLIC_URL has to begin with https:// and name the host Teams can reach.")
    return f"https://{parts.netloc}"


def _bot(app_id: str, commands: Sequence[ListedCommand]) -> dict[str, Any]:
    """Whom people write to, and the commands that Teams offers while they do."""
    listed = [{"title": one.name[:128], "description": one.summary[:4000]} for one in commands[:COMMANDS]]
    return {
        "botId": app_id,
        "scopes": list(SCOPES),
        "supportsFiles": True,
        "isNotificationOnly": False,
        "commandLists": [{"scopes": [scope], "commands": listed} for scope in SCOPES],
    }


def _extension(app_id: str, host: str | None, on_messages: Sequence[MessageCommand]) -> dict[str, Any]:
    """What can be chosen on a message, searched while one is written, and shown of a link in one."""
    return {
        "botId": app_id,
        "commands": [*(_action(one) for one in on_messages), *SEARCH_COMMANDS],
        # A link becomes a card only where Bailey knows who posts it and who reads it.
        "messageHandlers": [{"type": "link", "value": {"domains": [host], "supportsAnonymizedPayloads": False}}],
    }


def package(
    app_id: str,
    public_url: str,
    commands: Sequence[ListedCommand],
    on_messages: Sequence[MessageCommand],
    version: str = "1.0.0",
) -> bytes:
    """The zip. Raises ValueError as `manifest` does."""
    text = json.dumps(manifest(app_id, public_url, commands, on_messages, version), indent=2, ensure_ascii=False)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("manifest.json", text.encode()),
            ("color.png", color_icon()),
            ("outline.png", outline_icon()),
        ):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
