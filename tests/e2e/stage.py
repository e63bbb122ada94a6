"""The demo with every door open: its page, a fake Slack with Dana at it, and the Agents Playground with Lee at it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.adapters.slack.driver import payload
from tests.adapters.teams import cards
from tests.contracts.driver import Shown
from tests.e2e.backstage import Backstage
from tests.e2e.playground import Playground
from tests.e2e.server import PATIENCE, until
from tests.e2e.wire import OverTheWire
from tests.fakes import block_kit
from tests.fakes.slack import DM, ME, user

HOME = "https://bailey.example.com"
OPEN, SAM = "C0OPEN", "U0SAM"  # a channel of colleagues, and one of them
Raw = dict[str, Any]


class Stage:
    """Everything here waits until it is done, so that a browser may be led beside it."""

    def __init__(self, backstage: Backstage, slack: OverTheWire, playground: Playground) -> None:
        self._run = backstage.run
        self.slack = slack
        self.playground = playground

    @property
    def url(self) -> str:
        return self.slack.server.url

    # ------------------------------------------------------------ Dana, in Slack

    def types(self, line: str) -> Shown:
        """The answer to a slash command."""
        shown = self._run(self.slack.form(self.slack.slash(line)))
        assert shown is not None, line
        return shown

    def in_slack(self, words: str) -> Raw:
        """The message in Dana's own chat that shows these words, as it stands there now or soon."""
        return self._run(self._stands(words))

    def posts_link(self, url: str) -> Raw:
        """What Slack puts below Dana's message with this link in a channel of colleagues."""
        return self._run(self._unfurled(url))

    def points(self, emoji: str, text: str) -> Raw:
        """What only Dana sees when she puts an emoji on a message of Sam's with this text, in a channel of colleagues."""
        return self._run(self._pointed(emoji, text))

    def presses_in_slack(self, label: str, words: str) -> None:
        """A button of the message in Dana's own chat that shows these words."""
        self._run(self._pressed(label, words))

    async def _stands(self, words: str) -> Raw:
        await until(lambda: self._found(words))
        return self._found(words)[-1]

    def _found(self, words: str) -> list[Raw]:
        standing = self.slack.slack.standing[DM].values()
        return [each for each in standing if words in block_kit.visible(each, self.slack.slack.names)]

    async def _unfurled(self, url: str) -> Raw:
        """Dana and Sam read along there; until Bailey knows that, it shows nothing."""
        slack = self.slack.slack
        slack.members[OPEN] = [ME, SAM]
        joined, posted = payload("member_joined_channel"), payload("link_shared")
        joined["event"] |= {"user": SAM, "channel": OPEN}
        posted["event"] |= {"channel": OPEN, "links": [{"domain": HOME, "url": url}]}
        await self.slack.event(joined)
        async with asyncio.timeout(PATIENCE):
            while not slack.of("chat.unfurl"):
                await self.slack.event(posted)
                await asyncio.sleep(0.1)
        return {"text": "", **slack.of("chat.unfurl")[-1]["unfurls"][url]}

    async def _pointed(self, emoji: str, text: str) -> Raw:
        said, body = "1763979999.000100", payload("reaction_added")
        self.slack.slack.standing[OPEN][said] = {"type": "message", "user": SAM, "text": text, "ts": said}
        item = {"type": "message", "channel": OPEN, "ts": said}
        body["event"] |= {"user": ME, "reaction": emoji, "item": item, "item_user": SAM}
        await self.slack.event(body)
        await until(lambda: self.slack.slack.of("chat.postEphemeral"))
        return dict(self.slack.slack.of("chat.postEphemeral")[-1])

    async def _pressed(self, label: str, words: str) -> None:
        message = await self._stands(words)
        ts = next(ts for ts, each in self.slack.slack.standing[DM].items() if each is message)
        block, button = next(
            (block, button) for block, button in block_kit.buttons(message) if button["text"]["text"] == label
        )
        body = self.slack.pressing(block, button)
        body["container"] |= {"message_ts": ts, "channel_id": DM}
        await self.slack.interact({**body, "message": {**message, "ts": ts}})

    # ------------------------------------------------------------ Lee, in Teams

    def writes(self, line: str) -> None:
        self._run(self.playground.write(self.playground.own_chat, line))

    def in_teams(self, words: str) -> tuple[str, Raw]:
        """(message id, card) of the newest card in Lee's own chat that shows these words, now or soon."""
        return self._run(self._shows(words))

    def presses_in_teams(self, label: str, words: str) -> Raw:
        """The card that replaces the one with these words when this is pressed on it."""
        message, card = self.in_teams(words)
        button = next(action for action in cards.actions(card) if action["title"] == label)
        press = {"action": {"type": "Action.Execute", "verb": button["verb"], "data": button["data"]}}
        answer = self._run(
            self.playground.invoke(
                "adaptiveCard/action", {**press, "trigger": "manual"}, self.playground.own_chat, message
            )
        )
        return dict(answer.get("value", answer))

    async def _shows(self, words: str) -> tuple[str, Raw]:
        await self.playground.shows(lambda event: self._fits(event, words))
        event = next(event for event in reversed(self.playground.events) if self._fits(event, words))
        return event["message"]["messageId"], event["message"]["attachments"][0]["content"]

    def _fits(self, event: Raw, words: str) -> bool:
        found = event.get("message", {}).get("attachments") or []
        said = "\n".join(cards.words(one["content"]) for one in found if one["contentType"].endswith("adaptive"))
        return event["actionConversationId"] == self.playground.own_chat and words in said


@contextmanager
def stage(folder: Path, name: str = "Lee Chen", email: str = "lee@example.com") -> Iterator[Stage]:
    """name, email: who sits at the Playground."""
    backstage = Backstage()
    slack, playground = backstage.run(_opened(folder, name, email))
    try:
        yield Stage(backstage, slack, playground)
    finally:
        backstage.run(slack.close())
        backstage.run(playground.stop())
        backstage.close()
    assert slack.server.complaints == ""


async def _opened(folder: Path, name: str, email: str) -> tuple[OverTheWire, Playground]:
    driver = OverTheWire()
    driver.slack.users[ME] = user(ME, "Dana Keller", locale="en-GB")
    await driver.begin(folder, "demo", "--fresh", TEAMS_AUTH="off", BAILEY_PUBLIC_URL=HOME)
    playground = Playground(folder, name, email)
    try:
        await playground.start(f"{driver.server.url}/api/messages")
    except BaseException:
        await asyncio.shield(driver.close())
        raise
    return driver, playground
