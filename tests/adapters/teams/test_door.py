"""Who may come in: every bad token or body is turned away with a plain status, and nobody behind the door notices."""

import asyncio
import json
import time
from typing import Any

import jwt
import pytest

from adapters.teams.settings import TeamsSettings
from bot.request import Line
from tests.adapters.teams.world import World
from tests.fakes.teams import new_key

STRANGERS_KEY = new_key()


async def test_a_valid_token_comes_in(world: World) -> None:
    status, _ = await world.write("log call Acme 30m")
    assert status == 201
    assert [request.what for request in world.bailey.requests] == [Line("log call Acme 30m", bare=True)]


async def test_a_clock_four_minutes_behind_is_forgiven(world: World) -> None:
    raw = world.payload("personal_message")
    assert (await world.post(raw, world.teams.token(exp=int(time.time()) - 240)))[0] == 201


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "somebody-else"},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"serviceurl": "https://smba.trafficmanager.net/elsewhere/"},
        {"serviceurl": None},
        {"key": "unknown"},
        {"signed_by": STRANGERS_KEY},
        {"key": "directline"},
    ],
    ids=" ".join,  # of the names: keys and clocks differ in every process
)
async def test_a_token_that_is_not_ours_is_turned_away(world: World, changes: dict[str, Any]) -> None:
    world.teams.keys["directline"] = (new_key(), ["directline"])
    status, _ = await world.post(world.payload("personal_message"), world.teams.token(**changes))
    assert status == 401
    assert world.bailey.requests == []


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer garbage", "Bearer a.b.c", "Basic YTpi", "bearer TOKEN", "Bearer TOKEN TOKEN"],
)
async def test_a_header_that_is_no_bearer_token_is_turned_away(world: World, header: str) -> None:
    header = header.replace("TOKEN", world.teams.token())
    status, _ = await world.post(world.payload("personal_message"), headers={"Authorization": header})
    assert status == 401
    assert world.bailey.requests == []


async def test_tokens_signed_in_another_way_are_turned_away(world: World) -> None:
    claims = jwt.decode(world.teams.token(), options={"verify_signature": False})
    for token in (
        jwt.encode(claims, None, algorithm="none", headers={"kid": "key1"}),
        jwt.encode(claims, "x" * 64, algorithm="HS256", headers={"kid": "key1"}),
        jwt.encode(claims, world.teams.keys["key1"][0], algorithm="RS256"),
    ):
        assert (await world.post(world.payload("personal_message"), token))[0] == 401
    assert world.bailey.requests == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b"{}",
        b'{"type": 7}',
    ],
)
async def test_a_body_that_is_no_activity_is_turned_away(world: World, body: bytes) -> None:
    status, _ = await world.post({}, data=body, headers={"Content-Type": "application/json"})
    assert status == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"serviceUrl": None},
        {"serviceUrl": ""},
        {"serviceUrl": 7},
        {"serviceUrl": "https://evil.example/"},
        {"serviceUrl": "https://smba.trafficmanager.net.evil.example/"},
        {"serviceUrl": "https://smba.trafficmanager.net@evil.example/"},
        {"serviceUrl": "https://evil.example\\@smba.trafficmanager.net/"},
        {"serviceUrl": "http://smba.trafficmanager.net/emea/"},
        {"serviceUrl": "https://[::1"},
        {"channelId": None},
        {"channelId": "directline"},
        {"conversation": None},
        {"conversation": {"id": 7}},
        {"conversation": []},
        {"from": None},
        {"entities": "x"},
        {"attachments": {"0": 1}},
    ],
    ids=str,
)
async def test_an_activity_of_another_shape_is_turned_away(world: World, changes: dict[str, Any]) -> None:
    raw = world.payload("personal_message", **changes)
    status, _ = await world.post(raw, world.teams.token(serviceurl=raw["serviceUrl"]))
    assert status == 400
    assert world.bailey.requests == []


async def test_strange_values_inside_an_activity_are_not_our_failure(world: World) -> None:
    strange = {"entities": [None, 7, {"type": "mention", "text": 3}], "attachments": [None, {"content": 1}], "text": 5}
    raw = world.payload("personal_message", **strange, value=[], channelData=[], localTimezone={})
    assert (await world.post(raw))[0] == 201
    for name in ("card_action", "dialog_opens", "dialog_sent", "search", "extension_opens", "extension_sent"):
        for value in (None, [], {}, {"action": []}, {"data": 7}, {"messagePayload": {"mentions": [None, {}]}}):
            assert (await world.post(world.payload(name, value=value)))[0] == 200


async def test_only_json_is_read(world: World) -> None:
    text = json.dumps(world.payload("personal_message"))
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp"):
        assert (await world.post({}, data=text, headers={"Content-Type": kind}))[0] == 415


async def test_a_body_beyond_all_reason_is_turned_away(world: World) -> None:
    raw = world.payload("personal_message", text="x" * 1_100_000)
    assert (await world.post(raw))[0] == 400


async def test_new_keys_of_the_issuer_are_learnt(world: World) -> None:
    await world.write("day")
    world.teams.keys["key2"] = (new_key(), ["msteams"])
    raw = world.payload("personal_message")
    assert (await world.post(raw, world.teams.token(key="key2")))[0] == 401  # fetched a moment ago
    world.now += 61
    assert (await world.post(raw, world.teams.token(key="key2")))[0] == 201


async def test_unknown_keys_do_not_make_us_hammer_the_issuer(world: World) -> None:
    await world.write("day")
    fetched = len(world.teams.said("keys"))
    tokens = [world.teams.token(key=f"made-up-{n}") for n in range(8)]
    answers = await asyncio.gather(*(world.post(world.payload("personal_message"), token) for token in tokens))
    assert {status for status, _ in answers} == {401}
    assert len(world.teams.said("keys")) == fetched


async def test_a_silent_issuer_is_no_reason_to_let_anybody_in(world: World) -> None:
    world.teams.silent = True
    assert (await world.write("day"))[0] == 503
    world.teams.silent = False
    assert world.bailey.requests == []
    assert (await world.write("day"))[0] == 201


# ------------------------------------------------------------ no registration


async def opened(**changes: Any) -> World:
    return await World().open(**changes)


async def test_without_an_app_id_the_door_stays_shut() -> None:
    world = await opened(app_id="")
    status, text = await world.write("day")
    assert status == 503
    assert "TEAMS_APP_ID" in text
    await world.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "", "192.168.1.7", "example.com", "::"])
async def test_without_authentication_it_opens_on_a_loopback_address_alone(host: str) -> None:
    world = await opened(app_id="", authenticated=False, host=host)
    status, text = await world.write("day")
    assert status == 503
    assert "loopback" in text
    await world.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
async def test_without_authentication_it_can_be_tried_out(host: str) -> None:
    world = await opened(app_id="", tenant="", authenticated=False, host=host, service_hosts=())
    raw = world.payload("personal_message")
    assert (await world.post(raw, headers={"Authorization": ""}))[0] == 201
    assert not world.bailey.requests[0].sender.outsider
    assert (await world.post(raw | {"serviceUrl": "https://evil.example/"}))[0] == 400
    await world.close()


def test_our_token_goes_to_microsofts_hosts_alone() -> None:
    settings = TeamsSettings(app_id="a")
    assert settings.serves("https://smba.trafficmanager.net/emea/tenant/")
    assert settings.serves("https://smba.infra.gcc.teams.microsoft.com/teams")
    for url in (
        "http://127.0.0.1:3978/",
        "https://trafficmanager.net/",
        "https://x.smba.trafficmanager.net/",
        "",
        "//",
    ):
        assert not settings.serves(url)


async def test_our_own_token_is_fetched_once_and_sent_along(world: World) -> None:
    await world.write("day")
    await world.write("account Acme")
    assert len(world.teams.said("login")) == 1
    assert {call.authorization for call in world.teams.said()} == {"Bearer token1"}
    assert "client_secret=app-secret" in world.teams.said("login")[0].body


async def test_where_the_keys_are_ours_the_service_may_stand_beside_them() -> None:
    world = await opened(service_hosts=())
    for url, status in (
        (world.teams.service_url, 201),
        ("http://localhost:1/", 201),
        ("https://evil.example/", 400),
        ("http://10.0.0.1/", 400),
    ):
        raw = world.payload("personal_message", serviceUrl=url)
        assert (await world.post(raw, world.teams.token(serviceurl=url)))[0] == status, url
    await world.close()
