"""Words by which a list of risks is narrowed, ordered and gathered."""

from enum import StrEnum


class Which(StrEnum):
    OPEN = "open"
    FIRES = "fires"
    CLOSED = "closed"
    SAVED = "saved"
    NARROWLY_SAVED = "narrowly saved"
    LOST = "lost"

    @classmethod
    def synonyms(cls) -> dict["Which", tuple[str, ...]]:
        return {cls.FIRES: ("fire", "burning"), cls.CLOSED: ("ended", "past", "decided")}


class Voice(StrEnum):
    DECLARED = "declared"
    INDICATED = "indicated"


class By(StrEnum):
    """In which order they are listed, or into which groups they are gathered."""

    WORST = "worst"
    AMOUNT = "amount"
    NEWEST = "date"
    TIER = "tier"
    CATEGORY = "category"
    SEVERITY = "severity"
    OWNER = "owner"

    @classmethod
    def synonyms(cls) -> dict["By", tuple[str, ...]]:
        return {
            cls.AMOUNT: ("arr", "value", "money"),
            cls.NEWEST: ("newest", "age"),
            cls.TIER: ("tiers",),
            cls.CATEGORY: ("categories", "kind", "reason"),
            cls.SEVERITY: ("severities",),
            cls.OWNER: ("owners", "csm", "person", "who"),
        }


ORDERS = {By.AMOUNT: "amount", By.NEWEST: "newest"}
GROUPS = {By.TIER: "tier", By.CATEGORY: "category", By.SEVERITY: "severity", By.OWNER: "owner"}


class Kind(StrEnum):
    """A category as a filter, by its name or by the word that tells it."""

    PRODUCT_GAP = "product gap"
    VALUE_GAP = "value gap"
    ADOPTION = "low adoption"
    CHAMPION = "champion left"
    PRICING = "pricing"
    SERVICE = "service failure"
    CONSOLIDATION = "consolidation"
    COMPETITOR = "competitor"
    BUSINESS = "their business"
    LEAVING = "leaving"

    @classmethod
    def synonyms(cls) -> dict["Kind", tuple[str, ...]]:
        return {
            cls.ADOPTION: ("adoption", "usage", "low usage"),
            cls.CHAMPION: ("champion", "champions"),
            cls.PRICING: ("price",),
            cls.SERVICE: ("service",),
        }
