"""beta: programmes in which customers try something early: who is named, who fits, who agreed, who is in, what they say."""

from enum import StrEnum
from typing import Annotated

from bot.beta import end, move, nominate, seat_of
from bot.cards import feedback as cards
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.line import unjoined
from bot.view import Block, Button, Buttons, CommandLine, Heading, Notice, Row, Rows, Text, View, spans
from bot.words import Account, As, Phrase, Rest
from bot.words.requests import RequestNumberWord
from storage.queries.feedback import Seated
from storage.tables import Beta, SeatState


class Place(StrEnum):
    ELIGIBLE = "eligible"
    IN = "in"
    OUT = "out"

    @classmethod
    def synonyms(cls) -> dict["Place", tuple[str, ...]]:
        return {
            cls.ELIGIBLE: ("invite", "invited", "fits"),
            cls.IN: ("joined", "let in", "start"),
            cls.OUT: ("leaves", "left", "exit", "graduated", "not eligible"),
        }


class Consent(StrEnum):
    AGREE = "agree"
    REFUSE = "refuse"

    @classmethod
    def synonyms(cls) -> dict["Consent", tuple[str, ...]]:
        return {
            cls.AGREE: ("agreed", "agrees", "consent", "consented"),
            cls.REFUSE: ("refused", "refuses", "no consent"),
        }


class Naming(StrEnum):
    NOMINATE = "nominate"

    @classmethod
    def synonyms(cls) -> dict["Naming", tuple[str, ...]]:
        return {cls.NOMINATE: ("nominates", "name", "suggest", "propose")}


@command("betas", reads=True, record="beta", examples=("betas",), title="Beta programmes")
def betas(ctx: Context, beta: Annotated[int | None, Says(hidden=True)] = None) -> View:
    """Beta programmes: who is named, who fits and why not, who agreed, who is in. `beta:2` shows one."""
    if beta is not None:
        return _shown(ctx, _found(ctx, beta))
    rows = []
    for one in ctx.work.feedback.betas():
        seats = ctx.work.feedback.seats(one.id)
        inside = sum(each.seat.state == SeatState.IN for each in seats)
        rows.append(Row(cards.beta_line(one, len(seats), inside), (), (Button("Open", f"betas beta:{one.id}"),)))
    body: Block = (
        Rows(tuple(rows), len(rows))
        if rows
        else Text(spans("None. Begin one: ", CommandLine('beta "SCIM early access"')))
    )
    return View((Heading(("Beta programmes",)), body), "Beta programmes")


@command(
    "beta",
    examples=('beta "SCIM early access" of request:7: signed NDA, feedback every second week',),
    title="Begin a beta programme",
    submit="Begin",
)
def beta(
    ctx: Context,
    name: Annotated[Phrase, Says(label="Name")],
    tries: Annotated[int | None, As(RequestNumberWord()), Says(after=("of", "for"), label="Of request")] = None,
    criteria: Annotated[Rest, Says(label="Who fits, and what is expected of them")] = "",
) -> View:
    """Begin a programme: its name, the request that it tries out, and who fits. Whoever asked for it can be named first."""
    if tries is not None and ctx.work.requests.get(tries) is None:
        raise UserError(f"There is no request {tries}. List them: ", CommandLine("requests any state"))
    said = unjoined(criteria)
    made = ctx.work.add(
        Beta, name=" ".join(name.split()).strip('"'), criteria=said, request_id=tries, owner_id=ctx.member.id
    )
    ctx.work.describe(f"beta {made.name}")
    return _shown(ctx, made, "Begun")


@command(
    "beta-change",
    record="beta",
    examples=("beta:2 criteria signed NDA", "beta:2 ended"),
    title="Change a beta programme",
)
def beta_change(
    ctx: Context,
    beta: Annotated[int, Says(label="Programme")],
    ended: Annotated[bool | None, Says(words=("end", "ends", "over", "closed"), label="It is over")] = None,
    criteria: Annotated[Phrase | None, Says(after=("criteria", "who fits"), label="Who fits")] = None,
    name: Annotated[Phrase | None, Says(after=("name", "called"), label="Name")] = None,
) -> View:
    """Who fits, what it is called; and its end, with which everybody is out of it."""
    record = _found(ctx, beta)
    if not (ended or criteria or name):
        known = {"beta": record.id, "criteria": record.criteria or None, "name": record.name}
        return View(
            (ctx.call.command.form({key: value for key, value in known.items() if value}),), "Change a programme"
        )
    if criteria or name:
        record = ctx.work.change(record, criteria=criteria or record.criteria, name=name or record.name)
    if ended:
        record = end(ctx.work, record, ctx.now)
    ctx.work.describe(f"beta {record.name}")
    return _shown(ctx, record, "Ended" if ended else "Kept")


@command(
    "beta-nominate",
    record="beta",
    examples=("beta:2 nominate Acme they have a test tenant",),
    title="Name a customer for a beta",
)
def beta_nominate(
    ctx: Context,
    beta: Annotated[int, Says(label="Programme")],
    does: Annotated[Naming, Says(label="What")],
    account: Account,
    why: Annotated[Rest, Says(label="Why they")] = "",
) -> View:
    """Name a customer for a programme; Product decides, and nobody asks the customer but their own colleague."""
    record = _running(ctx, beta)
    if seat_of(ctx.work, record, account.id) is not None:
        raise UserError(f"{account.name} is named for it already.")
    nominate(ctx.work, record, account.id, unjoined(why), ctx.member.id, ctx.now)
    ctx.work.describe(f"{account.name} for beta {record.name}")
    return _shown(ctx, record, f"{account.name} is named")


@command(
    "beta-consent",
    record="beta",
    examples=("beta:2 agree Acme NDA signed on 20 Nov", "beta:2 refuse Globex no time before spring"),
    title="What they say to a beta",
)
def beta_consent(
    ctx: Context,
    beta: Annotated[int, Says(label="Programme")],
    says: Annotated[Consent, Says(label="Do they agree?")],
    account: Account,
    words: Annotated[Rest, Says(label="To what, or why not", hint="NDA signed on 20 Nov")] = "",
) -> View:
    """What a customer says to being asked: to what they agreed, or why not."""
    record = _running(ctx, beta)
    seated = _seated(ctx, record, account)
    said = unjoined(words)
    if says is Consent.AGREE and not said:
        raise ctx.missing("words", "To what did they agree? An NDA, or a line of theirs.")
    if seated.seat.state == SeatState.NOMINATED:
        raise UserError(
            f"Product has not said yet that {account.name} fits. See ", CommandLine(f"betas beta:{record.id}")
        )
    state = SeatState.CONSENTED if says is Consent.AGREE else SeatState.OUT
    move(ctx.work, record, seated.seat, state, said, ctx.member.id, ctx.now)
    ctx.work.describe(f"{account.name} in beta {record.name}")
    return _shown(ctx, record, f"{account.name}: {state.value}")


@command(
    "beta-seat",
    record="beta",
    examples=("beta:2 invite Acme", "beta:2 in Acme", "beta:2 out Acme they have seen enough"),
    title="A customer in a beta",
)
def beta_seat(
    ctx: Context,
    beta: Annotated[int, Says(label="Programme")],
    state: Annotated[Place, Says(label="What becomes of them")],
    account: Account,
    words: Annotated[Rest, Says(label="Why", hint="Needed to take them out")] = "",
) -> View:
    """Product invites, lets in once they agreed, and takes out again."""
    record = _running(ctx, beta)
    seated = _seated(ctx, record, account)
    said = unjoined(words)
    if state is Place.IN and seated.seat.consented_at is None:
        raise UserError(
            f"{account.name} has not agreed yet. First: ",
            CommandLine(f"beta:{record.id} agree {account.name} NDA signed"),
        )
    if state is Place.OUT and not said:
        raise ctx.missing("words", "Why are they out? One line.")
    move(ctx.work, record, seated.seat, SeatState(state.value), said, ctx.member.id, ctx.now)
    ctx.work.describe(f"{account.name} in beta {record.name}")
    return _shown(ctx, record, f"{account.name}: {state.value}")


def _found(ctx: Context, id: int) -> Beta:
    found = ctx.work.feedback.beta(id)
    if found is None:
        raise UserError(f"There is no programme {id}. See ", CommandLine("betas"))
    return found


def _running(ctx: Context, id: int) -> Beta:
    found = _found(ctx, id)
    if found.ended_at is not None:
        raise UserError(f"{found.name} is over.")
    return found


def _seated(ctx: Context, beta: Beta, account: Account) -> Seated:
    found = seat_of(ctx.work, beta, account.id)
    if found is None:
        raise UserError(
            f"{account.name} is not named for it. First: ", CommandLine(f"beta:{beta.id} nominate {account.name}")
        )
    return found


def _shown(ctx: Context, beta: Beta, done: str = "") -> View:
    blocks: list[Block] = [Notice("done", (done,))] if done else []
    undo = (Buttons(ctx.undo()),) if ctx.undo() else ()
    return View((*blocks, *cards.beta_card(ctx, beta), *undo), beta.name)
