"""accounts: a book of customers, filtered in words, with totals."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from bot.cards import health
from bot.cards.accounts import money_said
from bot.cards.activities import joined
from bot.command import Says, command
from bot.context import Context
from bot.english import many
from bot.errors import NotInData
from bot.health import Yardstick, trends
from bot.paging import Paging
from bot.permissions import HEALTH, MONEY
from bot.references.vocabulary import vocabulary
from bot.rules.trades import recorded
from bot.view import (
    Bold,
    Button,
    Buttons,
    Column,
    CommandLine,
    Footer,
    Heading,
    Notice,
    Spans,
    Table,
    Text,
    View,
    When,
    spans,
)
from bot.words import As, Days, Member, Phrase, TierWord
from bot.words.base import shorten
from storage.queries.account_book import Book, Listed

PAGE = 15
NAMED = 30  # industries or regions that are told where another was said


class Whose(StrEnum):
    MINE = "mine"
    ALL = "all"

    @classmethod
    def synonyms(cls) -> dict["Whose", tuple[str, ...]]:
        return {
            cls.MINE: ("my", "my book", "mine all", "all mine", "all my", "all of mine"),
            cls.ALL: ("everyone", "every", "team"),
        }


class Order(StrEnum):
    NAME = "name"
    ARR = "arr"
    RENEWAL = "renewal"
    TIER = "tier"
    TOUCH = "touch"
    HEALTH = "health"

    @classmethod
    def synonyms(cls) -> dict["Order", tuple[str, ...]]:
        return {
            cls.HEALTH: ("score",),
            cls.ARR: ("value", "revenue"),
            cls.RENEWAL: ("renewals",),
            cls.TOUCH: ("silent", "last touch"),
        }


@command(
    "accounts",
    slash=True,
    reads=True,
    examples=(
        "accounts",
        "accounts all tier 1",
        "accounts renewing 90d",
        "accounts silent 30d by arr",
        "accounts without owner",
    ),
)
def accounts(
    ctx: Context,
    whose: Whose | None = None,
    tier: Annotated[int | None, As(TierWord()), Says(after=("tier",))] = None,
    renewing: Annotated[Days | None, Says(after=("renewing", "renewal", "renews in"))] = None,
    silent: Annotated[Days | None, Says(after=("silent", "quiet"))] = None,
    owner: Annotated[Member | None, Says(after=("owner", "owned by", "of"))] = None,
    without_owner: Annotated[bool, Says(words=("without owner", "no owner", "unowned"))] = False,
    industry: Annotated[Phrase | None, Says(after=("industry",))] = None,
    segment: Annotated[Phrase | None, Says(after=("segment",))] = None,
    stage: Annotated[Phrase | None, Says(after=("stage",))] = None,
    region: Annotated[Phrase | None, Says(after=("region",))] = None,
    order: Annotated[Order | None, Says(after=("by", "sorted by", "order"))] = None,
    page: Annotated[int, Says(after=("page",))] = 1,
) -> View:
    """My book with counts and totals; filters are words and can be combined.

    Sorted by name; say by arr, by renewal, by tier, by touch or by health."""
    # The order alone would tell who pays more than whom, and who is worse off.
    hidden = "ARR" if order is Order.ARR and not ctx.sees(MONEY) else ""
    hidden = "health" if order is Order.HEALTH and not ctx.sees(HEALTH) else hidden
    if hidden:
        order = Order.NAME
    industry, region, segment = _recorded(ctx, industry=industry, region=region, segment=segment)
    filtered = owner is not None or without_owner
    mine = whose is not Whose.ALL and not filtered
    book = Book(
        today=ctx.today,
        owner_id=owner.id if owner else ctx.member.id if mine else None,
        without_owner=without_owner,
        tier=tier,
        segment=segment,
        stage=stage,
        industry=industry,
        region=region,
        renewing=(ctx.today, ctx.today + timedelta(days=renewing.count)) if renewing else None,
        silent_since=ctx.now - timedelta(days=silent.count) if silent else None,
        order=order.value if order else ("renewal" if renewing else "touch" if silent else "name"),
    )
    count, total = ctx.work.accounts.totals(book)
    if not count:
        return _nothing(ctx, mine)
    paging = ctx.paging(page, PAGE, count)
    listed = ctx.work.accounts.book(book, PAGE, paging.before)
    title = _title(mine, owner, without_owner)
    back = (Buttons(paging.back),) if paging.back else ()
    filters = [f"T{tier}" if tier else "", industry or "", segment or "", stage or "", region or ""]
    heading = joined([Bold(title), *filters, many(count, "account"), money_said(total)])
    table = _table(ctx, listed, paging, show_owner=not mine and not filtered)
    told = (Footer((f"Sorted by name: the order by {hidden} is not for your role.",)),) if hidden else ()
    return View((Heading(heading), table, *back, *told), f"{title}: {count}")


def _recorded(ctx: Context, *, industry: str | None, region: str | None, segment: str | None) -> tuple[str | None, ...]:
    """What was said, in the words of the records: “hospitals” are healthcare. Raises NotInData where no record says so."""
    known, found = vocabulary(ctx.work), []
    for part, name, said in (
        ("industries", "industry", industry), ("regions", "region", region), ("segments", "segment", segment),
    ):  # fmt: skip
        written = getattr(known, part)
        meant = recorded(part, said, written) if said else ()
        if said and not meant:
            others = ", ".join(sorted({value for values in written.values() for value in values})[:NAMED])
            raise NotInData(f"No account’s {name} is “{shorten(said)}”." + (f" There are: {others}." if others else ""))
        found.append(meant[0] if meant else None)
    return tuple(found)


def _title(mine: bool, owner: Member | None, without_owner: bool) -> str:
    if without_owner:
        return "Accounts without an owner"
    if owner:
        return f"{owner.name}’s book"
    return "My book" if mine else "All accounts"


def _table(ctx: Context, listed: list[Listed], paging: Paging, *, show_owner: bool) -> Table:
    names = ctx.names({item.account.owner_id for item in listed}) if show_owner else {}
    by = Yardstick.of(ctx.work)
    scores = {item.account.id: item.account.health.value if item.account.health else None for item in listed}
    trend = trends(ctx.work, scores, by.measured.rules, ctx.today, (health.LIST_DAYS,))
    kept = ctx.work.health.scores(scores.keys(), ctx.today)
    columns = [
        Column("Account"),
        Column("Tier"),
        Column("ARR", "right"),
        Column("Renews"),
        Column("Talked"),
        Column("Health"),
    ]
    if show_owner:
        columns.insert(1, Column("Owner"))
    rows = []
    for item in listed:
        account = item.account
        cells: list[Spans] = [
            (Bold(account.name),),
            (f"T{account.tier}",) if account.tier else ("–",),
            spans(money_said(item.arr)) or ("–",),
            (When(item.renews_on, "countdown"),) if item.renews_on else ("–",),
            (_ago(ctx, item),),
            health.cell(kept.get(account.id), account, by, trend[account.id]),
        ]
        if show_owner:
            cells.insert(1, (names.get(account.owner_id, "–") if account.owner_id else "–",))
        rows.append(tuple(cells))
    return Table(tuple(columns), tuple(rows), paging.count, paging.more)


def _ago(ctx: Context, item: Listed) -> str:
    if item.touched_at is None:
        return "never"
    days = (ctx.today - item.touched_at.astimezone(ctx.zone).date()).days
    return "today" if days <= 0 else f"{days} d ago"


def _nothing(ctx: Context, mine: bool) -> View:
    if not ctx.work.accounts.count():
        return empty_house()
    if not mine:
        return View((Text(("No account is like that.",)),), "No account is like that.")
    everybody = Button("All accounts", ctx.again(whose=Whose.ALL))
    return View((Text(("You own no account like that.",)), Buttons((everybody,))), "You own no account like that.")


def empty_house() -> View:
    """What an empty installation greets with: how to begin."""
    return View(
        (
            Heading(("No accounts yet",)),
            Text(spans("Bring them in: drop a CSV file here, or run ", Bold("bailey import accounts FILE.csv"), ".")),
            Text(spans("Or begin with one: ", CommandLine("create Acme"))),
            Notice("info", ("The columns name, owner email, ARR, currency and renewal date are enough.",)),
        ),
        "No accounts yet",
    )


def owns(ctx: Context) -> bool:
    """Whether the asker has a book; whoever has none is shown everybody's."""
    return bool(ctx.work.accounts.totals(Book(ctx.today, owner_id=ctx.member.id))[0])
