"""What somebody looks up to show it to others: cards of what every colleague may see, whoever looks them up."""

from collections.abc import Callable, Iterable

from bot import audience
from bot.cards import escalation_card, feature_requests, references
from bot.cards.accounts import heading
from bot.cards.activities import joined
from bot.cards.escalations import open_button
from bot.commands.reference import sought
from bot.context import Context
from bot.draw import draw, shield
from bot.links import Linked, linked
from bot.permissions import INSIDE, of_role
from bot.references.vocabulary import vocabulary
from bot.request import Finding, Place
from bot.rules.seeking import seek
from bot.suggest import suggest
from bot.view import Block, Button, Buttons, Heading, Text, View
from storage.tables import Account, Role

MOST = 10
LINK = "link"
Found = tuple[str, str, View]  # title, detail, card


def find(ctx: Context, kind: str, query: str) -> tuple[Finding, ...]:
    """Nothing where people from outside may read along, and nothing that the asker may not ask for. kind: `account` or
    `reference`, as the commands of those names, or `link` for the record whose address the query is."""
    record = linked(ctx.house.url, query) if kind == LINK else None
    command = record.command if record else kind
    if kind not in FINDS or (kind == LINK and record is None) or not _may(ctx, command):
        return ()
    everybody = of_role(Role.VIEWER, lambda account, writers: False)
    reader = audience.reader(ctx.member, ctx.now)
    return tuple(
        Finding(title, detail, draw(view, everybody, reader)) for title, detail, view in FINDS[kind](ctx, query)
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
        yield account.name, _described(account), _card(ctx, account)


def _card(ctx: Context, account: Account) -> View:
    blocks: list[Block] = [Heading((shield(INSIDE, *heading(ctx, account)),))]
    if described := _described(account):
        blocks.append(Text((shield(INSIDE, described),)))
    blocks.append(Buttons((Button("Open", f"account account:#{account.id}"),)))
    return View(tuple(blocks), "An account")


def _references(ctx: Context, query: str) -> Iterable[Found]:
    seeking = seek(query, vocabulary(ctx.work))
    found = ctx.work.standings.search(sought(ctx, seeking), MOST, 0, 0)
    named = [one.id for one in ctx.knows.exact(query)] if query and not found.now else []
    for id in (*(one.account_id for one in found.now), *named[:MOST]):
        account = ctx.account(id)
        yield account.name, _described(account), _overview(ctx, account)


def _overview(ctx: Context, account: Account) -> View:
    buttons = (*references.public_actions(ctx, account), references.overview_button(account.id))
    return View((*references.overview(ctx, account), Buttons(buttons)), "A reference")


def _linked(ctx: Context, query: str) -> Iterable[Found]:
    """The record itself; nothing where it is gone, as if it had never been there."""
    record = linked(ctx.house.url, query)
    assert record is not None, "asked before"
    match record.kind:
        case "escalation":
            yield from _escalation(ctx, record)
        case "request":
            yield from _request(ctx, record)
        case kind:
            account = ctx.work.accounts.get(record.id)
            if account is not None:
                view = _card(ctx, account) if kind == "account" else _overview(ctx, account)
                yield account.name, _described(account), view


def _escalation(ctx: Context, record: Linked) -> Iterable[Found]:
    listed = ctx.work.escalations.get(record.id)
    account = ctx.work.accounts.get(listed.escalation.account_id) if listed else None
    if listed is not None and account is not None:
        blocks = escalation_card.card(ctx, listed.escalation, account, acts=False)
        view = View((*blocks, Buttons((open_button(listed.escalation),))), "An escalation")
        yield account.name, f"Sev {listed.escalation.level}", view


def _request(ctx: Context, record: Linked) -> Iterable[Found]:
    request = ctx.work.requests.get(record.id)
    if request is not None:
        blocks = (block for block in feature_requests.card(ctx, request) if not isinstance(block, Buttons))
        view = View((*blocks, Buttons((feature_requests.open_request(request),))), "A feature request")
        yield request.title, feature_requests.state_said(request), view


def _described(account: Account) -> str:
    said = joined([each for each in (account.industry, account.region, account.segment) if each])
    return "".join(part for part in said if isinstance(part, str))


FINDS: dict[str, Callable[[Context, str], Iterable[Found]]] = {
    "account": _accounts,
    "reference": _references,
    LINK: _linked,
}
