"""The hand-back note: on the first working morning after a leave, what others did meanwhile at one's accounts."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from bot.cards import activities as activity_cards
from bot.cards import renewals as renewal_cards
from bot.cards.activities import joined
from bot.cards.rhythms import cover_said
from bot.chores import chore
from bot.draw import shield
from bot.living import living
from bot.meeting import zone_of
from bot.nudge import rules
from bot.rhythms import week
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Heading, Row, Rows, Sayable, Spans, Text, View, When, spans
from storage.queries.absences import Meanwhile
from storage.tables import Leave, Member
from storage.work import Work

HANDBACK = "handback"
ITEMS = 7
OF_EACH = 3  # lines of one sort, while there are others


@chore(HANDBACK, every=60)
def hand_back(work: Work, now: datetime) -> bool:
    """Tell everybody who is back what was done for them; once a return."""
    back: dict[int, list[Leave]] = {}
    # A day ahead of UTC: it may be tomorrow already where they are.
    for leave in work.rhythms.returning(now.date() + timedelta(days=1)):
        back.setdefault(leave.member_id, []).append(leave)
    for member_id, leaves in back.items():
        member = work.get(Member, member_id)
        if member is not None and _is_back(work, member, leaves[-1], now):
            _tell(work, member, leaves, now)
    return False


def _is_back(work: Work, member: Member, leave: Leave, now: datetime) -> bool:
    """Whether a working morning has come since, in none of their leaves."""
    day = week(work, member, now).planned_day(now)
    return member.left_at is not None or (day is not None and day > leave.until_on)


def _tell(work: Work, member: Member, leaves: list[Leave], now: datetime) -> None:
    for leave in leaves:
        work.update(Leave, leave.id, returned_at=now)
    last = leaves[-1]
    owns = any(account.owner_id == member.id for account in work.accounts.of_member(member.id))
    if owns and member.left_at is None:
        key = f"{HANDBACK}:{last.id}:{last.until_on}"
        work.messages.put(key, f"member:{member.id}", "", None, now, card=f"{HANDBACK}:{last.id}")


# ------------------------------------------------------------ the note


@living(HANDBACK)
def note(scene: Scene, leave_id: int) -> View | None:
    last = scene.work.rhythms.leave(leave_id)
    if last is None or last.returned_at is None or last.member_id != scene.member.id:
        return None
    first = scene.work.rhythms.returned(last.member_id, last.returned_at)[0]
    since = datetime.combine(first.from_on, time(), zone_of(scene.member))
    done = scene.work.absences.meanwhile(scene.member.id, since, last.returned_at)
    cover = cover_said(last, scene.names({last.cover_id})).replace(" covers", " covered")
    blocks: list[Block] = [
        Heading(("While you were away",)),
        Text(spans(When(first.from_on), " to ", When(last.until_on), f" · {cover}")),
        Text(_counts(done)),
    ]
    rows = _rows(scene, done)
    if rows:
        blocks.append(Rows(rows, done.lines))
    waiting = len(scene.work.nudges.of_member(scene.member.id, scene.now))
    buttons = [Button("My day", "day", "primary")]
    if waiting:
        buttons.append(Button(f"{waiting} waiting", "nudges"))
    return View((*blocks, Buttons(tuple(buttons))), "What was done while you were away")


def _counts(done: Meanwhile) -> Spans:
    """“4 activities · 2 nudges closed · 1 forecast · 1 renewal decided · 3 next steps kept”."""
    parts = [
        _count(len(done.activities), "activity", "activities"),
        _count(len(done.nudges), "nudge closed", "nudges closed"),
        _count(len(done.forecasts), "forecast changed", "forecasts changed"),
        _count(len(done.decided), "renewal decided", "renewals decided"),
        _count(len(done.steps), "next step kept", "next steps kept"),
    ]
    told = joined([part for part in parts if part])
    return told or spans("Nothing was logged at your accounts, and nothing was closed.")


def _count(number: int, one: str, many: str) -> Sayable:
    return spans(Bold(str(number)), f" {one if number == 1 else many}") if number else ""


def _rows(scene: Scene, done: Meanwhile) -> tuple[Row, ...]:
    """At most seven lines: what decides most first, and something of each sort."""
    accounts = {one.account_id for part in (done.activities, done.nudges, done.forecasts, done.steps) for one in part}
    names = {id: account.name for id, account in scene.work.accounts.named({id for id in accounts if id}).items()}
    sorts = [
        [Row(spans("Decided: ", renewal_cards.decided_line(one))) for one in done.decided],
        list(_forecasts(scene, done, names)),
        list(_closed(scene, done, names)),
        list(_steps(scene, done, names)),
        list(_activities(scene, done, names)),
    ]
    first = [row for rows in sorts for row in rows[:OF_EACH]]
    rest = [row for rows in sorts for row in rows[OF_EACH:]]
    return tuple((first + rest)[:ITEMS])


def _forecasts(scene: Scene, done: Meanwhile, names: dict[int, str]) -> Iterator[Row]:
    people = scene.names({one.member_id for one in done.forecasts})
    for one in done.forecasts:
        said = shield(one.forecast, one.forecast.value)
        why = shield(one.reason, f"“{one.reason.value}”")
        yield Row(joined([Bold(names.get(one.account_id, "An account")), said, why, people.get(one.member_id, "")]))


def _closed(scene: Scene, done: Meanwhile, names: dict[int, str]) -> Iterator[Row]:
    people = scene.names({one.closed_by_id for one in done.nudges})
    for one in done.nudges:
        rule = rules().get(one.rule)
        about = Bold(names.get(one.account_id or 0, "An account"))
        how = "done" if one.state == "done" else "not needed"
        why = shield(one.closing, f"“{one.closing.value}”") if one.closing else ""
        by = people.get(one.closed_by_id or 0, "")
        yield Row(joined([about, rule.title if rule else one.rule, how, why, by]))


def _steps(scene: Scene, done: Meanwhile, names: dict[int, str]) -> Iterator[Row]:
    for one in done.steps:
        yield Row(spans("✓ ", activity_cards.step_line(one, names.get(one.account_id, ""))))


def _activities(scene: Scene, done: Meanwhile, names: dict[int, str]) -> Iterator[Row]:
    people = scene.names({one.member_id for one in done.activities})
    for one in done.activities:
        line = activity_cards.summary_line(one, names.get(one.account_id, ""), people.get(one.member_id, ""))
        yield Row(line, joined([activity_cards.note_said(one)]))
