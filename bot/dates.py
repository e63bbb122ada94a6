"""How dates and money are said to one reader. Words are English; amounts follow the reader's locale."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_currency, get_currency_precision

from bot.view import WhenStyle

WORDS = "en_GB"
# Days for which the count beside a date tells its year.
NEAR = 300


@dataclass(frozen=True)
class Reader:
    """For whom it is written. zone: theirs. locale: BCP 47; an unknown one counts as English. today: in their zone."""

    zone: tzinfo
    locale: str
    today: date

    def when(self, at: datetime | date, style: WhenStyle) -> str:
        day = at.astimezone(self.zone).date() if isinstance(at, datetime) else at
        match style:
            case "date":
                return self._day(day, always_year=True)
            case "short":
                return self._day(day)
            case "countdown":
                days = (day - self.today).days
                far = f"{days} d" if days >= 0 else f"{-days} d ago"
                return f"{self._day(day, short=abs(days) < NEAR)} ({far})"
            case "moment" if isinstance(at, datetime):
                return f"{self._said(day)} {format_time(at.astimezone(self.zone), 'HH:mm', locale=WORDS)}"
            case _:
                return self._said(day)

    def money(self, minor: int, currency: str) -> str:
        """“€240,000”; cents only where there are any."""
        precision = get_currency_precision(currency)
        amount = Decimal(minor).scaleb(-precision)
        whole = amount == amount.to_integral_value()
        locale = _locale(self.locale)
        pattern = locale.currency_formats["standard"].pattern.split(";")[0]
        if whole:
            pattern = pattern.replace("0.00", "0")
        return format_currency(amount, currency, pattern, locale=locale, currency_digits=not whole)

    def _said(self, day: date) -> str:
        """“today”, “Thu 19 Nov”, with the year when it is another one."""
        match (day - self.today).days:
            case 0:
                return "today"
            case -1:
                return "yesterday"
            case 1:
                return "tomorrow"
            case _:
                return f"{format_date(day, 'EEE', locale=WORDS)} {self._day(day)}"

    def _day(self, day: date, *, always_year: bool = False, short: bool = False) -> str:
        year = always_year or (day.year != self.today.year and not short)
        pattern = "d MMM yyyy" if year else "d MMM"
        return format_date(day, pattern, locale=WORDS)


@lru_cache(maxsize=256)
def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale.parse(WORDS)


def minutes_said(minutes: int) -> str:
    """“30 min”, “1 h”, “1 h 15”."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"
