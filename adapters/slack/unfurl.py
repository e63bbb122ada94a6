"""Links to records that somebody posted: below them stands what everybody there may see, or nothing at all."""

from dataclasses import dataclass

import structlog

from adapters.slack import read
from adapters.slack.answers import Answers
from adapters.slack.api import Json, Refused, call
from adapters.slack.asker import Asker
from adapters.slack.asking import Asking
from adapters.slack.render import drawings
from adapters.slack.send import REDRAWN
from bot.request import Place
from bot.view import DrawnView

LINK = "link"
MOST = 5  # cards below one message
COMPOSER = "composer"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Posted:
    """A message with links of ours in it. ts: its id in the channel."""

    asker: Asker
    ts: str
    urls: tuple[str, ...]


def posted(body: Json, bot: str) -> Posted | None:
    """None for what is to be left alone: what Bailey itself posted, be it in a customer's words; what is still being
    written, for nobody knows yet who will read it, and it is told of again once it is sent; and people's chats with
    Bailey, where a link is answered. bot: Bailey's user id, as far as it is known."""
    event: Json = body["event"]
    user, channel, ts = (str(event.get(name) or "") for name in ("user", "channel", "message_ts"))
    if event.get("source") == COMPOSER or not (user and channel and ts) or channel.startswith("D"):
        return None
    if user == (read.me(body) or bot) or event.get("bot_id") or body.get("is_ext_shared_channel"):
        return None
    urls = dict.fromkeys(str(link.get("url") or "") for link in event.get("links") or ())
    asker = Asker(read.tenant(body), user, channel, str(event.get("thread_ts") or ""))
    return Posted(asker, ts, tuple(url for url in urls if url)[:MOST])


async def unfurl(asking: Asking, answers: Answers, found: Posted) -> None:
    sender, address = await asking.who_and_where(found.asker)
    if address.place is Place.SHARED:
        return
    views: dict[str, DrawnView] = {}
    for url in found.urls:
        for one in await asking.bailey.find(sender, address, LINK, url):
            views[url] = one.view
    if views:
        await _show(answers, found, views)


async def _show(answers: Answers, found: Posted, views: dict[str, DrawnView]) -> None:
    reader = answers.platform.reader(found.asker.tenant)
    drawn = {url: list(drawings(view, reader)) for url, view in views.items()}
    for at in (0, -1):
        unfurls = {url: {"blocks": said[at]["blocks"]} for url, said in drawn.items()}
        try:
            await call(answers.platform.client.chat_unfurl(channel=found.asker.channel, ts=found.ts, unfurls=unfurls))
        except Refused as refused:
            log.info("slack", action="not_unfurled", error=refused.error)
            if refused.error not in REDRAWN:
                return
        else:
            return
