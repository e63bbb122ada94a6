"""Account names made alike, however they are typed: case, accents, punctuation, legal forms, abbreviations."""

import re
from functools import lru_cache

from anyascii import anyascii

from bot.line import vocabulary

LEGAL = vocabulary(
    "inc incorporated corp corporation co company ltd limited llc llp lp plc pllc gmbh ag kg kgaa ohg ug mbh se "
    "sa sas sarl srl spa bv nv ab as asa aps oy oyj pty pte kk bhd sdn sl sro doo zrt kft ev eg"
)
LONG = {
    "intl": "international", "mfg": "manufacturing", "tech": "technologies", "technology": "technologies",
    "svc": "services", "svcs": "services", "service": "services", "grp": "group", "univ": "university",
    "natl": "national", "assoc": "associates", "bros": "brothers", "sys": "systems", "system": "systems",
    "soln": "solutions", "solns": "solutions", "solution": "solutions", "mgmt": "management", "eng": "engineering",
    "ins": "insurance", "hldg": "holdings", "hldgs": "holdings", "holding": "holdings", "lab": "labs",
    "laboratories": "labs", "ind": "industries", "inds": "industries", "industry": "industries", "dept": "department",
    "pharmaceuticals": "pharma", "pharmaceutical": "pharma", "logistic": "logistics", "log": "logistics",
    "comm": "communications", "comms": "communications", "ent": "enterprises", "enterprise": "enterprises",
    "fin": "financial", "dist": "distribution", "ctr": "center", "centre": "center", "consult": "consulting",
}  # fmt: skip

_GAP = re.compile(r"[^a-z0-9]+")
_DOTTED = re.compile(r"\b[a-z](?:\.[a-z])+\b\.?")  # S.A., G.m.b.H
_POSSESSIVE = re.compile(r"['`´]s?\b")


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """Lower case, Latin letters, no `and`, words parted by one blank: `Crème & Söhne G.m.b.H.` → `creme sohne gmbh`."""
    low = name.lower() if name.isascii() else anyascii(name).lower()
    if "&" in low or "+" in low:
        low = low.replace("&", " ").replace("+", " ")
    if "." in low:
        low = _DOTTED.sub(lambda match: match[0].replace(".", ""), low)
    if "'" in low or "`" in low:
        low = _POSSESSIVE.sub(lambda match: match[0].strip("'`´"), low)
    words = _GAP.sub(" ", low).split()
    return " ".join([LONG.get(word, word) for word in words if word != "and"] or words)


def bare(folded: str) -> str:
    """A folded name without a leading `the` and its legal forms at the end; never empty for a name with letters."""
    words = folded.split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in LEGAL:
        words = words[:-1]
    return " ".join(words)


def legal_form(folded: str) -> str:
    """The last of a folded name's legal forms, "" where it has none."""
    before, _, last = folded.rpartition(" ")
    return last if before and last in LEGAL else ""
