"""Typeahead: what could fill a field, and what could follow in a line."""

from bot.directory import Knowledge
from bot.registry import registry
from bot.request import Choice
from bot.rules.names import fold

MOST = 15


def suggest(knows: Knowledge, kind: str, query: str) -> tuple[Choice, ...]:
    """Accounts of my own book first; people by any part of their name. An empty query offers what is likely."""
    match kind:
        case "account" | "accounts":
            return _accounts(knows, query)
        case "member" | "people":
            return _members(knows, query)
        case _:
            return ()


def complete(knows: Knowledge, line: str) -> tuple[Choice, ...]:
    return registry.complete(line, knows)[:MOST]


def _accounts(knows: Knowledge, query: str) -> tuple[Choice, ...]:
    mine = [(account.id, account.name) for account in knows.work.accounts.of_member(knows.me.id)]
    said = fold(query)
    if not said:
        return tuple(Choice(f"#{id}", name) for id, name in sorted(mine, key=lambda item: item[1])[:MOST])
    found = {id: name for id, name in mine if said in fold(name)}
    for account in (*knows.exact(query), *knows.begins(query)):
        found.setdefault(account.id, account.name)
    for account, _ in knows.near(query, MOST):
        found.setdefault(account.id, account.name)
    return tuple(Choice(f"#{id}", name) for id, name in list(found.items())[:MOST])


def _members(knows: Knowledge, query: str) -> tuple[Choice, ...]:
    said = fold(query)
    found = [member for member in knows.everyone() if said in fold(f"{member.name} {member.email or ''}")]
    return tuple(Choice(f"member#{member.id}", member.name) for member in found[:MOST])
