"""What renewals come to: totals by forecast, and what moved since Monday and why."""

from datetime import date, datetime, time, timedelta

from bot.cards import renewals as cards
from bot.cards.accounts import money_said
from bot.cards.activities import joined
from bot.context import Context
from bot.draw import shield
from bot.permissions import HEALTH, MONEY
from bot.view import Block, Bold, Row, Rows, Sayable, Spans, Text, When, spans
from storage.queries.renewals import Move, Sought, Sum
from storage.types import Guarded

MOVED = 5


def last_monday(today: date) -> date:
    """The Monday before today; on a Monday the one a week ago."""
    return today - timedelta(days=today.weekday() or 7)


def total(sums: list[Sum]) -> Guarded[dict[str, int]]:
    whole: dict[str, int] = {}
    for each in sums:
        for currency, minor in each.arr.value.items():
            whole[currency] = whole.get(currency, 0) + minor
    return Guarded(dict(sorted(whole.items())), MONEY)


def expected(ctx: Context, sought: Sought, sums: list[Sum]) -> list[Block]:
    """By forecast, with the change since last Monday; then each move with its reason."""
    monday = last_monday(ctx.today)
    since = datetime.combine(monday, time(), ctx.zone)
    moves = ctx.work.renewals.moves(sought, since)
    changes = _changes(moves)
    parts: list[Sayable] = []
    for each in sums:
        change = changes.get(each.forecast, {})
        parts.append(spans(f"{each.forecast or 'no forecast'} {each.renewals} ", money_said(each.arr), *_moved(change)))
    blocks: list[Block] = [Text(spans(shield(HEALTH, *joined(parts))))] if sums else []
    if moves and ctx.sees(HEALTH):
        blocks.append(Text(spans(Bold("Moved since "), When(monday, "day"))))
        rows = tuple(
            Row((shield(HEALTH, *_move(move)),), (), (cards.open_renewal(move.listed),)) for move in moves[:MOVED]
        )
        blocks.append(Rows(rows, len(moves)))
    decided = ctx.work.renewals.decided_since(Sought(ctx.today, sought.owner_id, decided=True), since)
    if decided:
        blocks.append(Text((Bold("Decided since then"),)))
        blocks.append(Rows(tuple(Row(cards.decided_line(one)) for one in decided[:MOVED]), len(decided)))
    return blocks


def _changes(moves: list[Move]) -> dict[str | None, dict[str, int]]:
    """Forecast → currency → minor units that came or went, valued at what the contracts are worth today."""
    found: dict[str | None, dict[str, int]] = {}
    for move in moves:
        now = move.listed.renewal.forecast
        for forecast, sign in ((now.value if now else None, 1), (move.before.value if move.before else None, -1)):
            of = found.setdefault(forecast, {})
            currency = move.listed.contract.currency
            of[currency] = of.get(currency, 0) + sign * move.listed.contract.arr_minor.value
    return found


def _moved(change: dict[str, int]) -> list[Sayable]:
    said: list[Sayable] = []
    for currency, minor in sorted(change.items()):
        if minor:
            sign = " ▲" if minor > 0 else " ▼"
            said += [shield(MONEY, sign, money_said(Guarded({currency: abs(minor)}, MONEY)))]
    return said


def _move(move: Move) -> Spans:
    """“Acme Corp · Platform · commit → at risk · “sponsor left””."""
    now = move.listed.renewal.forecast
    before = move.before.value if move.before else "no forecast"
    return joined(
        [
            Bold(move.listed.account),
            move.listed.contract.name,
            f"{before} → {now.value if now else 'no forecast'}",
            cards.reason_said(move.listed.renewal),
        ]
    )
