"""What stands around the answer to a question: where it is from, that it is not in the data, or what can be asked."""

import re
from dataclasses import replace

from bot import plain_words
from bot.command import Command, registry
from bot.context import Context
from bot.errors import NotInData, UserError
from bot.lexicon import Lexicon
from bot.line import quote
from bot.near_questions import account_in, near_questions
from bot.plain_words import Understood
from bot.refs import Account
from bot.rules.asked_around import FRAGMENT
from bot.rules.small_talk import chat
from bot.rules.sources import SOURCES
from bot.view import Button, Buttons, CommandLine, Footer, Notice, Sayable, Text, View, spans

NOT_IN = "That is not in the data. "
NOUNS = frozenset(
    {"renewal", "owner", "backup", "contract", "goal", "champion", "risk", "kpi", "next"}
)  # “owner of Acme?”
ASKS = frozenset({"why"})  # commands' names with which people ask for more than the command tells
_STATUS_OF = re.compile(r"status (?:of|for|on|with|about) ", re.IGNORECASE)  # of anything, not of Bailey


def may_ask(found: Command, text: str) -> bool:
    """Whether a line that begins with a command's name may be a question all the same: “score of Acme?”."""
    if found.name == "status":
        return _STATUS_OF.match(text.strip()) is not None
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
    return replace(view, blocks=(*told, *view.blocks, *_source(understood)))


def _source(understood: Understood) -> tuple[Footer, ...]:
    (call, *_), asked = understood.calls, understood.asked
    assert asked is not None, "only questions are told where their answer is from"
    account = next((value for value in call.args.values() if isinstance(value, Account)), None)
    name = call.command.name
    of_one, of_all = SOURCES.get(f"{name} {call.args.get('field')}") or SOURCES.get(name, ("", ""))
    said = of_one.format(name=account.name) if account is not None and of_one else of_all
    line = asked.line.replace(asked.account, quote(account.name), 1) if account is not None else asked.line
    return (Footer(spans("From ", said, " · ", CommandLine(line))),) if said else ()


def missing(refused: NotInData) -> UserError:
    said: tuple[Sayable, ...] = (NOT_IN, *refused.said)
    return UserError(*said, buttons=refused.buttons, field=refused.field)


def unread(line: str, lexicon: Lexicon) -> UserError:
    """A question that no rule reads: three near ones that do work. line: normalised."""
    account = account_in(line, lexicon)
    buttons = tuple(Button(question, question) for question in near_questions(line, account, lexicon))
    if account:
        return UserError(
            f"I cannot read that, or it is not in the data of {account}. These I can answer:",
            buttons=(*buttons, Button(f"All of {account}", f"account {quote(account)}")),
        )
    if FRAGMENT.match(line):
        return UserError("I do not keep what was asked before, so ask it whole, such as:", buttons=buttons)
    return UserError("I cannot read that, or it is not in the data. These I can answer:", buttons=buttons)
