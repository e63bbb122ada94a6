"""The notice deadline: the last days in which a customer can leave, or can be kept from leaving."""

from bot.cards.renewals import open_renewal, until
from bot.nudge import Matter, nudge
from bot.nudges.reasons import ahead, at_risk, pressing, renewal_reason
from bot.scene import Scene
from bot.view import spans
from storage.queries import due
from storage.tables import Forecast, Nudge


@nudge(
    "notice",
    title="notice deadlines",
    about="renewal",
    candidates=due.notice,
    urgency=10,
    route="direct",
    threshold=7,
    unit="days ahead",
)
def notice(scene: Scene, nudge: Nudge) -> Matter | None:
    """Notice can be given for a few days more, and nobody has committed to this renewal yet."""
    listed = ahead(scene, nudge)
    if listed is None or listed.renewal.notice_on < scene.today:
        return None
    if listed.renewal.forecast is not None and listed.renewal.forecast.value == Forecast.COMMIT:
        return None
    return Matter(
        title=listed.account,
        number=until(scene, listed.renewal),
        reason=renewal_reason(scene, listed),
        step=spans("ask them whether they stay"),
        kind="call",
        more=(open_renewal(listed, "Renewal"),),
        events=("renewal-risk",) if at_risk(scene, listed) else (),
        weight=pressing(scene, listed),
    )
