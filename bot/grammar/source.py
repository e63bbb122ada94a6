"""A line as the reader gets it: what its keys said, and the tokens that are left."""

from dataclasses import dataclass, replace
from typing import Any

from bot.grammar.shape import Shape, takes_phrase
from bot.grammar.slots import Slot
from bot.lexicon import Lexicon
from bot.line import Token, Typed, tokenise
from bot.words import Among, Bad, RestWord


@dataclass(frozen=True, slots=True)
class Source:
    """line: the tokens without those that keys took. keyed: what keys said. holes: where keys stood in the text."""

    line: Typed
    keyed: dict[str, Any]
    holes: tuple[int, ...]


def source_of(text: str, shape: Shape, lexicon: Lexicon) -> Source:
    typed = tokenise(text, shape.key_names)
    tokens = typed.tokens
    if not any(token.sort == "key" for token in tokens):
        return Source(typed, {}, ())
    keyed: dict[str, Any] = {}
    left: list[Token] = []
    holes: list[int] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        slot = shape.keys.get(token.low.rstrip(":")) if token.sort == "key" else None
        if slot is None:
            left.append(token)
            place += 1
            continue
        holes.append(token.start)
        value, place = _keyed(typed, place + 1, slot, lexicon)
        old = keyed.get(slot.name)
        keyed[slot.name] = (
            slot.word.merge(old, value) if old is not None and slot.word.many and not isinstance(value, Bad) else value
        )
    return Source(Typed(text, tuple(left)), keyed, tuple(holes))


def _keyed(typed: Typed, at: int, slot: Slot, lexicon: Lexicon) -> tuple[Any, int]:
    """The value after a key, and where it ends. Long ones go on to the next key."""
    if at >= len(typed) or typed.tokens[at].sort == "key":
        if isinstance(slot.word, RestWord):
            return "", at
        return Bad(f"{slot.label} is empty.", ""), at
    token = typed.tokens[at]
    if token.sort == "quoted":
        return slot.word.read(token.text, lexicon), at + 1
    if slot.word.long or takes_phrase(slot):
        end = at
        while end < len(typed) and typed.tokens[end].sort != "key":
            end += 1
        return slot.word.read(typed.slice(at, end), lexicon), end
    found = slot.word.find(typed, at, lexicon)
    if found is not None:
        return _meant(found.value), found.end
    return slot.word.read(typed.text[token.start : token.end], lexicon), at + 1


def _meant(value: Any) -> Any:
    """After its key a name is a name, even if it looks like a length."""
    if isinstance(value, tuple):
        return tuple(_meant(item) for item in value)
    return replace(value, quoted=True) if isinstance(value, Among) else value
