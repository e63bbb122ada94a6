"""Somebody's word against a score: it is said, it ends; and what is wrong with a figure goes to the admins."""

from datetime import date, timedelta

from bot.cards import health as cards
from bot.cards.activities import team_or
from bot.command import Unclear
from bot.context import Context
from bot.draw import shield
from bot.errors import UserError
from bot.health import Yardstick, scored
from bot.overrides import LONGEST, OFFERED, ending, local_now, tell
from bot.permissions import HEALTH, RIGHTS, Right
from bot.view import (
    Bold,
    Button,
    Buttons,
    CommandLine,
    Footer,
    Heading,
    Notice,
    Spans,
    Text,
    View,
    When,
    spans,
    to_json,
)
from bot.words import Days
from bot.words.base import shorten
from bot.words.measures import Colour
from storage.tables import Account as AccountRecord
from storage.tables import HealthOverride, Role

SHOWN = 300  # characters of a reason


def word_said(ctx: Context, override: HealthOverride) -> Spans:
    """“Ana said RED on Thu: champion leaving”."""
    by = ctx.names({override.member_id}).get(override.member_id, "Somebody")
    return spans(
        shield(HEALTH, f"{by} said ", Bold(override.band.value.upper()), " ", When(override.at, "day"), ": "),
        shield(team_or(override.account_id, override.member_id), f"“{shorten(override.reason.value, SHOWN)}”"),
    )


def last_day(ctx: Context, until: date | None, days: Days | None) -> date | None:
    return until or (ctx.today + timedelta(days=days.count) if days else None)


def overrule(ctx: Context, record: AccountRecord, band: Colour, until: date | None, why: str) -> View:
    if Right.CURATE not in RIGHTS[ctx.member.role]:
        raise UserError(
            f"To say otherwise than the score is not for the role {ctx.member.role}. Ask the account's owner."
        )
    if not why:
        raise ctx.missing("reason", f"Why {band.value}? One line, so that others can follow it.")
    until = _within_reach(ctx, until)
    here = local_now(ctx.work, record.id, ctx.now)
    before = ctx.work.health.overrides([record.id]).get(record.id)
    if before is not None:
        ctx.work.change(before, **ending(ctx.work, before, here))
    by = Yardstick.of(ctx.work)
    score = scored(ctx.work, by, [record.id], here, here.date())[record.id].score
    ctx.work.add(
        HealthOverride,
        account_id=record.id,
        band=band.value,
        reason=why,
        until=until,
        member_id=ctx.member.id,
        score=score,
        at=ctx.now,
    )
    ctx.work.describe(f"word on the health of {record.name}")
    return View(
        (
            Notice("done", ctx.private("Kept")),
            Text(spans(Bold(record.name), " · ", *cards.line(cards.state_of(ctx, record, by)))),
            Text((shield(team_or(record.id, ctx.member.id), f"“{shorten(why, SHOWN)}”"),)),
            Footer(("When it ends I say whether it was right.",)),
            Buttons((*ctx.undo(), Button("Health", f"health account:#{record.id}"))),
        ),
        f"{record.name}: health",
    )


def _within_reach(ctx: Context, until: date | None) -> date:
    """Its last day. Raises Unclear where none is said, and Incomplete for one that is too far ahead."""
    if until is None:
        buttons = tuple(
            Button(f"{days} days", ctx.again(account=ctx.call.args["account"], until=ctx.today + timedelta(days=days)))
            for days in OFFERED
        )
        raise Unclear("Until when? Then I say whether it was right.", buttons=buttons, field="until")
    if (until - ctx.today).days > LONGEST:
        sentence = f"That is more than {LONGEST} days ahead. Say at most 90d; it can be said again."
        raise ctx.missing("until", sentence)
    return until


def cleared(ctx: Context, record: AccountRecord) -> View:
    override = ctx.work.health.overrides([record.id]).get(record.id)
    if override is None:
        raise UserError(f"Nobody says otherwise of {record.name}. See ", CommandLine(f"health {record.name}"))
    if override.member_id != ctx.member.id and Right.CURATE not in RIGHTS[ctx.member.role]:
        raise UserError(f"Ending it is not for the role {ctx.member.role}. Ask the account's owner.")
    ended = ctx.work.change(override, **ending(ctx.work, override, local_now(ctx.work, record.id, ctx.now)))
    ctx.work.describe(f"ended the word on the health of {record.name}")
    if override.member_id != ctx.member.id:
        tell(ctx.work, ended, ctx.now)
    said = Notice("done", spans(Bold(record.name), ": the score counts again."))
    return View(
        (said, Buttons((*ctx.undo(), Button("Health", f"health account:#{record.id}")))), f"{record.name}: health"
    )


def questioned(ctx: Context, record: AccountRecord, why: str) -> View:
    """Whoever can mend it hears of it."""
    if not why:
        raise ctx.missing("wrong", "What is wrong? One line, such as: usage is from the old tenant.")
    state = cards.state_of(ctx, record)
    view = View(
        (
            Heading(spans(Bold(record.name), ": something is wrong with its health")),
            Text(spans(f"{ctx.member.name}: ", f"“{why}”")),
            Text(cards.line(state)),
            Buttons((Button("Health", f"health account:#{record.id}"), Button("Measures", "measures"))),
        ),
        f"{record.name}: a question about its health",
    )
    admins = [one for one in ctx.work.people.everyone() if one.role == Role.ADMIN and one.left_at is None]
    for admin in admins:
        key = f"health-wrong:{record.id}:{ctx.member.id}:{ctx.now.isoformat()}:{admin.id}"
        ctx.work.messages.put(key, f"member:{admin.id}", to_json(view), ctx.member.id, ctx.now)
    told = " and ".join(one.name for one in admins[:3])
    said = f"I have told {told}." if admins else "There is no admin to tell yet."
    return View(
        (
            Notice("done" if admins else "warning", (said,)),
            Buttons((Button("Health", f"health account:#{record.id}"),)),
        ),
        f"{record.name}: health",
    )
