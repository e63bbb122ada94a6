"""What became of a feature request, for whoever talks with its customers, with words that are ready for them."""

from bot.cards.activities import joined
from bot.cards.feature_requests import S, called, open_request
from bot.draw import shield
from bot.english import all_of
from bot.feature_requests import answers_for
from bot.line import quoted
from bot.living import living
from bot.permissions import INSIDE
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Footer, Heading, Spans, Text, View, When, spans
from storage.tables import FeatureRequest

NAMED = 3
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


@living("roadmap", names=called)
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
        said = f"Ready for {all_of(list(mine.values()))}: “{ready.format(title=request.title)}”"
        blocks.append(Text((shield(INSIDE, said),)))
        log = (
            Button(
                f"Log it for {name}",
                f"form log kind:email account:#{account} note:{quoted(_told(request))}",
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
