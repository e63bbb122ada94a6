"""What a command is given: who asks, where, when, and the one transaction it runs in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot import refs
from bot.command import Call
from bot.directory import Knowledge
from bot.grammar.apart import told_apart
from bot.grammar.errors import Incomplete, Unclear
from bot.meeting import House
from bot.paging import Paging, paging
from bot.request import Place, Request
from bot.rules.names import fold
from bot.scene import Scene
from bot.view import Button, Spans, spans
from storage.tables import Account


@dataclass
class Context(Scene):
    """request: what came in. knows: accounts and people by name. house: the settings. call: the command that runs, as
    it was read. forgets: the answer holds a secret, so it is shown and not kept. looked: the accounts it is about. lacks:
    what was looked for and is not recorded."""

    request: Request
    knows: Knowledge
    house: House
    call: Call = field(init=False)
    forgets: bool = field(default=False, init=False)
    looked: set[int] = field(default_factory=set, init=False)
    lacks: list[str] = field(default_factory=list, init=False)

    @property
    def alone(self) -> bool:
        """Whether nobody else could see the answer anyway, so that it need not say “only you”."""
        return self.request.address.place is Place.DIRECT

    @property
    def channel(self) -> str:
        """The address of the channel that this was asked in, without its thread; "" in a direct chat."""
        return "" if self.alone else str(replace(self.request.address, thread=""))

    def again(self, **changed: Any) -> str:
        """The line of this very call with some of its words changed (the next page, another order)."""
        return self.call.changed(**changed)

    def paging(self, page: int, size: int, count: int, **changed: Any) -> Paging:
        """A list that this call shows a page of: the page asked for, rows a page, rows in all."""
        return paging(page, size, count, lambda other: self.again(page=other, **changed))

    def private(self, said: str) -> Spans:
        """The first words of a card that nobody but the asker sees."""
        return spans(said, "" if self.alone else " · only you")

    def undo(self) -> tuple[Button, ...]:
        """The button that takes this very request back; none where nothing was changed."""
        return () if self.work.set_id is None else (Button("Undo", f"undo change:{self.work.set_id}"),)

    def missing(
        self, field: str, sentence: str, *, known: Mapping[str, Any] | None = None, buttons: tuple[Button, ...] = ()
    ) -> Incomplete:
        """To be raised where a field lacks something: this very call's form, with the sentence beside it. known: what the
        form is filled with instead of what was read."""
        form = self.call.command.form(self.call.args if known is None else known, {field: sentence})
        return Incomplete(sentence, form=form, field=field, buttons=buttons)

    def certain(self) -> None:
        """Raise Unclear where an account was taken for my own and another goes by the same name: what ends or decides
        something is never done by a guess."""
        for slot, others in self.call.alternatives.items():
            taken = self.call.args[slot]
            twins = [
                other for other in others if isinstance(taken, refs.Account) and fold(other.name) == fold(taken.name)
            ]
            if twins:
                items = (taken, *twins)
                lines = (self.again(**{slot: replace(item, how="id", said="")}) for item in items)
                labels = told_apart(items, self.knows)
                buttons = tuple(Button(label, line) for label, line in zip(labels, lines, strict=True))
                raise Unclear(f"There are {len(items)} called {taken.name}. Which one?", buttons=buttons, field=slot)

    def account(self, id: int) -> Account:
        """The live account behind a reference that was just read."""
        account = self.work.accounts.get(id)
        assert account is not None, "the grammar names live accounts only"
        self.looked.add(id)
        return account
