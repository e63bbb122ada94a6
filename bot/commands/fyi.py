"""fyi, fyis, fyi-change: tell a colleague what they should know of an account; they accept it or give it back."""

from enum import StrEnum
from typing import Annotated

from bot.activities import Said, keep
from bot.cards.between import fyi_blocks, fyi_row
from bot.command import Incomplete, Says, command
from bot.context import Context
from bot.errors import UserError
from bot.line import unjoined
from bot.mentioned import mentioned, names_somebody
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Notice, Rows, Text, View, spans
from bot.words import Account, ActivityKind, Member, Rest
from storage.tables import Fyi, FyiState
from storage.tables import Member as MemberRecord

SHOWN = 20
LONGEST = 2000


class Answer(StrEnum):
    ACCEPT = "accept"
    RETURN = "return"

    @classmethod
    def synonyms(cls) -> dict["Answer", tuple[str, ...]]:
        return {
            cls.ACCEPT: ("accepted", "got it", "take", "yes", "i have it", "thanks"),
            cls.RETURN: ("returned", "not for me", "no", "give back"),
        }


@command(
    "fyi",
    examples=("fyi @sam Acme is asking about the API tier", "fyi Acme wants to talk to your team"),
    title="Tell a colleague",
    submit="Tell them",
)
def fyi(
    ctx: Context,
    to: Annotated[Member | None, Says(label="Whom", hint="the account’s owner")] = None,
    account: Annotated[Account | None, Says(label="Account")] = None,
    words: Annotated[Rest, Says(label="What they should know")] = "",
) -> View:
    """Tell a colleague something about an account, wherever they are; without a name its owner.

    They accept it or return it with a reason, and it is logged as internal."""
    said = unjoined(words)[:LONGEST]
    to = to or mentioned(ctx, said)
    errors = {}
    if to is None and (name := names_somebody(said)):
        errors["to"] = f"Whom shall I tell? “@{name}” is nobody I know, or not the only one named."
    if account is None:
        errors["account"] = "Which account?"
    if not said:
        errors["words"] = "What should they know?"
    if account is None or errors:
        form = ctx.call.command.form(ctx.call.args, errors)
        raise Incomplete(" ".join(errors.values()), form=form, field=next(iter(errors)))
    other = _whom(ctx, to, account)
    activity, _ = keep(ctx, Said(ActivityKind.INTERNAL, account.id, note=f"Told {other.name}: {said}"))
    kept = ctx.work.add(
        Fyi, account_id=account.id, author_id=ctx.member.id, member_id=other.id, words=said, activity_id=activity.id
    )
    ctx.work.describe(f"told {other.name} of {account.name}")
    card = f"fyi:{kept.id}"
    ctx.work.messages.put(f"{card}:to:{other.id}", f"member:{other.id}", "", ctx.member.id, ctx.now, card=card)
    blocks: list[Block] = [
        Notice("done", ctx.private(f"Told {other.name}")),
        Text(spans(Bold(account.name), f": “{said}”")),
    ]
    if other.seen_at is None:
        blocks.append(Text((f"{other.name} has never written to me; it comes once they do.",)))
    buttons = (*ctx.undo(), Button("Open", f"fyis fyi:{kept.id}"))
    return View((*blocks, Buttons(buttons)), f"{account.name}: told")


def _whom(ctx: Context, to: Member | None, account: Account) -> MemberRecord:
    owner, backup = ctx.work.accounts.owners(account.id)
    id = to.id if to is not None else next((id for id in (owner, backup) if id not in (None, ctx.member.id)), None)
    other = ctx.work.get(MemberRecord, id) if id is not None else None
    if other is None:
        raise UserError("Whom shall I tell? Try fyi @sam and what they should know.", field="to")
    if other.id == ctx.member.id:
        raise UserError("That is you. Whom shall I tell?", field="to")
    if other.left_at is not None or other.outsider:
        raise UserError(f"{other.name} cannot read this. Whom else shall I tell?", field="to")
    return other


@command("fyis", reads=True, record="fyi", examples=("fyis",))
def fyis(ctx: Context, fyi: Annotated[int | None, Says(hidden=True)] = None) -> View:
    """What colleagues told you, and what you told them, with their answers."""
    if fyi is not None:
        return _shown(ctx, _fyi(ctx, fyi))
    mine = ctx.work.colleagues.fyis_of(ctx.member.id, SHOWN)
    if not mine:
        nothing = spans("Nothing yet. Tell somebody: ", CommandLine("fyi @sam Acme asks for the API tier"))
        return View((Heading((Bold("Between colleagues"),)), Text(nothing)), "Between colleagues")
    accounts = ctx.work.accounts.named({one.account_id for one in mine})
    names = ctx.names({id for one in mine for id in (one.author_id, one.member_id)})
    rows = tuple(fyi_row(one, accounts[one.account_id].name, names) for one in mine)
    return View((Heading((Bold("Between colleagues"),)), Rows(rows, len(rows))), "Between colleagues")


@command(
    "fyi-change",
    record="fyi",
    examples=("fyi:9 accept", "fyi:9 return: ask Paul, it is his account"),
    title="Answer a colleague",
)
def change(
    ctx: Context,
    fyi: Annotated[int, Says(label="Which")],
    answer: Annotated[Answer | None, Says(label="Answer")] = None,
    why: Annotated[Rest, Says(label="Why", hint="where you return it")] = "",
) -> View:
    """Answer what a colleague told you: accept it, or return it with a reason."""
    kept = _fyi(ctx, fyi)
    said = unjoined(why).removeprefix("because ")[:LONGEST]
    errors = {}
    if answer is None:
        errors["answer"] = "Do you accept or return it?"
    elif answer is Answer.RETURN and not said:
        errors["why"] = "Why not? One line, so that it finds somebody else."
    if errors:
        form = ctx.call.command.form({**ctx.call.args, "why": said}, errors)
        raise Incomplete(*errors.values(), form=form, field=next(iter(errors)))
    if kept.member_id != ctx.member.id:
        raise UserError("That was told to somebody else, who answers it.")
    if kept.state != FyiState.OPEN:
        raise UserError("You answered that already.", buttons=(Button("Look at it", f"fyis fyi:{kept.id}"),))
    state = FyiState.ACCEPTED if answer is Answer.ACCEPT else FyiState.RETURNED
    kept = ctx.work.change(kept, state=state.value, why=said or None, answered_at=ctx.now)
    ctx.work.describe(f"{state.value} what a colleague told")
    card = f"fyi:{kept.id}"
    key = f"{card}:answer:{ctx.work.open_set()}"
    ctx.work.messages.put(key, f"member:{kept.author_id}", "", ctx.member.id, ctx.now, card=card)
    view = _shown(ctx, kept)
    return View(
        (Notice("done", ctx.private(state.value.capitalize())), *view.blocks, Buttons(ctx.undo())), view.summary
    )


def _fyi(ctx: Context, id: int) -> Fyi:
    kept = ctx.work.colleagues.fyi(id)
    if kept is None or ctx.member.id not in (kept.author_id, kept.member_id):
        raise UserError("There is nothing of that number between you and a colleague. See ", CommandLine("fyis"))
    return kept


def _shown(ctx: Context, kept: Fyi) -> View:
    name = ctx.account(kept.account_id).name
    return View(tuple(fyi_blocks(ctx, kept, name)), f"{name}: between colleagues")
