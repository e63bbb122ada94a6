"""The sample company for the demo, and every command's examples tried out on it."""

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import bot.sample
from bot.app import Bot
from bot.meeting import House
from bot.registry import registry
from bot.request import Address, Line, Place, Request, Sender
from bot.routing import QUIET_DAYS
from bot.view import DrawnView
from bot.workspaces import organization_of
from storage.engine import engine
from storage.ground import open_ground
from storage.schema import upgrade
from storage.tables import Rhythm
from storage.work import Work

DANA = Sender("web", "demo", "dana@example.com", "Dana Keller", "dana@example.com")


def begin(work: Work, *, platform: str, tenant: str, now: datetime, channels: Mapping[str, str] | None = None) -> None:
    """Fill the first organization with the sample company, unless it has accounts already.

    now: in the zone of whoever tries it; its date is the sample's today. channels: see `bot.sample.fill`.
    """
    first = Work(work.driver, work.dialect, organization_of(work, platform, tenant, House(name="Sample"), now))
    if first.accounts.count() == 0:
        bot.sample.fill(first, now.date(), now.astimezone(UTC), channels)
        _acquainted(first, now.date())


def _acquainted(work: Work, today: date) -> None:
    """They have worked with Bailey for some days, so that the next morning is no beginner's short list; what was due
    before those days is not called late."""
    work.rhythms.ensure()
    for paced in work.rhythms.plannable():
        work.update(Rhythm, paced.rhythm.id, begun_on=today - timedelta(days=QUIET_DAYS - 1))


class Gallery:
    """(title, line, view) of every command's examples, as Dana would see them.

    Tried on a sample of its own, so that looking changes nothing; tried once, when somebody looks.
    """

    def __init__(self, channels: Mapping[str, str] | None = None) -> None:
        self._channels = channels
        self._views: Sequence[tuple[str, str, DrawnView]] = ()
        self._trying = asyncio.Lock()

    async def __call__(self) -> Sequence[tuple[str, str, DrawnView]]:
        async with self._trying:
            if not self._views:
                self._views = await _tried(datetime.now().astimezone(), self._channels)
        return self._views


async def _tried(now: datetime, channels: Mapping[str, str] | None) -> list[tuple[str, str, DrawnView]]:
    with tempfile.TemporaryDirectory(prefix="bailey-gallery-") as folder:
        database = engine(f"sqlite:///{Path(folder) / 'sample.db'}")
        await asyncio.to_thread(upgrade, database)
        ground = await asyncio.to_thread(open_ground, database)
        try:
            here = partial(begin, platform=DANA.platform, tenant=DANA.tenant, now=now, channels=channels)
            await ground.run(0, here, alone=True)
            bailey = Bot(ground, House(), lambda: now.astimezone(UTC))
            views = [
                (command.name, example, (await bailey.answer(_typed(example))).view)
                for command in registry.commands.values()
                for example in command.examples
            ]
            await bailey.finish()
            return views
        finally:
            await asyncio.to_thread(ground.close)


def _typed(line: str) -> Request:
    here = Address(DANA.platform, DANA.tenant, f"dm:{DANA.user}", place=Place.DIRECT)
    return Request(f"gallery:{line}", DANA, here, Line(line))
