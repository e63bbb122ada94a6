"""Several workspaces with one app: each is spoken with by its own token."""

import asyncio
from datetime import timedelta
from typing import Any

from bot.request import Address, Place, Sent
from tests.adapters.slack.driver import SlackDriver
from tests.chat import MORNING
from tests.contracts import gallery
from tests.fakes.slack import ME, TEAM

FURTHER, ITS = "T0FURTHER", "xoxb-further"


async def driver(**settings: Any) -> SlackDriver:
    made = SlackDriver()
    made.slack.tokens[ITS] = FURTHER
    return await made.open(**{"tokens": {FURTHER: ITS}, **settings})


def teams(of: SlackDriver, *methods: str) -> set[str]:
    return {call.team for call in of.slack.calls if call.method in methods}


async def test_each_hears_by_its_own_token() -> None:
    slack = await driver()
    for tenant in (TEAM, FURTHER, TEAM):
        slack.slack.calls.clear()
        to = await slack.platform.direct(tenant, ME)
        assert isinstance(await slack.platform.send(to, gallery.logged(), mark="m1"), Sent)
        await slack.platform.find(to, "m1", MORNING - timedelta(days=1))
        shared = Address("slack", tenant, "C0OPEN", place=Place.PUBLIC)
        assert isinstance(await slack.platform.send(shared, gallery.logged()), Sent)
        assert {call.team for call in slack.slack.calls} == {tenant}
    await slack.close()


async def test_whoever_asks_is_looked_up_and_answered_in_their_workspace() -> None:
    slack = await driver()
    await slack.door.start()
    await slack.door.presence.greeted()
    slack.slack.calls.clear()
    line = {**slack.slash("/log"), "team_id": FURTHER, "user_id": "U0SAM"}
    await slack.form(line)
    assert teams(slack, "users.info", "views.open", "conversations.info") == {FURTHER}
    await slack.close()


async def test_readers_are_listed_in_each() -> None:
    slack = SlackDriver()
    slack.slack.tokens[ITS] = FURTHER
    slack.slack.members |= {"C0OPEN": [ME]}
    await slack.open(tokens={FURTHER: ITS})
    await slack.door.start()
    await slack.door.presence.greeted()
    await slack.bailey.told(rosters=2)
    assert {f"slack|{TEAM}|C0OPEN||public", f"slack|{FURTHER}|C0OPEN||public"} <= set(slack.bailey.rosters)
    assert slack.door.troubles == ()
    await slack.close()


async def test_a_token_of_another_workspace_is_told() -> None:
    slack = await driver(tokens={"T0OTHER": ITS})
    await slack.door.start()
    await slack.door.presence.greeted()
    for _ in range(500):  # Slack is asked beside everything else
        if slack.door.troubles:
            break
        await asyncio.sleep(0.01)
    assert slack.door.troubles == ("SLACK_BOT_TOKENS gives T0OTHER a token of T0FURTHER.",)
    await slack.close()
