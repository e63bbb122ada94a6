"""Files that somebody drops into the chat with Bailey."""

import aiohttp

from adapters.teams.settings import TeamsSettings
from adapters.teams.tokens import Session
from bot.request import MAX_FILE

TIMEOUT = aiohttp.ClientTimeout(total=60, connect=5)


class Unreadable(Exception):
    """Says what is wrong with a file and what to do instead, in words for the person."""


async def download(settings: TeamsSettings, session: Session, name: str, url: str) -> bytes:
    """The bytes of a CSV file or a calendar that Teams keeps for the chat. Raises Unreadable."""
    if not name.lower().endswith((".csv", ".ics")):
        raise Unreadable("I read CSV files and calendars (.ics). Save the sheet as CSV, then drop it here.")
    if not settings.stores(url):
        raise Unreadable("I only read files that Teams itself keeps. Drop the file into this chat.")
    content = bytearray()
    try:
        async with (await session()).get(url, timeout=TIMEOUT, allow_redirects=False) as response:
            if response.status != 200:
                raise Unreadable("Teams did not hand me the file. Drop it here once more.")
            if (response.content_length or 0) > MAX_FILE:
                raise Unreadable(_too_large())
            async for chunk in response.content.iter_chunked(1 << 16):
                content += chunk
                if len(content) > MAX_FILE:
                    raise Unreadable(_too_large())
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unreadable("Teams did not hand me the file. Drop it here once more.") from error
    return bytes(content)


def _too_large() -> str:
    return f"That file is larger than {MAX_FILE // (1024 * 1024)} MB. Split it, or run: bailey import accounts FILE.csv"
