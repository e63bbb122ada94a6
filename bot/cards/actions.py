"""Buttons that several cards share. Each carries the line that typing it would be."""

from datetime import date, timedelta

from bot.line import quote
from bot.view import Button, Confirm
from bot.words import Mode
from storage.tables import Account, Activity, NextStep


def open_account(account: Account, label: str = "") -> Button:
    return Button(label or account.name, f"account account:#{account.id}")


def log_for(account: Account) -> Button:
    return Button("Log", f"form log account:#{account.id}", "primary", opens_form=True)


def next_for(account: Account, activity: Activity | None = None) -> Button:
    origin = f" activity:{activity.id}" if activity else ""
    return Button("Next step", f"form next account:#{account.id}{origin}", opens_form=True)


def edit(activity: Activity) -> Button:
    return Button("Edit", f"edit activity:{activity.id}", opens_form=True)


def modes(activity: Activity) -> tuple[Button, ...]:
    """A guess of the mode, corrected by one press."""
    if not activity.mode_guessed or activity.internal:
        return ()
    others = (mode for mode in Mode if mode.value != activity.mode)
    return tuple(Button(mode.value.capitalize(), f"edit activity:{activity.id} mode:{mode.value}") for mode in others)


def delete(activity: Activity) -> Button:
    sure = Confirm("Delete this record?", "Undo brings it back.", "Delete")
    return Button("Delete", f"delete activity:{activity.id}", "danger", confirm=sure)


def share(activity: Activity, channel: str = "") -> Button:
    """channel: the address of where the card is asked for, which need not be where it is shown; "" in a direct chat."""
    return Button("Share", f"share activity:{activity.id}" + (f" to:{quote(channel)}" if channel else ""))


def for_step(step: NextStep, today: date) -> tuple[Button, ...]:
    """Done, or later: what is due gets one more day by one press."""
    due = step.due_on is not None and step.due_on <= today
    tomorrow = Button("Tomorrow", f"move step:{step.id} due:{today + timedelta(days=1)}")
    return (done(step), *((tomorrow,) if due else ()), move(step))


def move(step: NextStep) -> Button:
    due = f" due:{step.due_on}" if step.due_on else ""
    return Button("Move", f"form move step:{step.id}{due}", opens_form=True)


def done(step: NextStep) -> Button:
    return Button("Done", f"done step:{step.id}")
