"""risk: flag what may cost a customer, in one line."""

from dataclasses import replace
from typing import Annotated, NamedTuple

from bot.announce import announce
from bot.cards import risks as cards
from bot.command import Incomplete, Says, Unclear, command
from bot.commands.fire import DECLARED, amount_of, declare, may_burn, stands
from bot.context import Context
from bot.draw import shield
from bot.line import Typed, quote, tokenise
from bot.permissions import HEALTH
from bot.risks import Raised, flag, tell_team
from bot.rules.risk_words import End, Read, ending, read, work_on
from bot.rules.risks import Severity, cause_said
from bot.view import Block, Button, Buttons, Notice, Row, Rows, View, When
from bot.words import Account, As, Member, Phrase, Rest
from bot.words.contracts import Sum
from bot.words.risks import HangingWord, SeverityWord, Sign, SignWord
from storage.tables import Risk, RiskCategory

OFFERED = 3  # categories on buttons, where words do not tell which


@command(
    "risk",
    slash=True,
    examples=(
        "risk Acme champion left",
        "risk Acme Jane Doe is leaving the company",
        "risk Acme pricing too high 40k",
        "risk Globex low usage high",
        "risk Nordbank late loads again, first sign 3 Nov noticed by @sam",
        "risk Acme leaving",
    ),
    title="Flag a risk",
    submit="Flag it",
)
def risk(
    ctx: Context,
    account: Account,
    category: Annotated[RiskCategory | None, Says(head=False, label="Category")] = None,
    severity: Annotated[Severity | None, As(SeverityWord()), Says(tail=True, keys=("sev",))] = None,
    amount: Annotated[
        Sum | None, As(HangingWord()), Says(tail=True, label="What may be lost, a year", hint="the ARR up for renewal")
    ] = None,
    declared: Annotated[
        bool | None,
        Says(words=("declared", "they said so", "customer said so"), tail=True, label="Said by the customer"),
    ] = None,
    sign: Annotated[
        Sign | None,
        As(SignWord()),
        Says(
            after=("first sign", "first sign was", "first noticed", "first seen"),
            keys=("first sign", "first_sign"),
            tail=True,
            label="First sign, and when",
        ),
    ] = None,
    noticed: Annotated[
        Member | None, Says(after=("noticed by", "spotted by", "seen by"), tail=True, label="Noticed by")
    ] = None,
    owner: Annotated[Member | None, Says(after=("owner", "owned by"), tail=True)] = None,
    cause: Annotated[Phrase | None, Says(head=False, label="Which of its causes")] = None,
    evidence: Annotated[Rest, Says(label="What shows it", hint="who said or did what, and when")] = "",
    burns: Annotated[bool | None, Says(hidden=True)] = None,
) -> View:
    """Flag a risk in a few words; category, severity and amount are understood, and what is missing may come later.

    Words: `champion left`, `pricing too high 40k`, `low usage high`. `first sign 3 Nov`, `noticed by @sam`, `declared`.
    Without an amount it is the ARR up for renewal. A customer who wants to leave is a fire, and asked about first."""
    if category is None and burns is None:
        _ended(ctx, account, evidence)
        headline = _headline(ctx, evidence)
        evidence, severity, amount = headline.rest, severity or headline.severity, amount or headline.amount
    told = read(evidence)
    if category is None:
        category, cause, evidence = _category(ctx, told), cause or told.cause, told.evidence
    elif cause is None and told.category is category:
        cause, evidence = told.cause, told.evidence
    known = {"category": category, "cause": cause, "evidence": evidence}
    if category is RiskCategory.LEAVING and burns is None and may_burn(ctx, account.id):
        only = Button("Only flag the risk", ctx.again(**known, burns=False))
        declare(ctx, account, ctx.again(**known, burns=True), only)
    said = Raised(
        account_id=account.id,
        category=category,
        cause=cause_said(category, cause) if cause else None,
        evidence=" ".join(evidence.split()),
        severity=severity,
        amount=amount_of(ctx, account.id, amount) if amount else None,
        declared=told.declared if declared is None else declared,
        first_sign=sign.text if sign else "",
        first_sign_on=sign.on if sign else None,
        noticed_by_id=noticed.id if noticed else None,
        owner_id=owner.id if owner else None,
    )
    fire = bool(burns) and may_burn(ctx, account.id)
    record = flag(ctx.work, said, ctx.member.id, fire=fire, now=ctx.now)
    ctx.work.describe(f"{'fire' if fire else 'risk'} at {account.name}")
    if not fire:
        announce(ctx.work, "risk", f"risk:{record.id}", account.id, ctx.now, ctx.member.id)
        view = shown(ctx, record.id, "Flagged")
        return replace(view, blocks=(*view.blocks, *_twice(ctx, record)))
    tell_team(ctx.work, record, ctx.member.id, ctx.now)
    return stands(ctx, record.id, account, DECLARED)


def shown(ctx: Context, risk_id: int, done: str) -> View:
    """What was kept, and the risk as it stands."""
    listed = ctx.work.risks.get(risk_id)
    assert listed is not None, "it was written just now"
    blocks: tuple[Block, ...] = (
        Notice("done", ctx.private(done)),
        *cards.card(ctx, listed),
        Buttons((*ctx.undo(), *cards.actions(listed.risk), cards.account_button(ctx, listed.risk))),
    )
    return View(blocks, f"{listed.account}: kept")


class Headline(NamedTuple):
    """rest: what was said beyond the severity and the amount."""

    rest: str
    severity: Severity | None = None
    amount: Sum | None = None


def _headline(ctx: Context, said: str) -> Headline:
    """`pricing 40k: they were offered half`: what stands at the end of the words before a colon."""
    head, colon, why = said.partition(":")
    if not colon or not why.strip():
        return Headline(said)
    severity: Severity | None = None
    amount: Sum | None = None
    line = tokenise(head)
    end = len(line)
    while end:
        hangs = next((found for at in (end - 2, end - 1) if (found := _at(ctx, line, at, end)) is not None), None)
        if hangs is None or (severity if isinstance(hangs.value, Severity) else amount) is not None:
            break
        if isinstance(hangs.value, Severity):
            severity = hangs.value
        else:
            amount = hangs.value
        end = hangs.start
    kept = line.slice(0, end) if end else ""
    return Headline(f"{kept}:{why}" if kept else why.strip(), severity, amount)


class _Hangs(NamedTuple):
    value: Severity | Sum
    start: int


def _at(ctx: Context, line: Typed, at: int, end: int) -> _Hangs | None:
    """A severity or an amount from a place to the end."""
    if at < 0:
        return None
    for found in (_SEVERITY.find_last(line, at, ctx.knows), _AMOUNT.find(line, at, ctx.knows)):
        if found is not None and found.end == end and isinstance(found.value, Severity | Sum):
            return _Hangs(found.value, at)
    return None


_SEVERITY, _AMOUNT = SeverityWord(), HangingWord()


def _ended(ctx: Context, account: Account, said: str) -> None:
    """`risk Acme saved: …` may tell how one ended. Raises Unclear: neither is guessed."""
    if not ctx.sees(HEALTH):
        return
    _worked(ctx, account, said)
    end = ending(said)
    if end is None:
        return
    ended = cards.meant(ctx.work.risks.of_account(account.id), end)[:OFFERED]
    if not ended:
        return
    ctx.certain()
    told = read(said).category
    other = (Button("Flag a new risk", ctx.again(category=told, evidence=said)),) if told is not None else ()
    buttons = (*_numbered([(cards.ended(one.risk, end), one.risk) for one in ended]), *other)
    raise Unclear(f"Is that how a risk at {account.name} ended?", buttons=buttons, field="evidence")


def _worked(ctx: Context, account: Account, said: str) -> None:
    """`risk Acme pricing worked: …` tells of one that is open. Raises Unclear."""
    found = work_on(said)
    meant = cards.meant(ctx.work.risks.of_account(account.id), End(found[0], "", "")) if found else []
    if found is None or not meant:
        return
    ctx.certain()
    note = f" note:{quote(found[1])}" if found[1] else ""
    offered = [
        (Button(f"Worked: {one.risk.category.value}", f"{cards.changing(one.risk)} worked:yes{note}"), one.risk)
        for one in meant[:OFFERED]
    ]
    new = Button("Flag a new risk", ctx.again(category=read(said).category, evidence=said))
    raise Unclear(f"Is that about a risk at {account.name}?", buttons=(*_numbered(offered), new), field="evidence")


def _numbered(offered: list[tuple[Button, Risk]]) -> tuple[Button, ...]:
    """Two of one category say their numbers."""
    labels = [button.label for button, _ in offered]
    return tuple(
        replace(button, label=f"{button.label} · risk {risk.id}") if labels.count(button.label) > 1 else button
        for button, risk in offered
    )


def _twice(ctx: Context, record: Risk) -> tuple[Block, ...]:
    """The same is open already: it need not stand there twice."""
    known = next(
        (
            one
            for one in ctx.work.risks.of_account(record.account_id)
            if one.risk.id != record.id and one.risk.category.value == record.category.value
        ),
        None,
    )
    undo = ctx.undo()
    if known is None or not undo:
        return ()
    note = f" note:{quote(record.evidence.value)}" if record.evidence else ""
    instead = f"{cards.changing(known.risk)}{note}" if note else f"risks risk:{known.risk.id}"
    since = When(known.risk.created_at, "day")
    said = (shield(HEALTH, "The same has been open since ", since, "."),)
    same = Button("It is the same one", f"{undo[0].line} then:{quote(instead)}")
    return (Rows((Row(said, (), (same, cards.open_risk(known.risk))),)),)


def _category(ctx: Context, told: Read) -> RiskCategory:
    if told.category is not None:
        return told.category
    sentence = "Which kind of risk is that?" if told.evidence else "What is the risk? Try champion left or pricing."
    form = ctx.call.command.form(ctx.call.args, {"category": sentence})
    buttons: tuple[Button, ...] = ()
    if told.evidence:
        usual = (RiskCategory.VALUE_GAP, RiskCategory.SERVICE, RiskCategory.BUSINESS)
        buttons = tuple(Button(each.value.capitalize(), ctx.again(category=each)) for each in usual)
    raise Incomplete(sentence, form=form, field="category", buttons=buttons[:OFFERED])
