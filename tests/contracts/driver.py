"""What the shared suite needs to know of a platform: how its people act, and how to read what it showed them."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.platform import Platform
from bot.request import Place
from tests.fakes.scripted import Scripted


@dataclass(frozen=True)
class Shown:
    """One answer as a person sees it.

    words: everything visible, top to bottom, mentions by name. notification: the line a locked screen would show.
    payload: what went over the wire. private: nobody else sees it. dialog: it opened as a form to fill in.
    """

    words: str
    notification: str
    payload: Any
    private: bool = True
    dialog: bool = False
    buttons: tuple[str, ...] = field(default=())


class Driver(Protocol):
    """One person at one platform's door. Every act returns what it made the platform show, or None for nothing.

    bailey: answers by script. platform: the same door from the courier's side. limits: so many messages in so many seconds
    are what the platform allows one conversation.
    """

    bailey: Scripted
    platform: Platform
    limits: tuple[tuple[int, float], ...]

    async def say(self, line: str, place: Place = Place.DIRECT) -> Shown | None:
        """Type a command line as this platform's people do (`line` is without slash or mention)."""
        ...

    async def chat(self, words: str) -> Shown | None:
        """Say it in a direct conversation, exactly these characters, as the platform encodes them."""
        ...

    async def again(self) -> Shown | None:
        """Deliver the last payload once more, byte for byte. Returns the answer, or the last one if none is shown."""
        ...

    async def press(self, label: str) -> Shown | None:
        """Press a button of what was shown last."""
        ...

    async def fill(self, **fields: str) -> Shown | None:
        """Submit the dialog that was shown last, these fields changed."""
        ...

    async def late(self, line: str) -> Shown | None:
        """Say a line whose answer takes longer than the platform waits; `bailey` is held and released meanwhile."""
        ...

    async def forged(self, line: str) -> int | None:
        """Say a line with bad credentials. The HTTP status of the refusal; None where the door has no credentials."""
        ...

    async def own(self, words: str) -> None:
        """Deliver to the door a message that Bailey itself wrote."""
        ...

    def mention(self, user: str, name: str) -> str:
        """A colleague's mention as the platform encodes it in a message."""
        ...

    def user(self, name: str) -> str:
        """The identity `platform:tenant:user` of a colleague that the platform knows."""
        ...

    def faults(self, payload: Any) -> list[str]:
        """What the platform would refuse in this payload: limits passed, blank labels, ids used twice."""
        ...

    def markup(self, payload: Any) -> list[str]:
        """Strings of this payload which the platform reads as markup, as far as they are not escaped."""
        ...

    def refuse(self, error: str, after: int = 0) -> None:
        """Let the platform answer the next post so. error: `busy` (after: seconds), `gone`, `barred`, `broken`, or
        `unreachable`."""
        ...

    def lose(self) -> bool:
        """Let the platform take the next post and close the connection without an answer; whether it can be told to."""
        ...

    def standing(self) -> list[str]:
        """What was posted unasked where `say` and `chat` speak and stands there now, each message's words, oldest first."""
        ...

    async def close(self) -> None: ...
