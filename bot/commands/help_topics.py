"""What belongs together, for the help: each command that people type stands in one topic."""

from enum import StrEnum


class Topic(StrEnum):
    WORK = "work"
    CUSTOMERS = "customers"
    RENEWALS = "renewals"
    HEALTH = "health"
    ESCALATIONS = "escalations"
    REQUESTS = "requests"
    REFERENCES = "references"
    REMINDERS = "reminders"
    TEAM = "team"
    SET_UP = "set-up"


TOPICS: dict[Topic, tuple[str, ...]] = {
    Topic.WORK: (
        "log", "activities", "next", "day", "wrap-up", "calendar", "brief", "win", "wins", "undo",
    ),
    Topic.CUSTOMERS: (
        "account", "accounts", "contact", "goal", "champion", "sentiment", "feedback", "likes", "dislikes", "complaint",
        "complaints", "unresponsive", "owes", "fyi", "fyis", "copy link", "create", "alias", "merge", "link",
        "unlink", "import",
    ),
    Topic.RENEWALS: (
        "renewals", "renewal", "contract", "retention",
    ),
    Topic.HEALTH: (
        "health", "measures", "measure", "bands", "band", "kpi", "kpis", "reading", "risk", "risks",
        "risk categories", "fire", "fires", "cadence",
    ),
    Topic.ESCALATIONS: (
        "escalate", "escalations", "problem", "problems", "route", "on-duty",
    ),
    Topic.REQUESTS: (
        "request", "requests", "variance", "questions", "question", "answer", "interview", "betas", "beta",
    ),
    Topic.REFERENCES: (
        "reference", "reference ask", "asks", "nominate", "consent", "opinion", "verdict", "use case",
        "reference rules",
    ),
    Topic.REMINDERS: (
        "nudges", "nudge", "why", "snooze", "unsnooze", "handled", "unneeded", "pass", "accept", "return", "alerts",
        "alerts budget", "alerts held", "alerts test", "alerts default", "follow", "unfollow", "following", "useful",
        "noise", "less",
    ),
    Topic.TEAM: (
        "team", "team rights", "role", "owner", "backup", "handover", "hours", "holidays", "zone", "away", "back",
        "link me", "export me",
    ),
    Topic.SET_UP: (
        "settings", "settings fiscal-year", "settings currency", "settings rate", "settings hour-cost", "emoji",
        "cadence operational", "cadence business", "cadence strategic", "cadence renewal", "connect", "status",
        "tokens", "token create", "token revoke", "audit", "forget contact",
    ),
}  # fmt: skip
