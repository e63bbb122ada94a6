"""Look-up commands as an app would declare them, to show that signatures carry them."""

from enum import StrEnum
from typing import Annotated, Any

import bot.commands.log
from bot.command import Says, command
from bot.registry import Registry, registry
from bot.words import (
    Account,
    Accounts,
    ActivityKind,
    Days,
    Due,
    Member,
    Money,
    People,
    Period,
    Phrase,
    Rest,
)

samples = Registry()
samples.add(registry.commands["log"])
assert bot.commands.log


class AccountField(StrEnum):
    RENEWAL = "renewal"
    OWNER = "owner"
    ARR = "arr"
    HEALTH = "health"
    TOUCH = "touch"
    GOAL = "goal"


class Blank(StrEnum):
    OWNER = "owner"
    BACKUP = "backup"
    GOAL = "goal"


class Role(StrEnum):
    CSM = "csm"
    LEAD = "lead"
    VIEWER = "viewer"
    ADMIN = "admin"


@command("account", slash=True, reads=True, into=samples)
def account(ctx: Any, account: Account, field: AccountField | None = None) -> Any:
    """All of an account on one card, or one field of it."""


@command("accounts", slash=True, reads=True, into=samples)
def accounts(
    ctx: Any,
    mine: bool = False,
    all: bool = False,
    tier: Annotated[int | None, Says(after=("tier",))] = None,
    renewing: Annotated[Days | None, Says(after=("renewing",))] = None,
    silent: Annotated[Days | None, Says(after=("silent",))] = None,
    owner: Annotated[Member | None, Says(after=("owner",))] = None,
    industry: Annotated[Phrase | None, Says(after=("industry",))] = None,
    without: Annotated[Blank | None, Says(after=("without", "no"))] = None,
    page: Annotated[int, Says(head=False)] = 1,
) -> Any:
    """My book, or all accounts, by filters in words."""


@command("activities", slash=True, reads=True, into=samples)
def activities(
    ctx: Any,
    account: Account | None = None,
    period: Period | None = None,
    kind: Annotated[ActivityKind | None, Says(after=("type",), keys=("type",))] = None,
) -> Any:
    """What I did."""


@command("goal", into=samples)
def goal(ctx: Any, account: Account, goal: Rest) -> Any:
    """Say what the customer wants to reach."""


@command("alias", into=samples)
def alias(ctx: Any, alias: Phrase, account: Annotated[Phrase, Says(after=("=",))]) -> Any:
    """Give an account another name."""


@command("merge", into=samples)
def merge(ctx: Any, account: Account, target: Annotated[Account, Says(after=("into",), keys=("into",))]) -> Any:
    """Make one account of two."""


@command("link", into=samples)
def link(ctx: Any, account: Account) -> Any:
    """Tie this channel to an account."""


@command("next", into=samples)
def next_(
    ctx: Any,
    account: Account,
    to: Annotated[People, Says(after=("to",), tail=True, head=False)] = (),
    due: Annotated[Due | None, Says(tail=True, head=True)] = None,
    what: Rest = "",
) -> Any:
    """Promise a next step."""


@command("undo", into=samples)
def undo(ctx: Any) -> Any:
    """Take back the last thing."""


@command("day", reads=True, into=samples)
def day(ctx: Any) -> Any:
    """My day."""


@command("help", reads=True, into=samples)
def help_(ctx: Any, topic: Rest = "") -> Any:
    """What Bailey can do."""


@command("team", into=samples)
def team(ctx: Any, member: Member | None = None, role: Role | None = None) -> Any:
    """List colleagues, or set a role."""


@command("team owner", into=samples)
def team_owner(ctx: Any, accounts: Accounts, member: Annotated[Member, Says(after=("to", "is"))]) -> Any:
    """Give accounts to a colleague."""


@command("create", into=samples)
def create(ctx: Any, name: Phrase, then: Annotated[Rest, Says(head=False)] = "") -> Any:
    """Add an account."""


@command("worth", into=samples)
def worth(ctx: Any, account: Account, arr: Money) -> Any:
    """Set the yearly revenue."""
