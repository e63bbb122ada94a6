"""From the words that people flag a risk with to its category: “Jane Doe is leaving the company” is a champion who left,
“they are leaving” is a customer who does."""

import re
from typing import NamedTuple

from bot.rules.risks import KINDS
from storage.tables import RiskCategory

C = RiskCategory

_WHO = r"(?:champion|sponsor|stakeholder|contact|cfo|ceo|coo|cto|cio|vp|buyer|admin|decision[- ]maker|power user)"
_GOES = r"(?:left|leaves|leaving|gone|quit|resigned|retires?|retiring|moved|moves|moving|departed|departs?|fired|lost)"
_USE = r"(?:usage|use|adoption|log-?ins?|activity|engagement)"
_AIM = r"(?:priority|priorities|strategy)"

# The first that fits is meant, so what is said more exactly stands before what is said more loosely.
_SAID: tuple[tuple[RiskCategory, str | None, tuple[str, ...]], ...] = (
    (
        C.CHAMPION,
        None,
        (
            rf"{_WHO}s?(?: \w+)?(?: is| are| has| have| was)? {_GOES}",
            rf"lost (?:our |their |the )?{_WHO}",
            rf"(?:new|no|silent|missing) {_WHO}",
            r"champion", r"sponsor", r"successor", r"on (?:parental |maternity |sick )?leave",
            r"(?:leaves?|leaving|left|quits?|quitting) (?:the|her|his|their) (?:company|job|team|firm|role)",
        ),
    ),
    (C.SERVICE, "upgrade side effects", (r"side[- ]effects?", r"since the (?:upgrade|update|migration)")),
    (
        C.CONSOLIDATION,
        None,
        (
            r"merg(?:e|es|ed|er|ing)", r"acqui(?:red|sition|res?|ring)", r"bought by", r"taken over", r"takeover",
            r"consolidat\w+", r"vendor (?:reduction|review)", r"fewer (?:vendors|suppliers|tools)",
        ),
    ),
    (C.ADOPTION, "never rolled out", (r"never rolled out", r"no roll-?out", r"not rolled out")),
    (C.ADOPTION, "not trained", (r"not trained", r"untrained", r"nobody (?:is |was )?trained")),
    (C.ADOPTION, "users left", (r"(?:users|analysts?|(?:their )?team) (?:have |has )?left",)),
    (
        C.ADOPTION,
        None,
        (
            rf"(?:low|no|poor|falling|dropping|less|lack of|declining|weak) {_USE}",
            rf"(?:{_USE}|seats?)(?: \w+){{0,2}} (?:low|down|dropp?\w*|fall\w*|fell|declin\w+|unused|halved)",
            r"(?:nobody|no one|few|hardly anybody|don'?t|never) (?:really )?(?:uses?|logs? ?in|opens?)",
            r"not (?:using|used|logging in)", r"stopp?(?:ed|ing)? using", r"shelf-?ware",
            r"underus\w+", r"adoption",
        ),
    ),
    (
        C.COMPETITOR,
        None,
        (
            r"compet\w+", r"switch(?:ing|ed)? to", r"evaluat\w+ (?:other|another|alternatives?)", r"alternatives?",
            r"(?:other|another) (?:vendor|supplier|provider|tool|solution|product)s?", r"rivals?", r"instead of us",
            r"explor\w+ [\w .&-]{1,40} instead", r"build(?:ing)? (?:it |one )?(?:themselves|in-house|their own)",
            r"rfp", r"tender", r"bake-?off",
        ),
    ),
    (
        C.PRICING,
        None,
        (
            r"pric(?:e|es|ing|ey)", r"expensive", r"too dear", r"cost(?:s|ly)?", r"discount", r"cheaper", r"budgets?",
        ),
    ),
    (C.PRODUCT_GAP, "obsolescence", (r"obsolet?e\w*", r"obsolescence", r"outdated", r"old-fashioned")),
    (
        C.PRODUCT_GAP,
        "missing feature",
        (r"features?", r"product gaps?", r"lacks?", r"road ?map", r"integrations?", r"cannot do", r"can'?t do",
         r"do(?:es)?(?: not|n'?t) do"),
    ),
    (C.SERVICE, "outage", (r"outages?", r"down(?:time)?", r"incidents?", r"sev-?\s?[01]")),
    (C.SERVICE, "support", (r"support", r"tickets?", r"response times?")),
    (
        C.SERVICE,
        None,
        (
            r"service", r"bugs?", r"buggy", r"unreliable", r"unstable", r"broken", r"crash\w*", r"slow", r"errors?",
            r"quality", r"data loss", r"escalat\w+",
            r"angry", r"furious", r"complain\w*", r"late loads?",
        ),
    ),
    (
        C.BUSINESS,
        "no new projects",
        (r"no new projects?", r"projects? (?:stopped|cancel\w+|on hold|frozen)", r"freeze", r"frozen"),
    ),
    (
        C.BUSINESS,
        "withheld resources",
        (r"withh(?:eld|old\w*) (?:\w+ )?resources?", r"no (?:people|resources|time) for (?:us|it)",
         r"resources? (?:withheld|withdrawn|pulled)"),
    ),
    (
        C.BUSINESS,
        "priority change",
        (
            rf"{_AIM}(?: \w+)? chang\w+", rf"chang\w+ (?:of )?{_AIM}", rf"(?:other|new) {_AIM}",
        ),
    ),
    (C.BUSINESS, "reorganisation", (r"re-?org\w*", r"restructur\w+")),
    (
        C.BUSINESS,
        "hard times",
        (
            r"lay-?offs?", r"laid off", r"lay(?:s|ing)? off", r"job cuts", r"cut(?:s|ting)? (?:jobs|staff)",
            r"insolv\w+", r"bankrupt\w*", r"hard times", r"cost cutting",
            r"their business", r"business (?:is )?down",
        ),
    ),
    (
        C.VALUE_GAP,
        None,
        (
            r"value", r"roi", r"(?:see|sees|seeing) (?:the|any|no|little) (?:point|benefit|use)",
            r"no (?:point|use)", r"no (?:results?|outcomes?|benefits?)", r"goals? (?:not|missed)", r"not worth",
            r"unmet expectations?", r"disappointed", r"(?:poor|bad) fit",
        ),
    ),
    (
        C.LEAVING,
        None,
        (
            r"leav(?:e|es|ing)", r"churn(?:s|ing)?", r"cancel\w*", r"terminat\w+", r"gave notice",
            r"notice (?:received|given)", r"not renew\w*", r"won'?t renew", r"threaten\w*", r"walk(?:ing)? away",
            r"wants? out", r"quit(?:s|ting)?",
        ),
    ),
)  # fmt: skip
_PATTERNS = tuple(
    (re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE), category, cause) for category, cause, phrases in _SAID
)

# Somebody of theirs goes, and not the customer: a name of two capitalised words before the verb, with or without a title.
_PERSON_GOES = re.compile(
    r"\b(?!They\b|We\b)[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ][\w'’-]+"
    rf"(?:,? (?:the |our |their )?[\w ]{{2,30}}?,?)? (?:is |has |will be |was )?{_GOES}\b"
)
# By a first name alone, where nothing else stands before the verb.
_ONE_GOES = re.compile(
    r"(?!(?:They|We|It|All|Half|Most|Some|Many|Customer|Client|Users?|People|Staff|Every\w+|Team|Analysts?)\b)"
    r"[A-ZÀ-Þ][a-zß-ÿ'’-]+ (?:is |has |will be |was )?"
    r"(?:left|leaves|leaving|gone|quit|quits|quitting|resigned|retires?|retiring|departed)\b"
)
_DECLARED = re.compile(
    r"\b(?:told (?:me|us)|said (?:so|that|they|to us)|gave (?:us )?notice|notice received|announced|"
    r"(?:they|she|he|customer|cfo|ceo|coo|cio|cto) (?:says?|said|announced|declared))\b",
    re.IGNORECASE,
)
# A price may be high without the risk being so.
_NO_SEVERITY = frozenset(
    {
        "too", "so", "very", "as", "is", "are", "was", "were", "get", "gets", "how", "more", "not", "quite", "rather",
        "price", "prices", "cost", "costs", "fees", "pricing",
    }
)  # fmt: skip


class Read(NamedTuple):
    """What words say of a risk. category: None where they do not tell. evidence: what they say beyond its mere name."""

    category: RiskCategory | None
    cause: str | None
    evidence: str
    declared: bool


def read(text: str) -> Read:
    """`pricing: they were offered half` → pricing, with the rest for its evidence."""
    plain = " ".join(text.split())
    category, cause, rest = _named(plain)
    if category is None:
        category, cause = _told(plain)
        rest = plain
    return Read(category, cause, rest, bool(_DECLARED.search(plain)))


class End(NamedTuple):
    """How a risk is said to have ended. about: what of it was named, as typed. outcome: saved, narrowly saved or lost."""

    about: str
    outcome: str
    why: str


_ENDED = re.compile(
    r"(?:(?!(?:narrowly|barely|just)\b)(?P<about>[^:]{1,80}?)(?:\s+(?:is|was|now|has been))*\s+)??"
    r"(?P<outcome>(?:narrowly|barely|just)[ -]saved|saved|averted|resolved|solved|lost)"
    r"(?:\s*[:,;–—]\s*|\s+-\s+|\s+(?=because\b)|\s*$)(?P<why>.*)",
    re.IGNORECASE | re.DOTALL,
)


def ending(text: str) -> End | None:
    """`pricing narrowly saved: credit and a visit` tells of an end, not of a new risk. So may `champion lost`, which is
    for whoever reads it to settle."""
    found = _ENDED.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    said = found["outcome"].lower()
    outcome = "lost" if said == "lost" else "narrowly saved" if said.endswith("saved") and said != "saved" else "saved"
    why = re.sub(r"^because (?!of\b)", "", found["why"], flags=re.IGNORECASE)
    return End((found["about"] or "").strip(), outcome, why.strip())


_WORKED = re.compile(
    r"(?P<about>[^:]{1,80}?)\s+(?:(?:is|was|has been|now|being)\s+)*(?:worked|in work)(?:\s+on)?"
    r"(?:\s*[:,;–—]\s*(?P<why>.*)|\s*)",
    re.IGNORECASE | re.DOTALL,
)


def work_on(text: str) -> tuple[str, str] | None:
    """`pricing worked: sent the new list` → what of, and what was done."""
    found = _WORKED.fullmatch(" ".join(text.split()))
    return (found["about"], (found["why"] or "").strip()) if found else None


def may_be_severity(word_before: str) -> bool:
    """Whether `high` after this word is how bad it is: in “pricing too high” it is not."""
    return word_before not in _NO_SEVERITY


def _named(text: str) -> tuple[RiskCategory | None, str | None, str]:
    """A category or cause by its own name: alone, or at the beginning with a mark after it."""
    low = text.casefold()
    for name, (category, cause) in _NAMES.items():
        if low == name:
            return category, cause, ""
        if low.startswith(name) and (low[len(name)] in ":,;–—" or low.startswith(f"{name} - ")):
            return category, cause, text[len(name) :].lstrip(" :,;–—-")
    return None, None, ""


def _told(text: str) -> tuple[RiskCategory | None, str | None]:
    if _PERSON_GOES.search(text) or _ONE_GOES.match(text):
        return C.CHAMPION, None
    return next(((category, cause) for pattern, category, cause in _PATTERNS if pattern.search(text)), (None, None))


# What people call a category and nothing more: it is no evidence for it.
_ALSO: dict[RiskCategory, tuple[str, ...]] = {
    C.PRODUCT_GAP: ("product", "product-gap", "missing features", "feature gap"),
    C.VALUE_GAP: ("value", "value-gap", "no value", "no roi", "poor fit", "unmet expectations"),
    C.ADOPTION: ("adoption", "low usage", "usage", "lack of adoption", "no adoption", "low engagement"),
    C.CHAMPION: (
        "champion", "lost champion", "champion departure", "champion-departure", "sponsor left", "champion is leaving",
        "champion leaving", "champion has left", "our champion left", "sponsor leaving", "lost sponsor",
    ),
    C.PRICING: ("price", "too expensive", "budget"),
    C.SERVICE: ("service", "service-failure", "quality", "bugs"),
    C.CONSOLIDATION: ("merger", "acquisition", "vendor consolidation"),
    C.COMPETITOR: ("competition", "competitors"),
    C.BUSINESS: ("business", "priorities", "layoffs", "restructuring"),
    C.LEAVING: (
        "leave", "churn", "churning", "wants to leave", "want to leave", "cancel", "cancelling", "they are leaving",
        "may leave", "is leaving", "are leaving", "threatens to leave",
    ),
}  # fmt: skip


def _names() -> dict[str, tuple[RiskCategory, str | None]]:
    """Longest first, so that `low adoption` is not `low`."""
    said: dict[str, tuple[RiskCategory, str | None]] = {}
    for category, kind in KINDS.items():
        said |= {cause: (category, cause) for cause in kind.causes}
        said |= dict.fromkeys((category.value, *_ALSO[category]), (category, None))
    return dict(sorted(said.items(), key=lambda one: -len(one[0])))


_NAMES = _names()
