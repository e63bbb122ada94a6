"""reference ask, asks, ask-change: somebody asks, the account's team decides, and what came of it is kept."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from bot.cards import references as cards
from bot.cards.asks import ask_blocks, ask_row
from bot.cards.reference_team import against_said
from bot.command import Incomplete, Says, command
from bot.commands.fire import amount_of
from bot.context import Context
from bot.errors import UserError
from bot.line import unjoined
from bot.permissions import HEALTH
from bot.references.asks import ask, decide, decline, say
from bot.references.deciding import LEADS, deciders, may_decide, standing_against
from bot.references.gates import day_of
from bot.references.telling import told_of
from bot.view import Block, Bold, Button, Buttons, CommandLine, Footer, Heading, Notice, Rows, Text, View, When, spans
from bot.words import Account, As, Due, Duration, Rest
from bot.words.accounts import AccountWord
from bot.words.contracts import Sum
from bot.words.references import KIND, UntilWord
from bot.words.risks import HangingWord
from storage.tables import AskKind, AskState, ReferenceAsk

SHOWN = 20
LONGEST = 600


class Step(StrEnum):
    """What may be said of an ask."""

    APPROVE = "approve"
    DECLINE = "decline"
    SUGGEST = "suggest"
    DONE = "done"
    WITHDRAW = "withdraw"

    @classmethod
    def synonyms(cls) -> dict["Step", tuple[str, ...]]:
        return {
            cls.APPROVE: ("approved", "yes", "ok", "go ahead", "agree"),
            cls.DECLINE: ("declined", "no", "not now", "refuse"),
            cls.SUGGEST: ("rather", "instead", "suggest another"),
            cls.DONE: ("finished", "held", "published"),
            cls.WITHDRAW: ("withdrawn", "take back", "cancel"),
        }


class InsteadWord(AccountWord):
    """Only where another account is suggested; elsewhere a name is part of the words."""

    creates = False

    def wanted(self, values: Mapping[str, Any]) -> bool:
        return values.get("step") is Step.SUGGEST


@command(
    "reference ask",
    examples=("reference ask Acme case study: for the spring brochure",),
    title="Ask for a reference",
    submit="Ask",
)
def reference_ask(
    ctx: Context,
    account: Account,
    kind: Annotated[AskKind, As(KIND), Says(label="What they are asked for", tail=True)],
    purpose: Annotated[Rest, Says(label="What for, and by when", hint="the account’s owner reads it")] = "",
) -> View:
    """Ask an account's owner for a reference. Nothing reaches the customer before they say so."""
    said = unjoined(purpose)[:LONGEST]
    if not said:
        raise ctx.missing("purpose", "What is it for, and by when? Its owner decides by that.")
    record = ctx.account(account.id)
    known = next((one for one in _waiting(ctx, record.id) if one.kind == kind.value), None)
    if known is not None:
        view = _shown(ctx, known)
        return View((Notice("info", ("You asked for that already.",)), *view.blocks), view.summary)
    if not may_decide(ctx.work, ctx.member, record.id, ctx.today):
        _on_the_list(ctx, record.id, record.name, kind)
    line = deciders(ctx.work, record.id, day_of(ctx.now))
    if not line:
        raise UserError(f"Nobody owns {record.name} yet. A lead can change that: ", CommandLine(f"owner {record.name}"))
    asked = ask(ctx.work, record.id, kind.value, ctx.member.id, said, line[0], ctx.now)
    ctx.work.describe(f"asked {record.name} for {cards.kind_said(kind.value)}")
    who = ctx.names({asked.asked_id})[asked.asked_id]
    blocks = (
        Notice("done", ctx.private(f"Asked {who}")),
        Text(spans(Bold(record.name), f": {kind.value}, answer by ", When(asked.due_at, "moment"))),
        Buttons((*ctx.undo(), Button("Open", f"asks ask:{asked.id}"))),
        Footer((f"Nothing reaches {record.name} before {who} says so.",)),
    )
    return View(blocks, f"{record.name}: asked")


def _waiting(ctx: Context, account_id: int) -> list[ReferenceAsk]:
    asked = ctx.work.references.asks_of(account_id)
    return [one for one in asked if one.requester_id == ctx.member.id and one.state == AskState.ASKED]


def _on_the_list(ctx: Context, account_id: int, name: str, kind: AskKind) -> None:
    """Only who is told to be approachable may be asked by others; whatever the reason, the words are the same."""
    today = day_of(ctx.now)
    told = told_of(ctx.work, account_id, today)
    consent = ctx.work.references.consent(account_id, kind.value)
    if told.listed and consent is not None and consent.until >= today:
        if told.until is None:
            return
        said = cards.held_said(name, kind.value, told)
    else:
        said = spans(Bold(name), f" is not on the list for {cards.kind_said(kind.value)}.")
    raise UserError(*said, " Others: ", CommandLine(f"reference {kind.value}"))


@command("asks", reads=True, record="ask", examples=("asks",), aliases=("reference asks",))
def asks(ctx: Context, ask: Annotated[int | None, Says(hidden=True)] = None) -> View:
    """What you asked of customers, and what waits for your word."""
    if ask is not None:
        return _shown(ctx, _ask(ctx, ask))
    mine = ctx.work.references.asks_for(ctx.member.id, SHOWN)
    blocks: list[Block] = [Heading((Bold("Asks for references"),))]
    if not mine:
        return View((*blocks, Text(spans("None. Find somebody: ", CommandLine("reference case study")))), "Asks")
    accounts = ctx.work.accounts.named({one.account_id for one in mine})
    names = ctx.names({id for one in mine for id in (one.requester_id, one.asked_id, one.decided_by_id)})
    rows = tuple(ask_row(ctx, one, accounts[one.account_id].name, names) for one in mine)
    return View((*blocks, Rows(rows, len(rows))), "Asks")


@command(
    "ask-change",
    record="ask",
    examples=(
        "ask:3 approve",
        "ask:3 decline until Q2: they migrate until then",
        "ask:3 suggest Globex",
        "ask:3 done 45m influence 50k they spoke well of us",
        "ask:3 withdraw",
    ),
    title="Answer an ask",
)
def change(
    ctx: Context,
    ask: Annotated[int, Says(label="Ask")],
    step: Annotated[Step | None, Says(label="Answer")] = None,
    instead: Annotated[Account | None, As(InsteadWord()), Says(label="Rather this account")] = None,
    until: Annotated[
        Due | None, As(UntilWord()), Says(after=("until", "till", "not before"), tail=True, label="Not before")
    ] = None,
    length: Annotated[Duration | None, Says(label="The customer’s time")] = None,
    influence: Annotated[
        Sum | None,
        As(HangingWord()),
        Says(after=("influence", "influenced", "deal"), tail=True, label="What hung on it"),
    ] = None,
    words: Annotated[
        Rest, Says(label="In words", hint="why: for the account’s team alone; or what came of it: for both")
    ] = "",
    sure: Annotated[bool | None, Says(hidden=True)] = None,
) -> View:
    """Answer an ask: approve, decline, suggest another; later done, with their time and what hung on it.

    Whoever asked reads the answer, and never the reason."""
    asked = _ask(ctx, ask)
    if step is None:
        raise Incomplete(
            "What do you say: approve, decline or suggest?",
            form=ctx.call.command.form(ctx.call.args, {"step": "approve, decline, suggest, done or withdraw"}),
            field="step",
        )
    _may(ctx, asked, step)
    said = unjoined(words)[:LONGEST]
    more: dict[str, Any] = {"why": said or None}
    match step:
        case Step.APPROVE:
            overruled = _weighed(ctx, asked, sure=bool(sure))
            changed = decide(ctx.work, asked, AskState.APPROVED, ctx.member.id, ctx.now, overruled=overruled, **more)
        case Step.DECLINE:
            changed = decline(ctx.work, asked, ctx.member.id, ctx.now, until, said)
        case Step.SUGGEST:
            changed = _suggested(ctx, asked, instead, more)
        case Step.WITHDRAW:
            changed = decide(ctx.work, asked, AskState.WITHDRAWN, ctx.member.id, ctx.now)
        case Step.DONE:
            changed = _done(ctx, asked, said, length, influence)
    ctx.work.describe(f"{changed.state} an ask for {ctx.account(asked.account_id).name}")
    view = _shown(ctx, changed)
    undo = (Buttons(ctx.undo()),) if ctx.undo() else ()
    return View((Notice("done", ctx.private("Kept")), *view.blocks, *undo), view.summary)


def _ask(ctx: Context, id: int) -> ReferenceAsk:
    """The ask, for whoever has to do with it. Raises UserError for others as for one that is not there."""
    asked = ctx.work.references.ask(id)
    if asked is not None and ctx.work.accounts.get(asked.account_id) is not None:
        concerned = ctx.member.id in (asked.requester_id, asked.asked_id, asked.decided_by_id)
        if concerned or may_decide(ctx.work, ctx.member, asked.account_id, ctx.today):
            return asked
    raise UserError(f"There is no ask {id} of yours. List them: ", CommandLine("asks"))


def _shown(ctx: Context, asked: ReferenceAsk) -> View:
    record = ctx.account(asked.account_id)
    return View(tuple(ask_blocks(ctx, asked, record)), f"{record.name}: {asked.state}")


def _may(ctx: Context, asked: ReferenceAsk, step: Step) -> None:
    """Who may say what, and when."""
    name = ctx.account(asked.account_id).name
    decides = may_decide(ctx.work, ctx.member, asked.account_id, ctx.today) or ctx.member.id == asked.asked_id
    state = AskState(asked.state)
    if step is Step.WITHDRAW:
        allowed, fits = ctx.member.id == asked.requester_id, state in (AskState.ASKED, AskState.APPROVED)
    elif step is Step.DONE:
        allowed, fits = decides, state in (AskState.APPROVED, AskState.DONE)
    else:
        allowed, fits = decides, state is AskState.ASKED
    if not allowed:
        whose = "whoever asked" if step is Step.WITHDRAW else f"the team of {name}"
        raise UserError(f"That is for {whose} to say.")
    if not fits:
        look = (Button("Look at it", f"asks ask:{asked.id}"),)
        raise UserError(f"That ask is {state.value} now, so it cannot be: {step.value}.", buttons=look)


def _weighed(ctx: Context, asked: ReferenceAsk, *, sure: bool) -> bool:
    """What stands against it is a stop; a lead may say yes all the same, once they are sure. Returns whether they do."""
    if not ctx.sees(HEALTH):
        # A stop would tell them why, and no stop would not be one.
        whoever = [id for id in deciders(ctx.work, asked.account_id, day_of(ctx.now)) if id != ctx.member.id]
        names = ctx.names(set(whoever))
        raise UserError(f"Whether they may be asked now is for {names[whoever[0]] if whoever else 'a lead'} to say.")
    against = standing_against(ctx.work, asked.account_id, asked.kind, ctx.now, counted=True)
    if not against or (sure and ctx.member.role in LEADS):
        return bool(against)
    said = against_said(asked.account_id, against)
    buttons: list[Button] = []
    if ctx.member.role in LEADS:
        buttons.append(Button("Approve all the same", ctx.again(sure=True), "danger"))
    if any(one.name == "CONSENT" for one in against.obstacles):
        line = f'form consent account:#{asked.account_id} kind:"{asked.kind}"'
        buttons.append(Button("Consent", line, opens_form=True))
    buttons.append(Button("Decline", f"form ask:{asked.id} decline", opens_form=True))
    then = "" if ctx.member.role in LEADS else " A lead can approve it all the same."
    raise UserError("Not now: ", *said, f".{then}", buttons=tuple(buttons))


def _suggested(ctx: Context, asked: ReferenceAsk, instead: Account | None, more: dict[str, Any]) -> ReferenceAsk:
    if instead is None or instead.id == asked.account_id:
        raise ctx.missing("instead", "Which account instead? Try ask:3 suggest Globex.")
    return decide(ctx.work, asked, AskState.SUGGESTED, ctx.member.id, ctx.now, instead_id=instead.id, **more)


def _done(ctx: Context, asked: ReferenceAsk, said: str, length: Duration | None, influence: Sum | None) -> ReferenceAsk:
    """What came of it; said again, it is corrected."""
    values: dict[str, Any] = {}
    if said:
        values["outcome"] = said
    if length is not None:
        values["minutes"] = length.minutes
    if influence is not None:
        minor, currency = amount_of(ctx, asked.account_id, influence, asked.currency)
        values |= {"influence_minor": minor, "currency": currency}
    if asked.state == AskState.DONE:
        return ctx.work.change(asked, **values)
    changed = ctx.work.change(asked, state=AskState.DONE.value, done_at=ctx.now, **values)
    if asked.requester_id != ctx.member.id:
        say(ctx.work, changed, asked.requester_id, f"done:{ctx.work.open_set()}", ctx.member.id, ctx.now)
    return changed
