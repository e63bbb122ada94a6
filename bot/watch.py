"""What is counted while Bailey works unasked, for whoever watches over it."""

from typing import Protocol


class Watch(Protocol):
    def message(self, platform: str, became: str, seconds: float) -> None:
        """A message was handled. became: sent, delayed, failed or dropped. seconds: since it was due."""
        ...

    def chore(self, name: str, seconds: float, failed: bool) -> None:
        """A chore or an errand ran once."""
        ...


class Nobody:
    """Watches nothing."""

    def message(self, platform: str, became: str, seconds: float) -> None:
        return

    def chore(self, name: str, seconds: float, failed: bool) -> None:
        return
