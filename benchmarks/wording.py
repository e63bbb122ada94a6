"""Company names and how people misspell them, from a seed: made for measuring alone, nothing was tuned on them."""

import random
from itertools import accumulate


def _words(text: str) -> list[str]:
    return text.split()


ONSETS = _words("""
    b br c ch cr d dr f fl g gr h j k kl l m n p ph pl qu r s sh st t th tr v w z
""")
NUCLEI = _words("""
    a a e e i i o o u ai ea ee ia io ou y
""")
CODAS = ["", "", "", "l", "n", "r", "s", "t", "x", "nd", "rt", "ck", "m"]
TRADES = _words("""
    Analytics Apparel Automotive Bank Biotech Brewing Builders Capital Chemicals Clinics Construction
    Consulting Dairy Dynamics Electric Energy Engineering Foods Freight Furniture Games Glass Health
    Hospitality Hotels Industries Instruments Insurance Interiors Labs Legal Logistics Marine Materials
    Media Mining Mobility Motors Networks Optics Paper Partners Pharma Plastics Power Printing
    Properties Rail Retail Robotics Security Shipping Software Solar Staffing Steel Studios Systems
    Technologies Telecom Textiles Timber Tools Toys Travel Ventures Water
""")
FORMS = ["", "", "", "Inc", "Inc.", "Ltd", "LLC", "GmbH", "AG", "Group", "S.A.", "Corp", "BV", "& Co"]
PLACES = _words("""
    Nord Süd Pacific Atlantic Baltic Alpine Iberia Lyon Kraków Malmö Quito Osaka Perth Leeds Turin
    Zürich
""")
NEAR = {
    "a": "qsz", "b": "vgn", "c": "xvd", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jli", "l": "kop", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf",
    "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xas",
}  # fmt: skip
SOUNDS = [("ph", "f"), ("ck", "k"), ("qu", "kw"), ("x", "ks"), ("c", "k"), ("y", "i"), ("ee", "ea"), ("z", "s")]


def names(count: int, seed: int) -> list[str]:
    """Names of one to four words, distinct without their legal forms; a few invented words are common, most are rare."""
    chance = random.Random(seed)
    coined = [_coined(chance) for _ in range(max(2_000, count // 8))]
    weights = list(accumulate(1 / (place + 10) ** 0.7 for place in range(len(coined))))
    found: dict[str, str] = {}
    while len(found) < count:
        words = [chance.choices(coined, cum_weights=weights)[0]]
        if chance.random() < 0.35:
            words.append(chance.choices(coined, cum_weights=weights)[0])
        if chance.random() < 0.2:
            words.insert(chance.randrange(len(words) + 1), chance.choice(PLACES))
        if chance.random() < 0.75:
            words.append(chance.choice(TRADES))
        whole = [*words, chance.choice(FORMS)]
        found.setdefault(" ".join(words), " ".join(word for word in whole if word))
    return list(found.values())


def misspelt(name: str, chance: random.Random) -> str:
    """As somebody in a hurry types it: one slip, two in a long name, and often no legal form."""
    words = name.split()
    while len(words) > 1 and words[-1] in (*FORMS, "Co", "&") and chance.random() < 0.6:
        words.pop()
    said = " ".join(words).lower() if chance.random() < 0.7 else " ".join(words)
    for _ in range(1 if len(said) < 10 or chance.random() < 0.6 else 2):
        said = chance.choice(SLIPS)(said, chance)
    return said


def _coined(chance: random.Random) -> str:
    parts = range(chance.choices((1, 2, 3), (1, 6, 3))[0])
    word = "".join(chance.choice(ONSETS) + chance.choice(NUCLEI) + chance.choice(CODAS) for _ in parts)
    return word.capitalize()


def _neighbour(said: str, chance: random.Random) -> str:
    at = chance.randrange(len(said))
    return said[:at] + chance.choice(NEAR.get(said[at].lower(), said[at])) + said[at + 1 :]


def _missing(said: str, chance: random.Random) -> str:
    at = chance.randrange(len(said))
    return said[:at] + said[at + 1 :] if len(said) > 3 else said


def _doubled(said: str, chance: random.Random) -> str:
    at = chance.randrange(len(said))
    return said[: at + 1] + said[at:]


def _swapped(said: str, chance: random.Random) -> str:
    at = chance.randrange(len(said) - 1)
    return said[:at] + said[at + 1] + said[at] + said[at + 2 :]


def _by_ear(said: str, chance: random.Random) -> str:
    heard = [pair for pair in SOUNDS if pair[0] in said]
    return said.replace(*chance.choice(heard), 1) if heard else _missing(said, chance)


def _joined(said: str, chance: random.Random) -> str:
    return said.replace(" ", chance.choice(("", "-")), 1)


SLIPS = (_neighbour, _missing, _missing, _doubled, _swapped, _by_ear, _joined)
