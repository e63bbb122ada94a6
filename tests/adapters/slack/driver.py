"""Dana at the Slack door: signed requests over real HTTP to the real Bolt app, and a fake Slack behind it."""

import copy
import hashlib
import hmac
import html
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

import bot.commands  # noqa: F401  # fills the registry
from adapters.slack.connect import Door, SlackSettings, platform
from bot.platform import Bailey
from bot.registry import registry
from bot.request import Place
from tests.contracts.driver import Shown
from tests.fakes import block_kit
from tests.fakes.scripted import Scripted
from tests.fakes.slack import DM, ME, TEAM, TOKEN, FakeSlack

Json = dict[str, Any]
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SLASH = frozenset(command.name for command in registry.commands.values() if command.slash)
PAYLOADS = Path(__file__).parents[2] / "payloads" / "slack"
CHANNELS = {Place.DIRECT: DM, Place.PRIVATE: "C0CLOSED", Place.PUBLIC: "C0OPEN", Place.SHARED: "C0SHARED"}
SHOWN = {"chat.postMessage", "chat.postEphemeral", "chat.update", "respond", "views.open", "views.update"}


def payload(name: str) -> Json:
    found: Json = json.loads((PAYLOADS / f"{name}.json").read_text())
    return found


def signed(body: str, secret: str = SECRET, at: int | None = None) -> dict[str, str]:
    stamp = str(at if at is not None else int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


class SlackDriver:
    """Implements tests.contracts.driver.Driver. real: a bot to talk to instead of the scripted one."""

    limits = ((1, 1.0),)

    def __init__(self, real: Bailey | None = None) -> None:
        self.bailey = Scripted()
        self._answering = real or self.bailey
        self.slack = FakeSlack()
        self._number = 0
        self._last: tuple[str, dict[str, str]] = ("", {})
        self._shown: Shown | None = None
        self._place = CHANNELS[Place.DIRECT]
        self._ephemeral = False

    async def open(self, **settings: Any) -> "SlackDriver":
        await self.slack.server.start_server()
        self.session = aiohttp.ClientSession()
        chosen = SlackSettings(TOKEN, SECRET, self.slack.api, **settings)
        self.platform = platform(chosen, self.session, SLASH)
        self.door = Door(chosen, self.platform, self._answering, self.session)
        app = web.Application()
        self.door.mount(app)
        self.server = TestServer(app)
        await self.server.start_server()
        return self

    async def close(self) -> None:
        self.bailey.release()
        await self.door.close()
        await self.server.close()
        await self.session.close()
        await self.slack.server.close()

    # ------------------------------------------------------------ deliveries

    async def post(self, body: str, headers: dict[str, str]) -> tuple[int, Any]:
        url = self.server.make_url("/slack/events")
        async with self.session.post(url, data=body.encode(), headers=headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if text.startswith("{") else text

    async def form(self, fields: Json) -> Shown | None:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self._deliver(urlencode(fields), kind)

    async def interact(self, body: Json) -> Shown | None:
        return await self.form({"payload": json.dumps(body)})

    async def event(self, body: Json) -> Shown | None:
        return await self._deliver(json.dumps(body), {"Content-Type": "application/json"})

    async def _deliver(self, body: str, kind: dict[str, str]) -> Shown | None:
        self._last = (body, kind)
        before = len(self.slack.calls)
        self.status, self.ack = await self.post(body, {**kind, **signed(body)})
        await self.door.jobs.idle()
        shown = self._read(self.ack, before)
        self._shown = shown or self._shown
        return shown

    def _read(self, ack: Any, before: int) -> Shown | None:
        shown: Shown | None = None
        if isinstance(ack, dict) and "blocks" in ack:
            self._ephemeral = ack["response_type"] == "ephemeral"
            shown = self._message(ack, self._ephemeral)
        if isinstance(ack, dict) and ack.get("response_action") == "errors":
            assert self._shown is not None
            return Shown("\n".join(ack["errors"].values()), "", self._shown.payload, dialog=True)
        if isinstance(ack, dict) and ack.get("response_action") == "update":
            shown = self._dialog(ack["view"])
        for call in self.slack.calls[before:]:
            if call.method not in SHOWN or not call.ok:
                continue
            if "view" in call.args:
                shown = self._dialog(call.args["view"])
                continue
            self._ephemeral = call.method in ("chat.postEphemeral", "respond") and not call.args.get("replace_original")
            private = self._ephemeral or call.args.get("channel", self._place).startswith("D")
            shown = self._message(call.args, private)
        return shown

    def _message(self, message: Json, private: bool) -> Shown:
        words = block_kit.visible(message, self.slack.names)
        labels = tuple(element["text"]["text"] for _, element in block_kit.buttons(message))
        return Shown(words, html.unescape(message["text"]), message, private, buttons=labels)

    def _dialog(self, view: Json) -> Shown:
        labels = tuple(element["text"]["text"] for _, element in block_kit.buttons(view))
        return Shown(block_kit.visible(view, self.slack.names), "", view, True, "submit" in view, labels)

    # ------------------------------------------------------------ what a person does

    def _next(self) -> int:
        self._number += 1
        return self._number

    async def say(self, line: str, place: Place = Place.DIRECT) -> Shown | None:
        return await self.form(self.slash(self.platform.typed(line), place))

    def slash(self, typed: str, place: Place = Place.DIRECT) -> Json:
        self._place = CHANNELS[place]
        command, _, text = typed.partition(" ")
        return {
            **payload("command"),
            "command": command,
            "text": html.escape(text, quote=False),
            "channel_id": self._place,
            "trigger_id": f"trigger.{self._next()}",
            "response_url": self.slack.response_url(),
        }

    def spoken(self, encoded: str, name: str = "message_im", **more: Any) -> Json:
        body = payload(name)
        ts = f"17639712{self._next():02}.000100"
        body["event"] |= {"text": encoded, "ts": ts, "event_ts": ts, **more}
        self._place = body["event"]["channel"]
        return {**body, "event_id": f"Ev{ts}{name}"}

    async def chat(self, words: str) -> Shown | None:
        mentions = {self.mention(user, name): f"\0{user}\0" for user, name in self.slack.names.items()}
        for mention, kept in mentions.items():
            words = words.replace(mention, kept)
        words = html.escape(words, quote=False)
        for mention, kept in mentions.items():
            words = words.replace(kept, mention)
        return await self.event(self.spoken(words))

    async def signs(self, emoji: str, channel: str, ts: str, user: str = ME, *, away: bool = False) -> Shown | None:
        """Put an emoji on a message of Bailey's, or take it away."""
        body = payload("reaction_removed" if away else "reaction_added")
        item = {"type": "message", "channel": channel, "ts": ts}
        body["event"] |= {
            "user": user,
            "reaction": emoji,
            "item": item,
            "event_ts": f"17639719{self._next():02}.000100",
        }
        return await self.event(body)

    async def again(self) -> Shown | None:
        return await self._deliver(*self._last) or self._shown

    async def press(self, label: str) -> Shown | None:
        assert self._shown is not None
        block, button = next(
            (block, element)
            for block, element in block_kit.buttons(self._shown.payload)
            if element["text"]["text"] == label
        )
        return await self.interact(self.pressing(block, button))

    def pressing(self, block: str, button: Json) -> Json:
        body = payload("press_ephemeral" if self._ephemeral else "press_message")
        number = self._next()
        body["channel"]["id"] = body["container"]["channel_id"] = self._place
        action = {**button, "block_id": block, "action_ts": f"{1763972000 + number}.5"}
        return {
            **body,
            "actions": [action],
            "trigger_id": f"trigger.{number}",
            "response_url": self.slack.response_url(),
        }

    async def fill(self, **fields: str) -> Shown | None:
        assert self._shown is not None
        return await self.interact(self.submitting(self._shown.payload, fields))

    def submitting(self, view: Json, fields: dict[str, str]) -> Json:
        body = payload("submission")
        values = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                name, element = block["block_id"].partition(":")[2], copy.deepcopy(block["element"])
                values[block["block_id"]] = {element["action_id"]: _entered(element, fields.get(name))}
        kept = {"private_metadata": view["private_metadata"], "state": {"values": values}, "blocks": view["blocks"]}
        return {**body, "trigger_id": f"trigger.{self._next()}", "view": {**body["view"], **kept}}

    async def slow(self, body: Json) -> Any:
        """The acknowledgement of an interaction whose answer is not waited for."""
        return await self._acknowledged({"payload": json.dumps(body)})

    async def slow_command(self, typed: str) -> Any:
        return await self._acknowledged(self.slash(typed))

    async def _acknowledged(self, fields: Json) -> Any:
        body = urlencode(fields)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, ack = await self.post(body, {**kind, **signed(body)})
        assert status == 200
        return ack

    async def late(self, line: str) -> Shown | None:
        self.bailey.hold()
        self.door.listeners.patience = 0.01
        before = len(self.slack.calls)
        assert await self.slow_command(self.platform.typed(line)) == ""
        self.bailey.release()
        await self.door.jobs.idle()
        return self._read("", before)

    async def forged(self, line: str) -> int | None:
        body = urlencode(self.slash(self.platform.typed(line)))
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _ = await self.post(body, {**kind, **signed(body, "not the secret")})
        return status

    async def own(self, words: str) -> None:
        body = payload("message_own")
        body["event"]["text"] = words
        await self.event(body)

    # ------------------------------------------------------------ what there is to know

    def mention(self, user: str, name: str) -> str:
        return f"<@{user}>"

    def user(self, name: str) -> str:
        return f"slack:{TEAM}:{next(user for user, known in self.slack.names.items() if known == name)}"

    def faults(self, payload: Any) -> list[str]:
        return block_kit.faults(payload)

    def markup(self, payload: Any) -> list[str]:
        return block_kit.markup(payload)

    def refuse(self, error: str, after: int = 0) -> None:
        words = {
            "busy": f"429:{after}",
            "gone": "channel_not_found",
            "barred": "token_revoked",
            "broken": "503",
            "unreachable": "drop",
        }
        self.slack.errors["chat.postMessage"].append(words[error])

    def lose(self) -> bool:
        self.slack.errors["chat.postMessage"].append("lose")
        return True

    def standing(self) -> list[str]:
        messages = self.slack.standing[DM].values()
        return [block_kit.visible(message, self.slack.names) for message in messages]

    @property
    def me(self) -> str:
        return ME


def _entered(element: Json, new: str | None) -> Json:
    """What Slack sends for one element, as it stood or with something new picked or typed."""
    kind = element["type"]
    entered: Json = {"type": kind}
    if kind.startswith("multi_"):
        picked = [_picked(value) for value in new.split("\n")] if new else element.get("initial_options", [])
        return {**entered, "selected_options": picked}
    if kind.endswith("_select"):
        return {**entered, "selected_option": _picked(new) if new else element.get("initial_option")}
    if kind == "datepicker":
        return {**entered, "selected_date": new or element.get("initial_date")}
    return {**entered, "value": (element.get("initial_value") if new is None else new) or None}


def _picked(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value, "emoji": False}, "value": value}
