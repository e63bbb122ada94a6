"""Periods as questions say them, and how commands take them. Pure."""

import re
from dataclasses import dataclass

_NUMBERS = dict(
    zip(
        ("a", "an", "one", "two", "three", "four", "five", "six", "nine", "ten", "twelve", "couple of"),
        (1, 1, 1, 2, 3, 4, 5, 6, 9, 10, 12, 2),
        strict=True,
    )
)
_COUNT = rf"(?P<n>\d{{1,4}}|{'|'.join(_NUMBERS)})"
_UNIT = r"(?P<unit>days?|d|weeks?|w|wks?|months?|m|mths?|quarters?|years?)"
_DAYS = {"d": 1, "w": 7, "m": 30, "q": 91, "y": 365}
_MONTH = r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december)"
_LEAD = (
    r"(?:(?:in|for|during|over|within|through|from|before|by|until|till|since|of|at|on) )?(?:the )?(?:course "
    r"of )?(?:end of (?:the )?)?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a text speaks of a period. past, ahead: how commands take it that look back or ahead, "" where they cannot.
    back: the number of days, where one is said."""

    start: int
    end: int
    past: str
    ahead: str
    days: str = ""


# Tried in this order. `{}` stands for the number of days.
_SHAPES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(rf"\b{_LEAD}(?:{pattern})(?![\w-])", re.IGNORECASE), past, ahead)
    for pattern, past, ahead in (
        (rf"(?:last|past|previous|preceding) {_COUNT} {_UNIT}", "last {} days", ""),
        (rf"{_COUNT} {_UNIT} (?:ago|or more|or longer)", "", ""),
        (rf"(?:next|coming|following) {_COUNT} {_UNIT}", "", "{}d"),
        (rf"(?:more than|over|at least) {_COUNT} {_UNIT}", "", ""),
        (rf"(?:(?<=in )|(?<=for )|(?<=within )|(?<=than )|(?<=over )){_COUNT} {_UNIT}", "last {} days", "{}d"),
        (
            (r"(?:rest of )?(?:this|the current|current|the running|the ongoing) fiscal (?:quarter|q)"),
            "this fiscal quarter",
            "this quarter",
        ),
        (r"(?:last|the previous|previous) fiscal quarter", "last fiscal quarter", ""),
        (r"(?:next|the coming) fiscal quarter", "", "next quarter"),
        (r"(?:this|the current) fiscal year", "this fiscal year", ""),
        (r"(?:last|the previous) fiscal year", "last fiscal year", ""),
        (
            (
                r"(?:rest of )?(?:this|the current|current) quarter|(?<=end of the )quarter|(?<=rest of the "
                r")quarter|quarter to date|qtd"
            ),
            "this quarter",
            "this quarter",
        ),
        (
            (r"(?:rest of )?(?:this|the current|current) month|(?<=end of the )month|(?<=rest of the )month"),
            "this month",
            "this month",
        ),
        (
            (r"(?:rest of )?(?:this|the current|current) year|(?<=end of the )year|year to date"),
            "this year",
            "this year",
        ),
        (r"(?:year[- ]end|years? end|(?:the )?end of (?:the |this )?year|eoy)", "this year", "this year"),
        (r"(?:quarter[- ]end|(?:the )?end of (?:the |this )?quarter|eoq)", "this quarter", "this quarter"),
        (r"(?:month[- ]end|(?:the )?end of (?:the |this )?month|eom)", "this month", "this month"),
        (r"this week|the current week|current week", "this week", "7d"),
        (r"(?:last|previous) week", "last week", ""),
        (r"(?:last|previous) month", "last month", ""),
        (r"(?:last|previous) quarter", "last quarter", ""),
        (r"(?:last|previous) year", "last year", ""),
        (r"(?:next|coming|following) week", "", "14d"),
        (r"(?:next|coming|following) month", "", "next month"),
        (r"(?:next|coming|following) quarter", "", "next quarter"),
        (r"(?:past|preceding) week", "last 7 days", ""),
        (r"(?:past|preceding) month", "last 30 days", ""),
        (r"(?:past|preceding) quarter", "last 90 days", ""),
        (r"(?:past|preceding) year", "last 365 days", ""),
        (r"yesterday", "yesterday", ""),
        (r"ytd", "ytd", ""),
        (r"mtd", "mtd", ""),
        (r"(?P<q>q[1-4])(?! 20)", "{q}", "{q}"),
        (r"(?P<q>fq[1-4]|q[1-4])(?: (?P<of>20\d\d))?", "{q}", ""),
        (r"(?P<q>fy ?20\d\d|20\d\d)", "{q}", ""),
        (rf"(?:(?<=in )|(?<=during )|(?<=of )|(?<=for )|(?<=this )){_MONTH}", "{month}", "{month}"),
        (r"(?<!\w)today", "today", ""),
    )
)


def spans_of(text: str) -> tuple[Span, ...]:
    """The periods that a text speaks of, from the left, none within another."""
    found: list[Span] = []
    for shape, past, ahead in _SHAPES:
        for match in shape.finditer(text):
            if all(match.end() <= one.start or match.start() >= one.end for one in found):
                found.append(_span(match, past, ahead))
    return tuple(sorted(found, key=lambda one: one.start))


def _span(match: re.Match[str], past: str, ahead: str) -> Span:
    parts = {name.rstrip("2"): said for name, said in match.groupdict().items() if said}
    days = _days(parts["n"], parts["unit"]) if "unit" in parts else ""
    named = " ".join(part for part in (parts.get("q", ""), parts.get("of", "")) if part).lower().replace("fy ", "fy")
    values = [
        shape.replace("{q}", named).replace("{month}", parts.get("month", "").lower()).replace("{}", days)
        for shape in (past, ahead)
    ]
    return Span(match.start(), match.end(), values[0], values[1], days)


def _days(number: str, unit: str) -> str:
    count = int(number) if number.isdecimal() else _NUMBERS[number.lower()]
    return str(min(max(count * _DAYS[unit[0].lower()], 1), 3650))
