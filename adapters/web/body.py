"""What the page may send, read with a limit and checked before anything else looks at it."""

from datetime import date
from typing import Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapters.web.guard import Refused
from bot.request import MAX_FILE

MAX_JSON = 1024 * 1024
KEY = r"^[0-9A-Za-z-]{8,64}$"

Body = TypeVar("Body", bound="Visit")


class Visit(BaseModel):
    """Who looks (a persona's e-mail), at which room, from which zone (IANA) and locale (BCP 47)."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    who: str = Field(alias="as", max_length=320)
    room: str = Field(default="", alias="in", max_length=400)
    zone: str = Field(default="", max_length=64)
    locale: str = Field(default="", max_length=35)


class Happening(Visit):
    """key: minted by the page for each happening and kept when it tries again."""

    key: str = Field(pattern=KEY)


class Say(Happening):
    text: str = Field(max_length=400_000)


class Press(Happening):
    """message: the message that holds the button."""

    line: str = Field(max_length=20_000)
    nonce: str = Field(max_length=200)
    message: str = Field(default="", max_length=80)


class Fill(Happening):
    command: str = Field(max_length=200)
    fields: dict[str, str] = Field(max_length=200)
    nonce: str = Field(default="", max_length=200)
    message: str = Field(default="", max_length=80)


class Drop(Happening):
    name: str = Field(min_length=1, max_length=400)


class Complete(Visit):
    line: str = Field(max_length=20_000)


class Suggest(Visit):
    kind: str = Field(max_length=40)
    query: str = Field(max_length=2_000)


class Travel(Visit):
    """on: the day, for `date`."""

    to: Literal["hour", "tomorrow", "monday", "date", "anew"]
    on: date | None = None


class Payload(Visit):
    message: str = Field(max_length=80)
    name: str = Field(max_length=80)


async def read(request: web.Request, kind: type[Body]) -> Body:
    """The JSON body as `kind`. Raises Refused: 415 for another type, 413 for more than MAX_JSON, 400 otherwise."""
    if request.content_type != "application/json":
        raise Refused(415, "I read JSON here. Reload the page and try again.")
    content = await read_bytes(request, MAX_JSON, "That is too much text for one message. Drop it as a file instead.")
    return checked(kind, content)


def checked(kind: type[Body], content: bytes | dict[str, str]) -> Body:
    try:
        return kind.model_validate_json(content) if isinstance(content, bytes) else kind.model_validate(content)
    except ValidationError:
        raise Refused(400, "I could not read that request. Reload the page and try again.") from None


async def read_file(request: web.Request) -> bytes:
    size = MAX_FILE // (1024 * 1024)
    return await read_bytes(request, MAX_FILE, f"That file is larger than {size} MB. Split it and drop the parts.")


async def read_bytes(request: web.Request, limit: int, said: str) -> bytes:
    """At most `limit` bytes. A body that announces more is refused unread; one that lies about it, on the way."""
    if (request.content_length or 0) > limit:
        raise Refused(413, said)
    content = bytearray()
    try:
        async for piece in request.content.iter_chunked(64 * 1024):
            content += piece
            if len(content) > limit:
                raise Refused(413, said)
    except ConnectionError:
        raise Refused(400, "The upload broke off. Try again.") from None
    return bytes(content)
