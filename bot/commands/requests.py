"""requests: what customers ask for, the weightiest first, with the formula and what each customer adds."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from bot.cards import feature_requests as cards
from bot.cards.activities import joined
from bot.command import Says, Unclear, command
from bot.commands.accounts import Whose
from bot.commands.copy_link import copy_button
from bot.context import Context
from bot.english import many
from bot.errors import NotInData, UserError
from bot.feature_requests import OPEN
from bot.links import Linked
from bot.paging import Paging
from bot.permissions import HEALTH, MONEY
from bot.request_ranks import Ranking, Yardstick, ranked
from bot.rules.ranking import Rank, formula
from bot.rules.request_words import Importance
from bot.rules.themes import Theme
from bot.view import Block, Bold, Button, Buttons, CommandLine, Footer, Heading, Row, Rows, Sayable, Text, View, spans
from bot.words import Account, As, Phrase, TierWord
from bot.words.base import shorten
from bot.words.requests import ImportanceFilter
from storage.queries.request_weights import SoughtRequests
from storage.tables import FeatureRequest, RequestState

PAGE = 8
OFFERED = 4
NEAR = 0.3  # how like its words a request must be to be meant by them
SURE = 0.15  # and how much more than any other


class Which(StrEnum):
    OPEN = "open"
    UNACKNOWLEDGED = "unacknowledged"
    RECEIVED = "received"
    PLANNED = "planned"
    PROGRESS = "in progress"
    SHIPPED = "shipped"
    DECLINED = "declined"
    EVERY = "any state"

    @classmethod
    def synonyms(cls) -> dict["Which", tuple[str, ...]]:
        return {
            cls.UNACKNOWLEDGED: ("new", "unheard", "untriaged", "not acknowledged", "waiting"),
            cls.RECEIVED: ("acknowledged",),
            cls.PROGRESS: ("started", "in work", "in development"),
            cls.SHIPPED: ("released", "done", "delivered"),
            cls.DECLINED: ("rejected", "refused"),
            cls.EVERY: ("any", "every state", "closed too", "ever"),
        }


STATES: dict[Which, tuple[str, ...]] = {
    Which.OPEN: tuple(state.value for state in OPEN),
    Which.UNACKNOWLEDGED: (RequestState.NEW.value,),
    Which.EVERY: (),
}


@command(
    "requests",
    reads=True,
    record="request",
    examples=(
        "requests",
        "requests unacknowledged",
        "requests Acme",
        "requests mine shipped",
        "requests security tier 1",
        "requests dealbreaker",
    ),
)
def requests(
    ctx: Context,
    whose: Whose | None = None,
    account: Account | None = None,
    which: Which | None = None,
    theme: Annotated[Phrase | None, Says(after=("theme", "about", "on"))] = None,
    topic: Annotated[Theme | None, Says(typed=True)] = None,
    tier: Annotated[int | None, As(TierWord()), Says(after=("tier",))] = None,
    importance: Annotated[Importance | None, As(ImportanceFilter())] = None,
    page: Annotated[int, Says(after=("page",))] = 1,
    words: Annotated[Phrase | None, Says(after=("for", "like", "called"), label="Words of it")] = None,
    request: Annotated[int | None, Says(hidden=True)] = None,
) -> View:
    """What customers ask for, ranked by a formula that stands below it; filters are words and can be combined.

    Without `shipped`, `declined` or `any state` only what is still open. `requests for SCIM` or `request:7` shows one, who
    wants it, and why it ranks there."""
    if request is not None:
        return _one(ctx, meant(ctx, str(request)))
    if words is not None:
        return _one(ctx, meant(ctx, words, lambda line: line))
    mine = whose is Whose.MINE
    theme = theme or (topic.value if topic else None)
    states = STATES.get(which, (which.value,)) if which else STATES[Which.EVERY if account else Which.OPEN]
    sought = SoughtRequests(
        states=states,
        account_id=account.id if account else None,
        owner_id=ctx.member.id if mine else None,
        tier=tier,
        theme=theme,
        importance=importance.value if importance else None,
    )
    ranking = ranked(ctx.work, sought, _yardstick(ctx), ctx.today, ctx.knows.directory.asked, PAGE * max(page, 1))
    title = f"What {account.name} asked for" if account else "What my customers ask for" if mine else "Requests"
    said = [which.value if which else "", f"theme {theme}" if theme else "", f"T{tier}" if tier else ""]
    said.append(importance.said if importance else "")
    paging = ctx.paging(page, PAGE, ranking.count)
    heading = Heading(joined([Bold(title), *said, many(ranking.count, "request")]))
    blocks: list[Block] = [heading, *_rows(ctx, ranking, paging)]
    if account is not None and not ranking.order:
        ctx.lacks.append(f"No request of {account.name} was recorded.")
    ask = f"form request account:#{account.id}" if account else "form request"
    blocks.append(Buttons((Button("Ask for something", ask, opens_form=True), *_ways(ctx, paging, account, mine))))
    return View((*blocks, *(_footers(ranking.by) if ranking.order else ())), title)


def _yardstick(ctx: Context) -> Yardstick:
    # The order alone would tell who pays more than whom, and who is worse off.
    return Yardstick(ctx.sees(MONEY), ctx.sees(HEALTH))


def _footers(by: Yardstick) -> list[Block]:
    said: list[Block] = [Footer((f"Points: {formula(by.cleared)}.",))]
    missing = [name for name, sees in (("ARR", by.money), ("health", by.health)) if not sees]
    if missing:
        are = "are" if len(missing) > 1 else "is"
        said.append(Footer((f"Ranked without {' and '.join(missing)}, which {are} not for your role.",)))
    if by.unpriced:
        line = CommandLine(f"settings rate {min(by.unpriced)} 0.92")
        said.append(Footer(spans(f"ARR in {', '.join(sorted(by.unpriced))} does not count without a rate: ", line)))
    return said


def _rows(ctx: Context, ranking: Ranking, paging: Paging) -> list[Block]:
    if not paging.count:
        return [Text(spans("None. Tell of one: ", CommandLine("request Acme SCIM provisioning must")))]
    shown = paging.of(ranking.order)
    records = ctx.work.requests.many(shown)
    rows = tuple(_row(ctx, records[id], ranking.why(id)) for id in shown)
    return [Rows(rows, paging.count, paging.more)]


def _row(ctx: Context, request: FeatureRequest, rank: Rank) -> Row:
    points = cards.points_said(rank, _yardstick(ctx).cleared)
    names = ctx.work.accounts.named({one.account_id for one in rank.shares[:2]})
    first = ", ".join(names[one.account_id].name for one in rank.shares[:2] if one.account_id in names)
    more = f" and {len(rank.shares) - 2} more" if len(rank.shares) > 2 else ""
    detail: list[Sayable] = [f"{first}{more}"]
    if request.state == RequestState.NEW:
        days = (ctx.now - request.created_at) // timedelta(days=1)
        detail.append(f"waits for {days} d" if days else "since today")
    buttons: tuple[Button, ...] = (cards.open_request(request, "Why?"),)
    if request.state == RequestState.NEW:
        buttons = (Button("Received", f"{cards.changing(request)} state:received"), *buttons)
    return Row(cards.line(request, len(rank.shares), points), joined(detail), buttons)


def _ways(ctx: Context, paging: Paging, account: Account | None, mine: bool) -> tuple[Button, ...]:
    if account is not None:
        return (*paging.back, Button("Account", f"account account:#{account.id}"))
    other = (
        Button("Everybody’s", ctx.again(whose=Whose.ALL, page=1))
        if mine
        else Button("My customers’", ctx.again(whose=Whose.MINE, page=1))
    )
    return (*paging.back, other, Button("Unacknowledged", ctx.again(which=Which.UNACKNOWLEDGED, page=1)))


def _one(ctx: Context, request: FeatureRequest) -> View:
    ranking = ranked(ctx.work, SoughtRequests(request_id=request.id), _yardstick(ctx), ctx.today)
    rank, by = ranking.why(request.id), ranking.by
    blocks = cards.card(ctx, request, opened=True)
    blocks.append(Text(joined([Bold("Why it ranks there"), cards.points_said(rank, by.cleared)])))
    blocks += cards.why_lines(ctx, rank, by.cleared)
    if copy := copy_button(ctx, Linked("request", request.id)):
        blocks.append(Buttons(copy))
    return View((*blocks, *_footers(by)), "A feature request")


def meant(ctx: Context, words: str, again: Callable[[str], str] | None = None) -> FeatureRequest:
    """The request that a number or a few words mean. Raises UserError where there is none, Unclear where several may be.
    again: the line of this call with `request:7` in their place."""
    said = words.strip().strip('"')
    number = said.lower().removeprefix("request").lstrip(": #")
    if number.isascii() and number.isdecimal() and len(number) < 19:
        found = ctx.work.requests.get(int(number))
        if found is None:
            raise UserError(f"There is no request {number}. List them: ", CommandLine("requests any state"))
        return found
    scored = ctx.knows.requests_like(said, OFFERED, NEAR)
    known = ctx.work.requests.many([id for id, _ in scored])
    listed = [(known[id], score) for id, score in scored if id in known]
    if not listed:
        raise NotInData(f"Nobody asked for “{shorten(said)}”. List what they ask for: ", CommandLine("requests"))
    if again is not None and len(listed) > 1 and listed[0][1] < listed[1][1] + SURE:
        raise Unclear(
            "Which request?", buttons=tuple(Button(one.title, again(f"request:{one.id}")) for one, _ in listed)
        )
    return listed[0][0]
