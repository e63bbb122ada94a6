"""A believable company to try Bailey on: colleagues, customers, and a year of work with them."""

from bot.sample.company import fill

__all__ = ["fill"]
