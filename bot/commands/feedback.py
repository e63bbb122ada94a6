"""feedback: one thing that a customer likes, or does not."""

import re
from collections.abc import Sequence
from typing import Annotated

from bot.cards.feedback import said_row
from bot.command import Incomplete, Says, command
from bot.context import Context
from bot.english import many
from bot.errors import UserError
from bot.line import quote
from bot.rules.request_words import liking
from bot.rules.themes import theme_of
from bot.view import Bold, Button, Buttons, CommandLine, Notice, Rows, Text, View
from bot.words import Account, As, Phrase, Rest
from bot.words.feedback import Sign, SignWord
from storage.queries.feedback import Said, SoughtFeedback
from storage.tables import Feedback

LIKED, DISLIKED = "+＋👍", "-–−👎"
_NEXT = re.compile(rf"\s*[,;]\s*([{LIKED}{re.escape(DISLIKED)}])\s*(?=[\w#])")


@command(
    "feedback",
    examples=(
        "feedback Acme + love dashboards",
        "feedback Acme - slow exports",
        "feedback Globex their admins find the planner confusing",
    ),
    title="What they like and what not",
)
def feedback(
    ctx: Context,
    account: Account,
    sign: Annotated[Sign | None, As(SignWord()), Says(label="Do they like it?")] = None,
    theme: Annotated[Phrase | None, Says(head=False, label="About", hint="dashboards")] = None,
    words: Annotated[Rest, Says(label="What they said")] = "",
    beta: Annotated[int | None, Says(hidden=True)] = None,
) -> View:
    """What a customer likes (`+`) or does not (`-`), in a few words; I tell what it is about, `#exports` says it.

    `likes` and `dislikes` add it up by theme, tier and period."""
    said = " ".join(words.split())
    if not _tagged(said)[0]:
        raise ctx.missing("words", "What did they say? A few words will do.")
    if beta is not None and ctx.work.feedback.beta(beta) is None:
        raise UserError("That programme is gone. See ", CommandLine("betas"))
    made = [_keep(ctx, account, liked, one, theme, beta) for liked, one in _apart(ctx, said, sign)]
    if beta is not None:
        ctx.work.messages.redraw(f"beta:{beta}", ctx.now)
    ctx.work.describe(f"feedback of {account.name}")
    return _kept(ctx, made)


def _apart(ctx: Context, said: str, sign: Sign | None) -> list[tuple[Sign, str]]:
    """“love dashboards, - slow exports” is two things. Raises Incomplete where nothing tells whether they like it."""
    if sign is None and said[0] in LIKED + DISLIKED and said[1:2].isalpha():
        said = f", {said}"  # “+love dashboards”
    first, *others = _NEXT.split(said)
    found = [(sign or _sign(ctx, first), first)] if first else []
    found += [
        (Sign.LIKES if mark in LIKED else Sign.DISLIKES, one)
        for mark, one in zip(others[::2], others[1::2], strict=True)
    ]
    return [(liked, one.strip(" ,;")) for liked, one in found]


def _keep(ctx: Context, account: Account, sign: Sign, said: str, theme: str | None, beta: int | None) -> Feedback:
    # “-slow exports”: the sign was understood, and belongs to no word.
    words, tagged = _tagged(said.removeprefix("+" if sign is Sign.LIKES else "-").strip() or said)
    known = [one.theme for one in ctx.work.feedback.themes(SoughtFeedback())]
    about = " ".join((theme or tagged or theme_of(words, known)).lower().split())
    return ctx.work.add(
        Feedback,
        account_id=account.id,
        author_id=ctx.member.id,
        beta_id=beta,
        sign=sign.value_of,
        theme=about,
        words=words or said,
    )


def _sign(ctx: Context, said: str) -> Sign:
    """Whether they like it, where the words tell. Raises Incomplete where they do not."""
    sign = {1: Sign.LIKES, -1: Sign.DISLIKES}.get(liking(said))
    if sign is None:
        buttons = tuple(Button(SignWord().label(each), ctx.again(sign=each)) for each in Sign)
        form = ctx.call.command.form(ctx.call.args, {"sign": "Do they like it?"})
        raise Incomplete("Do they like it, or not?", form=form, field="sign", buttons=buttons)
    return sign


def _kept(ctx: Context, made: Sequence[Feedback]) -> View:
    first = made[0]
    record = ctx.account(first.account_id)
    sign = Sign.LIKES if first.sign > 0 else Sign.DISLIKES
    others = _others(ctx, first) if len(made) == 1 else ""
    request = f"form request account:#{record.id} what:{quote(made[-1].words.value)}"
    buttons = (
        *ctx.undo(),
        Button(sign.value.capitalize(), f"{sign.value} theme:{quote(first.theme)}"),
        Button("Make it a request", request, opens_form=True),
    )
    return View(
        (
            Notice("done", ctx.private("Kept")),
            Rows(tuple(said_row(ctx, Said(one, record.name, record.tier)) for one in made)),
            *((Text((Bold(others),)),) if others else ()),
            Buttons(buttons),
        ),
        f"{record.name}: kept",
    )


def _others(ctx: Context, made: Feedback) -> str:
    """“2 other customers say so of exports”; nothing where nobody else does."""
    others = ctx.work.feedback.themes(SoughtFeedback(sign=made.sign, theme=made.theme))[0].accounts - 1
    who = many(others, "other customer says", "other customers say")
    return f"{who} so of {made.theme}" if others else ""


def _tagged(said: str) -> tuple[str, str]:
    """The words without a `#theme` in them, and that."""
    tags = [word for word in said.split() if word.startswith("#") and len(word) > 2 and not word[1:].isdecimal()]
    if not tags:
        return said, ""
    return " ".join(word for word in said.split() if word not in tags), tags[0][1:].replace("-", " ")
