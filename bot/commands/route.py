"""route, on-duty: which team gets what, where it is reached, when it works, and who is told first."""

import re
from typing import Annotated, Any, NoReturn

from bot import desks
from bot.cards import routes as cards
from bot.channels import channel_meant
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.permissions import RIGHTS, Right
from bot.rules.routes import plain
from bot.rules.zones import near, zone_called
from bot.view import Block, Bold, Button, Buttons, CommandLine, Footer, Heading, Notice, Rows, View, spans
from bot.words import As, Channel, Member, People, Rest
from bot.words.accounts import MemberWord
from bot.words.escalations import TARGET, HandlesWord
from bot.words.weekly import Hours, HoursWord, WeekdaysWord, clock
from storage.tables import Duty, RouteWord, TargetName
from storage.tables import Member as MemberRecord

LONGEST = 60  # characters of route words
MOST = 200  # of them in an organization


@command(
    "route",
    examples=("route", "route Support"),
    aliases=("routes", "routing"),
    title="Who gets what",
)
def route(
    ctx: Context,
    team: Annotated[TargetName | None, As(TARGET), Says(label="Team")] = None,
    channel: Annotated[Channel | None, Says(after=("to", "in"), label="Its channel")] = None,
    goes: Annotated[TargetName | None, As(TARGET), Says(after=("to",), tail=True, label="These words go to")] = None,
    days: Annotated[str | None, As(WeekdaysWord()), Says(label="Its days", hint="mon-fri")] = None,
    hours: Annotated[
        Hours | None, As(HoursWord()), Says(after=("hours",), label="Its hours", hint="9:00-17:00")
    ] = None,
    lead: Annotated[Member | None, As(MemberWord()), Says(after=("lead", "led by"), label="Its lead")] = None,
    words: Annotated[Rest, Says(label="Words, or a time zone")] = "",
) -> View:
    """Who gets which matter: `route` shows all teams with channel, hours and people; an admin sets them.

    `route billing to Accounting` sends those words there, `billing off` no longer; `route Support to #support` sets a
    channel, `route Support lead @jane` its lead, and `route Support hours 8-18 Europe/Berlin` when its clock runs."""
    said = " ".join(words.split()).strip(" :,\"'“”‘’")
    if team is None and goes is None and not said:
        return _overview(ctx)
    changes = (channel, goes, days, hours, lead)
    if team is not None and not said and all(value is None for value in changes):
        return View(tuple(cards.card(ctx, team)), team.value)
    if Right.ADMINISTER not in RIGHTS[ctx.member.role]:
        raise UserError("Who gets what is set by an admin. Look at it: ", CommandLine("route"))
    if team is None:
        return _words(ctx, said, goes)
    return _team(ctx, team, channel, days, hours, lead, said)


def _overview(ctx: Context) -> View:
    rows = tuple(cards.row(ctx, target) for target in TargetName)
    how = spans(
        "Set: ", CommandLine("route billing to Accounting"), ", ", CommandLine("route Support to #support"), ", ",
        CommandLine("on-duty Support @ines"),
    )  # fmt: skip
    return View((Heading((Bold("Who gets what"),)), Rows(rows), Footer(how)), "Who gets what")


def _words(ctx: Context, said: str, goes: TargetName | None) -> View:
    """Words that choose the team, or no longer do."""
    phrase = plain(said)
    off = goes is None and phrase.rpartition(" ")[2] in ("off", "nowhere", "none")
    phrase = phrase.rpartition(" ")[0] if off else phrase
    known = {one.words: one for one in ctx.work.escalations.words()}
    if off:
        if phrase not in known:
            raise UserError(f"Nobody set where “{phrase[:40]}” goes. See ", CommandLine("route"), field="words")
        ctx.work.remove(known[phrase])
        done = f"“{phrase}” goes nowhere in particular from now on"
    else:
        if goes is None or not phrase:
            raise UserError("Which words go to whom? Try ", CommandLine("route billing to Accounting"), field="words")
        if len(phrase) > LONGEST:
            raise UserError(f"Say it in {LONGEST} characters; a word or two do best.", field="words")
        if len(known) >= MOST:
            raise UserError(f"There are {MOST} already. Take one away: ", CommandLine("route billing off"))
        if phrase in known:
            ctx.work.change(known[phrase], target=goes.value)
        else:
            ctx.work.add(RouteWord, target=goes.value, words=phrase)
        done = f"“{phrase}” goes to {goes.value} from now on"
    ctx.work.describe("route words")
    return View((Notice("done", (f"{done}.",)), Buttons(ctx.undo())), "Route set")


def _team(
    ctx: Context,
    team: TargetName,
    channel: Channel | None,
    days: str | None,
    hours: Hours | None,
    lead: Member | None,
    said: str,
) -> View:
    values: dict[str, Any] = {}
    if channel is not None:
        values |= {"address": str(channel_meant(ctx, channel, f"route {team.value} to here"))}
        values |= {"set_by_id": ctx.member.id}
    if plain(said) in ("to nowhere", "no channel", "channel off", "off"):
        values |= {"address": ""}
    elif said:
        values |= {"zone": _zone(said, team)}
    if days is not None:
        values |= {"days": days}
    if hours is not None:
        values |= _hours(ctx, team, hours)
    if lead is not None:
        values |= {"lead_id": _colleague(ctx, lead).id}
    ctx.work.change(desks.own_target(ctx.work, team), **values)
    ctx.work.describe(f"route of {team.value}")
    return _card(ctx, team, f"{team.value} is set")


def _card(ctx: Context, team: TargetName, done: str) -> View:
    blocks: list[Block] = [Notice("done", (done,)), *cards.card(ctx, team), Buttons(ctx.undo())]
    return View(tuple(blocks), team.value)


_DUTY = re.compile(r"(?:is |are |people )?(?:on[ -])?(?:duty|call)\b[:,]?", re.IGNORECASE)


def _zone(said: str, team: TargetName) -> str:
    found = zone_called(said)
    if found is not None:
        return found
    if duty := _DUTY.match(said):
        people = said[duty.end() :].strip()
        raise UserError(
            "Who is on duty is a matter of its own: ", CommandLine(f"on-duty {team.value} {people}".strip())
        )
    like = near(said)
    line = f"route {team.value} Europe/Berlin"
    buttons = (Button(like, f'route team:"{team.value}" words:{like}'),) if like else ()
    raise UserError(f"I do not know “{said[:40]}” here. A time zone is said so: ", CommandLine(line), buttons=buttons)


def _hours(ctx: Context, team: TargetName, hours: Hours) -> dict[str, int]:
    ends = hours.ends if hours.ends is not None else desks.target_of(ctx.work, team.value).ends
    if hours.starts >= ends:
        line = CommandLine(f"route {team.value} hours {clock(hours.starts)}-{clock(min(hours.starts + 480, 1440))}")
        raise UserError("The day would end before it starts. Say both: ", line, field="hours")
    return {"starts": hours.starts, "ends": ends}


def _colleague(ctx: Context, who: Member) -> MemberRecord:
    record = ctx.work.get(MemberRecord, who.id)
    if record is None or record.outsider or record.left_at is not None:
        raise UserError(f"{who.name} does not work here. See ", CommandLine("team"))
    return record


@command(
    "on-duty",
    examples=("on-duty", "on-duty Support"),
    aliases=("on duty", "duty"),
    title="On duty",
)
def on_duty(
    ctx: Context,
    team: Annotated[TargetName | None, As(TARGET), Says(label="Team")] = None,
    people: Annotated[People, As(HandlesWord()), Says(label="Who, in the order in which they are told")] = (),
    nobody: Annotated[bool, Says(words=("nobody", "none"), label="Nobody")] = False,
) -> View:
    """Who is on duty in a team: the first is told of a matter at once, the next when the first does not answer in time.

    Leads set it, and whoever leads the team: `on-duty Support @ines @lee`, `on-duty Support nobody`."""
    if team is None:
        if people:
            raise UserError("In which team? Try ", CommandLine("on-duty Support @ines"), field="team")
        return _overview(ctx)
    if not people and not nobody:
        return View(tuple(cards.card(ctx, team)), team.value)
    if not ctx.leads and desks.target_of(ctx.work, team.value).lead_id != ctx.member.id:
        raise UserError(
            f"Who is on duty in {team.value} is said by its lead, or any lead. Look: ", CommandLine("route")
        )
    wanted = [_colleague(ctx, one).id if isinstance(one, Member) else _stranger(one.name) for one in people]
    present = {duty.member_id: duty for duty in ctx.work.escalations.duties().get(team.value, [])}
    for id, duty in present.items():
        if id not in wanted:
            ctx.work.remove(duty)
    for position, id in enumerate(dict.fromkeys(wanted)):
        if id in present:
            ctx.work.change(present[id], position=position)
        else:
            ctx.work.add(Duty, target=team.value, member_id=id, position=position)
    ctx.work.describe(f"on duty in {team.value}")
    return _card(ctx, team, f"On duty in {team.value} from now on")


def _stranger(name: str) -> NoReturn:
    raise UserError(f"{name[:60]} is no colleague that I know. Mention them as @name.", field="people")
