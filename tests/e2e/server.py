"""`bailey` as a process of its own, in a folder of its own: started, asked to stop, killed, started again."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from adapters.settings import table

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds for a process to begin or to end, or for something to happen in it
NAMES = {setting.name for setting in table()}


def environment(**settings: str) -> dict[str, str]:
    """This process's, with these settings of Bailey's and no others."""
    kept = {name: value for name, value in os.environ.items() if name not in NAMES}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "BAILEY_LOG": "warning", **settings}


def bailey(folder: Path, *words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """`bailey …` until it ends. typed: what comes through the pipe."""
    return subprocess.run(
        [sys.executable, "-m", "adapters.main", *words],
        cwd=folder, env=environment(**settings), input=typed, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip


class Server:
    """url: where it listens. What it complains about is in `complaints`."""

    def __init__(self, folder: Path, *words: str, **settings: str) -> None:
        self._folder = folder
        self._words = words
        self._settings = {"BAILEY_PORT": "0", **settings}
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    @property
    def complaints(self) -> str:
        return (self._folder / "complaints.txt").read_text()

    def start(self) -> "Server":
        """Returns once it listens. The database stays what it was."""
        with (self._folder / "complaints.txt").open("a") as complaints:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "adapters.main", *self._words],
                cwd=self._folder, env=environment(**self._settings), text=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints,
            )  # fmt: skip
        assert self._process.stdout is not None
        too_long = threading.Timer(PATIENCE, self._process.kill)
        too_long.start()
        line = self._process.stdout.readline()
        too_long.cancel()
        found = re.search(r"http://[\d.]+:\d+", line)
        assert found, (line, self.complaints)
        self.url = found[0]
        return self

    def kill(self) -> None:
        """As a power cut would: nothing is finished."""
        assert self._process is not None
        self._process.kill()
        self._process.communicate()

    def asked_to_stop(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)

    def ended(self) -> int:
        """The exit code, once it is there."""
        assert self._process is not None
        self._process.communicate(timeout=PATIENCE)
        return self._process.returncode

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.asked_to_stop()
            self.ended()


async def until(true: Callable[[], object]) -> None:
    """Until something is so. What happens in another process tells nobody here."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110  # another process
            await asyncio.sleep(0.02)
