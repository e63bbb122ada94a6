"""measures: what health is made of, and how an admin changes that; readings by hand."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any

from bot.cards import health as cards
from bot.cards.activities import team_or
from bot.command import Incomplete, Says, command
from bot.commands.health import health
from bot.context import Context
from bot.draw import shield
from bot.errors import UserError
from bot.health import Yardstick, keep
from bot.line import quote
from bot.measures import COLOURS, SENTIMENT, UNITS, Measured, columns_of, figure_of, keyword_of, measured, with_row
from bot.overrides import local_now
from bot.permissions import COMMANDS, HEALTH, RIGHTS
from bot.registry import registry
from bot.rules.health import FRESH, Definition
from bot.view import Bold, Button, Buttons, CommandLine, Footer, Heading, Notice, Row, Rows, Text, View, When, spans
from bot.words import Account, As, Days, Phrase, Rest
from bot.words.base import shorten
from bot.words.measures import Colour, MeasureWord, PastDayWord, ValueWord
from storage.tables import MICRO, Band, Measure, Reading
from storage.tables import Account as AccountRecord

USUAL = {"weight": 10, "good": 80 * MICRO, "bad": 20 * MICRO, "half_life": 30}


@command("measures", reads=True, examples=("measures", "measures Acme"))
def measures(ctx: Context, account: Account | None = None) -> View:
    """What health is made of: each measure with its weight, good and bad values, and how fast it ages.

    With an account: what each of them says of it, and what it costs."""
    if account is not None:
        ctx.call = registry.commands["health"].call({"account": account})
        return health(ctx, account)
    known = measured(ctx.work)
    may = COMMANDS["measure"] in RIGHTS[ctx.member.role]
    whole = sum(one.weight for one in known.definitions)
    rows = tuple(Row(_told(one, whole), _unit(one), _change(one) if may else ()) for one in known.definitions)
    away = ", ".join(one.name.lower() for one in known.archived)
    how = Text(spans("Define another: ", CommandLine('measure "seats used" weight 10 good 90 bad 40 half-life 30d')))
    footer = f"A reading counts for {FRESH} half-lives, ever less; then it is missing." + (
        f" Off: {away}." if away else ""
    )
    return View(
        (Heading((Bold("Measures"),)), Rows(rows, len(rows)), *((how,) if may else ()), Footer((footer,))), "Measures"
    )


def _told(one: Definition, whole: int) -> Any:
    """“Usage · weight 30 of 100 · good 80, bad 20 · half-life 14 d”."""
    return spans(
        Bold(one.name),
        f" · weight {one.weight} of {whole} · good {figure_of(one, one.good)}, bad {figure_of(one, one.bad)}"
        f" · half-life {one.half_life} d",
    )


def _unit(one: Definition) -> tuple[str, ...]:
    return (UNITS[one.keyword],) if one.keyword in UNITS else ()


def _change(one: Definition) -> tuple[Button, ...]:
    known = (
        f"form measure name:{quote(one.name)} weight:{one.weight} good:{_typed(one.good)} bad:{_typed(one.bad)} "
        f"half_life:{one.half_life}d"
    )
    return Button("Change", known, opens_form=True), Button("Off", f"measure name:{quote(one.name)} off:yes")


def _typed(micro: int) -> str:
    return ValueWord().show(_decimal(micro))


def _decimal(micro: int) -> Decimal:
    value = Decimal(micro) / MICRO
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


@command(
    "measure",
    examples=(
        "measure usage weight 30 good 80 bad 20 half-life 14d",
        'measure "seats used" weight 10 good 90 bad 40',
        "measure payment off",
    ),
    title="Measure",
)
def measure(
    ctx: Context,
    name: Annotated[Phrase, Says(label="Measure", hint="seats used")],
    weight: Annotated[int | None, Says(after=("weight",), label="Weight, 1 to 100")] = None,
    good: Annotated[Decimal | None, As(ValueWord()), Says(after=("good",), label="Value that is good")] = None,
    bad: Annotated[Decimal | None, As(ValueWord()), Says(after=("bad",), label="Value that is bad")] = None,
    half_life: Annotated[
        Days | None, Says(after=("half-life", "half life", "halflife"), keys=("half-life",), label="Half-life")
    ] = None,
    off: Annotated[bool, Says(words=("off", "archive"), label="Take it out of the score")] = False,
    on: Annotated[bool, Says(words=("back on", "on"), label="Bring it back")] = False,
) -> View:
    """Change a measure of health, or define another one: its weight, the values that are good and bad, its half-life.

    `measure payment off` takes one out of the score, `measure payment on` brings it back."""
    known = measured(ctx.work)
    present = known.find(name) or next((one for one in known.archived if one.keyword == keyword_of(name)), None)
    said = {
        "weight": weight,
        "good": _micro(good),
        "bad": _micro(bad),
        "half_life": half_life.count if half_life else None,
    }
    values: dict[str, Any] = {field: value for field, value in said.items() if value is not None}
    if off or on:
        return _switched(ctx, known, present, name, archived=off)
    if present is None:
        return _defined(ctx, name, values)
    if not values:
        raise Incomplete("What changes?", form=ctx.call.command.form(_values(present)))
    changed = replace(present, **values)
    _check(ctx, changed)
    row = ctx.work.get(Measure, with_row(ctx.work, present).id or 0)
    assert row is not None, "it has just been given its row"
    ctx.work.change(row, **columns_of(changed), archived=False)
    return _kept(ctx, changed, "Measure kept")


def _values(one: Definition) -> dict[str, Any]:
    return {
        "name": one.name,
        "weight": one.weight,
        "good": _decimal(one.good),
        "bad": _decimal(one.bad),
        "half_life": Days(one.half_life),
    }


def _micro(value: Decimal | None) -> int | None:
    return None if value is None else int((value * MICRO).to_integral_value())


def _defined(ctx: Context, name: str, values: dict[str, Any]) -> View:
    missing = [field for field in ("weight", "good", "bad") if field not in values]
    if missing:
        raise ctx.missing(missing[0], "A new measure needs a weight, a good value and a bad one.")
    flat = " ".join(name.split())
    if not keyword_of(flat) or len(flat) > 60:
        raise UserError("A measure's name has 1 to 60 characters.", field="name")
    fresh = Definition(keyword_of(flat), flat[0].upper() + flat[1:], **{**USUAL, **values})
    _check(ctx, fresh)
    with_row(ctx.work, fresh)
    return _kept(ctx, fresh, "Measure defined")


def _check(ctx: Context, one: Definition) -> None:
    wrong = ""
    field = "weight"
    if not 1 <= one.weight <= 100:
        wrong = "A weight is 1 to 100. To leave a measure out, say off."
    elif one.good == one.bad:
        wrong, field = "Good and bad are the same value. Say two that differ.", "good"
    elif not 1 <= one.half_life <= 730:
        wrong, field = "A half-life is 1 to 730 days.", "half_life"
    if wrong:
        raise ctx.missing(field, wrong)


def _switched(ctx: Context, known: Measured, present: Definition | None, name: str, *, archived: bool) -> View:
    if present is None:
        raise UserError(f"No measure is called {name}. See ", CommandLine("measures"), field="name")
    if archived and len(known.definitions) == 1 and present in known.definitions:
        raise UserError("That is the last measure; without any there is no score. Define another one first.")
    row = ctx.work.get(Measure, with_row(ctx.work, present).id or 0)
    assert row is not None, "it has just been given its row"
    ctx.work.change(row, archived=archived)
    return _kept(ctx, present, f"{present.name} is {'off' if archived else 'on'}")


def _kept(ctx: Context, one: Definition, said: str) -> View:
    # Every score follows from the measures, so all are counted again.
    ctx.work.health.begin_anew()
    ctx.work.describe(f"measure {one.name.lower()}")
    whole = sum(each.weight for each in measured(ctx.work).definitions)
    return View(
        (
            Notice("done", (f"{said}.",)),
            Text(_told(one, whole)),
            Footer(("All scores are being counted again; nobody is alarmed by that.",)),
            Buttons((*ctx.undo(), Button("Measures", "measures"))),
        ),
        "Measures",
    )


# ------------------------------------------------------------ readings by hand


@command(
    "sentiment",
    examples=("sentiment Acme yellow: sponsor is quiet",),
    title="Sentiment",
)
def sentiment(
    ctx: Context,
    account: Account,
    colour: Annotated[Colour, Says(label="Colour")],
    reason: Annotated[Rest, Says(label="Why", hint="sponsor is quiet")] = "",
) -> View:
    """Say how a customer feels, and why: red, yellow or green."""
    why = _why(reason)
    if not why and colour is not Colour.GREEN:
        raise ctx.missing("reason", f"Why {colour.value}? One line, so that others can follow it.")
    record = ctx.account(account.id)
    found = measured(ctx.work).find(SENTIMENT)
    if found is None:
        raise UserError(
            "Sentiment is no part of the score here. An admin can change that: ", CommandLine("measure sentiment on")
        )
    return _read(ctx, record, found, COLOURS[Band(colour.value)], ctx.now, why, colour.value)


@command(
    "reading",
    examples=("reading Acme sponsor 40: Jane moves to another unit",),
    title="Reading",
)
def reading(
    ctx: Context,
    account: Account,
    measure: Annotated[str, As(MeasureWord()), Says(label="Measure")],
    value: Annotated[Decimal, As(ValueWord()), Says(label="Value")],
    on: Annotated[date | None, As(PastDayWord()), Says(after=("on", "as of"), label="On which day")] = None,
    note: Annotated[Rest, Says(label="Note")] = "",
) -> View:
    """Keep a value of one measure of an account: the sponsor, open tickets, days that an invoice is late."""
    known = measured(ctx.work)
    found = known.find(measure)
    if found is None:
        names = ", ".join(one.name.lower() for one in known.definitions)
        raise ctx.missing("measure", f"No measure is called “{measure}”. There are: {names}.")
    at = ctx.now
    if on is not None and on < ctx.today:
        at = datetime.combine(on + timedelta(days=1), time(), ctx.zone) - timedelta(minutes=1)
    micro = _micro(value)
    assert micro is not None, "a value was said"
    shown = figure_of(found, micro)
    return _read(ctx, ctx.account(account.id), found, micro, at, _why(note), shown, on if at != ctx.now else None)


SHOWN = 300  # characters of a reason


def _why(text: str) -> str:
    return " ".join(text.split()).removeprefix("because ").strip(" :,-–—")


def _read(
    ctx: Context,
    record: AccountRecord,
    found: Definition,
    value: int,
    at: datetime,
    why: str,
    shown: str,
    on: date | None = None,
) -> View:
    """on: the day to tell, where it was not today."""
    definition = with_row(ctx.work, found)
    assert definition.id is not None, "it has just been given its row"
    same = ctx.work.health.readings_at([record.id], definition.id, [at])
    columns = {"value": value, "source": ctx.member.name, "member_id": ctx.member.id, "note": why or None}
    if same:
        ctx.work.change(same[0], **columns)
    else:
        ctx.work.add(Reading, account_id=record.id, measure_id=definition.id, at=at, **columns)
    by = Yardstick.of(ctx.work)
    here = local_now(ctx.work, record.id, ctx.now)
    keep(ctx.work, by, [record.id], here, here.date())
    ctx.work.describe(f"{definition.name.lower()} of {record.name}")
    past = (" · on ", When(on, "date")) if on is not None else ()
    return View(
        (
            Notice("done", ctx.private(f"{definition.name} kept")),
            Text(spans(Bold(record.name), " · ", shield(HEALTH, f"{definition.name.lower()} {shown}"), *past)),
            *_beyond(definition, value),
            *((Text((shield(team_or(record.id, ctx.member.id), f"“{shorten(why, SHOWN)}”"),)),) if why else ()),
            Text(cards.line(cards.state_of(ctx, ctx.account(record.id), by))),
            Buttons((*ctx.undo(), Button("Why", f"health account:#{record.id}"))),
        ),
        f"{record.name}: {definition.name.lower()}",
    )


def _beyond(definition: Definition, value: int) -> tuple[Text, ...]:
    """A value worse than bad may have been meant otherwise: 0.82 for 82 %."""
    worse = value < definition.bad if definition.rises else value > definition.bad
    if not worse:
        return ()
    bad, good = figure_of(definition, definition.bad), figure_of(definition, definition.good)
    said = f"Worse than bad ({bad}; good is {good}), so it counts as 0 of 100."
    return (Text((shield(HEALTH, said),)),)
