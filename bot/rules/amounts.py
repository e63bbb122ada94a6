"""Money as people and programs write it: `€240k`, `240,000.00`, `1.234,56 EUR`, `US$ 1.2m`."""

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from babel.numbers import get_currency_precision, list_currencies

from bot.rules.cells import Unreadable, short

# Which sign parts the decimals in a column: said by its own values, or unknown.
Point = Literal[".", ",", ""]


class Sum(NamedTuple):
    """amount: in whole units. currency: ISO 4217, or None where the text does not say."""

    amount: Decimal
    currency: str | None


_SIGNS = {
    "us$": "USD", "$us": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "s$": "SGD",
    "hk$": "HKD", "r$": "BRL", "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "zł": "PLN",
    "fr.": "CHF", "sfr.": "CHF", "euro": "EUR", "euros": "EUR", "dollars": "USD", "dollar": "USD",
}  # fmt: skip
_CODES = frozenset(code.casefold() for code in list_currencies())
_SCALES = {
    "k": 3, "t": 3, "tsd": 3, "tsd.": 3, "thousand": 3, "m": 6, "mm": 6, "mn": 6, "mio": 6, "mio.": 6, "million": 6,
    "millionen": 6, "b": 9, "bn": 9, "mrd": 9, "mrd.": 9, "billion": 9,
}  # fmt: skip
_SHAPE = re.compile(r"(?P<before>[^\d.,]*)(?P<digits>[\d.,'’\s]*\d[\d.,'’\s]*?)(?P<after>(?:[^\d.,\s][^\d,]*)?)")
MOST = Decimal(10) ** 15


def money(text: str, point: Point = "") -> Sum:
    """The sum that a cell says. Raises Unreadable for a negative one or for anything else."""
    # “500.-” and “500,--” are how some write that there are no cents.
    match = _SHAPE.fullmatch(re.sub(r"[.,](?:-{1,2}|–|—)(?=\s|$)", "", text.strip().casefold()))
    if not match:
        raise _unreadable(text)
    words = f"{match['before']} {match['after']}".split()
    if "-" in match["before"] or match["before"].strip().startswith("(") or match["after"].strip() in ("-", ")"):
        raise Unreadable(f"{short(text)} is less than nothing. Write what is paid in a year, such as 240000 EUR.")
    currency, scale = None, 0
    for word in words:
        currency, scale = _word(word, text, currency, scale)
    amount = number(match["digits"], point, text).scaleb(scale)
    if amount >= MOST:
        raise Unreadable(f"{short(text)} is more money than there is.")
    return Sum(amount, currency)


def _word(word: str, text: str, currency: str | None, scale: int) -> tuple[str | None, int]:
    """What one word beside the digits says: a currency, a scale, or both glued together (`k€`, `m eur`)."""
    found = currency_of(word)
    if found:
        return found, scale
    if word in _SCALES:
        return currency, _SCALES[word]
    for end in range(1, len(word)):
        first, rest = word[:end], word[end:]
        if first in _SCALES and (found := currency_of(rest)):
            return found, _SCALES[first]
        if rest in _SCALES and (found := currency_of(first)):
            return found, _SCALES[rest]
    raise _unreadable(text)


def number(text: str, point: Point = "", whole: str = "") -> Decimal:
    """Digits with or without groups. point: the column's decimal sign, where it is known."""
    digits = re.sub(r"['’\s]", "", text)
    used = point or point_of(digits)
    if used:
        group = "," if used == "." else "."
        head, _, tail = digits.partition(used)
        if group in tail or used in tail:
            raise _unreadable(whole or text)
        grouped = head.split(group)
        digits = "".join(grouped) + (f".{tail}" if tail else "")
    else:
        grouped = re.split(r"[.,]", digits)
        digits = "".join(grouped)
    if len(grouped) > 1 and (any(len(part) != 3 for part in grouped[1:-1]) or len(grouped[-1]) != 3):
        raise _unreadable(whole or text)
    return Decimal(digits or 0)


def point_of(text: str) -> Point:
    """The decimal sign that a number proves: `1.234,5` and `0,50` a comma, `1,234.5` and `12.5` a point, `1.234` none.

    A single sign with exactly three digits after it is taken for a group: sums of contracts seldom have thousandths.
    """
    digits = re.sub(r"[^\d.,]", "", text).strip(".,")
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    if dots + commas != 1:
        return ""
    sign: Point = "." if dots else ","
    head, tail = digits.split(sign)
    return "" if len(tail) == 3 and head not in ("", "0") and len(head) <= 3 else sign


def currency_of(text: str) -> str | None:
    """The ISO code of a sign or code, else None."""
    low = text.strip().casefold()
    if low in _SIGNS:
        return _SIGNS[low]
    return low.upper() if low in _CODES else None


def minor_units(amount: Decimal, currency: str) -> int:
    """Whole cents (or what the currency has instead); halves go up."""
    return int((amount.scaleb(get_currency_precision(currency)) + Decimal("0.5")) // 1)


def _unreadable(text: str) -> Unreadable:
    return Unreadable(f"{short(text)} is not a sum of money. Write 240000 EUR or €240k.")
