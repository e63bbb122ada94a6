"""What nudges about renewals have in common: which one is meant, and the one reason to act on it."""

from bot.draw import shield
from bot.permissions import HEALTH
from bot.rules.renewals import READINESS, readiness
from bot.scene import Scene
from bot.view import Spans, spans
from storage.queries.renewals import Listed
from storage.tables import Forecast, Nudge

SILENT = 30  # days without a two-way contact that are a reason by themselves
RISKY = frozenset({Forecast.AT_RISK.value, Forecast.CHURN.value})


def listed_of(scene: Scene, nudge: Nudge) -> Listed | None:
    """The renewal while it is open."""
    listed = scene.work.renewals.get(int(nudge.subject.partition(":")[2]))
    return listed if listed is not None and listed.renewal.outcome is None else None


def ahead(scene: Scene, nudge: Nudge) -> Listed | None:
    """The same while its date has not passed."""
    listed = listed_of(scene, nudge)
    return listed if listed is not None and listed.renewal.due_on >= scene.today else None


def pressing(scene: Scene, listed: Listed) -> int:
    """The more is at stake and the nearer the day, the earlier in a list: ARR per day that is left, a week at least."""
    return int(listed.contract.arr_minor.value) // max(7, days_left(scene, listed))


def days_left(scene: Scene, listed: Listed) -> int:
    """Until the notice deadline, or until the renewal itself once that has passed."""
    renewal = listed.renewal
    return ((renewal.notice_on if renewal.notice_on >= scene.today else renewal.due_on) - scene.today).days


def at_risk(scene: Scene, listed: Listed) -> bool:
    """Whether a channel that wants to hear of renewals at risk hears of this one: forecast so, or in the red."""
    forecast = listed.renewal.forecast
    if forecast is not None and forecast.value in RISKY:
        return True
    account = scene.work.accounts.get(listed.renewal.account_id)
    return account is not None and account.health is not None and account.health.value < 50


def renewal_reason(scene: Scene, listed: Listed) -> Spans:
    """The strongest one reason: silence, then a doubtful forecast, none at all, a list of things not done."""
    account_id = listed.renewal.account_id
    last = scene.work.activities.last_touch(account_id)
    if last is None:
        return spans("No two-way contact on record")
    days = (scene.today - last.astimezone(scene.zone).date()).days
    if days > SILENT:
        return spans(f"No two-way contact for {days} days")
    forecast = listed.renewal.forecast
    if forecast is None:
        return spans(shield(HEALTH, "Nobody has said what to expect"))
    if forecast.value in RISKY:
        return spans(shield(forecast, f"Forecast: {forecast.value}"))
    done = sum(bool(getattr(listed.renewal, column)) for column in READINESS)
    return spans(shield(forecast, f"Forecast: {forecast.value}, "), f"{readiness(done)} % ready")
