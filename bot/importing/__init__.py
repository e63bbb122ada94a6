"""Bringing files in: read, looked at, applied at once, taken back."""
