"""Teams' message service over HTTP: the few calls that Bailey makes, on one shared session."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp

from adapters.teams.tokens import AppToken, Session

TIMEOUT = aiohttp.ClientTimeout(total=30, connect=5)


class Refused(Exception):
    """Teams said no. status: HTTP status, 0 when it could not be reached. code: its error code or sub-code.
    after: seconds it asked us to wait, or 0. arrived: the message may have been delivered all the same."""

    def __init__(self, status: int, code: str = "", after: float = 0.0, arrived: bool = False) -> None:
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code
        self.after = after
        self.arrived = arrived


@dataclass(frozen=True, slots=True)
class Connector:
    """One service URL, one tenant, one app, one audience."""

    service_url: str
    token: AppToken
    session: Session

    async def post(self, conversation: str, activity: dict[str, Any]) -> str:
        """The new message's id. Raises Refused, as all of these do."""
        return _id(await self._call("POST", f"conversations/{_safe(conversation)}/activities", activity))

    async def update(self, conversation: str, ref: str, activity: dict[str, Any]) -> str:
        path = f"conversations/{_safe(conversation)}/activities/{_safe(ref)}"
        return _id(await self._call("PUT", path, activity)) or ref

    async def create(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """`id` of the new conversation and, in a channel, `activityId` of its first message."""
        return _mapping(await self._call("POST", "conversations", parameters))

    async def member(self, conversation: str, user: str) -> dict[str, Any]:
        return _mapping(await self._call("GET", f"conversations/{_safe(conversation)}/members/{_safe(user)}"))

    async def members(self, conversation: str, after: str = "") -> tuple[list[dict[str, Any]], str]:
        """One page of a conversation's members, and where the next begins ("" at the end)."""
        query = f"?pageSize=500{'&continuationToken=' + _safe(after) if after else ''}"
        page = _mapping(await self._call("GET", f"conversations/{_safe(conversation)}/pagedmembers{query}"))
        found = [member for member in page.get("members") or () if isinstance(member, dict)]
        return found, str(page.get("continuationToken") or "")

    async def channels(self, team: str) -> list[dict[str, Any]]:
        found = _mapping(await self._call("GET", f"teams/{_safe(team)}/conversations")).get("conversations") or []
        return [channel for channel in found if isinstance(channel, dict)]

    async def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        try:
            token = await self.token.get()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Refused(0, "NoToken") from error
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{self.service_url.rstrip('/')}/v3/{path}"
        session = await self.session()
        try:
            async with session.request(
                method, url, json=body, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as response:
                if response.status == 401:
                    self.token.forget()
                if response.status >= 300:
                    raise Refused(response.status, await _code(response), _after(response), response.status >= 500)
                return await response.json(content_type=None) if response.content_length != 0 else {}
        except aiohttp.ClientConnectorError as error:
            raise Refused(0, type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise Refused(0, type(error).__name__, arrived=True) from error


def _safe(part: str) -> str:
    return quote(part, safe="")


def _mapping(body: Any) -> dict[str, Any]:
    return body if isinstance(body, dict) else {}


def _id(body: Any) -> str:
    return str(_mapping(body).get("id") or "")


def _after(response: aiohttp.ClientResponse) -> float:
    try:
        return max(0.0, float(response.headers.get("Retry-After", "0")))
    except ValueError:
        return 0.0


async def _code(response: aiohttp.ClientResponse) -> str:
    """The inner error's code says more than the outer one ("MessageWritesBlocked", "ConversationNotFound")."""
    try:
        error = _mapping(_mapping(await response.json(content_type=None)).get("error"))
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return ""
    inner = _mapping(error.get("innerHttpError"))
    return str(
        error.get("subCode")
        or inner.get("subCode")
        or _mapping(inner.get("body")).get("subCode")
        or error.get("code")
        or ""
    )
