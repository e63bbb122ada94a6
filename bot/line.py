"""A typed line: made plain, cut into tokens that remember where they stood, and quoted again for printing."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

MAX_LINE = 8_000  # characters; the longest message that both platforms carry is far shorter

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»〝〞＂″"), '"') | dict.fromkeys(map(ord, "‘’‚‛′＇"), "'")
_BREAKS = dict.fromkeys(map(ord, "\v\f\x85\u2028\u2029"), "\n")
_PLAIN = _QUOTES | _BREAKS | {ord("\t"): " ", ord("−"): "-", ord("﹣"): "-", ord("－"): "-"}
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f"
_JOINER = re.compile(f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")  # kept only where it glues an emoji together


def normalise(text: str) -> str:
    """The same words without what keyboards and platforms put between them.

    NFC; straight quotes; line breaks as \\n and every other blank as a space; control, zero-width, direction and
    private characters removed. Applying it twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)
    text = _JOINER.sub("", text)
    text = "".join(" " if unicodedata.category(char) == "Zs" else char for char in text if _visible(char))
    return unicodedata.normalize("NFC", _JOINER.sub("", text)).strip()


def _visible(char: str) -> bool:
    return char in "\n\u200d" or unicodedata.category(char) not in _INVISIBLE


Sort = Literal["word", "quoted", "user", "channel", "mark", "key"]


class Token(NamedTuple):
    """One word of a line. text: unquoted, without `<@ >`. low: lower case, without closing punctuation.
    start, end: where it stands in the normalised text."""

    text: str
    low: str
    start: int
    end: int
    sort: Sort


@dataclass(frozen=True, slots=True)
class Typed:
    """A normalised text and its tokens."""

    text: str
    tokens: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    def low(self, at: int) -> str:
        """The word at a place, "" past the end."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def slice(self, start: int, stop: int) -> str:
        """The text from one token up to another, verbatim."""
        return self.text[self.tokens[start].start : self.tokens[stop - 1].end] if start < stop else ""

    def lows(self, start: int, stop: int) -> str:
        return " ".join(token.low for token in self.tokens[start:stop])


_SHAPE = r"""
    <@(?P<user>[^<>\s]+)>
  | <\#(?P<channel>[^<>\s]+)>
  | "(?P<quoted>(?:[^"\\]|\\.)*)"
  %s
  | (?P<mark>[,;\n()\[\]=—]|\+(?=\s)|&(?=\s))
  | (?P<word>w/|(?:\d+,\d+|[^\s,;"()\[\]=—])+|")
"""


@lru_cache(maxsize=256)
def _tokens(keys: frozenset[str]) -> re.Pattern[str]:
    """One pattern a set of keys, and so one a command: `key:` counts only where the command knows the key."""
    names = "|".join(sorted(map(re.escape, keys), key=len, reverse=True))
    return re.compile(_SHAPE % (f"| (?P<key>{names}):(?!//)" if keys else ""), re.VERBOSE | re.IGNORECASE | re.DOTALL)


NO_KEYS: frozenset[str] = frozenset()


def tokenise(text: str, keys: frozenset[str] = NO_KEYS, most: int | None = None) -> Typed:
    """text: normalised already. keys: the words that take a value as in `note:…`. most: how many tokens are wanted."""
    tokens: list[Token] = []
    for match in islice(_tokens(keys).finditer(text), most):
        sort: Sort = match.lastgroup  # type: ignore[assignment]  # each group of the pattern is named after a sort
        part = match[sort]
        if sort == "quoted":
            part = unescape(part)
        low = part.lower()
        if sort == "word" and len(low) > 1:
            low = low.rstrip(".!?:") or low
        tokens.append(Token(part, low, match.start(), match.end(), sort))
    return Typed(text, tuple(tokens))


_BULLET = re.compile(r"(?:(?:[-–*•‣◦▪>]|\d{1,2}[.)]|[-*]? ?\[[ xX✓]?\])\s+)+(?=\S)")


def unbulleted(text: str) -> str:
    """A pasted line without what lists put before it: `- [x] call Acme`, `2) call Acme`, `> call Acme`."""
    match = _BULLET.match(text)
    return text[match.end() :] if match else text


def unescape(text: str) -> str:
    return re.sub(r'\\(["\\])', r"\1", text) if "\\" in text else text


def quoted(text: str) -> str:
    # Reading makes every quote a straight one, and one that is not escaped would end the value there.
    escaped = text.translate(_QUOTES).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_BARE = re.compile(r"[\w#@.:+/-]+")


def quote(text: str) -> str:
    """The text as one value of a printed line: bare where that is safe, else in quotes."""
    return text if _BARE.fullmatch(text) and not text.endswith((".", ":")) else quoted(text)


def unjoined(text: str) -> str:
    """Words in one line without what joined them to those before: “: they left” is “they left”."""
    return " ".join(text.split()).lstrip(" :,-–—")


def vocabulary(text: str) -> frozenset[str]:
    """A set of words written as one text, for vocabularies."""
    return frozenset(text.split())


def joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)
