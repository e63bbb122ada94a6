"""When somebody works and who is away, as facts and lines."""

from datetime import date, timedelta

from bot.rhythms import week
from bot.rules.holidays import holidays_in
from bot.rules.holidays import label as place_label
from bot.scene import Scene
from bot.view import Bold, CommandLine, Fact, Sayable, Spans, Text, When, spans
from bot.words.weekly import WeekdaysWord, clock
from storage.tables import Leave, Member, Rhythm

UPCOMING = 3


def facts(scene: Scene, member: Member, rhythm: Rhythm) -> tuple[Fact, ...]:
    """Days and hours, zone, holidays, and when the next morning comes."""
    local = scene.now.astimezone(week(scene.work, member, scene.now).zone)
    own = "set by hand" if member.own_zone else "as the platform says"
    return (
        Fact("Works", (f"{WeekdaysWord().label(rhythm.days)} {clock(rhythm.starts)}–{clock(rhythm.ends)}",)),
        Fact("Zone", (f"{member.zone}, {local:%H:%M} there now · {own}",)),
        Fact("Holidays", (place_label(rhythm.country) if rhythm.country else "none",)),
        Fact("Next morning", spans(When(week(scene.work, member, scene.now).next_morning(scene.now), "moment"))),
    )


def upcoming(place: str, today: date) -> list[tuple[date, str]]:
    """The next three holidays of a place."""
    years = (today.year, today.year + 1)
    days = [(day, name) for year in years for day, name in holidays_in(place, year).items() if day >= today]
    return days[:UPCOMING]


def holiday_lines(place: str, today: date) -> tuple[Text, ...]:
    return tuple(Text(spans(When(day, "day"), f" · {name}")) for day, name in upcoming(place, today))


def leave_line(leave: Leave, names: dict[int, str], *, name: str = "") -> Spans:
    """“Sam Okoye · Tue 1 Dec to Sat 12 Dec · Dana Keller covers”."""
    whose: list[Sayable] = [Bold(name), " · "] if name else []
    one_day = leave.from_on == leave.until_on
    days: list[Sayable] = (
        [When(leave.until_on, "day")] if one_day else [When(leave.from_on), " to ", When(leave.until_on)]
    )
    return spans(*whose, *days, " · ", cover_said(leave, names))


def cover_said(leave: Leave, names: dict[int, str]) -> str:
    return f"{names[leave.cover_id]} covers" if leave.cover_id is not None else "each account’s backup covers"


def back_on(scene: Scene, member: Member, leave: Leave) -> date:
    """The first working day after a leave."""
    ours = week(scene.work, member, scene.now)
    morning = ours.next_morning(ours.morning(leave.until_on) + timedelta(minutes=1))
    return morning.astimezone(ours.zone).date()


def how_to() -> Text:
    return Text(
        spans(
            "Change with ",
            CommandLine("hours mon-fri 9:00-17:30"),
            ", ",
            CommandLine("zone Lisbon"),
            ", ",
            CommandLine("holidays Germany"),
            " or ",
            CommandLine("away until Friday"),
        )
    )
