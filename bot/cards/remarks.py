"""What is said beneath a card, as the other threads show it, under a line that says with whom a thread is shared."""

from bot.cards.activities import joined
from bot.cards.escalations import short
from bot.channels import shown
from bot.draw import shield
from bot.living import living
from bot.mirroring import Matter, matter_of, threads_of, words_of
from bot.permissions import INSIDE
from bot.request import Address
from bot.scene import Scene
from bot.view import (
    Block,
    Bold,
    Button,
    Buttons,
    Footer,
    Link,
    Notice,
    Row,
    Rows,
    Sayable,
    Spans,
    Text,
    View,
    When,
    spans,
)
from storage.tables import Remark, Thread

SHORT = 600  # characters of a remark in a list


# ------------------------------------------------------------ one remark


@living("remark", needs=INSIDE)
def in_channel(scene: Scene, id: int) -> View | None:
    return _remark(scene, id)


@living("remark-own", needs=INSIDE)
def in_own_chat(scene: Scene, id: int) -> View | None:
    """With a way to answer, since not every platform has threads in somebody's own chat."""
    return _remark(scene, id, answers=True)


def _remark(scene: Scene, id: int, *, answers: bool = False) -> View | None:
    remark = scene.work.get(Remark, id)
    if remark is None:
        return None
    author = scene.names({remark.author_id}).get(remark.author_id, "A colleague")
    platform = platform_of(remark.platform)
    if remark.deleted_at is not None:
        gone = spans(Bold(author), f" ({platform}) took back what stood here.")
        return View((Text((shield(INSIDE, *gone),)),), "A message was taken back")
    matter = matter_of(scene.work, remark.card)
    head = joined([Bold(author), platform, matter.account if matter else "", "edited" if remark.edited else ""])
    blocks: list[Block] = [Text((shield(INSIDE, *head),))]
    if words := words_of(remark):
        blocks.append(Text((shield(INSIDE, words),)))
    if matter is not None:
        blocks += _files(scene, remark, matter)
        if answers:
            blocks.append(Buttons((_reply(matter), Button("Open", matter.opens))))
    return View(tuple(blocks), "A message in a thread")


def _files(scene: Scene, remark: Remark, matter: Matter) -> list[Block]:
    """Their names; where they are only once somebody chose to pass them on."""
    if not remark.files:
        return []
    where = platform_of(remark.platform)
    if remark.passed_by_id is None:
        names = ", ".join(file["name"] for file in remark.files)
        if not any(file["link"] for file in remark.files):
            return [Text((shield(INSIDE, f"With {names}, which stays in {where}."),))]
        held = Text((shield(INSIDE, f"With {names}. It stays in {where} until somebody passes it on."),))
        return [held, Buttons((Button("Pass on", f"{matter.passes} remark:{remark.id}"),))]
    by = scene.names({remark.passed_by_id}).get(remark.passed_by_id, "a colleague")
    links: list[Sayable] = []
    for file in remark.files:
        links += [", "] if links else []
        links.append(Link(file["name"], file["link"]) if file["link"] else file["name"])
    why = Footer(
        (shield(INSIDE, f"Passed on by {by}. It is kept in {where}; whoever may not open it there asks them."),)
    )
    return [Text((shield(INSIDE, *spans("With ", *links)),)), why]


def _reply(matter: Matter) -> Button:
    return Button("Reply", f"form {matter.say}", opens_form=True)


def platform_of(name: str) -> str:
    return name.capitalize()


# ------------------------------------------------------------ the line above


@living("thread", needs=INSIDE)
def shared(scene: Scene, id: int) -> View | None:
    """“Shared with Engineering’s channel: what you write in this thread is read there, too.”"""
    here = scene.work.get(Thread, id)
    matter = matter_of(scene.work, here.card) if here is not None else None
    if here is None or matter is None:
        return None
    others = [one for one in threads_of(scene.work, here.card, matter, scene.now) if one.id != id]
    said = spans(
        "Shared with ", _listed(scene, others), ": what you write in this thread, or with Reply, is read there, too."
    )
    if not others:
        said = spans("Shared with nobody else any more.")
    how = "Edited and deleted as you do it; files only when somebody passes them on. Commands stay between you and me."
    buttons = Buttons((_reply(matter), Button("All of it", matter.opens)))
    blocks = (Notice("info", (shield(INSIDE, *said),)), Footer((shield(INSIDE, how),)), buttons)
    return View(blocks, "This thread is shared")


def _listed(scene: Scene, threads: list[Thread]) -> Spans:
    said: list[Sayable] = []
    for place, thread in enumerate(threads):
        if place:
            said.append(" and " if place == len(threads) - 1 else ", ")
        said.append(_place(scene, thread))
    return spans(*said)


def _place(scene: Scene, thread: Thread) -> Sayable:
    address = Address.parse(thread.address)
    platform = platform_of(address.platform)
    if thread.member_id is not None:
        name = scene.names({thread.member_id}).get(thread.member_id, "a colleague")
        return f"{name}’s own chat in {platform}"
    targets = scene.work.escalations.targets().values()
    team = next((one.name for one in targets if one.address and _same(Address.parse(one.address), address)), None)
    return f"{team}’s channel in {platform}" if team else shown(scene.work, address)


def _same(one: Address, other: Address) -> bool:
    return (one.platform, one.tenant, one.channel) == (other.platform, other.tenant, other.channel)


# ------------------------------------------------------------ all of it


def conversation(scene: Scene, card: str, line: str, page: int, per_page: int) -> list[Block]:
    """What was said, newest first. line: of the page that it stands on."""
    found = scene.work.mirroring.said(card, per_page + 1, (page - 1) * per_page)
    if not found:
        return []
    names = scene.names({one.author_id for one in found})
    rows = tuple(_row(one, names.get(one.author_id, "A colleague")) for one in found[:per_page])
    more = f"{line} page:{page + 1}" if len(found) > per_page else None
    return [Text((shield(INSIDE, Bold("Said in the thread")),)), Rows(rows, None, more)]


def _row(remark: Remark, author: str) -> Row:
    head = joined([Bold(author), platform_of(remark.platform), When(remark.said_at, "moment")])
    files = ", ".join(file["name"] for file in remark.files)
    said = [f"“{short(words_of(remark), SHORT)}”" if words_of(remark) else "", f"with {files}" if files else ""]
    return Row((shield(INSIDE, *head),), (shield(INSIDE, *joined([*said, "edited" if remark.edited else ""])),))
