"""A conversation at the terminal, and through a pipe."""

import asyncio
import io
import os
from collections.abc import AsyncIterator

import pytest

from adapters.cli.chat import chat
from adapters.cli.screen import Screen, wants_colour
from adapters.cli.send import Cli, address_of
from bot.request import Filled, Line, Never, Sent
from bot.view import DrawnView
from tests.adapters.cli.driver import DANA, Desk
from tests.fakes.web_bailey import ScriptedBailey, account, logged


class Talk:
    def __init__(self) -> None:
        self.bailey, self.platform, self.desk = ScriptedBailey(), Cli(), Desk()
        self.task = asyncio.create_task(chat(self.bailey, self.platform, DANA, self.desk))


@pytest.fixture
async def talk() -> AsyncIterator[Talk]:
    talk = Talk()
    yield talk
    talk.desk.type(None)
    await asyncio.wait_for(talk.task, 10)


async def piped(text: str) -> tuple[str, ScriptedBailey]:
    bailey, target = ScriptedBailey(), io.StringIO()
    await chat(bailey, Cli(), DANA, Screen(io.StringIO(text), target, live=False))
    return target.getvalue(), bailey


async def test_a_pipe_holds_a_conversation() -> None:
    text, bailey = await piped("log call Acme 30m\n1\nundo\nexit\nday\n")
    assert "> log call Acme 30m\nWhich Acme? Nothing saved yet\n[1] Acme Corp · yours  [2] Acme Health\n\n> 1\n" in text
    assert [request.what for request in bailey.asked] == [
        Line("log call Acme 30m", bare=True),
        Line("log call a1 30m"),
        Line("undo", bare=True),
    ]
    assert [request.nonce for request in bailey.asked] == ["", "n-which", ""]
    assert bailey.asked[0].sender.email == "dana@example.com"


async def test_a_pipe_prints_a_form_with_what_to_type() -> None:
    text, bailey = await piped("log\nday\n")
    assert "Type *: Call" in text
    assert "Write it all in one line instead. help log shows how." in text
    assert len(bailey.asked) == 2


async def test_the_slash_of_other_platforms_is_understood() -> None:
    _, bailey = await piped("/log call Acme 30m\n/bailey undo\n")
    assert [request.what for request in bailey.asked] == [Line("call Acme 30m", assumed="log"), Line("undo")]


async def test_a_number_without_its_button_says_which_there_are(talk: Talk) -> None:
    await talk.desk.says("log call Acme 30m")
    assert "There is no button 7. Type 1 to 2, or a line." in await talk.desk.says("7")


async def test_a_number_before_any_button_is_a_line(talk: Talk) -> None:
    await talk.desk.says("30")
    assert talk.bailey.asked[-1].what == Line("30", bare=True)


@pytest.mark.parametrize(("answer", "asked"), [("yes", 2), ("no", 1), ("", 1)])
async def test_what_hurts_is_asked_first(talk: Talk, answer: str, asked: int) -> None:
    text = await talk.desk.says("account Acme")
    number = text.split("] Escalate")[0].rsplit("[", 1)[1]
    assert "Sam and two others hear of it now." in await talk.desk.says(number)
    await talk.desk.says(answer)
    assert len(talk.bailey.asked) == asked


async def test_another_line_instead_of_yes_is_carried_out_and_means_no(talk: Talk) -> None:
    text = await talk.desk.says("account Acme")
    await talk.desk.says(text.split("] Escalate")[0].rsplit("[", 1)[1])
    assert "Nothing was changed." in await talk.desk.says("day")
    assert [request.what for request in talk.bailey.asked[1:]] == [Line("day", bare=True)]


async def test_a_form_is_asked_field_by_field(talk: Talk) -> None:
    await talk.desk.says("log")
    assert talk.desk.prompt == "Type * (Call / Meeting / E-mail) [Call]: "
    for answer in ("meeting", "", "soon", "yesterday", "Jane; Sam", "growth; value", "line one\\", "line two"):
        text = await talk.desk.says(answer)
    assert "“soon” is not a length of time" in text
    assert talk.desk.prompt == "Length [soon]: "
    assert "Logged" in await talk.desk.says("45m")
    filled = talk.bailey.asked[-1].what
    assert isinstance(filled, Filled)
    assert filled.fields == {
        "activity": "7",
        "kind": "meeting",
        "account": "a1",
        "length": "45m",
        "on": "yesterday",
        "people": "Jane\nSam",
        "missions": "growth\nvalue",
        "note": "line one\nline two",
    }
    assert talk.bailey.asked[-1].nonce == "n-form"


async def test_a_form_can_be_left(talk: Talk) -> None:
    await talk.desk.says("log")
    assert "Nothing was saved." in await talk.desk.says("cancel")
    assert len(talk.bailey.asked) == 1


async def test_what_comes_unasked_is_shown_and_leaves_the_numbers_alone(talk: Talk) -> None:
    await talk.desk.says("log call Acme 30m")
    sent = await talk.platform.send(address_of(DANA.user), account())
    assert isinstance(sent, Sent)
    assert "[3] Next" in await talk.desk.quiet()
    await talk.desk.says("1")
    assert talk.bailey.asked[-1].what == Line("log call a1 30m")


async def test_nobody_at_the_terminal() -> None:
    platform = Cli()
    assert isinstance(await platform.send(address_of(DANA.user), logged()), Never)
    with pytest.raises(LookupError):
        await platform.direct("local", DANA.user)


async def test_a_closed_terminal_is_never() -> None:
    platform = Cli()
    target = io.StringIO()

    def show(view: DrawnView) -> None:
        target.write(view.summary)

    target.close()
    with platform.attached(DANA.user, show):
        assert isinstance(await platform.send(address_of(DANA.user), logged()), Never)


async def test_waiting_for_a_line_blocks_nobody() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading) as source:
        screen = Screen(source, io.StringIO(), live=True)
        waiting = asyncio.create_task(screen.read("> "))
        await asyncio.sleep(0)
        assert not waiting.done()
        os.write(writing, "größe\r\n".encode())
        assert await asyncio.wait_for(waiting, 10) == "größe"
        os.close(writing)
        assert await asyncio.wait_for(screen.read("> "), 10) is None


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("target", "no_color", "colour"),
    [(Tty(), None, True), (Tty(), "", True), (Tty(), "1", False), (io.StringIO(), None, False)],
)
def test_colour_is_for_a_tty_that_wants_it(target: io.StringIO, no_color: str | None, colour: bool) -> None:
    assert wants_colour(target, no_color) is colour
