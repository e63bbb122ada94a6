"""contact: a customer's person by name."""

import re
from typing import Annotated

from bot.cards.actions import open_account
from bot.cards.activities import joined
from bot.command import Says, command
from bot.commands.account import AccountField, account
from bot.context import Context
from bot.draw import shield
from bot.errors import NotInData, UserError
from bot.permissions import CONTACTS
from bot.refs import Account as AccountRef
from bot.registry import registry
from bot.view import Bold, CommandLine, Row, Rows, Sayable, View, When, spans
from bot.words import Rest
from bot.words.base import shorten
from storage.queries.forgetting import FORMER
from storage.tables import Contact

SHOWN = 10
_AT = re.compile(
    r"^(?:(?:person|people|details|list|names?|info) )?(?:at|of|for|from|with|in) ", re.IGNORECASE
)  # `contacts at Acme`


@command("contact", reads=True, examples=("contact Jane Porter",), title="A customer's person")
def contact(ctx: Context, who: Annotated[Rest, Says(label="Name or e-mail address", hint="Jane Porter")] = "") -> View:
    """Who somebody is: their title and customer, how to reach them, and when one of us last talked to them.

    With an account's name instead: its people."""
    words = _AT.sub("", " ".join(who.split())).strip(" .,;:!?\"'")
    if not words:
        raise UserError("Who? Try ", CommandLine("contact Jane Porter"), field="who")
    if named := _account(ctx, words):
        ctx.call = registry.commands["account"].call({"account": named, "field": AccountField.CONTACTS})
        return account(ctx, named, AccountField.CONTACTS)
    if not ctx.sees(CONTACTS):
        raise UserError(f"Customers’ people are not for the role {ctx.member.role}. Ask the account’s owner.")
    found = [one for one in ctx.work.forgetting.contacts_named(words) if one.name != FORMER and one.deleted_at is None]
    if not found:
        hint = CommandLine("account Acme contacts")
        raise NotInData(f"I know neither a person nor an account called “{shorten(words)}”. Whom we know: ", hint)
    return View((Rows(tuple(_row(ctx, one) for one in found[:SHOWN]), len(found)),), "A customer's person")


def _account(ctx: Context, words: str) -> AccountRef | None:
    found = list(ctx.knows.exact(words)) or list(ctx.knows.begins(words))
    mine = [one for one in found if ctx.knows.mine(one)]
    return found[0] if len(found) == 1 else mine[0] if len(mine) == 1 else None


def _row(ctx: Context, person: Contact) -> Row:
    record = ctx.account(person.account_id)
    champion = person.champion_on is not None and person.champion_left_on is None
    said: list[Sayable] = [person.email or "no address", person.phone or "no phone number"]
    last = ctx.work.activities.last_touch_with(person.id)
    talked = spans("last talked ", When(last, "day")) if last else spans("not talked yet")
    title = [person.title] if person.title else []
    return Row(
        (shield(CONTACTS, *joined([Bold(person.name), *title, record.name]), of=record.id),),
        (shield(CONTACTS, *joined([*said, *(["champion"] if champion else []), talked]), of=record.id),),
        (open_account(record, "Account"),),
    )
