"""Bailey as a server behind the Agents Playground: typing, pressing, forms, a message's menu, a group."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.listen import LOG_ACTIVITY
from tests.adapters.teams import cards
from tests.e2e.playground import Playground, cli
from tests.e2e.server import Server

Raw = dict[str, Any]
HOME = "https://bailey.example.com"


@dataclass
class Stage:
    """chat: the own chat of whoever sits at the Playground."""

    playground: Playground
    server: Server

    @property
    def chat(self) -> str:
        return self.playground.own_chat

    async def card(self, words: str, conversation: str) -> tuple[str, Raw]:
        """(message id, card) of the first card in a conversation that shows these words."""

        def fits(event: Raw) -> bool:
            return event["actionConversationId"] == conversation and words in _words(event)

        event = await self.playground.shows(fits)
        return event["message"]["messageId"], event["message"]["attachments"][0]["content"]

    async def says(self, line: str, words: str) -> tuple[str, Raw]:
        """The card that answers a line in the own chat, known by some of its words."""
        await self.playground.write(self.chat, line)
        return await self.card(words, self.chat)

    async def presses(self, card: Raw, title: str, message: str) -> Raw:
        """The card that replaces the one it was pressed on."""
        button = next(action for action in cards.actions(card) if action["title"] == title)
        press = {"action": {"type": "Action.Execute", "verb": button["verb"], "data": button["data"]}}
        answer = await self.playground.invoke("adaptiveCard/action", {**press, "trigger": "manual"}, self.chat, message)
        return dict(answer.get("value", answer))


def _words(event: Raw) -> str:
    found = event.get("message", {}).get("attachments") or []
    return "\n".join(cards.words(one["content"]) for one in found if one["contentType"].endswith("adaptive"))


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Whoever sits at the Playground is the admin of a company with one account."""
    try:
        cli()
    except FileNotFoundError as missing:
        pytest.fail(str(missing))
    playground = Playground(tmp_path)
    settings = {"TEAMS_AUTH": "off", "BAILEY_ADMIN_EMAIL": "alexw@example.com", "BAILEY_PUBLIC_URL": HOME}
    server = Server(tmp_path, "serve", **settings)
    try:
        await asyncio.to_thread(server.start)
        await playground.start(f"{server.url}/api/messages")
        stage = Stage(playground, server)
        await stage.says("create Acme Corp", "Acme Corp")
        yield stage
    finally:
        await asyncio.to_thread(server.close)  # first, for it may still have something to tell
        await playground.stop()
    assert server.complaints == ""


async def test_a_line_is_answered_with_a_card_and_a_press_replaces_it(stage: Stage) -> None:
    message, card = await stage.says("log call Acme 30m pricing", "Logged")
    assert "Acme Corp · call · 30 min · today" in cards.words(card)
    assert {"Undo", "Edit", "Next step"} <= set(cards.buttons(card))
    assert cards.faults(card) == []
    undone = await stage.presses(card, "Undo", message)
    assert "Taken back" in cards.words(undone)
    _, listed = await stage.says("activities", "My activities")
    assert "pricing" not in cards.words(listed)


async def test_a_form_in_a_card_is_filled_in_and_says_what_is_wrong(stage: Stage) -> None:
    message, card = await stage.says("log", "Log activity")
    save = next(action for action in cards.actions(card) if action["title"] == "Log it")

    async def submits(length: str) -> None:
        entered = cards.entered(card, kind="call", account="Acme Corp", length=length)
        await stage.playground.submit(save["fallback"]["data"] | entered, stage.chat, message)

    await submits("soon")
    _, wrong = await stage.card("“soon” is not a length of time", stage.chat)
    assert "soon" in cards.entered(wrong).values()
    await submits("45m")
    await stage.card("Acme Corp · call · 45 min · today", stage.chat)


async def test_a_message_is_logged_from_its_menu(stage: Stage) -> None:
    payload = {"id": "1", "body": {"contentType": "html", "content": "<p>Call with <b>Acme</b>, 30m</p>"}}
    about = {"commandId": LOG_ACTIVITY, "commandContext": "message", "messagePayload": payload}
    answer = await stage.playground.invoke("composeExtension/fetchTask", about, stage.chat)
    dialog = answer["task"]["value"]["card"]["content"]
    assert answer["task"]["value"]["title"] == "Log activity"
    assert "Call with Acme, 30m" in cards.words(dialog)
    entered = cards.entered(dialog, kind="call", account="Acme Corp", length="30m")
    data = next(action["data"] for action in cards.actions(dialog)) | entered
    answer = await stage.playground.invoke("composeExtension/submitAction", {**about, "data": data}, stage.chat)
    assert "Acme Corp · call · 30 min" in cards.words(answer["task"]["value"]["card"]["content"])


async def test_a_mention_in_a_group_is_answered_in_the_own_chat(stage: Stage) -> None:
    group = stage.playground.group_chat
    await stage.playground.write(group, "log call Acme 30m pricing", mentions=True)
    await stage.card("Logged", stage.chat)
    line = await stage.playground.shows(lambda event: "own chat" in (event.get("message", {}).get("text") or ""))
    assert line["actionConversationId"] == group
    shown = [event for event in stage.playground.events if event["actionConversationId"] == group]
    assert "pricing" not in "".join(_words(event) for event in shown)


async def test_a_link_to_a_record_becomes_a_card_and_opens_when_it_is_written(stage: Stage) -> None:
    _, told = await stage.says("copy link Acme", f"{HOME}/account/")
    link = next(line for line in cards.words(told).splitlines() if line.startswith(HOME))
    answer = await stage.playground.invoke("composeExtension/queryLink", {"url": link}, stage.playground.group_chat)
    [shown] = answer["composeExtension"]["attachments"]
    assert "Acme Corp" in cards.words(shown["content"])
    assert cards.faults(shown["content"]) == []
    nothing = await stage.playground.invoke("composeExtension/queryLink", {"url": HOME}, stage.playground.group_chat)
    assert not nothing
    await stage.says(link, "Flag a risk")


async def test_a_card_in_a_group_comes_closer_to_whoever_may_see_more(stage: Stage) -> None:
    group = stage.playground.group_chat
    await stage.says("contract Acme 240k renews 15 Jan", "240")
    await stage.playground.write(group, "route Support to here", mentions=True)
    await stage.card("Support", stage.chat)
    await stage.says("escalate Acme sev2 data export down", "Escalated to Support")
    message, card = await stage.card("data export down", group)
    assert "240" not in str(card)
    assert cards.faults(card) == []
    assert len(card["refresh"]["userIds"]) == 1
    press = {"action": card["refresh"]["action"], "trigger": "automatic"}
    answer = await stage.playground.invoke("adaptiveCard/action", press, group, message)
    assert "240" in cards.words(answer["value"])
    assert answer["value"]["refresh"] == card["refresh"]
