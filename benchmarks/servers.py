"""Servers in processes of their own, each on the first core; whoever asks them runs on the others."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
CORES = sorted(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Server:
    """port: on loopback. started: seconds from the start of the process to the first request it could take."""

    port: int
    pid: int
    started: float

    @property
    def cpu(self) -> float:
        return cpu_of(self.pid)

    @property
    def memory(self) -> float:
        return memory_of(self.pid)


def cpu_of(pid: int) -> float:
    """Seconds of processor time so far: what a busy machine distorts least."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_of(pid: int | str = "self") -> float:
    """Resident megabytes."""
    return int(Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024


@contextmanager
def running(command: Sequence[str], *, first_core: bool = True) -> Iterator[Server]:
    """A Python module with arguments that prints its port once it listens."""
    cores = {CORES[0]} if first_core else set(CORES[1:] or CORES)
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.strip().isdigit(), f"{command} did not start: {said!r}"
        yield Server(int(said), process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()


def keep_off_the_first_core() -> None:
    if len(CORES) > 1:
        os.sched_setaffinity(0, set(CORES[1:]))
