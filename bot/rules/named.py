"""A question that names something in words of its own, as a row of a table."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """pattern: of the whole question. line: what answers it. but: words that make it another question. tentative: it
    answers only where the data have what it names. also: lines that may answer where the first has nothing."""

    pattern: re.Pattern[str]
    line: str
    but: re.Pattern[str] | None = None
    tentative: bool = False
    also: tuple[str, ...] = ()


def row(pattern: str, line: str, but: str = "", *, tentative: bool = False, also: tuple[str, ...] = ()) -> Named:
    return Named(
        re.compile(rf"(?:{pattern})", re.IGNORECASE),
        line,
        re.compile(rf"\b(?:{but})\b", re.IGNORECASE) if but else None,
        tentative,
        also,
    )
