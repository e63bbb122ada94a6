"""One company in Slack and in Teams: a matter raised in one and taken in the other, and one thread across both."""

import html
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.courier import Courier
from bot.meeting import House
from storage.engine import Engine
from storage.ground import open_ground
from storage.tables import Escalation, Remark
from storage.work import Work
from tests.adapters.slack.driver import SlackDriver, payload
from tests.adapters.teams import cards
from tests.adapters.teams.world import CHANNEL, SAM, member
from tests.adapters.teams.world import World as TeamsWorld
from tests.chat import World
from tests.fakes import block_kit
from tests.fakes.slack import DM

Json = dict[str, Any]
DANA = "29:1dana"


@dataclass
class Company:
    """Dana in Slack, Sam in Teams. root: the card's message in each place."""

    world: World
    slack: SlackDriver
    teams: TeamsWorld
    _number: int = field(default=0)

    async def delivered(self) -> None:
        courier = Courier(self.world.ground, {"slack": self.slack.platform, "teams": self.teams.door.platform})
        while await courier.deliver(self.world.now):
            self.world.passes(seconds=5)

    # ------------------------------------------------------------ Slack

    @property
    def slack_root(self) -> str:
        return min(self.slack.slack.standing[DM])

    def in_slack(self, text: str, user: str = "U0DANA", **more: Any) -> Json:
        """A reply beneath the card in a direct chat."""
        body = self.slack.spoken(html.escape(text, quote=False), thread_ts=self.slack_root, user=user)
        body["event"] |= more
        return body

    def changed_in_slack(self, body: Json, text: str) -> Json:
        self._number += 1
        at = f"18000000{self._number:02}.000100"
        event = body["event"]
        before = {**event, "type": "message"}
        return {
            **body,
            "event_id": f"Ev{at}",
            "event": {
                "type": "message", "subtype": "message_changed", "hidden": True, "channel": event["channel"],
                "channel_type": event["channel_type"], "ts": at, "event_ts": at, "previous_message": before,
                "message": {**before, "text": text, "edited": {"user": event["user"], "ts": at}},
            },
        }  # fmt: skip

    def deleted_in_slack(self, body: Json) -> Json:
        self._number += 1
        at = f"19000000{self._number:02}.000100"
        event = body["event"]
        return {
            **body,
            "event_id": f"Ev{at}",
            "event": {
                "type": "message", "subtype": "message_deleted", "hidden": True, "channel": event["channel"],
                "channel_type": event["channel_type"], "ts": at, "event_ts": at, "deleted_ts": event["ts"],
                "previous_message": {**event, "type": "message"},
            },
        }  # fmt: skip

    def slack_thread(self, root: str = "") -> list[str]:
        """What Bailey says beneath the card, oldest first."""
        standing = self.slack.slack.standing[DM]
        wanted = root or self.slack_root
        return [
            block_kit.visible(one, self.slack.slack.names)
            for _, one in sorted(standing.items())
            if one.get("thread_ts") == wanted
        ]

    # ------------------------------------------------------------ Teams

    @property
    def teams_root(self) -> str:
        return min(call_ref for call_ref, where in self.placed().items() if where == CHANNEL)

    def placed(self) -> dict[str, str]:
        """Message → the conversation it was posted to."""
        return dict(self.teams.teams.placed)

    def in_teams(self, text: str, user: str = SAM, name: str = "Sam Okafor", **more: Any) -> Json:
        """A reply beneath the card in the channel, to nobody in particular."""
        self._number += 1
        raw = self.teams.payload("channel_mention", text=text, id=f"{1763888800000 + self._number}")
        raw["conversation"]["id"] = f"{CHANNEL};messageid={self.teams_root}"
        raw["entities"] = [one for one in raw["entities"] if one["type"] != "mention"]
        raw["from"] = {"id": user, "name": name, "aadObjectId": f"aad-{user}"}
        return raw | more

    def changed_in_teams(self, raw: Json, text: str) -> Json:
        self._number += 1
        stamp = f"2026-11-23T09:30:{self._number:02}.000Z"
        return {**raw, "type": "messageUpdate", "text": text, "timestamp": stamp} | {
            "channelData": {**raw["channelData"], "eventType": "editMessage"}
        }

    def deleted_in_teams(self, raw: Json) -> Json:
        self._number += 1
        stamp = f"2026-11-23T09:40:{self._number:02}.000Z"
        bare = {name: value for name, value in raw.items() if name not in ("text", "attachments", "entities")}
        return {**bare, "type": "messageDelete", "timestamp": stamp} | {
            "channelData": {**raw["channelData"], "eventType": "softDeleteMessage"}
        }

    def teams_thread(self) -> list[str]:
        """Cards that Bailey has put beneath the card, oldest first, without its plain lines."""
        where, standing = f"{CHANNEL};messageid={self.teams_root}", self.teams.teams.standing
        refs = [ref for ref, place in sorted(self.placed().items()) if place == where and ref in standing]
        return [cards.words(standing[ref]) for ref in refs]

    # ------------------------------------------------------------ what is kept

    async def remarks(self) -> list[Remark]:
        return await self.world.look(_remarks)

    async def matter(self) -> Escalation:
        found = await self.world.look(lambda work: work.get(Escalation, 1))
        assert found is not None
        return found


def _remarks(work: Work) -> list[Remark]:
    return [Remark.of(row) for row in work.ask(Remark.table().select().order_by(Remark.table().c.id))]


@pytest.fixture
def world(sqlite: Engine) -> Iterator[World]:
    ground = open_ground(sqlite)
    yield World(ground, house=House(admin_email="dana@example.com"))
    ground.close()


@pytest.fixture
async def company(world: World) -> AsyncIterator[Company]:
    """Acme's export is down; the card stands in Engineering's channel in Teams and in Dana's own chat in Slack."""
    teams = TeamsWorld(world.bot)
    await teams.open()
    teams.teams.members[CHANNEL] = [member(SAM, "Sam Okafor"), member(DANA, "Dana Fox")]
    slack = await SlackDriver(world.bot).open()
    raw = teams.payload("channel_mention", text="<at>Bailey</at> route Engineering to here")
    raw["from"] = {"id": DANA, "name": "Dana Fox", "aadObjectId": f"aad-{DANA}"}
    await teams.post(raw)
    company = Company(world, slack, teams)
    await slack.form(slack.slash("/bailey create Acme Corp"))
    await slack.form(slack.slash("/escalate Acme sev3 to Engineering: data export down since 9am"))
    await company.delivered()
    yield company
    await slack.close()
    await teams.close()


async def test_one_thread(company: Company) -> None:
    slack, teams = company.slack, company.teams
    assert "data export down" in cards.words(teams.teams.standing[company.teams_root])
    assert "data export down" in json.dumps(slack.slack.standing[DM][company.slack_root])

    # Taken in Teams, and talked about.
    taken = company.in_teams("<at>Bailey</at> escalation:1 take", entities=payload_mention(teams))
    await teams.post(taken)
    await company.delivered()
    assert "Sam" in json.dumps(slack.slack.standing[DM][company.slack_root])
    said = company.in_teams("We see it too &amp; look into it")
    await teams.post(said)
    await company.delivered()
    [banner, remark] = company.slack_thread()
    assert "Shared with Engineering’s channel in Teams" in banner
    assert "Sam Okafor · Teams · Acme Corp" in remark
    assert "We see it too & look into it" in remark
    [banner] = company.teams_thread()
    assert "Shared with Dana Fox’s own chat in Slack" in banner

    # Answered in Slack.
    answer = company.in_slack("Customers ask: <!channel> & when?")
    await slack.event(answer)
    await company.delivered()
    [_, remark] = company.teams_thread()
    assert "Dana Fox · Slack · Acme Corp" in remark
    assert "when?" in remark
    assert len(company.slack_thread()) == 2

    # Edited and deleted.
    await teams.post(company.changed_in_teams(said, "A fix is in test"))
    await company.delivered()
    assert "A fix is in test" in company.slack_thread()[1]
    assert "We see it too" not in company.slack_thread()[1]
    await slack.event(company.deleted_in_slack(answer))
    await company.delivered()
    assert "took back" in company.teams_thread()[1]
    assert "when?" not in company.teams_thread()[1]

    # Solved in Teams, told in Slack.
    done = company.in_teams(
        "<at>Bailey</at> escalation:1 resolve a full disk customer: Exports run again", entities=payload_mention(teams)
    )
    await teams.post(done)
    await company.delivered()
    assert "Resolved by Sam Okafor" in json.dumps(slack.slack.standing[DM][company.slack_root])
    assert any("Exports run again" in json.dumps(one) for one in slack.slack.standing[DM].values())
    assert (await company.matter()).resolved_at is not None
    [first, second] = await company.remarks()
    assert (first.words.value, first.edited, first.deleted_at) == ("A fix is in test", True, None)
    assert (second.words.value, second.deleted_at is None) == ("", False)


def payload_mention(teams: TeamsWorld) -> list[Json]:
    return [one for one in teams.payload("channel_mention")["entities"] if one["type"] == "mention"]


async def test_deliveries_that_come_again_and_in_another_order_leave_one_of_each(company: Company) -> None:
    slack, teams = company.slack, company.teams
    said, answer = company.in_teams("We see it"), company.in_slack("They ask when")
    edit = company.changed_in_teams(said, "We see it too")
    gone = company.deleted_in_slack(answer)
    for raw in (edit, edit, said, said):
        await teams.post(raw)
        await company.delivered()
    for body in (gone, answer, gone, answer):
        await slack.event(body)
        await company.delivered()
    await teams.restart()  # forgets what was delivered
    await teams.post(said)
    await company.delivered()
    [first, second] = await company.remarks()
    assert (first.words.value, first.edited) == ("We see it too", True)
    assert (second.words.value, second.deleted_at is not None) == ("", True)
    assert [("We see it too" in one, "Shared with" in one) for one in company.slack_thread()] == [
        (False, True),
        (True, False),
    ]
    assert len(company.teams_thread()) == 1, "what was deleted before it was told is not told"
    rows = await company.world.look(lambda work: work.ask(Escalation.table().select()))
    assert len(rows) == 1


async def test_what_is_said_to_bailey_in_the_thread_stays_between_the_two(company: Company) -> None:
    slack, teams = company.slack, company.teams
    await teams.post(company.in_teams("<at>Bailey</at> account Acme", entities=payload_mention(teams)))
    shown = await slack.event(company.in_slack("account Acme"))
    assert shown is not None
    assert "Acme Corp" in shown.words
    await company.delivered()
    assert await company.remarks() == []
    # What reads as a command and is none comes back, with a way to say it after all.
    shown = await slack.event(company.in_slack("log in fails for everybody"))
    assert shown is not None
    assert "Say it in the thread" in shown.buttons
    await slack.press("Say it in the thread")
    await company.delivered()
    assert "log in fails for everybody" in company.teams_thread()[-1]


async def test_other_threads_leave_no_trace(company: Company) -> None:
    calls, rows = len(company.slack.slack.calls), await everything(company)
    for channel, root in (("C0OPEN", "1763970000.000100"), ("C0OPEN", company.slack_root)):
        body = company.slack.spoken("secret", "message_channel", thread_ts=root, channel=channel, user="U0ANA")
        await company.slack.event(body)
    raw = company.in_teams("secret")
    raw["conversation"]["id"] = f"{CHANNEL};messageid=1763880000000"
    await company.teams.post(raw)
    assert len(company.slack.slack.calls) == calls
    assert await everything(company) == rows


async def everything(company: Company) -> list[list[Json]]:
    tables = Remark.metadata.sorted_tables
    return await company.world.look(lambda work: [work.ask(table.select()) for table in tables])


async def test_what_is_written_in_a_channel_of_slack_comes_to_teams(company: Company) -> None:
    slack = company.slack
    slack.slack.members["C0OPEN"] = ["U0DANA", "U0ANA", "U0BAILEY"]
    body = payload("command") | {"command": "/bailey", "channel_id": "C0OPEN", "text": "route Support to here"}
    await slack.form({**body, "trigger_id": "route", "response_url": slack.slack.response_url()})
    await slack.form(slack.slash("/bailey escalation:1 hand over to Support"))
    await company.delivered()
    root = min(slack.slack.standing["C0OPEN"])
    reply = slack.spoken("I take a look", "message_channel", thread_ts=root, user="U0ANA")
    await slack.event(reply)
    await company.delivered()
    assert "Ana Reyes · Slack · Acme Corp" in company.teams_thread()[-1]
    assert "I take a look" in company.teams_thread()[-1]
    assert "Support’s channel in Slack" in company.teams_thread()[0]
    assert "I take a look" in company.slack_thread()[-1]
