"""What Teams tells → `Request`. Reads the raw activity, since the library's model drops what it does not know."""

import hashlib
import json
import re
from collections import deque
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from adapters.teams import speech, threads
from adapters.teams.actions import LINE, REFRESH
from adapters.teams.forms import filled
from adapters.teams.people import PERSON, PLATFORM, root
from adapters.teams.people import own_chat as in_own_chat
from bot.request import Address, Dropped, Filled, Line, Place, Quoted, Request, Sender

# The message extension's commands, as the package names them: what is done with a message is named by its command, but
# for this one, and what is searched by these.
LOG_ACTIVITY = "logActivity"
FIND_ACCOUNT, FIND_REFERENCE = "findAccount", "findReference"
SEARCHES = {FIND_ACCOUNT: "account", FIND_REFERENCE: "reference"}
QUERY = "query"  # the one parameter of a search
UNTYPED = "initialRun"  # Teams' own parameter, before anything is typed
FILE = "application/vnd.microsoft.teams.file.download.info"
Raw = dict[str, Any]
_SLASH = re.compile(r"^/(?:bailey\b\s*)?(?=\S|$)", re.IGNORECASE)


class Kind(StrEnum):
    """What sort of thing happened, as far as the door treats it differently."""

    MESSAGE = "message"
    PRESS = "adaptiveCard/action"
    REFRESH = "refresh"
    DIALOG_OPENS = "task/fetch"
    DIALOG_SENT = "task/submit"
    EXTENSION_OPENS = "composeExtension/fetchTask"
    EXTENSION_SENT = "composeExtension/submitAction"
    EXTENSION_SEARCH = "composeExtension/query"
    LINK = "composeExtension/queryLink"
    LINK_OF_NOBODY = "composeExtension/anonymousQueryLink"
    SEARCH = "application/search"
    INSTALLED = "installed"
    REMOVED = "removed"
    READERS = "readers"
    OVERHEARD = "overheard"
    IGNORED = "ignored"
    UNKNOWN_INVOKE = "unknown"


INVOKES = {
    kind.value: kind
    for kind in (
        Kind.PRESS,
        Kind.DIALOG_OPENS,
        Kind.DIALOG_SENT,
        Kind.EXTENSION_OPENS,
        Kind.EXTENSION_SENT,
        Kind.EXTENSION_SEARCH,
        Kind.LINK,
        Kind.LINK_OF_NOBODY,
        Kind.SEARCH,
    )
}
DIALOGS = (Kind.DIALOG_OPENS, Kind.DIALOG_SENT, Kind.EXTENSION_OPENS, Kind.EXTENSION_SENT)
# What nobody but whoever did it sees, wherever it was done.
PRIVATE = (*DIALOGS, Kind.SEARCH, Kind.REFRESH)


def problem(raw: Any) -> str:
    """What makes a body unfit to be an activity of Teams, "" when nothing does."""
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str) or not raw["type"]:
        return "not an activity"
    if raw.get("channelId") != "msteams" or not isinstance(raw.get("serviceUrl"), str) or not raw["serviceUrl"]:
        return "not from Teams"
    if not isinstance(part(raw, "conversation").get("id"), str) or not raw["conversation"]["id"]:
        return "no conversation"
    if raw["type"] in ("invoke", *threads.BECAME) and not isinstance(part(raw, "from").get("id"), str):
        return "nobody sent it"
    if not isinstance(raw.get("entities") or [], list) or not isinstance(raw.get("attachments") or [], list):
        return "not an activity"
    return ""


def kind_of(raw: Raw) -> Kind:
    own = part(raw, "recipient").get("id")
    sender = part(raw, "from")
    if raw["type"] in ("invoke", *threads.BECAME) and (
        sender.get("id") == own or sender.get("role") == "bot" or str(sender.get("id")).startswith("28:")
    ):
        return Kind.IGNORED
    match raw["type"]:
        case "message" if not _unasked(raw):
            return Kind.MESSAGE
        case "message" | "messageUpdate" | "messageDelete":
            return Kind.OVERHEARD if threads.in_thread(raw) else Kind.IGNORED
        case "invoke":
            kind = INVOKES.get(str(raw.get("name")), Kind.UNKNOWN_INVOKE)
            verb = part(part(raw, "value"), "action").get("verb")
            return Kind.REFRESH if kind is Kind.PRESS and verb == REFRESH else kind
        case "installationUpdate":
            return {"add": Kind.INSTALLED, "remove": Kind.REMOVED}.get(str(raw.get("action")), Kind.IGNORED)
        case "conversationUpdate":
            return _members_changed(raw, own)
        case _:
            return Kind.IGNORED


def _unasked(raw: Raw) -> bool:
    """A message among colleagues: neither to Bailey, nor a pressed button of a client that does not know Action.Execute."""
    value = part(raw, "value")
    return not (in_own_chat(raw) or threads.to_bailey(raw) or "line" in value or "form" in value)


def _members_changed(raw: Raw, own: Any) -> Kind:
    added = [part({"": one}, "").get("id") for one in _several(raw.get("membersAdded"))]
    removed = [part({"": one}, "").get("id") for one in _several(raw.get("membersRemoved"))]
    if own in removed:
        return Kind.REMOVED
    if own in added:
        return Kind.INSTALLED
    return Kind.READERS if added or removed else Kind.IGNORED


def key_of(raw: Raw, kind: Kind) -> str:
    """The same for a repeated delivery. Two events tell of one installation, and one welcome a day is enough."""
    conversation = raw["conversation"]["id"]
    if kind is Kind.INSTALLED:
        return f"teams:{conversation}:installed:{str(raw.get('timestamp'))[:10]}"
    named = raw.get("id")
    if not named:
        named = hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()
    if kind is Kind.OVERHEARD:
        # One message may be edited several times.
        named = f"{named}:{raw.get('timestamp')}"
    return f"teams:{conversation}:{raw['type']}:{named}"


def address_of(raw: Raw, tenant: str, place: Place) -> Address:
    channel, thread = root(str(raw["conversation"]["id"]))
    return Address(PLATFORM, tenant, channel, thread, place)


def own_chat(sender: Sender) -> Address:
    """The chat of one person with Bailey, named by the person: `send` finds the conversation when it is needed."""
    return Address(PLATFORM, sender.tenant, PERSON + sender.user, place=Place.DIRECT)


def message(raw: Raw, sender: Sender, address: Address) -> Request:
    """A typed line, or a pressed button of a client that does not know Action.Execute."""
    key = key_of(raw, Kind.MESSAGE)
    value = part(raw, "value")
    if "line" in value or "form" in value:
        return pressed(value, key, sender, address)
    said = speech.read(raw)
    text, slashes = _SLASH.subn("", said.text)
    if not text.strip() and (found := _of_card(raw.get("attachments"))):
        return Request(key, sender, address, Line(found))
    named = [Sender(PLATFORM, sender.tenant, user, name) for user, name in said.people.items()]
    people = {one.identity: one for one in named}
    return Request(key, sender, address, Line(text, bare=not slashes), people=people)


def _of_card(content: Any) -> str:
    """The line behind the first button of a card that somebody found with the message extension and sent as it is, which
    opens what the card is about; "" for a message without one. They could as well have typed it."""
    waiting = deque([content])
    while waiting:
        match waiting.popleft():
            case list() as several:
                waiting.extend(several)
            case {"type": "Action.Execute", "verb": verb, "data": {"line": str(line)}} if verb == LINE:
                return line
            case dict() as one:
                waiting.extend(one[key] for key in ("content", "body", "actions") if key in one)
    return ""


def pressed(data: Raw, key: str, sender: Sender, address: Address, quoted: Quoted | None = None) -> Request:
    """A button or a form of one of Bailey's cards. data: what the card carries, with the values of its inputs."""
    what: Line | Filled = filled(data) if data.get("form") else Line(str(data.get("line") or ""))
    return Request(key, sender, address, what, nonce=str(data.get("nonce") or ""), quoted=quoted)


def data_of(raw: Raw, kind: Kind) -> Raw:
    """What the pressed action carries, wherever this kind of invoke puts it."""
    value = part(raw, "value")
    pressed = kind in (Kind.PRESS, Kind.REFRESH)
    return part(part(value, "action"), "data") if pressed else part(value, "data")


def quoted_people(raw: Raw) -> list[str]:
    """Directory ids of who wrote the message or is mentioned in it."""
    payload = part(part(raw, "value"), "messagePayload")
    users = [_author(raw)]
    users += [
        part(part({"": mention}, ""), "mentioned").get("user", {}).get("id")
        for mention in _several(payload.get("mentions"))
        if isinstance(part(part({"": mention}, ""), "mentioned").get("user"), dict)
    ]
    return list(dict.fromkeys(str(user) for user in users if user))


def chosen(raw: Raw) -> Line:
    """The command that was chosen, on a message or where one is written."""
    command = str(part(raw, "value").get("commandId") or "")
    name = "log" if command == LOG_ACTIVITY else command
    return Line(name, assumed=name)


def sought(raw: Raw) -> tuple[str, str]:
    """(what is searched, the words typed so far). An older package may name the search otherwise, and a tool not at all:
    accounts are what people look for."""
    value = part(raw, "value")
    typed = [part({"": one}, "") for one in _several(value.get("parameters"))]
    words = [str(one.get("value") or "") for one in typed if one.get("name") != UNTYPED]
    return SEARCHES.get(str(value.get("commandId")), SEARCHES[FIND_ACCOUNT]), " ".join(words).strip()


def pasted(raw: Raw) -> str:
    """The address that somebody put into what they write."""
    return str(part(raw, "value").get("url") or "")


def quoted(raw: Raw, people: Sequence[str]) -> Quoted:
    """The message that a command was chosen on. people: identities for `quoted_people`, "" for who is not known."""
    payload = part(part(raw, "value"), "messagePayload")
    body = part(payload, "body")
    known = tuple(identity for identity in people if identity)
    asked = known if not _author(raw) else tuple(identity for identity in people[1:] if identity)
    text = speech.plain(str(body.get("content") or ""))
    return Quoted(text, str(payload.get("linkToMessage") or ""), known, asked)


def _author(raw: Raw) -> str:
    payload = part(part(raw, "value"), "messagePayload")
    return str(part(part(payload, "from"), "user").get("id") or "")


def file_of(raw: Raw) -> tuple[str, str]:
    """(name, download address) of the first file that was dropped, else two empty texts."""
    for attachment in _several(raw.get("attachments")):
        attachment = part({"": attachment}, "")
        if attachment.get("contentType") == FILE:
            return str(attachment.get("name") or "file"), str(part(attachment, "content").get("downloadUrl") or "")
    return "", ""


def dropped(raw: Raw, sender: Sender, address: Address, name: str, content: bytes) -> Request:
    return Request(key_of(raw, Kind.MESSAGE), sender, address, Dropped(name, content))


def part(raw: Raw, name: str) -> Raw:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
