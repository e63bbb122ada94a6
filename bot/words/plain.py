"""Words without a meaning of their own: text, numbers, flags, money."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.lexicon import Lexicon
from bot.line import Typed, vocabulary
from bot.view import Option
from bot.words.base import Bad, Found, Word, shorten


class RestWord(Word):
    """Everything that is left, verbatim."""

    what = "text"
    kind = "multiline"
    long = True

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return None

    def read(self, text: str, lexicon: Lexicon) -> Any:
        return text


class PhraseWord(Word):
    """Words up to the next that means something to the command, verbatim; or one quoted text."""

    what = "a few words"

    def read(self, text: str, lexicon: Lexicon) -> Any:
        return text


class TextWord(Word):
    what = "a word"

    def read(self, text: str, lexicon: Lexicon) -> Any:
        return text.strip()


class NumberWord(Word):
    what = "a whole number"
    sample = "1"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        low = line.low(at).lstrip("#t") if line.low(at)[1:].isdecimal() else line.low(at)
        return Found(int(low), at + 1) if low.isascii() and low.isdecimal() and len(low) < 16 else None


class TierWord(NumberWord):
    """`tier 1`, and `T1` by itself, as it stands on every card."""

    def find_alone(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        low = line.low(at)
        return Found(int(low[1]), at + 1) if len(low) == 2 and low[0] == "t" and low[1] in "123456789" else None


class FlagWord(Word):
    """Said or not: the name of the parameter is the word. In a field: yes or no."""

    what = "yes or no"
    sample = "yes or no"
    kind = "choice"
    _yes = frozenset({"yes", "y", "true", "on", "1"})
    _no = frozenset({"no", "n", "false", "off", "0"})

    def __init__(self, *phrases: str) -> None:
        self.name = phrases[0] if phrases else ""
        self.phrases = frozenset(phrases)
        self.most = max((len(phrase.split()) for phrase in phrases), default=1)
        self.starts = {phrase.split()[0] for phrase in phrases}

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        if line.low(at) not in self.starts or line.tokens[at].sort != "word":
            return None
        for end in range(min(len(line), at + self.most), at, -1):
            if line.lows(at, end) in self.phrases:
                return Found(True, end)
        return None

    def read(self, text: str, lexicon: Lexicon) -> Any:
        low = text.strip().lower()
        return True if low in self._yes or low in self.phrases else False if low in self._no else self.bad(text)

    def complete(self, begun: str, lexicon: Lexicon, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        return ((self.name, self.name.capitalize()),) if self.name.startswith(begun.lower()) else ()

    def show(self, value: bool) -> str:
        return "yes" if value else "no"

    def options(self) -> tuple[Option, ...]:
        return (Option("yes", "Yes"), Option("no", "No"))


@dataclass(frozen=True, slots=True)
class Money:
    """minor: whole minor units (cents). currency: ISO 4217."""

    minor: int
    currency: str


_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "us$": "USD", "chf": "CHF", "fr": "CHF"}
_ZERO_DIGITS = frozenset({"JPY", "KRW", "CLP", "ISK", "VND", "XAF", "XOF", "XPF", "UGX", "PYG", "RWF"})
_THREE_DIGITS = frozenset({"BHD", "KWD", "OMR", "JOD", "TND", "IQD", "LYD"})
_CODES = vocabulary(
    "eur usd gbp chf jpy inr cad aud nzd sek nok dkk pln czk huf ron bgn try ils zar brl mxn sgd hkd cny krw aed "
    "sar clp isk vnd bhd kwd omr jod tnd iqd lyd xaf xof xpf ugx pyg rwf"
)


class MoneyWord(Word):
    """`€240k`, `240k EUR`, `$1.2m`, `12,000.50 USD`."""

    what = "an amount of money"
    sample = "€240k or 12,000 USD"
    _SHAPE = re.compile(
        r"(?P<sign>[€$£¥₹]|us\$|[a-z]{3})? ?(?P<number>\d[\d.,' ]*)(?P<scale>k|m|mn|bn)? ?(?P<code>[a-z]{3}|[€$£¥₹])?"
    )

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        for end in range(min(len(line), at + 3), at, -1):
            value = self._read(line.slice(at, end).lower(), lexicon.currency)
            if value is not None:
                return Found(value, end)
        return None

    def _read(self, phrase: str, currency: str) -> Money | None:
        match = self._SHAPE.fullmatch(phrase.strip())
        number = _decimal(match["number"]) if match else None
        if match is None or number is None:
            return None
        sign = match["sign"] or match["code"] or currency.lower()
        code = _SIGNS.get(sign) or (sign.upper() if sign in _CODES else None)
        if code is None or (match["sign"] and match["code"]):
            return None
        scale = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}.get(match["scale"] or "", 1)
        minor = number * scale * 10 ** digits(code)
        return Money(int(minor), code) if minor == int(minor) and minor < 10**17 else None

    def show(self, value: Money) -> str:
        places = digits(value.currency)
        whole, part = divmod(value.minor, 10**places)
        return f"{value.currency}{whole}" + (f".{part:0{places}d}" if part else "")

    def bad(self, text: str) -> Bad:
        return Bad(f"“{shorten(text)}” is not an amount of money. Try {self.sample}.", text)


def digits(currency: str) -> int:
    return 0 if currency in _ZERO_DIGITS else 3 if currency in _THREE_DIGITS else 2


def _decimal(text: str) -> Decimal | None:
    """The last mark parts the decimals, unless three digits follow it: 1.234,50 and 1,234.50 and 12,000."""
    plain = text.replace(" ", "").replace("'", "").rstrip(".,")
    marks = [index for index, char in enumerate(plain) if char in ".,"]
    if marks and (len(plain) - marks[-1] - 1 != 3 or (len(set(plain) & set(".,")) == 2)):
        plain = plain[: marks[-1]].replace(",", "").replace(".", "") + "." + plain[marks[-1] + 1 :]
    else:
        plain = plain.replace(",", "").replace(".", "")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None
