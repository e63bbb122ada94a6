"""Whether they like it: `+` or `-`."""

from enum import StrEnum
from typing import ClassVar

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.words.base import Found, OneOf


class Sign(StrEnum):
    LIKES = "likes"
    DISLIKES = "dislikes"

    @property
    def value_of(self) -> int:
        return 1 if self is Sign.LIKES else -1


class SignWord(OneOf):
    """A plus or a minus by itself, or what it stands for."""

    _marks: ClassVar = {"+": Sign.LIKES, "++": Sign.LIKES, "-": Sign.DISLIKES, "--": Sign.DISLIKES, "–": Sign.DISLIKES,
                        "—": Sign.DISLIKES, "+1": Sign.LIKES, "-1": Sign.DISLIKES,
                        "👍": Sign.LIKES, "👎": Sign.DISLIKES}  # fmt: skip

    def __init__(self) -> None:
        said = {Sign.LIKES: ("like", "they like", "likes it"), Sign.DISLIKES: ("dislike", "they dislike")}
        super().__init__(Sign, said, what="whether they like it")
        self.sample = "+ or -"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        sign = self._marks.get(line.low(at))
        return Found(sign, at + 1) if sign is not None else super().find(line, at, lexicon)

    def label(self, value: Sign) -> str:
        return "They like it" if value is Sign.LIKES else "They do not"
