"""One conversation beneath all copies of a card, whichever platform each stands on.

What a colleague writes in the thread of one copy is kept once and put into the threads of the others, with their name and
platform; what they edit or delete there follows, because every copy of a remark is a living card. A thread tells first
with whom it is shared (`bot/cards/remarks.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import audience
from bot.context import Context
from bot.permissions import INSIDE
from bot.request import Address, Place
from storage.queries.lanes import lane_of
from storage.tables import Member, Posting, Remark, Thread
from storage.types import reveal
from storage.work import Work, as_document

LONGEST = 12_000  # characters of a remark that are kept; Slack's own longest message has 40,000


@dataclass(frozen=True)
class Matter:
    """What a conversation is about. people: in whose own chats it goes on. say, opens, passes: the lines that say
    something in it, show it, and pass its files on."""

    account_id: int
    account: str
    people: frozenset[int]
    say: str
    opens: str
    passes: str


About = Callable[[Work, int], Matter | None]
_mirrored: dict[str, About] = {}


def mirrored(kind: str) -> Callable[[About], About]:
    """The threads beneath all living cards of a kind are one conversation each. The function tells what it is about; None
    when it is over and gone."""

    def declare(function: About) -> About:
        if kind in _mirrored:
            raise ValueError(f"two functions tell of {kind!r}")
        _mirrored[kind] = function
        return function

    return declare


def matter_of(work: Work, card: str) -> Matter | None:
    kind, _, id = card.partition(":")
    return _mirrored[kind](work, int(id))


def root_of(work: Work, thread: Address) -> Posting | None:
    """The copy of a card that a thread hangs on; None where nobody listens."""
    if not thread.thread:
        return None
    places = [str(replace(thread, thread="", place=place)) for place in Place]
    found = work.mirroring.root(places, thread.thread)
    return found if found is not None and found.card.partition(":")[0] in _mirrored else None


# ------------------------------------------------------------ what is said


def trimmed(words: str) -> str:
    left = len(words) - LONGEST
    return words if left <= 0 else f"{words[:LONGEST]} … ({left} more characters stand where it was written)"


def keep(work: Work, **values: Any) -> Remark:
    """A new remark. What was said stands in its row alone and not in the audit, so that what somebody deletes is gone."""
    kept = work.insert(Remark, **values)
    told = {name: value for name, value in kept.__dict__.items() if name in Remark.model_fields}
    audited = {name: value for name, value in told.items() if name not in ("words", "files")}
    work.changes.remember(work.open_set(), kept, None, as_document(audited))
    work.touched.add(kept.account_id)
    return kept


def say(ctx: Context, card: str, matter: Matter, words: str) -> int:
    """The same for whoever has no thread at hand. Returns in how many threads it will be read."""
    said = keep(
        ctx.work,
        account_id=matter.account_id,
        card=card,
        platform=ctx.request.address.platform,
        chat="",
        ref=f"said:{ctx.work.open_set()}",
        author_id=ctx.member.id,
        words=trimmed(words),
        said_at=ctx.now,
        changed_at=ctx.now,
        created_at=ctx.now,
    )
    return spread(ctx.work, said, matter, ctx.now)


def pass_on(ctx: Context, remark: Remark) -> None:
    """From now on its copies tell where its files are, and not only that there are some."""
    ctx.work.change(remark, passed_by_id=ctx.member.id)
    redraw(ctx.work, remark.id, ctx.now)


# ------------------------------------------------------------ its copies


def redraw(work: Work, remark_id: int, now: datetime) -> None:
    for kind in ("remark", "remark-own"):
        work.messages.redraw(f"{kind}:{remark_id}", now)


def redraw_changed(work: Work, set_id: int, now: datetime) -> None:
    """Every copy of what a change set said, or passed on."""
    for id in sorted({one.record_id for one in work.changes.of_set(set_id) if one.record_table == "remarks"}):
        redraw(work, id, now)


def spread(work: Work, remark: Remark, matter: Matter, now: datetime) -> int:
    """Into every other thread once; not into the chat of whoever said it."""
    others = [
        thread
        for thread in _conversation(work, remark, matter, now)
        if thread.id != remark.thread_id and thread.member_id != remark.author_id
    ]
    for thread in others:
        kind = "remark" if thread.member_id is None else "remark-own"
        key = f"remark:{remark.id}:thread:{thread.id}"
        _put(work, key, thread, f"{kind}:{remark.id}", remark.author_id, now)
    return len(others)


def _conversation(work: Work, remark: Remark, matter: Matter, now: datetime) -> list[Thread]:
    """The threads that take part at this moment. One that is new, and those that it is new to, are told so first."""
    opened = work.mirroring.threads(remark.card)
    chats = {thread.chat for thread in opened}
    known = _taking_part(work, opened, remark.card, matter, now, remark.thread_id)
    new: list[Thread] = []
    for copy in work.messages.copies(remark.card):
        chat, concerned = lane_of(copy.address), copy.member_id is None or copy.member_id in matter.people
        if chat not in chats and concerned and _may_read(work, copy.address, copy.member_id, now):
            new.append(_open(work, copy, now))
            chats.add(chat)
    together = [*known, *new]
    if new and len(together) > 1:
        for thread in together:
            _tell(work, thread, now)
        for thread in known:
            work.messages.redraw(f"thread:{thread.id}", now)
    return together


def threads_of(work: Work, card: str, matter: Matter, now: datetime) -> list[Thread]:
    """Those that were opened and take part at this moment."""
    return _taking_part(work, work.mirroring.threads(card), card, matter, now)


def _taking_part(
    work: Work, opened: list[Thread], card: str, matter: Matter, now: datetime, here: int | None = None
) -> list[Thread]:
    """Somebody's own does while the matter concerns them, or if they wrote in it. here: the one that does for sure."""
    spoken = work.mirroring.spoken(card)
    return [
        one
        for one in opened
        if one.id == here
        or (
            (one.member_id is None or one.member_id in matter.people or one.id in spoken)
            and _may_read(work, one.address, one.member_id, now)
        )
    ]


def _may_read(work: Work, address: str, member_id: int | None, now: datetime) -> bool:
    """Whether everybody who reads there may read whatever is said."""
    if member_id is None:
        return audience.of_channel(work, Address.parse(address), now).sees(INSIDE)
    member = work.get(Member, member_id)
    return member is not None and audience.of_member(work, member, now=now).sees(INSIDE)


def thread_at(work: Work, root: Posting, now: datetime) -> Thread:
    """The thread of the chat that a copy stands in, which is where people write: beneath a newer copy of the card, once
    somebody replies to that."""
    chat, address = lane_of(root.address), _beneath(root)
    here = next((one for one in work.mirroring.threads(root.card) if one.chat == chat), None)
    if here is None:
        return _open(work, root, now)
    if here.address == address:
        return here
    thread = work.update(Thread, here.id, address=address)
    if len(work.mirroring.threads(here.card)) > 1:
        _tell(work, thread, now)
    return thread


def _open(work: Work, copy: Posting, now: datetime) -> Thread:
    """The thread beneath a copy."""
    return work.mirroring.open(copy.card, _beneath(copy), copy.member_id, copy.author_id, now)


def _beneath(copy: Posting) -> str:
    return str(replace(Address.parse(copy.address), thread=copy.ref))


def _tell(work: Work, thread: Thread, now: datetime) -> None:
    """With whom it is shared, once."""
    key = f"thread:{thread.id}:{Address.parse(thread.address).thread}:shared"
    _put(work, key, thread, f"thread:{thread.id}", thread.author_id, now)


def _put(work: Work, key: str, thread: Thread, card: str, author_id: int | None, now: datetime) -> None:
    lane = f"member:{thread.member_id}" if thread.member_id is not None else ""
    work.messages.put(key, thread.address, "", thread.member_id or author_id, now, card=card, lane=lane)


def words_of(remark: Remark) -> str:
    return str(reveal(remark.words))
