"""From the schema before renewals to the one with them, with contracts already there."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from alembic import command

from storage.engine import Engine, engine
from storage.ground import open_ground
from storage.migrating import _config, _connection, differences
from storage.schema import upgrade
from storage.tables import Contract, Organization, Renewal

BEFORE = (
    "INSERT INTO organizations (id, name, names_version, currency, created_at) "
    "VALUES (1, 'Ours', 1, 'EUR', '2026-01-01 08:00:00')",
    "INSERT INTO accounts (id, organization_id, name, created_at) VALUES (1, 1, 'Acme', '2026-01-01 08:00:00')",
    "INSERT INTO contracts (id, organization_id, account_id, name, arr_minor, currency, renews_on, notice_days, "
    "auto_renew, deleted_at, created_at) VALUES "
    "(1, 1, 1, 'Platform', 100, 'EUR', '2027-03-16', 90, false, NULL, '2026-02-01 08:00:00'), "
    "(2, 1, 1, 'Undated', 100, 'EUR', NULL, 30, false, NULL, '2026-02-01 08:00:00'), "
    "(3, 1, 1, 'Gone', 100, 'EUR', '2027-03-16', 30, false, '2026-03-01 08:00:00', '2026-02-01 08:00:00')",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the first schema, with three contracts in it."""
    if request.param == "sqlite":
        target = engine(f"sqlite:///{tmp_path / 'old.db'}")
        _first(target)
        yield target
        return
    server: str = request.getfixturevalue("postgres_server")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bailey_old")
    target = engine(server.replace("/postgres?", "/bailey_old?"))
    _first(target)
    yield target
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE bailey_old WITH (FORCE)")


def _first(target: Engine) -> None:
    with _connection(target) as connection:
        command.upgrade(_config(connection), "0001")
        for statement in BEFORE:
            connection.exec_driver_sql(statement)


def test_every_live_contract_with_a_date_gets_an_open_renewal(old: Engine) -> None:
    upgrade(old)
    assert differences(old) == []
    ground = open_ground(old)
    renewals = ground.run_now(1, lambda work: [Renewal.of(row) for row in work.ask(Renewal.table().select())])
    assert [(one.contract_id, one.account_id, one.due_on, one.notice_on) for one in renewals] == [
        (1, 1, date(2027, 3, 16), date(2026, 12, 16))
    ]
    assert renewals[0].outcome is None
    assert renewals[0].value_shown is False
    contract = ground.run_now(1, lambda work: work.get(Contract, 1))
    house = ground.run_now(1, lambda work: work.get(Organization, 1))
    assert contract is not None
    assert house is not None
    assert (contract.term_months, contract.uplift, house.fiscal_month) == (12, None, 1)
    ground.close()
