"""Lending Bailey a calendar: a file, or the address of a subscription that is read every quarter of an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bot.calendars.keeping import Kept, keep
from bot.calendars.reading import read
from bot.errors import UserError
from bot.meeting import zone_of
from bot.view import CommandLine
from storage.tables import CalendarSource, Member
from storage.work import Work

EVERY = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=6)
FORGOTTEN_AFTER = timedelta(days=60)
MOST_SOURCES = 5
LONGEST_ADDRESS = 2_000


def own_addresses(member: Member) -> frozenset[str]:
    return frozenset({member.email.lower()} if member.email else ())


def bring_file(work: Work, member: Member, name: str, content: bytes, now: datetime) -> tuple[CalendarSource, Kept]:
    """Take a calendar's file in; one of the same name takes the place of what was there. Raises UserError."""
    meetings = read(content, zone_of(member), own_addresses(member), now)
    mine = work.calendars.sources(member.id)
    source = next((one for one in mine if one.kind == "file" and one.name == name), None)
    if source is None:
        _room(mine)
        source = work.insert(CalendarSource, member_id=member.id, kind="file", name=name, created_at=now)
    source = work.update(CalendarSource, source.id, fetched_at=now)
    return source, keep(work, member, source, meetings, now)


def subscribe(work: Work, member: Member, said: str, now: datetime) -> tuple[CalendarSource, bool]:
    """A subscription by its address, and whether it is new. It is read within the minute. Raises UserError, which never
    repeats the address."""
    address = address_of(said)
    mine = work.calendars.sources(member.id)
    for one in mine:
        if one.address is not None and one.address.value == address:
            return work.update(CalendarSource, one.id, look_at=now, etag="", changed_as="", failure=""), False
    _room(mine)
    host = urlsplit(address).hostname or ""
    return (
        work.insert(
            CalendarSource,
            member_id=member.id,
            kind="address",
            name=host,
            address=address,
            look_at=now,
            created_at=now,
        ),
        True,
    )


def _room(mine: list[CalendarSource]) -> None:
    if len(mine) >= MOST_SOURCES:
        raise UserError(
            f"You have lent me {len(mine)} calendars already. Take them all back first: ", CommandLine("calendar off")
        )


def address_of(said: str) -> str:
    """The https address in what was typed. Raises UserError."""
    words = said.strip().strip("<>\"'").split("|")[0]
    if len(words.split()) != 1 or len(words) > LONGEST_ADDRESS:
        raise UserError("That is no address of a calendar. It is one word that begins with https:// or webcal://.")
    scheme, _, rest = words.partition("://")
    try:
        parts = urlsplit(f"https://{rest}")
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if scheme.lower() == "http":
        raise UserError(
            "That address begins with http://, so anybody on the way could read along. Use its https:// form."
        )
    if scheme.lower() not in ("https", "webcal", "webcals") or not rest or not host or "." not in host:
        raise UserError("That is no address of a calendar. It begins with https:// or webcal:// and ends in .ics.")
    if parts.username or parts.password:
        raise UserError("That address holds a name and a password. Use the calendar's own secret address instead.")
    return parts._replace(fragment="").geturl()


# ------------------------------------------------------------ what a look brought


@dataclass(frozen=True, slots=True)
class Fetched:
    """A calendar as its server sent it. content: None where it has not changed."""

    content: bytes | None
    etag: str = ""
    changed_as: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """why: a sentence for its owner, without the address. lasting: trying again will not help."""

    why: str
    lasting: bool = False


def looked(source: CalendarSource, outcome: Fetched | Failed, names_version: int, now: datetime) -> dict[str, Any]:
    """What is kept of a look: when the next one is, and what went wrong."""
    if isinstance(outcome, Failed):
        tries = source.tries + 1
        wait = LONGEST_WAIT if outcome.lasting else min(EVERY * 2 ** min(tries - 1, 10), LONGEST_WAIT)
        return {"look_at": now + wait, "tries": tries, "failure": outcome.why}
    values: dict[str, Any] = {"look_at": now + EVERY, "tries": 0, "failure": "", "told": False}
    if outcome.content is None:
        return values
    tags = {"etag": outcome.etag, "changed_as": outcome.changed_as, "names_version": names_version}
    return {**values, **tags, "fetched_at": now}
