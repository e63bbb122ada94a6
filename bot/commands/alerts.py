"""alerts: of what I hear, how, and what channels hear of."""

from typing import Annotated

from bot.cards import alerts as cards
from bot.channel_alerts import objection
from bot.channels import channel_meant, shown
from bot.command import Says, command
from bot.context import Context
from bot.english import many
from bot.errors import UserError
from bot.events import ALSO, TITLES, Named
from bot.hearing import Route, Whose, settle_on
from bot.nudge import Rule, rules, sentence
from bot.request import Address
from bot.view import Bold, Buttons, CommandLine, Notice, Spans, Text, View, spans
from bot.words import As as Reads
from bot.words import Channel, Tiers
from bot.words.channels import HERE
from bot.words.figures import BudgetWord, LimitWord
from storage.tables import ChannelAlert

LARGEST_BUDGET = 50
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
        return cards.overview(ctx)
    if channel is not None:
        return _to_channel(ctx, event.value, channel, tiers, off=route is Route.OFF)
    if event.value in ALSO:
        raise UserError(
            f"{ALSO[event.value].capitalize()} go to channels. Name one: ",
            CommandLine(f"alerts {event.value} to #renewals"),
        )
    rule = rules()[event.value]
    if rule.leads and not ctx.leads:
        raise UserError(f"Of {rule.title} only leads hear. What comes to you: ", CommandLine("alerts"))
    if threshold is not None:
        line = CommandLine(f"alerts default {event.value} {threshold}")
        raise (
            UserError(*_no_threshold(rule))
            if rule.threshold is None
            else UserError("A threshold holds for everybody, so a lead sets it: ", line)
        )
    _fits(rule, route, scope)
    if route is None and scope is None:
        return cards.one(ctx, rule)
    return settle_on(ctx, rule, ctx.member.id, route, scope)


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
        raise UserError(*_no_threshold(rule), field="threshold")
    if threshold is not None and not 1 <= threshold <= MOST:
        raise UserError(f"A threshold is a whole number from 1 to {MOST}.", field="threshold")
    _fits(rule, route, None)
    return settle_on(ctx, rule, None, route, None, threshold)


def _no_threshold(rule: Rule) -> Spans:
    return (f"There is no threshold for {rule.title}. Say direct, digest or off.",)


def _fits(rule: Rule, route: Route | None, scope: Whose | None) -> None:
    """What is a message of its own whatever else there is, and what is about nobody's accounts."""
    if rule.alone and route is Route.DIGEST:
        raise UserError(f"{sentence(rule.title)} is a message by itself. Say direct or off.", field="route")
    if (rule.alone or rule.leads) and scope not in (None, Whose.MINE):
        raise UserError(f"{sentence(rule.title)}: that is for you alone, whoever has the accounts.", field="scope")


@command("alerts budget", examples=("alerts budget 5",), title="Messages a day")
def budget(
    ctx: Context, messages: Annotated[int | None, Reads(BudgetWord()), Says(label="Messages a day")] = None
) -> View:
    """How many messages a day I may send you unasked; the rest comes in the morning's list, or is held back."""
    rhythm = ctx.work.rhythms.own(ctx.member.id)
    if messages is None:
        most = spans("At most ", Bold(_many(rhythm.budget)), " a day") if rhythm.budget else ("I hold everything back",)
        said = spans(*most, ". Change it: ", CommandLine("alerts budget 5"))
        return View((Text(said),), "Messages a day")
    if not 0 <= messages <= LARGEST_BUDGET:
        raise UserError(f"A number from 0 to {LARGEST_BUDGET}; 0 holds everything back.", field="messages")
    ctx.work.change(rhythm, budget=messages)
    ctx.work.describe("messages a day")
    said_now = f"At most {_many(messages)} a day from now on." if messages else "I hold everything back from now on."
    blocks = [Notice("done", (said_now,))]
    if not messages:
        kept = spans("It is kept, and listed by ", CommandLine("alerts held"), ".")
        return View((*blocks, Text(kept), Buttons(ctx.undo())), "Messages a day")
    return View((*blocks, Buttons(ctx.undo())), "Messages a day")


def _many(messages: int) -> str:
    return many(messages, "message") if messages else "no message"


# ---------------------------------------------------------------- setting


def _to_channel(ctx: Context, event: str, said: Channel, tiers: Tiers | None, *, off: bool) -> View:
    title = sentence(TITLES[event])
    present = _known(ctx, event, said) if off else None
    if off and present is not None:
        ctx.work.remove(present)
        ctx.work.describe(f"alerts: {TITLES[event]}")
        done = spans(f"{title} no longer go to ", shown(ctx.work, Address.parse(present.address)), ".")
        return View((Notice("done", done), Buttons(ctx.undo())), "Alerts set")
    address = channel_meant(ctx, said, f"alerts {event} to here")
    if off:
        raise UserError(f"{title} do not go to ", shown(ctx.work, address), ". See ", CommandLine("alerts"))
    if no := objection(ctx.work, address, event):
        raise UserError(*no, " Name a channel of colleagues who may.", field="channel")
    numbers = "".join(map(str, tiers.numbers)) if tiers else ""
    alerts_there = (one for one in ctx.work.alerts.channels() if one.event == event and one.address == str(address))
    if (present := next(alerts_there, None)) is None:
        ctx.work.add(ChannelAlert, event=event, address=str(address), tiers=numbers, author_id=ctx.member.id)
    else:
        ctx.work.change(present, tiers=numbers)
    ctx.work.describe(f"alerts: {TITLES[event]}")
    whose = f"for {' and '.join(f'T{number}' for number in tiers.numbers)}." if tiers else "for all tiers."
    done = spans(
        f"{title} go to ",
        shown(ctx.work, address),
        f" from now on, {whose} What not everyone there may see is left out, and the card says so.",
    )
    return View((Notice("done", done), Buttons(ctx.undo())), "Alerts set")


def _known(ctx: Context, event: str, said: Channel) -> ChannelAlert | None:
    """What a channel hears already, to be ended by those who read there, and by leads wherever it is."""
    here = ctx.request.address.channel if said.said == HERE else said.said
    return next((one for one in cards.readable(ctx) if one.event == event and _channel(one) == here), None)


def _channel(alert: ChannelAlert) -> str:
    return Address.parse(alert.address).channel
