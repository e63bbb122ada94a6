"""What is answered to a file that somebody drops."""

from bot.calendars.reading import is_calendar
from bot.calendars.sources import bring_file
from bot.cards.calendars import arrived
from bot.context import Context
from bot.importing import flow, preview
from bot.importing.source import File
from bot.request import Dropped
from bot.view import View


def receive(ctx: Context, dropped: Dropped) -> View:
    """A file was dropped: what it would do, or the question what it is about. A calendar is its owner's own matter and
    changes nothing that others see, so it is simply taken in."""
    if is_calendar(dropped.name, dropped.content):
        return arrived(*bring_file(ctx.work, ctx.member, dropped.name, dropped.content, ctx.now))
    file = File.of_bytes(dropped.name, dropped.content)
    found = flow.look(file, None, ctx.member.locale, ctx.zone)
    if isinstance(found, flow.Choice):
        return preview.question(flow.ask(ctx.work, ctx.member, found, ctx.now), found.fits)
    return preview.preview(ctx.work, flow.stage(ctx.work, ctx.member, found, ctx.now).id)


def command_of(dropped: Dropped) -> str:
    """The command whose right it takes."""
    return "calendar" if is_calendar(dropped.name, dropped.content) else "import"
