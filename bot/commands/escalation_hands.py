"""Who has an escalation: it is taken, accepted, handed over, returned."""

from enum import StrEnum
from typing import Annotated

from bot.command import Says, Unclear, command
from bot.commands.fire import HandleWord
from bot.commands.one_escalation import Record, after, said, stands, still_open
from bot.context import Context
from bot.errors import UserError
from bot.escalations.handing import give_back, hand_over, take
from bot.escalations.telling import tell_member
from bot.view import Button, CommandLine, View
from bot.words import As, Member, Rest
from bot.words.escalations import TARGET
from storage.queries.escalations import ListedEscalation
from storage.tables import TargetName


class Take(StrEnum):
    TAKE = "take"

    @classmethod
    def synonyms(cls) -> dict["Take", tuple[str, ...]]:
        return {cls.TAKE: ("take it", "mine", "claim", "ack", "acknowledge", "i take it", "i have it", "taking it")}


class Accept(StrEnum):
    ACCEPT = "accept"

    @classmethod
    def synonyms(cls) -> dict["Accept", tuple[str, ...]]:
        return {cls.ACCEPT: ("accepted", "i accept")}


class Return(StrEnum):
    RETURN = "return"

    @classmethod
    def synonyms(cls) -> dict["Return", tuple[str, ...]]:
        return {cls.RETURN: ("returned", "give back", "reject", "rejected", "not ours", "not mine", "bounce")}


class Hand(StrEnum):
    HAND = "hand"

    @classmethod
    def synonyms(cls) -> dict["Hand", tuple[str, ...]]:
        return {cls.HAND: ("hand over", "handover", "hand it over", "pass", "transfer", "pass on", "move")}


@command("escalation-take", record="escalation", examples=("escalation:12 take",), title="Take it")
def take_(
    ctx: Context,
    escalation: Record,
    act: Annotated[Take, Says(typed=True)],
    over: Annotated[bool, Says(hidden=True)] = False,
) -> View:
    """Make an escalation yours. Everybody sees at once who has it, and reminders of a first answer stop."""
    listed = still_open(ctx, escalation)
    matter = listed.escalation
    if matter.owner_id == ctx.member.id and matter.offered_to_id is None and matter.offered_target is None:
        return stands(ctx, listed, "You have it already")
    if matter.owner_id not in (None, ctx.member.id) and not over and matter.offered_to_id != ctx.member.id:
        name = ctx.names({matter.owner_id})[matter.owner_id or 0]
        raise Unclear(
            f"{name} has it. Shall I make it yours?",
            buttons=(Button("Take it over", ctx.again(over=True), "primary"),),
            field="escalation",
        )
    return _taken(ctx, listed, "It is yours")


@command("escalation-accept", record="escalation", examples=("escalation:12 accept",), title="Accept")
def accept(ctx: Context, escalation: Record, act: Annotated[Accept, Says(typed=True)]) -> View:
    """Accept an escalation that was handed to you or to your team."""
    listed = still_open(ctx, escalation)
    matter = listed.escalation
    if matter.offered_target is None and matter.offered_to_id != ctx.member.id:
        if matter.offered_to_id is None:
            raise UserError("It was not handed to anybody. ", CommandLine(f"escalation:{escalation} take"))
        name = ctx.names({matter.offered_to_id})[matter.offered_to_id]
        raise UserError(f"It was handed to {name}. Take it yourself: ", CommandLine(f"escalation:{escalation} take"))
    return _taken(ctx, listed, "Accepted; it is yours")


def _taken(ctx: Context, listed: ListedEscalation, done: str) -> View:
    giver = listed.escalation.offered_by_id
    before = listed.escalation.owner_id
    taken = take(ctx.work, listed.escalation, ctx.member.id, ctx.now)
    for told in {giver, before} - {None, ctx.member.id}:
        tell_member(ctx.work, taken, told or 0, f"{ctx.member.name} took it.", listed.account, ctx.now)
    return after(ctx, taken, listed, done)


@command(
    "escalation-hand",
    record="escalation",
    examples=("escalation:12 hand over to Engineering: needs a fix in the importer", "escalation:12 hand over @lee"),
    title="Hand it over",
    submit="Hand over",
)
def hand(
    ctx: Context,
    escalation: Record,
    act: Annotated[Hand, Says(typed=True)],
    target: Annotated[TargetName | None, As(TARGET), Says(after=("to",), label="To a team")] = None,
    to: Annotated[Member | None, As(HandleWord()), Says(label="Or to somebody")] = None,
    why: Annotated[Rest, Says(label="Why, and what is known so far")] = "",
) -> View:
    """Hand an escalation to a team or a colleague. It stays where it is until they accept it.

    What is returned twice goes to the lead, who decides."""
    listed = still_open(ctx, escalation)
    matter = listed.escalation
    whom = to.id if to is not None else target
    if whom is None:
        raise ctx.missing("target", "To whom? Try to Engineering, or @lee.")
    if to is not None and to.id == matter.owner_id:
        raise UserError(f"{to.name} has it already.", field="to")
    if to is None and target is not None and target.value == matter.target and matter.offered_target is None:
        raise UserError(f"It is with {target.value} already.", field="target")
    given = hand_over(ctx.work, matter, whom, said(why), ctx.member.id, ctx.now)
    name = to.name if to is not None else target.value if target is not None else ""
    return after(ctx, given, listed, f"Asked {name} to take it; until then it stays where it is")


@command(
    "escalation-return",
    record="escalation",
    examples=("escalation:12 return: this is about the invoice, not about the software",),
    title="Return it",
    submit="Return",
)
def return_(
    ctx: Context,
    escalation: Record,
    act: Annotated[Return, Says(typed=True)],
    why: Annotated[Rest, Says(label="Why not you, and who instead")] = "",
) -> View:
    """Return an escalation that was handed to you or to your team, with a reason."""
    listed = still_open(ctx, escalation)
    matter = listed.escalation
    offered = matter.offered_to_id is not None or matter.offered_target is not None
    if not offered and matter.owner_id is not None:
        raise UserError("Nobody handed it on. Give it to somebody: ", CommandLine(f"escalation:{escalation} hand over"))
    if matter.offered_to_id not in (None, ctx.member.id) and not ctx.leads:
        name = ctx.names({matter.offered_to_id})[matter.offered_to_id or 0]
        raise UserError(f"It was handed to {name}, so {name} returns it.")
    if not said(why):
        raise ctx.missing("why", "Why does it not belong there? It helps the next one.")
    giver = matter.offered_by_id or matter.raised_by_id
    back = give_back(ctx.work, matter, said(why), ctx.member.id, ctx.now)
    if giver != ctx.member.id:
        tell_member(ctx.work, back, giver, f"{ctx.member.name} returns it: “{said(why)}”", listed.account, ctx.now)
    done = "Returned"
    if back.offered_to_id is not None:
        done = f"Returned a second time, so {ctx.names({back.offered_to_id})[back.offered_to_id]} decides"
    return after(ctx, back, listed, done)
