"""What happens to an escalation between its first line and its end: who has it, what is said, what is missing."""

from enum import StrEnum
from typing import Annotated, NoReturn

from bot.cards import escalation_card
from bot.command import Incomplete, Says, Unclear, command
from bot.commands.fire import HandleWord
from bot.context import Context
from bot.errors import UserError
from bot.escalations import give_back, hand_over, pause, resume, take, tell_csm, tell_member, update, weigh
from bot.view import Block, Button, Buttons, CommandLine, Notice, View
from bot.words import As, Member, Phrase, Rest
from bot.words.escalations import SEV, TARGET, Sev
from storage.queries.escalations import ListedEscalation
from storage.tables import Escalation, EscalationState, TargetName

Record = Annotated[int, Says(label="Escalation")]
FOR_CUSTOMERS = ("customer", "customers", "for customer", "for customers", "safe")
Safe = Annotated[
    Phrase | None,
    Says(
        head=False,
        keys=FOR_CUSTOMERS,
        label="What the customer may be told",
        hint="its CSM gets it to copy",
    ),
]


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


class Need(StrEnum):
    NEED = "need"

    @classmethod
    def synonyms(cls) -> dict["Need", tuple[str, ...]]:
        return {cls.NEED: ("need info", "needs info", "needs", "need more info", "waiting", "waiting for")}


class Info(StrEnum):
    INFO = "info"

    @classmethod
    def synonyms(cls) -> dict["Info", tuple[str, ...]]:
        return {cls.INFO: ("answer", "answered", "here is the info", "resume", "go on", "continue")}


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
    return _changed(ctx, taken, listed, done)


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
        _ask(ctx, "target", "To whom? Try to Engineering, or @lee.")
    if to is not None and to.id == matter.owner_id:
        raise UserError(f"{to.name} has it already.", field="to")
    if to is None and target is not None and target.value == matter.target and matter.offered_target is None:
        raise UserError(f"It is with {target.value} already.", field="target")
    given = hand_over(ctx.work, matter, whom, said(why), ctx.member.id, ctx.now)
    name = to.name if to is not None else target.value if target is not None else ""
    return _changed(ctx, given, listed, f"Asked {name} to take it; until then it stays where it is")


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
        _ask(ctx, "why", "Why does it not belong there? It helps the next one.")
    giver = matter.offered_by_id or matter.raised_by_id
    back = give_back(ctx.work, matter, said(why), ctx.member.id, ctx.now)
    if giver != ctx.member.id:
        tell_member(ctx.work, back, giver, f"{ctx.member.name} returns it: “{said(why)}”", listed.account, ctx.now)
    done = "Returned"
    if back.offered_to_id is not None:
        done = f"Returned a second time, so {ctx.names({back.offered_to_id})[back.offered_to_id]} decides"
    return _changed(ctx, back, listed, done)


@command(
    "escalation-need",
    record="escalation",
    examples=("escalation:12 need info: which export, and the error's number",),
    title="Need info",
    submit="Ask",
)
def need(
    ctx: Context,
    escalation: Record,
    act: Annotated[Need, Says(typed=True)],
    what: Annotated[Rest, Says(label="What you need to know")] = "",
) -> View:
    """Say what you have to know to go on. Whoever raised it and the CSM are asked; the clock stands until they answer."""
    listed = still_open(ctx, escalation)
    if not said(what):
        _ask(ctx, "what", "What do you need to know?")
    waiting = pause(ctx.work, listed.escalation, ctx.now, said(what))
    for whom in {waiting.raised_by_id, listed.account_owner_id} - {None, ctx.member.id}:
        answer = Button("Answer", f"form escalation:{escalation} info", "primary", opens_form=True)
        words = f"{ctx.member.name} needs to know: “{said(what)}”"
        tell_member(ctx.work, waiting, whom or 0, words, listed.account, ctx.now, answer)
    return _changed(ctx, waiting, listed, "Asked; the clock stands until they answer")


@command(
    "escalation-info",
    record="escalation",
    examples=("escalation:12 info: the CSV export, error 504",),
    title="Here is the info",
    submit="Answer",
)
def info(
    ctx: Context,
    escalation: Record,
    act: Annotated[Info, Says(typed=True)],
    text: Annotated[Rest, Says(label="What is known now")] = "",
) -> View:
    """Answer what was asked about an escalation; its clock goes on with as much left as it had."""
    listed = still_open(ctx, escalation)
    matter = listed.escalation
    if matter.state != EscalationState.WAITING and not said(text):
        raise UserError("Nothing is asked there. Say what is new: ", CommandLine(f"escalation:{escalation} update …"))
    if not said(text):
        _ask(ctx, "text", "What is known now?")
    matter, _ = update(ctx.work, matter, said(text), "", ctx.member.id, ctx.now)
    if matter.state == EscalationState.WAITING:
        matter = resume(ctx.work, matter, ctx.now)
    if matter.owner_id not in (None, ctx.member.id):
        words = f"{ctx.member.name} answers: “{said(text)}”"
        tell_member(ctx.work, matter, matter.owner_id or 0, words, listed.account, ctx.now)
    return _changed(ctx, matter, listed, "Kept; the clock goes on")


@command(
    "escalation-update",
    record="escalation",
    examples=(
        "escalation:12 update fix in test customer: A fix is in test, we expect it by 11:00",
        "escalation:12 the importer was restarted",
    ),
    title="Say how it goes",
    submit="Send",
)
def news(
    ctx: Context,
    escalation: Record,
    act: Annotated[bool | None, Says(words=("update", "news"), typed=True)] = None,
    text: Annotated[Rest, Says(keys=("internal",), label="For colleagues")] = "",
    safe: Safe = None,
) -> View:
    """Say how an escalation goes: one text for colleagues, and after `customer:` one that the customer may be told.

    The account's CSM gets the second to copy; nothing goes to the customer by itself."""
    listed = still_open(ctx, escalation)
    if not said(text) and not said(safe or ""):
        _ask(ctx, "text", "What is new?")
    changed, kept = update(ctx.work, listed.escalation, said(text), said(safe or ""), ctx.member.id, ctx.now)
    if safe:
        tell_csm(ctx.work, changed, kept, listed.account, ctx.now)
    return _changed(ctx, changed, listed, "Update kept")


@command("escalation-severity", record="escalation", examples=("escalation:12 sev2",), title="Change the severity")
def severity(ctx: Context, escalation: Record, act: Annotated[Sev, As(SEV), Says(label="Severity")]) -> View:
    """Say that an escalation is worse, or not so bad; its clocks run anew from now."""
    listed = still_open(ctx, escalation)
    changed = weigh(ctx.work, listed.escalation, act.number, ctx.now)
    return _changed(ctx, changed, listed, f"Sev {act.number} from now on")


# ------------------------------------------------------------ shared


def said(text: str) -> str:
    """Words without what joined them to the ones before, and without the quotes that stand around all of them."""
    words = " ".join(text.split()).lstrip(" :,-–—")
    bare = words[1:-1]
    return bare if words == f'"{bare}"' and '"' not in bare else words


def known(ctx: Context, id: int) -> ListedEscalation:
    listed = ctx.work.escalations.get(id)
    if listed is None:
        raise UserError(f"There is no escalation {id}. List them: ", CommandLine("escalations team"))
    return listed


def still_open(ctx: Context, id: int) -> ListedEscalation:
    listed = known(ctx, id)
    if listed.escalation.resolved_at is not None:
        buttons = (
            Button("Reopen it", f"form escalation:{id} reopen", opens_form=True),
            Button("Look at it", f"escalations escalation:{id}"),
        )
        raise UserError(f"That one at {listed.account} is resolved already.", buttons=buttons)
    return listed


def stands(ctx: Context, listed: ListedEscalation, done: str, *more: Button) -> View:
    """What was done, and the escalation as it stands now."""
    matter = ctx.work.get(Escalation, listed.escalation.id)
    assert matter is not None, "it was just read"
    blocks: list[Block] = [Notice("done", (done,))] if done else []
    blocks += escalation_card.card(ctx, matter, ctx.account(matter.account_id))
    buttons = (*ctx.undo(), *more)
    return View((*blocks, *((Buttons(buttons),) if buttons else ())), f"{listed.account}: kept")


def _changed(ctx: Context, matter: Escalation, listed: ListedEscalation, done: str) -> View:
    ctx.work.describe(f"escalation at {listed.account}")
    return stands(ctx, listed._replace(escalation=matter), done)


def _ask(ctx: Context, field: str, sentence: str) -> NoReturn:
    raise Incomplete(sentence, form=ctx.call.command.form(ctx.call.args, {field: sentence}), field=field)
