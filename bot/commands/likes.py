"""likes, dislikes: what customers say of the product, by theme, tier and period."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Annotated

from bot.cards.activities import joined
from bot.cards.feedback import said_row
from bot.command import Says, command
from bot.commands.accounts import Whose
from bot.context import Context
from bot.english import many
from bot.view import Block, Bold, Button, Buttons, Column, CommandLine, Heading, Rows, Table, Text, View, spans
from bot.words import Account, As, Period, Phrase, TierWord
from storage.queries.feedback import SoughtFeedback

THEMES = 12
LATELY = 5


@command("likes", reads=True, examples=("likes", "likes tier 1 this quarter", "likes theme dashboards", "likes Acme"))
def likes(
    ctx: Context,
    whose: Whose | None = None,
    account: Account | None = None,
    theme: Annotated[Phrase | None, Says(after=("theme", "about", "on"))] = None,
    tier: Annotated[int | None, As(TierWord()), Says(after=("tier",))] = None,
    period: Period | None = None,
) -> View:
    """What customers like, by theme: of how many customers, and in their words; by tier, period, account."""
    return _told(ctx, 1, whose, account, theme, tier, period)


@command(
    "dislikes",
    reads=True,
    examples=("dislikes", "dislikes mine last 90 days", "dislikes theme exports"),
)
def dislikes(
    ctx: Context,
    whose: Whose | None = None,
    account: Account | None = None,
    theme: Annotated[Phrase | None, Says(after=("theme", "about", "on"))] = None,
    tier: Annotated[int | None, As(TierWord()), Says(after=("tier",))] = None,
    period: Period | None = None,
) -> View:
    """What customers do not like, by theme: of how many customers, and in their words; by tier, period, account."""
    return _told(ctx, -1, whose, account, theme, tier, period)


def _told(
    ctx: Context,
    sign: int,
    whose: Whose | None,
    account: Account | None,
    theme: str | None,
    tier: int | None,
    period: Period | None,
) -> View:
    sought = SoughtFeedback(
        sign=sign,
        theme=" ".join(theme.lower().split()) if theme else None,
        account_id=account.id if account else None,
        owner_id=ctx.member.id if whose is Whose.MINE else None,
        tier=tier,
        since=datetime.combine(period.first, time(), ctx.zone) if period else None,
        until=datetime.combine(period.last + timedelta(days=1), time(), ctx.zone) if period else None,
    )
    one = "s" if account else ""
    what = f"like{one}" if sign > 0 else f"do{'es' if account else ''} not like"
    who = account.name if account else "my customers" if whose is Whose.MINE else "customers"
    title = f"What {who} {what}"
    filters = [f"T{tier}" if tier else "", f"theme {theme}" if theme else ""]
    if period is not None:
        filters.append(f"{period.first.day} {period.first:%b} – {period.last.day} {period.last:%b %Y}")
    other = "dislikes" if sign > 0 else "likes"
    turned = f"{other} {ctx.call.line.partition(' ')[2]}".strip()
    blocks = (
        Heading(joined([Bold(title), *filters])),
        *_themes(ctx, sought),
        *(_others(ctx, replace(sought, sign=-sign)) if theme or account else ()),
        Buttons((Button(other.capitalize(), turned),)),
    )
    return View(blocks, title)


def _themes(ctx: Context, sought: SoughtFeedback) -> list[Block]:
    """Of how many customers each theme is, and what was said lately."""
    themes = ctx.work.feedback.themes(sought)
    if not themes:
        ctx.lacks.append("Nobody told of it.")
        line = "feedback Acme + love dashboards" if sought.sign == 1 else "feedback Acme - slow exports"
        return [Text(spans("Nothing was told. Tell of it: ", CommandLine(line)))]
    columns = (Column("Theme"), Column("Customers", "right"), Column("Times", "right"))
    rows = tuple(((one.theme,), (str(one.accounts),), (str(one.times),)) for one in themes[:THEMES])
    said = ctx.work.feedback.said(sought, LATELY)
    lately = Rows(tuple(said_row(ctx, one) for one in said))
    return [Table(columns, rows, len(themes)), Text((Bold("Lately"),)), lately]


def _others(ctx: Context, opposite: SoughtFeedback) -> list[Block]:
    """That the opposite is told of the same, where it is."""
    times = sum(one.times for one in ctx.work.feedback.themes(opposite))
    what = "is liked" if opposite.sign == 1 else "is not liked"
    return [Text((f"{many(times, 'more word tells', 'more words tell')} what {what}.",))] if times else []
