"""question: Product asks once, and everybody who knows a customer of it is asked once; questions, answer: what is known."""

from typing import Annotated, NoReturn

from bot.asking import answer as keep_answer
from bot.asking import ask_of, asked_before, put_question
from bot.cards import questions as cards
from bot.cards.activities import joined
from bot.command import Says, Unclear, command
from bot.commands.requests import meant
from bot.context import Context
from bot.english import all_of, many
from bot.errors import UserError
from bot.line import unjoined
from bot.permissions import RIGHTS, Right
from bot.rhythms import on_team
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Notice, Row, Rows, Text, View, spans
from bot.words import Account, Rest
from bot.words.base import shorten
from storage.queries.questions import Whom
from storage.tables import FeatureRequest, Question

LISTED = 10


@command(
    "question",
    examples=(
        "question request:7 do they need groups as well, or only users?",
        "question SCIM provisioning: which directory do they use?",
    ),
    title="Ask everybody",
    submit="Ask",
)
def question(
    ctx: Context,
    words: Annotated[Rest, Says(label="What do you want to know?")] = "",
    request: Annotated[int | None, Says(head=False, label="Request")] = None,
    anyway: Annotated[bool, Says(hidden=True)] = False,
    more: Annotated[int | None, Says(hidden=True)] = None,
) -> View:
    """Ask everybody who answers for a customer of a request, each once. What was asked before is answered at once."""
    record, said = _about(ctx, words, request)
    if not said:
        raise ctx.missing("words", "What do you want to know?", known={"request": record.id})
    if more is not None and (known := ctx.work.questions.get(more)) is not None:
        told = ask_of(ctx.work, known, ctx.work.requests.voices(record.id), ctx.member.id, ctx.now)
        ctx.work.describe(f"question about request {record.id}")
        return _shown(ctx, known, _asked(ctx, told))
    before = None if anyway else asked_before(ctx.work, record, said)
    if before is not None:
        return _known(ctx, record, before.question, said, len(before.missing))
    made = put_question(ctx.work, record, said, ctx.member.id, ctx.now)
    ctx.work.describe(f"question about request {record.id}")
    return _shown(ctx, made, _asked(ctx, {one.asked.member_id for one in ctx.work.questions.whom(made.id)}))


def _about(ctx: Context, words: str, request: int | None) -> tuple[FeatureRequest, str]:
    """The request and the question: `request:7 which one?`, `7 which one?`, `SCIM: which one?`."""
    said = " ".join(words.split())
    if request is not None:
        return meant(ctx, str(request)), said
    first, _, rest = said.partition(" ")
    if first.lower().removeprefix("request:").strip("#:").isdecimal():
        return meant(ctx, first.strip(":")), rest.strip()
    head, colon, rest = said.partition(":")
    if not colon:
        raise ctx.missing(
            "request",
            "Of which request? Its number, or begin with its name: SCIM: which directory do they use?",
            known={"words": said},
        )
    return meant(ctx, head, lambda one: ctx.again(words=rest.strip(), request=int(one.partition(":")[2]))), rest.strip()


def _asked(ctx: Context, told: set[int]) -> str:
    names = list(ctx.names({*told}).values())
    if not names:
        return "Nobody new to ask"
    return f"{all_of(names)} {'are' if len(names) > 1 else 'is'} asked"


def _known(ctx: Context, request: FeatureRequest, known: Question, said: str, missing: int) -> View:
    """Asked before: what was said of it, and whom nobody asked."""
    others = many(missing, "customer was", "customers were")
    further = (
        (Button(f"Ask the other {missing}", ctx.again(words=said, request=request.id, more=known.id), "primary"),)
        if missing
        else ()
    )
    blocks: list[Block] = [Notice("info", ("That was asked before; nobody is asked twice.",)), *cards.card(ctx, known)]
    if missing:
        blocks.append(Text((f"{others} not asked it yet.",)))
    anyway = Button("It is another question", ctx.again(words=said, request=request.id, anyway=True))
    return View((*blocks, Buttons((*further, anyway))), "Asked before")


def _shown(ctx: Context, question: Question, done: str) -> View:
    return View((Notice("done", (done,)), *cards.card(ctx, question), Buttons(ctx.undo())), "A question: kept")


@command("questions", reads=True, record="question", examples=("questions",))
def questions(ctx: Context, question: Annotated[int | None, Says(hidden=True)] = None) -> View:
    """What Product asks me, and what was answered lately. `question:5` shows one."""
    if question is not None:
        return View(tuple(cards.card(ctx, _found(ctx, question))), "A question")
    mine = [found for id in ctx.work.questions.open_for(ctx.member.id) if (found := ctx.work.questions.get(id))]
    lately = [one for one in ctx.work.questions.newest(LISTED) if one.id not in {other.id for other in mine}]
    blocks: list[Block] = [Heading((Bold("Questions of Product"),))]
    if mine:
        blocks += [Text((Bold("For you"),)), Rows(tuple(_row(ctx, one) for one in mine[:LISTED]), len(mine))]
    if lately:
        blocks += [Text((Bold("Lately"),)), Rows(tuple(_row(ctx, one) for one in lately))]
    if not mine and not lately:
        blocks.append(Text(spans("None. Product asks with ", CommandLine("question SCIM: which directory?"))))
    return View(tuple(blocks), "Questions of Product")


def _row(ctx: Context, question: Question) -> Row:
    request = ctx.work.requests.get(question.request_id)
    whom = ctx.work.questions.whom(question.id)
    answered = sum(one.asked.answered_at is not None for one in whom)
    said = joined([Bold(request.title if request else "A request"), f"“{shorten(question.words.value, 120)}”",
                   f"{answered} of {len(whom)} answered"])  # fmt: skip
    return Row(said, (), (Button("Open", f"questions question:{question.id}"),))


def _found(ctx: Context, id: int) -> Question:
    found = ctx.work.questions.get(id)
    if found is None:
        raise UserError(f"There is no question {id}. See ", CommandLine("questions"))
    return found


@command(
    "answer",
    record="question",
    examples=("question:5 they need groups too", "answer question:5 Acme only users"),
    title="Answer Product",
    submit="Answer",
)
def answer(
    ctx: Context,
    question: Annotated[int, Says(label="Question")],
    account: Account | None = None,
    words: Annotated[Rest, Says(label="What is known of them")] = "",
) -> View:
    """What is known of one customer; without a name the only one that I was asked about."""
    found = _found(ctx, question)
    said = unjoined(words)
    asked = _of(ctx, found, account)
    if not said:
        sentence = f"What do you know of {asked.account}?"
        known = {"question": found.id, "account": Account(asked.asked.account_id, asked.account)}
        raise ctx.missing("words", sentence, known=known)
    keep_answer(ctx.work, asked.asked, said, ctx.member.id, ctx.now)
    ctx.work.describe(f"answer about {asked.account}")
    return _shown(ctx, found, "Product sees it")


def _of(ctx: Context, question: Question, account: Account | None) -> Whom:
    """Whom the answer is about. Raises Unclear where several may be meant, UserError where the asker may not tell."""
    whom = ctx.work.questions.whom(question.id)
    if account is not None:
        known = next((one for one in whom if one.asked.account_id == account.id), None)
        if known is None:
            raise UserError(
                f"{account.name} is not asked about that. ", CommandLine(f"questions question:{question.id}")
            )
        return _allowed(ctx, known)
    mine = [one for one in whom if one.asked.member_id == ctx.member.id]
    waiting = [one for one in mine if one.asked.answered_at is None] or mine
    if len(waiting) == 1:
        return waiting[0]
    if not waiting:
        _not_mine(ctx, whom)
    buttons = tuple(
        Button(one.account, ctx.again(account=Account(one.asked.account_id, one.account))) for one in waiting[:5]
    )
    raise Unclear("Of which customer?", buttons=buttons, field="account")


def _allowed(ctx: Context, one: Whom) -> Whom:
    mine = one.asked.member_id == ctx.member.id or Right.TRIAGE in RIGHTS[ctx.member.role]
    if mine or on_team(ctx.work, ctx.member.id, one.asked.account_id, ctx.today):
        return one
    return _not_mine(ctx, [one])


def _not_mine(ctx: Context, whom: list[Whom]) -> NoReturn:
    names = sorted(set(ctx.names({one.asked.member_id for one in whom}).values()))
    raise UserError(f"That is asked of {', '.join(names) or 'nobody'}.")
