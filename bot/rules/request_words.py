"""What a line says of a request: `SCIM provisioning must because audit in March "we cannot onboard by hand"`."""

import re
from enum import IntEnum
from typing import NamedTuple

LONGEST_TITLE = 90


class Importance(IntEnum):
    """How much it matters to the customer, as they say it."""

    NICE = 1
    SHOULD = 2
    MUST = 3
    DEALBREAKER = 4

    @property
    def said(self) -> str:
        return {1: "nice to have", 2: "should have", 3: "must have", 4: "deal breaker"}[self.value]


SAID: dict[str, Importance] = {
    "nice": Importance.NICE,
    "nice to have": Importance.NICE,
    "nice-to-have": Importance.NICE,
    "could": Importance.NICE,
    "should": Importance.SHOULD,
    "should have": Importance.SHOULD,
    "should-have": Importance.SHOULD,
    "important": Importance.SHOULD,
    "must": Importance.MUST,
    "must have": Importance.MUST,
    "must-have": Importance.MUST,
    "dealbreaker": Importance.DEALBREAKER,
    "deal breaker": Importance.DEALBREAKER,
    "deal-breaker": Importance.DEALBREAKER,
    "blocker": Importance.DEALBREAKER,
    "showstopper": Importance.DEALBREAKER,
}


class Said(NamedTuple):
    """what: the wish itself. quote: the customer's own words. Everything but it is "" or None where it was not said."""

    what: str
    importance: Importance | None = None
    why: str = ""
    requirements: str = ""
    quote: str = ""


_QUOTE = re.compile(r'"((?:[^"\\]|\\.){3,})"')
_NEEDS = re.compile(
    r"[\s,;.]*\b(?:requirements?|needs|requires|details?)\s*:\s*(?P<said>.+)$", re.IGNORECASE | re.DOTALL
)
_WHY = re.compile(
    r"[\s,;:.(–—-]*\b(?:because(?: of)?|b/c|bc|cuz|reason:|why:|(?P<aim>so that|in order to))\s*(?P<said>.+?)\)?$",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = "|".join(sorted(map(re.escape, SAID), key=len, reverse=True))
_AT_THE_END = re.compile(rf"(?:^|[\s,;:(–—-]+)(?P<said>{_WORDS})\)?$", re.IGNORECASE)
# In front `must` rather begins what it does (`must support groups`), so there it needs a mark, or to be said in full.
_IN_FRONT = re.compile(
    rf"(?:(?P<marked>{_WORDS})\s*[:,–—]\s*|(?P<whole>(?:nice|must|should)[- ](?:to[- ])?have|deal[- ]?breaker)\s+)",
    re.IGNORECASE,
)


def read(text: str) -> Said:
    rest, quote = _quote(" ".join(text.split()))
    requirements = why = ""
    if found := _NEEDS.search(rest):
        rest, requirements = rest[: found.start()], found["said"].strip()
    if (found := _WHY.search(rest)) and (found.start() > 0 or quote):
        aim = f"{found['aim'].lower()} " if found["aim"] else ""
        rest, why = rest[: found.start()], aim + found["said"].strip(" .")
    rest = rest.strip(" ,;:–—-")
    importance = None
    if found := _AT_THE_END.search(rest):
        rest, importance = rest[: found.start()], SAID[found["said"].lower()]
    elif found := _IN_FRONT.match(rest):
        rest, importance = rest[found.end() :], SAID[(found["marked"] or found["whole"]).lower().replace("-", " ")]
    return Said(rest.strip(" ,;:–—-") or quote, importance, why, requirements, quote)


def _quote(text: str) -> tuple[str, str]:
    """The words without the longest quoted text, and that; a quoted word or two is rather a name."""
    quoted = [found for found in _QUOTE.finditer(text) if len(found[1].split()) > 2]
    if not quoted:
        return re.sub(r'"([^"]*)"', r"\1", text), ""
    longest = max(quoted, key=lambda found: len(found[1]))
    rest = f"{text[: longest.start()].rstrip(' :,;–—-')} {text[longest.end() :].strip()}"
    return " ".join(rest.split()), longest[1].replace('\\"', '"')


def title_of(what: str) -> str:
    """A request's name from the words it was asked for in: the first clause, short enough for a button."""
    head = re.split(r"(?<=[\w)])[.:;]\s|\s[–—-]\s|,\s", what.strip(), maxsplit=1)[0]
    if len(head) > LONGEST_TITLE:
        head = head[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    return head[:1].upper() + head[1:]


# ------------------------------------------------------------ likes and dislikes

_LIKES = re.compile(
    r"\b(?:loves?|loved|likes?|liked|great|happy|enjoys?|delighted|excellent|impressed|fantastic|praised?|easy|perfect)\b",
    re.IGNORECASE,
)
_DISLIKES = re.compile(
    r"\b(?:hates?|hated|dislikes?|slow|buggy|bugs?|broken|confus\w+|annoy\w+|frustrat\w+|difficult|hard|missing|poor|bad|"
    r"unhappy|complains?|complained|clumsy|crash\w*|too many|not (?:like|happy)|do(?:es)?n'?t like|lacks?|ugly|clunky)\b",
    re.IGNORECASE,
)


def liking(text: str) -> int:
    """1 for what they like, -1 for what they do not, 0 where words do not tell."""
    bad = bool(_DISLIKES.search(text))
    good = bool(_LIKES.search(text)) and not re.search(r"\b(?:not|n't|don'?t|doesn'?t) \w*\s*(?:like|love)", text, re.I)
    return 0 if good == bad else 1 if good else -1
