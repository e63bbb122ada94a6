"""Whether two customers want the same thing differently: one on, the other off; one for everybody, the other for admins."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.rules.product_words import meaning


class Contradiction(NamedTuple):
    """about: what they differ in, one's word and the other's."""

    one: str
    other: str

    @property
    def about(self) -> str:
        return f"“{self.one}” or “{self.other}”"


# What cannot both be, by the patterns of either side.
_SIDES: tuple[tuple[str, str], ...] = (
    (r"(?:switched |turned )?on by default|default(?:s)? (?:to )?on|enabled by default|opt[- ]?out",
     r"(?:switched |turned )?off by default|default(?:s)? (?:to )?off|disabled by default|opt[- ]?in"),
    (r"mandatory|required|obligatory|enforced|forced?", r"optional|voluntary|not (?:required|mandatory|enforced|forced)"),
    (r"automatic(?:ally)?|automated|without (?:anybody|anyone) approving",
     r"manual(?:ly)?|by hand|only after (?:an? )?(?:approval|confirmation)"),
    (r"everybody|everyone|all users|all members|any user|company[- ]wide",
     r"only (?:for )?(?:the )?(?:admins?|managers?|owners?)|admins? only|managers? only"),
    (r"per (?:user|person|seat)|for each user|individual(?:ly)?",
        r"per (?:team|workspace|organi[sz]ation|account)|shared|global(?:ly)?"),
    (r"in real time|real[- ]?time|immediately|at once|instant(?:ly)?",
        r"once a day|daily|weekly|over ?night|batch(?:ed)?|digest"),
    (r"keep|retain|never delete|preserve", r"delete|remove|erase|purge"),
    (r"visible|public|show(?:n)?", r"hidden|private|hide|invisible"),
    (r"before", r"after"),
    (r"ascending|oldest first|a to z", r"descending|newest first|z to a"),
    (r"on[- ]prem(?:ise)?s?|own servers?|self[- ]hosted", r"in the cloud|cloud[- ]only|saas|hosted by you"),
    (r"read[- ]only|view[- ]only", r"edit(?:able)?|writ(?:e|able)|read[- ]write"),
    (r"one[- ]way", r"two[- ]way|bi[- ]?directional(?:ly)?|both ways"),
    (r"block(?:s|ed)?|forbid(?:s)?|prevent(?:s|ed)?|deny", r"allow(?:s|ed)?|permit(?:s|ted)?"),
    (r"more (?:detail|fields|options)", r"fewer (?:fields|options)|simpler|less detail"),
    (r"in the eu|in europe|in germany", r"in the us|in the usa|in america"),
)  # fmt: skip
_PATTERNS = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in _SIDES
)
_FIGURE = re.compile(
    r"(?P<bound>at least|at most|up to|minimum|maximum|max|min|after|within|every|for|under|over)?\s*"
    r"(?P<number>\d+(?:[.,]\d+)?)\s*"
    r"(?P<unit>seconds?|minutes?|hours?|days?|weeks?|months?|years?|users?|seats?|rows?|records?|mb|gb|%|percent)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:(?:must|should|may|can|do|does|shall) ?(?:not|n['’]t)|never|no longer|don['’]?t|doesn['’]?t|without|no) "
    r"(?:(?:be|have|need|want|get|any|a|an|the|to) )*(?P<verb>[\w-]+)",
    re.IGNORECASE,
)
_LONG_ENOUGH = {"over": "at least", "minimum": "at least", "min": "at least", "maximum": "at most", "max": "at most",
                "under": "at most", "up to": "at most", "within": "at most"}  # fmt: skip


def contradiction(one: str, other: str) -> Contradiction | None:
    """The first thing in which two wordings of one request cannot both be met; None where they can."""
    return next(_found(" ".join(one.split()), " ".join(other.split())), None)


def _found(one: str, other: str) -> Iterator[Contradiction]:
    for left, right in _PATTERNS:
        yield from _sides(one, other, left, right)
    yield from _figures(one, other)
    yield from _negated(one, other)
    yield from (Contradiction(found.other, found.one) for found in _negated(other, one))


def _sides(one: str, other: str, left: re.Pattern[str], right: re.Pattern[str]) -> Iterator[Contradiction]:
    here, there = (left.search(one), right.search(one)), (left.search(other), right.search(other))
    # Whoever names both sides wants a choice, which meets the other as well.
    if all(here) or all(there):
        return
    for mine, theirs in ((here[0], there[1]), (here[1], there[0])):
        if mine and theirs:
            yield Contradiction(mine[0].lower(), theirs[0].lower())


def _figures(one: str, other: str) -> Iterator[Contradiction]:
    """`after 30 days` and `after 90 days`; more than `at least 30` asks for contradicts nothing."""
    for mine in _FIGURE.finditer(one):
        for theirs in _FIGURE.finditer(other):
            if mine["unit"].lower().rstrip("s") != theirs["unit"].lower().rstrip("s"):
                continue
            bounds = {_bound(mine), _bound(theirs)}
            left, right = (float(each["number"].replace(",", ".")) for each in (mine, theirs))
            if left == right or (bounds & {"at least", "at most"} and not _exclude(mine, theirs, left, right)):
                continue
            yield Contradiction(" ".join(mine[0].lower().split()), " ".join(theirs[0].lower().split()))


def _bound(found: re.Match[str]) -> str:
    said = (found["bound"] or "").lower()
    return _LONG_ENOUGH.get(said, said)


def _exclude(mine: re.Match[str], theirs: re.Match[str], left: float, right: float) -> bool:
    """Whether a floor lies above what the other allows at most."""
    floor = left if _bound(mine) == "at least" else right if _bound(theirs) == "at least" else None
    ceiling = left if _bound(mine) == "at most" else right if _bound(theirs) == "at most" else None
    return floor is not None and ceiling is not None and floor > ceiling


def _negated(one: str, other: str) -> Iterator[Contradiction]:
    """`must not sync groups` and `sync groups`: the same words, once with a no before them."""
    for found in _NOT.finditer(one):
        verb = meaning(found["verb"])
        plain = [match for match in re.finditer(r"[\w-]+", other) if meaning(match[0]) & verb]
        if not plain or any(verb & meaning(no["verb"]) for no in _NOT.finditer(other)):
            continue
        after = meaning(one[found.end() :]) - verb
        if not after or after & meaning(other):
            yield Contradiction(found[0].lower(), plain[0][0].lower())
