"""The door for programs, over HTTP: who may, once, all or nothing, and what is answered to what is wrong."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.api.door import REPLAYED, mount
from adapters.api.reading import LARGEST
from bot.counting import count
from storage.tables import HealthMark, Reading
from storage.work import Work
from tests.chat import World

Door = TestClient[web.Request, web.Application]
LINE = {"account": "Globex", "measure": "usage", "value": 40, "at": "2026-11-22"}


@pytest.fixture
async def door(world: World) -> AsyncIterator[Door]:
    app = web.Application()
    mount(app, world.ground, lambda: world.now, lambda: None)
    async with TestClient(TestServer(app)) as client:
        yield client


async def token(world: World, name: str = "product usage") -> str:
    said = await world.chat("omar@example.com").says(f"token create {name}")
    return said.splitlines()[1]


async def post(
    door: Door, shown: str, body: Any, key: str = "k1", path: str = "measures", **headers: str
) -> tuple[int, dict[str, Any], Mapping[str, str]]:
    sent = {"Authorization": f"Bearer {shown}", "Idempotency-Key": key, "Content-Type": "application/json", **headers}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer: ClientResponse = await door.post(
        f"/api/v1/{path}", data=data, headers={name: value for name, value in sent.items() if value}
    )
    return answer.status, await answer.json(), answer.headers


def readings(work: Work) -> list[Reading]:
    return [Reading.of(row) for row in work.ask(Reading.table().select()) if row["deleted_at"] is None]


async def test_a_reading_comes_in_and_counts(world: World, door: Door) -> None:
    shown = await token(world)
    before = len(await world.look(readings))
    status, said, _ = await post(door, shown, {"measures": [LINE, {**LINE, "account": None, "domain": "paylo.io"}]})
    assert (status, said["received"], said["new"], said["changed"], said["same"]) == (200, 2, 2, 0, 0)
    kept = (await world.look(readings))[before:]
    assert [(one.value.value, one.source, one.at.isoformat()) for one in kept] == [
        (40_000_000, "product usage", "2026-11-22T00:00:00+00:00")
    ] * 2
    while await world.ground.run(1, lambda work: count(work, world.now), alone=True):
        continue
    assert not await world.look(lambda work: work.ask(HealthMark.table().select()))
    assert "40 %, good is 80 % · product usage, 1 d old" in await world.chat().says("health Globex")


async def test_the_same_request_again_writes_nothing_and_is_answered_the_same(world: World, door: Door) -> None:
    shown = await token(world)
    first = await post(door, shown, {"measures": [LINE]})
    before = await world.look(readings)
    again = await post(door, shown, {"measures": [LINE]})
    assert again[:2] == first[:2]
    assert again[2][REPLAYED] == "true"
    assert REPLAYED not in first[2]
    assert await world.look(readings) == before
    status, said, _ = await post(door, shown, {"measures": [{**LINE, "value": 41}]})
    assert (status, said["error"]["code"]) == (409, "key_reused")
    status, said, _ = await post(door, shown, {"measures": [{**LINE, "value": 41}]}, "k2")
    assert (status, said["new"], said["changed"]) == (200, 0, 1)
    status, said, _ = await post(door, shown, {"measures": [{**LINE, "value": 41}]}, "k3")
    assert (status, said["same"], said["change"]) == (200, 1, None)


async def test_all_or_nothing_with_an_error_for_each_line(world: World, door: Door) -> None:
    shown = await token(world)
    before = await world.look(readings)
    lines = [
        LINE,
        {**LINE, "account": "Nobody Inc"},
        {**LINE, "value": True},
        {**LINE, "measure": "happiness"},
        {**LINE, "at": "2026-11-22T10:00"},
        {**LINE, "at": "2027-01-01"},
        {**LINE, "colour": "red"},
        LINE,
        {"measure": "usage", "value": 1},
        {**LINE, "value": "1e400"},
        {**LINE, "note": 7},
        {**LINE, "at": "0001-01-01"},
        {**LINE, "at": "2026-11-21", "value": "1_000"},
    ]
    status, said, _ = await post(door, shown, {"measures": lines})
    assert status == 422
    assert said["error"]["code"] == "invalid_lines"
    assert [(line["index"], line["field"]) for line in said["error"]["lines"]] == [
        (1, ""), (2, "value"), (3, ""), (4, "at"), (5, ""), (6, "colour"), (7, ""), (8, "account"), (9, ""), (10, "note"),
        (11, "at"), (12, ""),
    ]  # fmt: skip
    assert all(line["message"].endswith(".") for line in said["error"]["lines"])
    assert await world.look(readings) == before
    # Mended, it may come under the same key: nothing was carried out under it.
    assert (await post(door, shown, {"measures": [LINE]}))[0] == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_json"),
        (b'{"measures": [{"value": NaN}]}', 400, "not_json"),
        (b'{"measures": [{"value": 1e99999999999999999999}]}', 400, "not_json"),
        (b"[" * 100_000, 400, "not_json"),
        ({"lines": []}, 400, "shape"),
        ({"measures": []}, 400, "shape"),
        ({"measures": [1]}, 400, "shape"),
        ({"measures": [LINE] * 10_001}, 413, "too_large"),
        (b" " * (LARGEST + 1), 413, "too_large"),
    ],
    ids=["cut", "utf16", "nan", "exponent", "deep", "name", "empty", "number", "lines", "bytes"],
)
async def test_what_cannot_be_read_is_answered_clearly(
    world: World, door: Door, body: Any, status: int, code: str
) -> None:
    found = await post(door, await token(world), body)
    assert (found[0], found[1]["error"]["code"]) == (status, code)
    assert found[1]["error"]["message"]


async def test_without_a_token_nothing_opens(world: World, door: Door) -> None:
    shown = await token(world)
    for wrong in ("", "bailey_x", shown + "x", shown[:-1]):
        status, said, headers = await post(door, wrong, {"measures": [LINE]})
        assert (status, said["error"]["code"]) == (401, "unauthorized")
        assert headers["WWW-Authenticate"].startswith("Bearer")
    assert (await post(door, shown, {"measures": [LINE]}))[0] == 200
    await world.chat("omar@example.com").says("token revoke product usage")
    assert (await post(door, shown, {"measures": [LINE]}, "k2"))[0] == 401


async def test_a_mark_before_the_json_is_read_over_and_another_method_is_turned_away(world: World, door: Door) -> None:
    marked = b"\xef\xbb\xbf" + json.dumps({"measures": [LINE]}).encode()
    assert (await post(door, await token(world), marked))[0] == 200
    answer = await door.get("/api/v1/measures")
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert (await answer.json())["error"]["code"] == "method_not_allowed"


async def test_headers_are_asked_for(world: World, door: Door) -> None:
    shown = await token(world)
    assert (await post(door, shown, {"measures": [LINE]}, ""))[0] == 400
    assert (await post(door, shown, {"measures": [LINE]}, "x" * 256))[0] == 400
    status, said, _ = await post(door, shown, {"measures": [LINE]}, **{"Content-Type": "text/csv"})
    assert (status, said["error"]["code"]) == (415, "content_type")
    assert (await post(door, shown, {"gadgets": [LINE]}, path="gadgets"))[0] == 404


async def test_a_token_is_kept_nowhere(world: World) -> None:
    chat = world.chat("omar@example.com")
    said = await chat.says("token create product usage", key="same")
    shown = said.splitlines()[1]
    assert "shown once" in await chat.says("token create product usage", key="same")
    assert shown not in await chat.says("tokens")

    def everything(work: Work) -> str:
        return str([work.ask(table.select()) for table in Reading.table().metadata.sorted_tables])

    assert shown not in await world.look(everything)
    assert "already" in await chat.says("token create Product usage")
    assert "not for the role csm" in await world.chat().says("token create mine")


async def test_what_a_program_brought_is_taken_back_by_its_number_alone(world: World, door: Door) -> None:
    shown = await token(world)
    before = len(await world.look(readings))
    _, said, _ = await post(door, shown, {"measures": [LINE]})
    chat = world.chat("omar@example.com")
    assert "measures from" not in await chat.says("undo")
    assert "Taken back: measures from product usage" in await chat.says(f"undo change:{said['change']}")
    assert len(await world.look(readings)) == before
