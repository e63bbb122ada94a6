"""The suite that every door passes: subclass it beside the adapter and give it a `driver`."""

import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.request import Address, Filled, Later, Line, Never, Place, Reply, Sent
from bot.text import as_text
from bot.view import Button, Buttons, DrawnView, Heading, Text, every_button
from tests.contracts import gallery
from tests.contracts.driver import Driver, Shown
from tests.escalations.drawn import NAMES as ESCALATIONS
from tests.nudges.drawn import NAMES as NUDGES

WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    return WORD.findall(text)


def lost(view: DrawnView, shown: Shown, driver: Driver) -> list[str]:
    """Words of the plain text rendering that the platform does not show."""
    visible = set(words(shown.words))
    return [word for word in words(as_text(view, driver.platform.typed)) if word not in visible]


class PlatformContract(ABC):
    @pytest.fixture
    @abstractmethod
    def driver(self) -> AsyncIterator[Driver]: ...

    # ------------------------------------------------------------ what is shown

    @pytest.mark.parametrize("name", sorted(gallery.examples()))
    async def test_every_word_of_an_example_is_shown(self, driver: Driver, name: str) -> None:
        view = gallery.examples(driver.user("Ana Reyes"))[name]
        driver.bailey.says("example", view)
        shown = await driver.say("example")
        assert shown is not None
        assert lost(view, shown, driver) == []
        assert driver.faults(shown.payload) == []

    @pytest.mark.parametrize("name", sorted(NUDGES))
    async def test_every_word_of_a_nudge_is_shown(
        self, driver: Driver, name: str, nudge_cards: Mapping[str, DrawnView]
    ) -> None:
        view = nudge_cards[name]
        driver.bailey.says("example", view)
        shown = await driver.say("example")
        assert shown is not None
        assert lost(view, shown, driver) == []
        assert driver.faults(shown.payload) == []
        labels = {button.label for button in every_button(view.blocks)}
        assert {label for label in labels if label not in shown.buttons and label not in shown.words} == set()

    @pytest.mark.parametrize("name", ESCALATIONS)
    async def test_every_word_of_an_escalation_is_shown_and_none_is_markup(
        self, driver: Driver, name: str, escalation_cards: Mapping[str, DrawnView]
    ) -> None:
        view = escalation_cards[name]
        driver.bailey.says("example", view)
        shown = await driver.say("example")
        assert shown is not None
        assert lost(view, shown, driver) == []
        assert driver.faults(shown.payload) == []
        assert driver.markup(shown.payload) == []

    @pytest.mark.parametrize("text", gallery.PROBES)
    async def test_text_stays_text(self, driver: Driver, text: str) -> None:
        driver.bailey.says("example", gallery.probe(text))
        shown = await driver.say("example")
        assert shown is not None
        assert driver.markup(shown.payload) == []
        assert driver.faults(shown.payload) == []
        assert set(words(text)) <= set(words(shown.words))
        assert set(words(text)) <= set(words(shown.notification))

    @pytest.mark.parametrize("rows", [30, 90, 400])
    async def test_what_does_not_fit_is_counted_and_next_remains(self, driver: Driver, rows: int) -> None:
        driver.bailey.says("example", gallery.book(rows, 1000, "a rather long remark on how things are going " * 3))
        shown = await driver.say("example")
        assert shown is not None
        assert driver.faults(shown.payload) == []
        kept = sum(f"Account {n:03}" in shown.words for n in range(rows))
        assert kept > 5
        assert kept == rows or str(rows - kept) in words(shown.words)
        assert "Next" in shown.buttons
        await driver.press("Next")
        assert driver.bailey.requests[-1].what == Line(gallery.NEXT_PAGE)

    async def test_a_very_long_text_is_cut_and_says_so(self, driver: Driver) -> None:
        view = gallery.view(Heading(("Long",)), Text(("word " * 30_000,)), Buttons((Button("Undo", "undo"),)))
        driver.bailey.says("example", view)
        shown = await driver.say("example")
        assert shown is not None
        assert driver.faults(shown.payload) == []
        assert shown.words.count("word") == 30_000 or "left out" in shown.words
        assert "Undo" in shown.buttons

    # ------------------------------------------------------------ what is heard

    async def test_a_line_arrives_as_it_was_typed(self, driver: Driver) -> None:
        await driver.chat("log call Acme & Sons 30m <b> “pricing”")
        [request] = driver.bailey.requests
        assert isinstance(request.what, Line)
        assert request.what.text == "log call Acme & Sons 30m <b> “pricing”"
        assert request.address.place is Place.DIRECT
        assert request.sender.identity.startswith(f"{driver.platform.name}:")

    async def test_other_peoples_mentions_are_understood(self, driver: Driver) -> None:
        identity = driver.user("Ana Reyes")
        user = identity.split(":", 2)[2]
        await driver.chat(f"log call Acme with {driver.mention(user, 'Ana Reyes')} 30m")
        [request] = driver.bailey.requests
        assert isinstance(request.what, Line)
        assert request.what.text == f"log call Acme with <@{user}> 30m"
        assert {known: person.name for known, person in request.people.items()} == {identity: "Ana Reyes"}

    async def test_own_messages_are_ignored(self, driver: Driver) -> None:
        await driver.own("log call Acme 30m")
        assert driver.bailey.requests == []

    async def test_bad_credentials_are_refused(self, driver: Driver) -> None:
        status = await driver.forged("log call Acme 30m")
        assert status is None or status in (400, 401, 403)
        assert driver.bailey.requests == []

    async def test_outsiders_make_the_place_shared(self, driver: Driver) -> None:
        await driver.say("account Acme", Place.SHARED)
        assert driver.bailey.requests[-1].address.place is Place.SHARED

    # ------------------------------------------------------------ there and back

    async def test_the_same_payload_twice_has_one_effect_and_the_same_answer(self, driver: Driver) -> None:
        first = await driver.say("log call Acme 30m")
        second = await driver.again()
        assert first is not None
        assert second is not None
        assert len(driver.bailey.requests) == 1
        assert first.words == second.words

    async def test_a_press_says_the_line_and_its_card(self, driver: Driver) -> None:
        driver.bailey.says("example", gallery.logged())
        driver.bailey.says("undo change:7", Reply(gallery.view(Text(("Taken back.",)), nonce="n2"), replaces=True))
        await driver.say("example")
        shown = await driver.press("Undo")
        request = driver.bailey.requests[-1]
        assert request.what == Line("undo change:7")
        assert request.nonce == "nonce1"
        assert shown is not None
        assert "Taken back" in shown.words
        assert "Logged" not in shown.words

    async def test_a_form_goes_round(self, driver: Driver) -> None:
        driver.bailey.says("example", gallery.form())
        driver.bailey.says("log", gallery.logged())
        shown = await driver.say("example")
        if shown is not None and not shown.dialog:
            shown = await driver.press("Open form")
        assert shown is not None
        assert shown.dialog
        shown = await driver.fill(length="45m", note="two\nlines & <more>")
        request = driver.bailey.requests[-1]
        assert isinstance(request.what, Filled)
        assert request.what.command == "log"
        assert request.nonce == "form1"
        assert request.what.fields == {
            "account": "account:1",
            "kind": "call",
            "length": "45m",
            "with": "",
            "on": "2026-11-20",
            "note": "two\nlines & <more>",
            "draft": "7",
        }
        assert shown is not None
        assert "Logged" in shown.words
        assert shown.private

    async def test_a_refused_form_says_why_and_keeps_what_was_entered(self, driver: Driver) -> None:
        driver.bailey.says("example", gallery.form())
        refusal = Reply(gallery.form({"length": "“soon” is not a length of time."}), done=False)
        driver.bailey.says("log", lambda request: refusal)
        shown = await driver.say("example")
        if shown is not None and not shown.dialog:
            await driver.press("Open form")
        shown = await driver.fill(length="soon")
        assert shown is not None
        assert "not a length of time" in shown.words
        driver.bailey.says("log", gallery.logged())
        shown = await driver.fill(length="30m")
        assert shown is not None
        assert "Logged" in shown.words

    async def test_a_slow_answer_still_arrives(self, driver: Driver) -> None:
        driver.bailey.says("example", gallery.logged())
        shown = await driver.late("example")
        assert shown is not None
        assert "Logged" in shown.words
        assert shown.private

    # ------------------------------------------------------------ unasked

    async def test_an_address_survives_a_restart(self, driver: Driver) -> None:
        await driver.chat("day")
        address = driver.bailey.requests[-1].address
        assert Address.parse(str(address)) == address
        outcome = await driver.platform.send(Address.parse(str(address)), gallery.logged())
        assert isinstance(outcome, Sent)
        edited = await driver.platform.send(address, gallery.account(), outcome.ref)
        assert isinstance(edited, Sent)

    async def test_an_edit_stands_where_the_message_stood(self, driver: Driver) -> None:
        await driver.chat("day")
        address = driver.bailey.requests[-1].address
        before = len(driver.standing())
        first = await driver.platform.send(address, gallery.logged(), "", "one")
        second = await driver.platform.send(address, gallery.account(), "", "two")
        assert isinstance(first, Sent)
        assert isinstance(second, Sent)
        assert first.ref != second.ref
        edited = await driver.platform.send(address, gallery.view(Text(("Taken back.",))), first.ref)
        assert edited == Sent(first.ref)
        if not driver.standing():
            return  # what was printed on a terminal stays
        stands = driver.standing()[before:]
        assert len(stands) == 2
        assert "Taken back" in stands[0]
        assert "Logged" not in stands[0]

    async def test_what_was_lost_on_the_way_is_known_to_be_unsure(self, driver: Driver) -> None:
        await driver.chat("day")
        address = driver.bailey.requests[-1].address
        if not driver.lose():
            return  # nothing can be lost there
        outcome = await driver.platform.send(address, gallery.logged(), "", "lost")
        assert isinstance(outcome, Later)
        assert outcome.unsure
        since = datetime.now(UTC) - timedelta(minutes=1)
        found = await driver.platform.find(address, "lost", since)
        # Either it is found, or the platform cannot be asked; whoever cannot tell does not say "later" for ever.
        assert isinstance(found, Sent | Never)
        assert isinstance(await driver.platform.find(address, "never sent", since), Never)

    async def test_the_pace_is_within_what_the_platform_allows(self, driver: Driver) -> None:
        pace = driver.platform.pace
        free_at = at = datetime(2026, 11, 23, tzinfo=UTC)
        sent = []
        for _ in range(4000):
            at = max(at, free_at)
            sent.append(at)
            free_at = pace.free_at(free_at, at)
        for allowed, seconds in driver.limits:
            window = timedelta(seconds=seconds)
            assert all(later - first >= window for first, later in zip(sent, sent[allowed:], strict=False)), seconds

    @pytest.mark.parametrize(
        ("error", "outcome"),
        [("busy", Later), ("unreachable", Later), ("broken", Later), ("gone", Never), ("barred", Never)],
    )
    async def test_the_error_table(self, driver: Driver, error: str, outcome: type) -> None:
        await driver.chat("day")
        address = driver.bailey.requests[-1].address
        driver.refuse(error, after=7)
        got = await driver.platform.send(address, gallery.logged())
        assert isinstance(got, outcome)
        if error == "busy":
            assert isinstance(got, Later)
            assert got.after >= 7
            assert got.busy
