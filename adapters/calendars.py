"""Fetching calendars that people subscribed to. Their addresses are typed by people, so nothing is asked for that is not
public: no address of this machine or its neighbours, whatever name or redirect leads there."""

import ipaddress
import socket
from collections.abc import Callable
from datetime import datetime
from ssl import SSLContext
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from bot.calendars.reading import LARGEST
from bot.calendars.refreshing import Wanted, refresh
from bot.calendars.sources import Failed, Fetched
from bot.chores import errand
from storage.ground import Ground

PATIENCE = aiohttp.ClientTimeout(total=60, connect=10, sock_read=20)
CHUNK = 64 * 1024
REDIRECTS = 3
AGENT = "Bailey (calendar subscription)"
# What may carry an address of version 4 inside one of version 6.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))

GONE = "its server says that there is no calendar (any more) at that address. Make a new secret address."
REFUSED = "its server does not let me read it. Use the secret address that needs no sign-in."
WRONG = "its server answers, but not with a calendar. The address of a calendar usually ends in .ics."
PRIVATE = "that address leads into a private network, where I do not look."
TOO_LARGE = f"it is larger than {LARGEST // 1024**2} MB."
SILENT = "its server does not answer."
BUSY = "its server cannot serve it right now."

MayReach = Callable[[str], bool]
"""Whether an IP address, as text, may be asked."""


def is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped or ip.sixtofour:
            return is_public(str(ip.ipv4_mapped or ip.sixtofour))
        if any(ip in network for network in _TRANSLATED):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class Forbidden(OSError):
    """A name that leads to where nobody may look."""


class _Resolver(AbstractResolver):
    """The connection goes to the very addresses that were checked here, so a name cannot mean another one later."""

    def __init__(self, may_reach: MayReach) -> None:
        self._inner = ThreadedResolver()
        self._may_reach = may_reach

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not all(self._may_reach(each["host"]) for each in found):
            raise Forbidden(PRIVATE)
        return found

    async def close(self) -> None:
        await self._inner.close()


async def fetch(wanted: Wanted, may_reach: MayReach = is_public, trust: SSLContext | None = None) -> Fetched | Failed:
    """may_reach, trust: for a calendar server of a test, which is on this machine and vouches for itself."""
    connector = aiohttp.TCPConnector(resolver=_Resolver(may_reach), ssl=trust or True, limit=1, force_close=True)
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(connector=connector, timeout=PATIENCE, cookie_jar=jar, trust_env=False) as session:
        try:
            return await _followed(session, wanted, may_reach)
        except Forbidden:
            return Failed(PRIVATE, lasting=True)
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.__cause__ or error.os_error, Forbidden):
                return Failed(PRIVATE, lasting=True)
            return Failed(SILENT)
        except (aiohttp.InvalidURL, ValueError):
            return Failed(WRONG, lasting=True)
        except (aiohttp.ClientError, OSError, TimeoutError):
            return Failed(SILENT)


async def _followed(session: aiohttp.ClientSession, wanted: Wanted, may_reach: MayReach) -> Fetched | Failed:
    address = wanted.address
    headers = {"Accept": "text/calendar, text/plain;q=0.5, */*;q=0.1", "User-Agent": AGENT}
    if wanted.etag:
        headers["If-None-Match"] = wanted.etag
    if wanted.changed_as:
        headers["If-Modified-Since"] = wanted.changed_as
    for _ in range(REDIRECTS + 1):
        if not _may_ask(address, may_reach):
            return Failed(PRIVATE, lasting=True)
        async with session.get(address, headers=headers, allow_redirects=False) as response:
            if response.status in (301, 302, 303, 307, 308) and (to := response.headers.get("Location")):
                address = urljoin(address, to)
                continue
            return await _read(response)
    return Failed(WRONG, lasting=True)


def _may_ask(address: str, may_reach: MayReach) -> bool:
    """https alone; and a host that is an IP address is looked up by nobody, so it is checked here."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        return False
    try:
        return may_reach(str(ipaddress.ip_address(parts.hostname)))
    except ValueError:
        return True


async def _read(response: aiohttp.ClientResponse) -> Fetched | Failed:
    match response.status:
        case 304:
            return Fetched(None)
        case 200:
            pass
        case 404 | 410:
            return Failed(GONE, lasting=True)
        case 401 | 403:
            return Failed(REFUSED, lasting=True)
        case 408 | 425 | 429:
            return Failed(BUSY)
        case status:
            return Failed(BUSY) if status >= 500 else Failed(WRONG, lasting=True)
    content = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        content += chunk
        if len(content) > LARGEST:
            return Failed(TOO_LARGE, lasting=True)
    if b"BEGIN:VCALENDAR" not in content[:2048].upper():
        return Failed(WRONG, lasting=True)
    tags = (response.headers.get("ETag", "")[:500], response.headers.get("Last-Modified", "")[:100])
    return Fetched(bytes(content), *tags)


@errand("calendars", every=60)
async def calendars(ground: Ground, organization_id: int, now: datetime) -> None:
    """Each subscription is read every quarter of an hour; a new one within the minute."""
    await refresh(ground, organization_id, now, fetch)
