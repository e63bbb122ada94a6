"""Reading subscriptions again: claim, fetch, keep. The network itself is the door's: `Fetch` is given."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.calendars.keeping import Kept, keep
from bot.calendars.reading import Meeting, read
from bot.calendars.sources import Failed, Fetched, looked, own_addresses
from bot.cards.calendars import arrived, unreachable
from bot.errors import UserError
from bot.meeting import zone_of
from bot.text import plain
from bot.view import View, to_json
from storage.ground import Ground
from storage.tables import CalendarSource, Member
from storage.work import Work

AT_ONCE = 4
CLAIM = 20
LEASE = timedelta(minutes=5)  # longer than a calendar may take; whoever claimed it and died leaves it to others then
PATIENT_FOR = 4  # tries, about two hours, before its owner hears of what may mend itself

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """address: a secret. etag, changed_as: of the copy that is there, "" to have it sent again whatever it is."""

    address: str
    etag: str = ""
    changed_as: str = ""


Fetch = Callable[[Wanted], Awaitable[Fetched | Failed]]


@dataclass(frozen=True, slots=True)
class Look:
    source: CalendarSource
    member: Member
    wanted: Wanted
    names_version: int


async def refresh(ground: Ground, organization_id: int, now: datetime, fetch: Fetch) -> None:
    """Read every subscription whose time has come. What goes wrong with one does not keep the others waiting."""
    looks = await ground.run(organization_id, lambda work: _claim(work, now))
    room = asyncio.Semaphore(AT_ONCE)

    async def look(one: Look) -> None:
        async with room:
            await _look(ground, organization_id, now, one, fetch)

    await asyncio.gather(*(look(one) for one in looks))


def _claim(work: Work, now: datetime) -> list[Look]:
    looks = []
    version = work.names.version()
    for source in work.calendars.to_read(now, CLAIM):
        member = work.get(Member, source.member_id)
        if source.address is None or member is None or member.left_at is not None:
            work.update(CalendarSource, source.id, look_at=None)
            continue
        work.update(CalendarSource, source.id, look_at=now + LEASE)
        # Meetings are matched with accounts when they are read: other names, another look at the same calendar.
        same = source.names_version == version
        tags = (source.etag, source.changed_as) if same else ("", "")
        looks.append(Look(source, member, Wanted(source.address.value, *tags), version))
    return looks


async def _look(ground: Ground, organization_id: int, now: datetime, one: Look, fetch: Fetch) -> None:
    outcome = await fetch(one.wanted)
    meetings: list[Meeting] = []
    if isinstance(outcome, Fetched) and outcome.content is not None:
        try:
            meetings = await asyncio.to_thread(
                read, outcome.content, zone_of(one.member), own_addresses(one.member), now
            )
        except UserError as refused:
            outcome = Failed(plain(refused.said), lasting=True)
    failed = isinstance(outcome, Failed)
    log.info("calendar", action="calendar_failed" if failed else "calendar_read", source=one.source.id)
    await ground.run(organization_id, partial(_settle, one=one, outcome=outcome, meetings=meetings, now=now))


def _settle(work: Work, one: Look, outcome: Fetched | Failed, meetings: list[Meeting], now: datetime) -> None:
    source = work.get(CalendarSource, one.source.id)
    if source is None:
        return  # taken back meanwhile
    settled = work.update(CalendarSource, source.id, **looked(source, outcome, one.names_version, now))
    if isinstance(outcome, Failed):
        first = source.fetched_at is None
        if not source.told and (outcome.lasting or first or settled.tries >= PATIENT_FOR):
            work.update(CalendarSource, source.id, told=True)
            _tell(work, source, f"failed:{now:%Y%m%dT%H%M%S}", unreachable(settled), now)
    elif outcome.content is not None:
        kept: Kept = keep(work, one.member, settled, meetings, now)
        if source.fetched_at is None:
            _tell(work, source, "read", arrived(settled, kept), now)


def _tell(work: Work, source: CalendarSource, what: str, view: View, now: datetime) -> None:
    key = f"calendar:{source.id}:{what}"
    work.messages.put(key, f"member:{source.member_id}", to_json(view), source.member_id, now)
