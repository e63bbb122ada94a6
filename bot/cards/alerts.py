"""What somebody hears of unasked, how, and what channels hear of."""

from bot.channels import shown
from bot.context import Context
from bot.english import many
from bot.events import TITLES
from bot.hearing import Route, Whose, setting_of, threshold_of
from bot.nudge import Rule, rules, sentence
from bot.request import Address
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    CommandLine,
    Fact,
    Facts,
    Heading,
    Row,
    Rows,
    Text,
    View,
    spans,
)
from storage.tables import ChannelAlert

HEARD = {
    Route.DIRECT.value: "A message of its own",
    Route.DIGEST.value: "In the morning's list",
    Route.OFF.value: "Not at all",
}
_SHORT = {Route.DIRECT: "Message", Route.DIGEST: "Morning's list", Route.OFF: "Off"}
_WHOSE = {
    Whose.MINE.value: "your accounts",
    Whose.TEAM.value: "the team's accounts",
    Whose.ALL.value: "all accounts",
}


def overview(ctx: Context) -> View:
    """Everything that can come to the asker, by how it comes, then the channels; each with a press that changes it."""
    blocks: list[Block] = [Heading((Bold("What you hear of"),))]
    mine = [(rule, setting_of(ctx, rule)) for rule in rules().all() if ctx.leads or not rule.leads]
    for route, said in HEARD.items():
        rows = tuple(_row(ctx, rule, setting.scope) for rule, setting in mine if setting.route == route)
        if rows:
            blocks += [Text((Bold(said),)), Rows(rows)]
    channels = readable(ctx)
    if channels:
        blocks += [Text((Bold("What channels hear of"),)), Rows(tuple(_of_channel(ctx, alert) for alert in channels))]
    channel = CommandLine("alerts renewal-risk to #renewals tier 1-2")
    budget = ctx.work.rhythms.of(ctx.member.id).budget
    most = f"At most {many(budget, 'message')} a day come to you" if budget else "I hold everything back"
    blocks.append(
        Text(spans(f"{most}. For a channel: " if channels else f"{most}. A channel can hear, too: ", channel))
    )
    held = len(ctx.work.nudges.held(ctx.member.id))
    buttons = (
        Button("Messages a day", "form alerts budget", opens_form=True),
        Button(f"{held} held back" if held else "Held back", "alerts held"),
        Button("What waits", "nudges"),
    )
    return View((*blocks, Buttons(buttons)), "What you hear of")


def _row(ctx: Context, rule: Rule, scope: str) -> Row:
    whose = f" · {_WHOSE[scope]}" if scope != Whose.MINE else ""
    return Row(
        spans(Bold(sentence(rule.title)), _from(ctx, rule, " · from "), whose),
        (),
        (Button("Change", f"alerts {rule.name}"),),
    )


def _of_channel(ctx: Context, alert: ChannelAlert) -> Row:
    address = Address.parse(alert.address)
    tiers = f" · T{', T'.join(alert.tiers)}" if alert.tiers else ""
    stop = Button("Stop", f"alerts {alert.event} off channel:<#{address.channel}>")
    return Row(
        spans(Bold(sentence(TITLES.get(alert.event, alert.event))), " → ", shown(ctx.work, address), tiers), (), (stop,)
    )


def one(ctx: Context, rule: Rule) -> View:
    """One thing: when it comes, and presses for every other way."""
    setting = setting_of(ctx, rule)
    facts = [Fact("Comes", (HEARD[setting.route][:1].lower() + HEARD[setting.route][1:],))]
    own = rule.alone or rule.leads
    if not own:
        facts.append(Fact("Of", (_WHOSE[setting.scope],)))
    if threshold := _from(ctx, rule):
        facts.append(Fact("From", (threshold,)))
    ways = tuple(
        Button(label, f"alerts {rule.name} {route.value}")
        for route, label in _SHORT.items()
        if route.value != setting.route and not (rule.alone and route is Route.DIGEST)
    )
    scopes = tuple(
        Button(f"{_WHOSE[whose.value][:1].upper()}{_WHOSE[whose.value][1:]}", f"alerts {rule.name} {whose.value}")
        for whose in Whose
        if whose.value != setting.scope and not own and setting.route != Route.OFF.value
    )
    past = Button("The past 90 days", f"alerts test {rule.name} 90d")
    everybody = (Button("For everybody", f"form alerts default {rule.name}", opens_form=True),) if ctx.leads else ()
    return View(
        (
            Heading(spans(Bold(sentence(rule.title)))),
            Text((rule.why,)),
            Facts(tuple(facts)),
            Buttons((*ways, *scopes)),
            Buttons((past, *everybody, Button("All alerts", "alerts"))),
        ),
        sentence(rule.title),
    )


def _from(ctx: Context, rule: Rule, lead: str = "") -> str:
    threshold = threshold_of(ctx, rule)
    return "" if threshold is None else f"{lead}{threshold} {rule.unit}"


def readable(ctx: Context) -> list[ChannelAlert]:
    """Those of channels that the asker reads along in; leads see all."""
    read = {(one.platform, one.tenant, one.channel) for one in ctx.work.people.channels_read_by(ctx.member.id)}
    here = ctx.channel

    def may(alert: ChannelAlert) -> bool:
        address = Address.parse(alert.address)
        return ctx.leads or alert.address == here or (address.platform, address.tenant, address.channel) in read

    return [alert for alert in ctx.work.alerts.channels() if may(alert)]
