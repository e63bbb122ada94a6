"""What is said of an escalation: how bad it is, and which team it is for."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.rules.routes import CALLED
from bot.words.accounts import is_handle
from bot.words.base import Bad, Found, OneOf
from bot.words.people import PeopleWord
from storage.tables import TargetName


class Sev(StrEnum):
    """1 is the worst."""

    SEV1 = "sev1"
    SEV2 = "sev2"
    SEV3 = "sev3"
    SEV4 = "sev4"

    @property
    def number(self) -> int:
        return int(self.value[-1])

    @classmethod
    def of(cls, number: int) -> "Sev":
        return cls(f"sev{number}")


_MEANS = {1: "down for them", 2: "hardly works", 3: "a nuisance", 4: "a question"}


class SevWord(OneOf):
    """`sev1`, `sev 1`, `severity 1`, `p1`, `S1`."""

    def __init__(self) -> None:
        super().__init__(Sev, {sev: _called(sev) for sev in Sev}, "a severity")
        self.sample = "sev2"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        found = super().find(line, at, lexicon)
        low = line.low(at)
        if found is None and low.startswith("sev") and low[3:].isdecimal():
            return Found(
                Bad(f"There is no {low}: sev1 is the worst, sev4 the least. Try sev2.", low, sure=True), at + 1
            )
        return found

    def find_last(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        """In the matter's own words “critical” is no severity: “login is slow, not critical”."""
        return None if line.low(at) in SEVERE else self.find(line, at, lexicon)

    def read(self, text: str, lexicon: Lexicon) -> Any:
        number = text.strip()
        return Sev.of(int(number)) if number in ("1", "2", "3", "4") else super().read(text, lexicon)

    def label(self, value: Any) -> str:
        return f"Sev {value.number}: {_MEANS[value.number]}"


def _called(sev: Sev) -> tuple[str, ...]:
    number = sev.number
    names = ("sev", "severity", "prio", "priority")
    long = (form for name in names for form in (f"{name} {number}", f"{name}-{number}", f"{name}{number}"))
    return (*long, f"p{number}", f"s{number}", *(word for word, level in SEVERE.items() if level == number))


# What people say for a severity where one stands. Only what hardly says anything else: “major” and “high” do.
SEVERE = {"critical": 1, "crit": 1, "blocker": 1, "emergency": 1, "showstopper": 1, "p0": 1, "sev0": 1, "urgent": 2}


class HandlesWord(PeopleWord):
    """Colleagues by `@name`, mention or address, one after another; a bare word might as well be a team."""

    what = "a colleague or several"
    sample = "@ines @lee"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        token = line.tokens[at]
        told = token.sort == "user" or is_handle(token) or token.low.startswith("member#")
        return super().find(line, at, lexicon) if told else None

    def find_beside(self, line: Typed, at: int, lexicon: Lexicon, values: Mapping[str, Any]) -> Found | None:
        return None


SEV = SevWord()
TARGET = OneOf(
    TargetName,
    {target: (target.value.lower(), *CALLED[target]) for target in TargetName},
    "one of Support, Legal, Sales, Marketing, Engineering, Accounting, Consulting, Data Science, "
    "Product Development, Product Deployment",
)
