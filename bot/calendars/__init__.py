"""Calendars: reading them, finding the customer of a meeting, and what becomes of that."""
