"""What happens in Slack → a Request, and the reply → whoever asked."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt.response import BoltResponse

from adapters.slack import forms, limits, read
from adapters.slack.answers import Answers
from adapters.slack.api import Json
from adapters.slack.asker import Asker
from adapters.slack.buttons import read_press
from adapters.slack.channels import Channels
from adapters.slack.files import Files, Unreadable, is_csv
from adapters.slack.hearing import hear
from adapters.slack.jobs import Jobs
from adapters.slack.origin import unpack
from adapters.slack.profiles import Profiles
from bot.platform import Bailey
from bot.request import Address, Dropped, Filled, Line, Place, Reply, Request, Sender
from bot.view import DrawnView, Notice

SHORTCUT = "log_activity"
HOME_LINE = "day"
MENTIONS = 20
REMEMBERED = 10_000
log = structlog.get_logger()

BROKEN = DrawnView(
    (Notice("problem", ("Something went wrong on my side, and I do not know yet what. Try it once more.",)),),
    "Something went wrong.",
)


@dataclass(slots=True)
class Listeners:
    """patience: seconds after which an answer no longer rides in the acknowledgement. me: Bailey's user id."""

    bailey: Bailey
    answers: Answers
    profiles: Profiles
    channels: Channels
    files: Files
    jobs: Jobs
    patience: float = 2.0
    me: str = ""
    _heard: OrderedDict[str, None] = field(default_factory=OrderedDict)

    # ------------------------------------------------------------ slash commands

    async def command(self, body: Json) -> BoltResponse:
        name = body["command"].removeprefix("/")
        asker = read.command(body)
        asked = Line(hear(body.get("text") or "").text, assumed="" if name == "bailey" else name)

        async def carry_out() -> Reply:
            key = read.key(asker.tenant, "command", asker.trigger)
            return await self._line(key, asker, asked, encoded=body.get("text") or "")

        task = self.jobs.start(self._safely(carry_out()), "command")
        if not await self.jobs.within(task, self.patience):
            self.jobs.start(self._deliver_late(task, asker, asked), "late_answer")
            return done()
        reply = task.result()
        if await self.answers.opened(reply, asker):
            return done()
        return done({"response_type": "ephemeral", **self.answers.said(reply, asker, asked)})

    async def _deliver_late(self, task: Awaitable[Reply], asker: Asker, asked: Line | None) -> None:
        await self.answers.deliver(await task, asker, asked)

    # ------------------------------------------------------------ buttons

    async def action(self, body: Json) -> BoltResponse:
        asker = read.interaction(body)
        pressed = body["actions"][0]
        if pressed.get("type") != "button":
            return done()
        press = read_press(pressed)

        async def carry_out() -> Reply:
            where = asker.view or f"{asker.channel}.{asker.message}"
            key = read.key(asker.tenant, "press", asker.user, where, pressed["action_ts"], pressed["block_id"])
            return await self._line(f"{key}:{pressed['action_id']}", asker, press.line, nonce=press.nonce)

        task = self.jobs.start(self._safely(carry_out()), "press")
        quick = await self.jobs.within(task, self.patience)
        if quick and await self.answers.opened(task.result(), asker):
            if asker.view and not asker.modal:
                self.jobs.start(self._refresh_home(asker, pressed["action_ts"]), "refresh_home")
            return done()
        # Slack ignores a message in the acknowledgement of a press, so the answer always takes the response_url.
        showing = self.jobs.start(self._show_press(task, asker, press.line), "show_press")
        if quick:
            await self.jobs.within(showing, self.patience)
        return done()

    async def _show_press(self, task: Awaitable[Reply], asker: Asker, line: Line) -> None:
        reply = await task
        if asker.modal and await self.answers.opened(reply, asker):
            return
        await self.answers.deliver(reply, asker, line)

    # ------------------------------------------------------------ dialogs

    async def submission(self, body: Json) -> BoltResponse:
        view = body["view"]
        try:
            kept = unpack(view.get("private_metadata") or "")
        except ValueError:
            log.warning("slack", action="foreign_dialog", callback=view.get("callback_id"))
            return done()
        shown = read.interaction(body)
        origin = kept.origin
        asker = Asker(
            shown.tenant,
            shown.user,
            origin.channel,
            origin.thread,
            url=origin.url,
            message=origin.message,
            ephemeral=origin.ephemeral,
            direct=origin.direct,
            view=view["id"],
        )
        fields = forms.filled(view["state"]["values"])

        async def carry_out() -> Reply:
            sender = await self.profiles.sender(asker.tenant, asker.user)
            address = await self._address(asker)
            key = read.form_key(asker.tenant, view, fields)
            filled = Filled(kept.command, {**fields, **kept.hidden})
            return await self.bailey.answer(Request(key, sender, address, filled, kept.nonce))

        task = self.jobs.start(self._safely(carry_out()), "form")
        if not await self.jobs.within(task, self.patience):
            self.jobs.start(self._finish_dialog(task, asker), "late_dialog")
            return done({"response_action": "update", "view": forms.waiting()})
        return self._close_dialog(task.result(), asker, kept.command)

    def _close_dialog(self, reply: Reply, asker: Asker, command: str) -> BoltResponse:
        form = reply.view.form
        if form and form.errors and form.fields and form.command == command:
            return done({"response_action": "errors", "errors": forms.errors(form)})
        if form:
            try:
                drawn = forms.dialog(reply.view, self.answers.platform.reader(asker.tenant), asker.origin)
                return done({"response_action": "update", "view": drawn})
            except ValueError:
                log.warning("slack", action="dialog_too_large", command=command)
        self.jobs.start(self.answers.deliver(reply, asker), "form_answer")
        return done()

    async def _finish_dialog(self, task: Awaitable[Reply], asker: Asker) -> None:
        """The dialog waits, and cannot be closed from here: it shows the answer, and the card is sent as well."""
        reply = await task
        in_dialog = Asker(asker.tenant, asker.user, asker.channel, view=asker.view, modal=True)
        await self.answers.opened(reply, in_dialog)
        if reply.view.form is None:
            await self.answers.deliver(reply, asker)

    async def suggestion(self, body: Json) -> BoltResponse:
        kind = str(body["action_id"]).removeprefix("pick:")
        asker = read.interaction(body)
        sender = self.profiles.at_hand(asker.tenant, asker.user)
        try:
            choices = await self.bailey.suggest(sender, kind, body.get("value") or "")
        except Exception:
            log.exception("slack", action="suggestion_failed", kind=kind)
            return done({"options": []})
        fitting = [choice for choice in choices if 0 < len(choice.value) <= limits.OPTION_VALUE]
        return done({"options": [forms.pick(choice.value, choice.label) for choice in fitting[: limits.OPTIONS]]})

    async def shortcut(self, body: Json) -> BoltResponse:
        if body.get("type") != "message_action" or body.get("callback_id") != SHORTCUT:
            return done()
        asker = read.interaction(body)
        key = read.key(asker.tenant, "shortcut", asker.trigger)
        # The message may be a colleague's, so nothing of it is ever replaced.
        asker = Asker(
            asker.tenant, asker.user, asker.channel, asker.thread, trigger=asker.trigger, url=asker.url, ephemeral=True
        )

        async def carry_out() -> Reply:
            sender = await self.profiles.sender(asker.tenant, asker.user)
            said = Request(key, sender, await self._address(asker), Line("log"), quoted=read.quoted(body))
            return await self.bailey.answer(said)

        task = self.jobs.start(self._safely(carry_out()), "shortcut")
        quick = await self.jobs.within(task, self.patience)
        if not (quick and await self.answers.opened(task.result(), asker)):
            self.jobs.start(self._deliver_late(task, asker, Line("log")), "shortcut_answer")
        return done()

    # ------------------------------------------------------------ events

    async def event(self, body: Json) -> BoltResponse:
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
        it did not see acknowledged: whatever has been answered is not answered again."""
        spoken = read.spoken(body, self.me)
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

    async def _answer_message(self, key: str, spoken: read.Spoken) -> None:
        asker = spoken.asker
        sheets = [file for file in spoken.files if is_csv(file)]
        if spoken.files and not sheets and not spoken.text.strip():
            await self.answers.deliver(Reply(NOT_CSV, done=False), asker)
        elif not sheets:
            asked = Line(hear(spoken.text, but=spoken.me).text, bare=True)
            reply = await self._line(key, asker, asked, encoded=spoken.text, heard=spoken)
            await self.answers.deliver(reply, asker, asked)
        for at, file in enumerate(sheets):
            await self.answers.deliver(await self._dropped(f"{key}:{at}", spoken, file), asker)

    async def _dropped(self, key: str, spoken: read.Spoken, file: Json) -> Reply:
        try:
            dropped: Dropped = await self.files.fetch(file)
        except Unreadable as unreadable:
            return Reply(unreadable.view, done=False)
        sender, address = await self._who_and_where(spoken.asker, spoken)
        return await self.bailey.answer(Request(key, sender, address, dropped))

    async def home(self, body: Json) -> None:
        event = body["event"]
        if event.get("tab") != "home":
            return
        asker = Asker(read.tenant(body), event["user"], event.get("channel") or "", direct=True)
        key = read.key(asker.tenant, "event", body["event_id"])
        await self.answers.publish((await self._line(key, asker, Line(HOME_LINE))).view, asker)

    async def _refresh_home(self, asker: Asker, after: str) -> None:
        key = read.key(asker.tenant, "home", asker.user, after)
        await self.answers.publish((await self._line(key, asker, Line(HOME_LINE))).view, asker)

    async def profile(self, body: Json) -> None:
        user, team = body["event"]["user"], read.tenant(body)
        if not user.get("is_bot") and not user.get("deleted") and user["id"] != "USLACKBOT":
            await self.bailey.meet([self.profiles.learn(team, user)])

    async def channel(self, body: Json) -> None:
        event = body["event"]
        self.channels.changed(read.tenant(body), event["channel"])

    async def left(self, body: Json) -> None:
        event, team = body["event"], read.tenant(body)
        if event["type"] == "member_left_channel" and event.get("user") != (read.me(body) or self.me):
            self.channels.changed(team, event["channel"])
        else:
            await self.channels.left(team, event["channel"])

    # ------------------------------------------------------------ what they share

    async def _line(
        self, key: str, asker: Asker, line: Line, nonce: str = "", encoded: str = "", heard: read.Spoken | None = None
    ) -> Reply:
        sender, address = await self._who_and_where(asker, heard)
        mentioned = hear(encoded, but=heard.me if heard else "").people
        people = await self._names(asker.tenant, mentioned) if mentioned else {}
        return await self.bailey.answer(Request(key, sender, address, line, nonce, people=people))

    async def _who_and_where(self, asker: Asker, heard: read.Spoken | None) -> tuple[Sender, Address]:
        sender = await self.profiles.sender(asker.tenant, asker.user, bool(heard and heard.foreign))
        return sender, await self._address(asker, heard.place if heard else None)

    async def _address(self, asker: Asker, known: Place | None = None) -> Address:
        own = Place.DIRECT if asker.direct or not asker.channel else None
        place = known or own or await self.channels.place(asker.channel)
        address = Address("slack", asker.tenant, asker.channel or asker.user, asker.thread, place)
        self.channels.seen(address)
        return address

    async def _names(self, team: str, mentioned: dict[str, str]) -> dict[str, str]:
        """identity → name, where the mention itself carries none as our profile of them has it."""
        names = {}
        for user, label in list(mentioned.items())[:MENTIONS]:
            names[f"slack:{team}:{user}"] = label or (await self.profiles.sender(team, user)).name
        return names

    async def _safely(self, work: Awaitable[Reply]) -> Reply:
        """Bailey turns everything a person did into a reply; what comes through here is a fault of ours."""
        try:
            return await work
        except Exception:
            log.exception("slack", action="not_answered")
            return Reply(BROKEN, done=False)

    def _first(self, key: str) -> bool:
        if key in self._heard:
            return False
        self._heard[key] = None
        while len(self._heard) > REMEMBERED:
            self._heard.popitem(last=False)
        return True


NOT_CSV = DrawnView(
    (Notice("info", ("I read CSV files. Save the sheet as .csv, then drop it here.",)),), "Only CSV files are read."
)

Handle = Callable[[Listeners, Json], Awaitable[None]]
EVENTS: dict[str, Any] = {
    "message": Listeners.message,
    "app_mention": Listeners.message,
    "app_home_opened": Listeners.home,
    "user_change": Listeners.profile,
    "team_join": Listeners.profile,
    "member_joined_channel": Listeners.channel,
    "channel_shared": Listeners.channel,
    "channel_unshared": Listeners.channel,
    "member_left_channel": Listeners.left,
    "channel_left": Listeners.left,
    "group_left": Listeners.left,
}


def done(body: Json | None = None) -> BoltResponse:
    """An acknowledgement. Without a body nothing is shown."""
    return BoltResponse(status=200, body=body or "")
