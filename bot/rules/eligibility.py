"""Whether a customer fits a beta programme: they can bear something unfinished, and have time for it."""

from dataclasses import dataclass
from datetime import date

RENEWAL_DAYS = 60  # as near to a renewal nothing unfinished is tried
AT_ONCE = 2  # programmes that one customer can take part in
TIERS = 3  # down to which somebody looks after them closely enough


@dataclass(frozen=True, slots=True)
class Customer:
    """What is known of one. band: red, yellow, green or "". burning: they said that they may leave. programmes: running
    ones that they are in."""

    tier: int | None
    band: str
    burning: bool
    renews_on: date | None
    programmes: int


def against(customer: Customer, today: date) -> tuple[str, ...]:
    """Why not; empty for whoever fits."""
    said = []
    if customer.burning:
        said.append("they may leave")
    if customer.band == "red":
        said.append("their health is red")
    if customer.renews_on is not None and 0 <= (customer.renews_on - today).days <= RENEWAL_DAYS:
        said.append(f"they renew within {RENEWAL_DAYS} days")
    if customer.programmes >= AT_ONCE:
        said.append(f"they are in {customer.programmes} programmes already")
    if customer.tier is not None and customer.tier > TIERS:
        said.append(f"tier {customer.tier} has nobody close by")
    return tuple(said)
