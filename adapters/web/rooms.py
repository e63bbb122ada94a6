"""The conversations that the page offers, and which of them a persona may open."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.request import Address, Place, Sender

PLATFORM = "web"
TENANT = "demo"
DIRECT = "dm:"


class Persona(NamedTuple):
    """A member whose eyes the page can be seen through. role: as the team list calls it (`csm`, `lead`, …)."""

    email: str
    name: str
    role: str


Personas = Callable[[], Awaitable[Sequence[tuple[str, str, str]]]]


@dataclass(frozen=True, slots=True)
class Channel:
    """name: also its id. guests: people of other companies who read along, by name. roles: whose it is; none for
    everybody's."""

    name: str
    topic: str
    place: Place
    guests: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()

    def has(self, persona: Persona) -> bool:
        return not self.roles or persona.role in self.roles

    @property
    def address(self) -> Address:
        return Address(PLATFORM, TENANT, self.name, place=self.place)


_NEAR = frozenset({"csm", "lead", "admin"})  # whoever looks after customers reads along with the teams that help them
_BUILD = frozenset({"product", "lead", "admin"})  # whoever decides what is built
SUPPORT = Channel("support", "Support, and whoever has a customer waiting", Place.PRIVATE, roles=_NEAR | {"support"})
ENGINEERING = Channel(
    "engineering", "Engineers, Support, and whoever has a customer waiting", Place.PRIVATE,
    roles=_NEAR | {"engineering", "support"},
)  # fmt: skip
PRODUCT = Channel("product", "Whoever decides what is built", Place.PRIVATE, roles=_BUILD)
CHANNELS = (
    Channel("customer-success", "Everybody in the company may read along", Place.PUBLIC),
    Channel("renewals", "A closed group of colleagues", Place.PRIVATE),
    SUPPORT,
    ENGINEERING,
    PRODUCT,
    Channel("acme-corp", "Shared with people of Acme Corp", Place.SHARED, guests=("Jane Doe",)),
)
TEAMS = {
    "Support": str(SUPPORT.address),
    "Engineering": str(ENGINEERING.address),
    "Product Development": str(PRODUCT.address),
}
"""Team → where it is reached, as `bot.sample.fill` takes it."""


@dataclass(frozen=True, slots=True)
class Room:
    """An open conversation. id: the address's channel. title: what the page calls it."""

    id: str
    title: str
    topic: str
    address: Address

    @property
    def direct(self) -> bool:
        return self.address.place is Place.DIRECT

    @property
    def shared(self) -> bool:
        return self.address.place is Place.SHARED


def direct_address(email: str) -> Address:
    return Address(PLATFORM, TENANT, DIRECT + email, place=Place.DIRECT)


def rooms_of(persona: Persona, channels: Sequence[Channel]) -> tuple[Room, ...]:
    """What this persona sees in the list, the direct chat first."""
    email = persona.email
    direct = Room(DIRECT + email, "Bailey", "Your own chat. Nobody else sees it.", direct_address(email))
    theirs = (each for each in channels if each.has(persona))
    return (direct, *(Room(each.name, each.name, each.topic, each.address) for each in theirs))


def sender_of(persona: Persona, zone: str = "", locale: str = "") -> Sender:
    return Sender(PLATFORM, TENANT, persona.email, persona.name, persona.email, zone, locale)


def readers_of(channel: Channel, personas: Sequence[Persona]) -> tuple[Sender, ...]:
    """Everybody who reads along in a channel, the guests included."""
    guests = tuple(
        Sender(PLATFORM, TENANT, f"guest:{channel.name}:{name}", name, outsider=True) for name in channel.guests
    )
    return tuple(sender_of(each) for each in personas if channel.has(each)) + guests
