"""A lead's Monday: what changed in the whole team since last Monday."""

from datetime import datetime, time, timedelta

from bot.cards import renewals as renewal_cards
from bot.cards.accounts import money_said
from bot.cards.activities import joined
from bot.cards.nudge_words import said_of
from bot.draw import shield
from bot.nudge import Matter, nudge, rules, sentence
from bot.permissions import HEALTH
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Row, Rows, Sayable, Text, spans
from storage.queries import due
from storage.queries.renewals import Sought
from storage.tables import Nudge

AHEAD = timedelta(days=90)
SHOWN = 5
MARKS = 5  # marks from which a rule can be judged
WEEK = timedelta(days=7)


@nudge(
    "team",
    title="a lead's Monday",
    about="team",
    candidates=due.team,
    urgency=95,
    route="direct",
    alone=True,
    leads=True,
)
def team(scene: Scene, nudge: Nudge) -> Matter | None:
    """What changed in the whole team since last Monday; for leads, on the first working morning of a week."""
    monday = scene.today - timedelta(days=scene.today.weekday())
    since = datetime.combine(monday, time(), scene.zone) - WEEK
    blocks = [*_renewing(scene, since), *_untouched(scene), *_noisy(scene)]
    blocks.append(Buttons((Button("Renewals", "renewals team", "primary"), Button("Settings", "alerts"))))
    return Matter(title="Team, since last Monday", number=spans("Team, since last Monday"), blocks=tuple(blocks))


def _renewing(scene: Scene, since: datetime) -> list[Block]:
    sought = Sought(scene.today, due=(scene.today, scene.today + AHEAD))
    sums = scene.work.renewals.sums(sought)
    parts: list[Sayable] = [
        spans(shield(HEALTH, one.forecast or "no forecast"), " ", Bold(str(one.renewals)), " ", money_said(one.arr))
        for one in sums
    ]
    blocks: list[Block] = [Text(joined([Bold("Renewing within 90 days"), *(parts or ["nothing"])]))]
    moves = scene.work.renewals.moves(Sought(scene.today), since)[:SHOWN]
    for move in moves:
        now = move.listed.renewal.forecast
        before = move.before.value if move.before else "no forecast"
        said = shield(HEALTH, f"{before} → {now.value if now else 'no forecast'}")
        blocks.append(
            Text(
                joined(
                    [spans("Moved: ", Bold(move.listed.account)), said, renewal_cards.reason_said(move.listed.renewal)]
                )
            )
        )
    decided = scene.work.renewals.decided_since(Sought(scene.today, decided=True), since)[:SHOWN]
    blocks += [Text(spans("Decided: ", renewal_cards.decided_line(one))) for one in decided]
    return blocks


def _untouched(scene: Scene) -> list[Block]:
    """What its owner was warned of, and nobody touched."""
    raised = scene.work.nudges.raised(scene.now - WEEK)
    told = [(nudge, matter) for nudge in raised if (matter := said_of(scene, nudge))]
    if not told:
        return []
    names = scene.names({nudge.member_id for nudge, _ in told})
    rows = tuple(
        Row(
            joined([Bold(matter.title), matter.number, names.get(nudge.member_id, "")]),
            (),
            (Button("Open", f"nudge {nudge.subject}"),),
        )
        for nudge, matter in told[:SHOWN]
    )
    return [Text((Bold("Untouched after a warning"),)), Rows(rows, len(told))]


def _noisy(scene: Scene) -> list[Block]:
    """Rules that are mostly noise propose their own retirement."""
    rows = []
    for marks in scene.work.alerts.marks(scene.now - timedelta(days=90)):
        rule = rules().get(marks.rule)
        if rule is not None and marks.useful + marks.noise >= MARKS and marks.noise > marks.useful:
            said = spans(Bold(sentence(rule.title)), f": {marks.noise} of {marks.useful + marks.noise} marked as noise")
            retire = Button("Turn off for everybody", f"alerts default {rule.name} off")
            rows.append(Row(said, (), (retire, Button("Into the digest", f"alerts default {rule.name} digest"))))
    return [Text((Bold("Mostly noise"),)), Rows(tuple(rows))] if rows else []
