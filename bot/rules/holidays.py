"""Public holidays, as a library knows them. A place is an ISO 3166 code, with a part of the country where days differ
there: `DE`, `DE-BY`, `GB-SCT`; "" has no holidays.

The library takes a tenth of a second to load, and a country some more, so it is loaded when somebody's holidays are first
asked for; a year of a place is then kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from babel import Locale
from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from holidays import HolidayBase

NONE: Mapping[date, str] = MappingProxyType({})

# As people call them, besides the names of the standard.
_USUAL = {
    "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB-ENG", "scotland": "GB-SCT", "wales": "GB-WLS",
    "northern ireland": "GB-NIR", "usa": "US", "america": "US", "the states": "US", "united states of america": "US",
    "the netherlands": "NL", "holland": "NL", "the uk": "GB", "the us": "US", "the usa": "US", "czech republic": "CZ",
    "turkey": "TR", "korea": "KR", "uae": "AE", "emirates": "AE", "bavaria": "DE-BY",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unknown:
    """A place whose holidays nobody knows. near: the name of what may be meant. country: where the country is known and
    the part is not; parts: what it has then."""

    near: str = ""
    country: str = ""
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def holidays_in(place: str, year: int) -> Mapping[date, str]:
    """Date → name, in English where the library has it, by date. Empty for a place that it does not know."""
    if not place:
        return NONE
    country, _, part = place.partition("-")
    calendar = _calendar(country, part, year)
    return NONE if calendar is None else MappingProxyType(dict(sorted(calendar.items())))


@lru_cache(maxsize=1024)
def place_of(said: str) -> str | Unknown:
    """The place behind what somebody typed: `Germany`, `de-by`, `Germany, Bayern`, `Scotland`, `UK`."""
    words = " ".join(said.replace(",", " ").split())
    if (usual := _USUAL.get(words.lower())) is not None:
        return usual
    if (country := _country(words)) is not None:
        return country
    return _country_and_part(words) or Unknown(near=_near(words))


@lru_cache(maxsize=1024)
def label(place: str) -> str:
    """“Germany”, “Germany, Bayern”."""
    country, _, part = place.partition("-")
    names = {code: name for name, code in _parts(country)[1].items()}
    known = _names().get(country, country)
    return f"{known}, {names.get(part, part)}" if part else known


def _country(words: str) -> str | None:
    if words.upper() in _codes():
        return words.upper()
    return _by_name().get(words.lower())


def _country_and_part(words: str) -> str | Unknown | None:
    """`DE-BY`, `Germany BY`, `Germany Bayern`: the country first, as many words as are one."""
    pieces = words.split("-", 1) if "-" in words and _country(words.split("-", 1)[0]) else None
    if pieces is None:
        split = words.split()
        counts = range(len(split) - 1, 0, -1)
        pieces = next(
            ([" ".join(split[:n]), " ".join(split[n:])] for n in counts if _country(" ".join(split[:n]))), None
        )
    if pieces is None:
        return None
    country = _country(pieces[0])
    assert country is not None, "the pieces were cut where a country ends"
    parts, named = _parts(country)
    said = pieces[1].strip().lower()
    for code in parts:
        if code.lower() == said:
            return f"{country}-{code}"
    for name, code in named.items():
        if name.lower() == said:
            return f"{country}-{code}"
    return Unknown(country=country, parts=parts)


def _near(words: str) -> str:
    found = process.extractOne(words.lower(), list(_by_name()), scorer=fuzz.ratio, score_cutoff=75)
    return label(_by_name()[found[0]]) if found else ""


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    import holidays  # loaded when it is first needed, see above

    return frozenset(holidays.list_supported_countries(include_aliases=False))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """Code → name in English."""
    return {code: name for code, name in Locale("en").territories.items() if code in _codes()}


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    """Names in lower case, in English and in a country's own languages → code."""
    known: dict[str, str] = {}
    for language in ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb"):
        for code, name in Locale(language).territories.items():
            if code in _codes():
                known.setdefault(name.lower(), code)
    return known


@lru_cache(maxsize=256)
def _parts(country: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The codes of a country's parts, and name → code for those that have a name."""
    calendar = _calendar(country, "", None)
    if calendar is None:
        return (), {}
    return tuple(calendar.subdivisions), dict(calendar.subdivisions_aliases)


def _calendar(country: str, part: str, year: int | None) -> "HolidayBase | None":
    import holidays  # loaded when it is first needed, see above

    try:
        # The language is named, or the server's own would decide.
        return holidays.country_holidays(country, subdiv=part or None, years=year, language="en_US")
    except NotImplementedError:
        return None
