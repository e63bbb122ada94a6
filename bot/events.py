"""Everything that Bailey speaks of unasked, by the names that people use: the nudges, and what only channels hear of."""

from enum import StrEnum
from typing import Annotated

from bot.nudge import rules
from bot.words import As, OneOf

# What channels can hear of besides the nudges themselves.
ALSO = {
    "renewal-risk": "renewals that are due and at risk",
    "risk": "risks that somebody raised",
    "fire": "fires that somebody declared",
    "request": "feature requests, and wordings of them that differ",
}
TITLES = {**{rule.name: rule.title for rule in rules().all()}, **ALSO}
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
_EVENTS = OneOf(
    Event,
    {event: (event.value.replace("-", " "), *_names(event.value)) for event in Event},
    "something I tell you of",
)
Named = Annotated[Event, As(_EVENTS)]
