"""The events of a workspace: words to Bailey, files, the Home tab, people and channels that change."""

from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from slack_bolt.response import BoltResponse

from adapters.slack import read, signs, threads
from adapters.slack.acknowledge import done
from adapters.slack.answers import Answers
from adapters.slack.api import Json
from adapters.slack.asker import Asker
from adapters.slack.asking import Asking
from adapters.slack.files import Files, Unreadable, is_readable
from adapters.slack.hearing import hear
from adapters.slack.jobs import Jobs
from adapters.slack.presence import Presence
from adapters.slack.unfurl import posted, unfurl
from bot.request import Address, Became, Dropped, Line, Place, Reply, Request, Sender, Signed
from bot.view import DrawnView, Notice

HOME_LINE = "day"
REMEMBERED = 10_000
NOT_READ = DrawnView(
    (Notice("info", ("I read CSV files and calendars (.ics). Save the sheet as .csv, then drop it here.",)),),
    "Only CSV files and calendars are read.",
)


@dataclass(slots=True)
class Events:
    """patience: seconds after which an event is acknowledged before its answer."""

    asking: Asking
    answers: Answers
    files: Files
    presence: Presence
    jobs: Jobs
    patience: float
    _heard: OrderedDict[str, None] = field(default_factory=OrderedDict)

    async def happened(self, body: Json) -> BoltResponse:
        handle = EVENTS.get(body["event"]["type"])
        if handle is None:
            return done()
        task = self.jobs.start(handle(self, body), "event")
        if await self.jobs.within(task, self.patience) and task.exception():
            # Nothing was carried out: Slack delivers the event again.
            return BoltResponse(status=500)
        return done()

    async def message(self, body: Json) -> None:
        """Direct messages and mentions. A mention arrives twice, as itself and as a message, and Slack repeats what
        it did not see acknowledged: whatever has been answered is not answered again. Everything else is dropped here,
        but for replies beneath our own cards."""
        if await self._overheard(body):
            return
        spoken = read.spoken(body, self.presence.me)
        if spoken is None:
            return
        key = read.key(spoken.asker.tenant, "message", spoken.asker.channel, spoken.ts)
        if not self._first(key):
            return
        try:
            await self._answer_message(key, spoken)
        except Exception:
            self._heard.pop(key, None)
            raise

    async def _overheard(self, body: Json) -> bool:
        """Whether it is talk of colleagues in a thread that is kept, and nothing to answer."""
        heard = threads.written(body, self.presence.me)
        if heard is None or (heard.to_bailey and heard.became is Became.NEW):
            return False
        asker = heard.asker
        if asker.direct and any(is_readable(file) for file in body["event"].get("files") or ()):
            return False  # given to Bailey
        thread = Address("slack", asker.tenant, asker.channel, asker.thread)
        if not await self.asking.bailey.listens(thread):
            return False
        return await self.asking.overheard(heard)

    async def _answer_message(self, key: str, spoken: read.Spoken) -> None:
        asker = spoken.asker
        sheets = [file for file in spoken.files if is_readable(file)]
        if spoken.files and not sheets and not spoken.text.strip():
            await self.answers.deliver(Reply(NOT_READ, done=False), asker)
        elif not sheets:
            asked = Line(hear(spoken.text, but=spoken.me).text, bare=True)
            reply = await self.asking.line(key, asker, asked, encoded=spoken.text, heard=spoken)
            await self.answers.deliver(reply, asker, asked)
        for at, file in enumerate(sheets):
            await self.answers.deliver(await self._dropped(f"{key}:{at}", spoken, file), asker)

    async def _dropped(self, key: str, spoken: read.Spoken, file: Json) -> Reply:
        try:
            dropped: Dropped = await self.files.fetch(file)
        except Unreadable as unreadable:
            return Reply(unreadable.view, done=False)
        sender, address = await self.asking.who_and_where(spoken.asker, spoken)
        return await self.asking.bailey.answer(Request(key, sender, address, dropped))

    async def home(self, body: Json) -> None:
        event = body["event"]
        if event.get("tab") != "home":
            return
        asker = Asker(read.tenant(body), event["user"], event.get("channel") or "", direct=True)
        key = read.key(asker.tenant, "event", body.get("event_id") or "")
        await self.answers.publish((await self.asking.line(key, asker, Line(HOME_LINE))).view, asker)

    async def sign(self, body: Json) -> None:
        """An emoji on a message: whoever put it is told, in private, and only if it means something. Nothing is asked or
        kept of any other."""
        found = signs.signed(body, self.presence.me)
        if found is None:
            return
        key, asker, signed = found
        who = Sender("slack", asker.tenant, asker.user)
        if not await self.asking.bailey.heeds(who, signed.emoji, signed.ours):
            return
        sender, address = await self.asking.who_and_where(asker)
        request = Request(key, sender, address, signed)
        if not (signed.ours or signed.away or address.place is Place.SHARED):
            request, asker = await self._quoting(request, asker)
        reply = await self.asking.bailey.answer(request)
        if reply.view.blocks:
            await self.answers.deliver(reply, asker)

    async def _quoting(self, request: Request, asker: Asker) -> tuple[Request, Asker]:
        """The same with the message that the emoji was put on, to be answered in its thread."""
        assert isinstance(request.what, Signed)
        client, ts = self.answers.platform.client, request.what.ref
        message = await signs.message_at(client, asker.channel, ts)
        if message is None:
            return request, asker
        quoted = read.quoting(message, asker.tenant, await signs.link_to(client, asker.channel, ts))
        took_part = {identity.rpartition(":")[2]: "" for identity in quoted.people}
        people = await self.asking.people(asker.tenant, took_part)
        root = str(message.get("thread_ts") or "")
        thread = root if root != ts else ""
        return replace(request, quoted=quoted, people=people), replace(asker, thread=thread)

    async def link(self, body: Json) -> None:
        found = posted(body, self.presence.me)
        if found is not None:
            await unfurl(self.asking, self.answers, found)

    async def profile(self, body: Json) -> None:
        user, team = body["event"]["user"], read.tenant(body)
        if not user.get("is_bot") and not user.get("deleted") and user["id"] != "USLACKBOT":
            await self.asking.bailey.meet([self.asking.profiles.learn(team, user)])

    async def channel(self, body: Json) -> None:
        event = body["event"]
        self.asking.channels.changed(read.tenant(body), event["channel"])

    async def left(self, body: Json) -> None:
        event, team = body["event"], read.tenant(body)
        if event["type"] == "member_left_channel" and event.get("user") != (read.me(body) or self.presence.me):
            self.asking.channels.changed(team, event["channel"])
        else:
            await self.asking.channels.left(team, event["channel"])

    def _first(self, key: str) -> bool:
        if key in self._heard:
            return False
        self._heard[key] = None
        while len(self._heard) > REMEMBERED:
            self._heard.popitem(last=False)
        return True


EVENTS: dict[str, Callable[[Events, Json], Coroutine[Any, Any, None]]] = {
    "message": Events.message,
    "app_mention": Events.message,
    "app_home_opened": Events.home,
    "reaction_added": Events.sign,
    "reaction_removed": Events.sign,
    "link_shared": Events.link,
    "user_change": Events.profile,
    "team_join": Events.profile,
    "member_joined_channel": Events.channel,
    "channel_shared": Events.channel,
    "channel_unshared": Events.channel,
    "member_left_channel": Events.left,
    "channel_left": Events.left,
    "group_left": Events.left,
}
