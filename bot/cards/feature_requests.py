"""A feature request in a line and on a card, the news of it for whoever talks to its customers, and two wordings side by
side."""

from collections.abc import Sequence
from fractions import Fraction

from bot.cards.accounts import money_said
from bot.cards.activities import joined
from bot.cards.people import told
from bot.cards.variances import variance_lines
from bot.draw import shield
from bot.feature_requests import answers_for
from bot.living import living
from bot.permissions import INSIDE, MONEY
from bot.rules.ranking import Rank, figure
from bot.rules.request_words import Importance
from bot.scene import Scene
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    Footer,
    Heading,
    Link,
    Notice,
    Row,
    Rows,
    Sayable,
    Spans,
    Text,
    View,
    When,
    spans,
)
from storage.queries.requests import Heard
from storage.tables import FeatureRequest, RequestState, Voice
from storage.types import Guarded

VOICES_SHOWN = 5
NAMED = 3
S = RequestState

# What each step means to whoever hears of it, and words that may go to a customer as they are. Why something was declined
# is for us; the customer hears it from whoever knows them.
STEPS: dict[str, tuple[str, str]] = {
    S.RECEIVED: (
        "is with Product now",
        "Our product team has your request “{title}” and has read what you wrote. I will tell you what they decide.",
    ),
    S.PLANNED: (
        "is planned",
        "“{title}”, which you asked for, is on our road map now. I will come back to you as soon as there is a date.",
    ),
    S.PROGRESS: (
        "is being built",
        "We are building “{title}” now, which you asked for. I will tell you once you can use it.",
    ),
    S.SHIPPED: (
        "is shipped",
        "“{title}”, which you asked for, is there. Shall I show it to you? I would like to hear whether it is what you "
        "meant.",
    ),
    S.DECLINED: (
        "is declined",
        "We looked closely at “{title}”, which you asked for, and will not build it for now. I would like to talk about "
        "what would help you instead.",
    ),
}


def state_said(request: FeatureRequest) -> str:
    return "not acknowledged yet" if request.state == S.NEW else request.state


def customers_said(count: int) -> str:
    return "1 customer" if count == 1 else f"{count} customers"


def importance_said(importance: int | None) -> str:
    return Importance(importance).said if importance else ""


def line(request: FeatureRequest, customers: int, *said: Sayable) -> Spans:
    """“SCIM provisioning · 3 customers · planned · security”."""
    return joined([Bold(request.title), customers_said(customers), state_said(request), request.theme or "", *said])


def points_said(rank: Rank, needs: frozenset[str]) -> Sayable:
    """needs: of whatever was counted in it."""
    return shield(needs, f"{figure(rank.points)} points") if needs else f"{figure(rank.points)} points"


def why_lines(scene: Scene, rank: Rank, needs: frozenset[str]) -> list[Block]:
    """What each customer adds, the weightiest first."""
    names = scene.work.accounts.named({one.account_id for one in rank.shares[:VOICES_SHOWN]})
    rows = []
    for one in rank.shares[:VOICES_SHOWN]:
        factors = " × ".join(f"{name} {_factor(value)}" for name, value in one.factors) or "nothing that adds"
        said = joined([Bold(names[one.account_id].name), f"{figure(one.points)}", factors])
        rows.append(Row((shield(needs, *said),) if needs else said))
    return [Rows(tuple(rows), len(rank.shares))] if rows else []


def _factor(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def voice_line(scene: Scene, heard: Heard) -> Spans:
    """“Acme Corp · T1 · must have · because audit in March”."""
    voice = heard.voice
    return joined(
        [
            Bold(heard.account),
            f"T{heard.tier}" if heard.tier else "",
            importance_said(voice.importance),
            shield(voice.why, *told(scene.work, voice.account_id, because(voice.why.value))) if voice.why else "",
            f"{voice.stage} then" if voice.stage and voice.stage != heard.stage else "",
            _hit(scene, voice),
        ]
    )


def because(why: str) -> str:
    return why if why.startswith(("so that", "in order to")) else f"because {why}"


def _hit(scene: Scene, voice: Voice) -> Sayable:
    if voice.hit is None:
        return ""
    said = {"yes": "hit the mark", "partly": "hit the mark partly", "no": "missed the mark"}[voice.hit]
    if voice.hit_why is None:
        return said
    return spans(said, shield(voice.hit_why, " (“", *told(scene.work, voice.account_id, voice.hit_why.value), "”)"))


def words_said(scene: Scene, voice: Voice, title: str) -> Spans:
    """What they said, as far as the title does not say it; theirs in quotes."""

    def said(text: str) -> Spans:
        return told(scene.work, voice.account_id, text)

    what = "" if voice.what.value.casefold() == title.casefold() else shield(voice.what, *said(voice.what.value))
    quote = voice.quote if voice.quote is not None and voice.quote.value != voice.what.value else None
    return joined(
        [
            what,
            shield(voice.requirements, "needs: ", *said(voice.requirements.value)) if voice.requirements else "",
            shield(quote, "“", *said(quote.value), "”") if quote is not None else "",
            Link("message", voice.link) if voice.link else "",
        ]
    )


def voices_block(scene: Scene, heard: Sequence[Heard], title: str, shown: int = VOICES_SHOWN) -> list[Block]:
    """The weightiest words first, then the newest."""
    ranked = sorted(heard, key=lambda one: (-(one.voice.importance or 0), -one.voice.id))
    rows = tuple(Row(voice_line(scene, one), words_said(scene, one.voice, title)) for one in ranked[:shown])
    return [Rows(rows, len(heard))] if rows else []


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
    return Button("Add a customer", f"form request join:{request.id} what:{_quoted(request.title)}", opens_form=True)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# ------------------------------------------------------------ in a chat


def _called(scene: Scene, id: int) -> Spans:
    request = scene.work.requests.get(id)
    return (shield(INSIDE, request.title),) if request else ("a request",)


@living("request", names=_called)
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


@living("roadmap", names=_called)
def roadmap(scene: Scene, id: int) -> View | None:
    """What became of a request, for one colleague: which customers of theirs asked, and words that are ready for them."""
    request = scene.work.requests.get(id)
    if request is None or request.state not in STEPS:
        return None
    heard = scene.work.requests.voices(request.id)
    answers = answers_for(scene.work, heard)
    mine = {one.voice.account_id: one.account for one in heard if answers.get(one.voice.account_id) == scene.member.id}
    happened, ready = STEPS[request.state]
    pm = scene.names({request.pm_id}).get(request.pm_id or 0, "")
    title = joined([spans(Bold(request.title), f" {happened}"), pm])
    blocks: list[Block] = [Heading((shield(INSIDE, *title),))]
    if request.reason is not None:
        blocks.append(Text((shield(request.reason, f"Between us: {request.reason.value}"),)))
    if mine:
        said = f"Ready for {_listed(list(mine.values()))}: “{ready.format(title=request.title)}”"
        blocks.append(Text((shield(INSIDE, said),)))
        log = (
            Button(
                f"Log it for {name}",
                f"form log kind:email account:#{account} note:{_quoted(_told(request))}",
                opens_form=True,
            )
            for account, name in list(mine.items())[:NAMED]
        )
        blocks.append(Buttons((*log, open_request(request))))
    else:
        blocks.append(Buttons((open_request(request),)))
    blocks.append(Footer(_asked(request)))
    return View(tuple(blocks), "News of a feature request")


def _told(request: FeatureRequest) -> str:
    return f"Told them: {request.title} {STEPS[request.state][0]}"


def _asked(request: FeatureRequest) -> Spans:
    return spans("Asked for on ", When(request.created_at, "date"), ".")


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
