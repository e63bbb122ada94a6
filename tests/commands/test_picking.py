"""Typeahead: whatever is picked in a form is what the form then holds, in every form there is."""

from collections.abc import Iterator
from functools import partial

import pytest

from bot.command import registry
from bot.directory import Directory, Knowledge
from bot.grammar.slots import Slot
from bot.refs import Account, Member
from bot.request import Choice, Line, Request
from bot.words import Among
from storage.work import Work
from tests.chat import Chat, World

PICKED = ("account", "accounts", "member", "people")


def pickers() -> Iterator[object]:
    for command in registry.commands.values():
        for slot in command.slots:
            if slot.word.kind in PICKED and not slot.says.hidden:
                yield pytest.param(slot, id=f"{command.name}.{slot.name}")


@pytest.mark.parametrize("slot", list(pickers()))
async def test_what_is_picked_is_what_is_meant(world: World, slot: Slot) -> None:
    dana = world.chat("dana@example.com")
    await dana.says("day")
    people = slot.word.kind in ("member", "people")
    name = "Lee Chen" if people else "Initech"
    choice = (await world.bot.suggest(dana.sender, slot.word.kind, name.lower()))[0]
    assert choice.label == name
    # Whom a name means is told apart later, where contacts may be meant as well.
    for text in (choice.value,) if slot.word.kind == "people" else (choice.value, name):
        value = await world.look(partial(read, dana, slot, text))
        found = value[0] if isinstance(value, tuple) else value
        found = found.items[0] if isinstance(found, Among) and len(found.items) == 1 else found
        assert isinstance(found, Member if people else Account), (text, value)
        assert found.name == name


def read(chat: Chat, slot: Slot, text: str, work: Work) -> object:
    sender = chat.sender
    member = work.people.by_identity(sender.platform, sender.tenant, sender.user)
    assert member is not None
    request = Request("", sender, chat.address, Line(""))
    return slot.word.read(text, Knowledge(work, Directory(), request, member, chat.world.now))


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("escalate account:Initech what:down kind:break/fix", "to"),
        ("fyi account:Initech words:hello", "to"),
        ("owner account:Initech", "member"),
        ("backup account:Initech", "member"),
    ],
)
async def test_a_picked_colleague_goes_through(world: World, line: str, field: str) -> None:
    jane = world.chat("jane@example.com")
    await jane.says(f"form {line}")
    [choice] = await world.bot.suggest(jane.sender, "member", "lee")
    assert isinstance(choice, Choice)
    told = await jane.fills(**{field: choice.value})
    assert "not a colleague" not in told
    assert "Lee Chen" in told
