"""follow, unfollow, following: who hears what happens at an account that is not theirs."""

from typing import Annotated

from bot.cards import actions
from bot.channels import channel_meant
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.request import Address, Place
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Notice, Row, Rows, Text, View, spans
from bot.words import Account, Channel
from storage.tables import Account as AccountRecord
from storage.tables import Follow

Where = Annotated[Channel | None, Says(after=("in", "to", "into", "for"), label="Channel", hint="here, or #acme")]
SHOWN = 20


@command("follow", examples=("follow Acme", "follow Acme here"))
def follow(ctx: Context, account: Account, channel: Where = None) -> View:
    """Hear what comes up at an account that is not yours; or let a channel hear it.

    `follow Acme in #acme` names the channel; what not everybody there may see is left out."""
    record = ctx.account(account.id)
    address = _address(ctx, record, channel, "follow")
    if not address and ctx.member.id == record.owner_id:
        said = Text(spans(Bold(record.name), " is yours: you hear of it anyway. How: ", CommandLine("alerts")))
        return View((said, Buttons((actions.open_account(record, "Open"),))), f"{record.name}: yours")
    if ctx.work.follows.find(record.id, ctx.member.id, address) is not None:
        already = spans(_who(address, "You follow", "That channel follows"), " ", Bold(record.name), " already.")
        return View((Notice("info", already), Buttons((_stop(record, address),))), f"{record.name}: followed already")
    ctx.work.add(Follow, account_id=record.id, member_id=ctx.member.id, address=address)
    ctx.work.describe(f"following {record.name}")
    done = spans(_who(address, "You follow", "That channel follows"), " ", Bold(record.name), " now.")
    told = (
        "What comes up there is told in the channel, without what not everybody there may see."
        if address
        else "What comes up there comes to you as well, as far as you may see it."
    )
    return View((Notice("done", done), Text((told,)), Buttons(ctx.undo())), f"Following {record.name}")


@command("unfollow", examples=("unfollow Acme", "unfollow Acme here"))
def unfollow(ctx: Context, account: Account, channel: Where = None) -> View:
    """Hear no more of an account that you followed, or that a channel did."""
    record = ctx.account(account.id)
    address = _address(ctx, record, channel, "unfollow")
    known = ctx.work.follows.find(record.id, ctx.member.id, address)
    if known is None:
        said = spans(_who(address, "You do not follow", "That channel does not follow"), " ", Bold(record.name), ". ")
        return View((Text(spans(*said, "See ", CommandLine("following"))),), f"{record.name}: not followed")
    ctx.work.remove(known)
    ctx.work.describe(f"following {record.name}")
    done = spans(_who(address, "You follow", "That channel follows"), " ", Bold(record.name), " no more.")
    return View((Notice("done", done), Buttons(ctx.undo())), f"{record.name}: not followed any more")


@command("following", reads=True, examples=("following",))
def following(ctx: Context) -> View:
    """Which accounts you follow, and which the channels do that you read."""
    mine = ctx.work.follows.of_member(ctx.member.id)
    channels = _readable(ctx)
    if not mine and not channels:
        said = spans("You follow no account besides your own. Follow one: ", CommandLine("follow Acme"))
        return View((Text(said),), "Following nothing")
    accounts = ctx.work.accounts.named({one.account_id for one in (*mine, *channels)})
    blocks: list[Block] = []
    for title, found in (("You follow", mine), ("Channels follow", channels)):
        rows = tuple(_row(ctx, accounts[one.account_id], one) for one in found[:SHOWN])
        if rows:
            blocks += [Heading((Bold(title),)), Rows(rows, len(found))]
    return View(tuple(blocks), "Following")


def _row(ctx: Context, record: AccountRecord, one: Follow) -> Row:
    here = one.address == ctx.channel
    where = "" if not one.address else " · here" if here else " · another channel"
    return Row(spans(Bold(record.name), where), (), (actions.open_account(record, "Open"), _stop(record, one.address)))


def _stop(record: AccountRecord, address: str) -> Button:
    channel = f" channel:<#{Address.parse(address).channel}>" if address else ""
    return Button("Unfollow", f"unfollow account:#{record.id}{channel}")


def _readable(ctx: Context) -> list[Follow]:
    """Of the channels that the asker reads, and of this one."""
    read = {(one.platform, one.tenant, one.channel) for one in ctx.work.people.channels_read_by(ctx.member.id)}

    def may(one: Follow) -> bool:
        address = Address.parse(one.address)
        return one.address == ctx.channel or (address.platform, address.tenant, address.channel) in read

    return [one for one in ctx.work.follows.of_channels() if may(one)]


def _address(ctx: Context, record: AccountRecord, channel: Channel | None, verb: str) -> str:
    """ "" for the asker's own chat."""
    if channel is None:
        return ""
    address = channel_meant(ctx, channel, f"{verb} {record.name} here")
    if address.place is Place.SHARED:
        raise UserError("People from outside read along there, so I tell nothing of accounts. Name another channel.")
    return str(address)


def _who(address: str, you: str, channel: str) -> str:
    return channel if address else you
