"""What to try with a customer who does not answer: another contact, then their sponsor, then an executive of ours writes
to one of theirs. Each rung has a draft; a person sends it, or does not."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

ATTEMPTS = 3  # without an answer, after which a customer counts as not answering
DAYS = 3  # working days that a rung is given
TOP = 3

NAMES = {1: "another contact", 2: "their sponsor", 3: "an executive"}
_SPONSOR = re.compile(r"\b(?:sponsor|vp|svp|evp|head|director|vice president|general manager|gm)\b", re.IGNORECASE)
_EXECUTIVE = re.compile(r"\b(?:c[efotim]o|cpo|cro|chief|president|founder|owner|managing director)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """A contact. tried: somebody tried to reach them lately. champion: they speak for us."""

    id: int
    name: str
    title: str = ""
    tried: bool = False
    champion: bool = False


def whom(rung: int, people: Sequence[Person]) -> Person | None:
    """Who is to be written to on a rung; None where nobody fits."""
    fits = {1: _another, 2: _sponsors, 3: _executives}[rung](people)
    return next(iter(fits), None)


def _another(people: Collection[Person]) -> list[Person]:
    """Whoever is higher up is kept for the next rungs, where there is anybody else."""
    fresh = [one for one in people if not one.tried]
    higher = {one.id for one in (*_sponsors(people), *_executives(people))}
    return sorted(fresh, key=lambda one: (one.id in higher, not one.champion, one.id))


def _sponsors(people: Collection[Person]) -> list[Person]:
    return [one for one in people if _SPONSOR.search(one.title) and not _EXECUTIVE.search(one.title)]


def _executives(people: Collection[Person]) -> list[Person]:
    return [one for one in people if _EXECUTIVE.search(one.title)]


def draft(rung: int, name: str, sender: str) -> str:
    """What to write. name: the first name of whoever it goes to, "" where nobody is known. sender: who signs it."""
    hello = f"Hello {name}," if name else "Hello,"
    match rung:
        case 1:
            body = (
                "I have not been able to reach your colleagues, and do not want what we agreed to stand still. "
                "Who is the right person to talk to at the moment? Ten minutes this week would do."
            )
        case 2:
            body = (
                "you sponsor our work together, so I turn to you: we have had no answer for a while. "
                "Has something changed on your side? If our contact or the plan should be another, tell me, and I will "
                "see to it."
            )
        case _:
            body = (
                "our people have lost touch, and I would rather hear it from you than guess. "
                "Is there anything that we should do differently? I am glad to call at a time that suits you."
            )
    return f"{hello} {body} Best regards, {sender}"
