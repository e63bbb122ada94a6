"""What the auditor does not take for missed: what came to be due because somebody changed a rule, or an account."""

from datetime import timedelta

import pytest

from bot.auditing import audit
from storage.tables import Account, Member, Nudge, OutboxMessage
from storage.work import Work
from tests.chat import World
from tests.nudges.company import BEFORE, MONDAY, TODAY, account, contract, member


async def company_of_one(company: World) -> None:
    """An account whose notice deadline is 40 days ahead, which nobody talked to for sixteen days; everybody is planned."""

    def fill(work: Work) -> None:
        omar = work.insert(Member, name="Omar", email="omar@example.com", role="admin", zone="Europe/Berlin",
                           locale="en-GB", seen_at=BEFORE, created_at=BEFORE)  # fmt: skip
        assert omar.id
        acme = account(work, "Acme", tier=4)
        contract(work, acme, TODAY + timedelta(days=40))
        work.update(Account, acme, created_at=MONDAY - timedelta(days=16))

    await company.ground.run(1, fill)
    company.now = MONDAY.replace(hour=15)
    await company.plans()
    company.passes(minutes=30)


CHANGES = {
    "cadence operational T4 7d": ("omar", "silence"),
    "cadence renewal T4 60 45 30": ("omar", "renewal"),
    "alerts default notice 45": ("jane", "notice"),
}


@pytest.mark.parametrize("line", CHANGES)
async def test_another_rule_alarms_nobody_and_is_planned_all_the_same(company: World, line: str) -> None:
    await company_of_one(company)
    who, rule = CHANGES[line]
    chat = company.chat(f"{who}@example.com")
    assert "✗" not in await chat.says(line)
    company.passes(minutes=30)
    await silent(company)
    planned = await company.look(lambda work: [Nudge.of(row) for row in work.ask(Nudge.table().select())])
    assert rule in {one.rule for one in planned}


async def test_another_tier_alarms_nobody(company: World) -> None:
    await company_of_one(company)

    def change(work: Work) -> None:
        work.act_as(member(work, "jane").id, "import", company.now)
        (row,) = work.ask(Account.table().select())
        work.change(Account.of(row), tier=1)

    await company.ground.run(1, change)
    company.passes(minutes=30)
    await silent(company)


async def silent(company: World) -> None:
    await company.ground.run(1, lambda work: audit(work, company.now))
    rows = await company.look(lambda work: [OutboxMessage.of(row) for row in work.ask(OutboxMessage.table().select())])
    assert [row.view for row in rows if row.key.startswith("audit:")] == []
