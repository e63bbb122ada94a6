"""A conversation in the terminal: lines, numbers that press buttons, forms. A pipe can hold it as well as a person."""

import re
from uuid import uuid4

from adapters.cli import form
from adapters.cli.render import render
from adapters.cli.screen import Screen
from adapters.cli.send import Cli, address_of
from bot.platform import Bailey
from bot.request import Filled, Line, Reply, Request, Sender
from bot.view import Button, CommandLine, DrawnView, Form, Text

LEAVE = frozenset({"exit", "quit"})
PROMPT = "> "
NUMBER = re.compile(r"[0-9]{1,3}")


async def chat(bailey: Bailey, platform: Cli, sender: Sender, screen: Screen) -> None:
    """Talk until `exit` or the end of the input."""
    talk = Conversation(bailey, sender, screen)
    with platform.attached(sender.user, talk.overhear):
        await talk.run()


class Conversation:
    """What can be pressed: the buttons of the last answer, and of what came unasked since."""

    def __init__(self, bailey: Bailey, sender: Sender, screen: Screen) -> None:
        self._bailey = bailey
        self._sender = sender
        self._screen = screen
        self._buttons: dict[int, tuple[Button, str]] = {}

    async def run(self) -> None:
        while (line := await self._screen.read(PROMPT)) is not None:
            typed = line.strip()
            if typed.casefold() in LEAVE:
                return
            if typed:
                await self._turn(typed)
                self._screen.write()

    async def _turn(self, typed: str) -> None:
        if self._buttons and NUMBER.fullmatch(typed):
            await self._press(int(typed))
        else:
            await self._answered(await self._ask(Line.typed(typed)))

    async def _press(self, number: int) -> None:
        if number not in self._buttons:
            self._screen.write(f"There is no button {number}. Type {_numbers(self._buttons)}, or a line.")
            return
        button, nonce = self._buttons[number]
        if button.confirm and not await self._confirmed(button):
            self._screen.write("Nothing was changed.")
            return
        await self._answered(await self._ask(Line(button.line), nonce))

    async def _confirmed(self, button: Button) -> bool:
        """Anything but yes or no is the next line of the conversation, and means no."""
        confirm = button.confirm
        assert confirm is not None
        asked = render(DrawnView((Text((f"{confirm.title} {confirm.text}",)),), ""), self._screen.width)
        self._screen.write(asked.text)
        answer = await self._screen.read(f"{confirm.yes}? yes or no: ")
        said = (answer or "no").strip().casefold()
        if answer is not None and said not in ("yes", "y", "no", "n", ""):
            self._screen.unread(answer)
        return said in ("yes", "y")

    async def _ask(self, what: Line | Filled, nonce: str = "") -> Reply:
        request = Request(f"cli:{uuid4()}", self._sender, address_of(self._sender.user), what, nonce)
        return await self._bailey.answer(request)

    async def _answered(self, reply: Reply) -> None:
        """Print the answer; a form is asked at once, until it is accepted or left."""
        while (asked := reply.view.form) and self._screen.live:
            others = tuple(block for block in reply.view.blocks if block is not asked)
            if others:
                self._show(DrawnView(others, "", reply.view.nonce))
            fields = await form.ask(self._screen, asked)
            if fields is None:
                self._screen.write("Left the form. Nothing was saved.")
                return
            reply = await self._ask(Filled(asked.command, fields), reply.view.nonce)
        self._buttons = {}
        self._show(_with_way_out(reply.view, asked) if asked else reply.view)

    def _show(self, view: DrawnView) -> None:
        start = max(self._buttons, default=0) + 1
        printed = render(view, self._screen.width, self._screen.colour, start)
        self._buttons |= {number: (button, view.nonce) for number, button in printed.buttons.items()}
        self._screen.write(printed.text)

    def overhear(self, view: DrawnView) -> None:
        """What Bailey says unasked. Its buttons get numbers of their own: a number being typed keeps its meaning."""
        self._screen.write()
        self._show(view)


def _with_way_out(view: DrawnView, asked: Form) -> DrawnView:
    """A pipe cannot fill a form, so the printed one says what to type instead."""
    way = Text(("Write it all in one line instead. ", CommandLine(f"help {asked.command}"), " shows how."))
    return DrawnView((*view.blocks, way), view.summary, view.nonce)


def _numbers(buttons: dict[int, tuple[Button, str]]) -> str:
    return f"{min(buttons)} to {max(buttons)}" if len(buttons) > 1 else str(min(buttons))
