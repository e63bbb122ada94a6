"""One company on two platforms: codes by which a further workspace joins, and by which two identities become one person.

A code works once, for a quarter of an hour, and only its print is kept. Whoever guesses is turned away after a few tries.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import UserError
from bot.request import Sender
from bot.view import CommandLine
from storage.tables import JoinCode, Member, Role, Workspace
from storage.tokens import digest_of
from storage.work import Work

LASTS = timedelta(minutes=15)
WITHIN = timedelta(hours=1)
TRIES = 5  # wrong codes an hour of one person
TRIES_OF_WORKSPACE = 20  # the same of all people of a workspace that is not connected

# Without letters that are taken for one another: 60 bits, read aloud without a mistake.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_LOOKS_LIKE = str.maketrans("OIL", "011")
_CODE = re.compile(rf"[{LETTERS}]{{{LENGTH}}}")

WORKSPACE, PERSON = "workspace", "person"


class Wrong(Exception):
    """A code that opens nothing. said: why, and what to do."""

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(said)


@dataclass(frozen=True)
class Door:
    """Where a code is entered. by: whose tries are counted. most: how many of them an hour."""

    by: str
    most: int = TRIES


def issue(work: Work, kind: str, member: Member, now: datetime) -> str:
    """A new code, as it is shown once: `K7QM-2XV9-R4TD`."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    work.joining.issue(kind, digest_of(code), member.id, now, now + LASTS)
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def plain(typed: str) -> str:
    """The bare letters of a code as somebody typed it; "" for what is no code at all."""
    bare = re.sub(r"[\s\-–—]", "", typed).upper().translate(_LOOKS_LIKE)
    return bare if _CODE.fullmatch(bare) else ""


def find(work: Work, kind: str, typed: str, door: Door, now: datetime) -> JoinCode:
    """The live code that was typed. Raises Wrong, and remembers the try: it must not be rolled back."""
    if work.joining.tries(door.by, now - WITHIN) >= door.most:
        raise Wrong("Too many wrong codes. Wait an hour, then ask for a new one.")
    bare = plain(typed)
    code = work.joining.code(digest_of(bare)) if bare else None
    if code is None or code.kind != kind:
        work.joining.tried(door.by, now)
        raise Wrong("That is not a code of mine. A code has twelve letters and figures, like K7QM-2XV9-R4TD.")
    if code.used_at is not None:
        raise Wrong("That code was used already; each works once. Ask for a new one.")
    if code.expires_at <= now:
        raise Wrong("That code has run out; each lasts 15 minutes. Ask for a new one.")
    return code


# ---------------------------------------------------------------- workspaces


def join_workspace(work: Work, code: JoinCode, sender: Sender, now: datetime) -> Work:
    """Make the sender's workspace one of the code's organization; returns a Work of that organization. Raises Wrong."""
    into = Work(work.driver, work.dialect, code.organization_id)
    was = work.people.organization_of(sender.platform, sender.tenant)
    if was == code.organization_id:
        raise Wrong("This workspace is connected to that company already. There is nothing to do.")
    if was is not None:
        left = Work(work.driver, work.dialect, was)
        if not left.joining.is_empty():
            raise Wrong(
                "This workspace keeps customers of its own, and two companies’ data are never mixed. "
                "Only an empty one can join."
            )
        left.joining.let_go(sender.platform, sender.tenant)
    if not into.joining.use(code.id, sender.identity, now):
        raise Wrong("That code was used already; each works once. Ask for a new one.")
    into.insert(Workspace, platform=sender.platform, tenant=sender.tenant)
    return into


# ---------------------------------------------------------------- people


def together(work: Work, code: JoinCode, entered: Member) -> tuple[Member, Member]:
    """The two members that a code makes one: who stays (whom I have known longer), and who becomes them. Raises
    UserError."""
    issuer = work.get(Member, code.member_id)
    if issuer is None or issuer.deleted_at is not None or issuer.left_at is not None or issuer.outsider:
        raise UserError("Whoever asked for that code is no colleague any more. Ask for a new one.")
    if entered.outsider:
        raise UserError("You are a guest here, and guests are linked with nobody.")
    if issuer.id == entered.id:
        raise UserError(
            "That is your own code, and here I know you already. Type it where I do not know you yet: ",
            CommandLine("link me CODE"),
        )
    stays, goes = sorted((issuer, entered), key=lambda one: (one.created_at, one.id))
    if goes.role == Role.ADMIN and stays.role != Role.ADMIN and work.people.count_admins() == 1:
        raise UserError(
            f"{goes.name} is the only admin, and the older role ({stays.role}) stays. Make that one admin first: ",
            CommandLine(f"role {stays.name} admin"),
        )
    return stays, goes


def link(work: Work, stays: Member, goes: Member, now: datetime) -> Member:
    """Make two members one. Their accounts change hands as if somebody had given them, so that nobody is told that
    reminders were missed. `act_as` comes first."""
    for account in work.accounts.of_member(goes.id):
        roles = {name: stays.id for name in ("owner_id", "backup_id") if getattr(account, name) == goes.id}
        work.change(account, **roles)
    work.people.absorb(goes, stays, now)
    news: dict[str, object] = {}
    if stays.email is None and goes.email is not None:
        news["email"] = goes.email
    if stays.seen_at is None:
        news["seen_at"] = now
    return work.update(Member, stays.id, **news) if news else stays
