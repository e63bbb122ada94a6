"""Colleagues who are named by `@` in the middle of what somebody says."""

import re

from bot.context import Context
from bot.words import Member

_HANDLE = re.compile(r"(?<![\w.])@(\w[\w.-]*(?: \w[\w-]*)?)")


def mentioned(ctx: Context, words: str) -> Member | None:
    """The one colleague whom the words name by `@`, wherever in them."""
    found = {found.id: found for said in _HANDLE.findall(words) if (found := _one(ctx, said)) is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def names_somebody(words: str) -> str:
    """The first name behind an `@`, "" where there is none."""
    found = _HANDLE.search(words)
    return found[1].partition(" ")[0] if found else ""


def _one(ctx: Context, said: str) -> Member | None:
    """By as many of the words as are a name."""
    for name in (said, said.partition(" ")[0]):
        if len(members := ctx.knows.members(name.rstrip(".-"))) == 1:
            return members[0]
    return None
