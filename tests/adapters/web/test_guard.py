"""Only this machine's own browser, on our own page, gets anything."""

import asyncio
from uuid import uuid4

import pytest

from adapters.web.connect import build
from adapters.web.send import Web
from bot.request import MAX_FILE
from tests.adapters.web.driver import Site, Team, nothing
from tests.fakes.web_bailey import ScriptedBailey

DANA = "dana@example.com"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "bailey.example.com", ""])
def test_a_host_that_others_can_reach_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match="no passwords"):
        build(ScriptedBailey(), Web(Team()), renderings={}, gallery=nothing, host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_loopback_is_served(host: str) -> None:
    assert build(ScriptedBailey(), Web(Team()), renderings={}, gallery=nothing, host=host)


@pytest.mark.parametrize("path", ["/", "/gallery", "/web/stream?as=dana@example.com", "/web/static/app.js"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:8787"},
        {"Host": "[::"},
        {"X-Forwarded-For": "10.0.0.7"},
        {"Forwarded": "for=10.0.0.7"},
    ],
)
async def test_a_rebound_name_and_a_tunnel_are_refused(site: Site, path: str, headers: dict[str, str]) -> None:
    response = await site.client.get(path, headers=headers)
    assert response.status == 403
    assert "This demo answers only" in (await response.json())["error"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["say", "press", "fill", "drop", "home", "complete", "suggest", "payload"])
async def test_another_site_changes_and_reads_nothing(site: Site, path: str, headers: dict[str, str]) -> None:
    response = await site.send(path, {"text": "log call Acme 30m"}, **headers)
    assert response.status == 403
    assert site.bailey.asked == []


async def test_a_post_without_origin_is_refused(site: Site) -> None:
    body = {"as": DANA, "key": str(uuid4()), "text": "day"}
    response = await site.client.post("/web/say", json=body)
    assert response.status == 403
    assert site.bailey.asked == []


async def test_another_sites_page_cannot_listen(site: Site) -> None:
    response = await site.client.get("/web/stream", params={"as": DANA}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status == 403


@pytest.mark.parametrize("path", ["/", "/gallery", "/?as=nobody@example.com", "/web/static/app.js", "/web/static/no"])
async def test_every_answer_carries_the_security_headers(site: Site, path: str) -> None:
    response = await site.client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_page_loads_nothing_from_elsewhere(site: Site) -> None:
    await site.post("say", {"text": "everything"})
    for path in ("/", "/gallery"):
        html = await (await site.client.get(path)).text()
        assert "http" not in html.replace("https://example.com/sheet", "")
        assert "style=" not in html
        assert "onclick" not in html


# ---------------------------------------------------------------- bodies


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"as": 7}', b"\xff\xfe", b'{"as": "dana@example.com"}', b'{"text": "\\ud800"}'],
)
@pytest.mark.parametrize("path", ["say", "press", "fill", "home", "complete", "suggest", "payload"])
async def test_a_malformed_body_answers_with_a_sentence(site: Site, path: str, content: bytes) -> None:
    headers = {"Origin": site.origin, "Content-Type": "application/json"}
    response = await site.client.post(f"/web/{path}", data=content, headers=headers)
    assert response.status == 400
    assert (await response.json())["error"] == "I could not read that request. Reload the page and try again."
    assert site.bailey.asked == []


async def test_another_content_type_is_refused(site: Site) -> None:
    response = await site.client.post("/web/say", data="text=day", headers={"Origin": site.origin})
    assert response.status == 415


async def test_a_huge_text_is_refused_and_a_long_one_is_not(site: Site) -> None:
    refused = await site.send("say", {"text": "a" * (2 * 1024 * 1024)})
    assert refused.status == 413
    assert "Drop it as a file" in (await refused.json())["error"]
    answer = await site.post("say", {"text": "é😀" * 20_000})
    assert "Show all 40,000 characters" in answer["messages"][0]["html"]


async def test_a_stranger_and_an_unknown_room_are_told(site: Site) -> None:
    assert (await site.send("say", {"text": "day"}, who="eve@example.com")).status == 404
    assert (await site.send("say", {"text": "day", "in": "secrets"})).status == 404
    assert (await site.send("say", {"text": "day", "in": "dm:ana@example.com"})).status == 404
    assert site.bailey.asked == []


async def test_a_file_that_says_it_is_too_large_is_refused_unread(site: Site) -> None:
    port = site.client.port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    target = f"/web/drop?as={DANA}&key=abcdefgh1&name=big.csv"
    head = f"POST {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
    writer.write(f"{head}Content-Length: {2 * 1024**3}\r\n\r\n".encode())
    answer = await reader.readuntil(b"\r\n")
    assert b"413" in answer
    writer.close()
    assert site.bailey.asked == []


async def test_a_file_that_grows_too_large_is_refused_on_the_way(site: Site) -> None:
    given = 0

    async def endless():  # type: ignore[no-untyped-def] # an async generator of bytes
        nonlocal given
        while given < 4 * MAX_FILE:
            given += 1024 * 1024
            yield b"a" * (1024 * 1024)

    query = {"as": DANA, "key": "abcdefgh2", "name": "big.csv"}
    try:
        response = await site.client.post("/web/drop", params=query, data=endless(), headers={"Origin": site.origin})
        assert response.status == 413
    except ConnectionError:
        pass  # the door may also hang up while the file is still coming
    assert given < 4 * MAX_FILE
    assert site.bailey.asked == []
