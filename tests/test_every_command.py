"""What holds of every command there is, whoever wrote it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

import bot.commands  # noqa: F401  # fills the registry
from bot.command import Call, Command
from bot.commands.help_topics import TOPICS
from bot.directory import Directory, Knowledge
from bot.handle import FORM
from bot.permissions import COMMANDS, RIGHTS
from bot.registry import registry
from bot.request import Line, Place, Request
from bot.text import as_text
from bot.view import View, drawn_from_json, every_button, from_json, to_json
from storage.tables import Activity, Complaint, Escalation, Fyi, NextStep, Problem, ReferenceAsk, Risk, Role
from storage.types import Record
from storage.work import Work
from tests.chat import MORNING, Chat, World

EVERY = tuple(registry.commands.values())
EVERYBODY = {
    Role.CSM: "dana",
    Role.LEAD: "jane",
    Role.ADMIN: "omar",
    Role.SALES: "paul",
    Role.SUPPORT: "ines",
    Role.ENGINEERING: "lee",
    Role.MARKETING: "mia",
    Role.VIEWER: "vera",
}
# Examples name records by numbers; a test puts in those of records that are there.
ABOUT_ACTIVITIES = {"edit", "delete", "share", "join"}
ABOUT_STEPS = {"done", "move"}
ABOUT_RISKS = {"risk-change", "risk-close"}
ABOUT_ESCALATIONS = {name for name in registry.commands if name.startswith("escalation-")}
ABOUT_REQUESTS = {
    "request-change", "voice-change", "voice-hit", "variance", "question", "questions", "answer", "interview",
    "interview-change", "beta", "beta-change", "beta-nominate", "beta-consent", "beta-seat",
}  # fmt: skip
ABOUT_NUDGES = {"nudge", "why", "snooze", "handled", "unneeded", "pass", "accept", "return", "useful", "noise"}


def examples() -> Iterator[object]:
    for command in EVERY:
        for line in command.examples:
            yield pytest.param(command, line, id=line)


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.name)
def test_it_explains_itself(command: Command) -> None:
    assert command.summary.strip(), "the docstring is the help"
    assert command.summary[-1] in ".:;!", "its first line is a sentence"
    assert command.examples, "examples are help, tests and gallery at once"
    assert command.usage.split()[0] == command.name.split()[0]
    assert command.name in COMMANDS, "bot/permissions.py says who may"


def test_every_right_belongs_to_a_command() -> None:
    assert set(COMMANDS) - set(registry.commands) <= {"import", "export"}


@pytest.mark.parametrize(("command", "line"), list(examples()))
async def test_its_examples_work_for_whoever_may(world: World, command: Command, line: str) -> None:
    world.passes(hours=10)  # so that no example is about a time still to come
    answered = False  # by the first who may; what is made or undone already cannot be so again
    for role, name in EVERYBODY.items():
        chat = world.chat(f"{name}@example.com", channel="room", place=Place.PRIVATE)
        await world.bot.roster(chat.address, [chat.sender])
        said = await chat.says(await existing(chat, command, line))
        assert "Something broke" not in said, (role, said)
        sound(chat)
        if COMMANDS[command.name] not in RIGHTS[role]:
            assert not chat.done, (role, said)
        elif command.name != "start" and not answered:
            answered = True
            assert "✗" not in said, (role, said)
            # It is carried out, opens its form, or asks which of two is meant.
            assert chat.done or said.startswith("Which ") or said.rstrip().endswith("]"), said
        await every_press_reads_back(chat)


async def existing(chat: Chat, command: Command, line: str) -> str:
    """The line with the numbers of records that the asker may touch."""
    if command.name == "token revoke":
        await chat.says("token create product usage")
    if command.name == "undo":
        await chat.says("log note Globex happy")
    if command.name == "alerts":
        renewals = replace(chat.address, channel="renewals")
        await chat.world.bot.roster(renewals, [chat.sender])
    if command.name == "token revoke":
        await chat.world.chat("omar@example.com").says(line.replace("revoke", "create"))
    if command.name == "alerts tell":
        await chat.says("alerts budget 0")
        evening, chat.world.now = chat.world.now, MORNING
        await chat.world.plans()
        chat.world.now = evening
        await chat.says("alerts held")
        return chat.buttons.get("Tell me now", line)
    if command.name in ABOUT_NUDGES:
        return await said_unasked(chat, command, line)
    if command.name == "closer look":
        return await posted_here(chat, await escalated(chat, command, line))
    if command.name in ABOUT_ESCALATIONS or "copy link escalation" in line:
        return await escalated(chat, command, line)
    if command.name in ("problem-solve", "problem-add"):
        await chat.says("problem Globex, Initech exports time out")
        return await numbered(chat, line, Problem)
    if command.name == "complaint-answer":
        await chat.says("complaint Globex nobody calls back")
        return await numbered(chat, line, Complaint)
    if "unresponsive Acme " in line:
        await chat.says("unresponsive Acme Corp")
    if command.name in ABOUT_REQUESTS or "copy link request" in line:
        return await asked_for(chat, line)
    if command.name in ("ask-change", "fyi-change"):
        return await asked_first(chat, command, line)
    if command.name in ABOUT_RISKS:
        first = await chat.world.look(lambda work: min(row["id"] for row in work.ask(Risk.table().select())))
        return line.replace("risk:12", f"risk:{first}")
    if command.name not in ABOUT_ACTIVITIES | ABOUT_STEPS:
        return line
    await chat.world.chat("sam@example.com").says("log meeting Globex 30m")
    await chat.says("log meeting Globex 30m, next: SOC2 report to Jane Fri")
    record = Activity if command.name in ABOUT_ACTIVITIES else NextStep
    newest = await chat.world.look(lambda work: max(row["id"] for row in work.ask(record.table().select())))
    if command.name == "join":
        return f"join {newest} meeting:{newest - 1}"
    return " ".join((line.split()[0], str(newest), *line.split()[2:]))


async def numbered(chat: Chat, line: str, record: type[Record]) -> str:
    """The line about the newest record of its kind."""
    newest = await chat.world.look(lambda work: max(row["id"] for row in work.ask(record.table().select())))
    return re.sub(r":\d+", f":{newest}", line, count=1)


async def posted_here(chat: Chat, line: str) -> str:
    """The line about a card that stands in the asker's channel."""
    address, now = str(chat.address), chat.world.now
    card = line.rpartition(" ")[2]

    def stands(work: Work) -> None:
        work.messages.posted_copy(card, address, "1", None, None, now)

    await chat.world.ground.run(1, stands)
    return line


async def escalated(chat: Chat, command: Command, line: str) -> str:
    """The line about an escalation in the state that it takes."""
    await chat.says("escalate Globex sev2 data export down")
    line = await numbered(chat, line, Escalation)
    at = line.split(" ")[0]
    if command.name in ("escalation-accept", "escalation-return"):
        await chat.world.chat("sam@example.com").says(f"{at} hand over to Engineering: it is theirs")
    if command.name == "escalation-info":
        await chat.says(f"{at} need info: which export")
    if command.name == "escalation-reopen":
        await chat.says(f"{at} resolve it was the disk")
    return line


async def asked_for(chat: Chat, line: str) -> str:
    """The line about a request, a voice, a question, a talk or a programme that is there."""
    dana, jane = chat.world.chat("dana@example.com"), chat.world.chat("jane@example.com")
    if not await chat.world.look(lambda work: work.requests.get(1)):
        await dana.says("request Acme Corp SCIM provisioning for all, deletes leavers after 30 days new:yes")
        await dana.says("request Globex SCIM, leavers after 90 days join_:1".replace("join_", "join"))
        await dana.says("request Nordbank dark mode")
        await jane.says("question request:1 which directory do they use?")
        await jane.says("interview request:1 account:Globex")
        await jane.says("beta Early")
        if "agree" in line or ("invite" not in line and "nominate" not in line):
            await dana.says("beta:1 nominate Acme Corp")
            await jane.says("beta:1 invite Acme Corp")
            await dana.says("beta:1 refuse Globex" if "agree" in line else "beta:1 nominate Globex")
            await jane.says("beta:1 invite Globex")
        elif "invite" in line:
            await dana.says("beta:1 nominate Acme Corp")
        if " in " in line or " out " in line:
            await dana.says("beta:1 agree Acme Corp signed")
    numbers = {"request:9": "request:2", "request:7": "request:1", "question:5": "question:1", "voice:12": "voice:1",
               "beta:2": "beta:1", "interview:3": "interview:1", "variance 3": "variance 1"}  # fmt: skip
    for number, instead in numbers.items():
        line = line.replace(number, instead)
    return line.replace("Acme", "Acme Corp")


async def asked_first(chat: Chat, command: Command, line: str) -> str:
    """The line about an ask of the asker, or something that was told to them."""
    paul = chat.world.chat("paul@example.com")
    table: type[Record]
    if command.name == "ask-change":
        table, asker = ReferenceAsk, chat if "withdraw" in line else paul
        await asker.says("reference ask Initech case study: the spring brochure")
    else:
        table, other = Fyi, chat.world.chat("ines@example.com")
        await other.says(f"fyi {chat.sender.email} Initech asks about the API tier")
    newest = await chat.world.look(lambda work: max(row["id"] for row in work.ask(table.table().select())))
    if "done" in line:
        await chat.world.chat("dana@example.com").says(f"ask:{newest} approve")
    kind, _, rest = line.partition(" ")
    return f"{kind.partition(':')[0]}:{newest} {rest}"


async def said_unasked(chat: Chat, command: Command, line: str) -> str:
    """The line about something that was said to the asker, or handed to them."""
    world, evening = chat.world, chat.world.now
    for somebody in ("dana", "jane"):
        await world.chat(f"{somebody}@example.com").says("help")  # so that they can be written to
    world.now = MORNING + timedelta(hours=6)  # when they are at work in Europe and in America
    await world.chat("jane@example.com").says("help")  # who never wrote cannot be written to
    await world.plans()
    world.now = evening
    name = "jane" if command.name in ("accept", "return") else "dana"
    subject, account = await world.look(partial(one_matter, name=name, now=chat.world.now))
    if name == "jane":
        await world.chat("jane@example.com").says(f"pass {subject} to {chat.sender.name}")
    return line.replace("renewal:1", subject).replace("Acme", account)


def one_matter(work: Work, name: str, now: datetime) -> tuple[str, str]:
    """Something said of an account, and what it is called by: the account where nothing else was said of it."""
    (member,) = (one for one in work.people.everyone() if one.email == f"{name}@example.com")
    told = sorted(work.nudges.of_member(member.id, now), key=lambda nudge: nudge.id)
    said = [one for one in told if one.account_id]
    for nudge in said:
        assert nudge.account_id is not None
        if len({one.subject for one in work.nudges.of_account(nudge.account_id)}) == 1:
            return nudge.subject, work.accounts.named({nudge.account_id})[nudge.account_id].name
    return said[0].subject, said[0].subject


def sound(chat: Chat) -> None:
    """Whatever was answered is text, and survives being kept."""
    assert chat.last is not None
    drawn = chat.last.view
    assert drawn.summary
    assert as_text(drawn).strip()
    assert drawn_from_json(to_json(drawn)) == drawn
    view = View(drawn.blocks, drawn.summary, drawn.nonce)
    assert from_json(to_json(view)) == view


async def every_press_reads_back(chat: Chat) -> None:
    """Each button's line could be typed: it is read again, and to the same."""
    assert chat.last is not None
    for button in every_button(chat.last.view.blocks):
        line = button.line.removeprefix(f"{FORM} ")
        found = registry.find(line)
        assert found is not None, line
        assert button.opens_form or not button.line.startswith(f"{FORM} ")
        if not button.opens_form:
            calls = await chat.world.look(partial(read, chat, line))
            again = "; ".join(call.line if not at else call.line.split(" ", 1)[1] for at, call in enumerate(calls))
            assert await chat.world.look(partial(read, chat, again)) == calls


def read(chat: Chat, line: str, work: Work) -> tuple[Call, ...]:
    sender = chat.sender
    member = work.people.by_identity(sender.platform, sender.tenant, sender.user)
    assert member is not None
    request = Request("", sender, chat.address, Line(line))
    return registry.read(line, Knowledge(work, Directory(), request, member, chat.world.now))


# Reached by a button, or typed about one record (`escalation:12 resolve`): `help edit` tells of them all the same.
PRESSED = frozenset(
    {
        "alerts tell", "ask-change", "beta-change", "beta-consent", "beta-nominate", "beta-seat", "closer look",
        "complaint-answer", "delete", "done", "edit", "emoji done", "emoji escalate", "emoji take", "emoji win",
        "escalation-accept", "escalation-files", "escalation-hand", "escalation-hours", "escalation-info",
        "escalation-need", "escalation-problem", "escalation-reopen", "escalation-resolve", "escalation-return",
        "escalation-say", "escalation-severity", "escalation-take", "escalation-update", "fyi-change", "help",
        "interview-change", "join", "kpi-close", "kpi-reading", "move", "problem-add", "problem-solve",
        "request-change", "risk-change", "risk-close", "share", "start", "voice-change", "voice-hit",
    }
)  # fmt: skip


def test_every_command_stands_in_one_topic_of_the_help_or_is_pressed() -> None:
    typed = [name for names in TOPICS.values() for name in names]
    assert sorted([*typed, *PRESSED]) == sorted(registry.commands)


async def test_the_help_offers_topics_that_tell_of_every_command_in_them(world: World) -> None:
    """Ten lines and a button a topic, instead of a hundred names."""
    omar = world.chat("omar@example.com")
    assert len((await omar.says("help")).splitlines()) <= 10
    for topic, names in TOPICS.items():
        said = await omar.says(f"help about {topic}")
        assert all(registry.commands[name].examples[0] in said for name in names)
    assert "help about" not in await omar.says("help log")
