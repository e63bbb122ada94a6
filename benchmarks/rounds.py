"""Two servers, asked in turn: the ratio of each pair of rounds, so that a machine's moods hit both alike."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.figures import middle
from benchmarks.load import Load, fire
from benchmarks.servers import Server

Requests = Callable[[int], list[bytes]]


@dataclass(frozen=True)
class Compared:
    """Pairs of rounds. rates: answers a second. cpu: seconds of processor time an answer, over all rounds."""

    ours: list[Load]
    peers: list[Load]
    cpu: float
    peer_cpu: float

    @property
    def rate_ratio(self) -> float:
        return middle(ours.rate / peer.rate for ours, peer in zip(self.ours, self.peers, strict=True))

    @property
    def p50_ratio(self) -> float:
        return middle(ours.p50 / peer.p50 for ours, peer in zip(self.ours, self.peers, strict=True))

    def rate(self) -> str:
        return _rate(self.ours, self.cpu)

    def peer_rate(self) -> str:
        return _rate(self.peers, self.peer_cpu)


@dataclass(frozen=True)
class Steady:
    """Rounds of one server alone."""

    rounds: list[Load]
    cpu: float

    @property
    def middle_rate(self) -> float:
        return middle(load.rate for load in self.rounds)

    def rate(self) -> str:
        return _rate(self.rounds, self.cpu)


def steady(server: Server, requests: Requests, clients: int, count: int, rounds: int) -> Steady:
    """count: requests a round."""
    _round(server, requests, clients, min(200, count))
    cpu = server.cpu
    loads = [_round(server, requests, clients, count) for _ in range(rounds)]
    return Steady(loads, (server.cpu - cpu) / (rounds * count))


def compare(
    ours: Server, peer: Server, requests: Requests, clients: int, count: int, pairs: int, peer_count: int = 0
) -> Compared:
    """count: requests a round. peer_count: the same for the peer, where it is much slower. A short round warms both."""
    for server in (ours, peer):
        _round(server, requests, clients, min(200, count))
    found: list[tuple[Load, Load]] = []
    cpu = ours.cpu, peer.cpu
    for pair in range(pairs):
        first = _round(ours, requests, clients, count) if pair % 2 else None
        other = _round(peer, requests, clients, peer_count or count)
        found.append((first or _round(ours, requests, clients, count), other))
    done = pairs * count, pairs * (peer_count or count)
    return Compared(
        [pair[0] for pair in found],
        [pair[1] for pair in found],
        (ours.cpu - cpu[0]) / done[0],
        (peer.cpu - cpu[1]) / done[1],
    )


def _round(server: Server, requests: Requests, clients: int, count: int) -> Load:
    return asyncio.run(fire(server.port, requests(count), clients))


def _rate(loads: list[Load], cpu: float) -> str:
    rate, p50, p99 = (middle(each) for each in zip(*((load.rate, load.p50, load.p99) for load in loads), strict=True))
    broken = sum(load.broken for load in loads)
    failed = f", {broken} of {sum(len(load.took) for load in loads)} failed" if broken else ""
    return f"{rate:,.0f}/s, {p50:.2f}/{p99:.2f} ms, {cpu * 1e6:.0f} µs CPU{failed}"
