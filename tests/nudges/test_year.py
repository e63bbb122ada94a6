"""A year of the sample company, morning by morning, beside three accounts whose dates are counted by hand."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import holidays
import pytest

from bot import nudging, routing
from bot.cards.waiting import DIGEST
from bot.counting import count_all
from bot.nudge import rules
from storage.tables import (
    Account,
    AccountName,
    Activity,
    Contract,
    Forecast,
    Identity,
    Leave,
    Member,
    Nudge,
    OutboxMessage,
    Rhythm,
)
from storage.work import Work
from tests.chat import World

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 11, 23), date(2027, 11, 22)
BEFORE = datetime(2026, 1, 5, 9, tzinfo=UTC)
SEED = 11
# Hana is away from Monday to Friday, and nobody stands in for her.
AWAY = (date(2027, 5, 3), date(2027, 5, 7))
# What everybody is away for besides: a week each, somebody else covers.
LEAVES = (("dana", date(2027, 2, 8), date(2027, 2, 12), "sam"), ("sam", date(2027, 8, 2), date(2027, 8, 13), "dana"))

# The dates of Hana's accounts, counted with a calendar. In Bavaria the Easter Monday of 2027 is 29 March.
#   Larch: tier 1, renews 1 September, 60 days' notice: the deadline is 3 July 2027.
#     180 d: 4 Jan (Mon)    120 d: 5 Mar (Fri)    90 d: 4 Apr (Sun, so 5 Apr)    60 d: 4 May (in her leave, so 10 May)
#     30 d: 3 Jun (Thu)     14 d: 19 Jun (Sat, so 21 Jun)
#     the deadline, a week ahead: 26 Jun (Sat, so 28 Jun)    not signed: 2 Sep (Thu)
#   Maple: tier 4, renews on Easter Monday, without notice.
#     60 d: 28 Jan (Thu)    30 d: 27 Feb (Sat, so 1 Mar)    a week ahead: 22 Mar (Mon)    not signed: 30 Mar (Tue)
#   Rowan: tier 1, no contract; they talked on 1 and on 20 February 2027 and never again.
#     14 d after: 15 Feb (Mon) and 6 Mar (Sat, so 8 Mar); we came to know them on 5 January 2026, long ago.
LARCH = {
    ("renewal", 180): date(2027, 1, 4), ("renewal", 120): date(2027, 3, 5), ("renewal", 90): date(2027, 4, 5),
    ("renewal", 60): date(2027, 5, 10), ("renewal", 30): date(2027, 6, 3), ("renewal", 14): date(2027, 6, 21),
    ("notice", 5): date(2027, 6, 28), ("overdue", 1): date(2027, 9, 2),
}  # fmt: skip
MAPLE = {
    ("renewal", 60): date(2027, 1, 28), ("renewal", 30): date(2027, 3, 1), ("notice", 7): date(2027, 3, 22),
    ("overdue", 1): date(2027, 3, 30),
}  # fmt: skip
ROWAN = [date(2027, 2, 15), date(2027, 3, 8)]
TALKED = (date(2027, 2, 1), date(2027, 2, 20))


def prepare(work: Work) -> None:
    """Everybody can be reached; Hana joins them, with three accounts that only she touches."""
    hana = work.insert(
        Member, name="Hana", email="hana@example.com", role="csm", zone="Europe/Berlin", locale="en-GB", seen_at=BEFORE,
        created_at=BEFORE,
    )  # fmt: skip
    for member in work.people.everyone():
        work.put(Identity, member_id=member.id, platform="cli", tenant="t", user=member.email)
        rhythm = work.rhythms.own(member.id)
        work.update(Rhythm, rhythm.id, country="DE-BY" if member.zone == "Europe/Berlin" else "")
    work.update(Rhythm, work.rhythms.own(hana.id).id, begun_on=BEFORE.date(), planned_on=FIRST - timedelta(days=3),
                planned_at=datetime(2026, 11, 20, 8, tzinfo=UTC))  # fmt: skip
    work.put(Leave, member_id=hana.id, from_on=AWAY[0], until_on=AWAY[1])
    people = {(one.email or "").partition("@")[0]: one.id for one in work.people.everyone()}
    for who, since, until, cover in LEAVES:
        work.put(Leave, member_id=people[who], from_on=since, until_on=until, cover_id=people[cover])
    work.act_as(hana.id, "contract", BEFORE)
    for name, tier, renews, notice in (
        ("Larch", 1, date(2027, 9, 1), 60), ("Maple", 4, date(2027, 3, 29), 0), ("Rowan", 1, None, 0),
    ):  # fmt: skip
        account = work.insert(Account, name=name, tier=tier, owner_id=hana.id, created_at=BEFORE)
        work.put(AccountName, account_id=account.id, kind="name", name=name, key=name.casefold())
        if renews is not None:
            work.add(
                Contract, account_id=account.id, name="Platform", arr_minor=5_000_000, currency="EUR", renews_on=renews,
                notice_days=notice, created_at=BEFORE,
            )  # fmt: skip


@dataclass
class Year:
    """What happened in it. said: nudge → when it was said first. nudges: as they are at the end."""

    world: World
    said: dict[int, datetime] = field(default_factory=dict)
    nudges: dict[int, Nudge] = field(default_factory=dict)
    people: dict[str, Member] = field(default_factory=dict)
    outbox: list[OutboxMessage] = field(default_factory=list)
    missing: dict[date, dict[str, int]] = field(default_factory=dict)

    def of(self, account: str, *names: str) -> list[Nudge]:
        found = [one for one in self.nudges.values() if one.account_id == self.accounts[account] and one.rule in names]
        return sorted(found, key=lambda one: one.id)

    accounts: dict[str, int] = field(default_factory=dict)

    def day(self, nudge: Nudge) -> date:
        return self.said[nudge.id].astimezone(BERLIN).date()


async def lived(world: World) -> Year:
    """Morning after morning: the count of health, the plans of Berlin and of New York, and a little work."""
    year = Year(world)
    await world.ground.run(1, prepare)
    year.people = await world.look(lambda work: {(one.email or "")[:4]: one for one in work.people.everyone()})
    dice = random.Random(SEED)
    day = FIRST
    while day <= LAST:
        for hour in (8, 14):
            world.now = datetime.combine(day, time(hour), UTC)
            if hour == 8:
                await world.ground.run(1, lambda work: count_all(work, world.now), alone=True)
            await world.plans()
            await world.look(partial(look, year=year, audits=hour == 14))
        await world.ground.run(1, partial(work_of, day=day, now=world.now, dice=dice))
        if day.weekday() == 2:
            await decide(world, day, dice)
        day += timedelta(days=1)
    await world.look(lambda work: close(work, year))
    return year


def look(work: Work, year: Year, *, audits: bool) -> None:
    table = Nudge.table()
    for row in work.ask(table.select().where(table.c.said_at == year.world.now)):
        year.said.setdefault(row["id"], row["said_at"])
    if not audits:
        return
    thresholds = routing.thresholds(work)
    missing = {
        rule.name: len(found)
        for rule in rules().all()
        if (found := work.plans.missing(rule.candidates, thresholds.get(rule.name, rule.threshold)))
    }
    if missing:
        year.missing[year.world.now.date()] = missing


def close(work: Work, year: Year) -> None:
    year.nudges = {row["id"]: Nudge.of(row) for row in work.ask(Nudge.table().select())}
    year.outbox = [OutboxMessage.of(row) for row in work.ask(OutboxMessage.table().select())]
    year.accounts = {row["name"]: row["id"] for row in work.ask(Account.table().select())}


def work_of(work: Work, day: date, now: datetime, dice: random.Random) -> None:
    """A day's calls, and what is crossed off: of Hana's accounts only what stands above."""
    accounts = [row for row in work.ask(Account.table().select()) if row["owner_id"] and not row["deleted_at"]]
    mine = {row["id"] for row in accounts if row["name"] in ("Larch", "Maple", "Rowan")}
    chosen = [row for row in accounts if row["name"] == "Rowan"] if day in TALKED else []
    if day.weekday() < 5:
        chosen += dice.sample([row for row in accounts if row["id"] not in mine], 5)
    for row in chosen:
        work.put(
            Activity, account_id=row["id"], member_id=row["owner_id"], logged_by_id=row["owner_id"], kind="call",
            minutes=20, at=now, zone="Europe/Berlin", mode="preventive", mode_guessed=True, missions=[], created_at=now,
        )  # fmt: skip
    work.act_as(accounts[0]["owner_id"], "handled", now)
    for row in work.ask(Nudge.table().select().where(Nudge.table().c.state == "open")):
        nudge = Nudge.of(row)
        if nudge.said_at and nudge.account_id not in mine and dice.random() < 0.6:
            nudging.close(work, nudge, "done", now, nudge.member_id)


async def decide(world: World, day: date, dice: random.Random) -> None:
    """On Wednesdays whatever ends within a month is renewed, now and then downsold, now and then left open."""
    table = Contract.table()
    rows = await world.look(
        lambda work: [
            (work.get(Account, row["account_id"]), work.renewals.open_of(row["id"]))
            for row in work.ask(table.select().where(table.c.renews_on <= day + timedelta(days=30)))
            if not row["deleted_at"] and not row["ends_on"]
        ]
    )
    jane = world.chat("jane@example.com")
    for account, listed in rows:
        if account is None or listed is None or account.name in ("Larch", "Maple") or dice.random() < 0.4:
            continue
        arr = listed.contract.arr_minor.value // 100
        said = f"renewed {arr}" if dice.random() < 0.8 else f"downsell {arr * 3 // 4}"
        await jane.says(f"renewal #{listed.renewal.id} {said}")


@pytest.fixture
async def year(world: World) -> Year:
    return await lived(world)


async def test_a_year(year: Year) -> None:
    by_hand(year)
    nothing_missing(year)
    free_days(year)
    budgets(year)
    notices(year)
    one_card_each(year)
    mondays(year)


def by_hand(year: Year) -> None:
    for account, expected in (("Larch", LARCH), ("Maple", MAPLE)):
        nudges = year.of(account, "renewal", "notice", "overdue")
        assert {(one.rule, one.figure): year.day(one) for one in nudges} == expected, account
        assert len(nudges) == len(expected)
    assert [year.day(one) for one in year.of("Rowan", "silence")] == ROWAN
    # No strategic nor business review ever took place: that was due long before anybody was asked for it here.
    assert year.of("Rowan", "review-due", "strategy-due") == []


def nothing_missing(year: Year) -> None:
    assert year.missing == {}


def unasked(year: Year) -> Iterable[tuple[str, datetime]]:
    """To whom, and when, each message of nudges went."""
    for row in year.outbox:
        if row.key.startswith(("nudge:", "digest:")) and not row.replaces:
            yield row.address, row.created_at


def free_days(year: Year) -> None:
    bavarian = holidays.country_holidays("DE", subdiv="BY", years=(2026, 2027))
    people = {f"member:{one.id}": (who, one) for who, one in year.people.items()}
    away = {("hana", *AWAY), *((who[:4], since, until) for who, since, until, _ in LEAVES)}
    said = list(unasked(year))
    assert len(said) > 500
    for to, at in said:
        who, member = people[to]
        local = at.astimezone(ZoneInfo(member.zone))
        assert local.weekday() < 5, (who, local)
        assert local.time() >= time(8, 30), (who, local)
        assert member.zone != "Europe/Berlin" or local.date() not in bavarian, (who, local)
        assert not any(who == name and since <= local.date() <= until for name, since, until in away), (who, local)


def budgets(year: Year) -> None:
    days: dict[tuple[str, date], int] = defaultdict(int)
    zones = {f"member:{one.id}": ZoneInfo(one.zone) for one in year.people.values()}
    for to, at in unasked(year):
        days[to, at.astimezone(zones[to]).date()] += 1
    assert max(days.values()) <= 7


def notices(year: Year) -> None:
    """Whoever could still give notice, and had not committed, was spoken of before they could no longer."""
    told = [one for one in year.nudges.values() if one.rule == "notice"]
    assert len(told) > 20
    for one in told:
        deadline = one.due_on + timedelta(days=7)
        assert one.state == "resolved" or one.id in year.said, one.key
        assert one.id not in year.said or year.said[one.id].date() <= deadline, one.key


def one_card_each(year: Year) -> None:
    """Whatever came up about a renewal stands on its card, on the list, or on another card of the account that day."""
    cards: dict[int, set[str]] = defaultdict(set)
    for one in year.nudges.values():
        if one.account_id is not None and one.card and not one.card.startswith(DIGEST):
            cards[one.account_id].add(one.card)
            assert one.card.partition(":")[0] in {rule.about for rule in rules().all()}
    for account in ("Larch", "Maple"):
        (card,) = {card for card in cards[year.accounts[account]] if card.startswith("renewal:")}
        assert {one.subject for one in year.of(account, "renewal", "notice", "overdue")} == {card}


def mondays(year: Year) -> None:
    """Whoever owns accounts hears once a week of the week ahead; leads of the team, too."""
    weeks = len({at.astimezone(BERLIN).date().isocalendar()[:2] for _, at in unasked(year)})
    assert weeks == 53
    jane = year.people["jane"].id
    for rule, who in (("outlook", year.people["hana"].id), ("team", jane)):
        found = [one for one in year.nudges.values() if one.rule == rule and one.member_id == who]
        assert len(found) == len({one.key for one in found})
        # All of 53 Mondays but the week in which Hana was away from beginning to end.
        assert len(found) == 53, rule
        said = {year.day(one) for one in found if one.id in year.said}
        assert all(day.weekday() < 5 for day in said)


def test_the_dates_above_are_what_the_calendar_says() -> None:
    assert date(2027, 7, 3) == date(2027, 9, 1) - timedelta(days=60)
    opens = {days: date(2027, 7, 3) - timedelta(days=days) for days in (180, 120, 90, 60, 30, 14, 7)}
    assert [f"{day:%a %-d %b}" for day in opens.values()] == [
        "Mon 4 Jan", "Fri 5 Mar", "Sun 4 Apr", "Tue 4 May", "Thu 3 Jun", "Sat 19 Jun", "Sat 26 Jun",
    ]  # fmt: skip
    opens = {days: date(2027, 3, 29) - timedelta(days=days) for days in (60, 30, 7)}
    assert [f"{day:%a %-d %b}" for day in opens.values()] == ["Thu 28 Jan", "Sat 27 Feb", "Mon 22 Mar"]
    assert Forecast.COMMIT == "commit"
