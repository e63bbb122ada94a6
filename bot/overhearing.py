"""What doors hear in threads: which of it is talk of colleagues, and what became of each message in the end."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot import audience
from bot.carrying import Answer
from bot.context import Context
from bot.grammar.understand import named
from bot.line import normalise, quote
from bot.mirroring import Matter, keep, matter_of, redraw, root_of, spread, thread_at, trimmed
from bot.permissions import INSIDE
from bot.registry import registry
from bot.request import Became, Line, Overheard, Place
from bot.view import Button, Buttons
from storage.queries.lanes import lane_of
from storage.tables import Posting, Remark

THREAD = "thread"  # what the audit calls it
MOST_FILES = 20
# As doors write a mention of a channel, whose name not everybody is to know.
_CHANNEL = re.compile(r"<#[^<>\s]+>")


def overhear(ctx: Context, heard: Overheard, root: Posting) -> bool:
    """Keep what happened, and let every copy follow. Told again, or in another order, it comes to the same."""
    kept = ctx.work.mirroring.remark_at(lane_of(root.address), heard.ref)
    matter = matter_of(ctx.work, root.card)
    if kept is None and (matter is None or not _counts(ctx, heard, root)):
        return False
    if kept is not None and not _is_news(kept, heard):
        return True
    ctx.work.act_as(ctx.member.id, THREAD, ctx.now)
    if kept is None:
        assert matter is not None, "nothing counts beneath what is gone"
        written = _new(ctx, heard, root, matter)
    else:
        ctx.work.describe(f"{heard.became.value} in a thread")
        ctx.work.change(kept, changed_at=heard.at, edited=True, deleted_at=_deleted_at(heard))
        written = ctx.work.update(Remark, kept.id, **_content(ctx, heard))
        redraw(ctx.work, kept.id, ctx.now)
    if matter is not None and written.deleted_at is None and (kept is None or kept.deleted_at is not None):
        spread(ctx.work, written, matter, ctx.now)
    return True


def _counts(ctx: Context, heard: Overheard, root: Posting) -> bool:
    """Whether it is talk of colleagues among themselves. In somebody's own chat a command stays a command; what cannot be
    told to be one was said to the others."""
    if (
        ctx.member.outsider
        or heard.to_bailey
        or not (heard.text.strip() or heard.files or heard.became is Became.DELETED)
    ):
        return False
    if root.member_id is None:
        return audience.of_channel(ctx.work, heard.address, ctx.now).sees(INSIDE)
    mine = root.member_id == ctx.member.id and audience.of_member(ctx.work, ctx.member, now=ctx.now).sees(INSIDE)
    return mine and not _is_line(heard.text)


def _is_line(text: str) -> bool:
    return text.lstrip().startswith("/") or registry.find(normalise(text[:200])) is not None


def _is_news(kept: Remark, heard: Overheard) -> bool:
    """The newest word on a message counts, and that it was written is the oldest there is."""
    if heard.became is Became.NEW:
        return False
    if not (kept.edited or kept.deleted_at):
        return True
    return (heard.at, heard.became is Became.DELETED) > (kept.changed_at, kept.deleted_at is not None)


def _deleted_at(heard: Overheard) -> datetime | None:
    return heard.at if heard.became is Became.DELETED else None


def _new(ctx: Context, heard: Overheard, root: Posting, matter: Matter) -> Remark:
    thread = thread_at(ctx.work, root, ctx.now)
    ctx.work.describe(f"wrote in a thread about {matter.account}")
    return keep(
        ctx.work,
        account_id=matter.account_id,
        card=root.card,
        thread_id=thread.id,
        platform=heard.address.platform,
        chat=thread.chat,
        ref=heard.ref,
        author_id=ctx.member.id,
        said_at=heard.said_at,
        changed_at=heard.at,
        edited=heard.became is Became.EDITED,
        deleted_at=_deleted_at(heard),
        created_at=ctx.now,
        **_content(ctx, heard),
    )


def _content(ctx: Context, heard: Overheard) -> dict[str, Any]:
    if heard.became is Became.DELETED:
        return {"words": "", "files": []}
    words = _CHANNEL.sub("a channel", named(heard.text, ctx.knows)).strip()
    return {
        "words": trimmed(words),
        "files": [{"name": one.name, "link": one.link} for one in heard.files[:MOST_FILES]],
    }


def offered(ctx: Context, answer: Answer) -> Answer:
    """What could not be carried out as a command may have been meant for the others in the thread."""
    what, here = ctx.request.what, ctx.request.address
    direct = here.place is Place.DIRECT and not ctx.request.pressed
    if answer.done or not direct or not isinstance(what, Line):
        return answer
    root = root_of(ctx.work, here)
    matter = matter_of(ctx.work, root.card) if root is not None else None
    if matter is None or not what.text.strip() or what.text.startswith(matter.say):
        return answer
    button = Button("Say it in the thread", f"{matter.say} {quote(what.text)}")
    return replace(answer, view=replace(answer.view, blocks=(*answer.view.blocks, Buttons((button,)))))
