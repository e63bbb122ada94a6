"""What the cells of other people's files mean: yes and no, tiers, lengths of time, percentages, lists, addresses.

Every reader takes a stripped, non-empty text and returns its value, or raises `Unreadable` with a sentence that says
what was wrong and what to write instead.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

LONGEST_LINE = 200
LONGEST_TEXT = 20_000
DAY = 24 * 60


class Unreadable(ValueError):
    """A cell that cannot be what its column says. Its text is for a person."""


def clean(cell: str) -> str:
    """A cell without what no database or chat can carry: NULs, control and invisible characters, odd blanks."""
    cell = unprotected(cell)
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    kept = (char if char == "\n" or char.isprintable() else _instead(char) for char in cell.replace("\r\n", "\n"))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _instead(char: str) -> str:
    return " " if char.isspace() else ("\u200d" if char == "\u200d" else "")


# What a spreadsheet would run as a formula when it stands first in a cell.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def protected(text: str) -> str:
    """The text for a cell that no spreadsheet runs. `unprotected` gives it back."""
    return f"'{text}" if text.startswith(FORMULA) or (text.startswith("'") and text[1:2] in (*FORMULA, "'")) else text


def unprotected(text: str) -> str:
    """The text as it was before the apostrophe that kept a spreadsheet from running it."""
    return text[1:] if text.startswith("'") and text[1:2] in (*FORMULA, "'") else text


def line(text: str) -> str:
    """A name or title: one line, not longer than a card can show."""
    flat = " ".join(text.split())
    if len(flat) > LONGEST_LINE:
        raise Unreadable(f"{short(text)} has {len(flat)} characters. Keep it under {LONGEST_LINE}.")
    return flat


def words(text: str) -> str:
    """A note: several lines are fine."""
    if len(text) > LONGEST_TEXT:
        raise Unreadable(f"A text of {len(text):,} characters is too long. Keep it under {LONGEST_TEXT:,}.")
    return text


YES = frozenset(
    {
        "yes", "y", "true", "t", "1", "x", "on", "ja", "j", "wahr", "oui", "si", "sí", "auto", "automatic", "✓", "✔",
        "☑"
    }
)  # fmt: skip
NO = frozenset(
    {
        "no", "n", "false", "f", "0", "off", "nein", "falsch", "non", "manual", "none", "-", "–", "✗", "✘", "☐"
    }
)  # fmt: skip


def boolean(text: str) -> bool:
    low = text.casefold()
    if low in YES:
        return True
    if low in NO:
        return False
    raise Unreadable(f"{short(text)} is neither yes nor no.")


_TIERS = {"platinum": 1, "gold": 2, "silver": 3, "bronze": 4, "a": 1, "b": 2, "c": 3, "d": 4}


def tier(text: str) -> int:
    """1 to 4, from `1`, `T1`, `Tier 1`, `A` or a metal."""
    low = re.sub(r"^(?:tier|t|level|klasse|class)[\s\-_]*", "", text.casefold()).removesuffix(".0")
    found = int(low) if low in ("1", "2", "3", "4") else _TIERS.get(low)
    if found is None:
        raise Unreadable(f"{short(text)} is not a tier. Write 1, 2, 3 or 4.")
    return found


def health(text: str) -> int:
    """0 to 100, with or without a percent sign."""
    try:
        value = Decimal(text.rstrip("% ").replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value <= 100:
        raise Unreadable(f"{short(text)} is not a health score. Write a number from 0 to 100.")
    return int(value.to_integral_value())


def count(text: str) -> int:
    """Whole days, `30` or `30 days`; months count thirty, as most contracts mean it."""
    match = re.fullmatch(r"(\d{1,4})(?:\.0+)?\s*(days?|d|tage?|months?|monate?|weeks?|wochen?)?", text.casefold())
    if not match:
        raise Unreadable(f"{short(text)} is not a number of days. Write 30 or 90 days.")
    unit = (match[2] or "d")[0]
    return int(match[1]) * {"d": 1, "t": 1, "w": 7, "m": 30}[unit]


def months(text: str) -> int:
    """Whole months of a term: `12`, `12 months`, `3 years`."""
    match = re.fullmatch(r"(\d{1,3})(?:\.0+)?\s*(months?|mo|m|monate?|years?|yrs?|y|jahre?)?", text.casefold())
    found = int(match[1]) * (12 if (match[2] or "m")[0] in "yj" else 1) if match else 0
    if not 1 <= found <= 240:
        raise Unreadable(f"{short(text)} is not a term. Write 12 or 36 months.")
    return found


def basis_points(text: str) -> int:
    """A percentage in basis points: `5`, `3.5 %`, `3,5%`."""
    match = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2})0*)?\s*%?", text.strip())
    found = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")) if match else 10_001
    if found > 10_000:
        raise Unreadable(f"{short(text)} is not a percentage. Write 5 or 3.5 %.")
    return found


_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")
_PARTS = re.compile(
    r"(?:(?P<h>\d{1,4}(?:[.,]\d{1,3})?)\s*(?:h|hr|hrs|hours?|std|stunden?)\.?)?\s*"
    r"(?:(?P<m>\d{1,5}(?:[.,]\d{1,3})?)\s*(?:m|min|mins|minutes?|minuten?)?\.?)?"
)
# How many minutes one of a column's units is.
UNITS = {"hours": Decimal(60), "minutes": Decimal(1), "seconds": Decimal(1) / 60, "milliseconds": Decimal(1) / 60_000}


def minutes(text: str, unit: str = "minutes") -> int:
    """Whole minutes, 0 to 1440. unit: what a bare number counts, a key of `UNITS`."""
    low = text.casefold()
    value: Decimal | None = None
    if match := _CLOCK.fullmatch(low):
        value = Decimal(match[1]) * 60 + Decimal(match[2]) + Decimal(match[3] or 0) / 60
    elif re.fullmatch(r"\d{1,9}(?:[.,]\d{1,6})?", low):
        value = Decimal(low.replace(",", ".")) * UNITS[unit]
    elif (match := _PARTS.fullmatch(low)) and (match["h"] or match["m"]):
        value = _number(match["h"]) * 60 + _number(match["m"])
    if value is None:
        raise Unreadable(f"{short(text)} is not a length of time. Write 30m or 1h15m.")
    if value > DAY:
        raise Unreadable(f"{short(text)} is more than a day. A length is at most 24 hours.")
    return int((value + Decimal("0.5")) // 1)


def _number(text: str | None) -> Decimal:
    return Decimal(text.replace(",", ".")) if text else Decimal(0)


def several(text: str) -> list[str]:
    """The items of a list, parted by semicolons or line breaks, else by bars or commas."""
    for separator in (r"[;\n]", r"\|", ","):
        parts = [part.strip() for part in re.split(separator, text)]
        if len(parts) > 1:
            return [line(part) for part in dict.fromkeys(parts) if part]
    return [line(text)]


_EMAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]{2,}")


def email(text: str) -> str:
    """The address, in lower case, also out of `Jane Doe <jane@acme.com>`."""
    bare = text.removeprefix("mailto:")
    if match := re.fullmatch(r"[^<>]*<([^<>]+)>", bare):
        bare = match[1].strip()
    if not _EMAIL.fullmatch(bare) or len(bare) > LONGEST_LINE:
        raise Unreadable(f"{short(text)} is not an e-mail address.")
    return bare.casefold()


_DOMAIN = re.compile(r"(?:[\w](?:[\w-]{0,61}[\w])?\.)+[\w-]{2,}")
# Everybody's: mail from there says nothing of the company.
FREE = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "me.com",
        "aol.com", "gmx.de", "gmx.net", "web.de", "proton.me", "protonmail.com", "mail.ru", "qq.com", "163.com",
        "t-online.de"
    }
)  # fmt: skip


def domain(text: str) -> str:
    """`acme.com`, also out of a web or mail address."""
    low = text.strip().casefold()
    low = re.sub(r"^[a-z]+://", "", low).rpartition("@")[2].removeprefix("www.")
    low = re.split(r"[/?#:]", low)[0].rstrip(".")
    if not _DOMAIN.fullmatch(low) or low in FREE or len(low) > LONGEST_LINE:
        raise Unreadable(f"{short(text)} is not a company's domain. Write acme.com.")
    return low


def short(text: str, limit: int = 40) -> str:
    """The text in quotes, as a sentence can carry it."""
    flat = " ".join(text.split())
    return f"“{flat if len(flat) <= limit else flat[: limit - 1] + '…'}”"
