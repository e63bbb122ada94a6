"""kpis: the figures agreed with customers, the furthest behind first."""

from typing import Annotated

from bot import kpi_intake  # noqa: F401  # an intake
from bot import kpis as doing
from bot.cards import kpis as cards
from bot.cards.actions import open_account
from bot.cards.kpi_chart import whole
from bot.command import Says, Unclear, command
from bot.commands.accounts import owns
from bot.context import Context
from bot.errors import NotInData, UserError
from bot.permissions import COMMANDS, HEALTH, RIGHTS
from bot.view import Bold, Button, Buttons, CommandLine, Heading, Row, Rows, Text, View, spans
from bot.words import Account, Rest
from storage.tables import Account as AccountRecord

PAGE = 10


@command("kpis", reads=True, examples=("kpis", "kpis Acme", "kpis team"), aliases=("off-track",))
def kpis(
    ctx: Context,
    account: Account | None = None,
    team: Annotated[bool, Says(words=("everybody", "all"))] = False,
    name: Annotated[Rest, Says(label="KPI")] = "",
    page: Annotated[int, Says(after=("page",), tail=True)] = 1,
    id: Annotated[int | None, Says(hidden=True)] = None,
) -> View:
    """KPIs of an account, or the open ones of my book, with how far each is off its line; one by its name in full."""
    if account is None and name.strip():
        raise UserError("Which account is that of? Try ", CommandLine("kpis Acme"), field="account")
    if not ctx.sees(HEALTH):
        raise UserError(
            f"KPIs are a matter of health, which is not for the role {ctx.member.role}. Ask the account’s owner."
        )
    if account is not None and (id is not None or name.strip()):
        return _one(ctx, account, name, id)
    # Whoever has no customers of their own is shown everybody's.
    mine = not team and account is None and owns(ctx)
    return listing(ctx, account, ctx.member.id if mine else None, page)


def _one(ctx: Context, account: Account, name: str, id: int | None) -> View:
    every = ctx.work.kpis.of_account(account.id)
    found = [one for one in every if one.id == id] if id is not None else doing.meant(every, name)
    if not found:
        raise NotInData(f"{account.name} has no such KPI. See ", CommandLine(f"kpis {account.name}"), field="name")
    if len(found) > 1:
        buttons = tuple(Button(one.name, ctx.again(id=one.id, name="")) for one in found[:8])
        raise Unclear(f"Which KPI of {account.name}?", buttons=buttons, field="name")
    return View(tuple(whole(ctx, found[0], ctx.account(account.id))), f"{account.name}: KPI")


def listing(ctx: Context, account: Account | None, owner_id: int | None = None, page: int = 1) -> View:
    """Of an account, of whoever owns accounts, or of everybody."""
    record: AccountRecord | None = ctx.account(account.id) if account else None
    page = max(page, 1)
    found, total = ctx.work.kpis.listing(owner_id, record.id if record else None, PAGE, (page - 1) * PAGE)
    whose = record.name if record else "My customers" if owner_id else "All customers"
    title = f"{whose}: KPIs"
    may = COMMANDS["kpi"] in RIGHTS[ctx.member.role]
    buttons: tuple[Button, ...] = ()
    if record:
        add = (Button("Agree on a KPI", f"form kpi account:#{record.id}", opens_form=True),) if may else ()
        buttons = (*add, open_account(record, "Account"))
    if not found:
        ctx.lacks.append(f"No KPI of {record.name if record else 'any customer'} was recorded.")
        hint = CommandLine(f'kpi {record.name if record else "Acme"} "weekly active users" from 80 to 150 by 30 June')
        said = spans(Bold(title), ": none yet.", *((" Agree on one: ", hint) if may else ()))
        return View((Text(said), *((Buttons(buttons),) if buttons else ())), title)
    rows = tuple(
        Row(cards.listed_line(one, ctx.today, account=record is None), (), (cards.open_kpi(one.kpi),)) for one in found
    )
    more = (
        f"kpis{f' account:#{record.id}' if record else ''}{'' if record or owner_id else ' team:yes'} page:{page + 1}"
    )
    following = more if page * PAGE < total else None
    return View(
        (Heading((Bold(title),)), Rows(rows, total, following), *((Buttons(buttons),) if buttons else ())), title
    )
