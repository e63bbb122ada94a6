"""The terminal as a platform: what Bailey says unasked is printed where somebody is sitting."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count

from bot.platform import Pace
from bot.request import Address, Never, Outcome, Place, Sender, Sent
from bot.text import as_typed
from bot.view import DrawnView

PLATFORM = "cli"
TENANT = "local"

Show = Callable[[DrawnView], None]


def sender_of(email: str, name: str = "", zone: str = "", locale: str = "") -> Sender:
    """A member at the terminal, known by e-mail. zone: IANA. locale: BCP 47."""
    return Sender(PLATFORM, TENANT, email, name, email, zone, locale)


def address_of(user: str) -> Address:
    return Address(PLATFORM, TENANT, user, place=Place.DIRECT)


class Cli:
    """The port's Platform. A terminal keeps nothing: what comes while nobody sits there is never shown there."""

    name = PLATFORM
    pace = Pace()

    def __init__(self) -> None:
        self._screens: dict[str, Show] = {}
        self._refs = count(1)

    @contextmanager
    def attached(self, user: str, show: Show) -> Iterator[None]:
        """While somebody talks at this terminal, `show` prints what comes for them."""
        self._screens[user] = show
        try:
            yield
        finally:
            del self._screens[user]

    async def send(self, to: Address, view: DrawnView, replacing: str = "", mark: str = "") -> Outcome:
        """A terminal cannot edit what it printed, so a changed card is printed again under its old ref."""
        show = self._screens.get(to.channel)
        if (to.platform, to.tenant) != (PLATFORM, TENANT) or show is None:
            return Never("nobody sits at that terminal")
        try:
            show(view)
        except (OSError, ValueError):  # closed while we spoke
            return Never("that terminal was closed")
        return Sent(replacing or f"cli-{next(self._refs)}")

    async def find(self, to: Address, mark: str, since: datetime) -> Outcome:
        return Never("a terminal keeps nothing")

    async def direct(self, tenant: str, user: str) -> Address:
        if tenant != TENANT or user not in self._screens:
            raise LookupError(f"{user} is not at a terminal")
        return address_of(user)

    def typed(self, line: str) -> str:
        return as_typed(line)
