"""How somebody hears of what comes unasked: their own word, else what holds for everybody, else the rule's own."""

from enum import StrEnum
from typing import NamedTuple

from bot.context import Context
from bot.nudge import Rule
from bot.view import Buttons, Notice, View
from storage.tables import AlertSetting

HOW = {"direct": "as a message of their own", "digest": "in the morning's list", "off": "not at all"}
WHOSE = {"mine": "", "team": ", of the team", "all": ", of all accounts"}


class Route(StrEnum):
    """on: again as it comes to everybody, for whoever turned it off; it is never kept as such."""

    DIRECT = "direct"
    DIGEST = "digest"
    OFF = "off"
    ON = "on"

    @classmethod
    def synonyms(cls) -> dict["Route", tuple[str, ...]]:
        return {
            cls.DIRECT: ("dm", "direct message", "message", "at once", "alone"),
            cls.DIGEST: ("morning", "list", "into the digest", "in the digest", "daily"),
            cls.OFF: ("never", "none", "stop", "mute"),
            cls.ON: ("again", "unmute", "back on"),
        }


class Whose(StrEnum):
    MINE = "mine"
    TEAM = "team"
    ALL = "all"

    @classmethod
    def synonyms(cls) -> dict["Whose", tuple[str, ...]]:
        return {cls.MINE: ("my accounts", "my own"), cls.TEAM: ("my team",), cls.ALL: ("all accounts", "every account")}


class Heard(NamedTuple):
    """How somebody hears of a rule."""

    route: str
    scope: str = "mine"


def setting_of(ctx: Context, rule: Rule) -> Heard:
    """Theirs, else everybody's, else the rule's own."""
    settings = [one for one in ctx.work.alerts.settings(ctx.member.id) if one.event == rule.name]
    own = next((one for one in settings if one.member_id == ctx.member.id), None)
    found = own or next(iter(settings), None)
    return Heard(found.route, found.scope) if found else Heard(rule.route)


def threshold_of(ctx: Context, rule: Rule) -> int | None:
    settings = ctx.work.alerts.settings(ctx.member.id)
    said = (one.threshold for one in settings if one.event == rule.name and one.member_id is None and one.threshold)
    return next(said, rule.threshold)


def settle_on(
    ctx: Context, rule: Rule, member: int | None, route: Route | None, scope: Whose | None, threshold: int | None = None
) -> View:
    """member: None for everybody."""
    present = next(
        (one for one in ctx.work.alerts.settings() if one.event == rule.name and one.member_id == member), None
    )
    shown = setting_of(ctx, rule)
    now = present.route if present else shown.route
    how = _on_again(ctx, rule, member, now) if route is Route.ON else route.value if route else now
    whose = scope.value if scope else present.scope if present else Whose.MINE.value
    at = threshold if threshold is not None else present.threshold if present else None
    values = {"route": how, "scope": whose, "threshold": at}
    if present is not None and route is Route.ON and member is not None and whose == Whose.MINE and how != now:
        ctx.work.remove(present)  # so that they go along with whatever holds for everybody
    elif present is None:
        ctx.work.add(AlertSetting, member_id=member, event=rule.name, **values)
    else:
        ctx.work.change(present, **values)
    ctx.work.describe(f"alerts: {rule.title}")
    said = f"{rule.title} {HOW[how]}{WHOSE[whose]}" + (f", from {at} {rule.unit}" if at else "")
    said = f"You hear of {said}." if member is not None else f"For everybody: {said}."
    if member is not None and how == Route.OFF:
        said = f"You hear no more of {rule.title}."
    return View((Notice("done", (said,)), Buttons(ctx.undo())), "Alerts set")


def _on_again(ctx: Context, rule: Rule, member: int | None, now: str) -> str:
    """What is on stays as it is; what is off comes as it does to everybody, or as the rule itself says."""
    if now != Route.OFF:
        return now
    everybody = next(
        (one.route for one in ctx.work.alerts.settings() if one.event == rule.name and one.member_id is None), "off"
    )
    return everybody if member is not None and everybody != Route.OFF else rule.route
