"""bands: what red, yellow and green mean here; everybody reads it, an admin writes it."""

from typing import Annotated

from bot.cards.activities import joined
from bot.command import Says, command
from bot.context import Context
from bot.line import quote
from bot.measures import BEGINS, MEANINGS, bands_of, described
from bot.permissions import COMMANDS, RIGHTS
from bot.rules.health import ENOUGH
from bot.view import Bold, Button, Buttons, Footer, Heading, Notice, Row, Rows, Text, View, spans
from bot.words import Rest
from bot.words.measures import Colour
from storage.tables import Band, HealthBand

LONGEST = 600


@command(
    "bands",
    reads=True,
    examples=("bands",),
    aliases=("status definitions", "definitions", "statuses", "what colours mean"),
)
def bands(ctx: Context) -> View:
    """What red, yellow and green mean here."""
    may = COMMANDS["band"] in RIGHTS[ctx.member.role]
    limits = bands_of(ctx.work)
    spread = {
        Band.GREEN: f"{limits.green} to 100",
        Band.YELLOW: f"{limits.yellow} to {limits.green - 1}",
        Band.RED: f"0 to {limits.yellow - 1}",
    }
    rows = []
    for band, row in described(ctx.work).items():
        meaning = row.meaning if row is not None else MEANINGS[band]
        begins = "" if band is Band.RED else f" begins:{row.begins if row is not None else BEGINS[band]}"
        change = Button("Change", f"form band band:{band.value}{begins} meaning:{quote(meaning)}", opens_form=True)
        rows.append(Row(joined([Bold(band.upper()), spread[band]]), (meaning,), (change,) if may else ()))
    none = f"Below {ENOUGH} % of the data there is no colour: not enough is known."
    return View((Heading((Bold("What the colours mean"),)), Rows(tuple(rows), len(rows)), Footer((none,))), "Bands")


@command("band", examples=("band yellow from 50: something is in the way and has a date",), title="What a colour means")
def band(
    ctx: Context,
    band: Annotated[Colour, Says(label="Colour")],
    begins: Annotated[int | None, Says(after=("from", "begins", "above"), label="From which score")] = None,
    meaning: Annotated[Rest, Says(label="What it means")] = "",
) -> View:
    """Write down what a colour means here, and from which score it is given."""
    which = Band(band.value)
    row = described(ctx.work)[which]
    said = " ".join(meaning.split()).strip(" :,-–—")
    if begins is None and said.isdecimal() and len(said) <= len("100"):
        begins, said = int(said), ""  # a mere number is no meaning
    present = row.begins if row is not None else BEGINS[which]
    text = said or (row.meaning if row is not None else MEANINGS[which])
    start = present if begins is None else begins
    wrong, field = _wrong(ctx, which, start, text)
    if not wrong and begins is None and not said:
        wrong, field = "What changes? Say from which score, or what it means.", "meaning"
    if wrong:
        known = {"band": band, "begins": None if which is Band.RED else start, "meaning": text}
        raise ctx.missing(field, wrong, known=known)
    if row is not None:
        ctx.work.change(row, begins=start, meaning=text)
    else:
        ctx.work.add(HealthBand, band=which.value, begins=start, meaning=text)
    if start != present:
        ctx.work.health.begin_anew()
    ctx.work.describe(f"what {which.value} means")
    return View(
        (
            Notice("done", spans(Bold(which.upper()), f" is written down{_span(ctx, which)}.")),
            Text((text,)),
            Buttons((*ctx.undo(), Button("All colours", "bands"))),
        ),
        "Bands",
    )


def _span(ctx: Context, which: Band) -> str:
    limits = bands_of(ctx.work)
    return "" if which is Band.RED else f", from {limits.green if which is Band.GREEN else limits.yellow} on"


def _wrong(ctx: Context, which: Band, begins: int, meaning: str) -> tuple[str, str]:
    """What is wrong with it, and the field to blame."""
    limits = bands_of(ctx.work)
    if len(meaning) > LONGEST:
        return f"That is {len(meaning)} characters. Keep it under {LONGEST}.", "meaning"
    if which is Band.RED and begins != 0:
        return "Red begins at 0. Say where yellow begins instead.", "begins"
    if which is Band.YELLOW and not 1 <= begins < limits.green:
        return f"Yellow begins between 1 and {limits.green - 1}: green begins at {limits.green}.", "begins"
    if which is Band.GREEN and not limits.yellow < begins <= 100:
        return f"Green begins between {limits.yellow + 1} and 100: yellow begins at {limits.yellow}.", "begins"
    return "", ""
