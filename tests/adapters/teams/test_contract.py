"""The suite that every door passes, through this one."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.request import Place
from tests.adapters.teams import cards
from tests.adapters.teams.world import GROUP, OUTSIDER, SAM, World
from tests.contracts.driver import Shown
from tests.contracts.platform import PlatformContract
from tests.fakes.teams import APP, TENANT, new_key

Raw = dict[str, Any]
REFUSALS: dict[str, tuple[int, str]] = {
    "busy": (429, "TooManyRequests"),
    "gone": (404, "ConversationNotFound"),
    "barred": (403, "MessageWritesBlocked"),
    "broken": (500, "InternalServerError"),
}


class TeamsDriver:
    limits = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))

    def __init__(self, world: World) -> None:
        self.world = world
        self.bailey = world.bailey
        self.platform = world.door.platform
        self._shown: Shown | None = None
        self._dialog = False

    async def say(self, line: str, place: Place = Place.DIRECT) -> Shown | None:
        if place is Place.DIRECT:
            return await self.chat(line)
        if place is Place.SHARED:
            self.world.teams.members[GROUP].append(OUTSIDER)
        raw = self.world.payload("channel_mention" if place is Place.PUBLIC else "group_mention")
        return await self._deliver(raw | {"text": f"<at>Bailey</at> {_encoded(line)}"})

    async def chat(self, words: str) -> Shown | None:
        entities = [
            {"type": "mention", "mentioned": {"id": SAM, "name": "Ana Reyes"}, "text": "<at>Ana Reyes</at>"}
            for _ in range(words.count("<at>Ana Reyes</at>"))
        ]
        raw = self.world.payload("personal_message", text=_encoded(words), entities=entities)
        return await self._deliver(raw)

    async def again(self) -> Shown | None:
        return await self._deliver(self.world.last) or self._shown

    async def press(self, label: str) -> Shown | None:
        assert self._shown is not None
        card = self._shown.payload
        action = next(one for one in cards.actions(card) if one["title"] == label)
        return await self._act(action, {} if action.get("associatedInputs") == "none" else cards.entered(card))

    async def fill(self, **fields: str) -> Shown | None:
        assert self._shown is not None
        card = self._shown.payload
        [submit] = [action for action in cards.actions(card) if "form" in action.get("data", {})]
        return await self._act(submit, cards.entered(card, **fields))

    async def _act(self, action: Raw, entered: Raw) -> Shown | None:
        data = {**action["data"], **entered}
        if action["type"] == "Action.Execute":
            return await self._deliver(
                self.world.payload(
                    "card_action",
                    value={"action": {"type": "Action.Execute", "verb": action["verb"], "data": data}},
                )
            )
        name = "dialog_opens" if "msteams" in data else "dialog_sent"
        return await self._deliver(self.world.payload(name, value={"data": data}))

    async def late(self, line: str) -> Shown | None:
        self.bailey.hold()
        before = len(self.world.teams.said())
        status, _ = await self.world.write(line)
        assert status == 201
        assert len(self.world.teams.said()) == before
        self.bailey.release()
        await self.world.teams.wait_for(before + 1)
        return self._read(None, before)

    async def forged(self, line: str) -> int | None:
        token = self.world.teams.token(signed_by=new_key())
        status, _ = await self.world.post(self.world.payload("personal_message", text=line), token)
        return status

    async def own(self, words: str) -> None:
        bot = {"id": f"28:{APP}", "name": "Bailey"}
        await self.world.post(self.world.payload("personal_message", text=words, **{"from": bot}))

    def mention(self, user: str, name: str) -> str:
        return f"<at>{name}</at>"

    def user(self, name: str) -> str:
        return f"teams:{TENANT}:{SAM}"

    def faults(self, payload: Any) -> list[str]:
        return cards.faults(payload)

    def markup(self, payload: Any) -> list[str]:
        return cards.markup(payload)

    def refuse(self, error: str, after: int = 0) -> None:
        if error == "unreachable":
            self.world.teams.unreachable = True
            return
        status, code = REFUSALS[error]
        headers = {"Retry-After": str(after)} if after else {}
        self.world.teams.refusals.append((status, {"code": code}, headers))

    def lose(self) -> bool:
        self.world.teams.unreachable = True
        return True

    def standing(self) -> list[str]:
        return [cards.words(card) for card in self.world.teams.standing.values()]

    async def close(self) -> None:
        await self.world.close()

    async def _deliver(self, raw: Raw) -> Shown | None:
        before = len(self.world.teams.said())
        status, body = await self.world.post(raw)
        assert status in (200, 201), (status, body)
        return self._read(body if isinstance(body, dict) else None, before)

    def _read(self, body: Raw | None, before: int) -> Shown | None:
        """What a person sees next: the card in the answer, else the last card that was sent."""
        answer = (body or {}).get("task", body or {}).get("value")
        notification, private = "", True
        card = answer.get("card", {}).get("content", answer) if isinstance(answer, dict) else None
        for call in self.world.teams.said()[before:]:
            if attachments := call.body.get("attachments"):
                card, notification = attachments[0]["content"], call.body["summary"]
                private = call.conversation.startswith("a:")
        if card is None:
            return None
        dialog = any("form" in action.get("data", {}) for action in cards.actions(card))
        shown = Shown(cards.words(card), notification, card, private, dialog, tuple(cards.buttons(card)))
        self._shown = shown
        return shown


def _encoded(text: str) -> str:
    """Teams sends what people type with `&`, `<` and `>` as entities, mentions as tags."""
    held = text.replace("<at>", "\x01").replace("</at>", "\x02")
    held = held.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return held.replace("\x01", "<at>").replace("\x02", "</at>")


class TestTeams(PlatformContract):
    @pytest.fixture
    async def driver(self, request: pytest.FixtureRequest) -> AsyncIterator[TeamsDriver]:
        slow = "slow" in request.node.name
        world = await World().open(**({"patience": 0.05} if slow else {}))
        driver = TeamsDriver(world)
        yield driver
        await driver.close()
