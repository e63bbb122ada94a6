"""kpi-reading, kpi-close: what a KPI is now, and how it ended."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from bot import kpis as doing
from bot.cards import kpis as cards
from bot.command import Incomplete, Says, Unclear, command
from bot.context import Context
from bot.draw import shield
from bot.errors import UserError
from bot.permissions import HEALTH
from bot.registry import registry
from bot.view import Block, Button, Buttons, CommandLine, Notice, Spans, Text, View, When, spans
from bot.words import As, Rest
from bot.words.figures import MICRO, Figure, FigureWord, PastDayWord, ValueWord
from storage.tables import Kpi, KpiReading, KpiState


class Verdict(StrEnum):
    MET = "met"
    MISSED = "missed"
    DROPPED = "dropped"

    @classmethod
    def synonyms(cls) -> dict["Verdict", tuple[str, ...]]:
        return {
            cls.MET: ("reached", "achieved", "done"),
            cls.MISSED: ("not met", "failed"),
            cls.DROPPED: ("drop", "cancelled", "abandoned"),
        }


@command("kpi-reading", examples=("kpi-reading 1 96",), title="Reading of a KPI")
def kpi_reading(
    ctx: Context,
    kpi: Annotated[int, Says(label="KPI")],
    value: Annotated[Figure, As(ValueWord()), Says(label="Value")],
    on: Annotated[date | None, As(PastDayWord()), Says(label="Read on")] = None,
) -> View:
    """Enter what a KPI is now, by the KPI's number: what the button Reading fills in."""
    return read(ctx, numbered(ctx, kpi), value, on)


@command("kpi-close", examples=("kpi-close 1 missed",), title="Close a KPI", submit="Close")
def kpi_close(
    ctx: Context,
    kpi: Annotated[int, Says(label="KPI")],
    verdict: Annotated[Verdict, Says(label="Outcome")],
    reason: Annotated[Rest, Says(label="Why")] = "",
) -> View:
    """Close a KPI as met, missed or dropped, by its number; one that is dropped needs its reason."""
    return closed(ctx, numbered(ctx, kpi), verdict, reason)


def numbered(ctx: Context, id: int) -> Kpi:
    found = ctx.work.kpis.get(id)
    if found is None or found.state != KpiState.OPEN:
        raise UserError(f"There is no open KPI {id}. List them: ", CommandLine("kpis"), field="kpi")
    return found


def _doubted(ctx: Context, known: Kpi, value: Figure, on: date | None) -> None:
    """0.3 of what is counted in per cent may have meant 30 %."""
    least = min(known.start_micro.value, known.target_micro.value)
    if known.unit != "%" or value.unit or not 0 < value.micro <= MICRO or least <= MICRO:
        return
    word, day = FigureWord(), f" on:{on.isoformat()}" if on else ""
    meant = (Figure(value.micro, "%"), Figure(value.micro * 100, "%"))
    buttons = tuple(Button(word.label(one), f"kpi-reading kpi:{known.id} value:{word.show(one)}{day}") for one in meant)
    raise Unclear(f"{known.name} is counted in per cent. Which one?", buttons=buttons, field="value")


def read(ctx: Context, known: Kpi, value: Figure, on: date | None) -> View:
    """Keep what it was on a day, and say how far off that is."""
    if value.unit and value.unit != known.unit:
        unit = known.unit or "plain numbers"
        sentence = f"{known.name} is counted in {unit}. Say the value in {unit}."
        form = registry.commands["kpi-reading"].form({"kpi": known.id, "value": value, "on": on}, {"value": sentence})
        raise Incomplete(sentence, form=form, field="value")
    _doubted(ctx, known, value, on)
    reading = doing.take(ctx.work, known, value.micro, on or ctx.today, ctx.member.id, ctx.now, "chat")
    account = ctx.account(known.account_id)
    ctx.work.describe(f"reading of {account.name}’s {known.name}")
    blocks: list[Block] = [Notice("done", ctx.private("Reading kept")), cards.heading(account, known)]
    if reading.on != ctx.today:
        blocks.append(Text(_kept(known, reading)))
    blocks += cards.card(ctx, known)
    reached = doing.line_of(known).progress(reading.value_micro.value) >= 1
    met = (Button("Met", f"kpi-close kpi:{known.id} verdict:met", "primary"),) if reached else ()
    return View((*blocks, Buttons((*ctx.undo(), *met, cards.open_kpi(known)))), f"KPI of {account.name}")


def _kept(known: Kpi, reading: KpiReading) -> Spans:
    """The card tells of the latest reading alone, and `on 1 Dec` may have meant the one to come."""
    value = shield(HEALTH, cards.figure_said(reading.value_micro.value, known.unit))
    return spans("Kept: ", value, " on ", When(reading.on, "date"))


def closed(ctx: Context, known: Kpi, verdict: Verdict, reason: str) -> View:
    """Close it; what is dropped needs its reason."""
    why = " ".join(reason.split()).removeprefix("because ").strip(" :-–—")
    if verdict is Verdict.DROPPED and not why:
        form = {"kpi": known.id, "verdict": verdict}
        sentence = "Why is it dropped? One line, so that others can follow it."
        raise Incomplete(sentence, form=registry.commands["kpi-close"].form(form, {"reason": sentence}), field="reason")
    record = doing.close(ctx.work, known, KpiState(verdict.value), why, ctx.member.id, ctx.now)
    account = ctx.account(record.account_id)
    ctx.work.describe(f"closed {account.name}’s {record.name}")
    blocks = (Notice("done", ctx.private("KPI closed")), cards.heading(account, record), *cards.card(ctx, record))
    return View((*blocks, Buttons((*ctx.undo(), *cards.actions(record)))), f"KPI of {account.name}")
