"""cadence: how often to talk on each level, what is due by it, and how an admin changes that."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from bot.cards import cadence as cards
from bot.cards.actions import log_for, next_for, open_account
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.lexicon import Lexicon
from bot.line import Typed
from bot.permissions import COMMANDS, RIGHTS
from bot.rules.cadence import MEANS, Standing
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    CommandLine,
    Footer,
    Heading,
    Notice,
    Row,
    Rows,
    Text,
    View,
    spans,
)
from bot.words import Account, As, Bad, Days, Found, Word
from bot.words.periods import DaysWord
from storage.queries.intervals import RENEWAL, Touched
from storage.tables import Account as AccountRecord

SHOWN = 5  # accounts of each level that are due
AHEAD = timedelta(days=7)
MOST, LONGEST = 8, 730


class TierWord(Word):
    what = "a tier"
    sample = "T1, T2, T3 or T4"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        low = line.low(at).removeprefix("t")
        return Found(int(low), at + 1) if low in ("1", "2", "3", "4") else None

    def show(self, value: int) -> str:
        return f"T{value}"


class EveryWord(DaysWord):
    """`14d`, `every 6 weeks`, `3 months`."""

    sample = "14d or 6 weeks"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return super().find(line, at + (line.low(at) == "every"), lexicon) if at + 1 <= len(line) else None


class WindowsWord(Word):
    """Days before a deadline: `180 120 90`, `180-120-90`, `90d, 60d`."""

    what = "days before the deadline"
    sample = "120 90 60 30"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        days: list[int] = []
        end = at
        while end < len(line):
            low = line.low(end)
            parts = low.replace("/", "-").split("-")
            counts = [int(each) for part in parts if (each := part.removesuffix("d")).isascii() and each.isdecimal()]
            if low not in (",", "-", "and") and len(counts) < len(parts):
                break
            days += counts
            end += 1
        if not days:
            return None
        if not all(1 <= count <= LONGEST for count in days) or len(days) > MOST:
            return Found(Bad(f"Say at most {MOST} windows of 1 to {LONGEST} days.", line.slice(at, end)), end)
        return Found(tuple(sorted(set(days), reverse=True)), end)

    def show(self, value: tuple[int, ...]) -> str:
        return "-".join(map(str, value))


Tier = Annotated[int, As(TierWord()), Says(label="Tier")]
Every = Annotated[Days | None, As(EveryWord()), Says(label="Every", hint="14d")]
Off = Annotated[bool, Says(words=("never", "none"), label="Not at all")]


@command("cadence", reads=True, examples=("cadence", "cadence Acme"))
def cadence(ctx: Context, account: Account | None = None) -> View:
    """How often to talk on each level by tier, and what of my book is due; with an account, where that one stands."""
    return _of_account(ctx, ctx.account(account.id)) if account else _of_book(ctx)


def _of_account(ctx: Context, record: AccountRecord) -> View:
    matrix = ctx.work.intervals.matrix()
    [touched] = ctx.work.intervals.touches(account_id=record.id)
    found = cards.standings_of(ctx, touched, matrix)
    tier = f"T{record.tier}" if record.tier else "no tier, so as T4"
    blocks: list[Block] = [Heading(spans(Bold(record.name), f" · cadence · {tier}"))]
    blocks += [Text(cards.standing_line(each, ctx)) for each in found]
    blocks.append(Buttons((log_for(record), next_for(record), open_account(record, "Account"))))
    return View((*blocks, Footer((_counted(),))), f"{record.name}: cadence")


def _of_book(ctx: Context) -> View:
    matrix = ctx.work.intervals.matrix()
    blocks: list[Block] = [Heading((Bold("Cadence"),)), cards.matrix_table(matrix), Text(cards.windows_said(matrix))]
    book = ctx.work.intervals.touches(member_id=ctx.member.id)
    standing = [(touched, each) for touched in book for each in cards.standings_of(ctx, touched, matrix)]
    for level in MEANS:
        blocks += _due(ctx, level, [(touched, each) for touched, each in standing if each.level == level])
    if COMMANDS["cadence operational"] in RIGHTS[ctx.member.role]:
        lines = (
            CommandLine("cadence operational T1 14d"),
            " or ",
            CommandLine("cadence renewal T1 180 120 90 60 30 14"),
        )
        blocks.append(Text(spans("Change with ", *lines)))
    return View((*blocks, Footer((_counted(),))), "Cadence")


def _due(ctx: Context, level: str, book: Sequence[tuple[Touched, Standing]]) -> list[Block]:
    """What is overdue in my book on one level, and within a week; the longest overdue first."""
    due = [(touched, each) for touched, each in book if each.due_on <= ctx.today + AHEAD]
    if not book:
        return []
    if not due:
        return [Text(spans(Bold(level.capitalize()), ": nothing due this week in your book."))]
    due.sort(key=lambda pair: (pair[1].due_on, pair[0].account.tier or 5, pair[0].account.name))
    late = sum(each.overdue(ctx.today) > 0 for _, each in due)
    title = Text(spans(Bold(level.capitalize()), f": {late} overdue, {len(due) - late} due this week"))
    rows = tuple(
        Row(cards.standing_line(each, ctx, touched.account.name), (), (log_for(touched.account), _open(touched)))
        for touched, each in due[:SHOWN]
    )
    return [title, Rows(rows, len(due))]


def _open(touched: Touched) -> Button:
    return Button("Cadence", f"cadence account:#{touched.account.id}")


def _counted() -> str:
    return "Counted from the last held contact; internal notes and unanswered attempts do not count."


# ------------------------------------------------------------ changing it


@command("cadence operational", examples=("cadence operational T1 14d",), title="Operational cadence")
def operational(ctx: Context, tier: Tier, every: Every = None, off: Off = False) -> View:
    """Say after how many days without any two-way contact a customer of a tier is due."""
    return _level(ctx, "operational", tier, every, off)


@command("cadence business", examples=("cadence business T2 91d",), title="Business cadence")
def business(ctx: Context, tier: Tier, every: Every = None, off: Off = False) -> View:
    """Say how often a customer of a tier has a business review; `never` for a tier that has none."""
    return _level(ctx, "business", tier, every, off)


@command("cadence strategic", examples=("cadence strategic T1 182d",), title="Strategic cadence")
def strategic(ctx: Context, tier: Tier, every: Every = None, off: Off = False) -> View:
    """Say how often a customer of a tier has a strategic review; `never` for a tier that has none."""
    return _level(ctx, "strategic", tier, every, off)


@command("cadence renewal", examples=("cadence renewal T1 180 120 90 60 30 14",), title="Renewal windows")
def renewal(
    ctx: Context,
    tier: Tier,
    windows: Annotated[tuple[int, ...], As(WindowsWord()), Says(label="Days before the deadline")],
) -> View:
    """Say how many days before the notice deadline, or the renewal, the owner of an account of a tier is told."""
    before = ctx.work.intervals.matrix()[RENEWAL].get(tier, ())
    ctx.work.intervals.put(RENEWAL, tier, windows, ctx.now)
    said = spans("Renewals of ", Bold(f"T{tier}"), f" are announced {'-'.join(map(str, windows))} days ahead.")
    back = Button("As before", f"cadence renewal tier:T{tier} windows:{'-'.join(map(str, before))}")
    return View(
        (Notice("done", said), *((Buttons((back,)),) if before and before != windows else ())), "Renewal windows"
    )


def _level(ctx: Context, level: str, tier: int, every: Days | None, off: bool) -> View:
    matrix = ctx.work.intervals.matrix()[level]
    before = matrix.get(tier, ())
    if every is None and not off:
        now = f"every {before[0]} days" if before else "not at all"
        change = CommandLine(f"cadence {level} T{tier} 30d")
        return View((Text(spans(Bold(f"{level.capitalize()} T{tier}"), f": {now}. Change it: ", change)),), "Cadence")
    if every is not None and every.count > LONGEST:
        raise UserError(f"Say 1 to {LONGEST} days.", field="every")
    if off and before and len(matrix) == 1:
        raise UserError(
            "That is the last tier of this level. To hear no more of it: ",
            CommandLine(f"alerts {level} off for everybody"),
        )
    ctx.work.intervals.put(level, tier, [] if every is None else [every.count], ctx.now)
    now = f"every {every.count} days" if every else "not at all"
    line = f"cadence {level} tier:T{tier} " + (f"every:{before[0]}d" if before else "off:yes")
    said = spans(Bold(f"{level.capitalize()} T{tier}"), f": {now}, {MEANS[level]}.")
    return View((Notice("done", said), Buttons((Button("As before", line),))), "Cadence")
