"""A load generator that costs less than what it measures: keep-alive connections that write requests made beforehand."""

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks.figures import percentile

BROKEN = b"Something broke on my side"


@dataclass(frozen=True)
class Load:
    """One round. rate: answers a second. took: seconds of each answer. broken: answers that say that Bailey failed."""

    rate: float
    took: list[float]
    broken: int

    @property
    def p50(self) -> float:
        """Milliseconds."""
        return 1000 * percentile(self.took, 0.5)

    @property
    def p99(self) -> float:
        return 1000 * percentile(self.took, 0.99)


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """One HTTP request as it goes over the wire."""
    said = {"Host": "127.0.0.1", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body


async def fire(port: int, requests: Iterable[bytes], clients: int) -> Load:
    """Send every request once, as fast as that many clients get answers. Raises AssertionError for any answer but 2xx."""
    waiting = iter(list(requests))
    took: list[float] = []
    began = time.perf_counter()
    broken = await asyncio.gather(*(_client(port, waiting, took) for _ in range(clients)))
    return Load(len(took) / (time.perf_counter() - began), took, sum(broken))


async def _client(port: int, waiting: Iterator[bytes], took: list[float]) -> int:
    """How many answers were failures."""
    broken = 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for request in waiting:
            began = time.perf_counter()
            writer.write(request)
            status, body = await _answer(reader)
            took.append(time.perf_counter() - began)
            assert 200 <= status < 300, (status, body[:300])
            broken += BROKEN in body
    finally:
        writer.close()
    return broken


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().find(b"content-length:")
    size = int(head[length + 15 : head.find(b"\r", length)]) if length >= 0 else 0
    return int(head[9:12]), await reader.readexactly(size)


async def one(port: int, request: bytes) -> bytes:
    """The body of one answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    status, body = await _answer(reader)
    writer.close()
    assert 200 <= status < 300, (status, body[:300])
    return body
