"""Titles of people, however they are written: a CFO is a Chief Financial Officer. Pure."""

import re

_SAME = (
    ("ceo", "chief executive", "chief executive officer", "managing director", "geschäftsführer", "directrice"),
    ("cfo", "chief financial officer", "finance director", "head of finance", "vp finance"),
    ("cto", "chief technology officer", "chief technical officer"),
    ("cio", "chief information officer"),
    ("coo", "chief operating officer"),
    ("cmo", "chief marketing officer"),
    ("ciso", "chief information security officer", "security officer"),
    ("vp", "vice president"),
    ("head of it", "it director", "it manager", "it operations"),
)
_FORMS = {form: forms for forms in _SAME for form in forms}


def has_title(title: str, sought: str) -> bool:
    """Whether somebody of this title is whom one looks for: “Deputy CFO” is no CFO."""
    low = title.casefold()
    if re.search(r"\b(?:deputy|assistant|former|ex)\b", low):
        return False
    forms = _FORMS.get(sought.casefold(), (sought.casefold(),))
    return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", low) for form in forms)


def name_of(title: str) -> str:
    """As it is written in a sentence: CEO, decision maker."""
    return title.upper() if title.isalpha() and len(title) <= 4 else title
