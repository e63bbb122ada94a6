"""A CSV file or calendar that somebody dropped into the chat: fetched with our token, refused before it is too large."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from adapters.slack.api import Json, Refused, call
from adapters.slack.send import Slack
from bot.request import MAX_FILE, Dropped
from bot.view import DrawnView, Notice, Spans

PATIENCE = aiohttp.ClientTimeout(total=120, sock_read=20)
CHUNK = 64 * 1024
HOSTS = ("slack.com", "slack-gov.com", "slack-files.com")


class Unreadable(Exception):
    """A file that cannot be taken. said: why, and what to do."""

    def __init__(self, *said: str) -> None:
        super().__init__()
        self.said: Spans = said

    @property
    def view(self) -> DrawnView:
        return DrawnView((Notice("problem", self.said),), "A file could not be read.")


@dataclass(frozen=True, slots=True)
class Files:
    platform: Slack
    session: aiohttp.ClientSession

    async def fetch(self, file: Json) -> Dropped:
        """file: an element of a message's `files`. Raises Unreadable."""
        if file.get("file_access") == "check_file_info" or not file.get("url_private"):
            file = await self._info(file)
        name = str(file.get("name") or "file.csv")
        if int(file.get("size") or 0) > MAX_FILE:
            raise Unreadable(*_too_large(name))
        return Dropped(name, await self._read(name, str(file.get("url_private_download") or file["url_private"])))

    async def _info(self, file: Json) -> Json:
        try:
            found: Json = (await call(self.platform.client.files_info(file=file["id"])))["file"]
            return {"url_private": "", **found}
        except (Refused, KeyError) as none:
            raise Unreadable("Slack did not hand over that file. Drop it once more, in our own chat.") from none

    async def _read(self, name: str, url: str) -> bytes:
        if not self._ours(url):
            # The token goes to Slack alone, whatever a file's link says.
            raise Unreadable(f"{name} is not kept by Slack. Download it, then drop the file itself.")
        headers = {"Authorization": f"Bearer {self.platform.client.bearer}"}
        content = bytearray()
        try:
            async with self.session.get(url, headers=headers, timeout=PATIENCE, allow_redirects=False) as response:
                # Without the right to read files Slack answers with its sign-in page, or a way to it.
                if response.status != 200 or response.content_type == "text/html":
                    raise Unreadable(f"Slack did not let me read {name}. An admin can give me the right files:read.")
                async for chunk in response.content.iter_chunked(CHUNK):
                    content += chunk
                    if len(content) > MAX_FILE:
                        raise Unreadable(*_too_large(name))
        except (aiohttp.ClientError, OSError, TimeoutError) as lost:
            raise Unreadable(f"{name} did not come through. Drop it once more.") from lost
        return bytes(content)

    def _ours(self, url: str) -> bool:
        parts, api = urlsplit(url), urlsplit(self.platform.client.base_url)
        host = parts.hostname or ""
        slack = parts.scheme == "https" and any(host == known or host.endswith(f".{known}") for known in HOSTS)
        return slack or (parts.scheme, parts.netloc) == (api.scheme, api.netloc)


def is_readable(file: Json) -> bool:
    """Whether it is of a kind that Bailey reads."""
    name = str(file.get("name") or "").lower()
    return file.get("filetype") in ("csv", "ics", "calendar") or name.endswith((".csv", ".ics"))


def _too_large(name: str) -> tuple[str, ...]:
    return (f"{name} is larger than {MAX_FILE // 1024**2} MB. Split it, then drop the parts one after another.",)
