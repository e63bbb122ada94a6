"""alerts: of what I hear, where, and what would have been said."""

from collections import Counter
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple

from bot.channels import channel_meant
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.matters import may_act, meant
from bot.nudge import Rule, rules, sentence
from bot.request import Address
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    Column,
    CommandLine,
    Heading,
    Notice,
    Row,
    Rows,
    Spans,
    Table,
    Text,
    View,
    When,
    spans,
)
from bot.words import Account, Channel, Days, MatterAccount, OneOf, Subject, Tiers
from bot.words import As as Reads
from bot.words.figures import LimitWord
from storage.queries.nudges import Due
from storage.tables import AlertSetting, ChannelAlert

SHOWN = 10
LARGEST_BUDGET = 50
ENOUGH = 3  # marks from which a rule proposes its own end
DAYS = 90
MOST = 730  # days, points or per cent that a threshold may have
HOW = {"direct": "as a message of their own", "digest": "in the morning's list", "off": "not at all"}
WHOSE = {"mine": "", "team": ", of the team", "all": ", of all accounts"}

# What channels can hear of besides the nudges themselves.
ALSO = {
    "renewal-risk": "renewals that are due and at risk",
    "risk": "risks that somebody raised",
    "fire": "fires that somebody declared",
}
TITLES = {**{rule.name: rule.title for rule in rules().all()}, **ALSO}
# Other names for them, beside their own, their titles, and the plural.
CALLED = {
    "step": ("next steps", "next step", "next-step", "next-steps", "my steps"),
    "renewal": ("renewal windows",),
    "notice": ("notice periods", "deadlines"),
    "overdue": ("overdue renewals", "unsigned renewals"),
    "health-band": ("health", "health alerts", "bands", "red accounts"),
    "health-drop": ("health drops", "drops"),
    "health-stale": ("stale data", "old data"),
    "health-override": ("overrides",),
    "silence": ("cadence", "no contact", "silent customers", "silent accounts"),
    "champion-silent": ("champions", "silent champions", "sponsors"),
    "review-due": ("business reviews", "qbrs", "reviews"),
    "strategy-due": ("strategic reviews", "ebrs"),
    "risk-idle": ("idle risks",),
    "outlook": ("the outlook", "monday outlook", "weekly outlook"),
    "team": ("the team digest", "team digest"),
    "unowned": ("unowned accounts",),
    "renewal-risk": ("renewals at risk", "risky renewals"),
}


def _names(event: str) -> tuple[str, ...]:
    names = (TITLES[event].lower(), event + "s", *CALLED.get(event, ()))
    return tuple(dict.fromkeys(name for each in names for name in (each, f"{each} alerts", f"{each} reminders")))


Event = StrEnum("Event", {name.replace("-", "_").upper(): name for name in TITLES})  # type: ignore[misc]  # the names are those of the nudges there are
_EVENTS = OneOf(
    Event,
    {event: (event.value.replace("-", " "), *_names(event.value)) for event in Event},
    "something I tell you of",
)
Named = Annotated[Event, Reads(_EVENTS)]


class Route(StrEnum):
    DIRECT = "direct"
    DIGEST = "digest"
    OFF = "off"

    @classmethod
    def synonyms(cls) -> dict["Route", tuple[str, ...]]:
        return {
            cls.DIRECT: ("dm", "direct message", "message", "at once", "on", "alone"),
            cls.DIGEST: ("morning", "list", "into the digest", "in the digest", "daily"),
            cls.OFF: ("never", "none", "stop", "mute"),
        }


class Whose(StrEnum):
    MINE = "mine"
    TEAM = "team"
    ALL = "all"

    @classmethod
    def synonyms(cls) -> dict["Whose", tuple[str, ...]]:
        return {cls.MINE: ("my accounts", "my own"), cls.TEAM: ("my team",), cls.ALL: ("all accounts", "every account")}


@command(
    "alerts",
    examples=(
        "alerts",
        "alerts step digest",
        "alerts renewal direct team",
        "alerts renewal-risk to #renewals tier 1-2",
    ),
    title="Alerts",
)
def alerts(
    ctx: Context,
    event: Annotated[Named | None, Says(label="What")] = None,
    route: Annotated[Route | None, Says(label="How")] = None,
    scope: Annotated[Whose | None, Says(label="Whose accounts")] = None,
    channel: Annotated[Channel | None, Says(after=("to", "in", "into", "not to"), label="Channel")] = None,
    tiers: Annotated[Tiers | None, Says(label="Tiers")] = None,
    threshold: Annotated[
        int | None, Reads(LimitWord()), Says(after=("at", "threshold", "from", "above"), label="Threshold")
    ] = None,
) -> View:
    """What you hear of, and how: a message of its own, the morning's list, a channel, or not at all.

    Say what, then direct, digest or off; mine, team or all; or a channel and tiers."""
    if event is None:
        if any(said is not None for said in (route, scope, channel, tiers, threshold)):
            raise UserError(
                "Of what? One thing: ", CommandLine("alerts step off"), ". Everything that comes unasked: ",
                CommandLine("alerts budget 0"), ". What there is: ", CommandLine("alerts"), field="event",
            )  # fmt: skip
        return _overview(ctx)
    if channel is not None:
        return _to_channel(ctx, event.value, channel, tiers, off=route is Route.OFF)
    if event.value in ALSO:
        raise UserError(
            f"{ALSO[event.value].capitalize()} go to channels. Name one: ",
            CommandLine(f"alerts {event.value} to #renewals"),
        )
    if threshold is not None:
        line = CommandLine(f"alerts default {event.value} {threshold}")
        raise UserError("A threshold holds for everybody, so a lead sets it: ", line)
    if route is None and scope is None:
        return _one(ctx, rules()[event.value])
    return _set(ctx, rules()[event.value], ctx.member.id, route, scope)


@command(
    "alerts default", examples=("alerts default notice 10", "alerts default step digest"), title="Alerts for everybody"
)
def default(
    ctx: Context,
    event: Annotated[Named, Says(label="What")],
    route: Annotated[Route | None, Says(label="How")] = None,
    threshold: Annotated[int | None, Says(label="Threshold")] = None,
) -> View:
    """What holds for everybody who has not said otherwise: how they hear of something, and from what threshold on."""
    if event.value in ALSO:
        raise UserError(f"That has no default. Try one of {', '.join(rule.name for rule in rules().all())}.")
    rule = rules()[event.value]
    if route is None and threshold is None:
        raise UserError("What shall hold? Try ", CommandLine(f"alerts default {rule.name} digest"))
    if threshold is not None and rule.threshold is None:
        raise UserError(f"{sentence(rule.title)} have no threshold. Say direct, digest or off.", field="threshold")
    if threshold is not None and not 1 <= threshold <= MOST:
        raise UserError(f"A threshold is a whole number from 1 to {MOST}.", field="threshold")
    return _set(ctx, rule, None, route, None, threshold)


@command("alerts budget", examples=("alerts budget 5",), title="Messages a day")
def budget(ctx: Context, messages: Annotated[int | None, Says(label="Messages a day")] = None) -> View:
    """How many messages a day I may send you unasked; the rest comes in the morning's list, or is held back."""
    rhythm = ctx.work.rhythms.own(ctx.member.id)
    if messages is None:
        said = spans(
            "At most ", Bold(str(rhythm.budget)), " messages a day. Change it: ", CommandLine("alerts budget 5")
        )
        return View((Text(said),), "Messages a day")
    if not 0 <= messages <= LARGEST_BUDGET:
        raise UserError(f"A number from 0 to {LARGEST_BUDGET}; 0 holds everything back.", field="messages")
    ctx.work.change(rhythm, budget=messages)
    ctx.work.describe("messages a day")
    many = "no message" if not messages else "1 message" if messages == 1 else f"{messages} messages"
    return View((Notice("done", (f"At most {many} a day from now on.",)), Buttons(ctx.undo())), "Messages a day")


@command("alerts held", reads=True, examples=("alerts held",), aliases=("held back",))
def held(ctx: Context) -> View:
    """What I held back from you, and why."""
    nudges = ctx.work.nudges.held(ctx.member.id)
    if not nudges:
        return View((Text(("I hold nothing back from you.",)),), "Nothing is held back")
    accounts = ctx.work.accounts.named({nudge.account_id for nudge in nudges if nudge.account_id})
    rows = tuple(
        Row(
            spans(
                Bold(accounts[nudge.account_id].name if nudge.account_id in accounts else "Accounts"),
                f": {TITLES.get(nudge.rule, nudge.rule)}, due ",
                When(nudge.due_on, "day"),
            ),
            spans(nudge.why_held),
            (Button("Open", f"nudge {nudge.subject}"),) if nudge.said_at else (),
        )
        for nudge in nudges[:SHOWN]
    )
    return View((Heading((Bold("Held back"),)), Rows(rows, len(nudges))), "What I held back")


@command("alerts test", reads=True, examples=("alerts test renewal 90d",))
def tried(ctx: Context, event: Annotated[Named, Says(label="What")], within: Days | None = None) -> View:
    """What a rule would have said over the past days, as far as today's data tells. Nothing is sent."""
    if event.value in ALSO:
        raise UserError(f"That is no rule of mine. Try one of {', '.join(rule.name for rule in rules().all())}.")
    rule = rules()[event.value]
    days = within.count if within else DAYS
    said = ctx.work.nudges.would(rule.candidates, ctx.today - timedelta(days=days), ctx.today, _threshold(ctx, rule))
    mine = [one for one in said if ctx.leads or one.member_id == ctx.member.id]
    title = f"{sentence(rule.title)}, the past {days} days"
    if not mine:
        return View((Text(spans(Bold(title), ": nothing would have come.")),), title)
    weeks = Counter(one.due_on - timedelta(days=one.due_on.weekday()) for one in mine)
    most, when = max((count, week) for week, count in weeks.items())
    summary = spans(
        Bold(str(len(mine))),
        " would have come, at most ",
        Bold(str(most)),
        " in a week (that of ",
        When(when, "day"),
        ").",
    )
    shown = sorted(mine, key=lambda one: one.due_on, reverse=True)[:SHOWN]
    accounts = ctx.work.accounts.named({one.account_id for one in shown if one.account_id})
    rows = tuple(
        Row(_would(one, accounts[one.account_id].name if one.account_id in accounts else "", rule)) for one in shown
    )
    blocks: list[Block] = [Heading((Bold(title),)), Text(summary), Rows(rows, len(mine))]
    blocks.append(Text(("Nothing was sent. What has changed or ended since is not counted.",)))
    return View(tuple(blocks), title)


def _would(one: Due, account: str, rule: Rule) -> Spans:
    return spans(
        When(one.due_on, "day"), " ", Bold(account), f" {one.figure} {rule.unit}" if one.figure and rule.unit else ""
    )


@command("useful", examples=("useful renewal:1", "useful Acme"))
def useful(
    ctx: Context, matter: Annotated[Subject | None, Says(label="Matter")] = None, account: MatterAccount = None
) -> View:
    """Mark a nudge as useful: such things keep coming."""
    return _marked(ctx, matter, account, "useful", "Good to know. Such things keep coming.")


@command("noise", examples=("noise renewal:1", "noise Acme"))
def noise(
    ctx: Context, matter: Annotated[Subject | None, Says(label="Matter")] = None, account: MatterAccount = None
) -> View:
    """Mark a nudge as noise; a rule that is mostly noise proposes its own retirement."""
    return _marked(ctx, matter, account, "noise", "Noted.")


def _marked(ctx: Context, matter: Subject | None, account: Account | None, mark: str, said: str) -> View:
    card = matter.card if matter is not None else meant(ctx, None, account)[0].subject
    shown = ctx.work.nudges.on_card(card)
    mine = [one for one in shown if one.member_id == ctx.member.id]
    found = [one for one in mine if one.subject == card] or mine  # a card may show other matters of the account, too
    if not found and shown and may_act(ctx, shown[0]):
        whose = ctx.names({shown[0].member_id}).get(shown[0].member_id, "somebody else")
        raise UserError(f"That came for {whose}; whether it is {mark} is for them to say.")
    if not found:
        raise UserError("I said nothing of that to you. What waits for you is listed by ", CommandLine("nudges"))
    ctx.work.change(found[0], mark=mark)
    ctx.work.describe(f"marked a nudge as {mark}")
    rule = rules().get(found[0].rule)
    marks = [
        one for one in ctx.work.nudges.marks(ctx.now - timedelta(days=DAYS), ctx.member.id) if one.rule == found[0].rule
    ]
    blocks: list[Block] = [Notice("done", (said,))]
    buttons: tuple[Button, ...] = ()
    if rule is not None and mark == "noise" and marks and marks[0].noise >= max(ENOUGH, marks[0].useful + 1):
        many = marks[0].useful + marks[0].noise
        blocks.append(Text(spans(f"You marked {marks[0].noise} of {many} {rule.title} as noise. Shall they stop?")))
        buttons = (
            Button("Turn off", f"alerts {rule.name} off"),
            Button("Into the digest", f"alerts {rule.name} digest"),
        )
    return View((*blocks, Buttons((*buttons, *ctx.undo()))), said)


@command("less", examples=("less renewal",))
def less(ctx: Context, event: Annotated[Named, Says(label="What")]) -> View:
    """Hear less of something: what came as a message goes into the morning's list, what was listed goes off."""
    if event.value in ALSO:
        raise UserError(
            f"Channels hear of {ALSO[event.value]}. Stop one: ", CommandLine(f"alerts {event.value} off in #renewals")
        )
    rule = rules()[event.value]
    now = _setting(ctx, rule).route
    fewer = Route.DIGEST if now == Route.DIRECT.value and not rule.alone else Route.OFF
    return _set(ctx, rule, ctx.member.id, fewer, None)


# ---------------------------------------------------------------- showing


def _overview(ctx: Context) -> View:
    columns = (Column("What"), Column("How"), Column("Whose"), Column("From"))
    rows = tuple(
        (spans(rule.title), (_setting(ctx, rule).route,), (_setting(ctx, rule).scope,), _from(ctx, rule))
        for rule in rules().all()
    )
    blocks: list[Block] = [Heading((Bold("What you hear of"),)), Table(columns, rows)]
    for alert in _readable(ctx):
        tiers = f", T{', T'.join(alert.tiers)}" if alert.tiers else ""
        blocks.append(Text(spans(f"{sentence(TITLES.get(alert.event, alert.event))} go to a channel{tiers}.")))
    how = spans(
        "Change one: ",
        CommandLine("alerts step off"),
        ", or ",
        CommandLine("alerts renewal-risk to #renewals tier 1-2"),
    )
    blocks += [Text(how), Buttons((Button("Held back", "alerts held"), Button("What waits", "nudges")))]
    return View(tuple(blocks), "What you hear of")


def _one(ctx: Context, rule: Rule) -> View:
    setting = _setting(ctx, rule)
    others = [route for route in Route if route.value != setting.route]
    return View(
        (
            Heading(spans(Bold(sentence(rule.title)))),
            Text((rule.why,)),
            Text(spans(f"Comes: {setting.route}, {setting.scope}. ", *_from(ctx, rule))),
            Buttons(tuple(Button(route.value.capitalize(), f"alerts {rule.name} {route.value}") for route in others)),
        ),
        sentence(rule.title),
    )


def _from(ctx: Context, rule: Rule) -> Spans:
    threshold = _threshold(ctx, rule)
    return () if threshold is None else (f"{threshold} {rule.unit}",)


def _readable(ctx: Context) -> list[ChannelAlert]:
    """Those of channels that the asker reads along in; leads see all."""
    read = {(one.platform, one.tenant, one.channel) for one in ctx.work.people.channels_read_by(ctx.member.id)}

    def may(alert: ChannelAlert) -> bool:
        address = Address.parse(alert.address)
        return ctx.leads or (address.platform, address.tenant, address.channel) in read

    return [alert for alert in ctx.work.nudges.channels() if may(alert)]


# ---------------------------------------------------------------- setting


class Heard(NamedTuple):
    """How somebody hears of a rule."""

    route: str
    scope: str = "mine"


def _setting(ctx: Context, rule: Rule) -> Heard:
    """Theirs, else everybody's, else the rule's own."""
    settings = [one for one in ctx.work.nudges.settings(ctx.member.id) if one.event == rule.name]
    own = next((one for one in settings if one.member_id == ctx.member.id), None)
    found = own or next(iter(settings), None)
    return Heard(found.route, found.scope) if found else Heard(rule.route)


def _threshold(ctx: Context, rule: Rule) -> int | None:
    settings = ctx.work.nudges.settings(ctx.member.id)
    said = (one.threshold for one in settings if one.event == rule.name and one.member_id is None and one.threshold)
    return next(said, rule.threshold)


def _set(
    ctx: Context, rule: Rule, member: int | None, route: Route | None, scope: Whose | None, threshold: int | None = None
) -> View:
    """member: None for everybody."""
    present = next(
        (one for one in ctx.work.nudges.settings() if one.event == rule.name and one.member_id == member), None
    )
    shown = _setting(ctx, rule)
    how = route.value if route else present.route if present else shown.route
    whose = scope.value if scope else present.scope if present else Whose.MINE.value
    at = threshold if threshold is not None else present.threshold if present else None
    values = {"route": how, "scope": whose, "threshold": at}
    if present is None:
        ctx.work.add(AlertSetting, member_id=member, event=rule.name, **values)
    else:
        ctx.work.change(present, **values)
    ctx.work.describe(f"alerts: {rule.title}")
    said = f"{rule.title} {HOW[how]}{WHOSE[whose]}" + (f", from {at} {rule.unit}" if at else "")
    said = f"You hear of {said}." if member is not None else f"For everybody: {said}."
    if member is not None and how == Route.OFF:
        said = f"You hear no more of {rule.title}."
    return View((Notice("done", (said,)), Buttons(ctx.undo())), "Alerts set")


def _to_channel(ctx: Context, event: str, said: Channel, tiers: Tiers | None, *, off: bool) -> View:
    address = str(channel_meant(ctx, said, f"alerts {event} to here"))
    numbers = "".join(map(str, tiers.numbers)) if tiers else ""
    present = next((one for one in ctx.work.nudges.channels() if one.event == event and one.address == address), None)
    title = sentence(TITLES[event])
    if off:
        if present is None:
            raise UserError(f"{title} do not go there. See ", CommandLine("alerts"))
        ctx.work.remove(present)
        done = f"{title} no longer go to that channel."
    elif present is None:
        ctx.work.add(ChannelAlert, event=event, address=address, tiers=numbers, author_id=ctx.member.id)
        done = f"{title} go to that channel from now on"
    else:
        ctx.work.change(present, tiers=numbers)
        done = f"{title} go to that channel from now on"
    ctx.work.describe(f"alerts: {TITLES[event]}")
    if not off:
        done += f", for {' and '.join(f'T{number}' for number in tiers.numbers)}." if tiers else ", for all tiers."
        done += " What not everyone there may see is left out, and the card says so."
    return View((Notice("done", (done,)), Buttons(ctx.undo())), "Alerts set")
