"""A question of Product on a card, the same for whoever asked and for whoever answers; and a talk that is asked for."""

from bot.cards.activities import joined
from bot.cards.people import told
from bot.draw import shield
from bot.living import living
from bot.permissions import INSIDE
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Footer, Heading, Notice, Row, Rows, Text, View, When, spans
from storage.queries.questions import Whom
from storage.tables import Interview, InterviewState, Question

SHOWN = 10


@living("question", names=lambda scene, id: ("a question of Product",))
def question_card(scene: Scene, id: int) -> View | None:
    question = scene.work.questions.get(id)
    if question is None:
        return View((Notice("info", ("This question was taken back.",)),), "A question was taken back")
    return View(tuple(card(scene, question)), "Product asks")


def card(scene: Scene, question: Question) -> list[Block]:
    """The question, and what is known of each customer; what is open for the reader has a button."""
    request = scene.work.requests.get(question.request_id)
    whom = scene.work.questions.whom(question.id)
    names = scene.names({question.author_id, *(one.asked.member_id for one in whom)})
    title = request.title if request else "A request"
    said = spans(Bold(title), ": ", shield(question.words, "“", *told(scene.work, None, question.words.value), "”"))
    blocks: list[Block] = [Heading((shield(INSIDE, *said),))]
    answered = sum(one.asked.answered_at is not None for one in whom)
    count = f"{answered} of {len(whom)} answered"
    blocks.append(Text(joined([names.get(question.author_id, ""), When(question.created_at, "day"), count])))
    shown = sorted(whom, key=lambda one: (one.asked.answered_at is None, one.account))
    if shown:
        blocks.append(Rows(tuple(_row(scene, one, names) for one in shown[:SHOWN]), len(shown)))
    mine = [one for one in whom if one.asked.member_id == scene.member.id and one.asked.answered_at is None]
    buttons = tuple(
        Button(f"Answer for {one.account}" if len(mine) > 1 else "Answer",
               f"form answer question:{question.id} account:#{one.asked.account_id}", "primary", opens_form=True)
        for one in mine[:5]
    )  # fmt: skip
    look = (Button("The request", f"requests request:{question.request_id}"),)
    return [*blocks, Buttons((*buttons, *look))]


def _row(scene: Scene, one: Whom, names: dict[int, str]) -> Row:
    who = names.get(one.asked.member_id, "")
    if one.asked.answer is None:
        return Row((shield(INSIDE, *joined([Bold(one.account), f"{who} is asked"])),))
    return Row(
        (shield(INSIDE, *joined([Bold(one.account), who])),),
        (shield(one.asked.answer, "“", *told(scene.work, one.asked.account_id, one.asked.answer.value), "”"),),
    )


@living("interview", names=lambda scene, id: ("a talk with Product",))
def interview_card(scene: Scene, id: int) -> View | None:
    talk = scene.work.get(Interview, id)
    if talk is None or talk.deleted_at is not None:
        return View((Notice("info", ("This was taken back.",)),), "A talk was taken back")
    blocks = talk_card(scene, talk)
    return View(tuple(blocks), "Product would like to talk to a customer") if blocks else None


def talk_card(scene: Scene, talk: Interview) -> list[Block]:
    account, request = scene.work.accounts.get(talk.account_id), scene.work.requests.get(talk.request_id)
    if account is None or request is None:
        return []
    names = scene.names({talk.member_id, talk.asked_by_id})
    pm, owner = names.get(talk.asked_by_id, "Product"), names.get(talk.member_id, "the owner")
    blocks: list[Block] = []
    match talk.state:
        case InterviewState.ASKED:
            said = spans(f"{pm} would like to talk with ", Bold(account.name), " about ", Bold(request.title), ".")
            words = f"“Our product team works on “{request.title}” and would value half an hour with you. Shall I?”"
            about = f"interview-change interview:{talk.id}"
            blocks = [
                Heading((shield(INSIDE, *said),)),
                Text((shield(INSIDE, f"Only you speak with them. Ready to send: {words}"),)),
                Buttons(
                    (
                        Button("They agree", f"{about} state:agreed", "primary"),
                        Button("Not now", f"form {about} state:declined", opens_form=True),
                        Button("The request", f"requests request:{request.id}"),
                    )
                ),
            ]
        case InterviewState.AGREED:
            said = spans(
                Bold(account.name), " agrees to a talk about ", Bold(request.title), f"; {owner} arranges it with {pm}."
            )
            held = Button("It was held", f"form interview-change interview:{talk.id} state:held", opens_form=True)
            blocks = [
                Heading((shield(INSIDE, *said),)),
                Buttons((held, Button("The request", f"requests request:{request.id}"))),
            ]
        case _:
            ended = "was held" if talk.state == InterviewState.HELD else "will not be now"
            said = spans("The talk with ", Bold(account.name), " about ", Bold(request.title), f" {ended}.")
            blocks = [Heading((shield(INSIDE, *said),))]
    if talk.words is not None:
        blocks.append(Footer((shield(talk.words, "“", *told(scene.work, talk.account_id, talk.words.value), "”"),)))
    return blocks
