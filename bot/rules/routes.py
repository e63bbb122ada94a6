"""Where a customer's matter goes, by its words: is something broken, or is it how we get on, and whose is it?"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from storage.tables import EscalationKind, TargetName

# What a team is also called, by words that hardly end a sentence about something else (“no access to data”).
CALLED: Mapping[TargetName, tuple[str, ...]] = {
    TargetName.SUPPORT: ("helpdesk", "help desk", "customer support", "tech support"),
    TargetName.LEGAL: ("lawyers", "counsel"),
    TargetName.SALES: ("sales team", "account management"),
    TargetName.MARKETING: ("marketing team",),
    TargetName.ENGINEERING: ("engineers", "dev team", "developers", "r&d"),
    TargetName.ACCOUNTING: ("finance", "finance team", "billing team", "accounts receivable"),
    TargetName.CONSULTING: ("professional services", "consultants"),
    TargetName.DATA_SCIENCE: ("data scientists", "data team"),
    TargetName.PRODUCT_DEVELOPMENT: ("product team", "product dev", "product management"),
    TargetName.PRODUCT_DEPLOYMENT: ("deployment team", "product deploy", "rollout team"),
}

# Words that tell the team, until somebody says otherwise. The longest that is found counts.
WORDS: Mapping[TargetName, tuple[str, ...]] = {
    TargetName.SUPPORT: (),
    TargetName.LEGAL: (
        "dpa", "gdpr", "nda", "contract clause", "legal", "liability", "terms of service", "data protection",
    ),
    TargetName.SALES: ("quote", "pricing question", "discount", "upgrade offer", "more licences", "more licenses"),
    TargetName.MARKETING: ("press release", "logo usage", "webinar slot", "co-marketing"),
    TargetName.ENGINEERING: ("data loss", "security hole", "vulnerability", "stack trace", "memory leak"),
    TargetName.ACCOUNTING: (
        "billing", "invoice", "invoices", "invoiced", "overcharged", "charged twice", "refund", "credit note", "payment",
        "purchase order", "vat",
    ),
    TargetName.CONSULTING: ("workshop", "custom integration", "migration project", "statement of work"),
    TargetName.DATA_SCIENCE: ("model accuracy", "forecast accuracy", "data model", "predictions"),
    TargetName.PRODUCT_DEVELOPMENT: ("missing feature", "roadmap", "by design"),
    TargetName.PRODUCT_DEPLOYMENT: ("deployment", "rollout", "provisioning", "go-live", "go live", "installation"),
}  # fmt: skip

_BROKEN = re.compile(
    r"\b(?:down|outage|broken?|breaks|bugs?|errors?|fail(?:s|ed|ing|ure)?|crash(?:es|ed|ing)?|slow|timeouts?|times? out|"
    r"timed out|not working|does not work|doesn't work|stopped|stuck|lost data|data loss|wrong (?:data|figures|numbers)|"
    r"cannot|can't|unable|export|import|login|log in|sso|api|sync|upload|download|performance|latency|exception|"
    r"vulnerability|security hole|[45]\d\d)\b",
    re.IGNORECASE,
)
_RELATIONSHIP = re.compile(
    r"\b(?:unhappy|angry|furious|upset|frustrated|disappointed|annoyed|trust|rude|ignored|promised?|promises|relationship|"
    r"expectations?|communication|feels?|treated|attitude|nobody (?:answers|calls)|no one (?:answers|calls)|tone|respect|"
    r"loses? patience|lost patience|neglected|unwanted|wants? (?:another|a new|a different) (?:csm|contact|manager)|"
    r"misunderstanding|let down)\b",
    re.IGNORECASE,
)


def kind_told(words: str) -> EscalationKind | None:
    """None where the words tell neither, or both."""
    broken, relationship = bool(_BROKEN.search(words)), bool(_RELATIONSHIP.search(words))
    if broken == relationship:
        return None
    return EscalationKind.BREAK if broken else EscalationKind.RELATIONSHIP


def plain(words: str) -> str:
    """As words are compared: lower case, single blanks."""
    return " ".join(words.lower().split())


def target_told(words: str, own: Mapping[str, str]) -> TargetName | None:
    """own: words that somebody set → team. They win over the usual ones; of several the longest counts."""
    for known in (tuple(own.items()), _USUAL):
        found = [(phrase, target) for phrase, target in known if _stands_in(phrase, words)]
        if found:
            return TargetName(max(found, key=lambda one: len(one[0]))[1])
    return None


_USUAL = tuple((phrase, target.value) for target, phrases in WORDS.items() for phrase in phrases)


def _stands_in(phrase: str, words: str) -> bool:
    return bool(_whole(phrase).search(words))


@lru_cache(maxsize=2048)
def _whole(phrase: str) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(word) for word in phrase.split())
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)


def names(targets: Iterable[TargetName]) -> str:
    return ", ".join(target.value for target in targets)
