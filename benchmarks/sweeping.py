"""One morning's plan of a company, ours and bare, in a process of its own.

    python -m benchmarks.sweeping URL rounds [explain]

Prints one JSON object: seconds of each round, ours and bare; the rows that were planned; the megabytes by which the process
grew at most meanwhile; and the seconds of each rule's statement alone.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psycopg

from benchmarks.company import MEMBERS, NOW, TODAY, fill, settle
from benchmarks.servers import memory_of
from bot import routing
from bot.nudge import rules
from storage.engine import PRAGMAS, Driver, Engine, engine
from storage.ground import open_ground
from storage.work import Work


def plan(work: Work) -> None:
    """What the planner has the database do for everybody at once."""
    work.rhythms.plan_until(range(1, MEMBERS + 1), TODAY)
    thresholds = routing.thresholds(work)
    for rule in reversed(rules().all()):
        work.plans.plan(rule.name, rule.candidates, NOW, thresholds.get(rule.name, rule.threshold))
    work.plans.replace_older(NOW)


class Recorder:
    """A driver that notes the SQL that goes through it. said: each statement with its parameters."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        self.said: list[tuple[str, Any]] = []

    def execute(self, sql: Any, parameters: Any = ()) -> Any:
        self.said.append((sql, parameters))
        return self._driver.execute(sql, parameters)


@dataclass(frozen=True)
class Bare:
    """The driver alone, opened as Bailey opens it."""

    connection: Any

    @classmethod
    def to(cls, target: Engine) -> "Bare":
        if not target.is_sqlite:
            connection = psycopg.connect(target.target, autocommit=True)
            connection.execute("SET default_transaction_isolation = serializable")
            return cls(connection)
        file = sqlite3.connect(target.target, isolation_level=None)
        for pragma in PRAGMAS:
            file.execute(f"PRAGMA {pragma}")
        return cls(file)

    def run(self, statements: list[tuple[str, Any]]) -> None:
        self.connection.execute("BEGIN IMMEDIATE" if isinstance(self.connection, sqlite3.Connection) else "BEGIN")
        for sql, parameters in statements:
            self.connection.execute(sql, parameters)
        self.connection.execute("COMMIT")

    def planned(self) -> int:
        return int(self.connection.execute("SELECT count(*) FROM nudges").fetchone()[0])

    def forget(self) -> None:
        """As it was before the morning."""
        self.connection.execute("DELETE FROM nudges")


def statements(target: Engine, driver: Any) -> list[tuple[str, Any]]:
    """All SQL of a morning, taken down while it runs and is taken back."""
    recorder = Recorder(driver)
    driver.execute("BEGIN")
    plan(Work(cast(Driver, recorder), target.dialect, 1))
    driver.execute("ROLLBACK")
    return recorder.said


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def peak() -> float:
    """The most resident megabytes since `forget_peak`."""
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def measure(url: str, rounds: int) -> dict[str, Any]:
    target = engine(url)
    ground = open_ground(target)
    ground.run_now(1, lambda work: work.rhythms.plannable())
    forget_peak()
    before = memory_of()
    found: dict[str, Any] = {"ours": [timed(lambda: ground.run_now(1, plan, alone=True))], "bare": []}
    found["grown"] = peak() - before
    bare = Bare.to(target)
    found["planned"] = bare.planned()
    bare.forget()
    said_by_us = statements(target, bare.connection)
    settle(target)
    for _ in range(rounds):
        for name, act in (
            ("ours", lambda: ground.run_now(1, plan, alone=True)),
            ("bare", lambda: bare.run(said_by_us)),
        ):
            found[name].append(timed(act))
            bare.forget()
            settle(target)
    found["ours"] = found["ours"][1:]
    found["rules"] = alone(bare, said_by_us)
    ground.close()
    bare.connection.close()
    return found


def alone(bare: Bare, said_by_us: list[tuple[str, Any]]) -> dict[str, float]:
    """Seconds of each statement within the morning, the second time that it runs."""
    found: dict[str, float] = {}
    names = [rule.name for rule in reversed(rules().all())]
    bare.connection.execute("BEGIN")
    inserts = iter(names)
    for sql, parameters in said_by_us:
        kind = sql.split(None, 1)[0]
        name = next(inserts) if kind == "INSERT" else "replace" if "nudges" in sql.split(None, 2)[1] else "frame"
        found[name] = timed(lambda sql=sql, parameters=parameters: bare.connection.execute(sql, parameters))
    bare.connection.execute("ROLLBACK")
    return found


def explain(url: str) -> None:
    """How the database goes about each statement."""
    target = engine(url)
    bare = Bare.to(target)
    how = "EXPLAIN QUERY PLAN " if target.is_sqlite else "EXPLAIN (ANALYZE, BUFFERS, SUMMARY) "
    bare.connection.execute("BEGIN")
    said_by_us = Recorder(bare.connection)
    plan(Work(cast(Driver, said_by_us), target.dialect, 1))
    bare.connection.execute("ROLLBACK")
    bare.connection.execute("BEGIN")
    for sql, parameters in said_by_us.said:
        print("\n" + sql)
        began = time.perf_counter()
        if target.is_sqlite:
            bare.connection.execute(sql, parameters)
        for row in bare.connection.execute(how + sql, parameters).fetchall():
            print("   ", row[-1])
        print("   took", time.perf_counter() - began)
    bare.connection.execute("ROLLBACK")


def main() -> None:
    url, rounds = sys.argv[1], int(sys.argv[2])
    if sys.argv[3:] == ["explain"]:
        explain(url)
    elif sys.argv[3:] == ["fill"]:
        fill(url, rounds)
    else:
        print(json.dumps(measure(url, rounds)))


if __name__ == "__main__":
    main()
