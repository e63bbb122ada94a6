"""The matrix of bot/permissions.py, cell by cell: role × command × field × place, in every door's own rendering."""

import asyncio
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.cli import render as cli
from adapters.slack import render as slack
from adapters.slack.pieces import Reader
from adapters.teams import render as teams
from adapters.web import render as web
from bot import audience
from bot.draw import draw
from bot.living import view_of
from bot.permissions import (
    CLEARANCES,
    COMMANDS,
    RIGHTS,
    SEES_ALL_NOTES,
    SENSITIVE,
    SPOKEN_BEFORE_OUTSIDERS,
    Right,
    least,
    of_role,
)
from bot.registry import registry
from bot.request import Place
from bot.scene import Scene
from bot.text import as_text
from bot.view import DrawnView, View, to_json
from storage.engine import engine
from storage.ground import open_ground
from storage.tables import (
    Account,
    Activity,
    Complaint,
    Contact,
    Contract,
    Escalation,
    Member,
    NextStep,
    Nudge,
    OutboxMessage,
    Participant,
    ReferenceAsk,
    ReferenceConsent,
    ReferenceOpinion,
    ReferenceProfile,
    ReferenceVerdict,
    Renewal,
    Role,
)
from storage.work import Work
from tests.chat import Chat, World
from tests.trust.company import lived

READER = Reader("T0BAILEY", lambda line: f"/bailey {line}")
RENDERINGS: Mapping[str, Callable[[DrawnView], str]] = {
    "text": as_text,
    "json": lambda view: json.dumps(json.loads(to_json(view)), ensure_ascii=False),
    "slack": lambda view: json.dumps(slack.message(view, READER), ensure_ascii=False),
    "teams": lambda view: json.dumps(teams.render(view).card, ensure_ascii=False),
    "web": web.render,
    "cli": lambda view: cli.render(view, width=400).text,
}

# What stands in each kind of field and nowhere else. ARR is written with and without separators.
ARR = 777_131_00
SENTINELS: Mapping[str, tuple[str, ...]] = {
    "money": ("777,131", "777131", "777.131"),
    "health": ("Best case", "best case"),
    "contacts": ("Sentinella", "sentinella"),
    "notes": ("sentinelnote", "sentinelstep"),
}
# Each shows all fields that it has, and commands that only look: whoever may not give one is refused, which hides all.
CARDS = (
    "account Acme Corp", "account Acme Corp contacts", "account Acme Corp arr", "accounts all", "renewals team",
    "renewal Acme Corp", "activities Acme Corp", "brief Acme Corp", "next Acme Corp", "contract Acme Corp", "day",
    "health Acme Corp", "risks", "nudges", "cadence Acme Corp", "retention 2026", "kpis Acme Corp", "alerts held",
    "audit Acme Corp", "team rights", "export me", "forget contact Zoe Sentinella", "following", "who is at Acme Corp?",
    "when does Acme renew?", "champion Acme Corp", "log call Acme Corp 5m with Zoe", "undo", "status", "connect",
    "escalations", "escalations team", "escalations escalation:1", "escalations escalation:2", "escalations escalation:3",
    "escalations team sev2", "complaints", "complaints complaint:1", "problems", "problems problem:1",
    "unresponsive Paylo", "route", "route Support", "requests", "requests any state", "requests request:1",
    "requests unacknowledged", "requests Globex", "questions", "questions question:1", "variance 1", "interview request:1",
    "betas", "betas beta:1", "likes", "dislikes", "reference case study", "reference healthcare quote",
    "reference Acme Corp", "reference Initech", "use case Initech", "asks", "asks ask:5", "owes", "owes Initech", "fyis",
    "wins", "what did Globex ask for?", "who can give a reference in healthcare?", "account Globex", "account Initech",
)  # fmt: skip


def plant(work: Work) -> None:
    for row in work.ask(Activity.table().select()):
        work.update(Activity, row["id"], note=f"sentinelnote{row['id']}")
    for row in work.ask(NextStep.table().select()):
        work.update(NextStep, row["id"], text=f"sentinelstep{row['id']}", person="Sentinella")
    for row in work.ask(Contract.table().select()):
        work.update(Contract, row["id"], arr_minor=ARR)
    for row in work.ask(Contact.table().select()):
        mail = f"zoe{row['id']}@sentinella.example"
        work.update(Contact, row["id"], name="Zoe Sentinella", email=mail, phone="+49 sentinella")
    for row in work.ask(Participant.table().select()):
        if row["member_id"] is None:
            work.update(Participant, row["id"], name="Zoe Sentinella")
    for row in work.ask(Renewal.table().select()):
        amounts = {"base_minor": ARR, "amount_minor": ARR} if row["outcome"] else {}
        work.update(Renewal, row["id"], forecast="best case", reason=None, evidence=None, **amounts)
    for row in work.ask(Account.table().select()):
        work.update(Account, row["id"], goal=None)
    for row in work.ask(ReferenceConsent.table().select()):
        work.update(ReferenceConsent, row["id"], given_by="Zoe Sentinella")
    for row in work.ask(ReferenceProfile.table().select()):
        work.update(ReferenceProfile, row["id"], notes="sentinelnote")
    for record in (ReferenceOpinion, ReferenceVerdict, ReferenceAsk):
        for row in work.ask(record.table().select()):
            work.update(record, row["id"], why="sentinelnote")
    for row in work.ask(ReferenceAsk.table().select()):
        if row["influence_minor"] is not None:
            work.update(ReferenceAsk, row["id"], influence_minor=ARR)
    for record in (Escalation, Complaint):  # what colleagues write of a customer is for all of us, but for its people
        for row in work.ask(record.table().select()):
            work.update(record, row["id"], words="Zoe Sentinella cannot export: zoe@sentinella.example")


@pytest.fixture(scope="module")
def lived_in(sqlite_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company with one of everything that colleagues carry to one another."""
    file = tmp_path_factory.mktemp("rights") / "lived.db"
    shutil.copy(sqlite_company, file)
    ground = open_ground(engine(f"sqlite:///{file}"))
    with asyncio.Runner() as runner:
        runner.run(lived(World(ground)))
    ground.run_now(1, plant)
    ground.close()
    return file


@pytest.fixture
def planted(lived_in: Path, tmp_path: Path) -> Iterator[World]:
    file = tmp_path / "bailey.db"
    shutil.copy(lived_in, file)
    ground = open_ground(engine(f"sqlite:///{file}"))
    yield World(ground)
    ground.close()


def become(chat: Chat, role: Role) -> Callable[[Work], None]:
    """Whoever is on no account's team has the fields of their role and none besides."""

    def act(work: Work) -> None:
        member = work.people.by_identity(chat.sender.platform, chat.sender.tenant, chat.sender.user)
        assert member is not None
        work.update(Member, member.id, role=role.value)

    return act


def allowed(role: Role, place: Place) -> set[str]:
    """The kinds of fields that the matrix gives a role in a place."""
    if place is Place.SHARED:
        return set()
    notes = {"notes"} if role in SEES_ALL_NOTES else set()
    return {SENSITIVE[need] for need in CLEARANCES[role]} | notes


def shown(view: DrawnView) -> dict[str, set[str]]:
    """Kind of field → the renderings in which it stands."""
    found: dict[str, set[str]] = {}
    for door, render in RENDERINGS.items():
        rendered = render(view)
        for kind, words in SENTINELS.items():
            if any(word in rendered for word in words):
                found.setdefault(kind, set()).add(door)
    return found


# ------------------------------------------------------------ cell by cell


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize("role", list(Role))
async def test_fields_by_role_and_place(planted: World, role: Role, place: Place) -> None:
    """No field but those of the matrix stands in any door's rendering of any card; and each of those stands in one."""
    who = planted.chat("somebody@example.com", place=place, channel=f"room-{place}")
    await who.says("help")
    await planted.ground.run(1, become(who, role))
    may, seen = allowed(role, place), set[str]()
    for line in CARDS:
        await who.says(line)
        assert who.last is not None
        found = shown(who.last.view)
        if line.startswith("log "):
            found.pop("notes", None)  # one's own words
        assert set(found) <= may, (line, found, as_text(who.last.view))
        seen |= set(found)
    assert seen == may, "what the matrix gives can be seen somewhere"


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize("role", list(Role))
async def test_commands_by_role_and_place(world: World, role: Role, place: Place) -> None:
    """A command is refused where the matrix says so, and nowhere else; and no door shows a button of one."""
    who = world.chat("somebody@example.com", place=place, channel=f"room-{place}")
    await who.says("help")
    await world.ground.run(1, become(who, role))
    for name, right in COMMANDS.items():
        if name not in registry.commands or name in ("start", "import"):
            continue
        said = await who.says(f"{name} nonsensical")
        refused = "People from outside" in said or "is not for the role" in said or "You are a viewer still" in said
        may = right in RIGHTS[role] and (place is not Place.SHARED or name in SPOKEN_BEFORE_OUTSIDERS)
        assert refused is not may, (name, said)
        for line in who.buttons.values():
            found = registry.find(line.removeprefix("form "))
            assert found is None or place is Place.SHARED or COMMANDS[found[0].name] in RIGHTS[role], (name, line)


@pytest.mark.parametrize("role", list(Role))
async def test_team_rights_shows_the_matrix(world: World, role: Role) -> None:
    who = world.chat()
    whole = await who.says("team rights")
    said = await who.says(f"team rights {role.value}")
    assert role.value in whole
    for right in Right:
        assert (right in RIGHTS[role]) == any(
            line.startswith(f"{right.value.capitalize()}:") for line in said.splitlines()
        )
    for name, right in COMMANDS.items():
        if right in RIGHTS[role]:
            assert name in said
    sees = next(line for line in said.splitlines() if line.startswith("Sees:"))
    assert {field for field in ("money", "health", "contacts") if field in sees} == set(CLEARANCES[role])
    assert ("all notes" in sees) == (role in SEES_ALL_NOTES)


def test_every_clearance_is_one_that_is_tested() -> None:
    assert {need for needs in CLEARANCES.values() for need in needs} | {"team"} == set(SENSITIVE)
    assert set(SENSITIVE.values()) == set(SENTINELS)


# ------------------------------------------------------------ at random


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    role=st.sampled_from(Role),
    place=st.sampled_from(Place),
    lines=st.lists(st.sampled_from(CARDS), min_size=1, max_size=3),
    press=st.integers(0, 9),
)
def test_no_field_outside_the_matrix_in_any_rendering(
    planted: World, role: Role, place: Place, lines: list[str], press: int
) -> None:
    """Random people, places and cards, and a random button of each card."""
    who = planted.chat(f"{role}-{place}@example.com", place=place, channel=f"room-{place}")
    may = allowed(role, place)
    with asyncio.Runner() as runner:
        runner.run(who.says("help"))
        runner.run(planted.ground.run(1, become(who, role)))
        for line in lines:
            runner.run(who.says(line))
            assert who.last is not None
            for _ in range(2):
                found = shown(who.last.view)
                assert set(found) - {"notes"} <= may, (line, found)
                assert "notes" not in found or "notes" in may or line.startswith("log "), (line, found)
                buttons = list(who.buttons.values())
                if not buttons:
                    break
                runner.run(who.says(buttons[press % len(buttons)]))
        runner.run(planted.bot.finish())


async def test_a_contact_by_number_is_a_title_to_whoever_may_not_know_them(planted: World) -> None:
    """What a button carries opens in a form, and may be typed by anybody."""
    who = planted.chat("product@example.com")
    await who.says("help")
    await planted.ground.run(1, become(who, Role.PRODUCT))
    await who.says("unresponsive Paylo")
    opened = await who.presses("I tried")
    assert "Log activity" in opened
    assert "contacts" not in shown(who.last.view)
    await who.says("log email account:#7 with:contact#17 attempt:yes")
    assert "contacts" not in shown(who.last.view)
    await who.says("edit")
    assert "contacts" not in shown(who.last.view)


async def test_no_living_card_shows_more_than_its_reader_may(planted: World) -> None:
    """Every card that is sent unasked, drawn for every role, in a chat of one's own and among others."""
    for name in ("dana", "sam", "jane"):
        await planted.chat(f"{name}@example.com").says("help")
    planted.passes(days=1)
    await planted.plans()

    def check(work: Work) -> int:
        reader = work.people.by_email("dana@example.com")
        assert reader is not None
        cards = sorted(
            {row["subject"] for row in work.ask(Nudge.table().select())}
            | {row["card"] for row in work.ask(OutboxMessage.table().select()) if row["card"]}
        )
        for card in cards:
            view: View | None = view_of(card, Scene(work, planted.now, reader))
            for role in Role if view else ():
                for place in (Place.DIRECT, Place.PRIVATE):
                    one = of_role(role, lambda account, writers: False, place)
                    eyes = one if place is Place.DIRECT else least((one,), place)
                    assert view is not None
                    drawn = draw(view, eyes, audience.reader(reader, planted.now))
                    assert set(shown(drawn)) <= allowed(role, place), (card, role, as_text(drawn))
        return len(cards)

    assert await planted.look(check) > 3
