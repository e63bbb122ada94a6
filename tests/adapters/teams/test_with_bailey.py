"""The real bot behind the door: a whole conversation in Teams, on a real database."""

import re
from collections.abc import AsyncIterator

import pytest

from bot.app import Bot
from bot.meeting import House
from storage.engine import Engine
from storage.ground import open_ground
from tests.adapters.teams import cards
from tests.adapters.teams.world import CHAT, GROUP, OUTSIDER, Raw, World
from tests.chat import MORNING

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@pytest.fixture
async def teams(sqlite: Engine) -> AsyncIterator[World]:
    ground = open_ground(sqlite)
    world = await World(Bot(ground, House(admin_email="ana@example.com"), lambda: MORNING)).open()
    await world.write("create Acme Corp")
    yield world
    await world.close()
    ground.close()


async def asked(world: World, text: str) -> Raw:
    """The card that answers a line in the own chat."""
    await world.write(text)
    return world.cards()[-1]


async def press(world: World, card: Raw, title: str) -> Raw:
    action = next(one for one in cards.actions(card) if one["title"] == title)
    if "msteams" in action["data"]:
        _, body = await world.post(world.payload("dialog_opens", value={"data": action["data"]}))
        return body["task"]["value"]["card"]["content"]  # type: ignore[no-any-return] # JSON
    value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": action["data"]}}
    _, body = await world.invoke("adaptiveCard/action", value)
    return body["value"] if isinstance(body["value"], dict) else world.cards()[-1]


async def test_work_is_logged_and_taken_back(teams: World) -> None:
    card = await asked(teams, "log call Acme 30m pricing")
    assert "Logged" in cards.words(card)
    assert "Acme Corp" in cards.words(card)
    assert cards.faults(card) == cards.markup(card) == []
    undone = await press(teams, card, "Undo")
    assert "Logged" not in cards.words(undone)
    assert "pricing" not in cards.words(await asked(teams, "activities"))


async def test_a_bare_log_opens_the_form_and_saves_it(teams: World) -> None:
    form = await asked(teams, "log")
    assert cards.inputs(form)
    [save] = [action for action in cards.actions(form) if "form" in action.get("data", {})]
    entered = cards.entered(form, kind="call", account="Acme Corp", length="45m", note="SSO, **bold**")
    value = {"action": {"type": "Action.Execute", "verb": "form", "data": save["data"] | entered}}
    _, body = await teams.invoke("adaptiveCard/action", value)
    answer = body["value"] if isinstance(body["value"], dict) else teams.cards()[-1]
    assert cards.faults(answer) == []
    assert "Logged" in cards.words(answer)
    assert "SSO, **bold**" in cards.words(await asked(teams, "activities"))


async def test_edit_opens_as_a_dialog(teams: World) -> None:
    dialog = await press(teams, await asked(teams, "log call Acme 30m pricing"), "Edit")
    assert cards.inputs(dialog)
    assert {action["type"] for action in cards.actions(dialog)} == {"Action.Submit"}


async def test_every_daily_answer_is_a_sound_card(teams: World) -> None:
    await teams.write("log call Acme 30m, next: SOC2 report to Jane Fri")
    for line in (
        "help",
        "help log",
        "account Acme",
        "accounts",
        "activities",
        "day",
        "team",
        "status",
        "next",
        "xyzzy",
    ):
        card = await asked(teams, line)
        assert cards.faults(card) == [], line
        assert cards.markup(card) == [], line


async def test_a_group_gets_one_neutral_line(teams: World) -> None:
    await teams.post(teams.payload("group_mention", text="<at>Bailey</at> account Acme"))
    assert teams.lines()[-1] == "I answered you in your own chat."
    assert "Acme Corp" in cards.words(teams.cards()[-1])


async def test_typeahead_finds_the_account(teams: World) -> None:
    _, body = await teams.post(teams.payload("search"))
    assert [result["title"] for result in body["value"]["results"]] == ["Acme Corp"]


async def test_a_further_tenant_is_told_what_an_admin_does_and_joins_by_a_code(teams: World) -> None:
    """Nothing of it is heard but the code."""
    theirs = {"channelData": {"tenant": {"id": "second-tenant"}}}
    teams.teams.members[CHAT] = [{**one, "tenantId": "second-tenant"} for one in teams.teams.members[CHAT]]
    code = CODE.search(cards.words(await asked(teams, "connect")))
    assert code is not None
    await teams.restart()
    await teams.write("account Acme", **theirs)
    told = cards.words(teams.cards()[-1])
    assert "I do not work for this workspace yet." in told
    assert "connect CODE" in told
    assert "Acme" not in told
    await teams.write(f"connect {code[0]}", **theirs)
    assert "This workspace is connected." in cards.words(teams.cards()[-1])
    await teams.write("account Acme", **theirs)
    assert "Acme Corp" in cards.words(teams.cards()[-1])


async def test_a_message_is_escalated(teams: World) -> None:
    raw = teams.payload("extension_opens")
    raw["value"]["commandId"] = "escalate"
    raw["value"]["messagePayload"]["body"]["content"] = "<p>Data export is <b>down</b> &amp; they wait</p>"
    _, body = await teams.post(raw)
    form = body["task"]["value"]["card"]["content"]
    assert "Data export is down & they wait" in str(cards.inputs(form))
    assert cards.faults(form) == []
    [submit] = [action for action in cards.actions(form) if "form" in action.get("data", {})]
    data = submit["data"] | cards.entered(form, account="Acme Corp", severity="sev2")
    _, body = await teams.post(teams.payload("extension_sent", value={"commandId": "escalate", "data": data}))
    assert "Escalated to" in cards.words(body["task"]["value"]["card"]["content"])


async def found(teams: World, command: str, typed: str) -> list[Raw]:
    raw = teams.payload("extension_search")
    raw["value"] |= {"commandId": command, "parameters": [{"name": "query", "value": typed}]}
    _, body = await teams.post(raw)
    return list(body["composeExtension"].get("attachments") or ())


async def test_an_account_is_shown_with_what_every_colleague_may_know(teams: World) -> None:
    await teams.write("contract Acme 240k renews 15 Jan")
    await teams.write("sentiment Acme bad")
    [one] = await found(teams, "findAccount", "acm")
    assert one["preview"]["content"]["title"] == "Acme Corp"
    card = one["content"]
    assert cards.faults(card) == cards.markup(card) == []
    assert "Acme Corp" in cards.words(card)
    assert "Ana" in cards.words(card)
    assert "240" not in str(one)
    assert "hidden" not in str(one).lower()
    assert await found(teams, "findAccount", "zzzzzz") == []


async def test_a_found_card_that_is_sent_to_bailey_is_opened(teams: World) -> None:
    [one] = await found(teams, "findAccount", "acm")
    sent = {"contentType": "application/vnd.microsoft.card.adaptive", "content": one["content"]}
    shell = '<span class="inline-compose-card" itemtype="http://schema.skype.com/InputExtension"></span>'
    await teams.post(teams.payload("personal_message", text=shell, attachments=[sent]))
    assert cards.words(teams.cards()[-1]).strip().startswith("Acme Corp")
    empty = {**sent, "content": {"type": "AdaptiveCard", "body": [None, 5, {"type": "TextBlock", "text": "Hello"}]}}
    await teams.post(teams.payload("personal_message", id="another", text="", attachments=[empty]))
    assert "Just write it" in cards.words(teams.cards()[-1])


async def test_a_reference_is_shown_by_its_cleared_fields(teams: World) -> None:
    await teams.write("nominate Acme use case month-end reporting")
    await teams.write("consent Acme case study until 1 Mar 2027")
    [one] = await found(teams, "findReference", "month-end")
    assert "month-end reporting" in cards.words(one["content"])
    assert cards.faults(one["content"]) == []
    [one] = await found(teams, "findReference", "Acme Corp")
    assert "reference" in cards.words(one["content"])


async def test_an_outsider_who_searches_is_told_nothing(teams: World) -> None:
    teams.teams.members[GROUP].append(OUTSIDER)
    assert await found(teams, "findAccount", "acm") == []
