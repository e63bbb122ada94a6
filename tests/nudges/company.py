"""A company of a few accounts whose dates are counted by hand, and what its members are told."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot import audience
from bot.draw import draw
from bot.living import view_of
from bot.scene import Scene
from bot.text import as_text
from bot.view import every_button, from_json
from storage.tables import Account, AccountName, Contract, Identity, Member, NextStep, OutboxMessage, Rhythm
from storage.work import Work
from tests.chat import World

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
TODAY = MONDAY.date()
BEFORE = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """One message that was put into the outbox. to: the member's name or the channel's id."""

    to: str
    key: str
    card: str
    text: str
    buttons: dict[str, str]


def found(work: Work) -> None:
    """Dana (csm, Berlin), Jane (lead, New York), Sam (csm, Berlin); everybody planned up to last Friday for weeks."""
    people = (("dana", "csm", "Europe/Berlin"), ("jane", "lead", "America/New_York"), ("sam", "csm", "Europe/Berlin"))
    for name, role, zone in people:
        member = work.insert(
            Member, name=name.capitalize(), email=f"{name}@example.com", role=role, zone=zone, locale="en-GB",
            seen_at=BEFORE, created_at=BEFORE,
        )  # fmt: skip
        work.put(Identity, member_id=member.id, platform="cli", tenant="t", user=f"{name}@example.com")
        work.put(
            Rhythm, member_id=member.id, begun_on=date(2026, 1, 5), planned_on=TODAY - timedelta(days=3),
            planned_at=MONDAY - timedelta(days=3),
        )  # fmt: skip


def account(work: Work, name: str, owner: str = "dana", tier: int | None = 1, **more: object) -> int:
    owner_id = member(work, owner).id if owner else None
    made = work.insert(Account, name=name, tier=tier, owner_id=owner_id, created_at=BEFORE, **more)
    work.put(AccountName, account_id=made.id, kind="name", name=name, key=name.casefold())
    work.raise_names_version()
    return made.id


def contract(work: Work, account_id: int, renews_on: date, notice_days: int = 0) -> int:
    """Signed long ago, so that its renewal was there at the last plan."""
    work.act_as(member(work, "jane").id, "contract", BEFORE)
    made = work.add(
        Contract, account_id=account_id, name="Platform", arr_minor=10_000_000, currency="EUR", renews_on=renews_on,
        notice_days=notice_days, created_at=BEFORE,
    )  # fmt: skip
    return work.renewals.open_of(made.id).renewal.id  # type: ignore[union-attr]  # it was just opened


def step(work: Work, account_id: int, due_on: date, owner: str = "dana", text: str = "SOC2 report") -> int:
    return work.insert(
        NextStep, account_id=account_id, owner_id=member(work, owner).id, text=text, due_on=due_on, created_at=BEFORE
    ).id


def member(work: Work, name: str) -> Member:
    (one,) = (one for one in work.people.everyone() if one.email == f"{name}@example.com")
    return one


async def told(world: World, after: int = 0) -> list[Told]:
    """Everything that was put into the outbox since a row, as it would be drawn now."""

    def look(work: Work) -> list[Told]:
        rows = [OutboxMessage.of(row) for row in work.ask(OutboxMessage.table().select()) if row["id"] > after]
        return [one for row in rows if (one := _drawn(work, row, world.now))]

    return await world.look(look)


def _drawn(work: Work, row: OutboxMessage, now: datetime) -> Told | None:
    direct = row.address.startswith("member:")
    reader = work.get(Member, int(row.address.split(":")[1]) if direct else row.author_id or 0)
    assert reader is not None
    view = view_of(row.card, Scene(work, now, reader)) if row.card else from_json(row.view)
    if view is None:
        return None
    drawn = draw(view, audience.of_member(work, reader, now=now), audience.reader(reader, now))
    buttons = {button.label: button.line for button in every_button(drawn.blocks)}
    return Told(reader.name if direct else row.address.split("|")[2], row.key, row.card, as_text(drawn), buttons)


async def last(world: World) -> int:
    """The newest row of the outbox."""
    return await world.look(
        lambda work: max((row["id"] for row in work.ask(OutboxMessage.table().select())), default=0)
    )
