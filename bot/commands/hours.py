"""hours, holidays, zone: when somebody works, so that what comes due comes in their own morning."""

import re
from datetime import datetime
from typing import Annotated

from bot.cards import rhythms as cards
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.meeting import at_another_clock, zone_named
from bot.rules.holidays import Unknown, label, place_of
from bot.rules.zones import country_of, near, zone_called
from bot.view import Block, Bold, Button, Buttons, CommandLine, Facts, Heading, Notice, Spans, Text, View, spans
from bot.words import As, Member, Rest
from bot.words.leaves import ColleagueWord
from bot.words.weekly import Hours, HoursWord, WeekdaysWord, clock
from storage.tables import Member as MemberRecord
from storage.tables import Rhythm

Whose = Annotated[Member | None, As(ColleagueWord()), Says(after=("for", "of"), tail=True, label="Whose")]
_FOR = re.compile(r"^(?:of|in|for|as in|to|is)\s+", re.IGNORECASE)
_OFFSET = re.compile(r"(?:utc|gmt)?\s*[+-]\s*\d{1,2}(?::?\d\d)?", re.IGNORECASE)
NO_PLACE = frozenset({"none", "no", "off", "nowhere", "no holidays"})
AUTOMATIC = frozenset({"auto", "automatic", "automatically", "default", "platform", "follow"})


@command("hours", examples=("hours", "hours mon-fri 9:00-17:30", "hours sun-thu", "hours 8:30"), title="Working hours")
def hours(
    ctx: Context,
    days: Annotated[str | None, As(WeekdaysWord()), Says(label="Working days", hint="mon-fri")] = None,
    time: Annotated[Hours | None, As(HoursWord()), Says(label="Hours", hint="9:00-17:30")] = None,
    whose: Whose = None,
) -> View:
    """Your working days and hours: nudges come when your day starts, and wait while you are off."""
    member = person(ctx, whose, changes=days is not None or time is not None)
    if days is None and time is None:
        return _card(ctx, member, (Heading((Bold(_whose(ctx, member, "hours")),)),), cards.how_to())
    rhythm = ctx.work.rhythms.own(member.id)
    starts = rhythm.starts if time is None else time.starts
    ends = rhythm.ends if time is None or time.ends is None else time.ends
    if starts >= ends:
        both = CommandLine(f"hours {clock(starts)}-{clock(min(starts + 8 * 60, 24 * 60))}")
        raise UserError(f"The day would end at {clock(ends)}, before it starts. Say both: ", both, field="time")
    ctx.work.change(rhythm, days=days or rhythm.days, starts=starts, ends=ends)
    ctx.work.describe("working hours")
    return _card(ctx, member, (Notice("done", _kept(ctx, member, "hours")),))


@command("holidays", examples=("holidays", "holidays Germany", "holidays DE-BY", "holidays none"), title="Holidays")
def holidays(
    ctx: Context, place: Annotated[Rest, Says(label="Country", hint="Germany, or DE-BY")] = "", whose: Whose = None
) -> View:
    """The public holidays on which you are off: of a country, or of a part of it."""
    said = _FOR.sub("", place.strip(" .,"))
    member = person(ctx, whose, changes=bool(said))
    if not said:
        return _holidays(ctx, member)
    chosen = "" if said.lower() in NO_PLACE else _place(said, ctx.today.year)
    ctx.work.change(ctx.work.rhythms.own(member.id), country=chosen)
    ctx.work.describe("holidays")
    told = label(chosen) if chosen else "No public holidays"
    done = Notice("done", _kept(ctx, member, "holidays"))
    return View(
        (done, Text((Bold(told),)), *cards.holiday_lines(chosen, ctx.today), Buttons(ctx.undo())), "Holidays kept"
    )


@command("zone", examples=("zone", "zone Europe/Berlin", "zone Lisbon", "zone auto"), aliases=("timezone", "time zone"))
def zone(
    ctx: Context, place: Annotated[Rest, Says(label="Zone", hint="Lisbon, or Europe/Berlin")] = "", whose: Whose = None
) -> View:
    """Your time zone: by itself what your platform says, or the one that you name."""
    said = _FOR.sub("", place.strip(" .,"))
    member = person(ctx, whose, changes=bool(said))
    if not said:
        return _card(ctx, member, (Heading((Bold(_whose(ctx, member, "zone")),)),), cards.how_to())
    if said.lower() in AUTOMATIC:
        changed = ctx.work.change(member, own_zone=False)
        said_now = spans(Bold(changed.zone), ", and from now on as your platform says")
    else:
        changed = ctx.work.change(member, zone=_zone(said), own_zone=True)
        at_another_clock(ctx.work, member.id, ctx.now)
        said_now = spans(Bold(changed.zone), f", where it is {_clock(ctx.now, changed)}")
    ctx.work.describe("time zone")
    return View((Notice("done", _kept(ctx, member, "zone")), Text(said_now), Buttons(ctx.undo())), "Zone kept")


# ------------------------------------------------------------ whose


def person(ctx: Context, whose: Member | None, *, changes: bool) -> MemberRecord:
    """Whose settings a line is about. Everybody sees them; a lead changes those of others."""
    if whose is None or whose.id == ctx.member.id:
        return ctx.member
    if changes and not ctx.leads:
        raise UserError(f"Only a lead changes this for {whose.name}; without a name it is about you.", field="whose")
    record = ctx.work.get(MemberRecord, whose.id)
    assert record is not None, "the grammar names members of this organization only"
    if record.outsider or record.left_at is not None:
        raise UserError(f"{record.name} does not work here, so I plan nothing for them. See ", CommandLine("team"))
    return record


def _whose(ctx: Context, member: MemberRecord, what: str) -> str:
    return f"My {what}" if member.id == ctx.member.id else f"{member.name}’s {what}"


def _kept(ctx: Context, member: MemberRecord, what: str) -> Spans:
    return ctx.private(f"{_whose(ctx, member, what)} kept")


# ------------------------------------------------------------ cards


def _card(ctx: Context, member: MemberRecord, first: tuple[Block, ...], *last: Block) -> View:
    rhythm: Rhythm = ctx.work.rhythms.of(member.id)
    title = _whose(ctx, member, "hours")
    return View((*first, Facts(cards.facts(ctx, member, rhythm)), *last, Buttons(ctx.undo())), title)


def _holidays(ctx: Context, member: MemberRecord) -> View:
    place = ctx.work.rhythms.of(member.id).country
    title = _whose(ctx, member, "holidays")
    if place:
        heading = Heading(spans(Bold(title), f" · {label(place)}"))
        return View((heading, *cards.holiday_lines(place, ctx.today)), title)
    said = Text(spans(Bold(title), ": none yet. Say a country: ", CommandLine("holidays Germany")))
    near_by = country_of(member.zone)
    own = member.id == ctx.member.id
    buttons = (Buttons((Button(label(near_by), f"holidays {near_by}"),)),) if own and _known(near_by) else ()
    return View((said, *buttons), title)


# ------------------------------------------------------------ reading


def _known(country: str) -> bool:
    return bool(country) and isinstance(place_of(country), str)


def _place(said: str, year: int) -> str:
    found = place_of(said)
    match found:
        case str():
            return found
        case Unknown(country="", near=""):
            raise UserError(f"I know no holidays of “{said[:40]}”. Try Germany, DE-BY, US or none.", field="place")
        case Unknown(country=""):
            raise UserError(
                f"I know no holidays of “{said[:40]}”. Is it {found.near}?",
                buttons=(Button(found.near, f'holidays "{found.near}"'),),
                field="place",
            )
    name = label(found.country)
    if not found.parts:
        raise UserError(f"{name} has the same holidays everywhere: ", CommandLine(f"holidays {found.country}"))
    parts = ", ".join(f"{found.country}-{part}" for part in found.parts[:20])
    raise UserError(f"I know no such part of {name}. Try {parts}, or {found.country} alone.", field="place")


def _zone(said: str) -> str:
    found = zone_called(said)
    if found is not None:
        return found
    if _OFFSET.fullmatch(said):
        said_so = f"“{said[:40]}” knows nothing of summer time. Name a big city near you: "
        raise UserError(said_so, CommandLine("zone Lisbon"), field="place")
    like = near(said)
    if like:
        raise UserError(
            f"I know no zone “{said[:40]}”. Is it {like}?", buttons=(Button(like, f"zone {like}"),), field="place"
        )
    raise UserError(f"I know no zone “{said[:40]}”. Try a big city near you, Lisbon, or Europe/Lisbon.", field="place")


def _clock(now: datetime, member: MemberRecord) -> str:
    return f"{now.astimezone(zone_named(member.zone)):%H:%M}"
