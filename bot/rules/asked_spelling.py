"""Questions as fingers type them: in quotes, with a letter too many, with two letters swapped. Pure."""

import re
from collections.abc import Callable

from rapidfuzz.distance import OSA

from bot.line import vocabulary
from bot.rules.asked_words import DAYS, KNOWN, PRONOUNS, TURNS

# The words that questions are made of; a word that is none at all may be one of them, misspelt.
CORE = vocabulary(
    "when what which where does whose owns owner owned backup deputy renew renews renewal renewals renewing contract "
    "contracts expire expires notice deadline customer customers account accounts client clients request requests "
    "requested asked wants wanted feature features escalation escalations escalated incident incidents issue issues "
    "reference references referenceable healthcare health healthy score complaint complaints complained feedback risk "
    "risks churn churned open overdue status goal goals contact contacts champion talked spoke spoken last next "
    "quarter month week year today yesterday this many much show list activities meeting meetings calls revenue "
    "responsible forecast champions quiet silent planned shipped declined unacknowledged likes dislikes biggest "
    "industry region retention should about there have with from doing"
)
_SWAPPED = {
    "wen": "when", "whn": "when", "wat": "what", "wht": "what", "whta": "what", "hwo": "how", "woh": "who",
    "teh": "the", "hte": "the", "wich": "which", "whos": "who is", "wats": "what is", "wens": "when is",
    "whats": "what is", "whens": "when is", "hows": "how is", "wheres": "where is", "hw": "how",
    "hwos": "how is", "custs": "customers", "accts": "accounts", "acct": "account", "esc": "escalation",
    "reqs": "requests", "req": "request", "refs": "references", "qtr": "quarter", "mtg": "meeting",
    "mtgs": "meetings", "cust": "customer", "r": "are", "ur": "your", "y": "why", "abt": "about", "w/": "with",
    "4": "for", "tmrw": "tomorrow", "tmr": "tomorrow", "tomorow": "tomorrow", "yday": "yesterday", "eoy": "this year",
}  # fmt: skip
_RIGHT = KNOWN | DAYS | PRONOUNS | TURNS
_SHORTEST, _LONG = 4, 8  # letters of a word that may be misspelt by one letter, and by two
_WORD = re.compile(r"[^\W\d_][\w'’/]*|(?<!\S)4(?= \D)")
_QUOTED = re.compile(r"^[\"'“”‘’«»„`](?P<said>[^\"“”«»„`]+)[\"'“”‘’«»„`][?.!]*$")


def unquoted(line: str) -> str:
    """A question that stands in quotes, without them."""
    match = _QUOTED.match(line.strip())
    return match["said"] if match is not None else line


def respelt(line: str, is_name: Callable[[str], bool]) -> str:
    """The line with misspelt words of questions mended. is_name: whether an account's name begins so."""

    def mended(match: re.Match[str]) -> str:
        word = match[0]
        low = word.casefold()
        if low in _RIGHT and low not in _SWAPPED:
            return word
        inside = match.start() > 0 and word[:1].isupper() and not line.isupper()
        if inside or is_name(word):
            return word
        return _SWAPPED.get(low) or _core(low) or word

    return _WORD.sub(mended, line)


def _core(word: str) -> str:
    """The one word of questions that it is like; \"\" where there is none, or several."""
    if len(word) < _SHORTEST:
        return ""
    most = 2 if len(word) >= _LONG else 1
    near = sorted((OSA.distance(word, core), _slip(word, core), core) for core in CORE)
    best = [core for distance, slip, core in near if distance <= most and (distance, slip) == near[0][:2]]
    return best[0] if len(best) == 1 else ""


def _slip(word: str, meant: str) -> int:
    """How fingers slip, the commonest first: letters swapped, one left out, one too many, another one."""
    if sorted(word) == sorted(meant):
        return 0
    return 1 if len(meant) > len(word) else 2 if len(meant) < len(word) else 3
