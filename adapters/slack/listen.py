"""Whatever a person does with Bailey's commands, buttons and dialogs → a Request, and the reply → that person."""

from collections.abc import Awaitable
from dataclasses import dataclass, replace

import structlog
from slack_bolt.response import BoltResponse

from adapters.slack import forms, limits, read
from adapters.slack.acknowledge import done
from adapters.slack.answers import Answers
from adapters.slack.api import Json
from adapters.slack.asker import Asker
from adapters.slack.asking import Asking
from adapters.slack.buttons import read_press
from adapters.slack.events import HOME_LINE
from adapters.slack.hearing import hear
from adapters.slack.jobs import Jobs
from adapters.slack.origin import unpack
from adapters.slack.render import draws_charts
from bot.request import Filled, Line, Reply, Request
from bot.view import DrawnView, Notice

LOG = "log_activity"  # older than the others, whose callback is the name of their command
log = structlog.get_logger()

BROKEN = DrawnView(
    (Notice("problem", ("Something went wrong on my side, and I do not know yet what. Try it once more.",)),),
    "Something went wrong.",
)


@dataclass(slots=True)
class Listeners:
    """patience: seconds after which an answer no longer rides in the acknowledgement."""

    asking: Asking
    answers: Answers
    jobs: Jobs
    patience: float

    # ------------------------------------------------------------ slash commands

    async def command(self, body: Json) -> BoltResponse:
        name = body["command"].removeprefix("/")
        asker = read.command(body)
        asked = Line(hear(body.get("text") or "").text, assumed="" if name == "bailey" else name)

        async def carry_out() -> Reply:
            key = read.key(asker.tenant, "command", asker.trigger)
            return await self.asking.line(key, asker, asked, encoded=body.get("text") or "")

        task = self.jobs.start(self._safely(carry_out()), "command")
        if not await self.jobs.within(task, self.patience):
            self.jobs.start(self._deliver_late(task, asker, asked), "late_answer")
            return done()
        reply = task.result()
        if await self.answers.opened(reply, asker):
            return done()
        said = self.answers.said(reply, asker, asked)
        if draws_charts(said):
            # Slack refuses an acknowledgement without telling us, and not every plan knows the block of a chart.
            self.jobs.start(self.answers.deliver(reply, asker, asked), "chart")
            return done()
        return done({"response_type": "ephemeral", **said})

    async def _deliver_late(self, task: Awaitable[Reply], asker: Asker, asked: Line | None) -> None:
        await self.answers.deliver(await task, asker, asked)

    # ------------------------------------------------------------ buttons

    async def action(self, body: Json) -> BoltResponse:
        asker = read.interaction(body)
        pressed = body["actions"][0]
        if pressed.get("type") != "button" or not pressed.get("value"):
            return done()
        press = read_press(pressed)

        async def carry_out() -> Reply:
            where = asker.view or f"{asker.channel}.{asker.message}"
            moment, block = pressed.get("action_ts") or asker.trigger, pressed.get("block_id") or ""
            key = read.key(asker.tenant, "press", asker.user, where, moment, block)
            return await self.asking.line(f"{key}:{pressed['action_id']}", asker, press.line, nonce=press.nonce)

        task = self.jobs.start(self._safely(carry_out()), "press")
        quick = await self.jobs.within(task, self.patience)
        if quick and await self.answers.opened(task.result(), asker):
            if asker.view and not asker.modal:
                self.jobs.start(self._refresh_home(asker, pressed.get("action_ts") or asker.trigger), "refresh_home")
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
            foreign=shown.foreign,
        )
        fields = forms.filled(view["state"]["values"])

        async def carry_out() -> Reply:
            sender = await self.asking.sender(asker)
            address = await self.asking.address(asker)
            key = read.form_key(asker.tenant, view, fields)
            filled = Filled(kept.command, {**fields, **kept.hidden})
            return await self.asking.bailey.answer(Request(key, sender, address, filled, kept.nonce))

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
        sender = self.asking.profiles.at_hand(asker.tenant, asker.user)
        sender = replace(sender, outsider=sender.outsider or asker.foreign)
        try:
            choices = await self.asking.bailey.suggest(sender, kind, body.get("value") or "")
        except Exception:
            log.exception("slack", action="suggestion_failed", kind=kind)
            return done({"options": []})
        fitting = [choice for choice in choices if 0 < len(choice.value) <= limits.OPTION_VALUE]
        return done({"options": [forms.pick(choice.value, choice.label) for choice in fitting[: limits.OPTIONS]]})

    async def shortcut(self, body: Json) -> BoltResponse:
        if body.get("type") != "message_action":
            return done()
        name = str(body.get("callback_id") or "")
        chosen = Line("log" if name == LOG else name)
        asker = read.interaction(body)
        key = read.key(asker.tenant, "shortcut", asker.trigger)
        # The message may be a colleague's, so nothing of it is ever replaced.
        asker = replace(asker, message="", ephemeral=True, direct=False)

        async def carry_out() -> Reply:
            sender = await self.asking.sender(asker)
            quoted = read.quoted(body)
            took_part = {identity.rpartition(":")[2]: "" for identity in quoted.people}
            people = await self.asking.people(asker.tenant, took_part)
            address = await self.asking.address(asker)
            said = Request(key, sender, address, chosen, quoted=quoted, people=people)
            return await self.asking.bailey.answer(said)

        task = self.jobs.start(self._safely(carry_out()), "shortcut")
        quick = await self.jobs.within(task, self.patience)
        if not (quick and await self.answers.opened(task.result(), asker)):
            self.jobs.start(self._deliver_late(task, asker, chosen), "shortcut_answer")
        return done()

    async def _refresh_home(self, asker: Asker, after: str) -> None:
        key = read.key(asker.tenant, "home", asker.user, after)
        await self.answers.publish((await self.asking.line(key, asker, Line(HOME_LINE))).view, asker)

    async def _safely(self, work: Awaitable[Reply]) -> Reply:
        """Bailey turns everything a person did into a reply; what comes through here is a fault of ours."""
        try:
            return await work
        except Exception:
            log.exception("slack", action="not_answered")
            return Reply(BROKEN, done=False)
