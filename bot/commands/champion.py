"""champion: who at a customer speaks for us, and since when they do no more."""

from typing import Annotated

from bot.cards.actions import open_account
from bot.command import Says, command
from bot.contacts import link_guest, named
from bot.context import Context
from bot.errors import UserError
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Notice, Row, Rows, Text, View, When, spans
from bot.words import Account, Rest
from storage.tables import Contact

GONE = ("gone", "has left", "is gone", "no more", "no longer", "moved on")


@command(
    "champion",
    examples=("champion Acme", "champion Acme Jane Porter", "champion Acme Jane Porter left"),
    title="Champion",
)
def champion(
    ctx: Context,
    account: Account,
    name: Annotated[Rest, Says(label="Who", hint="Jane Doe, CFO")] = "",
    left: Annotated[bool, Says(words=GONE, tail=True, label="No champion any more")] = False,
) -> View:
    """Say who at a customer is a champion of ours; several may be. `left` says that somebody is one no more."""
    if not name.strip():
        return _listed(ctx, account)
    contact, made = named(ctx, account, name)
    if contact.account_id != account.id:
        raise UserError(f"{contact.name} is not a contact of {account.name}.", field="name")
    return _gone(ctx, account, contact, made) if left else _marked(ctx, account, contact, made)


def _marked(ctx: Context, account: Account, contact: Contact, made: bool) -> View:
    if contact.champion_on is not None and contact.champion_left_on is None:
        since = When(contact.champion_on, "date")
        return View(
            (Notice("info", spans(Bold(contact.name), " is a champion already, since ", since, ".")),), "Champion"
        )
    record = ctx.work.change(contact, champion_on=ctx.today, champion_left_on=None)
    if made:
        link_guest(ctx.work, record)
    ctx.work.describe(f"champion of {account.name}")
    blocks: list[Block] = [
        Notice("done", ctx.private("Champion")),
        Text(spans(Bold(account.name), " · ", _named(record))),
    ]
    if made:
        blocks.append(Text((f"{record.name} was not known yet and is a contact of {account.name} now.",)))
    return View((*blocks, Buttons((*ctx.undo(), open_account(ctx.account(account.id), "Account")))), "Champion")


def _gone(ctx: Context, account: Account, contact: Contact, made: bool) -> View:
    if made or contact.champion_on is None:
        raise UserError(f"{contact.name} is no champion at {account.name} that I know of.", field="name")
    if contact.champion_left_on is not None:
        since = When(contact.champion_left_on, "date")
        return View((Notice("info", spans(Bold(contact.name), " is none any more, since ", since, ".")),), "Champion")
    record = ctx.work.change(contact, champion_left_on=ctx.today)
    ctx.work.describe(f"champion of {account.name} left")
    others = [one for one in ctx.work.accounts.champions(account.id) if one.id != record.id]
    rest = f"Champions left: {', '.join(one.name for one in others)}." if others else "There is no champion there now."
    return View(
        (
            Notice("done", ctx.private("Champion no more")),
            Text(spans(Bold(account.name), " · ", record.name, " · since ", When(ctx.today, "day"))),
            Text((rest,)),
            Buttons((*ctx.undo(), Button("Next step", f"form next account:#{account.id}", opens_form=True))),
        ),
        f"Champion of {account.name} left",
    )


def _listed(ctx: Context, account: Account) -> View:
    found = ctx.work.accounts.champions(account.id)
    title = f"{account.name}: champions"
    if not found:
        hint = CommandLine(f"champion {account.name} Jane Doe")
        return View((Text(spans(Bold(title), ": none known. Say who: ", hint)),), title)
    rows = []
    for one in found:
        last = ctx.work.activities.last_touch_with(one.id)
        said = spans("last talked ", When(last, "day")) if last else spans("not talked yet")
        gone = Button("Left", f'champion account:#{account.id} name:"contact#{one.id}" left:yes')
        rows.append(Row(spans(_named(one), " · ", said), (), (gone,)))
    return View((Heading((Bold(title),)), Rows(tuple(rows), len(rows))), title)


def _named(contact: Contact) -> str:
    return f"{contact.name}, {contact.title}" if contact.title else contact.name
