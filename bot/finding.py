"""What somebody looks up to show it to others: cards of what every colleague may see, whoever looks them up."""

from collections.abc import Callable, Iterable

from bot import audience
from bot.cards import references
from bot.cards.accounts import heading
from bot.cards.activities import joined
from bot.commands.reference import sought
from bot.context import Context
from bot.draw import draw, shield
from bot.permissions import INSIDE, of_role
from bot.references import vocabulary
from bot.request import Finding, Place
from bot.rules.seeking import seek
from bot.suggest import suggest
from bot.view import Block, Button, Buttons, Heading, Text, View
from storage.tables import Account, Role

MOST = 10
Found = tuple[Account, View]


def find(ctx: Context, kind: str, query: str) -> tuple[Finding, ...]:
    """Nothing where people from outside may read along, and nothing that the asker may not ask for. kind: `account` or
    `reference`, as the commands of those names."""
    if kind not in FINDS or not _may(ctx, kind):
        return ()
    everybody = of_role(Role.VIEWER, lambda account, writers: False)
    reader = audience.reader(ctx.member, ctx.now)
    return tuple(
        Finding(account.name, _described(account), draw(view, everybody, reader))
        for account, view in FINDS[kind](ctx, query)
    )


def _may(ctx: Context, command: str) -> bool:
    address = ctx.request.address
    readers = [audience.of_member(ctx.work, ctx.member, address.place, now=ctx.now)]
    if address.place is not Place.DIRECT:
        readers.append(audience.of_channel(ctx.work, address, ctx.now))
    return all(each.may(command) for each in readers)


def _accounts(ctx: Context, query: str) -> Iterable[Found]:
    for choice in suggest(ctx.knows, "account", query)[:MOST]:
        account = ctx.account(int(choice.value.removeprefix("#")))
        blocks: list[Block] = [Heading((shield(INSIDE, *heading(ctx, account)),))]
        if described := _described(account):
            blocks.append(Text((shield(INSIDE, described),)))
        blocks.append(Buttons((Button("Open", f"account account:#{account.id}"),)))
        yield account, View(tuple(blocks), "An account")


def _references(ctx: Context, query: str) -> Iterable[Found]:
    seeking = seek(query, vocabulary(ctx.work))
    found = ctx.work.references.search(sought(ctx, seeking), MOST, 0, 0)
    named = [one.id for one in ctx.knows.exact(query)] if query and not found.now else []
    for id in (*(one.account_id for one in found.now), *named[:MOST]):
        account = ctx.account(id)
        buttons = (*references.public_actions(ctx, account), references.overview_button(account.id))
        yield account, View((*references.overview(ctx, account), Buttons(buttons)), "A reference")


def _described(account: Account) -> str:
    said = joined([each for each in (account.industry, account.region, account.segment) if each])
    return "".join(part for part in said if isinstance(part, str))


FINDS: dict[str, Callable[[Context, str], Iterable[Found]]] = {"account": _accounts, "reference": _references}
