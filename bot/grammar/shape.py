"""What the reader needs to know of a command, worked out once from its slots."""

from dataclasses import dataclass

from bot.grammar.slots import Slot
from bot.line import vocabulary
from bot.words import PhraseWord, RestWord


@dataclass(frozen=True, slots=True)
class Shape:
    """slots: all. head, tail: where each may stand. keys: what a value may follow as in `note:…`. rest: takes what
    nothing else wants. account: the slot that a misspelt name is meant for. opening: the closed vocabulary that a
    line opens with (`kind`), so that words may stand before it. people: the slot of whoever took part."""

    slots: tuple[Slot, ...]
    head: tuple[Slot, ...]
    tail: tuple[Slot, ...]
    keys: dict[str, Slot]
    key_names: frozenset[str]
    rest: Slot | None
    account: Slot | None
    opening: Slot | None
    people: Slot | None
    skips: frozenset[str]


def shape_of(slots: tuple[Slot, ...]) -> Shape:
    keys: dict[str, Slot] = {}
    for slot in slots:
        for key in (slot.name.rstrip("_"), *slot.says.keys):
            keys.setdefault(key, slot)
    rest = next((slot for slot in slots if slot.word.long and slot.says.head and slot.name in _rests(slots)), None)
    return Shape(
        slots=slots,
        head=tuple(slot for slot in slots if slot.says.head and slot is not rest and not slot.says.hidden),
        tail=tuple(slot for slot in slots if slot.says.tail),
        keys=keys,
        key_names=frozenset(keys),
        rest=rest,
        account=next((slot for slot in slots if slot.account), None),
        opening=next((slot for slot in slots if slot.closed and slot.required), None),
        people=next((slot for slot in slots if slot.word.kind == "people" and slot.says.head), None),
        skips=SKIPS,
    )


def _rests(slots: tuple[Slot, ...]) -> set[str]:
    return {slot.name for slot in slots if isinstance(slot.word, RestWord) and not slot.says.after}


SKIPS = vocabulary(
    "a an the had have has having i we i've we've just for with w/ to at @ on of in from by did do was held my "
    "our us some another quick brief short great good nice lovely productive spent please joined hosted ran gave "
    "attended held done did finished made and & + , : log logged ) ]"
)
OPENS_NOTE = frozenset({"about", "re", "regarding", "concerning", "reg", "abt"})
DASHES = frozenset({"-", "–", "—", "--", "->", "→", "|", "/", ":", "•", "*"})


def takes_phrase(slot: Slot) -> bool:
    return isinstance(slot.word, PhraseWord)
