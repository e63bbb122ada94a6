"""What nudges about health have in common: whose it is, what moved it, and what to do about that."""

from dataclasses import dataclass
from datetime import timedelta

from bot.cards import health as cards
from bot.draw import shield
from bot.english import many
from bot.health import Yardstick
from bot.measures import ENGAGEMENT, OUTCOMES, PAYMENT, SENTIMENT, SPONSOR, SUPPORT, USAGE
from bot.permissions import HEALTH
from bot.rules.health import Driver
from bot.scene import Scene
from bot.view import Button, Spans, spans
from storage.tables import Account, Nudge

STEPS = {
    USAGE: "ask who stopped using it, and why",
    ENGAGEMENT: "reach somebody by another way than the last ones",
    SUPPORT: "tell them where each of their open matters stands",
    SENTIMENT: "ask what would have to be different",
    OUTCOMES: "go through what was agreed, and what is missing",
    SPONSOR: "meet the sponsor, or find who follows",
    PAYMENT: "ask their finance what holds the invoice up",
}
SAID = frozenset({SENTIMENT, SPONSOR})
OTHER = "talk about it with them"


@dataclass(frozen=True, slots=True)
class Moved:
    """account: live, still a customer. state: as it is now. driver: what took the most points since then, if anything;
    where nothing is known of then, what costs the most. since: whether it is known."""

    account: Account
    state: cards.State
    driver: Driver | None
    points: int
    since: bool


def moved(scene: Scene, nudge: Nudge, days: int) -> Moved | None:
    """None where the account is gone, or its contracts have ended."""
    account = scene.work.accounts.get(int(nudge.subject.partition(":")[2]))
    if account is None:
        return None
    contracts = scene.work.accounts.contracts(account.id)
    if contracts and not scene.work.renewals.still_customers([account.id], scene.today):
        return None
    by = Yardstick.of(scene.work)
    state = cards.state_of(scene, account, by)
    then = cards.past_of(scene, account, scene.today - timedelta(days=days), by)
    before = {one.definition.keyword: one.costs for one in then.drivers if then.score is not None}
    counted = [(one.costs - before.get(one.definition.keyword, 0.0), one) for one in state.health.counted]
    points, driver = max(counted, key=lambda each: each[0], default=(0.0, None))
    return Moved(account, state, driver if points >= 1 else None, round(points), then.score is not None)


def reason(found: Moved) -> Spans:
    """The one driver that moved it most, or the threat that holds it down."""
    if found.state.health.capped is not None:
        return (shield(HEALTH, cards.threat_said(found.state.health, found.state.health.capped)),)
    if found.driver is None or found.driver.seen is None:
        return ()
    took = "took" if found.since else "costs"
    points = many(found.points, "point")
    source = found.driver.seen.source
    # What somebody said has their name for a source, which is no reason by itself.
    by = f", as {source} said" if found.driver.definition.keyword in SAID else f": {source}"
    said = f"{found.driver.definition.name} {took} {points}{by}"
    return (shield(HEALTH, said),)


def step(found: Moved) -> Spans:
    return spans(shield(HEALTH, STEPS.get(found.driver.definition.keyword, OTHER))) if found.driver else spans(OTHER)


def why(found: Moved) -> Button:
    return Button("Health", f"health account:#{found.account.id}")
