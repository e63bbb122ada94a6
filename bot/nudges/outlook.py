"""Monday's outlook: the week ahead for whoever owns accounts."""

from datetime import timedelta

from bot.cards import renewals as renewal_cards
from bot.cards.activities import joined
from bot.english import many
from bot.nudge import Matter, nudge
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Row, Rows, Text, spans
from storage.queries import due
from storage.queries.renewals import Sought
from storage.tables import Nudge

NEAR = timedelta(days=30)
SHOWN = 4


@nudge(
    "outlook", title="Monday's outlook", about="outlook", candidates=due.outlook, urgency=90, route="direct", alone=True
)
def outlook(scene: Scene, nudge: Nudge) -> Matter | None:
    """The week ahead, on the first working morning of it, for everybody who owns accounts."""
    monday = scene.today - timedelta(days=scene.today.weekday())
    sunday = monday + timedelta(days=6)
    deciding = Sought(scene.today, nudge.member_id, deciding=(monday, scene.today + NEAR), order="decision")
    deciding_now = sum(one.renewals for one in scene.work.renewals.sums(deciding))
    renewals = scene.work.renewals.board(deciding, SHOWN)
    steps = [
        step for step in scene.work.activities.steps_of_member(nudge.member_id) if step.due_on and step.due_on <= sunday
    ]
    blocks: list[Block] = [
        Text(
            joined(
                [
                    spans(Bold(str(len(steps))), " next step due" if len(steps) == 1 else " next steps due"),
                    spans(Bold(_renewals(deciding_now)), " to decide within 30 days"),
                ]
            )
        )
    ]
    if renewals:
        rows = (Row(renewal_cards.line(one, scene.today), (), (renewal_cards.open_renewal(one),)) for one in renewals)
        blocks.append(Rows(tuple(rows), deciding_now))
    blocks.append(
        Buttons((Button("My day", "day", "primary"), Button("Renewals", "renewals"), Button("Next steps", "next")))
    )
    return Matter(title="Your week", number=spans("The week of ", f"{monday.day} {monday:%B}"), blocks=tuple(blocks))


def _renewals(renewals: int) -> str:
    return many(renewals, "renewal") if renewals else "No renewal"
