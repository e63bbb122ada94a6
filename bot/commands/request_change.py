"""request-change: what Product does with a request, and who is told; voice-change, voice-hit: one customer's part of it."""

from enum import StrEnum
from typing import Annotated, Any

from bot.cards import feature_requests as cards
from bot.cards.activities import joined
from bot.cards.voices import voice_line, words_said
from bot.command import Says, command
from bot.context import Context
from bot.english import all_of, many
from bot.errors import UserError
from bot.feature_requests import concerned, decide, mark, merge
from bot.line import unjoined
from bot.permissions import RIGHTS, Right
from bot.rhythms import on_team
from bot.rules.request_words import Importance
from bot.view import Block, Bold, Buttons, CommandLine, Notice, Sayable, Text, View, spans
from bot.words import As, Member, Phrase, Rest
from bot.words.requests import ImportanceWord, RequestNumberWord
from storage.queries.requests import Heard
from storage.tables import FeatureRequest, Hit, RequestState, Voice


class Step(StrEnum):
    RECEIVED = "received"
    PLANNED = "planned"
    PROGRESS = "in progress"
    SHIPPED = "shipped"
    DECLINED = "declined"

    @classmethod
    def synonyms(cls) -> dict["Step", tuple[str, ...]]:
        return {
            cls.RECEIVED: ("acknowledged", "acknowledge", "receive", "got it", "seen"),
            cls.PLANNED: ("plan", "on the roadmap", "on the road map", "accepted"),
            cls.PROGRESS: ("progress", "started", "building", "in development", "in work"),
            cls.SHIPPED: ("ship", "released", "live", "delivered"),
            cls.DECLINED: ("decline", "rejected", "reject", "refused"),
        }


class Mark(StrEnum):
    """Whether what was shipped is what a customer meant."""

    HIT = "hit"
    PARTLY = "partly"
    MISSED = "missed"

    @classmethod
    def synonyms(cls) -> dict["Mark", tuple[str, ...]]:
        return {
            cls.HIT: ("yes", "hit the mark", "yes it did"),
            cls.PARTLY: ("partly hit", "in part", "somewhat", "half"),
            cls.MISSED: ("no", "missed the mark", "not at all"),
        }


HITS = {Mark.HIT: Hit.YES, Mark.PARTLY: Hit.PARTLY, Mark.MISSED: Hit.NO}


@command(
    "request-change",
    record="request",
    examples=(
        "request:7 received",
        "request:7 planned for the spring release",
        "request:7 declined: a partner of ours does it better",
        "request:7 theme security",
        "request:7 same as request:9",
    ),
    title="Change a request",
)
def change(
    ctx: Context,
    request: Annotated[int, Says(label="Request")],
    state: Annotated[Step | None, Says(label="What becomes of it")] = None,
    into: Annotated[
        int | None,
        As(RequestNumberWord()),
        Says(after=("same as", "duplicate of", "merge into", "part of"), label="Same as request"),
    ] = None,
    theme: Annotated[Phrase | None, Says(after=("theme",))] = None,
    title: Annotated[Phrase | None, Says(after=("title", "called", "rename to"))] = None,
    pm: Annotated[Member | None, Says(after=("pm", "owner", "product manager"), label="Product manager")] = None,
    why: Annotated[Rest, Says(label="What to tell", hint="Why not, or by when; a decline needs it")] = "",
) -> View:
    """Product decides: received, planned, in progress, shipped, or declined with a reason; theme, title, product manager.

    Everybody who talks to its customers hears of each step once, with words for them. `same as request:9` joins two."""
    record = ctx.work.requests.get(request)
    if record is None:
        raise UserError(f"There is no request {request}. List them: ", CommandLine("requests any state"))
    said = unjoined(why).removeprefix("because ")
    if into is not None:
        return _joined(ctx, record, into)
    values = _values(theme, title, pm)
    if state is None and not values:
        return View((ctx.call.command.form(_known(ctx, record, said)),), "Change a request")
    if state is Step.DECLINED and not said:
        raise ctx.missing("why", "Why is it declined? Everybody who asked hears it from you.")
    if values:
        record = ctx.work.change(record, **values)
    if state is not None:
        record = decide(ctx.work, record, RequestState(state.value), said, ctx.member.id, ctx.now)
    ctx.work.describe(f"request {record.id}")
    return _shown(ctx, record, _told(ctx, record) if state is not None else "Kept")


def _values(theme: str | None, title: str | None, pm: Member | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if theme:
        values["theme"] = " ".join(theme.split()).lower()
    if title:
        values["title"] = " ".join(title.split())
    if pm is not None:
        values["pm_id"] = pm.id
    return values


def _known(ctx: Context, record: FeatureRequest, said: str) -> dict[str, Any]:
    """The form with the request as it is."""
    names = ctx.names({record.pm_id})
    values: dict[str, Any] = {"request": record.id, "title": record.title, "theme": record.theme, "why": said or None}
    if record.pm_id in names:
        values["pm"] = Member(record.pm_id, names[record.pm_id])
    return {name: value for name, value in values.items() if value is not None}


def _told(ctx: Context, record: FeatureRequest) -> str:
    hear = concerned(ctx.work, record.id) - {ctx.member.id}
    names = list(ctx.names({*hear}).values())
    said = record.state.capitalize()
    return (
        f"{said}; {_listed(names)} hear of it"
        if len(names) > 1
        else f"{said}; {names[0]} hears of it"
        if names
        else said
    )


def _listed(names: list[str]) -> str:
    shown = names if len(names) < 4 else [*names[:2], f"{len(names) - 2} more"]
    return all_of(shown)


def _joined(ctx: Context, gone: FeatureRequest, into: int) -> View:
    stays = ctx.work.requests.get(into)
    if stays is None:
        raise UserError(f"There is no request {into}. List them: ", CommandLine("requests any state"))
    if stays.id == gone.id:
        raise UserError("That is the same request already.")
    moved = merge(ctx.work, gone, stays, ctx.member.id, ctx.now)
    ctx.work.describe(f"request {gone.id} is part of {stays.id}")
    voices = many(moved, "voice moved", "voices moved")
    return _shown(ctx, stays, spans("One request now; ", voices, " with all they said"))


def _shown(ctx: Context, record: FeatureRequest, done: Sayable) -> View:
    blocks = (Notice("done", spans(done)), *cards.card(ctx, record), Buttons(ctx.undo()))
    return View(blocks, "A feature request: kept")


# ------------------------------------------------------------ one customer's voice


@command(
    "voice-change",
    record="voice",
    examples=("voice:12 must", "voice:12 needs: groups too", "voice:12 dealbreaker because their auditor asks"),
    title="Change what they said",
)
def voice_change(
    ctx: Context,
    voice: Annotated[int, Says(label="Voice")],
    importance: Annotated[Importance | None, As(ImportanceWord()), Says(label="How much it matters to them")] = None,
    why: Annotated[Phrase | None, Says(after=("because",), keys=("because",), label="Why")] = None,
    requirements: Annotated[
        Phrase | None, Says(after=("needs", "needs:"), keys=("needs", "requirement"), label="What exactly")
    ] = None,
    quote: Annotated[Phrase | None, Says(head=False, label="In their own words")] = None,
) -> View:
    """How much it matters to one customer, why, what exactly, and their own words."""
    heard = _heard(ctx, voice)
    known = heard.voice
    values = {
        "importance": int(importance) if importance else None,
        "why": why,
        "requirements": requirements,
        "quote": quote,
    }
    given = {name: _plain(value) for name, value in values.items() if value}
    if not given:
        return View((ctx.call.command.form(_as_it_is(known)),), "Change what they said")
    ctx.work.change(known, **given)
    ctx.work.describe(f"request of {heard.account}")
    return _voice_shown(ctx, voice, "Kept")


def _plain(value: Any) -> Any:
    return " ".join(value.split()).strip('"') if isinstance(value, str) else value


def _as_it_is(voice: Voice) -> dict[str, Any]:
    values: dict[str, Any] = {
        "voice": voice.id,
        "importance": Importance(voice.importance) if voice.importance else None,
        "why": voice.why.value if voice.why else None,
        "requirements": voice.requirements.value if voice.requirements else None,
        "quote": voice.quote.value if voice.quote else None,
    }
    return {name: value for name, value in values.items() if value is not None}


@command(
    "voice-hit",
    record="voice",
    examples=(
        "voice:12 hit",
        "voice:12 partly: groups come a day late",
        "voice:12 missed they meant another directory",
    ),
    title="Did it hit the mark?",
)
def voice_hit(
    ctx: Context,
    voice: Annotated[int, Says(label="Voice")],
    hit: Annotated[Mark, Says(label="Is it what they meant?")],
    why: Annotated[Rest, Says(label="In which way not", hint="Needed for partly and missed")] = "",
) -> View:
    """After it was shipped: whether it is what a customer meant; `partly` and `missed` say in which way not."""
    heard = _heard(ctx, voice)
    said = unjoined(why).removeprefix("because ")
    if hit is not Mark.HIT and not said:
        raise ctx.missing("why", "What is missing? One line, so that it is mended and not built anew.")
    mark(ctx.work, heard.voice, HITS[hit], said)
    ctx.work.describe(f"request of {heard.account}")
    return _voice_shown(ctx, voice, "Product sees it")


def _heard(ctx: Context, voice: int) -> Heard:
    """Raises UserError where there is none, or the asker neither brought it, answers for the account, nor decides."""
    heard = ctx.work.requests.voice(voice)
    if heard is None:
        raise UserError("There is no such voice any more. See ", CommandLine("requests"))
    may = ctx.member.id == heard.voice.author_id or Right.TRIAGE in RIGHTS[ctx.member.role]
    if not may and not on_team(ctx.work, ctx.member.id, heard.voice.account_id, ctx.today):
        raise UserError(f"That is for {heard.account}’s team, or for whoever brought it.")
    return heard


def _voice_shown(ctx: Context, voice: int, done: str) -> View:
    heard = _heard(ctx, voice)
    request = ctx.work.requests.get(heard.voice.request_id)
    assert request is not None, "its voice was changed just now"
    blocks: list[Block] = [
        Notice("done", ctx.private(done)),
        Text(joined([Bold(request.title), cards.state_said(request)])),
    ]
    blocks.append(Text(voice_line(ctx, heard)))
    if words := words_said(ctx, heard.voice, request.title):
        blocks.append(Text(words))
    return View((*blocks, Buttons((*ctx.undo(), cards.open_request(request)))), f"{heard.account}: kept")
