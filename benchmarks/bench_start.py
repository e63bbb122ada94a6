"""How long a warm `bailey serve` takes until it answers, and what memory it needs."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.databases import sqlite
from benchmarks.figures import Figure, middle
from benchmarks.peers import SECRET
from benchmarks.servers import ROOT, cpu_of, memory_of, running

AIM_SECONDS, AIM_MEGABYTES = 1.0, 130.0
SLACK = {"SLACK_BOT_TOKEN": "xoxb-fake", "SLACK_SIGNING_SECRET": SECRET}
TEAMS = {"TEAMS_AUTH": "off"}


def figures(quick: bool) -> Iterator[Figure]:
    times = 2 if quick else 7
    with sqlite() as url, running(["benchmarks.peers", "slack-api"], first_core=False) as api:
        slack = {**SLACK, "SLACK_API_URL": f"http://127.0.0.1:{api.port}/api/"}
        for doors, settings in (("Slack", slack), ("Teams", TEAMS), ("Slack and Teams", {**slack, **TEAMS})):
            rounds = [_start(url, settings) for _ in range(times + 1)][1:]
            took, cpu, memory = (middle(each) for each in zip(*rounds, strict=True))
            aims = f"< {AIM_SECONDS:g} s, < {AIM_MEGABYTES:g} MB"
            met = took < AIM_SECONDS and memory < AIM_MEGABYTES
            yield Figure(
                f"warm start of bailey serve, {doors}",
                f"{took:.2f} s ({cpu:.2f} s CPU), {memory:.0f} MB",
                "",
                None,
                aims,
                met,
            )


def _start(url: str, settings: dict[str, str]) -> tuple[float, float, float]:
    """Seconds until it is ready, processor seconds, and megabytes then."""
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BAILEY_", "SLACK_", "TEAMS_"))}
    known = {"BAILEY_DATABASE_URL": url, "BAILEY_PORT": str(port), "BAILEY_ADMIN_EMAIL": "dana@example.com"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "adapters.main", "serve"],
        cwd=ROOT,
        env={**kept, **known, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _ready(port):
            assert process.poll() is None, "bailey serve ended"
            assert time.perf_counter() - began < 60, "bailey serve is not ready after a minute"
            time.sleep(0.005)
        return time.perf_counter() - began, cpu_of(process.pid), memory_of(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _ready(port: int) -> bool:
    try:
        return bool(urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).status == 200)
    except (URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
