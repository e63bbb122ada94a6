"""Attempts: what was tried and not answered. A type of its own, for it changes what counts as a touch."""

from typing import Any

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.words.base import Found
from bot.words.plain import FlagWord

ATTEMPT_PHRASES = (
    "no reply", "no answer", "no response", "left voicemail", "left a voicemail", "left vm", "voicemail", "voice mail",
    "left message", "left a message", "didn't answer", "did not answer", "didn't reply", "did not reply", "no pick up",
    "didn't pick up", "did not pick up", "no pickup", "unanswered", "went to voicemail", "straight to voicemail",
    "bounced", "no-show", "no show", "noshow", "out of office", "ooo reply", "couldn't reach", "could not reach",
    "not reached", "unreachable", "no luck", "didn't respond", "did not respond", "not answered", "rang out", "lvm",
    "never answered", "never replied", "no one answered", "nobody answered", "didn't show", "did not show",
    "didn't show up", "they no-showed", "still no reply", "no reply yet", "no answer yet", "missed call",
)  # fmt: skip


class AttemptWord(FlagWord):
    """In the head one of the phrases, after the key yes or no. In a note the phrases stay where they are."""

    def __init__(self) -> None:
        super().__init__(*ATTEMPT_PHRASES, "attempt", "attempted", "tried")

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        found = super().find(line, at, lexicon)
        return None if found is not None and self._opens_note(line, found.end) else found

    def _opens_note(self, line: Typed, end: int) -> bool:
        return line.low(end) in ("but", "because", "as", "so")

    def settle(self, value: Any, lexicon: Lexicon, others: Any) -> Any:
        return value
