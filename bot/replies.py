"""What stands around the answer to a question: where it is from, that it is not in the data, or what can be asked."""

import re
from dataclasses import replace

from bot import plain_words
from bot.command import Command
from bot.context import Context
from bot.errors import NotInData, UserError
from bot.lexicon import Lexicon
from bot.line import quote
from bot.near_questions import account_in, near_questions
from bot.permissions import COMMANDS, RIGHTS
from bot.plain_words import Understood
from bot.questions import nearest_lines
from bot.refs import Account
from bot.registry import registry
from bot.request import Place
from bot.rules.asked_around import FRAGMENT
from bot.rules.small_talk import chat
from bot.rules.sources import SOURCES
from bot.view import Button, Buttons, CommandLine, Footer, Notice, Sayable, Spans, Text, View, When, spans
from storage.tables import Role

# What stands in an account's record, and its column there.
WRITTEN = {
    "owner": "owner_id", "backup": "backup_id", "goal": "goal", "tier": "tier", "segment": "segment", "stage": "stage",
    "industry": "industry", "region": "region",
}  # fmt: skip
NEAREST = 2  # look-ups that answer a part of a question, offered before the nearest questions
OFFERED = 3
NOT_IN = "That is not in the data. "
NOUNS = frozenset(
    {"renewal", "owner", "backup", "contract", "goal", "champion", "risk", "kpi", "next", "feedback", "health"}
)  # “owner of Acme?”
ASKS = frozenset({"why"})  # commands' names with which people ask for more than the command tells
# “status of the export”, “feedback from Acme”: no line of a command goes on so.
_OF = re.compile(
    r"(?:status (?:of|for|on|with|about)|(?:feedback|goal|owner|backup|champion|contract|renewal|"
    r"health(?: scores?)?|next) (?:of|from)|next steps? (?:for|of|with|at)) ",
    re.IGNORECASE,
)


def may_ask(found: Command, text: str) -> bool:
    """Whether a line that begins with a command's name may be a question all the same: “score of Acme?”."""
    if _OF.match(text.strip()):
        return True
    if found.name == "status":
        return False
    return found.name in ASKS or ((found.reads or found.name in NOUNS) and text.rstrip().endswith("?"))


def chatted(line: str) -> View | None:
    """The few words that answer “thanks”, “hi” or “👍”. line: normalised."""
    found = chat(line)
    if found is None:
        return None
    buttons = tuple(Button(label, command) for label, command in found.lines)
    return View((Text((found.said,)), *((Buttons(buttons),) if buttons else ())), found.said)


def asked(ctx: Context, text: str) -> Understood | None:
    """What a question or a wish asks for. Raises UserError where an account is not in the data, or may be several."""
    try:
        return plain_words.asked(text, registry, ctx.knows)
    except NotInData as refused:
        raise missing(refused) from None


def asked_instead(ctx: Context, text: str) -> Understood | None:
    """The same for a line that no command could read; None where it is no better as a question."""
    try:
        found = plain_words.asked(f"{text.rstrip(' .?!')}?", registry, ctx.knows)
    except UserError:
        return None
    return found if found is not None and found.asked is not None else None


def sourced(ctx: Context, understood: Understood, view: View) -> View:
    """The answer with its source: “From Acme’s contracts · /account Acme renewal”. What is not recorded is said first."""
    if view.form is not None:
        return view
    told = (Notice("info", (NOT_IN + " ".join(ctx.lacks),)),) if ctx.lacks else ()
    return replace(view, blocks=(*told, *view.blocks, *_source(ctx, understood)))


def _source(ctx: Context, understood: Understood) -> tuple[Footer, ...]:
    (call, *_), asked = understood.calls, understood.asked
    assert asked is not None, "only questions are told where their answer is from"
    account = next((value for value in call.args.values() if isinstance(value, Account)), None)
    name = call.command.name
    of_one, of_all = SOURCES.get(f"{name} {call.args.get('field')}") or SOURCES.get(name, ("", ""))
    said = of_one.format(name=account.name) if account is not None and of_one else of_all
    line = asked.line.replace(asked.account, quote(account.name), 1) if account is not None else asked.line
    changed = _changed(ctx, account.id, str(call.args.get("field") or "")) if account is not None else ()
    return (Footer(spans("From ", said, *changed, " · ", CommandLine(line))),) if said else ()


def _changed(ctx: Context, account_id: int, field: str) -> Spans:
    """“, changed 3 Nov by Sam”, for whoever may look into the audit, in their own chat; one's own change for oneself."""
    column = WRITTEN.get(field)
    if column is None or ctx.request.address.place is not Place.DIRECT:
        return ()
    changes = ctx.work.changes.of_record(ctx.account(account_id))
    last = next((one for one in reversed(changes) if one.before is not None and column in one.after), None)
    if last is None:
        return ()
    mine = last.member_id == ctx.member.id
    if not mine and COMMANDS["audit"] not in RIGHTS[Role(ctx.member.role)]:
        return ()
    by = "you" if mine else ctx.names({last.member_id}).get(last.member_id, "somebody")
    return spans(", changed ", When(last.at, "day"), f" by {by}")


def missing(refused: NotInData) -> UserError:
    said: tuple[Sayable, ...] = (NOT_IN, *refused.said)
    return UserError(*said, buttons=refused.buttons, field=refused.field)


def unread(line: str, lexicon: Lexicon) -> UserError:
    """A question that no rule reads: three near ones that do work. line: normalised."""
    account = account_in(line, lexicon)
    offered = [*nearest_lines(line, registry, lexicon, NEAREST), *near_questions(line, account, lexicon)]
    buttons = tuple(Button(question, question) for question in offered[:OFFERED])
    if account:
        return UserError(
            f"I cannot read that, or it is not in the data of {account}. These I can answer:",
            buttons=(*buttons, Button(f"All of {account}", f"account {quote(account)}")),
        )
    if FRAGMENT.match(line):
        return UserError("I do not keep what was asked before, so ask it whole, such as:", buttons=buttons)
    return UserError("I cannot read that, or it is not in the data. These I can answer:", buttons=buttons)
