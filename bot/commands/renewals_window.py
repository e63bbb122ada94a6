"""From when to when renewals are looked at: this month, next quarter, March, overdue."""

from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from bot.context import Context
from bot.words import Days
from bot.words.calendar import MONTHS

USUAL = 90


class Window(StrEnum):
    MONTH = "this month"
    QUARTER = "this quarter"
    NEXT_QUARTER = "next quarter"
    NEXT_MONTH = "next month"
    YEAR = "this year"
    OVERDUE = "overdue"
    EVERY = "any time"

    @classmethod
    def synonyms(cls) -> dict["Window", tuple[str, ...]]:
        return {
            cls.MONTH: ("month",),
            cls.QUARTER: ("quarter", "fiscal quarter", "this fiscal quarter"),
            cls.NEXT_QUARTER: ("next fiscal quarter",),
            cls.OVERDUE: ("past", "late", "unsigned", "not signed"),
            cls.EVERY: ("ever", "all dates"),
        }


class Part(StrEnum):
    """A month, or a quarter of the calendar: the next one that is called so, the running one included."""

    JANUARY = "january"
    FEBRUARY = "february"
    MARCH = "march"
    APRIL = "april"
    MAY = "may"
    JUNE = "june"
    JULY = "july"
    AUGUST = "august"
    SEPTEMBER = "september"
    OCTOBER = "october"
    NOVEMBER = "november"
    DECEMBER = "december"
    Q1 = "q1"
    Q2 = "q2"
    Q3 = "q3"
    Q4 = "q4"


QUARTERS = frozenset({"q1", "q2", "q3", "q4"})


def dates(
    ctx: Context, window: Window | None, within: Days | None, part: Part | None
) -> tuple[date | None, date | None, str]:
    """From when to when, and how that is said. What is due today is not overdue yet."""
    today = ctx.today
    following = today.replace(day=1) + relativedelta(months=1)
    match window:
        case Window.MONTH:
            return today, following - timedelta(days=1), "rest of this month"
        case Window.NEXT_MONTH:
            return following, following + relativedelta(months=1) - timedelta(days=1), "next month"
        case Window.YEAR:
            return today, today.replace(month=12, day=31), "rest of this year"
        case Window.QUARTER | Window.NEXT_QUARTER:
            begins = quarter_of(today, ctx.knows.fiscal_month)
            if window is Window.QUARTER:
                return today, begins + relativedelta(months=3) - timedelta(days=1), "rest of this quarter"
            begins += relativedelta(months=3)
            return begins, begins + relativedelta(months=3) - timedelta(days=1), "next quarter"
        case Window.OVERDUE:
            return None, today - timedelta(days=1), "overdue, not signed"
        case Window.EVERY:
            return None, None, "all open ones"
    if part is not None:
        first, months = (3 * int(part.value[1]) - 2, 3) if part.value in QUARTERS else (MONTHS[part.value], 1)
        # Months to go; less than nothing while it runs.
        away = (first - today.month + months - 1) % 12 - (months - 1)
        begins = today.replace(day=1) + relativedelta(months=away)
        said = f"{part.value.upper()} {begins.year}" if months > 1 else f"{begins:%B %Y}"
        return max(begins, today), begins + relativedelta(months=months) - timedelta(days=1), said
    days = within.count if within else USUAL
    return today, today + timedelta(days=days), f"next {days} days"


def quarter_of(day: date, fiscal_month: int) -> date:
    """The first day of the fiscal quarter that a day is in."""
    return day.replace(day=1) - relativedelta(months=(day.month - fiscal_month) % 3)
