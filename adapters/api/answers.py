"""What the API answers: JSON, and for everything that is wrong the same shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.intake import Fault

MOST_FAULTS = 100
# So that a client asks for the token anew, or uses the right method, and does not try the same once more.
HEADERS = {401: {"WWW-Authenticate": 'Bearer realm="Bailey"'}, 405: {"Allow": "POST"}}


@dataclass(eq=False)
class Refused(Exception):
    """status: of HTTP. code: for programs. message: for people. faults: by line."""

    status: int
    code: str
    message: str
    faults: Sequence[Fault] = ()

    def response(self) -> web.Response:
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.faults:
            error["lines"] = [
                {"index": fault.index, "field": fault.field, "message": fault.message}
                for fault in self.faults[:MOST_FAULTS]
            ]
        return web.json_response({"error": error}, status=self.status, headers=HEADERS.get(self.status, {}))


def unauthorised() -> Refused:
    said = "Send “Authorization: Bearer TOKEN” with a token that is not revoked. An admin makes one: token create NAME"
    return Refused(401, "unauthorized", said)


def faulty(faults: Sequence[Fault], lines: int) -> Refused:
    one = "1 line" if len(faults) == 1 else f"{len(faults):,} lines"
    of = f"{one} of {lines:,} cannot be used, so nothing was written."
    told = f" The first {MOST_FAULTS} are listed." if len(faults) > MOST_FAULTS else ""
    return Refused(422, "invalid_lines", of + told, faults)
