"""Calling Slack's Web API: one way in, and one kind of failure out."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar, cast

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

# The libraries print whole request bodies, signatures and texts included: what is worth telling, we log ourselves.
SILENT = logging.getLogger("adapters.slack.library")
SILENT.setLevel(logging.CRITICAL + 1)

Json = dict[str, Any]
M = TypeVar("M", bound=Callable[..., Any])
PATIENCE = 10.0
UNREACHABLE = "unreachable"
# Slack broke while it worked; what it had done by then may stand.
HALFWAY = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}


class Refused(Exception):
    """Slack did not do it. error: Slack's word for it, or `unreachable`. after: seconds to wait, if it said so. unsure: it
    may have been done all the same."""

    def __init__(self, error: str, after: float = 0, unsure: bool = False) -> None:
        super().__init__(error)
        self.error = error
        self.after = after
        self.unsure = unsure


# The workspace that is spoken with; Slack's ids do not tell by themselves, and its library knows one token a client.
_spoken_with: ContextVar[str] = ContextVar("workspace", default="")


def speak_with(team: str) -> None:
    """From here on, in this task and those that it starts."""
    _spoken_with.set(team)


@contextmanager
def speaking_with(team: str) -> Iterator[None]:
    before = _spoken_with.set(team)
    try:
        yield
    finally:
        _spoken_with.reset(before)


def to_its_workspace(method: M) -> M:
    """A method of the platform that is given an address, or a tenant, before anything else."""

    @wraps(method)
    async def spoken(self: Any, to: Any, *args: Any, **more: Any) -> Any:
        with speaking_with(to if isinstance(to, str) else to.tenant):
            return await method(self, to, *args, **more)

    return cast(M, spoken)


class Client(AsyncWebClient):
    """One client for every workspace that has the app installed: each call goes with the token of the one that is spoken
    with. tokens: by workspace, for all but the first."""

    tokens: Mapping[str, str] = {}

    @property
    def bearer(self) -> str:
        return self.tokens.get(_spoken_with.get()) or self.token or ""

    async def api_call(self, api_method: str, *, headers: dict[str, str] | None = None, **more: Any) -> Any:
        own = self.tokens.get(_spoken_with.get())
        said = {**(headers or {}), "Authorization": f"Bearer {own}"} if own else headers
        return await super().api_call(api_method, headers=said, **more)


def web_client(token: str, url: str, session: aiohttp.ClientSession, tokens: Mapping[str, str] | None = None) -> Client:
    """retry_handlers: none, for the stock one posts twice after a lost connection; whoever calls decides on retries."""
    client = Client(token=token, base_url=url, session=session, logger=SILENT, retry_handlers=[])
    client.tokens = tokens or {}
    return client


async def call(answer: Awaitable[Any], patience: float = PATIENCE) -> Json:
    """The answer of a Web API method. Raises Refused for everything that is not `ok`."""
    data = (await answered(answer, patience)).data
    return data if isinstance(data, dict) else {}


async def answered(answer: Awaitable[Any], patience: float = PATIENCE) -> Any:
    """The same with its headers."""
    try:
        async with asyncio.timeout(patience):
            return await answer
    except SlackApiError as refused:
        raise Refused(*_reason(refused.response)) from refused
    except aiohttp.ClientConnectorError as closed:
        raise Refused(UNREACHABLE) from closed
    except (aiohttp.ClientError, OSError, TimeoutError, SlackClientError, ValueError) as lost:
        raise Refused(UNREACHABLE, unsure=True) from lost


def _reason(response: Any) -> tuple[str, float, bool]:
    """A failure's word, its waiting time, and whether it may have been none. A response that is no JSON of Slack's (a
    proxy's error page) has no word."""
    data = getattr(response, "data", None)
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    after = seconds(getattr(response, "headers", {}).get("Retry-After", ""))
    if status == 429:
        return "ratelimited", after or 30, False
    if isinstance(data, dict) and data.get("error"):
        return str(data["error"]), after, data["error"] in HALFWAY
    return UNREACHABLE, after, True


def seconds(header: str) -> float:
    return float(header) if header.isdigit() else 0
