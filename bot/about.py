"""A line that begins with an account instead of a command: “Globex health”, “Acme champion left”, “Acme is unhappy”."""

import re

from bot.command import Call
from bot.grammar.errors import Unclear
from bot.lexicon import Lexicon
from bot.line import normalise, quote, tokenise, vocabulary
from bot.questions import ask
from bot.refs import Account
from bot.registry import Registry
from bot.renewals import Verdict
from bot.rules.asked_words import KNOWN
from bot.rules.risk_words import read
from bot.view import Button
from bot.words.accounts import AccountWord, Among
from storage.tables import RiskCategory

# What is looked at by its mere name after an account; the command's name.
LOOKED_AT = {
    name: command
    for command, names in {
        "health": ("health", "score", "health score"),
        "kpis": ("kpi", "kpis"),
        "risks": ("risk", "risks"),
        "escalations": ("escalation", "escalations"),
        "complaints": ("complaint", "complaints"),
        "renewal": ("renewal", "renewals"),
        "activities": ("activity", "activities", "history"),
    }.items()
    for name in names
}
LONGEST = 2_000  # characters
NAMED = 40
_SENTIMENTS = {
    "red": "unhappy angry furious upset frustrated disappointed annoyed red",
    "yellow": "quiet cool lukewarm yellow",
    "green": "happy thrilled delighted pleased satisfied green",
}
_COLOURS = {how: colour for colour, hows in _SENTIMENTS.items() for how in hows.split()}
_UPSET = vocabulary(_SENTIMENTS["red"]) - {"red"}
_FEELS = re.compile(
    rf"(?:is|are|seems?|looks?|feels?|sounds?)\b(?: \w+){{0,2}} (?P<how>{'|'.join(_COLOURS)})", re.IGNORECASE
)
_WANTS = re.compile(
    r"(?:really |also |urgently )?(?:wants?|wish(?:es)?(?: for)?|needs?|asks? for|asked for|would like(?: to have)?|"
    r"(?:is|are) asking for|requested|requests) (?P<what>.+)",
    re.IGNORECASE,
)
# What is said of many things besides a renewal.
_LOOSE = vocabulary("safe certain risk risky shaky flat closed left leaving grew likely probably reduced")
_VERDICTS = {
    word: verdict
    for verdict in Verdict
    for word in (verdict.value, *Verdict.synonyms().get(verdict, ()))
    if word not in _LOOSE
}
_account = AccountWord()
_LEAD = re.compile(r"^(?:(?:and|or|so|ok|okay|also|then)[, ]+)+", re.IGNORECASE)  # “and Globex?”
# Words with which something is told of an account, rather than asked for: “Globex wants SSO”, “Acme at risk”.
_TELLING = vocabulary(
    "is are was were has have had will would want wants wish wishes need needs ask asks said says told churn churning "
    "lost left leaving leaves cancel cancels cancelling complain complains like likes love loves hate hates risk happy "
    "unhappy angry upset met spoke done won went down broken fire red yellow green quiet commit probable certain safe "
    "shaky flat grew likely today tomorrow yesterday note gave give gives given threat threats threatens announces"
)
_TELLS = re.compile(rf"\b(?:{'|'.join(sorted(_TELLING))}|\w{{3,}}ed|\d.*)\b", re.IGNORECASE)


def about_account(text: str, registry: Registry, lexicon: Lexicon) -> tuple[Call, ...] | None:
    """The calls that a line asks for which names an account and what to look at. None where it begins with no account.

    Raises Unclear, with what may be done on buttons, where it says something of the account: nothing is guessed.
    """
    line = _LEAD.sub("", normalise(text))
    typed = tokenise(line)
    if len(line) > LONGEST or not len(typed):
        return None
    found = _account.find(typed, 0, lexicon)
    if found is None:
        return None
    if found.value.items and not found.value.sure and typed.tokens[0].text.islower() and typed.low(0) in KNOWN:
        return None  # “open issues” are none of Open Shelf Books
    said = line[typed.tokens[found.end - 1].end :].strip(" :,?!.–—-")
    name = line[: typed.tokens[found.end - 1].end].strip(" :,")
    asked = ask(f"what is {line.rstrip(' .?!')}?", registry, lexicon) if said and not _TELLS.search(said) else None
    if asked is not None:
        return registry.read(asked.line, lexicon)
    looked_at = LOOKED_AT.get(said.casefold(), "account" if not said else None)
    if looked_at is not None:
        return registry.read(f"{looked_at} {quote(_plain(name))}", lexicon)
    raise Unclear(
        f"{_called(found.value, name)}: what shall I do with “{_short(said)}”?",
        buttons=_offers(quote(_plain(name)), said),
        field="account",
    )


def _offers(account: str, said: str) -> tuple[Button, ...]:
    """What it most likely is, first."""
    feels, told = _FEELS.match(said), read(said)
    buttons: list[Button] = []
    if feels is not None:
        colour = _COLOURS[feels["how"].lower()]
        buttons.append(
            Button(f"Sentiment {colour}", f"sentiment account:{account} colour:{colour} reason:{quote(said)}")
        )
    elif told.category is RiskCategory.LEAVING:
        buttons.append(Button("Declare a fire", f"fire account:{account} text:{quote(said)}"))
    if (wish := _WANTS.match(said)) is not None:
        line = f"form request account:{account} what:{quote(wish['what'])}"
        buttons.append(Button("A feature request", line, opens_form=True))
    if feels is not None and feels["how"].lower() in _UPSET:
        buttons.append(Button("A complaint", f"complaint account:{account} words:{quote(said)}"))
    if told.category is not None and feels is None:
        buttons.append(Button("Flag a risk", f"risk account:{account} evidence:{quote(said)}"))
    if (verdict := _decided(said)) is not None:
        buttons.insert(0, Button(f"Renewal: {verdict.value}", f"renewal {account} {said}"))
    log = Button("Keep a note", f"log kind:note account:{account} note:{quote(said)}")
    return (*buttons, log, Button("Look at it", f"account account:{account}"))


def _decided(said: str) -> Verdict | None:
    """“renewed 120k”, “churned: pricing”, “will churn”: a forecast or an outcome at the beginning of what is said."""
    low = said.casefold()
    meant = [(word, verdict) for word, verdict in _VERDICTS.items() if re.match(rf"{re.escape(word)}(?!\w)", low)]
    return max(meant, key=lambda one: len(one[0]))[1] if meant else None


def _called(found: Among, name: str) -> str:
    return found.items[0].name if len(found.items) == 1 and isinstance(found.items[0], Account) else _plain(name)


def _plain(name: str) -> str:
    return re.sub(r"['’]s$", "", name.strip('"“”'))


def _short(said: str) -> str:
    return said if len(said) <= NAMED else f"{said[: NAMED - 1]}…"
