"""Before a meeting: what one should have in mind, on one card."""

from datetime import datetime

from bot.calendars.guessing import people_of
from bot.calendars.proposals import meeting_form
from bot.cards import health
from bot.cards.accounts import OFF, contract_lines, touch_line
from bot.cards.actions import log_for, next_for, open_account
from bot.cards.activities import detail_line, joined, step_line, summary_line
from bot.cards.calendars import minutes_of, title_said
from bot.cards.complaints import of_account as complaints_of
from bot.cards.escalations import of_account as escalations_of
from bot.cards.kpis import listed_line
from bot.cards.risks import of_account as risks_of
from bot.dates import minutes_said
from bot.draw import shield
from bot.permissions import HEALTH
from bot.refs import Contact, Guest
from bot.scene import Scene
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    CommandLine,
    Footer,
    Heading,
    Row,
    Rows,
    Spans,
    Text,
    View,
    When,
    spans,
)
from storage.tables import Account, Activity, CalendarEvent

LATELY = 3
LOOKED_AT = 20
STEPS = 4
CONTRACTS = 2
NAMED = 8


def brief(scene: Scene, account: Account, event: CalendarEvent | None) -> View:
    """event: the meeting that it is for, if any."""
    blocks: list[Block] = [Heading(_heading(scene, account, event))]
    if event is not None:
        blocks += [Text(said) for said in (_meeting(scene, event), _attending(scene, account, event)) if said]
    blocks += [Text(said) for said in _standing(scene, account)]
    blocks += escalations_of(scene, account.id)
    blocks += complaints_of(scene, account.id)
    blocks += risks_of(scene, account.id)
    blocks += _open(scene, account)
    blocks += _lately(scene, account)
    log = Button("Log", meeting_form(scene, account, event), "primary", opens_form=True) if event else log_for(account)
    blocks.append(Buttons((log, open_account(account, "Account"), next_for(account))))
    if event is not None:
        blocks.append(Footer(spans("Only you get this. No more of them: ", CommandLine("calendar no briefs"))))
    return View(tuple(blocks), f"{account.name}: a brief")


def _heading(scene: Scene, account: Account, event: CalendarEvent | None) -> Spans:
    """“Acme Corp · T1 · today 14:00 · in 15 min”."""
    tier = f"T{account.tier}" if account.tier else ""
    if event is None:
        return joined([Bold(account.name), tier])
    return joined([Bold(account.name), tier, When(event.starts_at, "moment"), _in(scene.now, event)])


def _in(now: datetime, event: CalendarEvent) -> str:
    minutes = round((event.starts_at - now).total_seconds() / 60)
    if 0 < minutes <= 90:
        return f"in {minutes} min"
    return "now" if minutes <= 0 and now < event.ends_at else ""


def _meeting(scene: Scene, event: CalendarEvent) -> Spans:
    minutes = minutes_of(event)
    return joined([title_said(event), minutes_said(minutes) if minutes else ""])


def _attending(scene: Scene, account: Account, event: CalendarEvent) -> Spans:
    """“With Jane Porter (CFO), Sam Okoye; new to me: Tom Weiss, li@acme.com”: for the owner of the meeting alone."""
    contacts = scene.work.accounts.contacts(account.id)
    titles = {contact.id: contact.title for contact in contacts}
    known: list[str] = []
    new: list[str] = []
    named = people_of(scene.work, event, contacts)
    for person in named:
        title = titles.get(person.id) if isinstance(person, Contact) else None
        (new if isinstance(person, Guest) else known).append(f"{person.name} ({title})" if title else person.name)
    nameless = {str(said["email"]) for said in event.attendees.value if not said["name"]}
    nameless -= {contact.email for contact in contacts if contact.email}
    new += sorted(nameless - scene.work.calendars.colleagues(nameless).keys())
    parts = [f"With {', '.join(known[:NAMED])}" if known else "", f"new to me: {', '.join(new[:NAMED])}" if new else ""]
    if not any(parts):
        return ()
    return spans(shield(event.attendees, "; ".join(part for part in parts if part)))


def _standing(scene: Scene, account: Account) -> list[Spans]:
    """Goal, the last contact, health, KPIs off their line, what renews when."""
    said: list[Spans] = []
    if account.goal:
        said.append(spans(Bold("Goal: "), account.goal))
    said.append(touch_line(scene, account))
    if scene.sees(HEALTH):
        said.append(health.line(health.state_of(scene, account)))
    said += [listed_line(one, scene.today, account=False) for one in scene.work.kpis.off_line(account.id)[:OFF]]
    return [*said, *contract_lines(scene, account)[:CONTRACTS]]


def _open(scene: Scene, account: Account) -> list[Block]:
    steps = scene.work.activities.steps_of_account(account.id)
    if not steps:
        return []
    owners = scene.names({step.owner_id for step in steps[:STEPS]})
    rows = (Row(step_line(step, owner=owners.get(step.owner_id, ""))) for step in steps[:STEPS])
    return [Text((Bold("Open"),)), Rows(tuple(rows), len(steps))]


def _telling(activities: list[Activity]) -> list[Activity]:
    """The last contacts, and what was last noted among colleagues. Newest first, as they come."""
    contacts = [activity for activity in activities if not activity.internal][:LATELY]
    noted = [activity for activity in activities if activity.internal and activity.note][:1]
    return [activity for activity in activities if activity in contacts or activity in noted]


def _lately(scene: Scene, account: Account) -> list[Block]:
    recent = _telling(scene.work.activities.recent(account.id, LOOKED_AT))
    if not recent:
        return []
    members = scene.names({activity.member_id for activity in recent})
    rows = (
        Row(
            summary_line(activity, "", members.get(activity.member_id, "")),
            detail_line(activity, scene.work.activities.participants(activity.id), guesses=False),
        )
        for activity in recent
    )
    return [Text((Bold("Lately"),)), Rows(tuple(rows))]
