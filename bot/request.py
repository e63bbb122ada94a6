"""What happened on a platform, in words the bot knows: who, where, and a command line or a filled form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.view import DrawnView


class Place(StrEnum):
    """Who may be reading along. What a platform does not know counts as SHARED."""

    DIRECT = "direct"  # the person and Bailey
    PRIVATE = "private"  # a closed group of colleagues
    PUBLIC = "public"  # any colleague may read
    SHARED = "shared"  # outsiders may read


@dataclass(frozen=True, slots=True)
class Address:
    """A place to post to. Its text survives restarts and goes into the database.

    platform: `slack`, `teams`, `web`, `cli`. tenant: workspace or tenant id. channel: conversation id. thread: the root
    message, or "". place: Place of the channel.
    """

    platform: str
    tenant: str
    channel: str
    thread: str = ""
    place: Place = Place.SHARED

    def __str__(self) -> str:
        return "|".join(_escape(part) for part in (self.platform, self.tenant, self.channel, self.thread, self.place))

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Raises ValueError for anything that `str(address)` did not write."""
        parts = [_unescape(part) for part in text.split("|")]
        if len(parts) != 5:
            raise ValueError(f"not an address: {text!r}")
        platform, tenant, channel, thread, place = parts
        return cls(platform, tenant, channel, thread, Place(place))


def _escape(part: str) -> str:
    return part.replace("%", "%25").replace("|", "%7C")


def _unescape(part: str) -> str:
    return part.replace("%7C", "|").replace("%25", "%")


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever acts, as the platform knows them. outsider: a guest or somebody of another company; never matched by
    e-mail. email, zone (IANA) and locale (BCP 47) are "" where the platform did not say."""

    platform: str
    tenant: str
    user: str
    name: str = ""
    email: str = ""
    zone: str = ""
    locale: str = ""
    outsider: bool = False

    @property
    def identity(self) -> str:
        return f"{self.platform}:{self.tenant}:{self.user}"


@dataclass(frozen=True, slots=True)
class Line:
    """A typed or pressed command line, as plain text.

    Adapters have undone the platform's escaping and replaced each mention by `<@user>` (the platform's user id) and
    each mention of a channel by `<#channel>`. bare: said without a slash (a direct message, a mention, plain words).
    assumed: the command a slash stood for (`log` for Slack's `/log`), else "".
    """

    text: str
    assumed: str = ""
    bare: bool = False

    @classmethod
    def typed(cls, text: str) -> "Line":
        """A line as typed where slashes mean nothing, which still understands `/log call Acme` and `/bailey undo`."""
        slash, _, rest = text.strip()[1:].partition(" ")
        if not text.strip().startswith("/") or not slash.isalpha():
            return cls(text, bare=True)
        rest = rest.strip()
        return cls(rest) if slash.casefold() == "bailey" else cls(rest, assumed=slash.casefold())


@dataclass(frozen=True, slots=True)
class Filled:
    """A submitted form. fields: name → text, exactly as entered (several values are joined by line breaks)."""

    command: str
    fields: Mapping[str, str]


MAX_FILE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file given to Bailey. content: its bytes, adapters refuse a larger one than `MAX_FILE` before they read it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """An emoji that somebody put on a message, or took away again. ref: the platform's id of the message. emoji: its name,
    as in `eyes`, whatever its skin tone. ours: on a message of Bailey's; on anybody else's, the request quotes it. at:
    when, by the platform's clock, None where it does not tell."""

    ref: str
    emoji: str
    away: bool = False
    ours: bool = True
    at: datetime | None = None


class Became(StrEnum):
    """What became of a message."""

    NEW = "new"
    EDITED = "edited"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file beside a message, by name alone. link: where its platform shows it to those who may open it, "" where that is
    not known."""

    name: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Overheard:
    """Something that was written in a thread, and not to Bailey.

    sender: whoever wrote it. address: with the message that the thread hangs on. ref: the platform's id of this one. text:
    as a Line's. at: when this happened; said_at: when the message was first written; both as the platform tells.
    to_bailey: it speaks to Bailey by now, so that it counts only where it was kept before. people: as a Request's.
    """

    sender: Sender
    address: Address
    ref: str
    became: Became
    at: datetime
    said_at: datetime
    text: str = ""
    files: tuple[SharedFile, ...] = ()
    to_bailey: bool = False
    people: Mapping[str, Sender] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that a shortcut was used on, or an emoji put. people: identities `platform:tenant:user` of who took part.
    asked: those of them whom its text mentions."""

    text: str
    link: str = ""
    people: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that happened.

    key: unique per happening and the same for a repeated delivery of it (inbox key). nonce: the nonce of the view
    whose button or form this came from, else "". people: identities mentioned in the text, or in the quoted message → who
    they are, as far as the platform tells.
    """

    key: str
    sender: Sender
    address: Address
    what: Line | Filled | Dropped | Signed
    nonce: str = ""
    quoted: Quoted | None = None
    people: Mapping[str, Sender] = field(default_factory=dict)

    @property
    def pressed(self) -> bool:
        """True for a button on one of Bailey's own cards: its answer replaces the card."""
        return bool(self.nonce)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one Request.

    view: drawn for the asker; a view with a Form opens as a dialog where the platform can. replaces: edit the pressed
    card in place. done: the line was carried out (False for a question, a refusal or a form). A filled form that
    could not be accepted comes back as the same form with `errors`. A view without blocks: there is nothing to say.
    """

    view: DrawnView
    replaces: bool = False
    done: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggestion of typeahead. value goes into the form or line, label is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked up to show it to others. title, detail: for the list to pick from. view: its card, of what
    every colleague may see."""

    title: str
    detail: str
    view: DrawnView


@dataclass(frozen=True, slots=True)
class Sent:
    """ref: the platform's id of the message, for editing it."""

    ref: str


@dataclass(frozen=True, slots=True)
class Later:
    """after: seconds to wait before the next try. busy: the platform wants to be spoken to more slowly, so that everything
    for this conversation waits. unsure: it may have arrived all the same."""

    after: float
    why: str
    busy: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    why: str


Outcome = Sent | Later | Never
