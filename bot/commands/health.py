"""health: how an account is and why; somebody's word against the score; and a book by its health."""

import re
from datetime import date, timedelta
from typing import Annotated, NoReturn

from bot import counting  # noqa: F401  # a chore
from bot.cards import health as cards
from bot.cards.actions import open_account
from bot.cards.activities import joined, team_or
from bot.command import Incomplete, Says, Unclear, command
from bot.commands.accounts import Whose, empty_house, owns
from bot.context import Context
from bot.draw import shield
from bot.errors import UserError
from bot.health import Yardstick, scored, trends
from bot.overrides import LONGEST, OFFERED, ending, local_now, tell
from bot.permissions import HEALTH, RIGHTS, Right
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    CommandLine,
    Footer,
    Heading,
    Notice,
    Row,
    Rows,
    Spans,
    Text,
    View,
    When,
    spans,
    to_json,
)
from bot.words import Account, As, Days, Rest
from bot.words.base import shorten
from bot.words.measures import AsOfWord, Colour, UntilWord
from storage.queries.accounts import Book
from storage.tables import Account as AccountRecord
from storage.tables import HealthOverride, Role

PAGE = 10
SHOWN = 300  # characters of a reason
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
        return _book(ctx, band, whose, page, said)
    record = ctx.account(account.id)
    if not ctx.sees(HEALTH):
        raise UserError(f"Health is not for the role {ctx.member.role}. See ", CommandLine(f"account {record.name}"))
    if wrong is not None:
        return _wrong(ctx, record, " ".join(f"{wrong} {said}".split()).strip(WORDS))
    if clear:
        return _cleared(ctx, record)
    if band is not None:
        return _override(ctx, record, band, _last_day(ctx, until, days), said)
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


# ------------------------------------------------------------ one account


def _now(ctx: Context, record: AccountRecord) -> View:
    by = Yardstick.of(ctx.work)
    state = cards.state_of(ctx, record, by)
    blocks: list[Block] = [Heading(joined([Bold(record.name), "health"])), Text(cards.line(state))]
    if state.override is not None:
        blocks.append(Text(_said(ctx, state.override)))
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


def _said(ctx: Context, override: HealthOverride) -> Spans:
    by = ctx.names({override.member_id}).get(override.member_id, "Somebody")
    return spans(
        shield(HEALTH, f"{by} said ", Bold(override.band.value.upper()), " ", When(override.at, "day"), ": "),
        shield(team_or(override.account_id, override.member_id), f"“{shorten(override.reason.value, SHOWN)}”"),
    )


# ------------------------------------------------------------ somebody's word


def _last_day(ctx: Context, until: date | None, days: Days | None) -> date | None:
    return until or (ctx.today + timedelta(days=days.count) if days else None)


def _override(ctx: Context, record: AccountRecord, band: Colour, until: date | None, why: str) -> View:
    if Right.CURATE not in RIGHTS[ctx.member.role]:
        raise UserError(
            f"To say otherwise than the score is not for the role {ctx.member.role}. Ask the account's owner."
        )
    if not why:
        raise ctx.missing("reason", f"Why {band.value}? One line, so that others can follow it.")
    if until is None:
        buttons = tuple(
            Button(f"{days} days", ctx.again(account=ctx.call.args["account"], until=ctx.today + timedelta(days=days)))
            for days in OFFERED
        )
        raise Unclear("Until when? Then I say whether it was right.", buttons=buttons, field="until")
    if (until - ctx.today).days > LONGEST:
        raise ctx.missing("until", f"That is more than {LONGEST} days ahead. Say at most 90d; it can be said again.")
    here = local_now(ctx.work, record.id, ctx.now)
    before = ctx.work.health.overrides([record.id]).get(record.id)
    if before is not None:
        ctx.work.change(before, **ending(ctx.work, before, here))
    by = Yardstick.of(ctx.work)
    score = scored(ctx.work, by, [record.id], here, here.date())[record.id].score
    ctx.work.add(
        HealthOverride,
        account_id=record.id,
        band=band.value,
        reason=why,
        until=until,
        member_id=ctx.member.id,
        score=score,
        at=ctx.now,
    )
    ctx.work.describe(f"word on the health of {record.name}")
    return View(
        (
            Notice("done", ctx.private("Kept")),
            Text(spans(Bold(record.name), " · ", *cards.line(cards.state_of(ctx, record, by)))),
            Text((shield(team_or(record.id, ctx.member.id), f"“{shorten(why, SHOWN)}”"),)),
            Footer(("When it ends I say whether it was right.",)),
            Buttons((*ctx.undo(), Button("Health", f"health account:#{record.id}"))),
        ),
        f"{record.name}: health",
    )


def _cleared(ctx: Context, record: AccountRecord) -> View:
    override = ctx.work.health.overrides([record.id]).get(record.id)
    if override is None:
        raise UserError(f"Nobody says otherwise of {record.name}. See ", CommandLine(f"health {record.name}"))
    if override.member_id != ctx.member.id and Right.CURATE not in RIGHTS[ctx.member.role]:
        raise UserError(f"Ending it is not for the role {ctx.member.role}. Ask the account's owner.")
    ended = ctx.work.change(override, **ending(ctx.work, override, local_now(ctx.work, record.id, ctx.now)))
    ctx.work.describe(f"ended the word on the health of {record.name}")
    if override.member_id != ctx.member.id:
        tell(ctx.work, ended, ctx.now)
    said = Notice("done", spans(Bold(record.name), ": the score counts again."))
    return View(
        (said, Buttons((*ctx.undo(), Button("Health", f"health account:#{record.id}")))), f"{record.name}: health"
    )


def _wrong(ctx: Context, record: AccountRecord, why: str) -> View:
    """Whoever can mend it hears of it."""
    if not why:
        raise ctx.missing("wrong", "What is wrong? One line, such as: usage is from the old tenant.")
    state = cards.state_of(ctx, record)
    view = View(
        (
            Heading(spans(Bold(record.name), ": something is wrong with its health")),
            Text(spans(f"{ctx.member.name}: ", f"“{why}”")),
            Text(cards.line(state)),
            Buttons((Button("Health", f"health account:#{record.id}"), Button("Measures", "measures"))),
        ),
        f"{record.name}: a question about its health",
    )
    admins = [one for one in ctx.work.people.everyone() if one.role == Role.ADMIN and one.left_at is None]
    for admin in admins:
        key = f"health-wrong:{record.id}:{ctx.member.id}:{ctx.now.isoformat()}:{admin.id}"
        ctx.work.messages.put(key, f"member:{admin.id}", to_json(view), ctx.member.id, ctx.now)
    told = " and ".join(one.name for one in admins[:3])
    said = f"I have told {told}." if admins else "There is no admin to tell yet."
    return View(
        (
            Notice("done" if admins else "warning", (said,)),
            Buttons((Button("Health", f"health account:#{record.id}"),)),
        ),
        f"{record.name}: health",
    )


# ------------------------------------------------------------ a book


def _book(ctx: Context, band: Colour | None, whose: Whose | None, page: int, said: str) -> View:
    if said:
        raise UserError(f"I know no account “{said[:40]}”. Try ", CommandLine("health Acme"), field="account")
    if not ctx.sees(HEALTH):
        raise UserError(f"Health is not for the role {ctx.member.role}. See ", CommandLine("accounts"))
    if not ctx.work.accounts.count():
        return empty_house()
    by = Yardstick.of(ctx.work)
    mine = whose is not Whose.ALL and owns(ctx)
    book = Book(
        ctx.today,
        owner_id=ctx.member.id if mine else None,
        health=_range(by, band),
        order="health",
    )
    count, _ = ctx.work.accounts.totals(book)
    pages = max(-(-count // PAGE), 1)
    page = min(max(page, 1), pages)
    listed = [one.account for one in ctx.work.accounts.book(book, PAGE, (page - 1) * PAGE)]
    title = "My book by health" if mine else "All accounts by health"
    heading = Heading(
        joined([Bold(title), band.value if band else "", f"{count} account" + ("" if count == 1 else "s")])
    )
    if not listed:
        return View((heading, Text(("None is like that.",)), Buttons(_ways(ctx, mine, 1))), title)
    scores = {one.id: one.health.value if one.health else None for one in listed}
    trend = trends(ctx.work, scores, by.measured.rules, ctx.today, (cards.LIST_DAYS,))
    kept = ctx.work.health.scores(scores.keys(), ctx.today)
    rows = tuple(
        Row(
            spans(Bold(one.name), " · ", *cards.cell(kept.get(one.id), one, by, trend[one.id])),
            (),
            (Button("Why", f"health account:#{one.id}"),),
        )
        for one in listed
    )
    more = ctx.again(page=page + 1) if page < pages else None
    return View((heading, Rows(rows, count, more), Buttons(_ways(ctx, mine, page))), title)


def _range(by: Yardstick, band: Colour | None) -> tuple[int, int] | None:
    match band:
        case Colour.RED:
            return 0, by.bands.yellow - 1
        case Colour.YELLOW:
            return by.bands.yellow, by.bands.green - 1
        case Colour.GREEN:
            return by.bands.green, 100
        case None:
            return None


def _ways(ctx: Context, mine: bool, page: int) -> tuple[Button, ...]:
    back = (Button("Back", ctx.again(page=page - 1)),) if page > 1 else ()
    other = (
        Button("Team", ctx.again(whose=Whose.ALL, page=1))
        if mine
        else Button("Mine", ctx.again(whose=Whose.MINE, page=1))
    )
    return (*back, other, Button("What colours mean", "bands"))
