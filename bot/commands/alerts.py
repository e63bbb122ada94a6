"""alerts: of what I hear, how, and what channels hear of."""

from typing import Annotated

from bot.channels import channel_meant
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.events import ALSO, TITLES, Named
from bot.hearing import Route, Whose, setting_of, settle_on, threshold_of
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
    Spans,
    Table,
    Text,
    View,
    spans,
)
from bot.words import As as Reads
from bot.words import Channel, Tiers
from bot.words.figures import LimitWord
from storage.tables import ChannelAlert

LARGEST_BUDGET = 50
_HOW = (Route.DIRECT, Route.DIGEST, Route.OFF)
MOST = 730  # days, points or per cent that a threshold may have


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
    return settle_on(ctx, rules()[event.value], ctx.member.id, route, scope)


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
    return settle_on(ctx, rule, None, route, None, threshold)


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


# ---------------------------------------------------------------- showing


def _overview(ctx: Context) -> View:
    columns = (Column("What"), Column("How"), Column("Whose"), Column("From"))
    rows = tuple(
        (spans(rule.title), (setting_of(ctx, rule).route,), (setting_of(ctx, rule).scope,), _from(ctx, rule))
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
    setting = setting_of(ctx, rule)
    others = [route for route in _HOW if route.value != setting.route]
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
    threshold = threshold_of(ctx, rule)
    return () if threshold is None else (f"{threshold} {rule.unit}",)


def _readable(ctx: Context) -> list[ChannelAlert]:
    """Those of channels that the asker reads along in; leads see all."""
    read = {(one.platform, one.tenant, one.channel) for one in ctx.work.people.channels_read_by(ctx.member.id)}

    def may(alert: ChannelAlert) -> bool:
        address = Address.parse(alert.address)
        return ctx.leads or (address.platform, address.tenant, address.channel) in read

    return [alert for alert in ctx.work.nudges.channels() if may(alert)]


# ---------------------------------------------------------------- setting


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
