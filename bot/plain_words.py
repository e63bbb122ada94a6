"""Being understood without a command: "had a 45 min call with Globex about SSO yesterday", "who owns Globex?".

Deterministic rules over the same grammar. Whoever calls this tries the registry's commands first.
"""

import re
from dataclasses import dataclass

from bot.command import Call, Command
from bot.errors import NotInData, UserError
from bot.grammar.understand import drafts_of
from bot.lexicon import Lexicon
from bot.line import normalise, quote
from bot.questions import Asked, ask
from bot.refs import Account
from bot.registry import Registry
from bot.rules.wishes import WISHES
from bot.words import ActivityKind


@dataclass(frozen=True, slots=True)
class Understood:
    """calls: what the words ask for. certain: it may be done at once, with Undo; else it is shown first. asked: the
    question that they answer."""

    calls: tuple[Call, ...]
    certain: bool
    asked: Asked | None = None


_GREETING = re.compile(r"^(?:(?:hi|hey|hello|ok|okay|please|pls|bailey|so|and|also|quick one)[,!:. ]+)+", re.IGNORECASE)
_ASKED = re.compile(
    r"^(?:(?:can|could|would|will) you (?:please )?|i(?:'d| would) like to |i want to |please |let me )", re.IGNORECASE
)
_ABOUT_ME = re.compile(
    r"^(?:i(?:'ve| have)?|we(?:'ve| have)?|just|today|this morning|this afternoon|earlier)\s+"
    r"(?:have\s+)?(?:just\s+)?(?:also\s+)?",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\?\s*$|^(?:should|shall|do i|did i|did we|what|when|who|why|how|where|is|are|if)\b"
    r"|\b(?:will|'ll|need to|have to|going to|want to|remind|must|should|planning to|plan to|might|maybe|let's|"
    r"cancelled|canceled|rescheduled|postponed|didn't happen|did not happen|supposed to|never had|didn't have)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:had|did|was|were|spoke|talked|met|called|phoned|rang|emailed|e-mailed|mailed|wrote|chatted|messaged|visited|"
    r"trained|onboarded|presented|demoed|synced|checked in|caught up|held|ran|hosted|joined|attended|finished|texted|"
    r"pinged|zoomed|lunched|sent|travelled|traveled|flew|drove|researched|prepared|left|went)\b",
    re.IGNORECASE,
)
_LONGEST = 2_000  # characters


def understand(text: str, registry: Registry, lexicon: Lexicon) -> Understood | None:
    """What plain words ask for, None when they ask for nothing Bailey can do.

    Raises UserError where they ask for something, but an account may be any of several or a date lies ahead.
    """
    line = normalise(text)
    if not line or len(line) > _LONGEST:
        return None
    spoken = _GREETING.sub("", line)
    return asked(line, registry, lexicon) or _activity(spoken, registry.get("log"), lexicon)


def asked(text: str, registry: Registry, lexicon: Lexicon) -> Understood | None:
    """What a question or a wish asks for, whatever the greeting before it. text: of any length.

    Raises UserError where it names an account that nobody knows, or one of several."""
    line = normalise(text)
    if not line or len(line) > _LONGEST:
        return None
    spoken = _ASKED.sub("", _GREETING.sub("", line))
    try:
        found = ask(line, registry, lexicon)
    except NotInData:
        if (wish := _wish(spoken, registry, lexicon)) is not None:
            return wish
        raise
    if found is not None:
        return Understood(registry.read(found.line, lexicon), certain=True, asked=found)
    return _wish(spoken, registry, lexicon)


_LOG = re.compile(r"^log\s+", re.IGNORECASE)


def _wish(spoken: str, registry: Registry, lexicon: Lexicon) -> Understood | None:
    """Something to be done, in words: “remind me to call Acme” is `next Acme call them`."""
    for pattern, template in WISHES:
        match = pattern.fullmatch(spoken)
        if match is None:
            continue
        parts = {name: part or "" for name, part in match.groupdict().items()}
        account = parts.pop("account", "").strip(" \"'")
        if "{}" in template and not _known(account, lexicon):
            continue
        said = template.format(quote(account) if account else "", **parts)
        if registry.find(said) is None:
            continue
        return Understood(registry.read(said, lexicon), certain=True)
    return None


def _known(phrase: str, lexicon: Lexicon) -> bool:
    if lexicon.exact(phrase) or lexicon.begins(phrase):
        return True
    near = lexicon.near(phrase, 1)
    return bool(near) and near[0][1] >= 75


def _activity(spoken: str, log: Command | None, lexicon: Lexicon) -> Understood | None:
    """An activity: type and account must both be in the words; the rest decides whether it is certain."""
    if log is None:
        return None
    body = _LOG.sub("", _ABOUT_ME.sub("", _ASKED.sub("", spoken)))
    doubtful = bool(_DOUBT.search(spoken))
    drafts = drafts_of(log, body, lexicon)
    if any("kind" not in draft.values or not _names_account(draft.values.get("account")) for draft in drafts):
        return None
    try:
        calls = log.read(body, lexicon)
    except UserError:
        if doubtful:  # "should I call Acme tomorrow?" asks for nothing that can be logged
            return None
        raise
    certain = not doubtful and not drafts[0].strays and all(_certain(spoken, call) for call in calls)
    return Understood(calls, certain)


def _names_account(value: object) -> bool:
    items = value if isinstance(value, tuple) else (value,)
    return value is not None and all(getattr(item, "items", True) for item in items)


def _certain(spoken: str, call: Call) -> bool:
    """Complete, of the past, and without a guess: what is misspelt, doubtful or still to come is shown first."""
    if any(isinstance(account, Account) and account.how == "near" for account in call.args["account"]):
        return False
    told = call.args["kind"] is ActivityKind.NOTE and bool(call.args["note"])
    return told or call.args["length"] is not None or bool(_PAST.search(spoken))
