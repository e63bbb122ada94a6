"""The Slack app's manifest: valid, and asking for what the door hears and does, no more."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml

from adapters.slack.events import EVENTS
from adapters.slack.listen import LOG
from adapters.slack.presence import SCOPES
from bot.registry import registry
from tests.adapters.slack.driver import SLASH

ROOT = Path(__file__).parents[1]
BUILT_IN = {
    "/remind",
    "/msg",
    "/dm",
    "/me",
    "/join",
    "/leave",
    "/open",
    "/invite",
    "/search",
    "/status",
    "/who",
    "/call",
}
NEEDED = {
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "user_change": {"users:read"},
    "reaction_added": {"reactions:read"},
    "link_shared": {"links:read"},
}
METHODS = {
    "commands": {"commands"},
    "chat.postMessage": {"chat:write"},
    "conversations.open": {"im:write"},
    "conversations.info": {"channels:read", "groups:read", "im:read", "mpim:read"},
    "conversations.history": {"im:history", "metadata.message:read"},
    "conversations.replies": {"channels:history", "groups:history"},
    "users.info": {"users:read", "users:read.email"},
    "files": {"files:read"},
    "chat.unfurl": {"links:write"},
}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "app_manifest.yml").read_text())
    return found


@pytest.mark.parametrize("version", [1])
def test_it_is_valid(manifest: dict[str, Any], version: int) -> None:
    schema = json.loads((ROOT / f"tests/schemas/slack.manifest.{version}.json").read_text())
    jsonschema.validate(manifest, schema)


def test_every_slash_command_of_the_house_is_there(manifest: dict[str, Any]) -> None:
    commands = manifest["features"]["slash_commands"]
    assert {each["command"] for each in commands} == {f"/{name}" for name in SLASH} | {"/bailey"}
    assert all(each["should_escape"] for each in commands)
    assert not BUILT_IN & {each["command"] for each in commands}


def test_it_hears_what_the_door_handles(manifest: dict[str, Any]) -> None:
    heard = {event.partition(".")[0] for event in manifest["settings"]["event_subscriptions"]["bot_events"]}
    assert heard == set(EVENTS)


def test_every_command_for_messages_is_a_shortcut(manifest: dict[str, Any]) -> None:
    shortcuts = manifest["features"]["shortcuts"]
    assert {each["type"] for each in shortcuts} == {"message"}
    wanted = {(LOG if known.name == "log" else known.name, known.title) for known in registry.on_messages}
    assert {(each["callback_id"], each["name"]) for each in shortcuts} == wanted
    assert all(len(each["name"]) <= 24 for each in shortcuts)


def test_it_asks_for_the_rights_it_needs_and_no_more(manifest: dict[str, Any]) -> None:
    needed: set[str] = set().union(*NEEDED.values(), *METHODS.values())
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed == SCOPES


def test_every_address_is_one_door(manifest: dict[str, Any]) -> None:
    settings = manifest["settings"]
    addresses = {each["url"] for each in manifest["features"]["slash_commands"]}
    addresses |= {settings["event_subscriptions"]["request_url"], settings["interactivity"]["request_url"]}
    assert addresses == {settings["interactivity"]["message_menu_options_url"]}
    address = urlsplit(addresses.pop())
    assert address.path == "/slack/events"
    assert manifest["features"]["unfurl_domains"] == [address.hostname]
