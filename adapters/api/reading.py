"""A request of a program, as far as it can be judged without a database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any, NoReturn

from aiohttp import web

from adapters.api.answers import Refused
from storage.tokens import digest_of

LARGEST = 2_000_000  # bytes
MOST_LINES = 10_000
LONGEST_KEY = 255


@dataclass(frozen=True, slots=True)
class Brought:
    """key: the Idempotency-Key. digest: of the whole body. lines: as JSON has them, numbers with a point as Decimals."""

    key: str
    digest: str
    lines: Sequence[Mapping[str, Any]]


def token_digest(request: web.Request) -> str | None:
    """The digest of the token that was shown, None where none was."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    return digest_of(token) if scheme.casefold() == "bearer" and token else None


async def read(request: web.Request, name: str) -> Brought:
    """name: what the lines are, and what the document calls them. Raises Refused."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 0 < len(key) <= LONGEST_KEY:
        said = f"Send an Idempotency-Key of 1 to {LONGEST_KEY} characters: with the same key nothing is written twice."
        raise Refused(400, "idempotency_key", said)
    if request.content_type != "application/json":
        raise Refused(415, "content_type", "Send JSON, with “Content-Type: application/json”.")
    body = await _body(request)
    return Brought(key, sha256(body).hexdigest(), _lines(_document(body), name))


async def _body(request: web.Request) -> bytes:
    too_large = Refused(413, "too_large", f"Up to {LARGEST:,} bytes at once. Send it in several requests.")
    if (request.content_length or 0) > LARGEST:
        raise too_large
    body = bytearray()
    async for piece in request.content.iter_chunked(1 << 16):
        body += piece
        if len(body) > LARGEST:
            raise too_large
    return bytes(body)


def _document(body: bytes) -> Any:
    try:
        # Some programs put a byte-order mark before their JSON.
        return json.loads(body.decode("utf-8-sig"), parse_float=_number, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise Refused(400, "not_json", f"That is not UTF-8 at byte {error.start}.") from error
    except json.JSONDecodeError as error:
        said = f"That is not JSON: {error.msg.lower()} in line {error.lineno}, column {error.colno}."
        raise Refused(400, "not_json", said) from error
    except (RecursionError, ValueError) as error:
        raise Refused(400, "not_json", "That is no JSON that I can read.") from error


def _number(said: str) -> Decimal:
    try:
        return Decimal(said)
    except ArithmeticError:  # an exponent beyond all bounds
        _no_number(said)


def _no_number(said: str) -> NoReturn:
    raise Refused(400, "not_json", f"{said[:20]} is no number that JSON has or that I can keep.")


def _lines(document: Any, name: str) -> Sequence[Mapping[str, Any]]:
    if not isinstance(document, dict) or set(document) != {name} or not isinstance(document[name], list):
        raise Refused(400, "shape", f'Send one object with a list: {{"{name}": [{{…}}, {{…}}]}}')
    lines: list[Any] = document[name]
    if not lines:
        raise Refused(400, "shape", "The list is empty.")
    if len(lines) > MOST_LINES:
        raise Refused(413, "too_large", f"Up to {MOST_LINES:,} lines at once. Send them in several requests.")
    wrong = next((place for place, line in enumerate(lines) if not isinstance(line, dict)), None)
    if wrong is not None:
        raise Refused(400, "shape", f"Line {wrong} is no object.")
    return lines
