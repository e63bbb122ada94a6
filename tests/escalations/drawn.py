"""Escalations in every state as somebody sees them, made by the lines that people type: what doors have to show."""

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path

from bot import audience
from bot.draw import draw
from bot.living import moved, view_of
from bot.meeting import House
from bot.request import Place
from bot.scene import Scene
from bot.view import DrawnView
from bot.workspaces import organization_of
from storage.engine import engine
from storage.ground import open_ground
from storage.tables import Remark
from storage.work import Work
from tests.chat import World
from tests.nudges.company import MONDAY, account, found, member

MISCHIEF = "<!channel> <at>Everyone</at> *bold* `code` [text](https://evil.example) <https://evil.example|your bank>"
# name → what is typed (by whom, Dana where nobody is named), and the living card that shows it; "" for the answer itself.
STEPS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("question", ("escalate Globex odd " + MISCHIEF,), ""),
    ("form", ("form escalate Globex sev2 data export down",), ""),
    ("raised", ("escalate Globex sev2 export fails " + MISCHIEF,), ""),
    ("card", (), "escalation:1"),
    ("to answer", (), "escalation-due:1"),
    ("handed over", ("escalation:1 hand over to Engineering: " + MISCHIEF,), "escalation:1"),
    ("returned", ("sam: escalation:1 return: not ours",), "escalation:1"),
    ("taken", ("sam: escalation:1 take",), "escalation:1"),
    ("said", ("sam: escalation:1 say see " + MISCHIEF,), "remark:1"),
    ("said to one", (), "remark-own:1"),
    ("with files", (), "remark-own:2"),
    ("files passed on", ("escalation:1 files",), "remark:2"),
    ("shared", (), "thread:2"),
    ("the thread", ("escalations escalation:1",), ""),
    ("said no more", ("sam: undo",), "remark:1"),
    ("update form", ("form escalation-update escalation:1",), ""),
    ("updated", ("escalation:1 update found it customer: A fix is in test " + MISCHIEF,), "escalation:1"),
    ("to pass on", ("escalations Globex",), ""),
    ("waiting", ("escalation:1 need info: which " + MISCHIEF,), "escalation:1"),
    ("answered", ("escalation:1 info: the CSV one",), "escalation:1"),
    ("a case", ("escalation:1 problem exports time out",), "escalation:1"),
    ("problem", ("problems problem:1",), ""),
    ("resolve form", ("form escalation:1 resolve",), ""),
    ("resolved", ("escalation:1 resolve a full disk 3h @sam",), "escalation:1"),
    ("reopened", ("escalation:1 reopen it fails again",), "escalation:1"),
    ("list", ("escalations",), ""),
    ("account", ("account Globex",), ""),
    ("complaint", ("complaint Globex Support took three days " + MISCHIEF,), "complaint:1"),
    ("complaint answered", ("complaint:1 answered called them",), "complaint:1"),
    ("complaints", ("complaints answered",), ""),
    ("ladder", ("unresponsive Globex",), ""),
    ("clock stands", (), "escalation:1"),
    ("routes", ("route",), ""),
    ("route", ("route Accounting",), ""),
    ("taken back", ("escalate Initech login fails", "undo"), "escalation:2"),
)
NAMES = (*(name for name, _, _ in STEPS), "late", "moved")


def drawn(template: Path, folder: Path) -> Mapping[str, DrawnView]:
    """By name. template: an empty migrated database."""
    file = folder / "escalations.db"
    shutil.copy(template, file)
    ground = open_ground(engine(f"sqlite:///{file}"))
    ground.run_now(0, lambda work: organization_of(work, "cli", "t", House(), MONDAY))
    ground.run_now(1, _company)
    with asyncio.Runner() as runner:
        views = runner.run(_drawn(World(ground, MONDAY)))
    ground.close()
    return views


def _company(work: Work) -> None:
    """The card of the first escalation will stand in a channel and in Dana's own chat."""
    found(work)
    account(work, "Globex", tier=2, health=40)
    account(work, "Initech")
    dana = member(work, "dana").id
    room = work.people.channel_or_new("web", "t", "engineering", Place.PRIVATE)
    work.people.list_channel(room, [dana, member(work, "sam").id], 0, Place.PRIVATE, None, MONDAY)
    for address, whose in (("web|t|engineering||private", None), ("web|t|dm-dana||direct", dana)):
        work.messages.posted_copy("escalation:1", address, "1", whose, dana, MONDAY)


def _written(work: Work) -> None:
    """Something long with files, beneath the card in a chat."""
    dana = member(work, "dana").id
    work.act_as(dana, "thread", MONDAY)
    kept = work.add(
        Remark, account_id=1, card="escalation:1", thread_id=None, platform="web", chat="web|t|dm-dana", ref="m1",
        author_id=dana, words="", said_at=MONDAY, changed_at=MONDAY, edited=True,
    )  # fmt: skip
    files = [{"name": MISCHIEF, "link": "https://example.com/files/1"}, {"name": "a picture", "link": ""}]
    work.update(Remark, kept.id, words=f"{MISCHIEF}\n{'very long ' * 1_200}", files=files)


async def _drawn(world: World) -> dict[str, DrawnView]:
    views: dict[str, DrawnView] = {}
    for name, lines, card in STEPS:
        for line in lines:
            who, colon, said = line.partition(": ")
            named = bool(colon) and who in ("sam", "jane")
            chat = world.chat(f"{who if named else 'dana'}@example.com")
            await chat.says(said if named else line)
            assert chat.last is not None
            assert chat.done or name in ("question", "form", "update form", "resolve form"), (name, chat.last)
            views[name] = chat.last.view
        if name == "said":
            await world.ground.run(1, _written)
        if card:
            views[name] = await world.look(lambda work, card=card: _draw(work, card, world))
    views["moved"] = await world.look(lambda work: _draw(work, "escalation:1", world, gone=True))
    await world.chat().says("unresponsive Globex answered")
    world.passes(days=3)
    views["late"] = await world.look(lambda work: _draw(work, "escalation:1", world))
    return views


def _draw(work: Work, card: str, world: World, *, gone: bool = False) -> DrawnView:
    reader = member(work, "dana")
    scene = Scene(work, world.now, reader)
    view = moved(card, scene) if gone else view_of(card, scene)
    assert view is not None, card
    return draw(view, audience.of_member(work, reader, now=world.now), audience.reader(reader, world.now))
