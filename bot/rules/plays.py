"""What usually stands behind a KPI that is off its line, and what helps: causes to ask about, plays to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.kpi import Course


@dataclass(frozen=True, slots=True)
class Advice:
    """said: the course in words. causes: likely ones, to ask about. plays: next steps, the usual first one first."""

    said: str
    causes: tuple[str, ...]
    plays: tuple[str, ...]


ADVICE: Mapping[Course, Advice] = {
    Course.SUDDEN: Advice(
        "one step back",
        ("a release or migration on that day", "a team that left or was moved", "a break in how it is counted"),
        (
            "call the champion: what changed on that day",
            "check how the figure is counted before acting on it",
            "ask Support for tickets since then",
        ),
    ),
    Course.FALLING: Advice(
        "getting worse",
        ("the champion lost interest or left", "an old habit or another tool is back", "open issues wear people down"),
        (
            "meet the champion, else the sponsor",
            "working session with the team that uses it least",
            "bring open issues to a date",
            "put it on the next business review",
        ),
    ),
    Course.FLAT: Advice(
        "hardly moving",
        ("nobody at the customer owns it", "the rollout stopped after the first team", "trained once, not since"),
        (
            "agree on one owner at the customer",
            "train the next team",
            "show how a customer like them did it",
        ),
    ),
    Course.SLOW: Advice(
        "moving, but too slowly",
        ("right plan, too few people", "a milestone that everything waits for", "a target set on hope"),
        (
            "agree on a catch-up plan: who, by when",
            "ask the sponsor for the people it needs",
            "agree on another target or date, in writing",
        ),
    ),
}
