"""Everything behind the doors: the database, the bot, and the courier who knows the doors by name."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from adapters.metrics import Metrics
from adapters.settings import Settings
from bot.app import Bot
from bot.clock import Clock, system_clock
from bot.courier import LEASE, Courier
from bot.meeting import House, operator
from bot.platform import Platform
from bot.ticker import Ticker
from bot.workspaces import FIRST, organization_of
from storage.engine import engine
from storage.ground import Ground, open_ground
from storage.schema import upgrade
from storage.tables import Member
from storage.work import Work


@dataclass(frozen=True)
class Inside:
    """platforms: the doors' own names → doors; each joins as it opens. troubles: asked of each door, what is wrong with it
    right now. start_code: makes whoever enters it an admin, "" where there is one."""

    house: House
    ground: Ground
    bot: Bot
    platforms: dict[str, Platform]
    ticker: Ticker
    metrics: Metrics
    troubles: list[Callable[[], Sequence[str]]]
    start_code: str

    async def member(self, email: str) -> Member | None:
        """The colleague with this address, met, imported or named by the settings; None for those who left."""
        found = await self.ground.run(FIRST, lambda work: work.people.by_email(email), reads=True)
        if found is None and email and email.casefold() == self.house.admin_email:
            return await self.operator()
        gone = found is None or found.left_at is not None or found.deleted_at is not None
        return None if gone else found

    async def operator(self) -> Member:
        """In whose name the server's own terminal acts."""
        now = system_clock()

        def act(work: Work) -> Member:
            first = Work(work.driver, work.dialect, organization_of(work, "cli", "local", self.house, now))
            return operator(first, self.house, now)

        return await self.ground.run(0, act)


@asynccontextmanager
async def open_house(
    settings: Settings,
    *,
    delivers: bool,
    prepare: Callable[[Work], None] | None = None,
    lease: timedelta = LEASE,
    clock: Clock = system_clock,
    url: str = "",
) -> AsyncIterator[Inside]:
    """The schema is brought up to date first; at the end everything that is under way is finished.

    delivers: take what was put into the outbox to the doors. Whoever has not all the doors must not, or what is meant for
    another door counts as undeliverable. prepare: what to write before anybody is let in. lease: see `Courier`. clock: what
    time it is inside. url: of links to records, where the settings name none.
    """
    database = engine(settings.database_url)
    await asyncio.to_thread(upgrade, database)
    ground = await asyncio.to_thread(open_ground, database)
    try:
        if prepare is not None:
            await ground.run(0, prepare, alone=True)
        has_admin = await ground.run(FIRST, lambda work: work.people.has_admin(), reads=True)
        start_code = "" if has_admin or settings.admin_email else secrets.token_hex(4)
        platforms: dict[str, Platform] = {}
        metrics = Metrics()
        courier = Courier(ground, platforms, lease=lease, watch=metrics)
        ticker = Ticker(ground, courier, clock, metrics)
        troubles: list[Callable[[], Sequence[str]]] = []
        house = House(
            admin_email=settings.admin_email,
            homes={"teams": settings.teams_app_tenant_id},
            start_code=start_code,
            troubles=lambda: [trouble for ask in troubles for trouble in ask()],
            url=(settings.public_url or url).rstrip("/"),
        )
        bot = Bot(ground, house, clock, ticker.wake if delivers else _leave_it)
        yield Inside(house, ground, bot, platforms, ticker, metrics, troubles, start_code)
        await ticker.stop()
        await bot.finish()
    finally:
        await asyncio.to_thread(ground.close)


def _leave_it() -> None:
    """The server that has all the doors delivers at its next tick."""
