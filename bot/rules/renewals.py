"""Dates of a contract. All are local dates; notice periods are counted in calendar days."""

from datetime import date, timedelta


def notice_date(renews_on: date, notice_days: int) -> date:
    """The last day on which notice can be given: renewal − notice period."""
    return renews_on - timedelta(days=notice_days)
