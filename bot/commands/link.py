"""link: a channel that is about one account, so that commands there need no name."""

from bot.command import command
from bot.context import Context
from bot.errors import UserError
from bot.request import Place
from bot.view import Bold, Buttons, CommandLine, Notice, View, spans
from bot.words import Account
from storage.tables import Channel


@command("link", examples=("link Acme",))
def link(ctx: Context, account: Account) -> View:
    """Tie this channel to an account; commands here then need no name."""
    record = ctx.account(account.id)
    channel = _channel(ctx)
    ctx.work.change(channel, account_id=record.id)
    ctx.work.describe(f"linked a channel to {record.name}")
    return View(
        (
            Notice("done", spans("This channel is about ", Bold(record.name), " now.")),
            Buttons(ctx.undo()),
        ),
        f"Linked to {record.name}",
    )


@command("unlink", examples=("unlink",))
def unlink(ctx: Context) -> View:
    """This channel is not about one account any more."""
    channel = _channel(ctx)
    if channel.account_id is None:
        said = Notice("info", spans("This channel is not linked. Tie it: ", CommandLine("link Acme")))
        return View((said,), "Not linked")
    ctx.work.change(channel, account_id=None)
    ctx.work.describe("unlinked a channel")
    done = Notice("done", ("This channel is about no account now.",))
    return View((done, Buttons(ctx.undo())), "Not linked any more")


def _channel(ctx: Context) -> Channel:
    address = ctx.request.address
    if address.place is Place.DIRECT:
        raise UserError(
            "A direct chat is about no single account. Type it in the account’s channel: ", CommandLine("link Acme")
        )
    return ctx.work.people.channel_or_new(address.platform, address.tenant, address.channel, address.place)
