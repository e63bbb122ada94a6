"""What somebody looks for, from their words: “fintech EMEA case study”, “who can give a quote in healthcare?”. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.line import vocabulary
from bot.rules.trades import recorded
from storage.tables import AskKind

SAID: Mapping[AskKind, tuple[str, ...]] = {
    AskKind.LOGO: ("logo", "logos"),
    AskKind.QUOTE: ("quote", "quotes", "quotable", "testimonial", "testimonials"),
    AskKind.CASE_STUDY: (
        "case study", "case studies", "casestudy", "success story", "success stories", "story", "case",
    ),
    AskKind.CALL: ("call", "calls", "reference call", "reference calls", "phone call"),
    AskKind.EVENT: ("event", "events", "conference", "webinar", "panel"),
    AskKind.SPEAKER: ("speaker", "speakers", "talk", "keynote"),
    AskKind.REVIEW: ("review", "reviews", "rating"),
}  # fmt: skip
KINDS = {phrase: kind for kind, phrases in SAID.items() for phrase in phrases}
SMALL = vocabulary(
    "a an the in for of from with at on to and or who whom what which can could would give us me any somebody someone "
    "anybody anyone customer customers account accounts company companies reference references is are please find we i "
    "need want looking speak product size use region industry kind do have my our there as by sized "
    "be being been was were "
    "will willing happy able good best great right now available some somewhere ready serve act "
    "agree agreed get got take "
    "find show list suggest recommend propose approach approachable ask asked space vertical "
    "based around within "
    "prospect prospects new lead leads deal sales marketing vouch advocate advocates advocacy people "
    "person one ones user "
    "users client clients may might should this that these those let know pls today potential possible whose "
    "how many much get about it they them into out up participate join share provide done doing referenceable referee "
    "one two three four five six seven eight nine ten couple few several show more examples example happy satisfied "
    "enthusiastic am you speaking peer given give gave has besides show name press release publicly "
    "referees stand tell say write also else really currently quarter month week future upcoming next soon"
)
_WORD = re.compile(r"[^\W_][\w&+./'-]*")
_LONGEST = 3


@dataclass(frozen=True, slots=True)
class Seeking:
    """industries, regions, segments: as they are written down. words: of the use case, the product or the size, as they
    were said. said: part → the words that stood for it."""

    kind: AskKind | None = None
    industries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)

    def without(self, part: str) -> "Seeking":
        """The same with one part left out. part: a key of `said`."""
        said = {name: typed for name, typed in self.said.items() if name != part}
        nothing: dict[str, Any] = {part: None if part == "kind" else (), "said": said}
        return replace(self, **nothing)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded word → as it is written down, each way."""

    industries: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, tuple[str, ...]]
    segments: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, described: Iterable[tuple[str | None, str | None, str | None]]) -> "Vocabulary":
        rows = list(described)
        return cls(*(_folded(row[place] for row in rows) for place in range(3)))


def _folded(values: Iterable[str | None]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for value in dict.fromkeys(values):
        if value and value.strip():
            found[value.casefold()] = (*found.get(value.casefold(), ()), value)
    return found


def seek(text: str, known: Vocabulary) -> Seeking:
    """The longest phrases first, from the left; what nothing knows is looked for in the use case."""
    tokens = [word.rstrip("'./-") for word in _WORD.findall(text)]  # a phone's quotes around a word
    found: dict[str, tuple[str, ...]] = {}
    said: dict[str, str] = {}
    kind: AskKind | None = None
    words: list[str] = []
    at = 0
    while at < len(tokens):
        for end in range(min(len(tokens), at + _LONGEST), at, -1):
            typed = " ".join(tokens[at:end])
            phrase = typed.casefold()
            if kind is None and phrase in KINDS:
                kind, said["kind"] = KINDS[phrase], typed
                break
            # In small letters it is no country: “give us a quote”.
            if (part := _part("usa" if typed == "US" else phrase, known)) is not None:
                name, values = part
                found[name] = (*found.get(name, ()), *values)
                said[name] = f"{said[name]}, {typed}" if name in said else typed
                break
        else:
            end = at + 1
            if tokens[at].casefold() not in SMALL:
                words.append(tokens[at].strip(".,"))
        at = end
    if words:
        said["words"] = " ".join(words)
    return Seeking(
        kind, found.get("industries", ()), found.get("regions", ()), found.get("segments", ()), tuple(words), said
    )


def _part(phrase: str, known: Vocabulary) -> tuple[str, tuple[str, ...]] | None:
    for name in ("industries", "regions", "segments"):  # what is written down so, before what only means it
        if values := getattr(known, name).get(phrase):
            return name, values
    for name in ("industries", "regions", "segments"):
        if values := recorded(name, phrase, getattr(known, name)):
            return name, values
    return None
