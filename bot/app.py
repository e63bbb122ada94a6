"""Bot.answer: the only place where a command's transaction opens."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog

import bot.auditing
import bot.cards.roadmap
import bot.commands
import bot.escalations.ringing
import bot.planning  # noqa: F401  # these fill the registries of commands, chores and living cards
from bot import audience, mirroring, overhearing, signs
from bot.auditlog import Look, Looks, looks, write
from bot.carrying import Answer
from bot.clock import Clock
from bot.context import Context
from bot.directory import Directory, Knowledge, MustWrite
from bot.drafts import shelve
from bot.draw import drawing
from bot.finding import find
from bot.handle import carry_out, is_question
from bot.inbox import inbox_key, kept_reply, to_keep
from bot.living import redraw
from bot.meeting import House, Moved, known, learn, meet, zone_of
from bot.nudging import freshen
from bot.refs import Account as AccountRef
from bot.request import (
    Address,
    Became,
    Choice,
    Dropped,
    Finding,
    Line,
    Overheard,
    Place,
    Reply,
    Request,
    Sender,
)
from bot.rosters import record_roster
from bot.suggest import complete, suggest
from bot.view import DrawnView, Notice
from bot.workspaces import Stranger, Workspaces, code_in, connect_stranger, stranger
from storage.engine import is_duplicate
from storage.ground import Ground
from storage.tables import Member
from storage.work import Work

Looked = TypeVar("Looked")
log = structlog.get_logger(__name__)


class Bot:
    """The one implementation of `bot.platform.Bailey`. wake: called when something was put into the outbox."""

    def __init__(self, ground: Ground, house: House, clock: Clock, wake: Callable[[], None] = lambda: None) -> None:
        self._ground = ground
        self._house = house
        self._clock = clock
        self.wake = wake
        self._directory = Directory()
        self._looks = Looks(ground)
        self._workspaces = Workspaces(ground, house)

    async def answer(self, request: Request) -> Reply:
        now = self._clock()
        try:
            try:
                return await self._answer(request, now)
            except Moved:
                self._workspaces.forget(request.sender)
                return await self._answer(request, now)
        except Stranger:
            return await self._strange(request, now)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("request", action="request_failed", reference=reference, platform=request.address.platform)
            return Reply(_broken(reference), done=False)

    async def suggest(self, sender: Sender, kind: str, query: str) -> tuple[Choice, ...]:
        return await self._look(sender, lambda ctx: suggest(ctx.knows, kind, query))

    async def complete(self, sender: Sender, line: str) -> tuple[Choice, ...]:
        return await self._look(sender, lambda ctx: complete(ctx.knows, line))

    async def find(self, sender: Sender, where: Address, kind: str, query: str) -> tuple[Finding, ...]:
        return await self._look(sender, lambda ctx: find(ctx, kind, query), where)

    async def heeds(self, sender: Sender, emoji: str, ours: bool) -> bool:
        now = self._clock()
        try:
            organization = await self._workspaces.organization(sender, now)
        except Stranger:
            return False
        return await self._ground.run(
            organization, lambda work: signs.verb_of(work, emoji, ours) is not None, reads=True
        )

    async def meet(self, people: Sequence[Sender]) -> None:
        now = self._clock()
        houses: dict[int, list[Sender]] = {}
        for person in people:
            with suppress(Stranger):  # of whom nothing is kept
                houses.setdefault(await self._workspaces.organization(person, now), []).append(person)
        for organization, theirs in houses.items():
            await self._ground.run(organization, partial(_update, people=theirs, house=self._house, now=now))

    async def roster(self, channel: Address, users: Sequence[Sender] | None, name: str = "") -> None:
        now = self._clock()
        for _ in range(2):
            with suppress(Moved, Stranger):
                organization = await self._workspaces.organization(channel, now)
                told = partial(record_roster, channel=channel, users=users, name=name, now=now)
                await self._ground.run(organization, told)
                return
            self._workspaces.forget(channel)

    async def rooms(self, platform: str) -> tuple[Address, ...]:
        found = await self._ground.run(0, lambda work: work.people.rooms_of(platform), reads=True)
        return tuple(Address(platform, one.tenant, one.channel, place=Place(one.place)) for one in found)

    async def listens(self, thread: Address) -> bool:
        now = self._clock()
        with suppress(Stranger):
            organization = await self._workspaces.organization(thread, now)
            return await self._ground.run(
                organization, lambda work: mirroring.root_of(work, thread) is not None, reads=True
            )
        return False

    async def overhear(self, heard: Overheard) -> bool:
        now = self._clock()
        for _ in range(2):
            try:
                organization = await self._workspaces.organization(heard.sender, now)
                kept, posted = await self._ground.run(organization, lambda work: self._overhear(work, heard, now))
            except (Moved, Stranger):
                self._workspaces.forget(heard.sender)
            except Exception as error:
                if not is_duplicate(error):  # another process was told the same at the same moment
                    raise
            else:
                if posted:
                    self.wake()
                return kept
        return False

    async def finish(self) -> None:
        """Returns once everything that was answered is written down."""
        await self._looks.finish()

    # ------------------------------------------------------------ one request

    async def _strange(self, request: Request, now: datetime) -> Reply:
        """From a workspace that is not connected nothing is heard but the code that connects it."""
        typed = code_in(request)
        if typed is None:
            return stranger()
        try:
            reply = await self._ground.run(
                0, partial(_connect, request=request, typed=typed, house=self._house, now=now)
            )
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("request", action="connect_failed", reference=reference, platform=request.address.platform)
            return Reply(_broken(reference), done=False)
        return reply

    async def _answer(self, request: Request, now: datetime) -> Reply:
        organization = await self._workspaces.organization(request.sender, now)
        if not self._directory.knows(organization):
            # Many names take seconds, for which nobody else should wait to write.
            await self._ground.run(organization, self._directory.warm, reads=True)
        if is_question(request.what):
            try:
                read, seen = await self._ground.run(
                    organization, lambda work: self._read(work, request, now), reads=True
                )
                self._looks.keep(organization, seen)
                return read
            except MustWrite:
                pass
        alone = isinstance(request.what, Dropped)
        reply, posted = await self._ground.run(organization, lambda work: self._write(work, request, now), alone=alone)
        if posted:
            self.wake()
        return reply

    def _read(self, work: Work, request: Request, now: datetime) -> tuple[Reply, list[Look]]:
        member = known(work, request.sender)
        if member is None:
            raise MustWrite
        ctx = self._context(work, request, member, now, reads=True)
        return self._reply(ctx, overhearing.offered(ctx, carry_out(ctx)))

    def _write(self, work: Work, request: Request, now: datetime) -> tuple[Reply, bool]:
        key = inbox_key(request)
        member = meet(work, request.sender, self._house, now)
        entry = work.messages.begin(key, member.id, now)
        if entry is None and (seen := work.messages.seen(key)):
            return kept_reply(seen.reply), False
        assert entry is not None, "a key that is taken has a row"
        ctx = self._context(work, request, member, now)
        answer = overhearing.offered(ctx, carry_out(ctx))
        freshen(work, work.touched, now, ctx.member)
        redraw(work, now)
        reply, shown = self._reply(ctx, answer)
        write(work, shown)
        # A refused press may be pressed again once things have changed; a form is opened as often as one likes.
        if answer.done or not (request.nonce or answer.view.form):
            work.messages.answered(entry, to_keep(reply, secret=ctx.forgets))
        else:
            work.messages.forget(entry)
        return reply, work.messages.posted

    def _overhear(self, work: Work, heard: Overheard, now: datetime) -> tuple[bool, bool]:
        root = mirroring.root_of(work, heard.address)
        if root is None or (heard.sender.outsider and heard.became is not Became.DELETED):
            return False, False
        member = meet(work, heard.sender, self._house, now)
        request = Request("", heard.sender, heard.address, Line(heard.text, bare=True), people=heard.people)
        return overhearing.overhear(self._context(work, request, member, now), heard, root), work.messages.posted

    def _context(self, work: Work, request: Request, member: Member, now: datetime, reads: bool = False) -> Context:
        address = request.address
        linked_id = work.accounts.linked(address.platform, address.tenant, address.channel)
        linked = work.accounts.get(linked_id) if linked_id else None
        knows = Knowledge(
            work=work,
            directory=self._directory,
            request=request,
            me=member,
            now=now.astimezone(zone_of(member)),
            linked=AccountRef(linked.id, linked.name, "linked") if linked else None,
            reads=reads,
        )
        return Context(work, now, member, request, knows, self._house)

    def _reply(self, ctx: Context, answer: Answer) -> tuple[Reply, list[Look]]:
        view = shelve(ctx, replace(answer.view, nonce=secrets.token_urlsafe(9)))
        drawn, shown = drawing(
            view,
            audience.of_member(ctx.work, ctx.member, ctx.request.address.place, now=ctx.now),
            audience.reader(ctx.member, ctx.now),
        )
        # A refusal stands beside the pressed card, which is still needed.
        replaces = ctx.request.pressed and answer.in_place and answer.done
        call = ctx.call if hasattr(ctx, "call") else None
        by, place = call.command.name if call else "", ctx.request.address.place
        seen = looks(shown, ctx.looked, ctx.member.id, by, place, ctx.now) if shown else []
        return Reply(drawn, replaces, answer.done), seen

    # ------------------------------------------------------------ small things

    async def _look(
        self, sender: Sender, ask: Callable[[Context], tuple[Looked, ...]], where: Address | None = None
    ) -> tuple[Looked, ...]:
        """A question of typeahead: whoever is not known yet, or is an outsider, gets nothing. where: the place whose
        readers will see the answer; None for the asker alone."""
        now = self._clock()
        try:
            organization = await self._workspaces.organization(sender, now)
        except Stranger:
            return ()

        def act(work: Work) -> tuple[Looked, ...]:
            member = work.people.by_identity(sender.platform, sender.tenant, sender.user)
            if member is None or member.outsider:
                return ()
            at = where or Address(sender.platform, sender.tenant, "", place=Place.DIRECT)
            request = Request("", sender, at, Line(""))
            return ask(self._context(work, request, member, now, reads=True))

        return await self._ground.run(organization, act, reads=True)


def _connect(work: Work, request: Request, typed: str, house: House, now: datetime) -> Reply:
    """Connect the sender's workspace; a repeated delivery, which comes from a connected one then, gets the same reply."""
    connected = connect_stranger(work, request, typed, house, now)
    if connected.work is not None and connected.member is not None:
        entry = connected.work.messages.begin(inbox_key(request), connected.member.id, now)
        if entry is not None:
            connected.work.messages.answered(entry, to_keep(connected.reply))
        log.info("workspace", action="workspace_connected", platform=request.sender.platform)
    return connected.reply


def _update(work: Work, people: Sequence[Sender], house: House, now: datetime) -> None:
    """News of people who were met already; the others are met when they first write."""
    for person in people:
        if work.people.by_identity(person.platform, person.tenant, person.user) is not None:
            learn(work, person, house, now)


def _broken(reference: str) -> DrawnView:
    said = f"Something broke on my side, and nothing was saved. Try again; if it stays so, tell your admin {reference}."
    return DrawnView((Notice("problem", (said,)),), "Something broke on my side.")
