"""export me: everything that is kept of whoever asks."""

from collections import Counter
from itertools import islice
from typing import Annotated

from bot import audience
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.line import quote
from bot.personal import pieces, said
from bot.view import Bold, Button, Buttons, CommandLine, Footer, Heading, Row, Rows, Text, View, spans
from bot.words import Phrase

PAGE = 10
LONGEST = 2_000


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
    if not area:
        counts = Counter(piece.area for piece in found)
        rows = tuple(
            Row(spans(Bold(name), f" · {count}"), (), (Button("Show", f"export me area:{quote(name)}"),))
            for name, count in counts.items()
        )
        return View(
            (
                Heading(ctx.private("What I keep about you")),
                Rows(rows, len(rows)),
                Footer(
                    spans(
                        "One area: ",
                        CommandLine("export me activities"),
                        ". All of it in one file: an admin runs bailey export me --as YOUR-ADDRESS on the server. "
                        "Copies of my answers are kept for 30 days.",
                    )
                ),
            ),
            "What I keep about you",
        )
    mine = [piece for piece in found if piece.area.casefold() == area.casefold()]
    if not mine:
        raise UserError(f"I keep nothing called “{area}” about you. See ", CommandLine("export me"), field="area")
    page = max(page, 1)
    shown = list(islice(mine, (page - 1) * PAGE, page * PAGE))
    blocks = [Text((said(piece.document)[:LONGEST],)) for piece in shown]
    turns = [Button("Back", ctx.again(page=page - 1))] if page > 1 else []
    turns += [Button("Next", ctx.again(page=page + 1))] if len(mine) > page * PAGE else []
    first, last = (page - 1) * PAGE + 1, (page - 1) * PAGE + len(shown)
    return View(
        (
            Heading(ctx.private(f"{mine[0].area.capitalize()}: {first} to {last} of {len(mine)}")),
            *blocks,
            *((Buttons(tuple(turns)),) if turns else ()),
        ),
        "What I keep about you",
    )
