"""POST /api/v1/kpis: readings from programs, all of them or none."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.api.door import mount
from storage.tables import KpiReading
from tests.chat import World

Api = TestClient[web.Request, web.Application]
LINE = {"account": "Acme Corp", "kpi": "days to close", "value": 5.5, "on": "2026-11-20"}


@pytest.fixture
async def api(world: World) -> AsyncIterator[Api]:
    app = web.Application()
    mount(app, world.ground, lambda: world.now, lambda: None)
    client: Api = TestClient(TestServer(app))
    async with client:
        yield client


async def post(api: Api, world: World, lines: list[dict[str, Any]], key: str = "k1") -> tuple[int, dict[str, Any]]:
    said = await world.chat("omar@example.com").says(f"token create program {key}")
    token = next(word.strip(".,") for word in said.split() if word.startswith("bailey_"))
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    answer = await api.post("/api/v1/kpis", json={"kpis": lines}, headers=headers)
    return answer.status, await answer.json()


async def test_readings_come_in_once(api: Api, world: World) -> None:
    lines = [LINE, {"account_id": "CRM-1003", "kpi": "weekly active users", "value": "320", "on": "2026-11-20"}]
    status, answer = await post(api, world, lines)
    assert (status, answer["new"], answer["same"]) == (200, 2, 0)
    assert "Now: 5.5 d" in await world.chat().says("kpi Acme Corp days to close")
    assert "by API" in await world.chat().says("kpi Acme Corp days to close")
    status, answer = await post(api, world, lines, "k2")
    assert (status, answer["new"], answer["same"]) == (200, 0, 2)
    status, answer = await post(api, world, [{**LINE, "value": "5.4d"}], "k3")
    assert (status, answer["changed"]) == (200, 1)


async def test_a_kpi_comes_with_what_was_agreed(api: Api, world: World) -> None:
    agreed = {"start": 10, "target": 40, "starts_on": "2026-11-01", "due_on": "2027-06-30"}
    line = {"domain": "globex.com", "kpi": "exports a day", "value": 12, "on": "2026-11-20", **agreed}
    status, answer = await post(api, world, [line, {**line, "on": "2026-11-21", "value": 13}])
    assert (status, answer["new"]) == (200, 2)
    assert "from 10 to 40 by 30 Jun" in await world.chat().says("kpi Globex exports")


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"account": "Nobody Ltd"}, "", "No account is called Nobody Ltd"),
        ({"account": None}, "account", "Say whose it is"),
        ({"kpi": "nothing"}, "", "No open KPI of this account is called nothing."),
        ({"kpi": ""}, "kpi", "This is a text that is not empty."),
        ({"value": None}, "value", "This is a figure"),
        ({"value": True}, "value", "This is a figure"),
        ({"value": "much"}, "value", "is not a figure"),
        ({"value": 1e300}, "value", "This is a figure"),
        ({"value": "5%"}, "", "is counted in d, not in %."),
        ({"on": "yesterday"}, "on", "This is a day"),
        ({"on": "2027-11-20"}, "on", "That day lies ahead."),
        ({"on": "0001-01-01"}, "on", "a year that cannot be meant"),
        ({"at": "2026-11-20"}, "at", "There is no such field."),
    ],
)
async def test_one_wrong_line_and_nothing_is_written(
    api: Api, world: World, changed: dict[str, Any], field: str, message: str
) -> None:
    def count(work: Any) -> int:
        return len(work.ask(KpiReading.table().select()))

    before = await world.look(count)
    status, answer = await post(api, world, [LINE, {**LINE, **changed, "on": changed.get("on", "2026-11-19")}])
    assert status == 422
    [fault] = answer["error"]["lines"]
    assert (fault["index"], fault["field"]) == (1, field)
    assert message in fault["message"]
    assert await world.look(count) == before
