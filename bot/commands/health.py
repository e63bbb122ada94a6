"""health: how an account is and why; somebody's word against the score; and a book by its health."""

import re
from datetime import date
from typing import Annotated, NoReturn

from bot import counting  # noqa: F401  # a chore
from bot.cards import health as cards
from bot.cards.actions import open_account
from bot.cards.activities import joined
from bot.command import Incomplete, Says, command
from bot.commands.accounts import Whose
from bot.commands.health_book import book_by_health
from bot.commands.health_word import cleared, last_day, overrule, questioned, word_said
from bot.context import Context
from bot.draw import shield
from bot.errors import UserError
from bot.health import Yardstick
from bot.permissions import HEALTH, RIGHTS, Right
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Text, View, When, spans
from bot.words import Account, As, Days, Rest
from bot.words.base import shorten
from bot.words.measures import AsOfWord, Colour, UntilWord
from storage.tables import Account as AccountRecord

WORDS = " :,-–—"


@command(
    "health",
    examples=(
        "health",
        "health Acme",
        "health Acme as of 1 March",
        "health Acme red until 1 Dec: champion leaving",
        "health Acme wrong: usage is from the old tenant",
    ),
    title="Health",
)
def health(
    ctx: Context,
    account: Account | None = None,
    band: Annotated[Colour | None, Says(label="Say otherwise")] = None,
    on: Annotated[
        date | None, As(AsOfWord()), Says(after=("as of", "as at", "on"), keys=("asof",), label="As of")
    ] = None,
    until: Annotated[date | None, As(UntilWord()), Says(after=("until", "till", "by"), label="Until")] = None,
    days: Annotated[Days | None, Says(after=("for",), typed=True)] = None,
    wrong: Annotated[Rest | None, Says(after=("wrong", "is wrong"), label="What is wrong")] = None,
    clear: Annotated[bool, Says(words=("clear", "end override", "no override"), typed=True)] = False,
    whose: Annotated[Whose | None, Says(typed=True)] = None,
    page: Annotated[int, Says(after=("page",), typed=True)] = 1,
    reason: Annotated[Rest, Says(label="Why", hint="champion leaving")] = "",
) -> View:
    """An account's health and why it is so, with its trend; without an account, my book by health.

    Say `as of 1 March` for a day that has been, `red until 1 Dec: champion leaving` where the score does not see what you
    see, `wrong: …` where a figure is not right: the admins hear of it."""
    said = " ".join(reason.split()).strip(WORDS)
    if account is None and ctx.knows.linked is not None and whose is None:
        account = ctx.knows.linked
    if account is None and on is not None:
        raise UserError("Of which account? Try ", CommandLine("health Acme as of 1 March"), field="account")
    if account is None:
        return book_by_health(ctx, band, whose, page, said)
    record = ctx.account(account.id)
    if not ctx.sees(HEALTH):
        raise UserError(f"Health is not for the role {ctx.member.role}. See ", CommandLine(f"account {record.name}"))
    if wrong is not None:
        return questioned(ctx, record, " ".join(f"{wrong} {said}".split()).strip(WORDS))
    if clear:
        return cleared(ctx, record)
    if band is not None:
        return overrule(ctx, record, band, last_day(ctx, until, days), said)
    if until is not None or (said and _SPOKEN_FOR.search(said)):
        _no_colour(ctx, account.id, said)
    if said:
        raise UserError(f"I do not know what “{said[:40]}” means here. Try ", CommandLine(f"health {record.name}"))
    return _past(ctx, record, on) if on is not None and on < ctx.today else _now(ctx, record)


_SPOKEN_FOR = re.compile(r"^\w+(?: until\b|:)", re.IGNORECASE)


def _no_colour(ctx: Context, account_id: int, said: str) -> NoReturn:
    """`purple until Friday: x` says otherwise in a colour that there is not."""
    word, _, rest = said.partition(" ")
    word = word.strip(WORDS)
    sentence = f"“{shorten(word)}” is no colour here. There are red, yellow and green." if word else "Which colour?"
    form = ctx.call.command.form({**ctx.call.args, "reason": rest}, {"band": sentence})
    # What follows is read again as it was typed, with its last day.
    known = f" until {ctx.call.args['until']}" if ctx.call.args.get("until") else ""
    buttons = tuple(
        Button(colour.value.capitalize(), f"health #{account_id} {colour.value}{known} {rest}".strip())
        for colour in Colour
    )
    raise Incomplete(sentence, form=form, field="band", buttons=buttons)


def _now(ctx: Context, record: AccountRecord) -> View:
    by = Yardstick.of(ctx.work)
    state = cards.state_of(ctx, record, by)
    blocks: list[Block] = [Heading(joined([Bold(record.name), "health"])), Text(cards.line(state))]
    if state.override is not None:
        blocks.append(Text(word_said(ctx, state.override)))
    blocks += [*cards.trend(state), *cards.why(ctx, record, state.health, ctx.today)]
    blocks += cards.chart(ctx, record, state)
    ways = [
        Button("As of", f"form health account:#{record.id}", opens_form=True),
        Button("Wrong?", f"health account:#{record.id} wrong:", opens_form=True),
    ]
    if Right.CURATE in RIGHTS[ctx.member.role]:
        ways.append(Button("Say otherwise", f"form health account:#{record.id} band:red", opens_form=True))
    ways.append(Button("Measures", "measures"))
    if state.override is not None:
        ways.append(Button("End it", f"health account:#{record.id} clear:yes"))
    blocks += [Buttons((*ways, open_account(record, "Account"))), cards.how(by)]
    return View(tuple(blocks), f"{record.name}: health")


def _past(ctx: Context, record: AccountRecord, day: date) -> View:
    """What the readings of that day say now, and what was said then."""
    by = Yardstick.of(ctx.work)
    found = cards.past_of(ctx, record, day, by)
    kept = ctx.work.health.scores([record.id], day).get(record.id)
    blocks: list[Block] = [
        Heading(spans(Bold(record.name), " · health on ", When(day, "date"))),
        Text(cards.line(cards.State(found, {}, None, None))),
    ]
    then = kept.score.value if kept is not None and kept.score is not None else None
    if kept is not None and kept.on == day and then is not None and then != found.score:
        blocks.append(
            Text((shield(HEALTH, f"On that day I said {then}: some readings came later, or other measures counted."),))
        )
    blocks += cards.why(ctx, record, found, day)
    now = Button("Now", f"health account:#{record.id}")
    return View((*blocks, Buttons((now,)), cards.how(by)), f"{record.name}: health")
