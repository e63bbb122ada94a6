"""The terminal door: a conversation, one line, and what is printed of it."""
