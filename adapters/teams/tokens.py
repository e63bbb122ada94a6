"""The two tokens of a conversation with Teams: theirs, checked against their published keys, and ours."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import jwt

from adapters.teams.settings import TeamsSettings

LEEWAY = 300  # seconds that clocks may differ
FRESH = 24 * 3600.0  # seconds for which fetched keys serve without a look at the issuer
PAUSE = 60.0  # seconds between two fetches that unknown keys may cause, so that a forger cannot make us hammer
SCOPE = "https://api.botframework.com/.default"

Session = Callable[[], Awaitable[aiohttp.ClientSession]]
Claims = Mapping[str, Any]


class Unauthorized(Exception):
    """The token is not one that Teams made for us."""


class IssuerSilent(Exception):
    """The issuer's keys could not be fetched, so nobody can be told apart from a forger."""


class Keys:
    """The keys that sign what Teams sends. Fetched without holding up anybody who has a known key."""

    def __init__(self, url: str, session: Session, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._session = session
        self._clock = clock
        self._keys: dict[str, tuple[Any, frozenset[str]]] = {}
        self._issuer = ""
        self._tried = self._fetched = float("-inf")
        self._lock = asyncio.Lock()
        self._behind: asyncio.Task[None] | None = None  # a refresh that nobody waits for

    @property
    def issuer(self) -> str:
        return self._issuer

    async def find(self, key_id: str) -> tuple[Any, frozenset[str]]:
        """The public key and the channels it may speak for. Raises Unauthorized or IssuerSilent."""
        if key_id not in self._keys:
            await self._refresh()
        elif self._clock() - self._fetched > FRESH and self._clock() - self._tried > PAUSE:
            self._behind = asyncio.create_task(self._refresh())
        if key_id not in self._keys:
            raise Unauthorized("unknown signing key")
        return self._keys[key_id]

    async def _refresh(self) -> None:
        async with self._lock:
            if self._keys and self._clock() - self._tried < PAUSE:
                return
            self._tried = self._clock()
            try:
                metadata = await self._get(self._url)
                listed = await self._get(str(metadata["jwks_uri"]))
                self._keys = {
                    str(key["kid"]): (jwt.PyJWK(key, "RS256").key, frozenset(key.get("endorsements", ())))
                    for key in listed["keys"]
                    if key.get("kty") == "RSA" and key.get("kid")
                }
                self._issuer = str(metadata["issuer"])
                self._fetched = self._clock()
            except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
                if not self._keys:
                    raise IssuerSilent(type(error).__name__) from error

    async def _get(self, url: str) -> dict[str, Any]:
        session = await self._session()
        async with session.get(url, timeout=aiohttp.ClientTimeout(total=10)) as response:
            response.raise_for_status()
            body = await response.json(content_type=None)
        if not isinstance(body, dict):
            raise ValueError("not a JSON object")
        return body


async def check(header: str, channel: str, service_url: str, app_id: str, keys: Keys) -> Claims:
    """The claims of a bearer token that Teams signed for this app, this channel and this service URL.

    Raises Unauthorized for any other token, IssuerSilent when no key could be fetched.
    """
    scheme, _, token = header.partition(" ")
    if scheme != "Bearer" or not token or " " in token:
        raise Unauthorized("no bearer token")
    try:
        head = jwt.get_unverified_header(token)
        if head.get("alg") != "RS256" or not isinstance(head.get("kid"), str):
            raise Unauthorized("not signed the way Teams signs")
        key, endorsements = await keys.find(head["kid"])
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience=app_id,
            issuer=keys.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iss", "aud"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Unauthorized(type(error).__name__) from error
    if channel not in endorsements:
        raise Unauthorized("this key does not speak for the channel")
    if str(claims.get("serviceurl", "")).rstrip("/") != service_url.rstrip("/"):
        raise Unauthorized("made for another service URL")
    return claims


class AppToken:
    """Bailey's own token, fetched once and kept until five minutes before its end."""

    def __init__(
        self,
        settings: TeamsSettings,
        session: Session,
        scope: str = SCOPE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._session = session
        self._scope = scope
        self._clock = clock
        self._token = ""
        self._until = float("-inf")
        self._lock = asyncio.Lock()

    async def get(self) -> str:
        """ "" without an app id. Raises aiohttp.ClientError or TimeoutError when the login service does not answer."""
        if not self._settings.app_id or not self._settings.authenticated:
            return ""
        if self._clock() < self._until:
            return self._token
        async with self._lock:
            if self._clock() >= self._until:
                await self._fetch()
        return self._token

    def forget(self) -> None:
        """Fetch a new one for the next message; the last one was not accepted."""
        self._until = float("-inf")

    async def _fetch(self) -> None:
        session = await self._session()
        tenant = self._settings.tenant or "botframework.com"
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "client_secret": self._settings.password,
            "scope": self._scope,
        }
        url = f"{self._settings.login_url.rstrip('/')}/{tenant}/oauth2/v2.0/token"
        async with session.post(url, data=form, timeout=aiohttp.ClientTimeout(total=10)) as response:
            response.raise_for_status()
            body = await response.json(content_type=None)
        if not isinstance(body, dict) or not body.get("access_token"):
            raise aiohttp.ClientPayloadError("the login service answered without a token")
        self._token = str(body["access_token"])
        self._until = self._clock() + max(0.0, float(body.get("expires_in", 3600)) - 300)
