"""A complaint in a line and as a card."""

from collections.abc import Collection

from bot import desks
from bot.cards.activities import joined
from bot.cards.escalations import SHORT
from bot.cards.people import told
from bot.draw import shield
from bot.living import following, living
from bot.permissions import INSIDE
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Footer, Heading, Notice, Row, Rows, Spans, Text, View, When, spans
from storage.queries.complaints import ListedComplaint, SoughtComplaints
from storage.tables import Complaint
from storage.work import Work

WORDS = 1_000
SHOWN = 2


def line(scene: Scene, listed: ListedComplaint, *, account: bool = True) -> Spans:
    """“Acme Corp · about Support · “took three days” · since Mon 16 Nov”."""
    one = listed.complaint
    when = (
        spans("answered ", When(one.answered_at, "day"))
        if one.answered_at
        else spans("since ", When(one.created_at, "day"))
    )
    said = joined(
        [
            Bold(listed.account) if account else "",
            f"about {one.about}" if one.about else "",
            spans("“", told(scene.work, one.account_id, one.words, SHORT), "”"),
            when,
        ]
    )
    return (shield(INSIDE, *said),)


def row(scene: Scene, listed: ListedComplaint, *, account: bool = True) -> Row:
    return Row(line(scene, listed, account=account), (), (open_button(listed.complaint),))


def open_button(complaint: Complaint) -> Button:
    return Button("Open", f"complaints complaint:{complaint.id}")


def card(scene: Scene, listed: ListedComplaint, *, acts: bool = True) -> list[Block]:
    one = listed.complaint
    owner_id = listed.account_owner_id
    answers_id = desks.reached(scene.work, owner_id, scene.now) if owner_id is not None else None
    names = scene.names({one.raised_by_id, one.answered_by_id, owner_id, answers_id})
    title = joined([spans(Bold("Complaint: "), Bold(listed.account)), f"about {one.about}" if one.about else ""])
    blocks: list[Block] = [
        Heading((shield(INSIDE, *title),)),
        Text((shield(INSIDE, "“", *told(scene.work, one.account_id, one.words, WORDS), "”"),)),
    ]
    if one.answered_at is not None:
        by = names.get(one.answered_by_id or 0, "")
        said = joined(
            [
                spans("Answered ", When(one.answered_at, "day")),
                by,
                spans("“", told(scene.work, one.account_id, one.answer or "", WORDS), "”"),
            ]
        )
        blocks.append(Notice("done", (shield(INSIDE, *said),)))
    elif owner := names.get(owner_id or 0):
        away = f" for {owner}, who is away" if answers_id != owner_id else ""
        blocks.append(Text((shield(INSIDE, f"{names.get(answers_id or 0, owner)} answers{away}."),)))
    raised = spans(f"Kept by {names.get(one.raised_by_id, 'a colleague')} ", When(one.created_at, "moment"))
    blocks.append(Footer((shield(INSIDE, *joined([raised, f"complaint:{one.id}"])),)))
    return [*blocks, Buttons(buttons(one))] if acts and buttons(one) else blocks


@living("complaint", record=Complaint)
def complaint(scene: Scene, id: int) -> View | None:
    """For the lead of whom it is about, and for whoever answers it."""
    listed = scene.work.complaints.get(id)
    if listed is None:
        return None
    return View(tuple(card(scene, listed)), f"{listed.account}: a complaint")


@following
def standing(work: Work, accounts: Collection[int]) -> list[str]:
    """Complaints of these accounts that stand in some chat."""
    return work.complaints.cards(accounts)


def buttons(complaint: Complaint) -> tuple[Button, ...]:
    if complaint.answered_at is not None:
        return ()
    return (Button("Answered", f"form complaint-answer complaint:{complaint.id}", "primary", opens_form=True),)


def of_account(scene: Scene, account_id: int) -> list[Block]:
    """What waits for an answer, on the account's card and in a brief."""
    sought = SoughtComplaints(account_id=account_id)
    listed = scene.work.complaints.listed(sought, SHOWN)
    if not listed:
        return []
    total = sum(scene.work.complaints.counts(sought).values())
    more = f"complaints account:#{account_id}" if total > SHOWN else None
    rows = tuple(row(scene, one, account=False) for one in listed)
    return [
        Text(
            (
                shield(
                    INSIDE,
                    Bold("Complaints"),
                ),
            )
        ),
        Rows(rows, total, more),
    ]
