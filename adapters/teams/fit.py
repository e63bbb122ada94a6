"""Ever smaller versions of a view, for a platform with a limit: whole rows go first, then the ends of long texts.

Each version says what it leaves out.
"""

from collections.abc import Iterator
from dataclasses import replace

from adapters.teams.words import said
from bot.view import Block, Buttons, DrawnView, Facts, Footer, Form, Rows, Span, Spans, Table, Text, map_spans

MOST_ROWS = 200  # more never fit, however short they are, and need not be tried
CUTS = (2000, 1000, 500, 200, 80)


def smaller(view: DrawnView) -> Iterator[DrawnView]:
    """The view itself, then versions with fewer rows, shorter texts and at last fewer blocks; the last one is small."""
    if all(_length(block) <= MOST_ROWS for block in view.blocks):
        yield view
    last = view
    for last in _fewer_rows(view):
        yield last
    for longest in CUTS:
        yield _shorter(last, longest)
    yield from _fewer_blocks(_shorter(last, CUTS[-1]))


def _fewer_rows(view: DrawnView) -> Iterator[DrawnView]:
    """Rows go from the end of the longest list, a sixth at a time."""
    counts = {index: _length(block) for index, block in enumerate(view.blocks) if _length(block)}
    kept = {index: min(count, MOST_ROWS + 1) for index, count in counts.items()}
    while any(count > 1 for count in kept.values()):
        index = max(kept, key=lambda at: kept[at])
        kept[index] -= max(1, kept[index] // 6)
        blocks: list[Block] = []
        for at, block in enumerate(view.blocks):
            blocks += _keep(block, kept[at]) if at in kept and kept[at] < counts[at] else [block]
        yield replace(view, blocks=tuple(blocks))


def _length(block: Block) -> int:
    match block:
        case Table(rows=rows):
            return len(rows)
        case Rows(items=items) | Facts(items=items) | Buttons(items=items):
            return len(items)
        case _:
            return 0


def _keep(block: Block, count: int) -> list[Block]:
    """The first `count` rows, and a line that says how many are missing."""
    left_out = _length(block) - count
    noun = "row" if left_out == 1 else "rows"
    match block:
        case Table():
            less: Block = replace(block, rows=block.rows[:count], total=block.total or len(block.rows))
        case Rows():
            less = replace(block, items=block.items[:count], total=block.total or len(block.items))
        case Facts():
            less = replace(block, items=block.items[:count])
        case Buttons():
            less, noun = replace(block, items=block.items[:count]), "button" if left_out == 1 else "buttons"
        case _:
            return [block]
    return [less, Text((f"{left_out} more {noun} did not fit here.",))]


def _shorter(view: DrawnView, longest: int) -> DrawnView:
    """Every text cut after `longest` characters, with how many went."""

    def cut(words: Spans) -> Spans:
        room, kept, missing = longest, list[Span](), 0
        for span in words:
            text = said(span)
            if missing or len(text) > room:
                missing += len(text) - (0 if missing else room)
                if room > 0:
                    kept.append(text[:room])
                room = 0
                continue
            kept.append(span)
            room -= len(text)
        return (*kept, f"… ({missing:,} characters left out)") if missing else words

    return replace(view, blocks=tuple(_trim(map_spans(block, cut), longest) for block in view.blocks))


def _trim(block: Block, longest: int) -> Block:
    """What a form was filled with is kept whole as long as anything fits, and never beyond ten cuts."""
    if not isinstance(block, Form):
        return block
    return replace(block, values={name: value[: 10 * longest] for name, value in block.values.items()})


def _fewer_blocks(view: DrawnView) -> Iterator[DrawnView]:
    """Blocks go from the end; a footer stays, since it says why and from what source."""
    blocks = list(view.blocks)
    footer = [blocks.pop()] if blocks and isinstance(blocks[-1], Footer) else []
    for kept in range(len(blocks) - 1, -1, -1):
        gone = len(blocks) - kept
        note = Text((f"{gone} more {'part' if gone == 1 else 'parts'} did not fit here.",))
        yield replace(view, blocks=(*blocks[:kept], note, *footer))
