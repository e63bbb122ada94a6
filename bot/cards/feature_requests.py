"""A feature request in a line, what can be done with it, and its living card."""

from fractions import Fraction

from bot.cards.accounts import money_said
from bot.cards.activities import joined
from bot.cards.people import told
from bot.cards.variances import variance_lines
from bot.cards.voices import voices_block
from bot.draw import shield
from bot.english import many
from bot.line import quoted
from bot.living import living
from bot.permissions import INSIDE, MONEY
from bot.rules.ranking import Rank, figure
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Heading, Notice, Row, Rows, Sayable, Spans, Text, View
from storage.tables import FeatureRequest, RequestState
from storage.types import Guarded

SHARES_SHOWN = 5
S = RequestState


def state_said(request: FeatureRequest) -> str:
    return "not acknowledged yet" if request.state == S.NEW else request.state


def customers_said(count: int) -> str:
    return many(count, "customer")


def line(request: FeatureRequest, customers: int, *said: Sayable) -> Spans:
    """“SCIM provisioning · 3 customers · planned · security”."""
    return joined([Bold(request.title), customers_said(customers), state_said(request), request.theme or "", *said])


def points_said(rank: Rank, needs: frozenset[str]) -> Sayable:
    """needs: of whatever was counted in it."""
    return shield(needs, f"{figure(rank.points)} points") if needs else f"{figure(rank.points)} points"


def why_lines(scene: Scene, rank: Rank, needs: frozenset[str]) -> list[Block]:
    """What each customer adds, the weightiest first."""
    names = scene.work.accounts.named({one.account_id for one in rank.shares[:SHARES_SHOWN]})
    rows = []
    for one in rank.shares[:SHARES_SHOWN]:
        factors = " × ".join(f"{name} {_factor(value)}" for name, value in one.factors) or "nothing that adds"
        said = joined([Bold(names[one.account_id].name), f"{figure(one.points)}", factors])
        rows.append(Row((shield(needs, *said),) if needs else said))
    return [Rows(tuple(rows), len(rank.shares))] if rows else []


def _factor(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


# ------------------------------------------------------------ what can be done


def changing(request: FeatureRequest) -> str:
    return f"request-change request:{request.id}"


def triage(request: FeatureRequest) -> tuple[Block, ...]:
    """One press for each step that may come next; why it is declined is asked for."""
    state = request.state
    steps = [each for each in (S.RECEIVED, S.PLANNED, S.PROGRESS, S.SHIPPED) if each != state]
    if state in (S.SHIPPED, S.DECLINED):
        steps = [S.RECEIVED]
    elif state != S.NEW:
        steps = [each for each in steps if each != S.RECEIVED]
    buttons = [
        Button(
            each.value.capitalize(), f'{changing(request)} state:"{each.value}"', "primary" if not place else "plain"
        )
        for place, each in enumerate(steps)
    ]
    if state not in (S.SHIPPED, S.DECLINED):
        buttons.append(Button("Declined", f"form {changing(request)} state:declined", "danger", opens_form=True))
    more = (
        Button("Ask everybody", f"form question request:{request.id}", opens_form=True),
        Button("Talk to customers", f"interview request:{request.id}"),
        Button("Change", f"form {changing(request)}", opens_form=True),
    )
    return (Buttons(tuple(buttons)), Buttons(more))


def open_request(request: FeatureRequest, label: str = "Open") -> Button:
    return Button(label, f"requests request:{request.id}")


def add_voice(request: FeatureRequest) -> Button:
    return Button("Add a customer", f"form request join:{request.id} what:{quoted(request.title)}", opens_form=True)


# ------------------------------------------------------------ in a chat


def called(scene: Scene, id: int) -> Spans:
    request = scene.work.requests.get(id)
    return (shield(INSIDE, request.title),) if request else ("a request",)


@living("request", names=called)
def request_card(scene: Scene, id: int) -> View | None:
    request = scene.work.requests.get(id)
    if request is None:
        return View((Notice("info", ("This request was taken back.",)),), "A request was taken back")
    return View(tuple(card(scene, request)), "A feature request")


def card(scene: Scene, request: FeatureRequest, *, opened: bool = False) -> list[Block]:
    """What is asked for, by whom, in whose words, and what becomes of it; every part for whoever may see it. opened: why it
    ranks there is told below."""
    heard = scene.work.requests.voices(request.id)
    accounts = {one.voice.account_id for one in heard}
    names = scene.names({request.pm_id})
    pm = names.get(request.pm_id or 0, "")
    said = line(request, len(accounts), pm)
    blocks: list[Block] = [Heading((shield(INSIDE, *said),))]
    if total := _paid(scene, accounts):
        blocks.append(Text((shield(MONEY, "Together they pay ", total, " a year."),)))
    if request.reason is not None:
        blocks.append(
            Text(
                (
                    shield(
                        request.reason, f"{request.state.capitalize()}: ", *told(scene.work, None, request.reason.value)
                    ),
                )
            )
        )
    blocks += [_inside(block) for block in voices_block(scene, heard, request.title)]
    blocks += variance_lines(scene, request.id)
    blocks += triage(request)
    # Where not everybody decides, the steps are one press away, and why it ranks there with them.
    more = () if opened else (open_request(request),)
    blocks.append(Buttons((add_voice(request), *more)))
    return blocks


def _inside(block: Block) -> Block:
    if not isinstance(block, Rows):
        return block
    items = (
        Row((shield(INSIDE, *row.spans),), (shield(INSIDE, *row.detail),) if row.detail else ()) for row in block.items
    )
    return Rows(tuple(items), block.total, block.next)


def _paid(scene: Scene, accounts: set[int]) -> Sayable:
    totals: dict[str, int] = {}
    for known in scene.work.requests.facts(accounts, scene.today).values():
        for currency, minor in known.arr.value.items():
            totals[currency] = totals.get(currency, 0) + minor
    return money_said(Guarded(totals, frozenset({"money"})))
