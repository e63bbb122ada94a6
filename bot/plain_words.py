"""Being understood without a command: "had a 45 min call with Globex about SSO yesterday", "who owns Globex?".

Deterministic rules over the same grammar. Whoever calls this tries the registry's commands first.
"""

import re
from dataclasses import dataclass

from bot.command import Call, Command, Registry
from bot.errors import UserError
from bot.grammar.errors import Unclear
from bot.grammar.understand import concluded, drafts_of
from bot.lexicon import Lexicon
from bot.line import joined, normalise, tokenise
from bot.refs import Account


@dataclass(frozen=True, slots=True)
class Understood:
    """calls: what the words ask for. certain: it may be done at once, with Undo; else it is shown first."""

    calls: tuple[Call, ...]
    certain: bool


_GREETING = re.compile(r"^(?:(?:hi|hey|hello|ok|okay|please|pls|bailey|so|and|also|quick one)[,!:. ]+)+", re.IGNORECASE)
_ASKED = re.compile(
    r"^(?:can|could|would|will) you (?:please )?|^i(?:'d| would) like to |^i want to |^please |^let me ", re.IGNORECASE
)
_ABOUT_ME = re.compile(
    r"^(?:i(?:'ve| have)?|we(?:'ve| have)?|just|today|this morning|this afternoon|earlier)\s+(?:have\s+)?(?:just\s+)?(?:also\s+)?",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\?\s*$|^(?:should|shall|do i|did i|did we|what|when|who|why|how|where|is|are|if)\b"
    r"|\b(?:will|'ll|need to|have to|going to|want to|remind|must|should|planning to|plan to|might|maybe|let's|cancelled|"
    r"canceled|rescheduled|postponed|didn't happen|did not happen|supposed to|no longer|never had|didn't have|instead of)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:had|did|was|were|spoke|talked|met|called|phoned|rang|emailed|e-mailed|mailed|wrote|chatted|messaged|visited|trained|"
    r"onboarded|presented|demoed|synced|checked in|caught up|held|ran|hosted|joined|attended|finished|texted|pinged|zoomed|"
    r"lunched|sent|travelled|traveled|flew|drove|researched|prepared|left)\b",
    re.IGNORECASE,
)

_ACCOUNT = r"(?P<account>.+?)"
_POSSESSED = rf"(?:{_ACCOUNT}(?:'s|s')|(?:the )?account {_ACCOUNT.replace('account', 'other')})"
_QUESTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern + r"\s*[?.!]*$", re.IGNORECASE), line)
    for pattern, line in (
        (rf"when (?:does|do|will|is|are) {_ACCOUNT} (?:up for )?(?:renew(?:al|ing|s)?|due)", "account {} renewal"),
        (rf"when(?:'s| is) (?:the )?renewal(?: date)? (?:of|for|at) {_ACCOUNT}", "account {} renewal"),
        (rf"when(?:'s| is) {_ACCOUNT}(?:'s)? renewal(?: date)?", "account {} renewal"),
        (rf"(?:what(?:'s| is) (?:the )?)?renewal(?: date)? (?:of|for|at) {_ACCOUNT}", "account {} renewal"),
        (rf"what(?:'s| is) {_ACCOUNT}'s renewal(?: date)?", "account {} renewal"),
        (rf"(?:who(?:'s| is) )?(?:the )?(?:owner|csm) (?:of|for|on|at) {_ACCOUNT}", "account {} owner"),
        (rf"who (?:owns|has|runs|manages|covers|looks after|is responsible for|handles) {_ACCOUNT}", "account {} owner"),
        (rf"who(?:'s| is) {_ACCOUNT}'s (?:owner|csm)", "account {} owner"),
        (rf"whose (?:account )?is {_ACCOUNT}", "account {} owner"),
        (rf"when did (?:i|we|anyone|anybody|someone) last (?:talk|speak|touch|meet|call|contact)(?: to| with)? {_ACCOUNT}", "account {} touch"),
        (rf"(?:when was )?(?:the |our )?last (?:touch|contact|call|meeting)(?: with| of| at)? {_ACCOUNT}", "account {} touch"),
        (rf"what(?:'s| is) (?:the )?(?P<field>arr|tier|segment|stage|goal|health|owner|backup|notice|industry)(?: date)? (?:of|for|at) {_ACCOUNT}", "account {} {field}"),
        (rf"what(?:'s| is) {_ACCOUNT}'s (?P<field>arr|tier|segment|stage|goal|health|owner|backup|notice|industry)(?: date)?", "account {} {field}"),
        (rf"(?:how much|what) (?:does|do|is) {_ACCOUNT} (?:pay|paying|worth)(?: us)?", "account {} arr"),
        (rf"how healthy is {_ACCOUNT}", "account {} health"),
        (rf"how(?:'s| is| are|s) {_ACCOUNT}(?: doing| going| looking)?", "account {}"),
        (rf"(?:tell me|what do (?:we|you) know|anything new) (?:about|on|at) {_ACCOUNT}", "account {}"),
        (rf"(?:show|open|find|look up|lookup|pull up|get)(?: me)? (?:the )?(?:account )?{_ACCOUNT}", "account {}"),
        (rf"what(?:'s| is) (?:up|new|going on|happening) (?:with|at) {_ACCOUNT}", "account {}"),
        (r"(?:show|list|what are|which are|who are)(?: me)? (?:all )?my (?:accounts|customers|book)", "accounts mine"),
        (r"(?:what's|what is|whats) (?:on )?(?:my (?:day|plate|agenda)|due|up)(?: today)?|what should i do(?: today| next)?|my day", "day"),
        (r"what did i (?:do|log)(?P<period> today| yesterday| this week| last week| this month)?", "activities{period}"),
        (r"(?:undo|take|revert)(?: that| it| this| the last(?: one| thing)?)(?: back)?", "undo"),
        (r"what can (?:you|i) (?:do|say|type)|how does this work|how do i start|who are you", "help"),
    )
)  # fmt: skip


def understand(text: str, registry: Registry, lexicon: Lexicon) -> Understood | None:
    """What plain words ask for, None when they ask for nothing Bailey can do.

    Raises Unclear where they do, but an account in them may be any of several.
    """
    line = normalise(text)
    if not line or len(line) > 2_000:
        return None
    spoken = _GREETING.sub("", line)
    asked = question(_ASKED.sub("", spoken), registry, lexicon)
    return asked or _activity(spoken, registry.get("log"), lexicon)


def question(spoken: str, registry: Registry, lexicon: Lexicon) -> Understood | None:
    """A look-up: "when does Acme renew?" is `account Acme renewal`."""
    for pattern, template in _QUESTIONS:
        match = pattern.fullmatch(spoken)
        if match is None:
            continue
        parts = {name: part or "" for name, part in match.groupdict().items()}
        account = parts.pop("account", "").strip(" \"'")
        if "{}" in template and not _known(account, lexicon):
            continue
        command = registry.find(template)
        if command is None:
            continue
        said = template.format(f'"{account}"' if account else "", **parts)
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
    body = _ABOUT_ME.sub("", _ASKED.sub("", spoken))
    body = re.sub(r"^log\s+", "", body, flags=re.IGNORECASE)
    try:
        drafts = drafts_of(log, body, lexicon)
        if any("kind" not in draft.values or not _names_account(draft.values.get("account")) for draft in drafts):
            return None
        if len(drafts) > 1:
            return Understood(log.read(body, lexicon), certain=False)
        call = concluded(log, drafts[0], lexicon)
    except Unclear as error:
        return _raise_if_meant(error, spoken)
    except UserError:
        if _DOUBT.search(spoken):
            return None
        raise
    calls = log.read(body, lexicon) if ";" in body or "\n" in body else (call,)
    return Understood(calls, certain=_certain(spoken, call, drafts[0].strays))


def _raise_if_meant(error: Unclear, spoken: str) -> None:
    if not _DOUBT.search(spoken):
        raise error


def _names_account(value: object) -> bool:
    items = value if isinstance(value, tuple) else (value,)
    return all(getattr(item, "items", True) for item in items) and value is not None


def _certain(spoken: str, call: Call, strays: bool) -> bool:
    """Complete, about the past, and without a guess: what is misspelt, doubtful or to come is shown first."""
    if strays or _DOUBT.search(spoken) or call.alternatives:
        return False
    accounts = call.args["account"]
    if any(isinstance(account, Account) and account.how == "near" for account in accounts):
        return False
    return call.args["length"] is not None or bool(_PAST.search(spoken))


__all__ = ["Understood", "joined", "question", "tokenise", "understand"]
