"""@nudge: what Bailey says before it is too late, one file each in `bot/nudges/`.

    @nudge("step", title="next steps due", about="step", candidates=due.step, urgency=40, route="digest")
    def step(scene: Scene, nudge: Nudge) -> Matter | None:
        '''A next step whose day has come. …'''

`candidates` is the set-based question of what came due (see `storage.queries.due`); the function says it for one reader at
the moment of sending: one number, one reason, one next step, or None when it is not true any more. The docstring is what
*Why?* answers.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bot.scene import Scene
from bot.view import Block, Button, Spans
from storage.tables import Nudge

Says = Callable[[Scene, Nudge], "Matter | None"]


@dataclass(frozen=True)
class Matter:
    """What one nudge says. title: whose matter it is, an account's name as a rule; it may be seen on a lock screen, so it
    names no sensitive fact. number: the one number. reason: the one reason, () where the number says it. step: the one
    next step. kind: of the activity that *Done 30m* logs, "" where nothing is to be logged. more: buttons of its own.
    blocks: a body, for the few that are a message of their own. events: what else channels know it by (`renewal-risk`).
    weight: among nudges of one urgency the heavier come first. urgency: of this matter, where it presses more or less than
    its rule does as a rule."""

    title: str
    number: Spans
    reason: Spans = ()
    step: Spans = ()
    kind: str = ""
    more: tuple[Button, ...] = ()
    blocks: tuple[Block, ...] = ()
    events: tuple[str, ...] = ()
    weight: int = 0
    urgency: int | None = None


@dataclass(frozen=True)
class Rule:
    """One nudge. title: as `alerts` names it, plural. about: the kind of its subject (`renewal` of `renewal:42`). urgency:
    the lower, the earlier in a digest. route: direct or digest, until somebody says otherwise. threshold: what an admin may
    change, in `unit`; None where there is none. alone: a message of its own, which no digest takes in. why: when it
    comes, in words. leads: only they are told. needs: clearances without which nothing of it would be left."""

    name: str
    title: str
    about: str
    candidates: Any
    says: Says
    urgency: int = 50
    route: str = "digest"
    threshold: int | None = None
    unit: str = ""
    alone: bool = False
    why: str = ""
    leads: bool = False
    needs: frozenset[str] = frozenset()


def sentence(title: str) -> str:
    """A rule's title at the beginning of a sentence: “KPIs off their line” stays as it is."""
    return title[:1].upper() + title[1:]


@dataclass
class Rules:
    """All nudges by name."""

    by_name: dict[str, Rule] = field(default_factory=dict)

    def add(self, rule: Rule) -> None:
        if rule.name in self.by_name:
            raise ValueError(f"two nudges are called {rule.name!r}")
        self.by_name[rule.name] = rule

    def __getitem__(self, name: str) -> Rule:
        return self.by_name[name]

    def get(self, name: str) -> Rule | None:
        return self.by_name.get(name)

    def all(self) -> Sequence[Rule]:
        return sorted(self.by_name.values(), key=lambda rule: (rule.urgency, rule.name))


_rules = Rules()


def nudge(
    name: str,
    *,
    title: str,
    about: str,
    candidates: Any,
    urgency: int = 50,
    route: str = "digest",
    threshold: int | None = None,
    unit: str = "",
    alone: bool = False,
    leads: bool = False,
    needs: frozenset[str] = frozenset(),
) -> Callable[[Says], Says]:
    """Make a function a nudge."""

    def declare(function: Says) -> Says:
        why = " ".join((inspect.getdoc(function) or "").split())
        _rules.add(
            Rule(name, title, about, candidates, function, urgency, route, threshold, unit, alone, why, leads, needs)
        )
        return function

    return declare


@cache
def rules() -> Rules:
    """Every nudge there is."""
    import bot.nudges

    for module in pkgutil.iter_modules(bot.nudges.__path__):
        importlib.import_module(f"bot.nudges.{module.name}")
    return _rules
