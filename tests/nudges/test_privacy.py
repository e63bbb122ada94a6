"""What is said unasked shows nobody what is not for them: not in a chat, not in a channel, not on a lock screen."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.courier import Courier
from bot.permissions import CLEARANCES, SEES_ALL_NOTES
from bot.request import Sender
from bot.text import as_text
from bot.view import DrawnView, to_json
from storage.tables import (
    ChannelAlert,
    Contract,
    Follow,
    HealthOverride,
    Identity,
    Member,
    NextStep,
    Nudge,
    Renewal,
    Risk,
    Role,
)
from storage.work import Work
from tests.chat import World
from tests.fakes.wall import Wall
from tests.nudges.company import BEFORE, member
from tests.nudges.examples import EXAMPLES, happen

# Values that stand nowhere else.
SECRET, FORECAST, ARR = "sentinelword", "best case", 777_131_00
# How nudges speak of health: of scores, KPIs, risks, forecasts.
HEALTH = re.compile(
    rf"(RED|YELLOW|GREEN)\b|points in 7 days|of the data|took \d|of the way|about a risk|pricing|d old|{FORECAST}"
    "|who stopped using|find out how|what to expect"
)
MONEY = re.compile(r"777,?131|7,?771,?310")
ROOMS = {"readers": ("dana", "viewer"), "team": ("dana", "sam", "jane"), "unlisted": ()}


def plant(work: Work) -> None:
    for row in work.ask(NextStep.table().select()):
        work.update(NextStep, row["id"], text=f"{SECRET} step")
    for row in work.ask(Contract.table().select()):
        work.update(Contract, row["id"], arr_minor=ARR)
    for row in work.ask(Renewal.table().select()):
        work.update(Renewal, row["id"], forecast=FORECAST, reason=f"{SECRET} reason")
    for row in work.ask(HealthOverride.table().select()):
        work.update(HealthOverride, row["id"], reason=f"{SECRET} word")
    for row in work.ask(Risk.table().select()):
        work.update(Risk, row["id"], evidence=f"{SECRET} evidence", amount_minor=ARR, currency="EUR")
    for role in Role:
        one = work.insert(
            Member, name=f"The {role.value}", email=f"{role.value}@example.com", role=role.value, zone="Europe/Berlin",
            locale="en-GB", seen_at=BEFORE, created_at=BEFORE,
        )  # fmt: skip
        work.put(Identity, member_id=one.id, platform="cli", tenant="t", user=one.email)


@dataclass(frozen=True)
class Seen:
    text: str
    json: str
    summary: str

    @classmethod
    def of(cls, view: DrawnView) -> "Seen":
        return cls(as_text(view), json.dumps(json.loads(to_json(view)), ensure_ascii=False), view.summary)

    def shows(self, words: re.Pattern[str]) -> bool:
        return bool(words.search(self.text) or words.search(self.json))


@pytest.fixture
async def secret(company: World) -> World:
    """Every nudge was said on Monday morning, and people of every role are there."""
    await happen(company, *EXAMPLES)
    await company.ground.run(1, plant)
    await company.plans()
    for room, names in ROOMS.items():
        if names:
            people = [Sender("cli", "t", f"{name}@example.com", name) for name in names]
            await company.bot.roster(company.chat(channel=room).address, people)
    return company


def cards(work: Work) -> Iterator[tuple[str, int | None]]:
    """Everything that stands in a chat, and about which account it is."""
    for row in work.ask(Nudge.table().select()):
        if row["said_at"]:
            yield row["subject"], row["account_id"]
    for one in work.people.everyone():
        yield f"digest:{one.id}", None


async def delivered(world: World) -> list[tuple[str, Seen]]:
    """channel → what was posted there, by the courier itself."""
    wall = Wall()
    while await Courier(world.ground, {"cli": wall}).deliver(world.now):
        world.passes(seconds=5)
    return [(address.channel, Seen.of(view)) for address, view, _ in wall.posted]


async def test_a_nudge_shows_each_role_only_what_is_for_it(secret: World) -> None:
    def put(work: Work) -> None:
        for card, _ in dict(cards(work)).items():
            for one in work.people.everyone():
                work.messages.put(f"try:{card}:{one.id}", f"member:{one.id}", "", None, secret.now, card=card)

    await secret.ground.run(1, put)
    seen = await delivered(secret)
    people = {one.email: one for one in await secret.look(lambda work: work.people.everyone())}
    assert {channel.removeprefix("dm-") for channel, _ in seen} == people.keys()
    for channel, each in seen:
        reader = people[channel.removeprefix("dm-")]
        within(each, reader)
    whole = [each.text for channel, each in seen if channel == "dm-jane@example.com"]
    assert any(SECRET in text for text in whole)
    assert any(HEALTH.search(text) for text in whole)


def within(seen: Seen, reader: Member) -> None:
    for words in (SECRET, HEALTH, MONEY):
        assert not re.search(words, seen.summary), seen.summary
    assert "health" in CLEARANCES[reader.role] or not seen.shows(HEALTH), seen.text
    assert "money" in CLEARANCES[reader.role] or not seen.shows(MONEY), seen.text
    # Dana and Sam own what is spoken of here; whoever else reads no notes at all sees none of their words.
    if reader.role not in SEES_ALL_NOTES and reader.email not in ("dana@example.com", "sam@example.com"):
        assert SECRET not in seen.text, seen.text
        assert SECRET not in seen.json


async def test_channels_and_followers_hear_what_everybody_there_may_see(company: World) -> None:
    """Every event to every room, and every account followed by every role and room; then the morning comes."""
    await happen(company, *EXAMPLES)
    await company.ground.run(1, plant)
    for room, names in ROOMS.items():
        if names:
            people = [Sender("cli", "t", f"{name}@example.com", name) for name in names]
            await company.bot.roster(company.chat(channel=room).address, people)
    rooms = {room: str(company.chat(channel=room).address).replace("direct", "private") for room in ROOMS}

    def want(work: Work) -> None:
        dana = member(work, "dana").id
        for room in rooms.values():
            for event in (*EXAMPLES, "renewal-risk"):
                work.put(ChannelAlert, event=event, address=room, author_id=dana)
        for account in {row["account_id"] for row in work.ask(Renewal.table().select())} | {
            one.id for name in ("dana", "sam") for one in work.accounts.of_member(member(work, name).id)
        }:
            for one in work.people.everyone():
                work.put(Follow, account_id=account, member_id=one.id)

    await company.ground.run(1, want)
    await company.plans()
    seen = await delivered(company)
    people = {f"dm-{one.email}": one for one in await company.look(lambda work: work.people.everyone())}
    posted: dict[str, list[Seen]] = {}
    for channel, each in seen:
        posted.setdefault(channel, []).append(each)
        if channel in people:
            within(each, people[channel])
    assert posted.keys() >= {"readers", "team", "unlisted", "dm-viewer@example.com", "dm-marketing@example.com"}
    for room in ("readers", "unlisted"):
        for each in posted[room]:
            for words in (HEALTH, MONEY, re.compile(SECRET)):
                assert not each.shows(words), each.text
                assert not words.search(each.summary)
        assert any("hidden here" in each.text for each in posted[room])
    assert any(each.shows(HEALTH) for each in posted["team"])
    # An unknown list counts as outsiders, who are not even told which customer it is.
    assert not any("Acme" in each.text or "Acme" in each.summary for each in posted["unlisted"])
