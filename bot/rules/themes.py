"""What part of the product words are about, where nobody says it."""

import re
from collections.abc import Collection

# First what is said more exactly; each by the words that tell it.
_TOLD: tuple[tuple[str, str], ...] = (
    ("security", r"sso|saml|scim|mfa|2fa|login|log ?in|sign[- ]?on|password|permissions?|roles?|access|audit|encrypt\w*|ip|"
     r"gdpr|security|compliance|provision\w*|residency"),
    ("api", r"api|webhooks?|sdk|rate limits?|endpoints?"),
    ("integrations", r"integrat\w+|connectors?|sync\w*|salesforce|hubspot|jira|sap|power bi|outlook|calendar|snowflake"),
    ("mobile", r"mobile|iphone|android|ios|phone|tablet|offline"),
    ("dashboards", r"dashboards?|charts?|graphs?|widgets?|kpis?"),
    ("reporting", r"reports?|reporting|analytics|exports?|csv|excel|pdf|forecast\w*"),
    ("imports", r"imports?|uploads?|ingest\w*|migrat\w+"),
    ("notifications", r"notif\w+|alerts?|e-?mails?|reminders?|digest"),
    ("search", r"search\w*|filters?"),
    ("billing", r"billing|invoic\w+|pric\w+|payments?|currenc\w+|tax"),
    ("usability", r"ui|ux|interface|design|dark mode|theme|confus\w+|clicks?|keyboard|accessib\w+|easy|usab\w+|look"),
    ("performance", r"slow\w*|fast\w*|speed|performance|latency|loads?|loading|timeouts?|hangs?"),
    ("reliability", r"crash\w*|bugs?|down|outages?|errors?|stable|reliab\w+|data loss"),
    ("workflow", r"approv\w+|workflows?|tasks?|automat\w+|templates?|planner|schedul\w+"),
    ("administration", r"admins?|users?|settings?|custom fields?|bulk|workspace|sandbox"),
    ("support", r"support (?:team|staff|hours|answers?)|your support|helpdesk|tickets?|docs?|documentation|training|"
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
    return next((theme for theme, pattern in _PATTERNS if pattern.search(text)), OTHER)
