"""Calendars and their meetings, as their owner sees them."""

from bot.calendars.keeping import Kept
from bot.cards.activities import joined
from bot.dates import minutes_said
from bot.draw import shield
from bot.english import many
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, CommandLine, Notice, Row, Rows, Spans, Text, View, When, spans
from storage.tables import CalendarEvent, CalendarSource

SHOWN = 7


def minutes_of(event: CalendarEvent) -> int:
    """Whole minutes, at most a day."""
    return min(1440, round((event.ends_at - event.starts_at).total_seconds() / 60))


def title_said(event: CalendarEvent) -> Spans:
    """For its owner alone."""
    return spans(shield(event.title, f"“{event.title.value[:120]}”")) if event.title.value else ()


def account_names(scene: Scene, events: list[CalendarEvent]) -> dict[int, str]:
    """What the accounts of some meetings are called; merged ones by the name of the one that stays."""
    ids = {id for event in events for id in (event.account_id, *event.candidates) if id is not None}
    found = {id: account for id in ids if (account := scene.work.accounts.get(id)) is not None}
    return {id: account.name for id, account in found.items()}


def whom_said(event: CalendarEvent, names: dict[int, str]) -> Spans:
    """“Acme Corp”, or “Acme Corp or Acme Health?”."""
    if event.account_id is not None:
        return spans(Bold(names.get(event.account_id, "a customer")))
    return spans(Bold(" or ".join(names[id] for id in event.candidates if id in names) + "?"))


def meeting_line(event: CalendarEvent, names: dict[int, str]) -> Spans:
    """“Acme Corp · Mon 23 Nov 14:00 · 30 min · “QBR””."""
    minutes = minutes_of(event)
    return joined(
        [
            whom_said(event, names),
            When(event.starts_at, "moment"),
            minutes_said(minutes) if minutes else "",
            "internal" if event.internal else "",
            title_said(event),
        ]
    )


def choices(event: CalendarEvent, names: dict[int, str], line: str) -> tuple[Button, ...]:
    """One button an account that may be meant. line: of the command that keeps it, without the account."""
    if event.account_id is not None:
        return ()
    return tuple(Button(names[id], f"{line} customer:{id}") for id in event.candidates if id in names)


def meetings(scene: Scene, events: list[CalendarEvent]) -> list[Block]:
    """The next ones, with the account to choose where two may be meant."""
    names = account_names(scene, events)
    rows = tuple(
        Row(meeting_line(event, names), (), choices(event, names, f"calendar meeting:{event.id}"))
        for event in events[:SHOWN]
    )
    return [Rows(rows, len(events))]


def source_line(source: CalendarSource) -> Spans:
    """“calendar.google.com · read today 09:15”: never the address."""
    if source.failure:
        return joined([Bold(source.name), source.failure])
    if source.fetched_at is None:
        return joined([Bold(source.name), "not read yet; that takes a minute"])
    return joined([Bold(source.name), spans("read ", When(source.fetched_at, "moment"))])


def arrived(source: CalendarSource, kept: Kept) -> View:
    """What a calendar brought, once."""
    if not kept.customers:
        said = spans(
            f"I have read your calendar: {_meetings(kept.meetings)}, none with a customer that I know. I find customers by "
            "the e-mail addresses of who attends, so give accounts their domains: ",
            CommandLine("alias Acme = acme.com"),
        )
        return View((Notice("info", said),), "Your calendar is read")
    said = spans(
        f"Your calendar is in: {_meetings(kept.customers)} with customers, {kept.ahead} of them ahead.",
        f" {kept.unsure} may be with two customers; say which." if kept.unsure else "",
    )
    rest = kept.meetings - kept.customers
    more = spans(
        f"The other {_meetings(rest)} I did not keep. " if rest else "",
        "Fifteen minutes before one you get a brief. For a proposal of what to log, say ",
        CommandLine("wrap-up 17:00"),
    )
    buttons = Buttons((Button("My meetings", "calendar"), Button("Wrap-up at 17:00", "wrap-up 17:00")))
    return View((Notice("done", said), Text(more), buttons), "Your calendar is in")


def unreachable(source: CalendarSource) -> View:
    """Said once, until it works again."""
    said = spans(
        f"I cannot read your calendar at {source.name}: {source.failure} I keep trying. To give me another address: "
    )
    return View(
        (
            Notice("warning", spans(said, CommandLine("calendar https://…"))),
            Buttons((Button("Calendar", "calendar"), Button("Take it back", "calendar off"))),
        ),
        "I cannot read your calendar",
    )


def _meetings(count: int) -> str:
    return many(count, "meeting")
