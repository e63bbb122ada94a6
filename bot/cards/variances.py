"""Two wordings of one request that cannot both be met: both sides, and what hangs on each."""

from bot.cards.accounts import money_said
from bot.cards.activities import joined
from bot.cards.people import told
from bot.draw import shield
from bot.feature_requests import wording
from bot.line import quote
from bot.living import living
from bot.permissions import INSIDE
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Heading, Notice, Row, Rows, Spans, Text, View, spans
from storage.queries.requests import Heard
from storage.tables import Variance


def variance_lines(scene: Scene, request_id: int) -> list[Block]:
    """The open ones of a request, each in a line with its card one press away."""
    found = [one for one in scene.work.requests.variances(request_id) if one.settled_at is None]
    rows = tuple(
        Row((shield(INSIDE, "Two customers differ: ", one.about),), (), (Button("Both sides", f"variance {one.id}"),))
        for one in found
    )
    return [Rows(rows)] if rows else []


@living("variance", names=lambda scene, id: ("two wordings that differ",))
def variance_card(scene: Scene, id: int) -> View | None:
    variance = scene.work.get(Variance, id)
    if variance is None or variance.deleted_at is not None:
        return None
    blocks = card(scene, variance)
    return View(tuple(blocks), "Two customers want it differently") if blocks else None


def card(scene: Scene, variance: Variance) -> list[Block]:
    request = scene.work.requests.get(variance.request_id)
    one, other = scene.work.requests.voice(variance.voice_id), scene.work.requests.voice(variance.other_id)
    if request is None or one is None or other is None:
        return []
    title = spans(Bold(request.title), ": ", variance.about)
    blocks: list[Block] = [Heading((shield(INSIDE, *title),)), Rows((_side(scene, one), _side(scene, other)))]
    if variance.settled_at is not None and variance.outcome is not None:
        who = scene.names({variance.settled_by_id}).get(variance.settled_by_id or 0, "")
        said = joined([f"Settled: {variance.outcome.value}", who])
        return [*blocks, Notice("done", (shield(variance.outcome, *said),))]
    settle = f"variance variance:{variance.id} outcome:"
    buttons = (
        Button(f"As {one.account}", settle + quote(f"as {one.account} says")),
        Button(f"As {other.account}", settle + quote(f"as {other.account} says")),
        Button("Both, by a setting", settle + quote("both, by a setting"), "primary"),
        Button("They do not differ", settle + quote("they do not differ")),
        Button("Ask them", f"form question request:{request.id} words:{quote(f'Which do you need: {variance.about}?')}",
               opens_form=True),
        Button("Open", f"requests request:{request.id}"),
    )  # fmt: skip
    return [*blocks, Text((shield(INSIDE, "Which is it to be?"),)), Buttons(buttons)]


def _side(scene: Scene, heard: Heard) -> Row:
    """“Acme Corp · T1 · €240,000” and their words."""
    facts = scene.work.requests.facts([heard.voice.account_id], scene.today)[heard.voice.account_id]
    said: Spans = joined([Bold(heard.account), f"T{heard.tier}" if heard.tier else "", money_said(facts.arr)])
    return Row(
        (shield(INSIDE, *said),),
        (shield(INSIDE, "“", *told(scene.work, heard.voice.account_id, wording(heard.voice)), "”"),),
    )
