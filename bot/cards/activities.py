"""An activity in a line, and as a card."""

from collections.abc import Mapping

from bot.cards.people import people_said, person_said
from bot.dates import minutes_said
from bot.draw import shield
from bot.view import DOT, Bold, Sayable, Spans, When, spans
from storage.tables import Activity, NextStep, Participant

EFFECTS = {-2: "backfired", -1: "went badly", 0: "neutral", 1: "went well", 2: "went very well"}


def joined(parts: list[Sayable]) -> Spans:
    """Parts with dots between them; empty ones leave no dot."""
    said: list[Sayable] = []
    for part in parts:
        if part in ("", ()):
            continue
        said += [DOT, part] if said else [part]
    return spans(*said)


def when_said(activity: Activity) -> When:
    """The day; with the clock where it was said, not merely noted as "now"."""
    return When(activity.at, "moment" if activity.precise and activity.at != activity.created_at else "day")


def note_said(activity: Activity) -> Sayable:
    """For the account's team, and for whoever wrote it."""
    if not activity.note:
        return ""
    return shield(note_needs(activity), f"“{_short(activity.note.value)}”")


def note_needs(activity: Activity) -> frozenset[str]:
    return team_or(activity.account_id, activity.logged_by_id)


def team_or(account_id: int, *members: int) -> frozenset[str]:
    """What reading words about an account takes: to be on its team, or one of those who wrote or promised them."""
    return frozenset({",".join(map(str, (f"team:{account_id}", *members)))})


def mode_said(activity: Activity) -> str:
    """“preventive?” while it is a guess."""
    return f"{activity.mode}?" if activity.mode_guessed else activity.mode


def summary_line(activity: Activity, account: str, by: str = "") -> Spans:
    """“Acme Corp · call · 30 min · today · Dana”."""
    return joined(
        [
            Bold(account) if account else "",
            activity.kind + (", no answer" if activity.attempt else ""),
            minutes_said(activity.minutes) if activity.minutes else "",
            when_said(activity),
            by,
        ]
    )


def detail_line(activity: Activity, people: list[Participant], *, guesses: bool = True) -> Spans:
    """““pricing, QBR 2 Dec” · with Jane Doe (CFO) · preventive? · #risk · went well”. guesses: for who can mend them."""
    return joined(
        [
            note_said(activity),
            people_said(people, activity.account_id),
            "internal" if activity.internal else mode_said(activity) if guesses or not activity.mode_guessed else "",
            " ".join(f"#{mission}" for mission in activity.missions),
            EFFECTS[activity.effect] if activity.effect is not None else "",
        ]
    )


def step_line(step: NextStep, account: str = "", owner: str = "", *, writer: int | None = None) -> Spans:
    """“Acme Corp · SOC2 report to Jane · Fri 27 Nov · Sam”. writer: who said it just now, and so may read it."""
    readers = (step.owner_id,) if writer is None else (step.owner_id, writer)
    what = spans(step.text.value, *((" to ", person_said(step.person, None, step.account_id)) if step.person else ()))
    said = joined([Bold(account) if account else "", what, When(step.due_on, "day") if step.due_on else "", owner])
    # Without its words a step says nothing, so it goes as a whole.
    return (shield(team_or(step.account_id, *readers), said),)


def by_name(names: Mapping[int, str], id: int | None) -> str:
    return names.get(id, "") if id is not None else ""


def _short(text: str, limit: int = 280) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
