"""Why customers leave: a few reasons, each with what must be shown for it, so that “lack of adoption” is not the end of
the thought. The categories are those that customer-success teams commonly keep."""

import re
from enum import StrEnum


class ChurnReason(StrEnum):
    PRODUCT_GAP = "product gap"
    VALUE_GAP = "value gap"
    PRICING = "pricing"
    CHAMPION = "champion left"
    SERVICE = "service failure"
    CONSOLIDATION = "consolidation"
    COMPETITOR = "competitor"
    BUSINESS = "their business"
    FIT = "poor fit"

    @classmethod
    def synonyms(cls) -> dict["ChurnReason", tuple[str, ...]]:
        return {
            cls.PRODUCT_GAP: ("product", "missing feature", "missing features", "feature gap", "features"),
            cls.VALUE_GAP: ("value", "no value", "roi", "adoption", "low adoption", "usage", "low usage"),
            cls.PRICING: ("price", "budget", "cost", "too expensive", "expensive"),
            cls.CHAMPION: ("champion", "sponsor left", "sponsor", "champion departure", "stakeholder left"),
            cls.SERVICE: ("service", "support", "outage", "outages", "quality", "bugs"),
            cls.CONSOLIDATION: ("merger", "acquired", "acquisition", "vendor consolidation"),
            cls.COMPETITOR: ("competition", "switched", "lost to competitor"),
            cls.BUSINESS: ("insolvency", "bankruptcy", "closed", "restructuring", "reorganisation", "layoffs"),
            cls.FIT: ("fit", "bad fit", "wrong fit", "not a fit"),
        }


# What shows that it was this and nothing else.
EVIDENCE: dict[ChurnReason, str] = {
    ChurnReason.PRODUCT_GAP: "which feature they lacked, and where they asked for it",
    ChurnReason.VALUE_GAP: "which goal was not reached, with the figure",
    ChurnReason.PRICING: "the budget or the offer that it failed against, in figures",
    ChurnReason.CHAMPION: "who left, when, and who decided instead",
    ChurnReason.SERVICE: "which incidents or tickets they named",
    ChurnReason.CONSOLIDATION: "who consolidates, and onto what",
    ChurnReason.COMPETITOR: "which competitor, and what decided it",
    ChurnReason.BUSINESS: "what happened to their business, and who said so",
    ChurnReason.FIT: "which need was never ours to meet",
}


def phrases() -> dict[str, ChurnReason]:
    """Everything that a reason is called, longest first."""
    said = {reason.value: reason for reason in ChurnReason}
    said |= {phrase: reason for reason, others in ChurnReason.synonyms().items() for phrase in others}
    return dict(sorted(said.items(), key=lambda one: -len(one[0])))


_LEAD = re.compile(r"(?:because(?: of)?|due to|over|owing to|it was|reason)\b[: ]*(?:the |their )?", re.IGNORECASE)


def split(text: str) -> tuple[ChurnReason | None, str]:
    """`pricing, they were offered it for half` → the reason at the beginning of a text, and what follows it."""
    plain = " ".join(text.split())
    plain = plain[found.end() :] if (found := _LEAD.match(plain)) else plain
    low = plain.casefold()
    for phrase, reason in phrases().items():
        rest = plain[len(phrase) :]
        if low.startswith(phrase) and not rest[:1].isalnum():
            return reason, rest.lstrip(" ,;:.–—-()").removesuffix(")")
    return None, plain
