"""What tests of feature requests share: somebody of Product, and what is put before whom."""

from collections.abc import Sequence

from bot import audience
from bot.draw import draw
from bot.living import view_of
from bot.scene import Scene
from bot.text import as_text
from storage.tables import FeatureRequest, Member, OutboxMessage, Voice
from storage.work import Work
from tests.chat import Chat, World


async def product_manager(world: World) -> Chat:
    """Pia, who decides what is built; nobody of the sample company does."""
    pia = world.chat("pia@example.com")
    await pia.says("help")

    def become(work: Work) -> None:
        member = work.people.by_email("pia@example.com")
        assert member is not None
        work.update(Member, member.id, role="product")

    await world.ground.run(1, become)
    return pia


def live(work: Work) -> list[FeatureRequest]:
    rows = (FeatureRequest.of(row) for row in work.ask(FeatureRequest.table().select()))
    return sorted(
        (one for one in rows if one.deleted_at is None and one.merged_into_id is None), key=lambda one: one.id
    )


def voices(work: Work) -> list[Voice]:
    rows = (Voice.of(row) for row in work.ask(Voice.table().select()))
    return sorted((one for one in rows if one.deleted_at is None), key=lambda one: one.id)


def outbox(work: Work, *kinds: str) -> list[OutboxMessage]:
    """Messages with cards of these kinds, without edits."""
    rows = (OutboxMessage.of(row) for row in work.ask(OutboxMessage.table().select()))
    found = (one for one in rows if not one.replaces and one.card.partition(":")[0] in kinds)
    return sorted(found, key=lambda one: one.id)


async def told(world: World, *kinds: str) -> list[tuple[str, str]]:
    """Who was sent what: e-mail or channel, and the card."""

    def look(work: Work) -> list[tuple[str, str]]:
        people = {f"member:{one.id}": one.email or "" for one in work.people.everyone()}
        return [(people.get(one.address, one.address), one.card) for one in outbox(work, *kinds)]

    return await world.look(look)


async def card(world: World, name: str, email: str) -> str:
    """A living card as one colleague has it in their chat."""

    def drawn(work: Work) -> str:
        member = work.people.by_email(email)
        assert member is not None
        view = view_of(name, Scene(work, world.now, member))
        assert view is not None
        return as_text(draw(view, audience.of_member(work, member), audience.reader(member, world.now)))

    return await world.look(drawn)


def emails(told: Sequence[tuple[str, str]]) -> list[str]:
    return sorted(who for who, _ in told)
