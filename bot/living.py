"""Living cards: what stands in a chat and is drawn anew when the matter changes, on every copy.

A card is known by its subject, `renewal:42`. The outbox row of a living card holds the subject instead of a View, and the
courier asks for the View when it sends, so that what is said is true then.

    @living("fire")
    def fire(scene: Scene, id: int) -> View | None: ...
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.scene import Scene
from bot.view import Footer, Spans, View, spans
from storage.types import Record
from storage.work import Work

Drawing = Callable[[Scene, int], View | None]
Naming = Callable[[Scene, int], Spans]
# Given the accounts of which something was changed: the cards that may look different now.
Following = Callable[[Work, Collection[int]], Iterable[str]]


@dataclass(frozen=True)
class Card:
    """draws: the card now. names: what it is about, for the line that is left where it stood before it moved down. record:
    the table of what it is about, where that is of one account. needs: without these clearances nothing of it would be
    left, so it is not even posted."""

    draws: Drawing
    names: Naming | None = None
    record: type[Record] | None = None
    needs: frozenset[str] = frozenset()


_cards: dict[str, Card] = {}
_following: list[Following] = []


def living(
    kind: str,
    *,
    names: Naming | None = None,
    record: type[Record] | None = None,
    needs: frozenset[str] = frozenset(),
) -> Callable[[Drawing], Drawing]:
    """Make a function the drawing of all cards of a kind: None when there is nothing (any more) to say.

    names: what such a card is about, as spans (`Acme's renewal`); sensitive parts shielded, as in the card itself.
    record: whose row of the card's number has an `account_id`; whoever is shown the card was shown something of that one.
    needs: whoever lacks one of these clearances gets no such card at all.
    """

    def declare(function: Drawing) -> Drawing:
        if kind in _cards:
            raise ValueError(f"two living cards are called {kind!r}")
        _cards[kind] = Card(function, names, record, needs)
        return function

    return declare


def view_of(card: str, scene: Scene) -> View | None:
    """card: `renewal:42`. Raises KeyError for a kind that nobody draws."""
    kind, _, id = card.partition(":")
    return _cards[kind].draws(scene, int(id))


def about(card: str, work: Work) -> Collection[int]:
    """The one account that a card is about; none where it is about several, whose fields say whose they are."""
    kind, _, id = card.partition(":")
    known = _cards.get(kind)
    if known is not None and known.record is not None:
        account = getattr(work.get(known.record, int(id)), "account_id", None)
        return () if account is None else (account,)
    shown = work.nudges.on_card(card) if card else ()
    accounts = {nudge.account_id for nudge in shown if nudge.account_id is not None}
    return accounts if len(accounts) == 1 else ()


def needs_of(card: str) -> frozenset[str]:
    """What somebody must be cleared for to be sent this card."""
    return _cards[card.partition(":")[0]].needs


def moved(card: str, scene: Scene) -> View:
    """What is left of a copy that a newer one in the same chat stands for."""
    kind, _, id = card.partition(":")
    names = _cards[kind].names
    about = spans("The card for ", names(scene, int(id))) if names else ("This card",)
    return View((Footer(spans(about, " moved down.")),), "A card moved down")


def following(function: Following) -> Following:
    """Let cards of a kind follow what is changed, whichever command or undo does it."""
    _following.append(function)
    return function


def redraw(work: Work, now: datetime) -> None:
    """Every copy of every card that shows what this transaction changed is drawn anew."""
    if not work.touched:
        return
    for card in sorted({card for function in _following for card in function(work, work.touched)}):
        work.messages.redraw(card, now)
