"""Who may do what, and who sees which field where. The one place that decides; everything here is data or a lookup.

Clearances: `money` (ARR and what follows from it), `health`, `contacts` (a customer's people and how to reach them),
`team:<account id>` (notes and next steps of one account: its owner, its backup, and leads; `team:<account id>,<member id>`
adds whoever wrote the words), `inside` (anything at all of an account: any colleague), and `own:<member id>` (that member
alone, and never in a channel). Nobody has the clearance `nobody`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.request import Place
from storage.tables import Role


class Right(StrEnum):
    """What a command asks of whoever gives it."""

    ASK = "ask"  # help, who am I
    LOOK_UP = "look up"  # accounts and activities, as far as the fields allow
    CARRY = "carry"  # what a customer said to whoever can act on it, and asking on their behalf
    LOG = "log"  # one's own work, and taking it back
    RENEW = "renew"  # contracts, forecasts and how renewals were decided
    CURATE = "curate"  # what is known of accounts: names, goals, links, imports
    TRIAGE = "triage"  # what becomes of what customers ask the product for
    LEAD = "lead"  # the team: roles, owners, other people's records
    ADMINISTER = "administer"  # the installation


_EVERYBODY = {Right.ASK, Right.LOOK_UP, Right.CARRY}
_COLLEAGUE = _EVERYBODY | {Right.LOG}
_CSM = _COLLEAGUE | {Right.RENEW, Right.CURATE}
_LEAD = _CSM | {Right.LEAD, Right.TRIAGE}

RIGHTS: Mapping[str, frozenset[Right]] = {
    Role.VIEWER: frozenset(_EVERYBODY),
    Role.MARKETING: frozenset(_COLLEAGUE),
    Role.FINANCE: frozenset(_COLLEAGUE),
    Role.ENGINEERING: frozenset(_COLLEAGUE),
    Role.PRODUCT: frozenset(_COLLEAGUE | {Right.TRIAGE}),
    Role.SUPPORT: frozenset(_COLLEAGUE),
    Role.SALES: frozenset(_COLLEAGUE | {Right.RENEW}),
    Role.CSM: frozenset(_CSM),
    Role.LEAD: frozenset(_LEAD),
    Role.ADMIN: frozenset(_LEAD | {Right.ADMINISTER}),
}

# Fields by role. Notes and next steps are not here: they follow the account's team.
CLEARANCES: Mapping[str, frozenset[str]] = {
    Role.VIEWER: frozenset(),
    Role.MARKETING: frozenset(),
    Role.ENGINEERING: frozenset(),
    Role.SUPPORT: frozenset({"health", "contacts"}),
    Role.FINANCE: frozenset({"money", "health"}),
    Role.PRODUCT: frozenset({"money", "health"}),
    Role.SALES: frozenset({"money", "health", "contacts"}),
    Role.CSM: frozenset({"money", "health", "contacts"}),
    Role.LEAD: frozenset({"money", "health", "contacts"}),
    Role.ADMIN: frozenset({"money", "health", "contacts"}),
}

# Read every note: leads answer for all accounts.
SEES_ALL_NOTES: frozenset[str] = frozenset({Role.LEAD, Role.ADMIN})

COMMANDS: Mapping[str, Right] = {
    "help": Right.ASK,
    "link me": Right.ASK,
    "team rights": Right.ASK,
    "export me": Right.ASK,
    "start": Right.ASK,
    "hours": Right.ASK,
    "holidays": Right.ASK,
    "zone": Right.ASK,
    "away": Right.ASK,
    "back": Right.ASK,
    "undo": Right.ASK,  # what it took to do something, it takes to take it back
    "account": Right.LOOK_UP,
    "copy link": Right.LOOK_UP,
    "closer look": Right.LOOK_UP,
    "accounts": Right.LOOK_UP,
    "contact": Right.LOOK_UP,
    "activities": Right.LOOK_UP,
    "day": Right.LOOK_UP,
    "renewals": Right.LOOK_UP,
    "health": Right.LOOK_UP,
    "measures": Right.LOOK_UP,
    "bands": Right.LOOK_UP,
    "retention": Right.LOOK_UP,
    "kpis": Right.LOOK_UP,
    "cadence": Right.LOOK_UP,
    "risks": Right.LOOK_UP,
    "fires": Right.LOOK_UP,
    "risk categories": Right.LOOK_UP,
    "settings": Right.LOOK_UP,
    "emoji": Right.LOOK_UP,
    "follow": Right.LOOK_UP,
    "unfollow": Right.LOOK_UP,
    "following": Right.LOOK_UP,
    "team": Right.LOOK_UP,
    "reference": Right.CARRY,
    "reference ask": Right.CARRY,
    "asks": Right.CARRY,
    "ask-change": Right.CARRY,
    "use case": Right.CARRY,
    "opinion": Right.CARRY,
    "fyi": Right.CARRY,
    "fyis": Right.CARRY,
    "fyi-change": Right.CARRY,
    "log": Right.LOG,
    "owes": Right.LOG,
    "win": Right.LOG,
    "wins": Right.LOOK_UP,
    "edit": Right.LOG,
    "delete": Right.LOG,
    "join": Right.LOG,
    "share": Right.LOG,
    "next": Right.LOG,
    "done": Right.LOG,
    "move": Right.LOG,
    "sentiment": Right.LOG,
    "reading": Right.LOG,
    "risk": Right.LOG,
    "risk-change": Right.LOG,
    "fire": Right.LOG,
    "risk-close": Right.RENEW,
    "escalate": Right.CARRY,
    "escalations": Right.LOOK_UP,
    "escalation-take": Right.CARRY,
    "escalation-accept": Right.CARRY,
    "escalation-return": Right.CARRY,
    "escalation-hand": Right.CARRY,
    "escalation-need": Right.CARRY,
    "escalation-info": Right.CARRY,
    "escalation-update": Right.CARRY,
    "escalation-severity": Right.CARRY,
    "escalation-resolve": Right.CARRY,
    "escalation-reopen": Right.CARRY,
    "escalation-hours": Right.CARRY,
    "escalation-problem": Right.CARRY,
    "escalation-say": Right.CARRY,
    "escalation-files": Right.CARRY,
    "problem": Right.CARRY,
    "problem-solve": Right.CARRY,
    "problem-add": Right.CARRY,
    "problems": Right.LOOK_UP,
    "complaint": Right.CARRY,
    "complaint-answer": Right.CARRY,
    "complaints": Right.LOOK_UP,
    "unresponsive": Right.LOG,
    "route": Right.LOOK_UP,
    "on-duty": Right.LOOK_UP,
    "request": Right.CARRY,
    "requests": Right.LOOK_UP,
    "request-change": Right.TRIAGE,
    "voice-change": Right.CARRY,
    "voice-hit": Right.CARRY,
    "variance": Right.TRIAGE,
    "question": Right.TRIAGE,
    "questions": Right.LOOK_UP,
    "answer": Right.CARRY,
    "interview": Right.TRIAGE,
    "interview-change": Right.CARRY,
    "feedback": Right.CARRY,
    "likes": Right.LOOK_UP,
    "dislikes": Right.LOOK_UP,
    "betas": Right.LOOK_UP,
    "beta": Right.TRIAGE,
    "beta-change": Right.TRIAGE,
    "beta-nominate": Right.CARRY,
    "beta-consent": Right.CURATE,
    "beta-seat": Right.TRIAGE,
    "calendar": Right.LOG,
    "wrap-up": Right.LOG,
    "brief": Right.LOOK_UP,
    "nudges": Right.LOOK_UP,
    "nudge": Right.LOOK_UP,
    "why": Right.LOOK_UP,
    "snooze": Right.LOG,
    "unsnooze": Right.LOG,
    "handled": Right.LOG,
    "unneeded": Right.LOG,
    "pass": Right.LOG,
    "accept": Right.LOG,
    "return": Right.LOG,
    "useful": Right.LOG,
    "noise": Right.LOG,
    "less": Right.LOG,
    "alerts": Right.LOG,
    "alerts budget": Right.LOG,
    "alerts default": Right.LEAD,
    "alerts held": Right.LOOK_UP,
    "alerts tell": Right.LOOK_UP,
    "alerts test": Right.LOOK_UP,
    "renewal": Right.RENEW,
    "contract": Right.RENEW,
    "goal": Right.CURATE,
    "kpi": Right.CURATE,
    "kpi-reading": Right.CURATE,
    "kpi-close": Right.CURATE,
    "champion": Right.CURATE,
    "nominate": Right.CURATE,
    "consent": Right.CURATE,
    "verdict": Right.CURATE,
    "create": Right.CURATE,
    "alias": Right.CURATE,
    "merge": Right.CURATE,
    "link": Right.CURATE,
    "unlink": Right.CURATE,
    "import": Right.CURATE,
    "export": Right.LOOK_UP,
    "role": Right.LEAD,
    "owner": Right.LEAD,
    "backup": Right.LEAD,
    "handover": Right.LEAD,
    "forget contact": Right.LEAD,
    "audit": Right.LEAD,
    "connect": Right.ADMINISTER,
    "status": Right.ADMINISTER,
    "measure": Right.ADMINISTER,
    "reference rules": Right.ADMINISTER,
    "band": Right.ADMINISTER,
    "tokens": Right.ADMINISTER,
    "token create": Right.ADMINISTER,
    "token revoke": Right.ADMINISTER,
    "settings fiscal-year": Right.ADMINISTER,
    "settings currency": Right.ADMINISTER,
    "settings rate": Right.ADMINISTER,
    "emoji take": Right.ADMINISTER,
    "emoji done": Right.ADMINISTER,
    "emoji win": Right.ADMINISTER,
    "emoji escalate": Right.ADMINISTER,
    "settings hour-cost": Right.ADMINISTER,
    "cadence operational": Right.ADMINISTER,
    "cadence business": Right.ADMINISTER,
    "cadence strategic": Right.ADMINISTER,
    "cadence renewal": Right.ADMINISTER,
}

# Whose reading is written down: clearance → what the audit calls it.
SENSITIVE: Mapping[str, str] = {"money": "money", "health": "health", "contacts": "contacts", "team": "notes"}

# What a reader of each place gets of all that, in words.
PLACES: Mapping[Place, str] = {
    Place.DIRECT: "what your role allows",
    Place.PRIVATE: "only you see answers; what is posted shows what everybody there may see",
    Place.PUBLIC: "only you see answers; what is posted shows what everybody there may see",
    Place.SHARED: "help, and nothing of any account",
}

# What may be said where outsiders read along: nothing of any account.
SPOKEN_BEFORE_OUTSIDERS = frozenset({"help"})


# Account and members → whether the reader is on the account's team or one of them.
OnTeam = Callable[[int, frozenset[int]], bool]
INSIDE = frozenset({"inside"})
CONTACTS = frozenset({"contacts"})
MONEY = frozenset({"money"})
HEALTH = frozenset({"health"})


@dataclass(frozen=True)
class Audience:
    """Who will read. rights and clearances: what every one of them has. on_team: whether every one of them is on an
    account's team or among some members. place: where they read. alone: the one member who reads; None where several do."""

    rights: frozenset[Right]
    clearances: frozenset[str]
    on_team: OnTeam
    place: Place = Place.DIRECT
    alone: int | None = None

    def may(self, command: str) -> bool:
        if self.place is Place.SHARED and command not in SPOKEN_BEFORE_OUTSIDERS:
            return False
        return COMMANDS[command] in self.rights

    def sees(self, needs: Iterable[str]) -> bool:
        return all(self._sees(need) for need in needs)

    def _sees(self, need: str) -> bool:
        kind, _, who = need.partition(":")
        match kind:
            case "inside":
                return Right.LOOK_UP in self.rights
            case "team":
                account, *writers = map(int, who.split(","))
                return self.on_team(account, frozenset(writers))
            case "own":
                return self.alone == int(who)
            case _:
                return need in self.clearances


def of_role(role: str, on_team: OnTeam, place: Place = Place.DIRECT) -> Audience:
    """The audience of one person."""
    everywhere = role in SEES_ALL_NOTES
    return Audience(RIGHTS[role], CLEARANCES[role], (lambda account, writers: True) if everywhere else on_team, place)


def least(audiences: Iterable[Audience], place: Place) -> Audience:
    """What all of them may see: the audience of a channel. Nobody at all counts as outsiders."""
    readers = list(audiences)
    if not readers:
        return outsiders()
    return Audience(
        frozenset.intersection(*(reader.rights for reader in readers)),
        frozenset.intersection(*(reader.clearances for reader in readers)),
        lambda account, writers: all(reader.on_team(account, writers) for reader in readers),
        place,
    )


def outsiders() -> Audience:
    return Audience(frozenset(), frozenset(), lambda account, writers: False, Place.SHARED)
