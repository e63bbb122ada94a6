"""team: who is here, in what role, with what book; and how that is changed."""

from typing import Annotated

from bot.cards import actions
from bot.command import Says, command
from bot.context import Context
from bot.english import many
from bot.errors import UserError
from bot.permissions import CLEARANCES, RIGHTS, Right
from bot.view import (
    Bold,
    Button,
    Buttons,
    Column,
    CommandLine,
    Heading,
    Notice,
    Spans,
    Table,
    Text,
    View,
    When,
    spans,
    to_json,
)
from bot.words import Account, Member
from storage.tables import Leave, Role
from storage.tables import Member as MemberRecord

PAGE = 20


@command("team", reads=True, examples=("team",), aliases=("members",))
def team(ctx: Context, page: Annotated[int, Says(after=("page",))] = 1) -> View:
    """Who is here, in what role, with how many accounts."""
    everyone = [member for member in ctx.work.people.everyone() if member.left_at is None]
    paging = ctx.paging(page, PAGE, len(everyone))
    books = ctx.work.people.book_sizes()
    away = ctx.work.rhythms.away_on(ctx.today)
    rows = tuple(
        (
            (Bold(member.name),),
            (member.role,),
            (str(books.get(member.id, 0)),),
            _state(member, away.get(member.id)),
        )
        for member in paging.of(everyone)
    )
    columns = (Column("Name"), Column("Role"), Column("Accounts", "right"), Column("Is"))
    how = Text(
        spans(
            "Change with ",
            CommandLine("role Sam lead"),
            ", ",
            CommandLine("owner Acme Sam"),
            " or ",
            CommandLine("handover Sam to Dana"),
        )
    )
    return View(
        (
            Heading((f"Team, {len(everyone)}",)),
            Table(columns, rows, len(everyone), paging.more),
            *((how,) if ctx.leads else ()),
        ),
        "Team",
    )


def _state(member: MemberRecord, leave: Leave | None) -> Spans:
    if leave is not None:
        return ("away until ", When(leave.until_on, "day"))
    if member.outsider:
        return ("guest",)
    return ("here",) if member.seen_at else ("not met yet",)


@command("role", examples=("role Sam lead",))
def role(ctx: Context, member: Member, role: Annotated[Role | None, Says(keys=("as",))] = None) -> View:
    """Give a colleague a role: csm, lead, sales, support, product, engineering, marketing, finance, viewer or admin."""
    record = ctx.work.get(MemberRecord, member.id)
    assert record is not None
    if role is None:
        return View((Text(spans(Bold(record.name), " · ", record.role)),), f"{record.name}: role")
    if Role.ADMIN in (role, record.role) and Right.ADMINISTER not in RIGHTS[ctx.member.role]:
        raise UserError("Only an admin makes or unmakes admins.")
    if record.outsider:
        raise UserError(f"{record.name} is a guest; guests stay without a role.")
    if record.role == Role.ADMIN and role is not Role.ADMIN and ctx.work.people.count_admins() == 1:
        raise UserError(f"{record.name} is the only admin. Make another one first: ", CommandLine("role Sam admin"))
    record = ctx.work.change(record, role=role.value)
    ctx.work.describe(f"role of {record.name}")
    sees = ", ".join(sorted(CLEARANCES[role])) or "no money, no health"
    return View(
        (
            Notice("done", spans(Bold(record.name), f" is {role.value} now.")),
            Text((f"Sees: {sees}.",)),
            Buttons(ctx.undo()),
        ),
        f"{record.name} is {role.value} now",
    )


@command("owner", examples=("owner Acme Sam",))
def owner(ctx: Context, account: Account, member: Member) -> View:
    """Give an account to a colleague."""
    _colleague(ctx, member)
    before = ctx.account(account.id).owner_id
    record = ctx.work.change(ctx.account(account.id), owner_id=member.id)
    _make_csm(ctx, member)
    ctx.work.describe(f"owner of {record.name}")
    waiting = [one for one in ctx.work.nudges.of_account(record.id) if one.member_id == member.id]
    if before != member.id:
        _tell_owner(ctx, member, f"{ctx.member.name} gave you {record.name}.", len(waiting), f"owner:{record.id}")
    return View(
        (
            Notice("done", spans(Bold(record.name), " belongs to ", Bold(member.name), " now.")),
            Buttons((actions.open_account(record, "Open"), *ctx.undo())),
        ),
        f"Owner of {record.name}",
    )


@command("backup", examples=("backup Acme Lee",))
def backup(ctx: Context, account: Account, member: Member) -> View:
    """Name who steps in for an account."""
    _colleague(ctx, member)
    record = ctx.account(account.id)
    if record.owner_id == member.id:
        raise UserError(f"{member.name} owns {record.name} already; a backup is somebody else.", field="member")
    record = ctx.work.change(record, backup_id=member.id)
    ctx.work.describe(f"backup of {record.name}")
    return View(
        (Notice("done", spans(Bold(member.name), " backs up ", Bold(record.name), " now.")), Buttons(ctx.undo())),
        f"Backup of {record.name}",
    )


@command("handover", examples=("handover Sam to Dana",))
def handover(
    ctx: Context,
    member: Annotated[Member, Says(label="From")],
    to: Annotated[Member, Says(after=("to",))],
    leaves: Annotated[bool, Says(words=("leaves", "left", "who leaves"))] = False,
) -> View:
    """Give a whole book to a colleague, open next steps included; say leaves when the person goes for good."""
    if member.id == to.id:
        raise UserError("That is one person. Name two: ", CommandLine("handover Sam to Dana"), field="to")
    _colleague(ctx, to)
    waiting = ctx.work.nudges.hand_all(member.id, to.id)
    books, steps = _give_book(ctx, member, to), _give_steps(ctx, member, to)
    if leaves:
        gone = ctx.work.get(MemberRecord, member.id)
        assert gone is not None
        ctx.work.change(gone, left_at=ctx.now)
    if books:
        _make_csm(ctx, to)
    ctx.work.describe(f"handed {member.name}’s book to {to.name}")
    said = f"{many(books, 'account')} and {many(steps, 'next step')}"
    _tell_owner(ctx, to, f"{ctx.member.name} handed {member.name}’s book to you: {said}.", waiting, "handover")
    return View(
        (
            Notice("done", spans(said, " went from ", Bold(member.name), " to ", Bold(to.name), ".")),
            Buttons(ctx.undo()),
        ),
        "Handed over",
    )


def _give_book(ctx: Context, member: Member, to: Member) -> int:
    """How many accounts went from one to the other; nobody ends as owner and backup of the same."""
    books = ctx.work.accounts.of_member(member.id)
    for record in books:
        roles: dict[str, int | None] = {
            name: to.id for name in ("owner_id", "backup_id") if getattr(record, name) == member.id
        }
        if "owner_id" in roles and record.backup_id == to.id:
            roles["backup_id"] = None
        if "backup_id" in roles and record.owner_id == to.id:
            roles["backup_id"] = None
        ctx.work.change(record, **roles)
    return len(books)


def _give_steps(ctx: Context, member: Member, to: Member) -> int:
    steps = ctx.work.activities.steps_of_member(member.id)
    for step in steps:
        ctx.work.change(step, owner_id=to.id)
    return len(steps)


def _tell_owner(ctx: Context, member: Member, said: str, waiting: int, key: str) -> None:
    """Whoever has other accounts from now on, and what I had reminded the one before them of."""
    if member.id == ctx.member.id or not waiting:
        return
    view = View(
        (
            Text((f"{said} {many(waiting, 'matter waits', 'matters wait')} there.",)),
            Buttons((Button("What waits", "nudges", "primary"),)),
        ),
        "Yours now",
    )
    set_id = ctx.work.open_set()
    ctx.work.messages.put(f"{key}:{set_id}", f"member:{member.id}", to_json(view), ctx.member.id, ctx.now)


def _colleague(ctx: Context, member: Member) -> None:
    record = ctx.work.get(MemberRecord, member.id)
    if record is None or record.outsider or record.left_at is not None:
        raise UserError(f"{member.name} is not a colleague, so no account can be theirs. See ", CommandLine("team"))


def _make_csm(ctx: Context, member: Member) -> None:
    """Whoever owns accounts looks after customers; a viewer becomes a csm."""
    record = ctx.work.get(MemberRecord, member.id)
    assert record is not None
    if record.role == Role.VIEWER and not record.outsider:
        ctx.work.change(record, role=Role.CSM.value)
