"""What an emoji on a message stands for: four verbs, each with emoji of its own, by their names."""

import re
from collections.abc import Mapping
from enum import StrEnum

MOST = 5  # emoji of one verb
LONGEST = 100  # characters of a name


class Verb(StrEnum):
    TAKE = "take"
    DONE = "done"
    WIN = "win"
    ESCALATE = "escalate"

    @property
    def said(self) -> str:
        return SAID[self]

    @property
    def on_ours(self) -> bool:
        """Whether it is put on a card of ours; the others are put on what people write."""
        return self is not Verb.ESCALATE


SAID = {
    Verb.TAKE: "on an escalation’s card: you have it",
    Verb.DONE: "on an escalation’s card: it is resolved",
    Verb.WIN: "on an escalation’s card: kept as a win",
    Verb.ESCALATE: "on anybody’s message: escalate it",
}
Table = Mapping[Verb, tuple[str, ...]]
USUAL: Table = {
    Verb.TAKE: ("eyes",),
    Verb.DONE: ("white_check_mark", "heavy_check_mark"),
    Verb.WIN: ("star",),
    Verb.ESCALATE: ("ticket",),
}
OFF = frozenset({"off", "none", "nothing", "never"})
DEFAULT = frozenset({"default", "usual", "reset"})
# Those that people type as a picture; the rest has to be written by its name.
PICTURES = {
    "👀": "eyes", "✅": "white_check_mark", "✔": "heavy_check_mark", "☑": "ballot_box_with_check", "⭐": "star",
    "🌟": "star2", "🎫": "ticket", "🙌": "raised_hands", "✋": "hand", "🙋": "raising_hand", "👋": "wave", "👍": "+1",
    "👏": "clap", "💪": "muscle", "🤝": "handshake", "🏆": "trophy", "🏅": "medal", "🥇": "first_place_medal",
    "🎉": "tada", "🚀": "rocket", "🏁": "checkered_flag", "🚨": "rotating_light", "🆘": "sos", "⚠": "warning",
    "❗": "exclamation", "🔥": "fire", "📣": "mega", "🐛": "bug", "🧯": "fire_extinguisher", "🔝": "top", "⬆": "arrow_up",
}  # fmt: skip
# A second name that people know, and that the platform does not say.
CALLED = {"thumbsup": "+1", "thumbsdown": "-1", "raised_hand": "hand"}
_SHOWN = {name: picture for picture, name in PICTURES.items()}
_TONE = re.compile(r"::?skin-tone-[2-6]:?")
_NAME = re.compile(rf":?(?P<name>[\w+'’-]{{1,{LONGEST}}}):?")


def plain(emoji: str) -> str:
    """The name alone: without colons, and whatever its skin tone."""
    name = _TONE.sub("", emoji).strip(":").casefold()
    return CALLED.get(name, name)


def named(text: str) -> tuple[str, ...] | None:
    """The emoji of a typed text: “:raised_hands: 👀”; None where something else stands there."""
    bare = _TONE.sub(" ", re.sub("[\U0001f3fb-\U0001f3ff\ufe0f]", "", text))
    for picture, name in PICTURES.items():
        bare = bare.replace(picture, f" :{name}: ")
    words = bare.replace("::", ": :").replace(",", " ").split()
    found = [match for word in words if (match := _NAME.fullmatch(word))]
    if not words or len(found) < len(words):
        return None
    return tuple(dict.fromkeys(plain(match["name"]) for match in found))


def shown(name: str) -> str:
    """“👀 :eyes:”."""
    picture = _SHOWN.get(name, "")
    return f"{picture} :{name}:" if picture else f":{name}:"


def table(kept: str | None) -> Table:
    """Every verb's emoji. kept: what `written` gave."""
    changed: dict[Verb, tuple[str, ...]] = {}
    for line in (kept or "").splitlines():
        verb, *names = line.split()
        changed[Verb(verb)] = tuple(names)
    return {**USUAL, **changed}


def written(table: Table) -> str | None:
    """What differs from the usual; None where nothing does."""
    lines = [" ".join((verb.value, *names)) for verb, names in table.items() if names != USUAL[verb]]
    return "\n".join(lines) or None


def verb_of(table: Table, emoji: str, *, ours: bool) -> Verb | None:
    """What an emoji means on a card of ours, or on anybody else's message."""
    name = plain(emoji)
    return next((verb for verb, names in table.items() if name in names and verb.on_ours is ours), None)
