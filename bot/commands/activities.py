"""activities: what was logged, by me, for an account, or by a colleague."""

from datetime import datetime, time, timedelta
from typing import Annotated

from bot.cards import activities as cards
from bot.cards.actions import delete, edit
from bot.command import Says, command
from bot.context import Context
from bot.dates import minutes_said
from bot.english import many
from bot.view import Block, Bold, Buttons, CommandLine, Heading, Row, Rows, Text, View, spans
from bot.words import Account, ActivityKind, Member, Missions, Mode, Period
from storage.queries.activities import Wanted
from storage.tables import Activity

PAGE = 8


@command(
    "activities",
    slash=True,
    reads=True,
    examples=(
        "activities",
        "activities Acme",
        "activities this month",
        "activities Acme type call",
    ),
)
def activities(
    ctx: Context,
    account: Account | None = None,
    during: Period | None = None,
    kind: Annotated[ActivityKind | None, Says(after=("type", "kind"))] = None,
    by: Annotated[Member | None, Says(after=("by", "of"))] = None,
    mode: Mode | None = None,
    missions: Annotated[Missions, Says(keys=("mission", "tags"))] = (),
    page: Annotated[int, Says(after=("page",))] = 1,
) -> View:
    """What I logged, newest first; or an account's, a colleague's, a period's, a type's."""
    member = by.id if by else None if account else ctx.member.id
    wanted = Wanted(
        member_id=member,
        account_id=account.id if account else None,
        kind=kind.value if kind else None,
        mode=mode.value if mode else None,
        missions=tuple(mission.value for mission in missions),
        since=_midnight(ctx, during, 0),
        until=_midnight(ctx, during, 1),
    )
    totals = ctx.work.activities.totals(wanted)
    title = account.name if account else by.name if by else "My activities"
    if not totals.activities:
        ctx.lacks.append("Nothing was logged.")
        return View((Text(spans(Bold(title), ": nothing logged. Try ", CommandLine("log call Acme 30m"))),), title)
    paging = ctx.paging(page, PAGE, totals.activities)
    listed = ctx.work.activities.matching(wanted, PAGE, paging.before)
    count = many(totals.activities, "activity", "activities")
    blocks: list[Block] = [
        Heading(cards.joined([Bold(title), count, minutes_said(totals.minutes)])),
        Rows(_rows(ctx, listed, account, by), totals.activities, paging.more),
    ]
    if paging.back:
        blocks.append(Buttons(paging.back))
    return View(tuple(blocks), title)


def _rows(ctx: Context, listed: list[Activity], account: Account | None, member: Member | None) -> tuple[Row, ...]:
    """account, member: whose all of them are, which need not be said again."""
    accounts = ctx.work.accounts.named({activity.account_id for activity in listed})
    members = ctx.names({activity.member_id for activity in listed})
    rows = []
    for activity in listed:
        people = ctx.work.activities.participants(activity.id)
        by = "" if member or activity.member_id == ctx.member.id else members[activity.member_id]
        name = "" if account else accounts[activity.account_id].name
        rows.append(
            Row(
                cards.summary_line(activity, name, by),
                cards.detail_line(activity, people),
                (edit(activity), delete(activity)) if may_correct(ctx, activity) else (),
            )
        )
    return tuple(rows)


def may_correct(ctx: Context, activity: Activity) -> bool:
    """Whoever did it, whoever logged it, and leads."""
    return ctx.member.id in (activity.member_id, activity.logged_by_id) or ctx.leads


def _midnight(ctx: Context, during: Period | None, after: int) -> datetime | None:
    if during is None:
        return None
    day = (during.last + timedelta(days=1)) if after else during.first
    return datetime.combine(day, time(), ctx.zone)
