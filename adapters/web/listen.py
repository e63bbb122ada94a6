"""What the page sends → Request, and what Bailey answers → messages and dialogs."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s
from types import MappingProxyType

from aiohttp import web

from adapters.web import render
from adapters.web.body import Complete, Drop, Fill, Happening, Press, Say, Suggest, Visit, checked, read, read_file
from adapters.web.guard import Refused
from adapters.web.history import Message
from adapters.web.rooms import Persona, Room, rooms_of, sender_of
from adapters.web.send import Web
from bot.platform import Bailey
from bot.request import Dropped, Filled, Line, Reply, Request, Sender

FILES_AT_ONCE = 2
"""Each may hold MAX_FILE in memory."""


def mentions(text: str, personas: Sequence[Persona]) -> tuple[str, dict[str, Sender]]:
    """`@sam@example.com` as a mention, and who was meant by it. `@sam` is left to Bailey, who knows the whole team."""
    names = {each.email.casefold(): each for each in personas}
    longest = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)@({'|'.join(map(re.escape, longest))})(?![\w@-])", re.IGNORECASE)
    people: dict[str, Sender] = {}

    def meant(found: re.Match[str]) -> str:
        persona = names[found[1].casefold()]
        people[sender_of(persona).identity] = sender_of(persona)
        return f"<@{persona.email}>"

    return pattern.sub(meant, text), people


@dataclass(frozen=True, slots=True)
class Here:
    """Who is looking, at which room of those that they may open, and everybody's names."""

    persona: Persona
    personas: tuple[Persona, ...]
    room: Room
    rooms: tuple[Room, ...]
    sender: Sender

    @property
    def authors(self) -> dict[str, str]:
        return {each.email: each.name for each in self.personas}


class Listener:
    """The page's POST endpoints. Whatever is answered is also in the history, so every open page shows it."""

    def __init__(self, bailey: Bailey, platform: Web) -> None:
        self.bailey = bailey
        self.web = platform
        self._files = asyncio.Semaphore(FILES_AT_ONCE)

    async def here(self, visit: Visit) -> Here:
        personas = tuple(Persona(*each) for each in await self.web.personas())
        persona = next((each for each in personas if each.email.casefold() == visit.who.casefold()), None)
        if persona is None:
            raise Refused(404, "Nobody of that address is on the team. Pick somebody from the list.")
        rooms = rooms_of(persona, self.web.channels)
        room = next((each for each in rooms if each.id == (visit.room or rooms[0].id)), None)
        if room is None:
            raise Refused(404, "There is no such conversation. Pick one from the list.")
        return Here(persona, personas, room, rooms, sender_of(persona, visit.zone, visit.locale))

    # ------------------------------------------------------------ something happened

    async def say(self, request: web.Request) -> web.Response:
        body = await read(request, Say)
        here = await self.here(body)
        said = self._said(here, body, body.text.strip() or "(an empty message)")
        text, people = mentions(body.text, here.personas)
        reply = await self._answer(here, body, Line.typed(text), people=people)
        return self._placed(here, reply, _id(here, body, "answer"), said)

    async def press(self, request: web.Request) -> web.Response:
        body = await read(request, Press)
        here = await self.here(body)
        reply = await self._answer(here, body, Line(body.line), body.nonce)
        card = self._mine(here, body.message)
        if reply.view.form:
            return self._dialog(reply, body.message)
        target = card.id if card and reply.replaces and card.only_for else _id(here, body, "answer")
        return self._placed(here, reply, target)

    async def fill(self, request: web.Request) -> web.Response:
        body = await read(request, Fill)
        here = await self.here(body)
        reply = await self._answer(here, body, Filled(body.command, body.fields), body.nonce)
        card = self._mine(here, body.message)
        asked = card is not None and card.view is not None and card.view.form is not None
        if reply.view.form:
            if card and asked:  # what was typed so far outlives a reload
                self.web.history.put(replace(card, view=reply.view))
            return self._dialog(reply, body.message)
        target = card.id if card and (asked or reply.replaces) and card.only_for else _id(here, body, "answer")
        return self._placed(here, reply, target)

    async def drop(self, request: web.Request) -> web.Response:
        body = checked(Drop, dict(request.query))
        here = await self.here(body)
        async with self._files:
            content = await read_file(request)
            said = self._said(here, body, f"{body.name} ({_size(len(content))})")
            reply = await self._answer(here, body, Dropped(body.name, content))
        return self._placed(here, reply, _id(here, body, "answer"), said)

    async def home(self, request: web.Request) -> web.Response:
        body = await read(request, Happening)
        here = await self.here(body)
        reply = await self._answer(here, body, Line("day"))
        return web.json_response({"html": render.home(reply.view)})

    # ------------------------------------------------------------ while typing

    async def complete(self, request: web.Request) -> web.Response:
        body = await read(request, Complete)
        here = await self.here(body)
        choices = await self.bailey.complete(here.sender, body.line)
        return web.json_response({"choices": [{"value": each.value, "label": each.label} for each in choices]})

    async def suggest(self, request: web.Request) -> web.Response:
        body = await read(request, Suggest)
        here = await self.here(body)
        choices = await self.bailey.suggest(here.sender, body.kind, body.query)
        return web.json_response({"choices": [{"value": each.value, "label": each.label} for each in choices]})

    # ------------------------------------------------------------ placing it

    async def _answer(
        self,
        here: Here,
        body: Happening,
        what: Line | Filled | Dropped,
        nonce: str = "",
        people: Mapping[str, Sender] = MappingProxyType({}),
    ) -> Reply:
        key = f"web:{here.persona.email}:{here.room.id}:{body.key}"
        return await self.bailey.answer(Request(key, here.sender, here.room.address, what, nonce, people=people))

    def _said(self, here: Here, body: Happening, text: str) -> Message:
        """What people type goes to Bailey, so nobody else in the channel sees it, as with a slash command."""
        email = here.persona.email
        message = Message(_id(here, body, "said"), here.room.id, self.web.now(), email, text, only_for=email)
        return self.web.history.put(message)

    def _mine(self, here: Here, message: str) -> Message | None:
        found = self.web.history.get(here.room.id, message)
        return found if found and found.view and found.seen_by(here.persona.email) else None

    def _placed(self, here: Here, reply: Reply, target: str, said: Message | None = None) -> web.Response:
        """The reply as a new message of this persona alone, or in the place of the card whose id is `target`.

        A card that everybody sees is never replaced here: the reply was drawn for the asker. Its copies are edited
        through `Web.send`, drawn for the whole channel.
        """
        answer = Message(target, here.room.id, self.web.now(), view=reply.view, only_for=here.persona.email)
        shown = [*([said] if said else []), self.web.history.put(answer)]
        opened = target if reply.view.form else None
        return _response(here, shown, done=reply.done, opens=opened)

    def _dialog(self, reply: Reply, origin: str) -> web.Response:
        """A form that a press opened: it belongs to nobody's history until it is filled."""
        return web.json_response({"messages": [], "done": reply.done, "dialog": render.dialog(reply.view, origin)})


def _response(here: Here, shown: Sequence[Message], *, done: bool, opens: str | None) -> web.Response:
    messages = [{"id": each.id, "html": render.message(each, here.authors)} for each in shown]
    return web.json_response({"messages": messages, "done": done, "opens": opens})


def _id(here: Here, body: Happening, part: str) -> str:
    """The same for a repeated delivery, and nobody else's."""
    source = "\n".join((here.persona.email, here.room.id, body.key, part))
    return "m-" + blake2s(source.encode(), digest_size=8).hexdigest()


def _size(count: int) -> str:
    if count < 1024:
        return f"{count} bytes"
    return f"{count / 1024:.0f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"
