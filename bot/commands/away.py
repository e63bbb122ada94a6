"""away and back: out of office, who covers, and how that ends."""

from datetime import date, timedelta
from typing import Annotated

from bot import handback  # noqa: F401  # its chore and its card
from bot.cards import rhythms as cards
from bot.command import Says, command
from bot.commands.hours import person
from bot.context import Context
from bot.english import many
from bot.errors import UserError
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    CommandLine,
    Heading,
    Notice,
    Row,
    Rows,
    Spans,
    Text,
    View,
    When,
    spans,
)
from bot.words import As, Member
from bot.words.leaves import ColleagueWord, CoverWord, LeaveWord, WhoseWord
from bot.words.periods import Period
from storage.tables import Leave
from storage.tables import Member as MemberRecord

LONGEST = 400  # days; whoever is away for longer hands their book over
LONG_AGO = 60  # days after which nobody needs to be told that they were away


@command(
    "away",
    examples=("away", "away 1 Dec to 12 Dec @sam", "away until Friday", "away until 12 Dec, backup Sam"),
    aliases=("leave", "out of office", "ooo", "vacation"),
    title="Out of office",
)
def away(
    ctx: Context,
    whose: Annotated[Member | None, As(WhoseWord()), Says(label="Who is away")] = None,
    days: Annotated[Period | None, As(LeaveWord()), Says(label="Days", hint="1 Dec to 12 Dec, or until Friday")] = None,
    cover: Annotated[
        Member | None,
        As(CoverWord()),
        Says(
            after=("backup", "cover", "covered by", "with", "by"), label="Who covers", hint="else each account’s backup"
        ),
    ] = None,
) -> View:
    """Say from when to when you are out of office, and who covers for you; without days, who is away.

    Whoever covers gets and answers your nudges; without a name it is the backup of each account. When you are back, a
    note tells what was done meanwhile."""
    if days is None and cover is None:
        return _who_is_away(ctx) if whose is None else _theirs(ctx, person(ctx, whose, changes=False))
    member = person(ctx, whose, changes=True)
    leaves = ctx.work.rhythms.leaves_of(member.id, ctx.today)
    if days is None:
        if not leaves:
            raise UserError("From when to when? Try ", CommandLine("away until Friday"), field="days")
        days = Period(leaves[0].from_on, leaves[0].until_on)
    _check(ctx, member, days, cover)
    leave = _keep(ctx, member, days, cover, leaves)
    ctx.work.describe(f"{member.name} is away")
    return _answer(ctx, member, leave)


@command("back", examples=("back",), title="Back again")
def back(
    ctx: Context,
    whose: Annotated[Member | None, As(ColleagueWord()), Says(after=("for", "of"), label="Who is back")] = None,
) -> View:
    """You are back: ends your leave today, or calls off the next one."""
    member = person(ctx, whose, changes=True)
    leaves = ctx.work.rhythms.leaves_of(member.id, ctx.today)
    if not leaves:
        who = "You are" if member.id == ctx.member.id else f"{member.name} is"
        said = Text(spans(f"{who} not away. To say so: ", CommandLine("away until Friday")))
        return View((said,), "Not away")
    leave = leaves[0]
    begun = leave.from_on < ctx.today
    if begun:
        ctx.work.change(leave, until_on=ctx.today - timedelta(days=1))
    else:
        ctx.work.remove(leave)
    ctx.work.describe(f"{member.name} is back")
    mine = member.id == ctx.member.id
    if leave.from_on <= ctx.today:
        said_now = "Welcome back" if mine else f"{member.name} is back"
        then = "What comes due is yours again." if mine else "What comes due is theirs again."
    else:
        said_now, then = "Leave called off", ""
    later = [Text(spans("Still planned: ", *cards.leave_line(other, _names(ctx, [other])))) for other in leaves[1:2]]
    told: tuple[Block, ...] = (Text((then,)),) if then else ()
    return View((Notice("done", ctx.private(said_now)), *told, *later, Buttons(ctx.undo())), said_now)


# ------------------------------------------------------------ keeping


def _check(ctx: Context, member: MemberRecord, days: Period, cover: Member | None) -> None:
    if days.last < ctx.today - timedelta(days=LONG_AGO):
        raise UserError("Those days are long past. Try ", CommandLine("away until Friday"), field="days")
    if (days.last - days.first).days > LONGEST:
        raise UserError(
            "That is longer than a year. Whoever goes for good hands over: ",
            CommandLine("handover Sam to Dana leaves"),
            field="days",
        )
    if cover is None:
        return
    if cover.id == member.id:
        raise UserError("Nobody covers for themselves. Name somebody else, or nobody.", field="cover")
    record = ctx.work.get(MemberRecord, cover.id)
    if record is None or record.outsider or record.left_at is not None:
        raise UserError(
            f"{cover.name} is not a colleague, so they cannot cover. See ", CommandLine("team"), field="cover"
        )


def _keep(ctx: Context, member: MemberRecord, days: Period, cover: Member | None, leaves: list[Leave]) -> Leave:
    """A new leave, or other days for the one that it overlaps; a running one keeps its beginning."""
    same = [leave for leave in leaves if leave.from_on <= days.last and days.first <= leave.until_on]
    cover_id = cover.id if cover is not None else None
    if not same:
        return ctx.work.add(Leave, member_id=member.id, from_on=days.first, until_on=days.last, cover_id=cover_id)
    for other in same[1:]:
        ctx.work.remove(other)
    first = same[0].from_on if days.first == ctx.today and same[0].from_on < ctx.today else days.first
    who = same[0].cover_id if cover is None else cover_id
    return ctx.work.change(same[0], from_on=first, until_on=days.last, cover_id=who)


# ------------------------------------------------------------ cards


def _answer(ctx: Context, member: MemberRecord, leave: Leave) -> View:
    names = _names(ctx, [leave])
    name = "" if member.id == ctx.member.id else member.name
    blocks: list[Block] = [
        Notice("done", ctx.private("Away kept")),
        Text(cards.leave_line(leave, names, name=name)),
        Text(_back(ctx, cards.back_on(ctx, member, leave))),
    ]
    absent = _away_too(ctx, leave)
    if absent is not None:
        until = When(absent.until_on)
        assert leave.cover_id is not None, "only a cover can be away too"
        blocks.append(Notice("warning", spans(f"{names[leave.cover_id]} is away, too, until ", until, ".")))
    if leave.cover_id is None and (without := _without_backup(ctx, member)):
        blocks.append(Notice("warning", (_nobody(without),)))
    change = Button(
        "Change", f"form away whose:member#{member.id} days:{leave.from_on}..{leave.until_on}", opens_form=True
    )
    return View((*blocks, Buttons((*ctx.undo(), change))), "Away kept")


def _back(ctx: Context, day: date) -> Spans:
    if day <= ctx.today:
        return spans("Back since ", When(day)) if day < ctx.today else ("Back today",)
    return ("Back tomorrow",) if day == ctx.today + timedelta(days=1) else spans("Back on ", When(day))


def _away_too(ctx: Context, leave: Leave) -> Leave | None:
    """A leave of the cover at the same time."""
    if leave.cover_id is None:
        return None
    theirs = ctx.work.rhythms.leaves_of(leave.cover_id, leave.from_on)
    return next((other for other in theirs if other.from_on <= leave.until_on), None)


def _without_backup(ctx: Context, member: MemberRecord) -> int:
    books = ctx.work.accounts.of_member(member.id)
    return sum(account.owner_id == member.id and account.backup_id is None for account in books)


def _nobody(accounts: int) -> str:
    of = many(accounts, "account has no backup", "accounts have no backup")
    return f"{of}; what comes due there waits. Name somebody: away until Friday, backup Sam"


def _who_is_away(ctx: Context) -> View:
    now = list(ctx.work.rhythms.away_on(ctx.today).values())
    mine = [leave for leave in ctx.work.rhythms.leaves_of(ctx.member.id, ctx.today) if leave not in now]
    names = _names(ctx, [*now, *mine])
    rows = tuple(Row(cards.leave_line(leave, names, name=names[leave.member_id])) for leave in now)
    blocks: list[Block] = [Heading((Bold("Away today"),)), Rows(rows, len(rows)) if rows else Text(("Nobody.",))]
    blocks += [Text(spans("Yours: ", *cards.leave_line(leave, names))) for leave in mine[:3]]
    blocks.append(Text(spans("Say that you are: ", CommandLine("away 1 Dec to 12 Dec @sam"))))
    own = any(leave.member_id == ctx.member.id for leave in now)
    buttons = (Buttons((Button("I am back", "back"),)),) if own else ()
    return View((*blocks, *buttons), "Who is away")


def _theirs(ctx: Context, member: MemberRecord) -> View:
    leaves = ctx.work.rhythms.leaves_of(member.id, ctx.today)
    names = _names(ctx, leaves)
    rows = tuple(Row(cards.leave_line(leave, names)) for leave in leaves)
    if not rows:
        return View((Text(spans(Bold(member.name), " is here.")),), f"{member.name}: here")
    return View((Heading((Bold(f"{member.name} is away"),)), Rows(rows, len(rows))), f"{member.name}: away")


def _names(ctx: Context, leaves: list[Leave]) -> dict[int, str]:
    return ctx.names({id for leave in leaves for id in (leave.member_id, leave.cover_id)})
