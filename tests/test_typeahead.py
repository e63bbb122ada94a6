"""What a form offers while somebody types is what it understands once it is picked, in every field of every command."""

from typing import Any

from bot.directory import Directory, Knowledge
from bot.grammar.understand import settled
from bot.registry import registry
from bot.request import Line, Request
from bot.suggest import suggest
from bot.words.accounts import Among
from bot.words.base import Bad, Word
from storage.work import Work
from tests.chat import World

OFFERED = {"account", "accounts", "member", "people"}


async def test_whatever_is_offered_is_understood(world: World) -> None:
    chat = world.chat()
    await chat.says("day")

    def tried(work: Work) -> set[str]:
        member = work.people.by_identity("cli", "t", chat.sender.user)
        assert member is not None
        knows = Knowledge(work, Directory(), Request("k", chat.sender, chat.address, Line("")), member, world.now)
        kinds = set()
        for command in registry.commands.values():
            for slot in command.slots:
                kind = str(slot.word.kind)
                if slot.says.hidden or kind not in OFFERED:
                    continue
                kinds.add(kind)
                for query in ("", "sam", "acme"):
                    for choice in suggest(knows, kind, query):
                        said = {slot.name: slot.word.read(choice.value, knows)}
                        found = settled(command, said, knows).values[slot.name]
                        assert not isinstance(found, Bad), (command.name, slot.name, choice)
                        assert choice.label in labelled(slot.word, found), (command.name, slot.name, choice)
        return kinds

    assert await world.look(tried) == OFFERED


def labelled(word: Word, found: Any) -> str:
    """What is shown of a value; of accounts, those that it may be."""
    parts = (found,) if isinstance(found, Among) or not isinstance(found, tuple) else found
    names = [one.name for part in parts if isinstance(part, Among) for one in part.items]
    return "; ".join(names) or word.label(found)


async def test_a_colleague_picked_from_the_list_gets_the_matter(world: World) -> None:
    dana = world.chat()
    await dana.says("day")
    await world.plans()
    assert "To whom" in await dana.says("form pass Sunday Energy")
    (sam,) = await world.bot.suggest(dana.sender, "member", "Sam O")
    await dana.fills(to=sam.value)
    assert "I asked Sam Okoye to take" in await dana.presses("All")
