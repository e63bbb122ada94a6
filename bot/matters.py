"""Which nudges a person means, and whether they may act on them."""

from bot import audience
from bot.cards.nudge_words import ending, is_snoozed, said_of
from bot.cards.waiting import urgency_of
from bot.context import Context
from bot.errors import UserError
from bot.grammar.errors import Unclear
from bot.nudge import rules, sentence
from bot.refs import Account
from bot.rhythms import covered_by, on_team
from bot.view import Bold, Button, CommandLine, Spans, When, spans
from bot.words import Subject
from storage.tables import Nudge

OFFERED = 5


def meant(
    ctx: Context,
    matter: Subject | None,
    account: Account | None,
    *,
    asks: bool = False,
    every: bool = False,
    anywhere: bool = False,
) -> list[Nudge]:
    """The open nudges of a matter, or of several that were named together; of an account, or the only one that waits.
    every: all of them, however many matters they are of, the most urgent first; anywhere: also of all accounts. Raises
    UserError where nothing or several may be meant (its buttons say the rest of the line again; asks: in a form, as
    something is missing yet), or the asker may not act on it."""
    if every and not anywhere and matter is None and account is None:
        name = {"handled": "done"}.get(ctx.call.command.name, ctx.call.command.name)
        raise UserError("All that waits at which account? Try ", CommandLine(f"{name} Acme all"), field="account")
    if matter is not None:
        found = [nudge for card in matter.cards for nudge in ctx.work.nudges.of_subject(card)]
    elif account is not None:
        found = ctx.work.nudges.of_account(account.id)
    else:
        found = ctx.work.nudges.of_member(ctx.member.id, ctx.now)
    allowed = [nudge for nudge in found if may_act(ctx, nudge)]
    if not allowed and found:
        raise UserError(f"That is for {_whose(ctx, found[0])}; the account's team and leads can act on it.")
    subjects = list(dict.fromkeys(nudge.subject for nudge in allowed))
    if not subjects:
        raise UserError(*_nothing(ctx, matter, account), " What waits for you is listed by ", CommandLine("nudges"))
    if every or matter is not None:
        return allowed if matter is not None else _by_urgency(ctx, allowed)
    if len(subjects) > 1:
        raise Unclear("Which one?", buttons=_buttons(ctx, allowed, asks, together=account is not None))
    return allowed


def _by_urgency(ctx: Context, nudges: list[Nudge]) -> list[Nudge]:
    return sorted(nudges, key=lambda nudge: urgency_of(nudge, said_of(ctx, nudge)))


def sleeping(ctx: Context, matter: Subject | None, account: Account | None) -> list[Nudge]:
    """What was put off and sleeps still: of a matter, of an account, or all of the asker's own. Raises UserError where it
    is of several accounts and none was named."""
    if matter is not None:
        found = [nudge for card in matter.cards for nudge in ctx.work.nudges.of_subject(card)]
    elif account is not None:
        found = ctx.work.nudges.of_account(account.id)
    else:
        found = ctx.work.nudges.snoozed(ctx.member.id, ctx.now)
    asleep = [nudge for nudge in found if is_snoozed(ctx, nudge) and may_act(ctx, nudge)]
    if matter is None and len({title(ctx, nudge) for nudge in asleep}) > 1:
        raise Unclear("Which one?", buttons=_buttons(ctx, asleep, asks=False, together=True))
    return _by_urgency(ctx, asleep)


def may_act(ctx: Context, nudge: Nudge) -> bool:
    """Whoever it is for or was handed to, the account's owner and backup, whoever answers while they are away, and
    leads."""
    if ctx.leads or ctx.member.id in (nudge.member_id, nudge.offered_to_id):
        return True
    if nudge.account_id is not None and on_team(ctx.work, ctx.member.id, nudge.account_id, ctx.today):
        return True
    return nudge.member_id in covered_by(ctx.work, ctx.member.id, ctx.today)


def title(ctx: Context, nudge: Nudge) -> str:
    """What a nudge is about, in words: its account, or its rule."""
    if nudge.account_id is not None:
        return ctx.work.accounts.named({nudge.account_id})[nudge.account_id].name
    rule = rules().get(nudge.rule)
    return sentence(rule.title) if rule else nudge.subject


def titles(ctx: Context, nudges: list[Nudge]) -> str:
    """“Acme Corp”, “Acme Corp, 3 matters”, or “5 matters” where they are of several accounts."""
    matters = len({nudge.subject for nudge in nudges})
    names = list(dict.fromkeys(title(ctx, nudge) for nudge in nudges))
    if len(names) > 1:
        return f"{matters} matters"
    return f"{names[0]}, {matters} matters" if matters > 1 else names[0]


def about(ctx: Context, nudges: list[Nudge]) -> Spans:
    """“Acme Corp · renewals coming up, next steps due”: what was done with, once it says nothing more itself."""
    first = nudges[0]
    found = dict.fromkeys(rule.title for nudge in nudges if (rule := rules().get(nudge.rule)))
    said = f" · {', '.join(found)}" if found and first.account_id is not None else ""
    return spans(Bold(title(ctx, first)), said)


def _buttons(ctx: Context, nudges: list[Nudge], asks: bool, together: bool) -> tuple[Button, ...]:
    """One for each matter, the most urgent first, that says the same line of this matter alone; and, together, one that
    says it of all of them."""
    told = sorted(((nudge, said_of(ctx, nudge)) for nudge in nudges), key=lambda pair: urgency_of(*pair))
    buttons: dict[str, Button] = {}
    for nudge, matter in told:
        said = plain(ctx, matter.number) if matter else ""
        label = f"{matter.title if matter else title(ctx, nudge)}: {said.strip() or rules()[nudge.rule].title}"
        buttons.setdefault(nudge.subject, _again(ctx, label, Subject(nudge.subject), asks))
    every = (_again(ctx, f"All {len(buttons)}", Subject.of(buttons), asks),)
    return (*list(buttons.values())[:OFFERED], *(every if together else ()))


def _again(ctx: Context, label: str, matter: Subject, asks: bool) -> Button:
    line = ctx.again(matter=matter, account=None)
    return Button(label, f"form {line}" if asks else line, opens_form=asks)


def plain(ctx: Context, said: Spans) -> str:
    """The words of spans that anybody may see: those of a button."""
    reader = audience.reader(ctx.member, ctx.now)
    words = (
        span.text if isinstance(span, Bold) else reader.when(span.at, span.style) if isinstance(span, When) else span
        for span in said
    )
    return "".join(word for word in words if isinstance(word, str))


def _whose(ctx: Context, nudge: Nudge) -> str:
    return ctx.names({nudge.member_id}).get(nudge.member_id, "somebody else")


def _nothing(ctx: Context, matter: Subject | None, account: Account | None) -> tuple[str | Spans, ...]:
    if account is not None:
        return (f"Nothing waits at {account.name}.",)
    if matter is None:
        return ("Nothing waits for you.",)
    ended = next((nudge for nudge in ctx.work.nudges.on_card(matter.cards[0]) if may_act(ctx, nudge)), None)
    if ended is None:
        return ("I never said that to you.",)
    return (f"{title(ctx, ended)}: ", ending(ctx, ended), ".")
