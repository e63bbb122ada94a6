"""What a reference needs in its owner's morning: a consent that ends, and a word on what came of an ask."""

from bot.cards.activities import team_or
from bot.draw import shield
from bot.nudge import Matter, nudge
from bot.scene import Scene
from bot.view import Bold, Button, When, spans
from storage.queries import reference_due
from storage.tables import AskState, Nudge, ReferenceConsent


@nudge(
    "consent",
    title="consents that end",
    about="consent",
    candidates=reference_due.consent,
    urgency=58,
    threshold=30,
    unit="days ahead",
)
def consent(scene: Scene, nudge: Nudge) -> Matter | None:
    """A customer's consent to be asked for something ends in a few weeks; after that they are asked for it no more."""
    found = scene.work.get(ReferenceConsent, int(nudge.subject.partition(":")[2]))
    account = scene.work.accounts.get(found.account_id) if found is not None else None
    if found is None or account is None or found.deleted_at is not None:
        return None
    if nudge.key.rsplit(":", 1)[1] != found.until.isoformat() or found.until < scene.today:
        return None
    at = f'account:#{account.id} kind:"{found.kind}"'
    return Matter(
        title=account.name,
        number=spans("the consent to ", Bold(found.kind), " ends ", When(found.until, "countdown")),
        step=spans("ask them whether it may go on, and keep until when"),
        kind="email",
        more=(
            Button("Renew", f"form consent {at}", opens_form=True),
            Button("They end it", f"consent {at} withdrawn:yes"),
        ),
        weight=-(found.until - scene.today).days,
    )


@nudge(
    "reference-outcome",
    title="references without an outcome",
    about="reference",
    candidates=reference_due.outcome,
    urgency=62,
    threshold=14,
    unit="days",
)
def outcome(scene: Scene, nudge: Nudge) -> Matter | None:
    """You agreed to an ask some time ago, and nobody has said what came of it; until then the customer counts as busy."""
    asked = scene.work.references.ask(int(nudge.subject.partition(":")[2]))
    account = scene.work.accounts.get(asked.account_id) if asked is not None else None
    if asked is None or account is None or asked.state != AskState.APPROVED or asked.decided_at is None:
        return None
    days = (scene.today - asked.decided_at.astimezone(scene.zone).date()).days
    return Matter(
        title=account.name,
        number=spans("the ", Bold(asked.kind), f" was agreed to {days} days ago"),
        reason=(shield(team_or(account.id, asked.requester_id), f"“{asked.purpose}”"),),
        step=spans("say what came of it, and how long it took them"),
        more=(
            Button("Say what came of it", f"form ask:{asked.id} done", opens_form=True),
            Button("Open", f"asks ask:{asked.id}"),
        ),
        weight=days,
    )
