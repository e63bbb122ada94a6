"""Which organization a workspace or tenant belongs to."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot import joining
from bot.joining import Door, Wrong
from bot.meeting import House, meet
from bot.request import Address, Line, Reply, Request, Sender
from bot.view import CommandLine, DrawnView, Notice, Sayable, Text, spans
from storage.ground import Ground
from storage.tables import Member, Organization, Workspace
from storage.work import Work

# The first organization: the configured Slack workspace and Teams tenant share it.
FIRST = 1

# The one thing that is heard from a workspace that is not connected.
_JOIN = re.compile(r"\s*/?(?:bailey\s+)?(?:connect|join)\b(.*)", re.IGNORECASE | re.DOTALL)


class Stranger(Exception):
    """A further workspace of a platform that has one already; it has not been connected."""


def organization_of(work: Work, platform: str, tenant: str, house: House, now: datetime) -> int:
    """The id of the organization. The first workspace of each platform joins the first organization.

    Raises Stranger for any further one: nobody gets at data by installing an app somewhere else.
    """
    known = work.people.organization_of(platform, tenant)
    if known is not None:
        return known
    if house.homes.get(platform) not in (None, "", tenant) or work.people.has_workspace(platform):
        raise Stranger(f"{platform}:{tenant}")
    first = Work(work.driver, work.dialect, FIRST)
    if first.get(Organization, FIRST) is None:
        work.insert(Organization, name=house.name, created_at=now)
    first.insert(Workspace, platform=platform, tenant=tenant)
    return FIRST


class Workspaces:
    """Which organization each workspace belongs to, as far as this process was told."""

    def __init__(self, ground: Ground, house: House) -> None:
        self._ground = ground
        self._house = house
        self._known: dict[tuple[str, str], int] = {}

    async def organization(self, one: Sender | Address, now: datetime) -> int:
        """The id of the organization that somebody, or some place, belongs to. Raises Stranger where there is none."""
        at = (one.platform, one.tenant)
        if at not in self._known:
            self._known[at] = await self._ground.run(0, lambda work: organization_of(work, *at, self._house, now))
        return self._known[at]

    def forget(self, one: Sender | Address) -> None:
        """Look again next time: the workspace has moved to another organization."""
        self._known.pop((one.platform, one.tenant), None)


# ---------------------------------------------------------------- from a workspace that is not connected


def code_in(request: Request) -> str | None:
    """What was said as a code; None where nobody tried to connect the workspace."""
    if not isinstance(request.what, Line):
        return None
    if request.what.assumed in ("connect", "join"):
        return request.what.text
    found = _JOIN.fullmatch(request.what.text)
    return found[1].strip() if found else None


def stranger() -> Reply:
    """What anybody there is told, whatever they said."""
    return _reply(
        "info",
        "I do not work for this workspace yet.",
        spans(
            "An admin of mine types ",
            CommandLine("connect"),
            " in a workspace where I work already and gets a code. In a direct chat with me here, type it within 15 "
            "minutes: ",
            CommandLine("connect CODE"),
        ),
        summary="Not connected yet",
    )


@dataclass(frozen=True)
class Connected:
    """reply: the answer. work: of the organization that the workspace belongs to from now on, and member: as whom the
    sender is known there; both None where nothing came of it."""

    reply: Reply
    work: Work | None = None
    member: Member | None = None


def connect_stranger(work: Work, request: Request, typed: str, house: House, now: datetime) -> Connected:
    sender = request.sender
    if sender.outsider:
        return Connected(_refused("You are a guest here. Somebody who belongs to this workspace has to connect it."))
    if not typed:
        return Connected(stranger())
    books = Work(work.driver, work.dialect, FIRST)  # a stranger has none of their own
    door = Door(f"{sender.platform}:{sender.tenant}", joining.TRIES_OF_WORKSPACE)
    try:
        if books.joining.tries(sender.identity, now - joining.WITHIN) >= joining.TRIES:
            raise Wrong("Too many wrong codes. Wait an hour, then ask for a new one.")
        try:
            code = joining.find(books, joining.WORKSPACE, typed, door, now)
        except Wrong:
            books.joining.tried(sender.identity, now)
            raise
        into = joining.join_workspace(books, code, sender, now)
    except Wrong as wrong:
        return Connected(_refused(wrong.said))
    member = meet(into, sender, house, now)
    into.act_as(member.id, "connect", now)
    into.open_set()
    into.describe(f"connected {sender.platform} workspace {sender.tenant}")
    done = _reply(
        "done",
        "This workspace is connected.",
        spans(
            f"I know you as {member.name} ({member.role}) here. If I know you elsewhere already, be one person: type ",
            CommandLine("link me"),
            " there. What else I do: ",
            CommandLine("help"),
        ),
        summary="Connected",
        done=True,
    )
    return Connected(done, into, member)


def _refused(said: str) -> Reply:
    return _reply("problem", said, summary="Not connected")


def _reply(
    level: Literal["done", "info", "problem"], first: str, *more: Sayable, summary: str, done: bool = False
) -> Reply:
    said = tuple(Text(spans(one)) for one in more)
    return Reply(DrawnView((Notice(level, (first,)), *said), summary), done=done)
