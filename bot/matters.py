"""Which nudges a person means, and whether they may act on them."""

from bot import audience
from bot.cards.nudges import ending, rank, said_of
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


def meant(ctx: Context, matter: Subject | None, account: Account | None, *, asks: bool = False) -> list[Nudge]:
    """The open nudges of a matter, of an account, or the only one that waits. Raises UserError where nothing or several
    may be meant (its buttons say the rest of the line again; asks: in a form, as something is missing yet), or the asker
    may not act on it."""
    if matter is not None:
        found = ctx.work.nudges.of_subject(matter.card)
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
    if len(subjects) > 1:
        asked = "Which one?" if ctx.call.command.reads else "Which one? Nothing changed yet."
        raise Unclear(asked, buttons=_buttons(ctx, allowed, asks))
    return [nudge for nudge in allowed if nudge.subject == subjects[0]]


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


def about(ctx: Context, nudge: Nudge) -> Spans:
    """“Acme Corp · renewals coming up”: what was done with, once it says nothing more itself."""
    rule = rules().get(nudge.rule)
    return spans(Bold(title(ctx, nudge)), f" · {rule.title}" if rule and nudge.account_id is not None else "")


def _buttons(ctx: Context, nudges: list[Nudge], asks: bool) -> tuple[Button, ...]:
    """One for each matter, the most urgent first, that says the same line of this matter alone."""
    told = sorted(((nudge, said_of(ctx, nudge)) for nudge in nudges), key=lambda pair: rank(*pair))
    buttons: dict[str, Button] = {}
    for nudge, matter in told:
        said = plain(ctx, matter.number) if matter else ""
        label = f"{matter.title if matter else title(ctx, nudge)}: {said.strip() or rules()[nudge.rule].title}"
        line = ctx.again(matter=Subject(nudge.subject), account=None)
        buttons.setdefault(nudge.subject, Button(label, f"form {line}" if asks else line, opens_form=asks))
    return tuple(buttons.values())[:OFFERED]


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
    ended = next((nudge for nudge in ctx.work.nudges.on_card(matter.card) if may_act(ctx, nudge)), None)
    if ended is None:
        return ("I never said that to you.",)
    return (f"{title(ctx, ended)}: ", ending(ctx, ended), ".")
