"""What part of the product words are about, where nobody says it."""

import re
from collections.abc import Collection
from enum import StrEnum


class Theme(StrEnum):
    """What is told without being named. People may name others."""

    SECURITY = "security"
    API = "api"
    INTEGRATIONS = "integrations"
    MOBILE = "mobile"
    DASHBOARDS = "dashboards"
    REPORTING = "reporting"
    IMPORTS = "imports"
    NOTIFICATIONS = "notifications"
    SEARCH = "search"
    BILLING = "billing"
    USABILITY = "usability"
    PERFORMANCE = "performance"
    RELIABILITY = "reliability"
    WORKFLOW = "workflow"
    ADMINISTRATION = "administration"
    SUPPORT = "support"


# First what is said more exactly; each by the words that tell it.
_TOLD: tuple[tuple[Theme, str], ...] = (
    (Theme.SECURITY, r"sso|saml|scim|mfa|2fa|login|log ?in|sign[- ]?on|password|permissions?|roles?|access|audit|"
     r"encrypt\w*|ip|gdpr|security|compliance|provision\w*|residency"),
    (Theme.API, r"api|webhooks?|sdk|rate limits?|endpoints?"),
    (Theme.INTEGRATIONS, r"integrat\w+|connectors?|sync\w*|salesforce|hubspot|jira|sap|power bi|outlook|calendar|"
     r"snowflake"),
    (Theme.MOBILE, r"mobile|iphone|android|ios|phone|tablet|offline"),
    (Theme.DASHBOARDS, r"dashboards?|charts?|graphs?|widgets?|kpis?"),
    (Theme.REPORTING, r"reports?|reporting|analytics|exports?|csv|excel|pdf|forecast\w*"),
    (Theme.IMPORTS, r"imports?|uploads?|ingest\w*|migrat\w+"),
    (Theme.NOTIFICATIONS, r"notif\w+|alerts?|e-?mails?|reminders?|digest"),
    (Theme.SEARCH, r"search\w*|filters?"),
    (Theme.BILLING, r"billing|invoic\w+|pric\w+|payments?|currenc\w+|tax"),
    (Theme.USABILITY, r"ui|ux|interface|design|dark mode|theme|confus\w+|clicks?|keyboard|accessib\w+|easy|usab\w+|look"),
    (Theme.PERFORMANCE, r"slow\w*|fast\w*|speed|performance|latency|loads?|loading|timeouts?|hangs?"),
    (Theme.RELIABILITY, r"crash\w*|bugs?|down|outages?|errors?|stable|reliab\w+|data loss"),
    (Theme.WORKFLOW, r"approv\w+|workflows?|tasks?|automat\w+|templates?|planner|schedul\w+"),
    (Theme.ADMINISTRATION, r"admins?|users?|settings?|custom fields?|bulk|workspace|sandbox"),
    (Theme.SUPPORT, r"support (?:team|staff|hours|answers?)|your support|helpdesk|tickets?|docs?|documentation|training|"
     r"onboarding"),
)  # fmt: skip
_PATTERNS = tuple((theme, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for theme, words in _TOLD)
OTHER = "other"


def theme_of(text: str, known: Collection[str] = ()) -> str:
    """known: themes that people have said before; their own word in a text counts before ours."""
    low = text.lower()
    for theme in sorted(known, key=len, reverse=True):
        if re.search(rf"\b{re.escape(theme.lower())}s?\b", low):
            return theme
    return next((theme.value for theme, pattern in _PATTERNS if pattern.search(text)), OTHER)
