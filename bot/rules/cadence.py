"""How often to talk with a customer on each of three levels, and whether that is due.

Operational: any held two-way contact counts. Business: a business review, or a strategic one, which stands for it.
Strategic: a strategic review. Internal records and unanswered attempts count for none. The next one is due as many days
after the last as the matrix says for the customer's tier; with none so far, after we came to know them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MEANS: Mapping[str, str] = {
    "operational": "any two-way contact",
    "business": "business reviews",
    "strategic": "strategic reviews",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One level of one customer. last: the local day of the last held touch, None for never. every: days. since: what is
    counted from: the last touch, else when we came to know them."""

    level: str
    last: date | None
    every: int
    since: date

    @property
    def due_on(self) -> date:
        return self.since + timedelta(days=self.every)

    def overdue(self, today: date) -> int:
        """Days past the due day; 0 on the day itself, below 0 while it is to come."""
        return (today - self.due_on).days


def standings(
    tier: int, matrix: Mapping[str, Mapping[int, tuple[int, ...]]], last: Mapping[str, date | None], known_since: date
) -> list[Standing]:
    """The levels that this tier has, in their order."""
    found = []
    for level in MEANS:
        if days := matrix.get(level, {}).get(tier):
            at = last.get(level)
            found.append(Standing(level, at, min(days), at or known_since))
    return found
