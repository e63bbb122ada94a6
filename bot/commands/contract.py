"""contract: what a customer pays, until when, and on what terms."""

from datetime import date
from typing import Annotated, Any

from bot.cards.accounts import contract_line
from bot.cards.actions import open_account
from bot.cards.renewals import open_renewal
from bot.command import Incomplete, Says, Unclear, command
from bot.context import Context
from bot.errors import UserError
from bot.rules.amounts import minor_units
from bot.view import Bold, Button, Buttons, CommandLine, Heading, Notice, Row, Rows, Text, View, spans
from bot.words import Account, As, Days, Phrase
from bot.words.contracts import ArrWord, DateWord, MonthsWord, PercentWord, Sum, sum_of
from storage.tables import Contract

UNNAMED = "Contract"


@command(
    "contract",
    examples=(
        "contract Acme",
        "contract Globex named Training 24k USD renews 1 Mar term 12 months notice 60d",
        "contract Paylo uplift 5% auto-renew",
    ),
    title="Contract",
)
def contract(
    ctx: Context,
    account: Account,
    name: Annotated[Phrase | None, Says(after=("named", "called"))] = None,
    arr: Annotated[Sum | None, As(ArrWord()), Says(keys=("amount",), label="ARR", hint="€240k, for a year")] = None,
    renews: Annotated[
        date | None, As(DateWord()), Says(after=("renews", "renewal", "until"), label="Renewal date")
    ] = None,
    term: Annotated[int | None, As(MonthsWord()), Says(after=("term",), label="Term")] = None,
    notice: Annotated[Days | None, Says(after=("notice",), label="Notice period")] = None,
    uplift: Annotated[int | None, As(PercentWord()), Says(after=("uplift",), label="Agreed price increase")] = None,
    auto_renew: Annotated[
        bool | None, Says(words=("auto-renew", "autorenew", "renews by itself"), label="Renews by itself")
    ] = None,
    id: Annotated[int | None, Says(hidden=True)] = None,
) -> View:
    """Add a contract to an account, or change one; without anything else, its contracts are listed.

    Say what is known: `240k`, `renews 16 Dec 2027`, `term 12 months`, `notice 60d`, `uplift 5%`, `auto-renew`.
    A contract with a renewal date has an open renewal; its notice deadline follows from the notice period."""
    present = [one for one in ctx.work.accounts.contracts(account.id) if one.ends_on is None]
    said = {
        "name": " ".join(name.split()) if name else None,
        "renews_on": renews,
        "term_months": term,
        "notice_days": notice.count if notice else None,
        "uplift": uplift,
        "auto_renew": auto_renew,
    }
    values = {column: value for column, value in said.items() if value is not None}
    known = _meant(ctx, account, present, name, id)
    if known is None and not values and arr is None:
        return _listed(ctx, account, present)
    if known is not None and not values and arr is None:
        raise Incomplete("What changes?", form=_form_of(ctx, known))
    record = _changed(ctx, known, values, arr) if known else _added(ctx, account, present, values, arr)
    renewal = ctx.work.renewals.open_of(record.id)
    ctx.work.describe(f"contract of {account.name}")
    buttons = (*ctx.undo(), *((open_renewal(renewal, "Renewal"),) if renewal else ()))
    missing = spans("No renewal date yet: ", CommandLine(f"contract {account.name} renews 1 Mar"))
    return View(
        (
            Notice("done", ctx.private("Contract kept" if known else "Contract added")),
            Text(spans(Bold(account.name), " · ", contract_line(record, ctx.today))),
            *(() if record.renews_on else (Text(missing),)),
            Buttons(buttons),
        ),
        f"Contract of {account.name}",
    )


def _meant(
    ctx: Context, account: Account, present: list[Contract], name: str | None, id: int | None
) -> Contract | None:
    """The contract that a line is about, None for a new one or for all of them."""
    if id is not None:
        found = next((one for one in present if one.id == id), None)
        if found is None:
            raise UserError(
                f"{account.name} has no such contract any more. See ", CommandLine(f"contract {account.name}")
            )
        return found
    if name is not None:
        named = (one for one in present if one.name.casefold() == " ".join(name.split()).casefold())
        return next(named, None)
    args = {slot: value for slot, value in ctx.call.args.items() if value is not None and slot != "account"}
    if len(present) < 2 or not args:
        return present[0] if present and args else None
    buttons = [Button(one.name, ctx.again(id=one.id)) for one in present[:5]]
    if ctx.call.args.get("arr") is not None:
        buttons.append(Button("A new one", ctx.again(name=_free_name(present))))
    raise Unclear(f"{account.name} has {len(present)} contracts. Which one?", buttons=tuple(buttons), field="name")


def _free_name(present: list[Contract]) -> str:
    taken = {one.name.casefold() for one in present}
    names = (UNNAMED if nth == 1 else f"{UNNAMED} {nth}" for nth in range(1, len(present) + 2))
    return next(name for name in names if name.casefold() not in taken)


def _added(
    ctx: Context, account: Account, present: list[Contract], values: dict[str, Any], arr: Sum | None
) -> Contract:
    if arr is None:
        raise ctx.missing("arr", "What do they pay a year? Try 240k EUR.")
    usual = {one.currency for one in present}
    currency = arr.currency or (usual.pop() if len(usual) == 1 else ctx.knows.currency)
    values.setdefault("name", UNNAMED)
    return ctx.work.add(
        Contract,
        account_id=account.id,
        arr_minor=minor_units(arr.amount, currency),
        currency=currency,
        **values,
    )


def _changed(ctx: Context, known: Contract, values: dict[str, Any], arr: Sum | None) -> Contract:
    if arr is not None:
        currency = arr.currency or known.currency
        values |= {"arr_minor": minor_units(arr.amount, currency), "currency": currency}
    values.pop("name", None) if values.get("name", "").casefold() == known.name.casefold() else None
    return ctx.work.change(known, **values)


def _form_of(ctx: Context, known: Contract) -> Any:
    """The form with the contract as it is."""
    return ctx.call.command.form(
        {
            **ctx.call.args,
            "id": known.id,
            "name": known.name,
            "arr": sum_of(known.arr_minor.value, known.currency),
            "renews": known.renews_on,
            "term": known.term_months,
            "notice": Days(known.notice_days) if known.notice_days else None,
            "uplift": known.uplift.value if known.uplift else None,
            "auto_renew": known.auto_renew,
        }
    )


def _listed(ctx: Context, account: Account, present: list[Contract]) -> View:
    add = Button("Add contract", f"form contract account:#{account.id}", opens_form=True)
    title = f"{account.name}: contracts"
    if not present:
        hint = CommandLine(f"contract {account.name} 240k renews 1 Mar notice 60d")
        return View((Text(spans(Bold(title), ": none yet. Add one: ", hint)), Buttons((add,))), title)
    change = f"contract account:#{account.id} id:"
    rows = tuple(
        Row(contract_line(one, ctx.today), (), (Button("Change", f"{change}{one.id}", opens_form=True),))
        for one in present
    )
    opens = open_account(ctx.account(account.id), "Account")
    return View((Heading((Bold(title),)), Rows(rows, len(rows)), Buttons((add, opens))), title)
