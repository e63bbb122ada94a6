"""A company of any size, made by the database itself: everybody was planned yesterday, and some of everything is due."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from typing import Any, cast

import psycopg
from sqlalchemy import Column, Date, FromClause, Integer, MetaData, Table, case, insert, literal, select
from sqlalchemy.orm import configure_mappers
from sqlalchemy.sql.elements import ColumnElement

from storage.engine import Driver, Engine, connect_sqlite, engine
from storage.frames import said
from storage.schema import upgrade
from storage.tables import (
    Account,
    Activity,
    Contact,
    Contract,
    HealthOverride,
    HealthScore,
    Kpi,
    KpiReading,
    Member,
    NextStep,
    Organization,
    Participant,
    Renewal,
    Rhythm,
    Risk,
    RiskCategory,
)
from storage.types import Instant, Record
from storage.work import Work

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)  # a Tuesday
TODAY = NOW.date()
BEFORE = NOW - timedelta(days=500)
MEMBERS = 50
SPAN = 400  # days around today that dates are drawn from

_metadata = MetaData()
_numbers = Table("bench_numbers", _metadata, Column("n", Integer, primary_key=True))
_days = Table(
    "bench_days", _metadata, Column("n", Integer, primary_key=True), Column("on", Date), Column("at", Instant)
)
_n = _numbers.c.n
_EACH = select(_n).select_from(_numbers)


# ---------------------------------------------------------------- a company


def fill(url: str, accounts: int) -> None:
    """Everybody planned up to yesterday; each account with a renewal, touches, a contact, and what else comes due."""
    target = engine(url)
    configure_mappers()
    upgrade(target)
    with _unchecked(target) as driver:
        work = Work(driver, target.dialect, 1)
        work.insert(Organization, id=1, name="Bench", created_at=BEFORE)
        _make_numbers(work, accounts)
        _people(work)
        for record, values, source in _rows():
            _insert(work, record, values, source)
        for table in (_numbers, _days):
            driver.execute(f"DROP TABLE {table.name}")
    settle(target)


@contextmanager
def _unchecked(target: Engine) -> Iterator[Driver]:
    """Without foreign keys, which would take most of the time."""
    if target.is_sqlite:
        driver = connect_sqlite(target.target, writes=True)
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("PRAGMA synchronous=OFF")
        driver.execute("BEGIN")
        yield driver
        driver.execute("COMMIT")
        driver.close()
        return
    with psycopg.connect(target.target) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        yield cast(Driver, connection)


def settle(target: Engine) -> None:
    """What each database does by itself sooner or later."""
    if target.is_sqlite:
        driver = connect_sqlite(target.target, writes=True)
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        driver.close()
        return
    with psycopg.connect(target.target, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _make_numbers(work: Work, count: int) -> None:
    work.driver.execute("CREATE TABLE bench_numbers (n INTEGER PRIMARY KEY)")
    at = "DATETIME" if work.dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    work.driver.execute(f'CREATE TABLE bench_days (n INTEGER PRIMARY KEY, "on" DATE, at {at})')
    work.driver.execute(
        "INSERT INTO bench_numbers WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up "
        f"WHERE n < {count}) SELECT n FROM up"
    )
    noon = datetime.combine(TODAY, clock_time(12), UTC)
    for n in range(2 * SPAN):
        day = noon + timedelta(days=n - SPAN)
        work.do(insert(_days).values(n=n, on=day.date(), at=day))


def _people(work: Work) -> None:
    for number in range(MEMBERS):
        role = "lead" if number % 10 == 0 else "csm"
        member = work.insert(Member, name=f"Member {number}", role=role, seen_at=BEFORE, created_at=BEFORE)
        yesterday = NOW - timedelta(days=1)
        work.put(Rhythm, member_id=member.id, begun_on=BEFORE.date(), planned_on=yesterday.date(), planned_at=yesterday)
    work.intervals.seed()


def _some(factor: int, among: int) -> ColumnElement[int]:
    """A number below `among`, scattered over the accounts; factor: a prime, another for each use."""
    return (_n * factor % 1_000_003) % among


def _day(name: str, place: Any) -> tuple[FromClause, ColumnElement[bool]]:
    """The day that lies so many days after today."""
    day = _days.alias(name)
    return day, day.c.n == place + SPAN


def _rows() -> Iterator[tuple[type[Record], Mapping[str, Any], Any]]:
    """record, its columns, what they are selected from."""
    owner = 1 + _n % MEMBERS
    yield (
        Account,
        {"id": _n, "name": said("Company ", _n), "tier": 1 + _some(17, 4), "created_at": BEFORE,
         "owner_id": case((_n % 1000 == 0, None), else_=owner)},
        _EACH,
    )  # fmt: skip
    due, due_is = _day("due", _some(31, 385) - 20)
    notice, notice_is = _day("notice", _some(31, 385) - 20 - 30 * _some(37, 3))
    signed, signed_is = _day("signed", -_some(31, 300) - 5)
    dates = _EACH.join(due, due_is).join(notice, notice_is).join(signed, signed_is)
    yield (
        Contract,
        {"id": _n, "account_id": _n, "name": "Platform", "arr_minor": 1_000_000, "currency": "EUR",
         "renews_on": due.c.on, "notice_days": 30 * _some(37, 3), "created_at": BEFORE},
        dates,
    )  # fmt: skip
    yield (
        Renewal,
        {"id": _n, "account_id": _n, "contract_id": _n, "due_on": due.c.on, "notice_on": notice.c.on,
         "dated_at": signed.c.at, "created_at": BEFORE},
        dates,
    )  # fmt: skip
    champion, champion_is = _day("champion", -_some(41, 390) - 5)
    yield (
        Contact,
        {"id": _n, "account_id": _n, "name": said("Person ", _n), "created_at": BEFORE,
         "champion_on": case((_n % 3 == 0, champion.c.on), else_=None)},
        _EACH.join(champion, champion_is),
    )  # fmt: skip
    for turn in range(3):
        held, held_is = _day("held", -_some(43, 120) - 90 * turn - 1)
        yield (
            Activity,
            {"id": 3 * _n + turn, "account_id": _n, "member_id": owner, "logged_by_id": owner, "kind": "call",
             "minutes": 30, "at": held.c.at, "created_at": held.c.at, "attempt": _n % 7 == turn,
             "level": case((_n % 4 == turn, literal("business")), else_="operational")},
            _EACH.join(held, held_is),
        )  # fmt: skip
    yield (
        Participant,
        {"id": _n, "activity_id": 3 * _n, "contact_id": _n, "name": said("Person ", _n)},
        _EACH,
    )
    promised, promised_is = _day("promised", _some(47, 120) - 60)
    yield (
        NextStep,
        {"id": _n, "account_id": _n, "owner_id": owner, "text": "Send it", "due_on": promised.c.on,
         "done_at": case((_n % 2 == 0, BEFORE), else_=None), "created_at": BEFORE},
        _EACH.join(promised, promised_is),
    )  # fmt: skip
    for turn in range(3):
        on, on_is = _day("counted", -_some(53, 60) - 60 * turn)
        score = _some(59 + 2 * turn, 101)
        yield (
            HealthScore,
            {"id": 3 * _n + turn, "account_id": _n, "on": on.c.on, "score": score, "coverage": 60 + _some(67 + turn, 40),
             "band": case((score < 50, literal("red")), (score < 70, "yellow"), else_="green"), "capped": "",
             "rules": "r", "at": on.c.at},
            _EACH.join(on, on_is),
        )  # fmt: skip
        yield (
            KpiReading,
            {"id": 3 * _n + turn, "account_id": _n, "kpi_id": _n, "on": on.c.on, "value_micro": 1,
             "ahead": 2000 - _some(71 + turn, 5000), "came_at": on.c.at},
            _EACH.join(on, on_is).where(_n % 10 == 0),
        )  # fmt: skip
    yield (
        Kpi,
        {"id": _n, "account_id": _n, "name": "weekly users", "start_micro": 1, "target_micro": 2,
         "starts_on": BEFORE.date(), "due_on": TODAY + timedelta(days=100), "created_at": BEFORE},
        _EACH.where(_n % 10 == 0),
    )  # fmt: skip
    raised, raised_is = _day("raised", -_some(73, 90))
    yield (
        Risk,
        {"id": _n, "account_id": _n, "category": RiskCategory.VALUE_GAP.value, "severity": 2, "raised_by_id": owner,
         "created_at": raised.c.at},
        _EACH.join(raised, raised_is).where(_n % 20 == 0),
    )  # fmt: skip
    until, until_is = _day("until", _some(79, 60) - 10)
    yield (
        HealthOverride,
        {"id": _n, "account_id": _n, "band": "red", "reason": "said so", "until": until.c.on, "member_id": owner,
         "at": BEFORE},
        _EACH.join(until, until_is).where(_n % 100 == 0),
    )  # fmt: skip


def _insert(work: Work, record: type[Record], values: Mapping[str, Any], source: Any) -> None:
    table = record.table()
    whole = work.whole(record, dict(values))
    columns = [
        value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)
        for name, value in whole.items()
    ]
    work.do(insert(table).from_select(list(whole), source.with_only_columns(*columns), include_defaults=False))
