"""The Teams door under Microsoft's Agents Playground: typing, pressing, forms, a message's menu, a group."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.teams.connect import TeamsDoor
from adapters.teams.listen import LOG_ACTIVITY
from adapters.teams.settings import TeamsSettings
from bot.request import Filled, Line, Place, Reply
from bot.view import Text
from tests.adapters.teams import cards
from tests.contracts import gallery
from tests.e2e.playground import Playground, free_port
from tests.fakes.scripted import Scripted

Raw = dict[str, Any]


@dataclass
class Stage:
    playground: Playground
    bailey: Scripted

    async def card(self, words: str, conversation: str) -> tuple[str, Raw]:
        """(message id, card) of the first card in a conversation that shows these words."""

        def fits(event: Raw) -> bool:
            return event["actionConversationId"] == conversation and words in _words(event)

        event = await self.playground.shows(fits)
        return event["message"]["messageId"], event["message"]["attachments"][0]["content"]


def _words(event: Raw) -> str:
    found = event.get("message", {}).get("attachments") or []
    return "\n".join(cards.words(one["content"]) for one in found if one["contentType"].endswith("adaptive"))


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    playground, bailey = Playground(tmp_path), Scripted()
    bailey.says("log call Acme 30m", gallery.logged())
    bailey.says("log", lambda request: Reply(gallery.form(), done=False) if request.quoted else Reply(gallery.logged()))
    bailey.says("form", gallery.form())
    settings = TeamsSettings(authenticated=False, service_url=playground.service_url)
    door, app, port = TeamsDoor(settings, bailey), web.Application(), free_port()
    app.add_routes(door.routes())
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        await playground.start(f"http://127.0.0.1:{port}/api/messages")
        yield Stage(playground, bailey)
    finally:
        await playground.stop()
        await door.close()
        await runner.cleanup()


async def test_a_line_is_answered_with_a_card_and_a_press_replaces_it(stage: Stage) -> None:
    chat = stage.playground.own_chat
    await stage.playground.write(chat, "log call Acme 30m")
    message, card = await stage.card("Logged", chat)
    undo = next(action for action in cards.actions(card) if action["title"] == "Undo")
    stage.bailey.says("undo change:7", Reply(gallery.view(Text(("Taken back.",))), replaces=True))
    press = {"action": {"type": "Action.Execute", "verb": undo["verb"], "data": undo["data"]}, "trigger": "manual"}
    answer = await stage.playground.invoke("adaptiveCard/action", press, chat, message)
    assert "Taken back." in cards.words(answer.get("value", answer))
    request = stage.bailey.requests[-1]
    assert (request.what, request.nonce) == (Line("undo change:7"), "nonce1")


async def test_a_form_in_a_card_is_filled_in(stage: Stage) -> None:
    chat = stage.playground.own_chat
    await stage.playground.write(chat, "form")
    message, card = await stage.card("Log an activity", chat)
    [save] = cards.actions(card)
    value = save["fallback"]["data"] | cards.entered(card, length="45m")
    await stage.playground.submit(value, chat, message)
    await stage.card("Logged", chat)
    filled = stage.bailey.requests[-1].what
    assert isinstance(filled, Filled)
    assert (filled.command, filled.fields["length"], filled.fields["draft"]) == ("log", "45m", "7")


async def test_a_message_is_logged_from_its_menu(stage: Stage) -> None:
    chat = stage.playground.own_chat
    payload = {"id": "1", "body": {"contentType": "html", "content": "<p>Call with <b>Acme</b>, 30m</p>"}}
    opens = {"commandId": LOG_ACTIVITY, "commandContext": "message", "messagePayload": payload}
    answer = await stage.playground.invoke("composeExtension/fetchTask", opens, chat)
    dialog = answer["task"]["value"]["card"]["content"]
    assert answer["task"]["value"]["title"] == "Log an activity"
    quoted = stage.bailey.requests[-1].quoted
    assert quoted is not None
    assert quoted.text == "Call with Acme, 30m"
    data = next(action["data"] for action in cards.actions(dialog)) | cards.entered(dialog)
    sent = {"commandId": LOG_ACTIVITY, "commandContext": "message", "data": data, "messagePayload": payload}
    answer = await stage.playground.invoke("composeExtension/submitAction", sent, chat)
    assert "Logged" in cards.words(answer["task"]["value"]["card"]["content"])


async def test_a_mention_in_a_group_is_answered_in_the_own_chat(stage: Stage) -> None:
    group = stage.playground.group_chat
    await stage.playground.write(group, "log call Acme 30m", mentions=True)
    await stage.card("Logged", stage.playground.own_chat)
    line = await stage.playground.shows(lambda event: "own chat" in (event.get("message", {}).get("text") or ""))
    assert line["actionConversationId"] == group
    request = stage.bailey.requests[-1]
    assert (request.what, request.address.place) == (Line("log call Acme 30m", bare=True), Place.PRIVATE)
