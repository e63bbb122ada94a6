"""Showing a reply to whoever asked, in private, by the first way that works."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import aiohttp
import structlog

from adapters.slack import forms
from adapters.slack.api import PATIENCE, UNREACHABLE, Json, Refused, call, seconds
from adapters.slack.asker import Asker
from adapters.slack.buttons import retyped
from adapters.slack.pieces import OPEN
from adapters.slack.render import drawings, message
from adapters.slack.send import PASSING, PERSON, REDRAWN, Slack, first_taken
from bot.request import Line, Reply
from bot.view import Button, DrawnView

log = structlog.get_logger()
# How often one way is tried while Slack is busy, and the longest wait that is worth it while somebody watches.
TRIES, PAUSE, LONGEST_WAIT = 3, 0.2, 30.0


@dataclass(frozen=True, slots=True)
class Answers:
    platform: Slack
    session: aiohttp.ClientSession

    # ------------------------------------------------------------ dialogs

    async def opened(self, reply: Reply, asker: Asker) -> bool:
        """Whether the reply stands in a dialog now: a form always where one can open, a card where there is no
        message to answer with (the Home tab, another dialog)."""
        home = bool(asker.view)
        if not (asker.trigger or asker.modal) or (reply.view.form is None and not home):
            return False
        try:
            await self._open(reply.view, asker)
        except (Refused, ValueError) as failed:
            log.info("slack", action="dialog_not_opened", error=str(failed))
            return False
        return True

    async def _open(self, view: DrawnView, asker: Asker) -> None:
        reader = self.platform.reader(asker.tenant)
        drawn = (forms.dialog if view.form else forms.card)(view, reader, asker.origin)
        if asker.modal:
            await call(self.platform.client.views_update(view_id=asker.view, view=drawn))
        else:
            await call(self.platform.client.views_open(trigger_id=asker.trigger, view=drawn))

    async def publish(self, view: DrawnView, asker: Asker) -> None:
        """Show a view as the asker's Home tab."""
        drawn = forms.home(view, self.platform.reader(asker.tenant))
        try:
            await call(self.platform.client.views_publish(user_id=asker.user, view=drawn))
        except Refused as refused:
            log.warning("slack", action="home_not_published", error=refused.error)

    # ------------------------------------------------------------ messages

    def said(self, reply: Reply, asker: Asker, asked: Line | None = None) -> Json:
        """asked: what to say again, where a dialog can open, for a reply that is a form."""
        return message(reply.view, self.platform.reader(asker.tenant), _reopen(reply.view, asked))

    async def deliver(self, reply: Reply, asker: Asker, asked: Line | None = None) -> None:
        """Tell the asker alone: by the response_url, else in the channel for their eyes, else in their own chat."""
        drawn = list(drawings(reply.view, self.platform.reader(asker.tenant), _reopen(reply.view, asked)))
        # A card that others see too is not redrawn with what one of them may see; the courier edits it for all.
        replaces = reply.replaces and (asker.ephemeral or asker.direct)
        ways = [self._respond] * bool(asker.url) + [self._whisper] * bool(asker.channel) + [self._write]
        if asker.direct and not asker.ephemeral and not replaces:
            # In a chat of one's own a lasting message is as private, and it is still there tomorrow.
            ways = [self._whisper, self._write]
        for way in ways:
            try:
                await first_taken(drawn, partial(_patiently, partial(way, asker, replaces)))
            except Refused as refused:
                log.info("slack", action="answer_refused", way=way.__name__.strip("_"), error=refused.error)
            else:
                return
        log.error("slack", action="answer_lost", user=asker.user, channel=asker.channel)

    async def _respond(self, asker: Asker, replaces: bool, said: Json) -> None:
        kind = {"response_type": "ephemeral", "replace_original": bool(replaces and asker.message)}
        await self._once(asker.url, {**said, **kind})

    async def _once(self, url: str, body: Json) -> None:
        try:
            async with self.session.post(url, json=body, timeout=aiohttp.ClientTimeout(total=PATIENCE)) as response:
                words = await response.text()
        except (aiohttp.ClientError, OSError, TimeoutError) as lost:
            raise Refused(UNREACHABLE) from lost
        if response.status == 429:
            raise Refused("ratelimited", seconds(response.headers.get("Retry-After", "")) or 1)
        if response.status >= 500:
            raise Refused("invalid_blocks" if "invalid_blocks" in words else UNREACHABLE)
        if response.status >= 400:
            raise Refused(next((known for known in sorted(REDRAWN) if known in words), "response_url_refused"))

    async def _whisper(self, asker: Asker, replaces: bool, said: Json) -> None:
        client = self.platform.client
        thread = asker.thread or None
        if asker.direct and replaces and asker.message:
            kept = {name: value for name, value in said.items() if not name.startswith("unfurl")}
            await call(client.chat_update(channel=asker.channel, ts=asker.message, parse="none", **kept))
        elif asker.direct:
            await call(client.chat_postMessage(channel=asker.channel, thread_ts=thread, **said))
        else:
            kept = {name: value for name, value in said.items() if not name.startswith("unfurl")}
            await call(client.chat_postEphemeral(channel=asker.channel, user=asker.user, thread_ts=thread, **kept))

    async def _write(self, asker: Asker, replaces: bool, said: Json) -> None:
        try:
            own = await self.platform.direct(asker.tenant, asker.user)
        except LookupError as none:
            raise Refused("no_direct_conversation") from none
        if own.channel.startswith(PERSON):
            raise Refused(UNREACHABLE)  # busy: there is no telling yet which chat it is
        await call(self.platform.client.chat_postMessage(channel=own.channel, **said))


async def _patiently(way: Callable[[Json], Awaitable[None]], said: Json) -> None:
    """Again while Slack is busy or away: what it had done by then may stand twice, and an answer that is lost is missed by
    nobody but whoever asked."""
    for left in reversed(range(TRIES)):
        try:
            await way(said)
        except Refused as refused:
            wait = refused.after or PAUSE
            if not left or refused.error not in PASSING or wait > LONGEST_WAIT:
                raise
            await asyncio.sleep(wait)
        else:
            return


def _reopen(view: DrawnView, asked: Line | None) -> Button | None:
    return retyped(OPEN, asked, view.form.command) if view.form and asked else None
