"""Nudges in a chat: their living cards, and what becomes of them when the matter changes."""

from collections.abc import Collection, Iterable
from datetime import datetime

from bot.cards.nudge_words import said_of
from bot.cards.nudges import living_card, name_of
from bot.cards.offers import cards_of
from bot.cards.waiting import DIGEST, digest
from bot.living import living
from bot.nudge import rules
from bot.scene import Scene
from bot.view import Spans, View
from storage.tables import Member, Nudge
from storage.work import Work


@living(DIGEST, names=lambda scene, id: ("this morning's list",))
def _digest(scene: Scene, member_id: int) -> View | None:
    return digest(scene, member_id)


def _register() -> None:
    """Every kind of subject that a nudge is about has a living card."""
    for kind in sorted({rule.about for rule in rules().all()}):

        def card(scene: Scene, id: int, kind: str = kind) -> View | None:
            return living_card(scene, f"{kind}:{id}")

        def names(scene: Scene, id: int, kind: str = kind) -> Spans:
            return name_of(scene, f"{kind}:{id}")

        living(kind, names=names)(card)


_register()


def close(work: Work, nudge: Nudge, state: str, now: datetime, by: int | None, closing: str | None = None) -> Nudge:
    """Said to be done, not needed, or found settled; remembered, so that it can be taken back."""
    return work.change(
        nudge, state=state, closed_at=now, closed_by_id=by, closing=closing, snoozed_until=None, offered_to_id=None
    )


def settle(work: Work, nudge: Nudge, now: datetime, by: int | None, closing: str | None = None) -> None:
    """Found to be no longer true. Nobody did that to the nudge itself, so undo does not bring it back: what does, is
    its matter coming up again."""
    work.update(
        Nudge, nudge.id, state="resolved", closed_at=now, closed_by_id=by, closing=closing, snoozed_until=None,
        offered_to_id=None,
    )  # fmt: skip


def freshen(work: Work, accounts: Collection[int], now: datetime, by: Member) -> None:
    """After somebody changed something at these accounts: what is no longer true is settled, and every copy of a card
    that shows one of their matters is drawn anew."""
    cards: dict[str, None] = {}
    for account_id in accounts:
        for nudge in work.nudges.of_account(account_id):
            _settle_if_over(work, nudge, now, by)
            cards |= dict.fromkeys(_shown_on(work, nudge))
    for nudge in work.nudges.of_no_account() if accounts else ():
        rule = rules().get(nudge.rule)
        # What is a message of its own is true as long as there are accounts.
        if rule is not None and not rule.alone and _settle_if_over(work, nudge, now, by):
            cards |= dict.fromkeys(_shown_on(work, nudge))
    for card in cards:
        work.messages.redraw(card, now)


def _settle_if_over(work: Work, nudge: Nudge, now: datetime, by: Member) -> bool:
    reader = work.get(Member, nudge.member_id)
    if reader is None or said_of(Scene(work, now, reader), nudge) is not None:
        return False
    settle(work, nudge, now, by.id)
    return True


def redraw(work: Work, nudges: Iterable[Nudge], now: datetime) -> None:
    """Every copy of the cards that show these nudges."""
    for card in dict.fromkeys(card for nudge in nudges for card in _shown_on(work, nudge)):
        work.messages.redraw(card, now)


def redraw_changed(work: Work, set_id: int, now: datetime) -> None:
    """Every copy of the cards that show the nudges which a change set changed."""
    ids = {one.record_id for one in work.changes.of_set(set_id) if one.record_table == Nudge.table().name}
    redraw(work, (nudge for id in sorted(ids) if (nudge := work.nudges.get(id)) is not None), now)


def _shown_on(work: Work, nudge: Nudge) -> list[str]:
    """A nudge that was listed may stand on its matter's own card too, and on those with which it was offered."""
    return [card for card in (nudge.card, nudge.subject, *cards_of(work, nudge)) if card]
