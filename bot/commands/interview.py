"""interview: which customers of a request the product manager should talk to, the least asked first; what becomes of it."""

import re
from enum import StrEnum
from typing import Annotated

from bot.asking import Candidate, ask_for_talk, candidates, decide_talk
from bot.cards.activities import joined
from bot.cards.feature_requests import open_request
from bot.cards.questions import talk_card
from bot.cards.voices import importance_said
from bot.command import Says, command
from bot.commands.requests import meant
from bot.context import Context
from bot.errors import UserError
from bot.line import unjoined
from bot.rhythms import on_team
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
    Sayable,
    Text,
    View,
    When,
    spans,
)
from bot.words import Account, Phrase, Rest
from storage.tables import Interview, InterviewState

FEW = 3


class Talk(StrEnum):
    AGREED = "agreed"
    DECLINED = "declined"
    HELD = "held"

    @classmethod
    def synonyms(cls) -> dict["Talk", tuple[str, ...]]:
        return {
            cls.AGREED: ("agree", "yes", "they agree"),
            cls.DECLINED: ("decline", "no", "not now"),
            cls.HELD: ("done", "took place", "it was held"),
        }


@command("interview", examples=("interview SCIM 3", "interview request:7"), title="Talk to customers")
def interview(
    ctx: Context,
    request: Annotated[Phrase, Says(label="Request")],
    count: Annotated[int, Says(label="How many")] = FEW,
    account: Annotated[Account | None, Says(hidden=True)] = None,
) -> View:
    """Customers of a request for a talk with the product manager: who was asked least first, then whom it matters most.

    Nobody writes to them but the colleague who looks after them."""
    if number := re.fullmatch(r"(\d+) (\d{1,3})", request.strip()):
        request, count = number[1], int(number[2])  # after its key a phrase goes on to the end
    record = meant(ctx, request, lambda one: ctx.again(request=one))
    if account is not None:
        return _ask(ctx, record.id, account)
    found = candidates(ctx.work, record, ctx.now)
    blocks: list[Block] = [Heading(spans("A talk about ", Bold(record.title)))]
    if found:
        blocks.append(Rows(tuple(_row(record.id, one) for one in found[: max(count, 1)]), len(found)))
    talks = ctx.work.questions.talks_about(record.id)
    names = ctx.work.accounts.named({one.account_id for one in talks})
    if talks:
        told: list[Sayable] = [
            f"{names[one.account_id].name} ({one.state})" for one in talks if one.account_id in names
        ]
        blocks.append(Text(spans("Asked already: ", *[part for each in told for part in (each, ", ")][:-1])))
    if not found and not talks:
        blocks.append(Text(("Nobody asked for it yet.",)))
    blocks.append(Footer(("Who was asked least in a year comes first; who was within the last 90 days comes last.",)))
    return View((*blocks, Buttons((open_request(record, "The request"),))), "A talk with customers")


def _row(request_id: int, one: Candidate) -> Row:
    heard = one.heard
    asked = "never asked" if not one.times else "asked once" if one.times == 1 else f"asked {one.times} times"
    last = spans("last ", When(one.last, "day")) if one.last else ""
    said = joined([Bold(heard.account), f"T{heard.tier}" if heard.tier else "", importance_said(heard.voice.importance),
                   asked, last])  # fmt: skip
    return Row(
        said, (), (Button("Ask for a talk", f"interview request:{request_id} account:#{heard.voice.account_id}"),)
    )


def _ask(ctx: Context, request_id: int, account: Account) -> View:
    record = meant(ctx, str(request_id))
    known = [one for one in ctx.work.questions.talks_about(record.id) if one.account_id == account.id]
    if any(one.state != InterviewState.DECLINED for one in known):
        raise UserError(f"{account.name} is asked for that already.")
    talk = ask_for_talk(ctx.work, record, account.id, ctx.member.id, ctx.now)
    if talk is None:
        raise UserError(f"{account.name} did not ask for that, or nobody looks after them.")
    ctx.work.describe(f"talk with {account.name}")
    who = ctx.names({talk.member_id}).get(talk.member_id, "Their owner")
    return View(
        (Notice("done", (f"{who} is asked",)), *talk_card(ctx, talk), Buttons(ctx.undo())), f"{account.name}: asked"
    )


@command(
    "interview-change",
    record="interview",
    examples=(
        "interview:3 agreed next Tuesday at 10",
        "interview:3 declined: year-end closing",
        "interview:3 held they need groups",
    ),
    title="A talk with Product",
)
def change(
    ctx: Context,
    interview: Annotated[int, Says(label="Talk")],
    state: Annotated[Talk, Says(label="What becomes of it")],
    words: Annotated[Rest, Says(label="When, why not, or what came of it")] = "",
) -> View:
    """Whether a customer talks with Product, and what came of it. Why not is for us alone."""
    talk = ctx.work.get(Interview, interview)
    if talk is None or talk.deleted_at is not None:
        raise UserError("There is no such talk. See ", CommandLine("requests"))
    may = ctx.member.id in (talk.member_id, talk.asked_by_id) or ctx.leads
    if not may and not on_team(ctx.work, ctx.member.id, talk.account_id, ctx.today):
        raise UserError("That is for the account’s team, or for whoever asked for it.")
    said = unjoined(words)
    if state is Talk.DECLINED and not said:
        raise ctx.missing("words", "Why not now? One line, for us alone.")
    talk = decide_talk(ctx.work, talk, InterviewState(state.value), said, ctx.member.id, ctx.now)
    ctx.work.describe("talk with Product")
    return View((Notice("done", ("Kept",)), *talk_card(ctx, talk), Buttons(ctx.undo())), "A talk: kept")
