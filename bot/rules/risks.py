"""Why customers leave, while something can still be done: ten categories, each with what it means, what shows it, and
what to do about it. “Low adoption” and “champion left” say only that something is wrong, so they ask for a second level."""

from enum import IntEnum
from typing import NamedTuple

from storage.tables import RiskCategory

C = RiskCategory


class Severity(IntEnum):
    HIGH = 1
    MEDIUM = 2
    LOW = 3

    @property
    def said(self) -> str:
        return self.name.lower()


class Kind(NamedTuple):
    """What a category is. means: its definition. evidence: what must be shown for it. causes: its second level, each a
    reason that somebody can act on; deeper: the category alone is not enough. plays: what is usually done, best first.
    severity: where nobody said one."""

    means: str
    evidence: str
    plays: tuple[str, ...]
    severity: Severity
    causes: tuple[str, ...] = ()
    deeper: bool = False


KINDS: dict[RiskCategory, Kind] = {
    C.PRODUCT_GAP: Kind(
        "They need something that the product does not do, or does worse than they need.",
        "which feature, who asked for it, and what they do instead",
        ("Show the road map with a date", "Agree a workaround with the users", "Bring product into the next call"),
        Severity.MEDIUM,
        ("missing feature", "obsolescence"),
    ),
    C.VALUE_GAP: Kind(
        "They do not see the result they bought it for.",
        "which goal is not reached, with its figure",
        ("Value report with the customer’s own numbers", "New success plan: from, to, by when"),
        Severity.MEDIUM,
    ),
    C.ADOPTION: Kind(
        "Too few people use it, or too little of it, for the value to show.",
        "the figure, since when it fell, and which team it is",
        ("Train the team that stopped", "Remove what stands in their way", "Find two champions among the users"),
        Severity.MEDIUM,
        ("never rolled out", "not trained", "does not fit their work", "users left", "another tool took over"),
        deeper=True,
    ),
    C.CHAMPION: Kind(
        "Whoever carried us at the customer has left, moved or lost their say.",
        "who left, when, and who decides now",
        ("Meet the successor within two weeks", "Ask the old champion for an introduction", "Executive to executive"),
        Severity.HIGH,
        ("no successor", "successor unknown to us", "successor against us", "moved within the company"),
        deeper=True,
    ),
    C.PRICING: Kind(
        "What they pay seems too much to whoever decides.",
        "the budget or the offer it is held against, in figures",
        ("Value report before the price talk", "Offer a term or a package, not a discount"),
        Severity.MEDIUM,
    ),
    C.SERVICE: Kind(
        "What we delivered failed them: outages, support, an upgrade that broke something.",
        "which incidents or tickets, and what they stopped",
        ("Daily update until it is fixed", "Cause and prevention in writing", "Executive apology"),
        Severity.HIGH,
        ("outage", "support", "upgrade side effects"),
    ),
    C.CONSOLIDATION: Kind(
        "They merge, are bought, or cut the number of their suppliers.",
        "who consolidates, onto what, and who decides",
        ("Meet the buyer’s side", "Map who uses us on both sides"),
        Severity.HIGH,
    ),
    C.COMPETITOR: Kind(
        "They look at, or already try, somebody else’s product.",
        "which competitor, how far they are, and what attracts them",
        ("Side by side on the points they named", "Executive to executive"),
        Severity.HIGH,
    ),
    C.BUSINESS: Kind(
        "Their own business changes: other priorities, no new projects, fewer people, hard times.",
        "what changed, and who said so",
        ("Re-agree the goal with the new priorities", "Smaller scope instead of none"),
        Severity.MEDIUM,
        ("priority change", "no new projects", "withheld resources", "hard times", "reorganisation"),
    ),
    C.LEAVING: Kind(
        "They said that they may leave, or do not want to renew.",
        "who said it, in what words, and when",
        ("Executive call within a day", "War room, one owner, daily update", "Written plan with dates"),
        Severity.HIGH,
    ),
}


def cause_said(category: RiskCategory, said: str) -> str | None:
    """The cause of a category by its own name, in any case; None for another."""
    low = " ".join(said.split()).casefold()
    return next((cause for cause in KINDS[category].causes if cause == low), None)
