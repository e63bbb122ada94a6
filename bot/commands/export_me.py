"""export me: everything that is kept of whoever asks."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated

from bot import audience
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.line import quote
from bot.personal import Piece, pieces, said
from bot.view import Block, Bold, Button, Buttons, CommandLine, Footer, Heading, Row, Rows, Text, View, spans
from bot.words import Phrase

PAGE = 10
LONGEST = 2_000
TITLE = "What I keep about you"


@command(
    "export me", reads=True, examples=("export me", "export me activities"), aliases=("what do you know about me",)
)
def export_me(
    ctx: Context,
    area: Annotated[Phrase, Says(label="Area")] = "",
    page: Annotated[int, Says(after=("page",))] = 1,
) -> View:
    """Everything I keep about you, area by area, as JSON; only you see it."""
    eyes = audience.of_member(ctx.work, ctx.member, now=ctx.now)
    found = pieces(ctx.work, ctx.member, eyes)
    return _one(ctx, found, area, page) if area else _every(ctx, found)


def _every(ctx: Context, found: Iterable[Piece]) -> View:
    """The areas, and how much there is in each."""
    counts = Counter(piece.area for piece in found)
    rows = tuple(
        Row(spans(Bold(name), f" · {count}"), (), (Button("Show", f"export me area:{quote(name)}"),))
        for name, count in counts.items()
    )
    how = spans(
        "One area: ",
        CommandLine("export me activities"),
        ". All of it in one file: an admin runs bailey export me --as YOUR-ADDRESS on the server. "
        "Copies of my answers are kept for 30 days.",
    )
    return View((Heading(ctx.private(TITLE)), Rows(rows, len(rows)), Footer(how)), TITLE)


def _one(ctx: Context, found: Iterable[Piece], area: str, page: int) -> View:
    """A page of one area, each document as it is kept."""
    mine = [piece for piece in found if piece.area.casefold() == area.casefold()]
    if not mine:
        raise UserError(f"I keep nothing called “{area}” about you. See ", CommandLine("export me"), field="area")
    paging = ctx.paging(page, PAGE, len(mine))
    shown = paging.of(mine)
    blocks: list[Block] = [Text((said(piece.document)[:LONGEST],)) for piece in shown]
    turns = (*paging.back, *((Button("Next", paging.more),) if paging.more else ()))
    if turns:
        blocks.append(Buttons(turns))
    title = f"{mine[0].area.capitalize()}: {paging.before + 1} to {paging.before + len(shown)} of {len(mine)}"
    return View((Heading(ctx.private(title)), *blocks), TITLE)
