"""Somebody's word against the score: how it ends, and whether it was right."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.cards.activities import team_or
from bot.draw import shield
from bot.health import Yardstick, scored
from bot.meeting import zone_of
from bot.permissions import HEALTH
from bot.rules.health import verdict
from bot.view import Bold, Button, Buttons, Heading, Text, View, spans, to_json
from bot.view import When as WhenSpan
from storage.tables import Band, HealthOverride, Member, Outcome, Verdict
from storage.work import Work

LONGEST = 180  # days
OFFERED = (30, 60, 90)
SAID = {
    Verdict.RIGHT: "That was right.",
    Verdict.WRONG: "That was not so.",
    Verdict.OPEN: "Whether that was right, the data do not tell.",
}


def ending(work: Work, override: HealthOverride, here: datetime) -> dict[str, Any]:
    """The columns of one that ends now: its last day is over, or somebody took it back or said something else. here:
    now, where the account's owner lives."""
    stated = Band(override.band.value)
    first = override.at.date() - timedelta(days=1)
    course = work.health.course(override.account_id, first, here.date())
    bands = [Band(row.band.value) if row.band is not None else None for row in course]
    current = scored(work, Yardstick.of(work), [override.account_id], here, here.date())[override.account_id]
    outcomes = work.health.decided_since(override.account_id, override.at)
    churned = Outcome.CHURNED in outcomes
    found = verdict(stated, [*bands, current.band], churned, bool(outcomes - {Outcome.CHURNED}))
    return {"ended_at": here.astimezone(UTC), "verdict": found.value}


def tell(work: Work, override: HealthOverride, now: datetime) -> None:
    """To whoever set it and to the account's owner: what was said, what came, and whether it was right."""
    account = work.accounts.get(override.account_id)
    if account is None:
        return
    view = to_json(ended(work, override, account.name))
    for member_id in dict.fromkeys((override.member_id, account.owner_id)):
        if member_id is not None:
            key = f"override-ended:{override.id}:{member_id}"
            work.messages.put(key, f"member:{member_id}", view, None, now)


def ended(work: Work, override: HealthOverride, account: str) -> View:
    by = work.get(Member, override.member_id)
    assert override.verdict is not None, "an override that has ended has a verdict"
    found = Verdict(override.verdict.value)
    account_row = work.accounts.get(override.account_id)
    now_at = account_row.health if account_row is not None else None
    counted: list[object] = []
    if override.score is not None:
        counted += [f" The score was {override.score.value} then"]
    if now_at is not None:
        counted += [f"{' and is' if counted else ' The score is'} {now_at.value} now"]
    said = shield(
        HEALTH,
        f"{by.name if by else 'Somebody'} said ",
        Bold(override.band.value.upper()),
        " until ",
        WhenSpan(override.until, "day"),
        ".",
        *counted,
        "." if counted else "",
    )
    return View(
        (
            Heading(spans(Bold(account), ": the word against the score has ended")),
            Text((said,)),
            Text((shield(team_or(override.account_id, override.member_id), f"“{override.reason.value}”"),)),
            Text((shield(HEALTH, Bold(SAID[found])),)),
            Buttons((Button("Health", f"health account:#{override.account_id}"),)),
        ),
        f"{account}: a word about it has ended",
    )


def end_those_over(work: Work, now: datetime, limit: int = 100) -> None:
    """End and tell of every one whose last day is over where the account's owner lives."""
    latest = (now + timedelta(hours=14)).date()  # where the day begins first
    for override in work.health.overrides_over(latest, limit):
        here = local_now(work, override.account_id, now)
        if override.until < here.date():
            # Time did it, and so it is nobody's to take back.
            tell(work, work.update(HealthOverride, override.id, **ending(work, override, here)), now)


def local_now(work: Work, account_id: int, now: datetime) -> datetime:
    """Now where the account's owner lives."""
    owner_id, _ = work.accounts.owners(account_id)
    owner = work.get(Member, owner_id) if owner_id else None
    return now.astimezone(zone_of(owner)) if owner is not None else now.astimezone(UTC)
