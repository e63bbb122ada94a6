"""feedback: one thing that a customer likes, or does not."""

from typing import Annotated

from bot.cards.feedback import said_row
from bot.command import Incomplete, Says, command
from bot.context import Context
from bot.errors import UserError
from bot.line import quote
from bot.rules.request_words import liking
from bot.rules.themes import theme_of
from bot.view import Bold, Button, Buttons, CommandLine, Notice, Rows, Text, View
from bot.words import Account, As, Phrase, Rest
from bot.words.feedback import Sign, SignWord
from storage.queries.feedback import Said, SoughtFeedback
from storage.tables import Feedback


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
    said, tagged = _tagged(" ".join(words.split()))
    if not said:
        raise ctx.missing("words", "What did they say? A few words will do.")
    sign = sign or _sign(ctx, said)
    if beta is not None and ctx.work.feedback.beta(beta) is None:
        raise UserError("That programme is gone. See ", CommandLine("betas"))
    known = [one.theme for one in ctx.work.feedback.themes(SoughtFeedback())]
    about = " ".join((theme or tagged or theme_of(said, known)).lower().split())
    made = ctx.work.add(
        Feedback,
        account_id=account.id,
        author_id=ctx.member.id,
        beta_id=beta,
        sign=sign.value_of,
        theme=about,
        words=said,
    )
    if beta is not None:
        ctx.work.messages.redraw(f"beta:{beta}", ctx.now)
    ctx.work.describe(f"feedback of {account.name}")
    return _kept(ctx, made, sign)


def _sign(ctx: Context, said: str) -> Sign:
    """Whether they like it, where the words tell. Raises Incomplete where they do not."""
    sign = {1: Sign.LIKES, -1: Sign.DISLIKES}.get(liking(said))
    if sign is None:
        buttons = tuple(Button(SignWord().label(each), ctx.again(sign=each)) for each in Sign)
        form = ctx.call.command.form(ctx.call.args, {"sign": "Do they like it?"})
        raise Incomplete("Do they like it, or not?", form=form, field="sign", buttons=buttons)
    return sign


def _kept(ctx: Context, made: Feedback, sign: Sign) -> View:
    record = ctx.account(made.account_id)
    others = _others(ctx, made)
    request = f"form request account:#{record.id} what:{quote(made.words.value)}"
    buttons = (
        *ctx.undo(),
        Button(sign.value.capitalize(), f"{sign.value} theme:{quote(made.theme)}"),
        Button("Make it a request", request, opens_form=True),
    )
    return View(
        (
            Notice("done", ctx.private("Kept")),
            Rows((said_row(ctx, Said(made, record.name, record.tier)),)),
            *((Text((Bold(others),)),) if others else ()),
            Buttons(buttons),
        ),
        f"{record.name}: kept",
    )


def _others(ctx: Context, made: Feedback) -> str:
    """“2 other customers say so of exports”; nothing where nobody else does."""
    others = ctx.work.feedback.themes(SoughtFeedback(sign=made.sign, theme=made.theme))[0].accounts - 1
    who = "1 other customer says" if others == 1 else f"{others} other customers say"
    return f"{who} so of {made.theme}" if others else ""


def _tagged(said: str) -> tuple[str, str]:
    """The words without a `#theme` in them, and that."""
    tags = [word for word in said.split() if word.startswith("#") and len(word) > 2 and not word[1:].isdecimal()]
    if not tags:
        return said, ""
    return " ".join(word for word in said.split() if word not in tags), tags[0][1:].replace("-", " ")
