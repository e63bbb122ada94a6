"""Accounts that nobody looks after."""

from bot.english import many
from bot.nudge import Matter, nudge
from bot.scene import Scene
from bot.view import Bold, Button, spans
from storage.queries import due
from storage.tables import Nudge

NAMED = 3


@nudge("unowned", title="accounts without an owner", about="unowned", candidates=due.unowned, urgency=60, leads=True)
def unowned(scene: Scene, nudge: Nudge) -> Matter | None:
    """Accounts without an owner; for leads, once a week while there are any."""
    found = scene.work.accounts.without_owner(NAMED)
    if not found.accounts:
        return None
    names = ", ".join(found.names) + (
        f" and {found.accounts - len(found.names)} more" if found.accounts > len(found.names) else ""
    )
    these = many(found.accounts, "account has", "accounts have")
    return Matter(
        title="Accounts",
        number=spans(Bold(these), " no owner"),
        reason=spans(names),
        step=spans("give them one"),
        more=(Button("Show them", "accounts without owner"),),
        weight=found.accounts,
    )
