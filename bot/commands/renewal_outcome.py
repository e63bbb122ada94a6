"""How a renewal was decided: signed for a sum that was agreed, or lost for a reason with its evidence."""

from bot.cards import renewals as cards
from bot.cards.risks import counted, ended
from bot.context import Context
from bot.draw import shield
from bot.permissions import HEALTH
from bot.renewals import lose, sign
from bot.risks import lose_with
from bot.rules.amounts import minor_units
from bot.rules.churn import EVIDENCE, ChurnReason, split
from bot.rules.renewals import with_uplift
from bot.rules.risk_words import End
from bot.view import Block, Button, Buttons, Notice, Text, View, spans
from bot.words.base import shorten
from bot.words.contracts import Sum, sum_of
from storage.queries.renewals import Listed
from storage.tables import Contract, Outcome

ASKED = 3  # risks of which it is asked whether they were lost too
UNLIKELY = 20  # times less than before, a sum without a currency was rather a day, a term or thousands


def signed(ctx: Context, one: Listed, said: Outcome, amount: Sum | None, words: str) -> View:
    minor = _agreed(ctx, one.contract, said, amount, words)
    decided, after = sign(ctx.work, one, minor, words, ctx.member.id, ctx.now)
    ctx.work.describe(f"renewal of {one.account}")
    blocks: list[Block] = [
        Notice("done", ctx.private("Signed")),
        Text(cards.decided_line(one._replace(renewal=decided))),
    ]
    if decided.outcome != said.value:
        blocks.append(Text(("By its amount it counts as ", cards.outcome_said(decided), ".")))  # type: ignore[arg-type]  # a shielded span or a word
    following = ctx.work.renewals.open_of(after.id)
    if following is not None:
        blocks.append(Text(spans("Next: ", cards.line(following, ctx.today, account=False))))
    return View((*blocks, Buttons(ctx.undo())), f"Renewal of {one.account} decided")


def _agreed(ctx: Context, contract: Contract, said: Outcome, amount: Sum | None, words: str) -> int:
    """What they pay a year from now on, in minor units. Raises Incomplete where that is not said, or cannot be meant."""
    base = contract.arr_minor.value
    if amount is None:
        return _unsaid(ctx, contract, said, words)
    if amount.currency not in (None, contract.currency):
        raise ctx.missing("amount", f"This contract is in {contract.currency}. Say the amount in {contract.currency}.")
    minor = minor_units(amount.amount, contract.currency)
    if not minor and base:
        raise ctx.missing("amount", "For nothing a year they have left. Say how much, or churned and why.")
    if said is Outcome.DOWNSELL and minor >= base:
        raise ctx.missing("amount", "That is no less than before. Say less, or renewed or expanded.")
    if said is Outcome.EXPANDED and minor <= base:
        raise ctx.missing("amount", "That is no more than before. Say more, or renewed or downsell.")
    if amount.currency is None and minor * UNLIKELY < base:
        # `renewed on 1 Dec`, `renewed for 3 years`, `renewed 120` for 120k.
        sentence = "That is a small part of what they pay now. Is it 120k? Else say it with its currency: 900 EUR."
        raise ctx.missing("amount", sentence)
    return minor


def _unsaid(ctx: Context, contract: Contract, said: Outcome, words: str) -> int:
    """The same where no amount was said: as before, unless the contract or the outcome says that it changes."""
    if any(char.isdigit() for char in words):
        sentence = f"“{shorten(words)}” is no amount that I can read. For how much a year? Try 120k."
        raise ctx.missing("amount", sentence)
    base = contract.arr_minor.value
    raised = with_uplift(base, contract.uplift.value) if contract.uplift else base
    if said is Outcome.RENEWED and raised == base:
        return base
    likely, sentence = base, "For how much a year? Try 120k."
    if said is Outcome.RENEWED:
        likely = raised
        sentence = "For how much a year? The price increase of the contract is in it; change it if it was not signed."
    raise ctx.missing("amount", sentence, known={**ctx.call.args, "amount": sum_of(likely, contract.currency)})


def lost(ctx: Context, chosen: list[Listed], cause: ChurnReason | None, text: str) -> View:
    why, evidence = (cause, " ".join(text.split())) if cause else split(text.lstrip(" :,-–—"))
    if why is None:
        reasons = ", ".join(reason.value for reason in ChurnReason)
        raise ctx.missing(
            "cause", f"Why did they leave? One of {reasons}.", known={**ctx.call.args, "reason": evidence}
        )
    if not evidence:
        raise ctx.missing(
            "reason",
            f"“{why.value}” needs its evidence: {EVIDENCE[why]}.",
            known={**ctx.call.args, "cause": why, "reason": ""},
        )
    decided = [one._replace(renewal=lose(ctx.work, one, why, evidence, ctx.member.id, ctx.now)) for one in chosen]
    name = chosen[0].account
    settled, buttons = _risks_of(ctx, chosen[0], why, evidence)
    ctx.work.describe(f"renewal of {name}")
    return View(
        (
            Notice("done", ctx.private("Kept")),
            *(Text(cards.decided_line(one)) for one in decided),
            *settled,
            Buttons((*ctx.undo(), *buttons, Button("Retention", "retention"))),
        ),
        f"Renewal of {name} decided",
    )


def _risks_of(ctx: Context, one: Listed, why: ChurnReason, evidence: str) -> tuple[list[Block], tuple[Button, ...]]:
    """What was feared of a customer who has left has come. Of one who keeps another contract it is asked."""
    account_id = one.renewal.account_id
    if all(contract.ends_on is not None for contract in ctx.work.accounts.contracts(account_id)):
        lost = lose_with(ctx.work, account_id, why.value, evidence, ctx.member.id, ctx.now)
        told = f"{counted(len(lost))} there ended with it, as lost."
        return ([Text((shield(HEALTH, told),))] if lost else []), ()
    waiting = ctx.work.risks.of_account(account_id) if ctx.sees(HEALTH) else []
    if not waiting:
        return [], ()
    said = f"{counted(len(waiting))} there. They keep another contract, so say what was lost with this one."
    buttons = (ended(listed.risk, End("", "lost", f"{why.value}: {evidence}")) for listed in waiting[:ASKED])
    return [Text((shield(HEALTH, said),))], (*buttons, Button("Open risks", f"risks account:#{account_id}"))
