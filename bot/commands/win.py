"""win, wins: the small things that went well, kept by whoever had them, shared when they want to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from bot import audience
from bot.cards.between import win_line, win_needs
from bot.command import Says, command
from bot.commands.accounts import Whose
from bot.context import Context
from bot.draw import shield
from bot.errors import UserError
from bot.line import quote, unjoined
from bot.permissions import INSIDE, Right
from bot.request import Address, Place
from bot.view import Bold, Button, Buttons, CommandLine, Footer, Heading, Notice, Row, Rows, Text, View, spans, to_json
from bot.words import Account, Period, Rest
from storage.tables import Role, Win

SHOWN = 15
LONGEST = 500


@command(
    "win", examples=("win Acme went live early", "win all clinics are on the new report"), title="Keep a small win"
)
def win(
    ctx: Context,
    account: Account | None = None,
    words: Annotated[Rest, Says(label="What went well")] = "",
    share: Annotated[int | None, Says(hidden=True)] = None,
    to: Annotated[str, Says(hidden=True)] = "",
) -> View:
    """Keep something small that went well, with or without an account. Nobody else sees it until you share it."""
    if share is not None:
        return _shared(ctx, share, to)
    said = unjoined(words)[:LONGEST]
    if not said:
        raise ctx.missing("words", "What went well? Try win Acme went live early.")
    kept = ctx.work.add(
        Win, account_id=account.id if account else None, member_id=ctx.member.id, words=said, on=ctx.today
    )
    ctx.work.describe(f"a win at {account.name}" if account else "a win")
    week = ctx.work.colleagues.wins(monday(ctx), ctx.today, member_id=ctx.member.id)
    told = Footer((f"{len(week)} this week.",))
    buttons = (*ctx.undo(), *_sharing(ctx, kept))
    line = Text(win_line(kept, account.name if account else ""))
    return View((Notice("done", ctx.private("Kept")), line, Buttons(buttons), told), "A win kept")


def monday(ctx: Context) -> date:
    return ctx.today - timedelta(days=ctx.today.weekday())


@command("wins", reads=True, examples=("wins", "wins this month", "wins Acme", "wins team last week"))
def wins(
    ctx: Context,
    whose: Whose | None = None,
    account: Account | None = None,
    period: Period | None = None,
    page: Annotated[int, Says(after=("page",))] = 1,
) -> View:
    """Your small wins of this week; say a period, an account or `team`.

    Of others’ you see those of accounts you work on."""
    mine = whose is not Whose.ALL and account is None
    first, last = (period.first, period.last) if period else (monday(ctx), ctx.today)
    kept = ctx.work.colleagues.wins(first, last, ctx.member.id if mine else None, account.id if account else None)
    kept = [one for one in kept if one.member_id == ctx.member.id or ctx.sees(win_needs(one))]
    title = f"{account.name}: wins" if account else "My wins" if mine else "The team’s wins"
    heading = Heading(spans(Bold(title), f" · {len(kept)}"))
    if not kept:
        nothing = Text(spans("None yet. Keep one: ", CommandLine("win Acme went live early")))
        month = () if period else (Buttons((Button("This month", "wins this month"),)),)
        return View((heading, nothing, *month), title)
    paging = ctx.paging(page, SHOWN, len(kept))
    some = paging.of(kept)
    accounts = ctx.work.accounts.named({one.account_id for one in some if one.account_id is not None})
    names = ctx.names({one.member_id for one in some})
    rows = []
    for one in some:
        name = accounts[one.account_id].name if one.account_id in accounts else ""
        buttons = _sharing(ctx, one)[:1] if one.member_id == ctx.member.id else ()
        rows.append(Row(win_line(one, name, "" if mine else names[one.member_id]), (), buttons))
    return View((heading, Rows(tuple(rows), len(kept), paging.more)), title)


# ------------------------------------------------------------ shared by a press


def _sharing(ctx: Context, kept: Win) -> tuple[Button, ...]:
    """Into the channel that it is asked in, or to the lead from a direct chat."""
    if not ctx.alone:
        return (Button("Share here", f"win share:{kept.id} to:{quote(ctx.channel)}"),)
    return (Button("Share with my lead", f"win share:{kept.id}"),)


def _shared(ctx: Context, id: int, to: str) -> View:
    kept = ctx.work.get(Win, id)
    if kept is None or kept.deleted_at is not None or kept.member_id != ctx.member.id:
        raise UserError("That is no win of yours. See ", CommandLine("wins"))
    account = ctx.work.accounts.get(kept.account_id) if kept.account_id is not None else None
    line = win_line(kept, account.name if account else "", ctx.member.name)
    posted = View((Text((shield(INSIDE, *line),)),), f"{ctx.member.name} shares a win")
    where = _where(ctx, to)
    for address in where:
        ctx.work.messages.put(f"win:{kept.id}:{address}", address, to_json(posted), ctx.member.id, ctx.now)
    said = "Shared here" if not where[0].startswith("member:") else "Shared with your lead"
    return View((Notice("done", (said,)), Text(line)), said)


def _where(ctx: Context, to: str) -> list[str]:
    if to:
        address = next((one for one in _channels(ctx) if str(one) == to), None)
        if address is None or Right.LOOK_UP not in audience.of_channel(ctx.work, address, ctx.now).rights:
            raise UserError("I do not know who reads along there, or outsiders do, so I share nothing of an account.")
        return [to]
    leads = [one for one in ctx.work.people.everyone() if one.role == Role.LEAD and one.left_at is None]
    there = [f"member:{one.id}" for one in leads if one.id != ctx.member.id]
    if not there:
        raise UserError("I know no lead to share it with. Type it in a channel: ", CommandLine("wins"))
    return there


def _channels(ctx: Context) -> Iterator[Address]:
    """This channel, and those that the asker reads."""
    if not ctx.alone:
        yield replace(ctx.request.address, thread="")
    for one in ctx.work.people.channels_read_by(ctx.member.id):
        yield Address(one.platform, one.tenant, one.channel, place=Place(one.place))
