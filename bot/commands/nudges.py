"""nudges: what waits for me, and why it came."""

from typing import Annotated

from bot import nudging
from bot.cards.nudge_words import said_of
from bot.cards.nudges import living_card
from bot.cards.waiting import account_card, by_account, of_account, urgency_of
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.hearing import threshold_of
from bot.matters import may_act, meant, title
from bot.nudge import rules
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    CommandLine,
    Fact,
    Facts,
    Footer,
    Heading,
    Rows,
    Text,
    View,
    When,
    spans,
)
from bot.words import Account, MatterAccount, Subject
from storage.tables import Nudge

PAGE = 7

assert nudging, "importing it gives every kind of nudge its living card"


@command("nudges", reads=True, examples=("nudges",), aliases=("reminders", "what waits"))
def nudges(ctx: Context, page: Annotated[int, Says(after=("page",))] = 1) -> View:
    """What waits for you: everything I reminded you of that is still open, most urgent first."""
    waiting = ctx.work.nudges.of_member(ctx.member.id, ctx.now)
    told = [(nudge, matter) for nudge in waiting if (matter := said_of(ctx, nudge)) and not matter.blocks]
    held = len(ctx.work.nudges.held(ctx.member.id))
    back = (Button(f"{held} held back", "alerts held"),) if held else ()
    if not told:
        text = Text(spans("Nothing waits for you. What I tell you of, and how, is set by ", CommandLine("alerts"), "."))
        return View((text, *((Buttons(back),) if back else ())), "Nothing waits for you")
    told.sort(key=lambda pair: urgency_of(*pair))
    groups = by_account(told)
    paging = ctx.paging(page, PAGE, len(groups))
    rows = tuple(of_account(ctx, group) for group in paging.of(groups))
    blocks: list[Block] = [Heading((Bold("What waits for you"),)), Rows(rows, len(groups), paging.more)]
    return View((*blocks, *((Buttons(back),) if back else ())), "What waits for you")


@command("nudge", reads=True, examples=("nudge renewal:1", "nudge Acme"))
def nudge(
    ctx: Context, matter: Annotated[Subject | None, Says(label="Matter")] = None, account: MatterAccount = None
) -> View:
    """One thing I reminded you of, with everything you can do about it."""
    if (matter is None and account is not None) or (matter is not None and len(matter.cards) > 1):
        nudges = meant(ctx, matter, account, every=True)
        told = {one.subject: (one, said) for one in nudges if (said := said_of(ctx, one))}
        if len(told) > 1:
            return account_card(ctx, list(told.values()))
        matter = Subject(nudges[0].subject)
    matter, _ = _visible(ctx, matter, account)
    view = living_card(ctx, matter.card)
    assert view is not None, "what was just found is on its card"
    return view


@command("why", reads=True, examples=("why renewal:1", "why Acme"))
def why(
    ctx: Context, matter: Annotated[Subject | None, Says(label="Matter")] = None, account: MatterAccount = None
) -> View:
    """Why a nudge came: its rule, since when, and what you can change."""
    _, found = _visible(ctx, matter, account)
    rule = rules().get(found.rule)
    facts = [
        Fact("Rule", spans(rule.why if rule else found.rule)),
        Fact("Came due", (When(found.due_on, "day"),)),
        Fact("For", (ctx.names({found.member_id}).get(found.member_id, "nobody"),)),
    ]
    if rule is not None and (threshold := threshold_of(ctx, rule)) is not None:
        facts.append(Fact("Threshold", (f"{threshold} {rule.unit}",)))
    return View(
        (
            Heading(spans(title(ctx, found), ": why this came")),
            Facts(tuple(facts)),
            Buttons(
                (
                    Button("Useful", f"useful {found.subject}"),
                    Button("Noise", f"noise {found.subject}"),
                    Button("Less like this", f"less {found.rule}"),
                    Button("What it would have said", f"alerts test {found.rule} 90d"),
                )
            ),
            Footer(spans("How you hear of what: ", CommandLine("alerts"))),
        ),
        "Why this came",
    )


def _visible(ctx: Context, matter: Subject | None, account: Account | None) -> tuple[Subject, Nudge]:
    """What was said of a matter, the newest of it, to those who may act on it; of an account what is open."""
    if matter is None:
        one = meant(ctx, None, account)[0]
        return Subject(one.subject), one
    found = [one for one in ctx.work.nudges.on_card(matter.card) if may_act(ctx, one)]
    if not found:
        raise UserError("I said nothing of that to you. What waits for you is listed by ", CommandLine("nudges"))
    return matter, found[0]
