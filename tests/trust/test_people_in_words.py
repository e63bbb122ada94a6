"""A customer's people in what colleagues write of it: by name for whoever may know them, by title for everybody else."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import audience
from bot.cards.people import told
from bot.draw import draw
from bot.permissions import CLEARANCES, of_role
from bot.text import as_text
from bot.view import Text, View, to_json
from storage.tables import Account, Contact, Role
from storage.work import Work
from tests.chat import World
from tests.commands.asked import card
from tests.trust.company import become

NAME, MAIL, PHONE = "Zoë O’Sentinella", "zoe@sentinella.example", "+49 30 901820"
ACME = 1
BLIND = [role for role in Role if "contacts" not in CLEARANCES[role]]
WRITTEN = (
    f"escalate Acme Corp sev2 export fails, {NAME} cannot close the books",
    f'escalate Globex sev2 what:"odd" quote:"call me, {MAIL}" kind:break/fix',
    "escalation:1 take",
    f"escalation:1 update {NAME} is angry customer: Dear {NAME}, soon",
    f"escalation:1 hand over to Engineering: {PHONE} waits",
    f"escalation:1 return: ask {NAME}",
    "escalation:1 need info: which file, zoë o'sentinella knows",
    f"complaint Acme Corp Support hung up on {NAME}",
    f"problem Acme Corp, Globex no mail to {MAIL}",
    f'request Acme Corp SCIM must because {NAME} says so needs: mail to {MAIL} "we want it, {NAME}"',
    f"feedback Acme Corp + {NAME} loves dashboards",
    f"owes Acme Corp we owe {NAME} a lunch",
    f"reference ask Acme Corp logo: talk to {NAME}",
)  # fmt: skip
READ = (
    "escalations team", "escalations escalation:1", "escalations escalation:2", "complaints team",
    "complaints complaint:1", "problems", "problems problem:1", "requests", "requests request:1", "requests Acme Corp",
    "likes", "owes", "owes Acme Corp", "account Acme Corp", "brief Acme Corp", "escalation:1 info: the CSV one",
    "escalation:1 resolve done", "asks",
)  # fmt: skip
NOBODY = ("Sentinella", "sentinella", "901820")


async def written(world: World) -> None:
    jane = world.chat("jane@example.com")
    await jane.says("help")

    def plant(work: Work) -> None:
        assert work.ask(Account.table().select())[0]["name"] == "Acme Corp"
        work.insert(
            Contact, account_id=ACME, name=NAME, title="CFO", email=MAIL, phone=PHONE, created_at=world.now
        )  # fmt: skip

    await world.ground.run(1, plant)
    for line in WRITTEN:
        said = await jane.says(line)
        assert jane.done, (line, said)


@pytest.mark.parametrize("role", BLIND)
async def test_whoever_may_not_know_them_reads_what_they_are(world: World, role: Role) -> None:
    await written(world)
    who = world.chat("somebody@example.com")
    await who.says("help")
    await become(world, "somebody", role)
    for line in READ:
        said = await who.says(line)
        assert who.last is not None
        for word in NOBODY:
            assert word not in to_json(who.last.view), (line, said)
    assert "“export fails, CFO cannot close the books”" in await who.says("escalations Acme Corp resolved")
    assert "call me, an address" in await who.says("escalations escalation:2")
    for living in ("escalation:1", "escalation-due:2", "complaint:1", "request:1"):
        said = await card(world, living, "somebody@example.com")
        assert not any(word in said for word in NOBODY), said


async def test_whoever_may_reads_every_word(world: World) -> None:
    await written(world)
    dana, name = world.chat(), NAME.replace("’", "'")  # quotes are straightened where somebody types
    assert f"“export fails, {name} cannot close the books”" in await dana.says("escalations escalation:1")
    assert f"call me, {MAIL}" in await dana.says("escalations escalation:2")
    assert f"because {name} says so" in await dana.says("requests request:1")


PIECES = st.lists(
    st.sampled_from(
        [NAME, NAME.upper(), NAME.replace("’", "'"), MAIL, PHONE, "zoe", "and", "x", "–", "\n", "🎫", "مرحبا"]
    )
    | st.text(max_size=12),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PIECES, st.integers(0, 60), st.sampled_from([" ", ", ", " ("]))
def test_nothing_of_a_name_is_left_wherever_it_is_cut(world: World, pieces: list[str], limit: int, gap: str) -> None:
    """And nothing of the rest is lost for whoever may read it all."""
    text = gap.join(pieces)

    def drawn(work: Work) -> tuple[str, str]:
        known = [row["name"] for row in work.ask(Contact.table().select().where(Contact.table().c.name == NAME))]
        if not known:
            work.insert(Contact, account_id=ACME, name=NAME, email=MAIL, phone=PHONE, created_at=world.now)
        view = View((Text(("“", *told(work, ACME, text, limit), "”")),), "x")
        (member, *_) = work.people.everyone()
        eyes = audience.reader(member, world.now)
        few, all_ = (of_role(role, lambda account, writers: False) for role in (Role.ENGINEERING, Role.LEAD))
        return as_text(draw(view, few, eyes)), as_text(draw(view, all_, eyes))

    few, whole = world.ground.run_now(1, drawn)
    for word in ("sentinella", "901820"):
        assert word not in few.casefold()
    flat = " ".join(text.split())
    if not limit or len(flat) <= limit:
        assert json.dumps(flat) == json.dumps(whole.splitlines()[0][1:-1]) or not flat.isprintable()
