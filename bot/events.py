"""Everything that Bailey speaks of unasked, by the names that people use: the nudges, and what only channels hear of."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from rapidfuzz import process

from bot.lexicon import Lexicon
from bot.line import Typed, quote
from bot.nudge import rules, sentence
from bot.permissions import HEALTH
from bot.words import As, Bad, Found, OneOf
from bot.words.base import shorten

# What channels can hear of besides the nudges themselves.
ALSO = {
    "renewal-risk": "renewals that are due and at risk",
    "risk": "risks that somebody raised",
    "fire": "fires that somebody declared",
    "escalation": "escalations that somebody raised",
    "request": "feature requests, and wordings of them that differ",
}
TITLES = {**{rule.name: rule.title for rule in rules().all()}, **ALSO}
_NEEDS = {"risk": HEALTH}
# Other names for them, beside their own, their titles, and the plural.
CALLED = {
    "step": ("next steps", "next step", "next-step", "next-steps", "my steps"),
    "renewal": ("renewal windows",),
    "notice": ("notice periods", "deadlines"),
    "overdue": ("overdue renewals", "unsigned renewals"),
    "health-band": ("health", "health alerts", "bands", "red accounts"),
    "health-drop": ("health drops", "drops"),
    "health-stale": ("stale data", "old data"),
    "health-override": ("overrides",),
    "silence": ("cadence", "no contact", "silent customers", "silent accounts"),
    "champion-silent": ("champions", "silent champions", "sponsors"),
    "review-due": ("business reviews", "qbrs", "reviews"),
    "strategy-due": ("strategic reviews", "ebrs"),
    "risk-idle": ("idle risks",),
    "outlook": ("the outlook", "monday outlook", "weekly outlook"),
    "team": ("the team digest", "team digest"),
    "unowned": ("unowned accounts",),
    "renewal-risk": ("renewals at risk", "risky renewals"),
    "request": ("feature requests", "product requests"),
    "request-unheard": ("unacknowledged requests", "unheard requests"),
    "answer-overdue": ("overdue answers", "open answers", "product questions"),
    "request-hit": ("shipped requests", "hit the mark"),
}


def _names(event: str) -> tuple[str, ...]:
    names = (TITLES[event].lower(), event + "s", *CALLED.get(event, ()))
    return tuple(dict.fromkeys(name for each in names for name in (each, f"{each} alerts", f"{each} reminders")))


Event = StrEnum("Event", {name.replace("-", "_").upper(): name for name in TITLES})  # type: ignore[misc]  # the names are those of the nudges there are


def needs_of(event: str) -> frozenset[str]:
    """Clearances without which nothing of an event would be left."""
    rule = rules().get(event)
    return rule.needs if rule else _NEEDS.get(event, frozenset())


class EventWord(OneOf):
    """One of them. What opens the line and names none is told so, with the names there are."""

    weight = 1  # `alerts team` asks for the team's Monday

    def find_beside(self, line: Typed, at: int, lexicon: Lexicon, values: Mapping[str, Any]) -> Found | None:
        if values or line.tokens[at].sort not in ("word", "quoted") or line.low(at) in _NEXT:
            return None
        end = at + 1
        while end < len(line) and line.tokens[end].sort == "word" and line.low(end) not in _NEXT:
            end += 1
        said = line.slice(at, end)
        if lexicon.exact(said) or lexicon.begins(said):
            snooze, unfollow = f"snooze {quote(said)} 1w", f"unfollow {quote(said)}"
            return Found(
                Bad(
                    f"Accounts are not turned off by themselves: {snooze} silences one for a while, {unfollow} "
                    "ends following it.",
                    said,
                ),
                end,
            )
        return Found(self.bad(said), end)

    def bad(self, text: str) -> Bad:
        said = text.strip(' "').lower()
        if said in _ALL:
            return Bad("One thing at a time: alerts step off. To hold back everything: alerts budget 0.", text)
        near = process.extract(said, self.phrases.keys(), limit=8, score_cutoff=_ALIKE)
        likely = tuple({self.phrases[phrase].value: self.label(self.phrases[phrase]) for phrase, _, _ in near}.items())
        names = ", ".join(event.value for event in self.values)
        return Bad(f"I tell of nothing called “{shorten(text)}”. There is {names}.", text, likely[:3])

    def label(self, value: Any) -> str:
        return sentence(TITLES[value.value])


_ALIKE = 70  # of 100
_ALL = frozenset({"everything", "all alerts", "anything", "alerts", "all reminders", "all messages", "notifications"})
# What follows the name of an event: how, whose, where, for which accounts, from when on.
_NEXT = frozenset(
    {"direct", "digest", "off", "on", "again", "never", "none", "stop", "mute", "dm", "mine", "my", "team", "all", "to"}
    | {"in", "into", "not", "here", "tier", "tiers", "t1", "t2", "t3", "t4", "at", "from", "above", "threshold"}
    | {"for", "past", "last", *map(str, range(1000)), *(f"{days}d" for days in range(1000))}
)
_EVENTS = EventWord(
    Event,
    {event: (event.value.replace("-", " "), *_names(event.value)) for event in Event},
    "something I tell you of",
)
Named = Annotated[Event, As(_EVENTS)]
