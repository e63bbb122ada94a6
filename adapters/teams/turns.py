"""One turn: what happened → the bot → the answer, each in the way that its kind of activity is answered."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

import structlog
from botbuilder.core import TurnContext

from adapters.teams import bodies, limits, listen, threads
from adapters.teams.actions import Surface, clipped
from adapters.teams.connector import Connector, Refused
from adapters.teams.files import Unreadable, download
from adapters.teams.forms import TYPEAHEAD, choice_value
from adapters.teams.listen import Kind, Raw, part
from adapters.teams.mends import text_activity
from adapters.teams.people import People, own_chat
from adapters.teams.render import render
from adapters.teams.send import Teams, post
from adapters.teams.settings import TeamsSettings
from adapters.teams.tokens import Session
from bot.platform import Bailey
from bot.request import Address, Choice, Later, Line, Never, Outcome, Place, Reply, Request, Sender, Sent
from bot.view import Closer, DrawnView

log = structlog.get_logger()

IN_YOUR_CHAT = "I answered you in your own chat."
BELOW = "The answer is below."
LATER = "Still at it. The answer comes as a message."
OUTSIDERS = (
    "People from outside may read along here, so I say nothing of accounts. If you named a customer, delete your message. "
    "Write to me in your own chat."
)
OUTSIDERS_THERE = "People from outside may read along here, or I am not in this chat, so I look nothing up."
SLOW = "That takes longer than Teams waits. Try once more."
LINK = "link"  # what `find` calls the record behind an address
NOTHING = "Nothing found. Try a few letters of a name, or: fintech EMEA case study."
INSTALL = "I cannot write to you yet. Open Apps in Teams, add Bailey, then ask me again."
BUSY = "Teams keeps me from writing to you at the moment. Ask me again in a minute."
HELLO = "I am Bailey. Mention me with a line, such as: log call Acme 30m. The answer comes to your own chat."
TRIES = 3  # of sending one answer while Teams asks us to wait
PATIENT = 60.0  # seconds that an answer waits for Teams at most


@dataclass(slots=True)
class Turn:
    """One activity on its way through. late: Teams has stopped waiting, so the answer goes as a message."""

    context: TurnContext
    connector: Connector
    raw: Raw
    kind: Kind
    late: asyncio.Event
    sender: Sender
    address: Address

    @property
    def pressed_card(self) -> str:
        return str(self.raw.get("replyToId") or "")

    @property
    def in_own_chat(self) -> bool:
        return self.address.place is Place.DIRECT

    async def say(self, text: str) -> None:
        """A plain line into the conversation."""
        await _say(self.context, text)


class Turns:
    def __init__(self, settings: TeamsSettings, bailey: Bailey, people: People, teams: Teams, session: Session) -> None:
        self._settings = settings
        self._bailey = bailey
        self._people = people
        self._teams = teams
        self._session = session

    async def take(self, context: TurnContext, connector: Connector, raw: Raw, kind: Kind, late: asyncio.Event) -> Any:
        """The body of the answer to an invoke, None for everything else."""
        if kind is Kind.LINK_OF_NOBODY:
            return None  # Bailey is not installed there, and Teams does not say who asks
        tenant = self._people.tenant(raw)
        if kind is Kind.OVERHEARD and not await self._bailey.listens(listen.address_of(raw, tenant, Place.SHARED)):
            return None
        self._teams.heard_from(tenant, raw["serviceUrl"])
        if kind in (Kind.REMOVED, Kind.READERS, Kind.INSTALLED) and not own_chat(raw):
            return await self._group_changed(context, connector, raw, kind, tenant)
        sender = await self._people.sender(connector, raw)
        if kind is Kind.REMOVED:
            self._teams.lost(tenant, sender.user)
            return None
        if own_chat(raw):
            self._teams.met(tenant, sender.user, raw["conversation"]["id"])
        private = kind in listen.PRIVATE
        place = Place.DIRECT if private else await self._people.place(connector, raw, tenant)
        address = listen.address_of(raw, tenant, place)
        if private and not own_chat(raw):
            address = listen.own_chat(sender)
        return await self._take(Turn(context, connector, raw, kind, late, sender, address))

    async def _take(self, turn: Turn) -> Any:
        match turn.kind:
            case Kind.MESSAGE:
                return await self._message(turn)
            case Kind.OVERHEARD:
                await self._bailey.overhear(threads.overheard(turn.raw, turn.sender, turn.address))
                return None
            case Kind.INSTALLED:
                return await self._welcome(turn)
            case Kind.PRESS:
                return await self._press(turn)
            case Kind.REFRESH:
                return await self._look_closer(turn)
            case Kind.SEARCH:
                return await self._search(turn)
            case Kind.EXTENSION_SEARCH:
                return await self._find(turn)
            case Kind.LINK:
                return await self._unfurl(turn)
            case Kind.DIALOG_OPENS | Kind.EXTENSION_OPENS:
                return await self._open_dialog(turn)
            case Kind.DIALOG_SENT | Kind.EXTENSION_SENT:
                return await self._dialog_sent(turn)
            case _:
                return None

    # ------------------------------------------------------------ messages

    async def _message(self, turn: Turn) -> None:
        name, url = listen.file_of(turn.raw)
        if name and turn.in_own_chat:
            try:
                content = await download(self._settings, self._session, name, url)
            except Unreadable as refusal:
                await turn.say(str(refusal))
                return
            request = listen.dropped(turn.raw, turn.sender, turn.address, name, content)
        else:
            request = listen.message(turn.raw, turn.sender, turn.address)
        reply = await self._bailey.answer(request)
        await self._reply(turn, reply, turn.pressed_card if request.pressed else "")

    async def _welcome(self, turn: Turn) -> None:
        await self._bailey.meet([turn.sender])
        key = listen.key_of(turn.raw, turn.kind)
        reply = await self._bailey.answer(Request(key, turn.sender, turn.address, Line("help")))
        await self._reply(turn, reply)

    async def _reply(self, turn: Turn, reply: Reply, card: str = "") -> None:
        """Into the own chat, in any case; there a pressed card is edited where it stands."""
        if turn.in_own_chat:
            replaced = card if reply.replaces else ""
            outcome = await _patiently(turn, reply.view, replaced)
            if replaced and isinstance(outcome, Never):
                # The card is gone, and the answer is not.
                outcome = await _patiently(turn, reply.view, "")
            if not isinstance(outcome, Sent):
                log.warning("teams", action="answer_unsent", why=outcome.why)
            return
        await turn.say(await self._aside(turn, reply))

    async def _aside(self, turn: Turn, reply: Reply) -> str:
        """Send a private answer to the asker's own chat; what to say of it where it was asked."""
        if turn.address.place is Place.SHARED and not reply.done:
            return OUTSIDERS
        view = reply.view
        try:
            chat = await self._teams.direct(turn.sender.tenant, turn.sender.user)
        except LookupError:
            return INSTALL
        match await self._teams.send(chat, view):
            case Sent():
                return IN_YOUR_CHAT
            case Later(after=after) if after <= PATIENT:
                await asyncio.sleep(after)
                return IN_YOUR_CHAT if isinstance(await self._teams.send(chat, view), Sent) else BUSY
            case Later():
                return BUSY
            case Never():
                self._teams.lost(turn.sender.tenant, turn.sender.user)
                return INSTALL

    # ------------------------------------------------------------ buttons

    async def _press(self, turn: Turn) -> Any:
        data = listen.data_of(turn.raw, turn.kind)
        request = listen.pressed(data, listen.key_of(turn.raw, turn.kind), turn.sender, turn.address)
        reply = await self._bailey.answer(request)
        if not turn.in_own_chat:
            # A card that others see too is not redrawn with what one of them may see; the courier edits it for all.
            return bodies.note_body(await self._aside(turn, reply))
        if turn.late.is_set() or not reply.replaces:
            await self._reply(turn, reply, turn.pressed_card)
            return bodies.note_body(BELOW)
        return bodies.card_body(render(reply.view).card)

    async def _look_closer(self, turn: Turn) -> Any:
        """A card that others see too, as its reader alone may see it. Teams asks by itself whenever it shows the card, so
        that whatever goes wrong is not told: the card for everybody stays."""
        line = str(listen.data_of(turn.raw, turn.kind).get("line") or "")
        request = Request(listen.key_of(turn.raw, turn.kind), turn.sender, turn.address, Line(line))
        reply = await self._bailey.answer(request)
        if not reply.done or turn.late.is_set():
            return bodies.unchanged_body()
        # It asks again the next time it is shown, and then for this reader alone.
        view = replace(reply.view, closer=Closer(line, (turn.sender.identity,)))
        return bodies.card_body(render(view).card)

    async def _search(self, turn: Turn) -> Any:
        value = part(turn.raw, "value")
        kind = str(value.get("dataset") or "")
        query = str(value.get("queryText") or "").strip()
        found: tuple[Choice, ...] = ()
        if turn.sender.outsider:
            return bodies.search_body(())
        if kind in TYPEAHEAD:
            found = await self._bailey.suggest(turn.sender, kind, query)
        if kind == "people" and query:
            # Nobody can type into Teams' picker what it does not list, and a customer's people may be new to us.
            found = (*found[: limits.CHOICES_TYPED - 1], Choice(query, f"“{query}”"))
        choices = [Choice(choice_value(choice.value, kind), choice.label) for choice in found]
        return bodies.search_body(tuple(choices[: limits.CHOICES_TYPED]))

    async def _find(self, turn: Turn) -> Any:
        """Cards to put into the box where one writes: for everybody there, so not a word where outsiders may read."""
        if turn.address.place is Place.SHARED:
            return bodies.found_note(OUTSIDERS_THERE)
        kind, query = listen.sought(turn.raw)
        found = await self._bailey.find(turn.sender, turn.address, kind, query)
        if turn.late.is_set() or not found:
            return bodies.found_note(NOTHING)
        return bodies.found_body([(one, render(one.view).card) for one in found])

    async def _unfurl(self, turn: Turn) -> Any:
        """A link to a record becomes a card for everybody there; any other, and any other place, gets no answer."""
        if turn.address.place is Place.SHARED:
            return None
        found = await self._bailey.find(turn.sender, turn.address, LINK, listen.pasted(turn.raw))
        return bodies.found_body([(one, render(one.view).card) for one in found]) if found else None

    # ------------------------------------------------------------ dialogs

    async def _open_dialog(self, turn: Turn) -> Any:
        key = listen.key_of(turn.raw, turn.kind)
        if turn.kind is Kind.EXTENSION_OPENS:
            people = await asyncio.gather(*(self._identity(turn, user) for user in listen.quoted_people(turn.raw)))
            quoted = listen.quoted(turn.raw, people)
            request = Request(key, turn.sender, turn.address, listen.chosen(turn.raw), quoted=quoted)
        else:
            request = listen.pressed(listen.data_of(turn.raw, turn.kind), key, turn.sender, turn.address)
        return await self._in_dialog(turn, await self._bailey.answer(request))

    async def _identity(self, turn: Turn, user: str) -> str:
        conversation = str(turn.raw["conversation"]["id"]).partition(";")[0]
        return await self._people.by_directory_id(turn.connector, conversation, turn.sender.tenant, user)

    async def _dialog_sent(self, turn: Turn) -> Any:
        data = listen.data_of(turn.raw, turn.kind)
        request = listen.pressed(data, listen.key_of(turn.raw, turn.kind), turn.sender, turn.address)
        reply = await self._bailey.answer(request)
        if reply.view.form or turn.kind is Kind.EXTENSION_SENT or not own_chat(turn.raw) or turn.late.is_set():
            return await self._in_dialog(turn, reply)
        card = turn.pressed_card if reply.replaces else ""
        if isinstance(await _patiently(turn, reply.view, card), Sent):
            return bodies.closing_body("")
        return await self._in_dialog(turn, reply)

    async def _in_dialog(self, turn: Turn, reply: Reply) -> Any:
        if turn.late.is_set():
            await self._teams.send(listen.own_chat(turn.sender), reply.view)
            return bodies.closing_body(LATER)
        title = reply.view.form.title if reply.view.form else "Bailey"
        return bodies.dialog_body(clipped(title), render(reply.view, Surface.DIALOG).card)

    # ------------------------------------------------------------ groups

    async def _group_changed(
        self, context: TurnContext, connector: Connector, raw: Raw, kind: Kind, tenant: str
    ) -> None:
        if kind is Kind.REMOVED:
            await self._people.forget_readers(raw, tenant)
            return
        await self._people.list_readers(connector, raw, tenant)
        if kind is Kind.INSTALLED:
            await _say(context, HELLO)


async def _say(context: TurnContext, text: str) -> None:
    try:
        await context.send_activity(text_activity(text))
    except Refused as refusal:
        log.warning("teams", action="line_unsent", status=refusal.status, code=refusal.code)


async def _patiently(turn: Turn, view: DrawnView, replacing: str) -> Outcome:
    """Send within the turn, waiting as long as Teams asks for, within reason."""
    outcome: Outcome = Never("not tried")
    for _ in range(TRIES):
        outcome = await post(turn.context, view, replacing)
        if not isinstance(outcome, Later) or outcome.after > PATIENT:
            break
        await asyncio.sleep(outcome.after)
    return outcome
