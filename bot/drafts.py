"""Lines that do not fit a button are kept for seven days behind a short token."""

import secrets
from dataclasses import replace

from bot.context import Context
from bot.directory import MustWrite
from bot.errors import UserError
from bot.view import Block, Button, Buttons, CommandLine, Row, Rows, View

LINE_BYTES = 1_500
PREFIX = "draft:"


def shelve(ctx: Context, view: View) -> View:
    """The view with every overlong line behind a token, stored in this transaction."""
    return replace(view, blocks=tuple(_block(ctx, block) for block in view.blocks))


def expand(ctx: Context, line: str) -> str:
    """The line behind a token; any other line as it is. Raises UserError for a token that is too old."""
    if not line.startswith(PREFIX):
        return line
    kept = ctx.work.messages.drafted(line.removeprefix(PREFIX), ctx.now)
    if kept is None:
        raise UserError("This button is withdrawn, or more than seven days old. Type it again: ", CommandLine("help"))
    return kept


def _block(ctx: Context, block: Block) -> Block:
    match block:
        case Buttons(items=items):
            return Buttons(tuple(_button(ctx, button) for button in items))
        case Rows(items=rows):
            return replace(block, items=tuple(_row(ctx, row) for row in rows))
        case _:
            return block


def _row(ctx: Context, row: Row) -> Row:
    return replace(row, buttons=tuple(_button(ctx, button) for button in row.buttons))


def _button(ctx: Context, button: Button) -> Button:
    if len(button.line.encode("utf-8", "replace")) <= LINE_BYTES:
        return button
    if ctx.knows.reads:
        raise MustWrite
    token = secrets.token_urlsafe(12)
    ctx.work.messages.draft(token, button.line, ctx.now)
    return replace(button, line=PREFIX + token)
