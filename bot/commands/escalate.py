"""escalate: carry a customer's matter to whoever can act on it."""

from typing import Annotated, Any

from bot import desks
from bot.cards.escalations import open_button, row, short
from bot.cards.escalations import people as people_of
from bot.command import Says, Unclear, command
from bot.commands.fire import HandleWord
from bot.context import Context
from bot.draw import shield
from bot.escalations.raising import Raised, raise_matter
from bot.line import normalise, tokenise
from bot.mentioned import mentioned
from bot.permissions import HEALTH, INSIDE
from bot.quoting import Message
from bot.request import Line
from bot.rules.routes import kind_told, target_told
from bot.view import Block, Bold, Button, Buttons, CommandLine, Notice, Row, Rows, Spans, Text, View, When, spans
from bot.words import Account, As, Member, Phrase, Rest
from bot.words.escalations import SEV, SEVERE, TARGET, Sev
from storage.tables import Escalation, EscalationKind, TargetName

USUAL = Sev.SEV3


def quoting(message: Message) -> dict[str, Any]:
    """What was written is the matter; the one colleague whom it asks is asked to take it."""
    asked = message.asked[0] if len(message.asked) == 1 else None
    return {"account": message.account, "what": message.text, "to": asked, "link": message.link}


@command(
    "escalate",
    slash=True,
    examples=(
        "escalate Acme sev1 data export down since 9am @lee",
        "escalate Globex invoice charged twice",
        "escalate Nordbank sev2 login fails for all users to Engineering",
        "escalate Acme they feel ignored since the handover",
    ),
    title="Escalate",
    submit="Escalate",
    quoting=quoting,
)
def escalate(
    ctx: Context,
    account: Account,
    kind: Annotated[EscalationKind | None, Says(head=False, label="Break/fix, or the relationship")] = None,
    severity: Annotated[Sev | None, As(SEV), Says(tail=True, keys=("sev",))] = None,
    target: Annotated[
        TargetName | None,
        As(TARGET),
        Says(after=("to",), keys=("team",), tail=True, label="Team", hint="by its words"),
    ] = None,
    to: Annotated[Member | None, As(HandleWord()), Says(tail=True, label="Ask somebody to take it")] = None,
    what: Annotated[Rest, Says(label="What is it", hint="what happens, since when, for whom")] = "",
    quote: Annotated[Phrase | None, Says(head=False, label="The customer’s words")] = None,
    link: Annotated[str | None, Says(hidden=True)] = None,
) -> View:
    """Carry a customer's matter to the people who can act on it, with a clock and one card for everybody.

    Say how bad it is (`sev1` to `sev4`), what it is, and whom you ask (`@lee`). Its words choose the team, or `to Legal`.
    A matter of the relationship goes to the account's CSM. `escalations` lists what is open, `route` who gets what."""
    words = " ".join(what.split()).strip(" :,-–—")
    if not words and not quote:
        raise ctx.missing("what", "What is it? A few words do: data export down since 9am.")
    to = to or mentioned(ctx, words)
    own = {one.words: one.target for one in ctx.work.escalations.words()}
    said = f"{words} {quote or ''}"
    told = target or (target_told(said, own) if kind is not EscalationKind.RELATIONSHIP else None)
    kind = kind or (EscalationKind.BREAK if told else kind_told(said))
    if kind is None:
        raise _which(ctx, account)
    matter = Raised(
        account_id=account.id,
        kind=kind,
        target=None if kind is EscalationKind.RELATIONSHIP else told or TargetName.SUPPORT,
        said=(severity or USUAL).number,
        words=words or " ".join((quote or "").split()),
        quote=" ".join((quote or "").split()) if words else "",
        link=link or "",
        to_id=to.id if to else None,
        knows_health=ctx.sees(HEALTH),
    )
    made = raise_matter(ctx.work, matter, ctx.member.id, ctx.now)
    ctx.work.describe(f"escalation at {account.name}")
    return _raised(ctx, made, account, guessed=severity is None, taken=_taken(ctx, severity, words))


def _taken(ctx: Context, severity: Sev | None, words: str) -> str:
    """The word that was taken for the severity, "" where it was said as one."""
    what = ctx.request.what
    if severity is None or not isinstance(what, Line):
        return ""
    said = (token.low for token in tokenise(normalise(what.text)).tokens)
    left = {token.low for token in tokenise(normalise(words)).tokens}
    return next((word for word in said if SEVERE.get(word) == severity.number and word not in left), "")


def _which(ctx: Context, account: Account) -> Unclear:
    """The first question, where words do not answer it."""
    owner_id = ctx.work.accounts.owners(account.id)[0]
    owner = ctx.names({owner_id}).get(owner_id or 0, "")
    csm = f" → {owner}" if owner else ""
    return Unclear(
        "Is something broken or to be done, or is it about how we get on with them?",
        buttons=(
            Button("Break/fix → Support", ctx.again(kind=EscalationKind.BREAK), "primary"),
            Button(f"Relationship{csm}", ctx.again(kind=EscalationKind.RELATIONSHIP)),
        ),
        field="kind",
        form=ctx.call.command.form(ctx.call.args),
    )


def _raised(ctx: Context, made: Escalation, account: Account, *, guessed: bool, taken: str) -> View:
    """guessed: nobody said a severity. taken: the word that was taken for one."""
    at = f"escalation:{made.id}"
    to = made.target or "the account’s CSM"
    blocks: list[Block] = [
        Notice("done", ctx.private(f"Escalated to {to}")),
        Text((shield(INSIDE, Bold(account.name), f" · Sev {made.level} · “{short(made.words)}”"),)),
        Text((shield(INSIDE, *_where(ctx, made)),)),
        Text((shield(INSIDE, *_clock(made)),)),
    ]
    if taken:
        blocks.append(Text((f"“{taken}” is taken for sev {SEVERE[taken]}.",)))
    asks = guessed or bool(taken)
    others = [Button(f"Sev {sev.number}", f"{at} {sev.value}") for sev in Sev if asks and sev.number != made.level]
    hand = Button("Another team", f"form {at} hand", opens_form=True)
    blocks.append(Buttons((open_button(made), *ctx.undo(), hand, *others)))
    return View((*blocks, *_others(ctx, made)), f"{account.name}: escalated")


def _where(ctx: Context, made: Escalation) -> Spans:
    """Who hears of it, so that nobody assumes that somebody does."""
    if made.owner_id is not None:
        return spans("It is yours already: you have the account.")
    instead = desks.reached(ctx.work, made.offered_to_id, ctx.now) if made.offered_to_id is not None else None
    names = ctx.names({made.offered_to_id, instead})
    asked = f"{names[made.offered_to_id]} is asked to take it." if made.offered_to_id in names else ""
    if asked and instead is not None and instead != made.offered_to_id:
        asked += f" They are away, so {names[instead]} is told as well."
    if made.target is None:
        return spans(asked or "Nobody has this account, so the leads are told.")
    first = desks.chain(ctx.work, made.target, made.account_id, ctx.now)[:1]
    who = ctx.names(set(first)).get(first[0], "") if first else ""
    if desks.target_of(ctx.work, made.target).address:
        return spans(f"{made.target} sees it in its channel.", f" {asked}" if asked else "")
    duty = desks.on_duty(ctx.work, made.target)
    if first and first[0] in duty:
        return spans(f"{who} is on duty in {made.target} and is told.", f" {asked}" if asked else "")
    set_it = CommandLine(f"route {made.target} to #channel")
    nobody = f"{made.target} has no channel and nobody on duty yet, so {who or 'nobody'} is told. "
    return spans(nobody, asked, " " if asked else "", "An admin sets one: ", set_it)


def _clock(made: Escalation) -> Spans:
    if made.taken_at is not None:
        return spans("Solution by ", When(made.resolve_by, "moment")) if made.resolve_by else spans("No deadline")
    return spans("First answer by ", When(made.respond_by, "moment"))


def _others(ctx: Context, made: Escalation) -> tuple[Block, ...]:
    """What is open there besides, in case it is the same."""
    others = [one for one in ctx.work.escalations.of_account(made.account_id) if one.escalation.id != made.id][:2]
    if not others:
        return ()
    names = people_of(ctx, others)
    rows: tuple[Row, ...] = tuple(row(ctx, one, names, account=False) for one in others)
    return (Text(("Open there already:",)), Rows(rows))
