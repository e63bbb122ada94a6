"""What is answered to a file that somebody drops."""

from bot.context import Context
from bot.importing import flow, preview
from bot.importing.source import File
from bot.request import Dropped
from bot.view import View


def receive(ctx: Context, dropped: Dropped) -> View:
    """A file was dropped: what it would do, or the question what it is about."""
    file = File.of_bytes(dropped.name, dropped.content)
    found = flow.look(file, None, ctx.member.locale, ctx.zone)
    if isinstance(found, flow.Choice):
        return preview.question(flow.ask(ctx.work, ctx.member, found, ctx.now), found.fits)
    return preview.preview(ctx.work, flow.stage(ctx.work, ctx.member, found, ctx.now).id)
