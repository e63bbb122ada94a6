"""risk-change and risk-close: what happens to a risk between its first line and its end."""

from enum import StrEnum
from typing import Annotated, Any

from bot.activities import Said, keep
from bot.cards import risks
from bot.cards.activities import team_or
from bot.command import Incomplete, Says, command
from bot.commands.fire import amount_of, stands
from bot.commands.risk import shown
from bot.context import Context
from bot.errors import UserError
from bot.line import unjoined
from bot.permissions import HEALTH, MONEY
from bot.risks import close
from bot.rules.risks import KINDS, Severity, cause_said
from bot.view import Block, Button, Buttons, CommandLine, Notice, View
from bot.words import Account, ActivityKind, As, Member, Mission, Mode, Phrase, Rest
from bot.words.contracts import Sum, sum_of
from bot.words.risks import HangingWord, SeverityWord, Sign, SignWord
from storage.queries.risks import ListedRisk
from storage.tables import Risk, RiskCategory, RiskState


class Ending(StrEnum):
    SAVED = "saved"
    NARROWLY_SAVED = "narrowly saved"
    LOST = "lost"

    @classmethod
    def synonyms(cls) -> dict["Ending", tuple[str, ...]]:
        return {
            cls.SAVED: ("resolved", "solved", "averted"),
            cls.NARROWLY_SAVED: ("narrowly", "barely saved", "just saved", "narrowly-saved"),
            cls.LOST: ("churned",),
        }


@command(
    "risk-change",
    record="risk",
    examples=(
        "risk:12 worked met the successor, she wants a new plan",
        "risk:12 severity high",
        "risk:12 owner @sam",
        "risk:12 evidence: the CFO moves to another company on 1 Dec",
    ),
    title="Change a risk",
)
def change(
    ctx: Context,
    risk: Annotated[int, Says(label="Risk")],
    worked: Annotated[bool | None, Says(words=("working", "in work", "worked on"), label="Is being worked")] = None,
    play: Annotated[Phrase | None, Says(after=("play",), label="Play")] = None,
    category: Annotated[RiskCategory | None, Says(after=("category",), label="Category")] = None,
    cause: Annotated[Phrase | None, Says(after=("cause",), label="Which of its causes")] = None,
    severity: Annotated[Severity | None, As(SeverityWord()), Says(keys=("sev",))] = None,
    amount: Annotated[Sum | None, As(HangingWord()), Says(after=("amount",), label="What may be lost, a year")] = None,
    declared: Annotated[
        bool | None, Says(words=("declared", "they said so", "customer said so"), label="Said by the customer")
    ] = None,
    sign: Annotated[
        Sign | None,
        As(SignWord()),
        Says(after=("first sign",), keys=("first sign", "first_sign"), label="First sign, and when"),
    ] = None,
    noticed: Annotated[Member | None, Says(after=("noticed by",), label="Noticed by")] = None,
    owner: Annotated[Member | None, Says(after=("owner", "assign to"))] = None,
    evidence: Annotated[Phrase | None, Says(after=("evidence",), label="What shows it")] = None,
    note: Annotated[Rest, Says(label="What was done", hint="Kept as a note on it")] = "",
) -> View:
    """Change a risk by its number: worked, severity, owner, amount, evidence, first sign, play.

    Other words are kept as a note on it. `risk:12 saved`, `narrowly saved` and `lost` end it."""
    listed = _open(ctx, risk)
    given = {name for name, value in ctx.call.args.items() if name != "risk" and value not in (None, "")}
    if not given:
        return View((_form(ctx, listed),), "Change a risk")
    values = _values(ctx, listed.risk)
    if note.strip():
        _note(ctx, listed.risk, note)
        if "worked" not in given and listed.risk.state == RiskState.OPEN:
            values |= _worked(ctx, listed.risk, worked=True)
    ctx.work.change(listed.risk, **values)
    ctx.work.describe(f"risk at {listed.account}")
    if listed.risk.is_fire:
        return stands(ctx, risk, Account(listed.risk.account_id, listed.account), "Changed")
    return shown(ctx, risk, "Kept")


@command(
    "risk-close",
    record="risk",
    examples=(
        "risk:12 saved the successor signed the new plan",
        "risk:12 narrowly saved: credit and a visit by our CTO",
        "risk:12 lost: their group has its own tool",
    ),
    title="End a risk",
)
def end(
    ctx: Context,
    risk: Annotated[int, Says(label="Risk")],
    outcome: Annotated[Ending, Says(label="How it ended")],
    evidence: Annotated[Phrase | None, Says(head=False, label="What showed it")] = None,
    sign: Annotated[
        Sign | None,
        As(SignWord()),
        Says(after=("first sign",), keys=("first sign", "first_sign"), tail=True, label="First sign, and when"),
    ] = None,
    why: Annotated[Rest, Says(label="What decided it")] = "",
) -> View:
    """End a risk: saved, narrowly saved or lost, with what decided it. What was never said is asked for now."""
    listed = _open(ctx, risk)
    record = listed.risk
    said = unjoined(why).removeprefix("because ")
    asked: dict[str, str] = {}
    if not said:
        asked["why"] = "Why was it lost?" if outcome is Ending.LOST else "What saved it? One line, for the next time."
    if record.evidence is None and not (evidence or "").strip():
        kind = KINDS[RiskCategory(record.category.value)]
        asked["evidence"] = f"What showed it: {kind.evidence}?" if ctx.sees(HEALTH) else "What showed it?"
    if asked:
        form = ctx.call.command.form({**ctx.call.args, "why": said}, asked)
        raise Incomplete(*[" ".join(asked.values())], form=form, field=next(iter(asked)))
    more: dict[str, Any] = {"evidence": " ".join(evidence.split())} if evidence and evidence.strip() else {}
    if sign is not None:
        more |= {"first_sign": sign.text or None, "first_sign_on": sign.on}
    if more:
        record = ctx.work.change(record, **more)
    record = close(ctx.work, record, RiskState(outcome.value), said, ctx.member.id, ctx.now)
    ctx.work.describe(f"risk at {listed.account}")
    lost = (Button("Renewal", f"renewal account:#{record.account_id}"),) if outcome is Ending.LOST else ()
    if record.is_fire:
        return stands(ctx, risk, Account(record.account_id, listed.account), f"Fire {outcome.value}", *lost)
    blocks: list[Block] = [Notice("done", ctx.private(outcome.value.capitalize()))]
    blocks += risks.card(ctx, listed._replace(risk=record))
    return View((*blocks, Buttons((*ctx.undo(), *lost))), f"{listed.account}: kept")


def _open(ctx: Context, id: int) -> ListedRisk:
    listed = ctx.work.risks.get(id)
    if listed is None:
        raise UserError(f"There is no risk {id}. List them: ", CommandLine("risks team"))
    if not risks.is_open(listed.risk):
        buttons = (Button("Look at it", f"risks risk:{id}"),)
        raise UserError(f"That risk at {listed.account} ended already.", buttons=buttons)
    return listed


def _values(ctx: Context, record: Risk) -> dict[str, Any]:
    """The columns that the line changes."""
    args = ctx.call.args
    values: dict[str, Any] = {}
    for name in ("play", "evidence"):
        if args.get(name):
            values[name] = " ".join(args[name].split())
    for name, column in (("noticed", "noticed_by_id"), ("owner", "owner_id")):
        if args.get(name):
            values[column] = args[name].id
    if args.get("category"):
        values |= {"category": args["category"].value, "cause": None}
    if args.get("cause"):
        values["cause"] = _cause(ctx, RiskCategory(values.get("category", record.category.value)), args["cause"])
    if args.get("severity"):
        values["severity"] = int(args["severity"])
    if args.get("declared") is not None:
        values["declared"] = args["declared"]
    if args.get("sign"):
        values |= {"first_sign": args["sign"].text or None, "first_sign_on": args["sign"].on}
    if args.get("amount"):
        values |= _amount(ctx, record, args["amount"])
    if args.get("worked") is not None:
        values |= _worked(ctx, record, worked=args["worked"])
    return values


def _worked(ctx: Context, record: Risk, *, worked: bool) -> dict[str, Any]:
    if not worked:
        return {"state": RiskState.OPEN.value, "worked_at": None}
    return {"state": RiskState.WORKED.value, "worked_at": record.worked_at or ctx.now}


def _amount(ctx: Context, record: Risk, said: Sum) -> dict[str, Any]:
    minor, currency = amount_of(ctx, record.account_id, said, record.currency)
    if record.amount_minor is not None and (minor, currency) == (record.amount_minor.value, record.currency):
        return {}  # what a form showed and nobody changed stays assumed
    return {"amount_minor": minor, "currency": currency, "amount_assumed": False}


def _cause(ctx: Context, category: RiskCategory, said: str) -> str:
    cause = cause_said(category, said)
    if cause is not None:
        return cause
    known = ", ".join(KINDS[category].causes)
    raise ctx.missing(
        "cause", f"Which cause is that? One of {known}." if known else "It has no list of causes. Say it as evidence."
    )


def _note(ctx: Context, record: Risk, note: str) -> None:
    mode = Mode.REACTIVE if record.is_fire else Mode.PREVENTIVE
    kept = unjoined(note)
    said = Said(ActivityKind.NOTE, record.account_id, missions=(Mission.RISK,), mode=mode, note=kept, risk_id=record.id)
    keep(ctx, said)


def _form(ctx: Context, listed: ListedRisk) -> Any:
    """The form with the risk as it is, as far as the asker may see it."""
    record = listed.risk
    values: dict[str, Any] = {"risk": record.id, "worked": record.state == RiskState.WORKED or None}
    names = ctx.names({record.owner_id, record.noticed_by_id})
    for name, id in (("owner", record.owner_id), ("noticed", record.noticed_by_id)):
        if id in names:
            values[name] = Member(id, names[id])
    if ctx.sees(HEALTH):
        values |= {
            "category": RiskCategory(record.category.value),
            "cause": record.cause.value if record.cause else None,
            "severity": Severity(record.severity.value),
            "declared": record.declared.value or None,
            "play": record.play.value if record.play else None,
        }
    if ctx.sees(HEALTH | MONEY) and record.amount_minor is not None and record.currency is not None:
        values["amount"] = sum_of(record.amount_minor.value, record.currency)
    if ctx.sees(team_or(record.account_id, record.raised_by_id)):
        sign = Sign(record.first_sign.value if record.first_sign else "", record.first_sign_on)
        values |= {
            "evidence": record.evidence.value if record.evidence else None,
            "sign": sign if sign != Sign("", None) else None,
        }
    return ctx.call.command.form({name: value for name, value in values.items() if value is not None})
