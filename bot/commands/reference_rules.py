"""reference rules: how much may be asked of a customer; an admin reads and sets it."""

from typing import Annotated

from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.lexicon import Lexicon
from bot.line import Typed
from bot.references.gates import limits_of
from bot.view import Bold, Buttons, CommandLine, Fact, Facts, Footer, Heading, Notice, Text, View, spans
from bot.words import As, Days, Found
from bot.words.periods import DaysWord
from storage.tables import ReferenceRules

# name → the least and the most that it may be
RANGES = {
    "quarter": (1, 100), "open": (1, 100), "cool_down": (0, 365), "hours": (0, 1000), "renewal": (0, 365),
    "answer": (1, 20), "consent": (1, 60),
}  # fmt: skip
ALWAYS = "Nobody is asked while health is red, a severity 1 or 2 is open, or a fire burns. New rules show from Monday."


class SpanWord(DaysWord):
    """The same, and `0d` for none at all."""

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        return Found(Days(0), at + 1) if line.low(at) in ("0", "0d", "none") else super().find(line, at, lexicon)


@command(
    "reference rules",
    examples=("reference rules", "reference rules quarter 2 open 1 cool-down 30d", "reference rules consent 12"),
    title="Rules for references",
)
def reference_rules(
    ctx: Context,
    quarter: Annotated[int | None, Says(after=("quarter", "asks a quarter"), label="Asks a quarter")] = None,
    open_: Annotated[int | None, Says(after=("open",), label="Open at the same time")] = None,
    cool_down: Annotated[
        Days | None,
        As(SpanWord()),
        Says(after=("cool-down", "cooldown", "cool down"), label="Days between two", hint="30d"),
    ] = None,
    hours: Annotated[int | None, Says(after=("hours",), label="Hours of a customer’s time a year")] = None,
    renewal: Annotated[
        Days | None, As(SpanWord()), Says(after=("renewal",), label="Not before a renewal", hint="60d")
    ] = None,
    answer: Annotated[int | None, Says(after=("answer", "deadline"), label="Working days for an answer")] = None,
    consent: Annotated[int | None, Says(after=("consent",), label="Months that a consent counts")] = None,
) -> View:
    """How much may be asked of a customer: asks a quarter, open ones, days between, hours a year, days before a renewal."""
    given = {
        "quarter": quarter,
        "open": open_,
        "cool_down": cool_down.count if cool_down else None,
        "hours": hours,
        "renewal": renewal.count if renewal else None,
        "answer": answer,
        "consent": consent,
    }
    values = {name: value for name, value in given.items() if value is not None}
    if values:
        _set(ctx, values)
    return _shown(ctx, done=bool(values))


def _set(ctx: Context, values: dict[str, int]) -> None:
    """Raises UserError for a limit beyond its range."""
    for name, value in values.items():
        least, most = RANGES[name]
        if not least <= value <= most:
            raise UserError(f"Say {least} to {most}.", field="open_" if name == "open" else name)
    known = ctx.work.references.rules()
    if known is None:
        ctx.work.add(ReferenceRules, **values)
    else:
        ctx.work.change(known, **values)
    ctx.work.describe("rules for references")


def _shown(ctx: Context, *, done: bool) -> View:
    limits = limits_of(ctx.work)
    said = {
        "Asks a quarter": f"{limits.quarter}",
        "Open at the same time": f"{limits.open}",
        "Between two": f"{limits.cool_down} days",
        "Of their time": f"{limits.hours} hours a year",
        "Before a renewal": f"nobody is asked for {limits.renewal} days",
        "Answer": f"within {limits.answer} working days",
        "Consent counts": f"{limits.consent} months",
    }
    return View(
        (
            *((Notice("done", ("Kept",)),) if done else ()),
            Heading((Bold("Rules for references"),)),
            Facts(tuple(Fact(name, (it,)) for name, it in said.items())),
            Text(spans("Change with ", CommandLine("reference rules quarter 2 cool-down 30d"))),
            *((Buttons(ctx.undo()),) if ctx.undo() else ()),
            Footer((ALWAYS,)),
        ),
        "Rules for references",
    )
