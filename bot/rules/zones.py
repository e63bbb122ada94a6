"""Time zones by what people call them. Loading all names walks a folder of six hundred files, so they are looked for when
somebody first names one, and kept."""

from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import available_timezones

from babel.core import get_global
from rapidfuzz import fuzz, process

# Of a city that lends its name to no zone, the zone; and what people say besides.
_USUAL = {
    "cet": "Europe/Berlin", "cest": "Europe/Berlin", "gmt": "Europe/London", "bst": "Europe/London",
    "eastern": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "et": "America/New_York",
    "central": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago", "ct": "America/Chicago",
    "mountain": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver", "mt": "America/Denver",
    "pacific": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "pt": "America/Los_Angeles", "ist": "Asia/Kolkata", "jst": "Asia/Tokyo", "utc": "UTC", "z": "UTC",
    "munich": "Europe/Berlin", "hamburg": "Europe/Berlin", "frankfurt": "Europe/Berlin", "cologne": "Europe/Berlin",
    "barcelona": "Europe/Madrid", "milan": "Europe/Rome", "lyon": "Europe/Paris", "porto": "Europe/Lisbon",
    "geneva": "Europe/Zurich", "rotterdam": "Europe/Amsterdam", "manchester": "Europe/London",
    "edinburgh": "Europe/London", "gothenburg": "Europe/Stockholm", "krakow": "Europe/Warsaw", "nyc": "America/New_York",
    "boston": "America/New_York", "washington": "America/New_York", "miami": "America/New_York",
    "atlanta": "America/New_York", "austin": "America/Chicago", "dallas": "America/Chicago",
    "houston": "America/Chicago", "san francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles",
    "la": "America/Los_Angeles", "sf": "America/Los_Angeles", "montreal": "America/Toronto", "rio": "America/Sao_Paulo",
    "bangalore": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "delhi": "Asia/Kolkata", "beijing": "Asia/Shanghai",
    "tel aviv": "Asia/Jerusalem", "abu dhabi": "Asia/Dubai", "kyiv": "Europe/Kyiv", "kiev": "Europe/Kyiv",
}  # fmt: skip
_REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@lru_cache(maxsize=256)
def zone_called(said: str) -> str | None:
    """The IANA name behind what somebody typed: `Europe/Berlin`, `Lisbon`, `new york`, `pacific time`."""
    low = " ".join(said.lower().replace("_", " ").split()).removesuffix(" time").strip()
    return _USUAL.get(low) or _known().get(low)


def near(said: str) -> str:
    """The zone that a misspelt name may mean, or ""."""
    found = process.extractOne(said.lower().replace("_", " "), list(_known()), scorer=fuzz.ratio, score_cutoff=75)
    return _known()[found[0]] if found else ""


@lru_cache(maxsize=256)
def country_of(zone: str) -> str:
    """The country of a zone, as an ISO 3166 code; "" where it has none."""
    territory = str(get_global("zone_territories").get(zone, ""))
    return territory if len(territory) == 2 else ""


@lru_cache(maxsize=1)
def _known() -> Mapping[str, str]:
    """Whole names and cities, in lower case with blanks, → IANA name. A city wins over an older name of it."""
    known: dict[str, str] = {}
    zones = sorted(name for name in available_timezones() if name.split("/")[0] in (*_REGIONS, "UTC"))
    for name in sorted(zones, key=lambda name: (name.count("/"), name not in get_global("zone_territories"), name)):
        plain = name.lower().replace("_", " ")
        known.setdefault(plain, name)
        known.setdefault(plain.rsplit("/", 1)[-1], name)
    return known
