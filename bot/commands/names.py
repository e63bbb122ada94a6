"""create, alias, merge: what accounts are and what they are called."""

from collections.abc import Sequence
from typing import Annotated

from bot.cards import actions
from bot.command import Says, command
from bot.complaints import merge_doubles
from bot.context import Context
from bot.english import many
from bot.errors import UserError
from bot.nudging import close
from bot.rules.names import fold
from bot.view import Bold, Button, Buttons, CommandLine, Notice, Row, Rows, Text, View, spans
from bot.words import Account, Member, Phrase, Rest
from storage.tables import Account as AccountRecord
from storage.tables import AccountName, NameKind

LONGEST = 120
# Kinds of nudges whose subject is an account, and not one of its contracts, promises or people.
WHOLE = ("health", "operational", "business", "strategic", "unanswered")


@command(
    "create",
    examples=(
        "create Acme",
        "create Acme Labs owner @sam",
    ),
    aliases=("new account",),
)
def create(
    ctx: Context,
    name: Annotated[Phrase, Says(label="Name")],
    owner: Annotated[Member | None, Says(after=("owner", "owned by"))] = None,
    then: Annotated[str, Says(hidden=True)] = "",
) -> View:
    """A new account, mine unless an owner is named."""
    called = " ".join(name.split())
    if not fold(called) or len(called) > LONGEST:
        raise UserError(
            f"A name needs letters or digits, and at most {LONGEST} of them. Try ",
            CommandLine("create Acme"),
            field="name",
        )
    for twin in ctx.knows.exact(called):
        raise UserError(
            f"{twin.name} goes by that name already.",
            buttons=(actions.open_account(ctx.account(twin.id)),),
            field="name",
        )
    alike = ctx.knows.begins(called)[:3]
    record = add_account(ctx, called, owner.id if owner else ctx.member.id)
    ctx.work.describe(f"created {called}")
    return View(
        (
            Notice("done", ctx.private("Created")),
            Text(spans(Bold(called), " · ", owner.name if owner else "yours")),
            Buttons((actions.log_for(record), *ctx.undo())),
            *_alike(record, alike),
        ),
        f"Created {called}",
    )


def _alike(record: AccountRecord, alike: Sequence[Account]) -> tuple[Rows, ...]:
    """Accounts whose names begin the same: perhaps the new one is one of them."""
    rows = tuple(
        Row(
            (f"{other.name} is here as well.",),
            (),
            (Button(f"Merge into {other.name}", f"merge account:#{record.id} into:#{other.id}"),),
        )
        for other in alike
    )
    return (Rows(rows),) if rows else ()


@command(
    "alias",
    examples=(
        "alias Acme = ACME Holdings",
        "alias Acme acme.com",
    ),
)
def alias(ctx: Context, account: Account, name: Annotated[Rest, Says(label="Also called")]) -> View:
    """Another name, abbreviation or e-mail domain that an account answers to."""
    record = ctx.account(account.id)
    called = " ".join(name.split()).removeprefix("=").strip().strip("\"'")
    if not fold(called) or len(called) > LONGEST:
        raise UserError(
            "Say what else it is called: ", CommandLine(f"alias {record.name} = ACME Holdings"), field="name"
        )
    for twin in ctx.knows.exact(called):
        if twin.id == record.id:
            return View((Notice("info", spans(Bold(record.name), f" answers to “{called}” already.")),), record.name)
        raise UserError(
            f"“{called}” is {twin.name} already. If both are one customer: ",
            CommandLine(f"merge {called} into {record.name}"),
            field="name",
        )
    kind = NameKind.DOMAIN if "." in called and " " not in called else NameKind.ALIAS
    ctx.work.add(AccountName, account_id=record.id, kind=kind.value, name=called, key=fold(called))
    ctx.work.describe(f"alias of {record.name}")
    return View(
        (Notice("done", spans(Bold(record.name), f" now answers to “{called}”.")), Buttons(ctx.undo())),
        f"Alias of {record.name}",
    )


@command("merge", examples=("merge Acme into Acme Corp",))
def merge(
    ctx: Context,
    account: Account,
    into: Annotated[Account, Says(after=("into", "with", "to"), label="Account that stays")],
) -> View:
    """Make two records of one customer one.

    Activities, contacts, contracts and names move over; undo takes it back."""
    ctx.certain()
    gone, stays = ctx.account(account.id), ctx.account(into.id)
    if gone.id == stays.id:
        raise UserError(
            "That is one and the same account. Name two: ", CommandLine("merge Acme into Acme Corp"), field="into"
        )
    for nudge in ctx.work.nudges.open_at(gone.id):
        # What is about an account as a whole is asked anew of the one that stays.
        if nudge.subject in {f"{kind}:{gone.id}" for kind in WHOLE}:
            close(ctx.work, nudge, "resolved", ctx.now, ctx.member.id)
    merge_doubles(ctx.work, gone.id, stays.id, ctx.now)
    moved = ctx.work.accounts.move_all(gone, stays)
    if stays.parent_id == gone.id:
        stays = ctx.work.change(stays, parent_id=None)
    ctx.work.change(gone, merged_into_id=stays.id, deleted_at=ctx.now)
    ctx.work.describe(f"merged {gone.name} into {stays.name}")
    records = many(moved, "record")
    return View(
        (
            Notice("done", spans(Bold(gone.name), " is now part of ", Bold(stays.name), f"; {records} moved.")),
            Buttons((actions.open_account(stays, "Open"), *ctx.undo())),
        ),
        f"Merged into {stays.name}",
    )


def add_account(ctx: Context, name: str, owner_id: int | None) -> AccountRecord:
    """A new account and the name it answers to."""
    record = ctx.work.add(AccountRecord, name=name, owner_id=owner_id)
    ctx.work.add(AccountName, account_id=record.id, kind=NameKind.NAME.value, name=name, key=fold(name))
    return record
