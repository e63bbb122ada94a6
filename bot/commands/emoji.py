"""emoji: what an emoji on a message stands for, and other ones for it."""

from typing import Annotated

from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.permissions import COMMANDS, RIGHTS
from bot.rules.emoji import DEFAULT, MOST, OFF, USUAL, Table, Verb, named, shown, table, written
from bot.view import Bold, Buttons, CommandLine, Fact, Facts, Footer, Heading, Notice, Sayable, Text, View, spans
from bot.words import Rest
from storage.tables import Organization

HOW = "Taking the emoji away takes it back. Only whoever put it hears of it."


@command("emoji", reads=True, examples=("emoji",), aliases=("emojis",))
def emoji(ctx: Context) -> View:
    """Which emoji stand for something where the platform tells me of them, and for what."""
    now = table(_house(ctx).emoji)
    facts = Facts(tuple(Fact(verb.value.capitalize(), spans(_names(now[verb]), " · ", verb.said)) for verb in Verb))
    may = COMMANDS["emoji take"] in RIGHTS[ctx.member.role]
    lines = ("emoji take :raised_hands:", "emoji take off", "emoji take default")
    how = Text(spans("Change with ", *_listed(lines)))
    return View((Heading((Bold("Emoji"),)), facts, *((how,) if may else ()), Footer((HOW,))), "Emoji")


def _listed(lines: tuple[str, ...]) -> list[Sayable]:
    said: list[Sayable] = []
    for line in lines:
        said += [", ", CommandLine(line)] if said else [CommandLine(line)]
    return said


def _settable(verb: Verb) -> None:
    def change(ctx: Context, emoji: Annotated[Rest, Says(label="Emoji", hint="by name, off, or default")] = "") -> View:
        return _set(ctx, verb, emoji)

    change.__doc__ = f"Choose the emoji that stands for “{verb.value}” ({verb.said}); several, off, or default."
    usual = " ".join(f":{name}:" for name in USUAL[verb])
    command(
        f"emoji {verb.value}",
        examples=(f"emoji {verb.value} {usual}", f"emoji {verb.value} off", f"emoji {verb.value} default"),
        title=f"Emoji: {verb.value}",
    )(change)


for _verb in Verb:
    _settable(_verb)


def _set(ctx: Context, verb: Verb, said: str) -> View:
    house = _house(ctx)
    now = table(house.emoji)
    names = _meant(ctx, verb, said.strip())
    _free(now, verb, names)
    ctx.work.change(house, emoji=written({**now, verb: names}))
    ctx.work.describe(f"emoji for {verb.value}")
    done = Notice("done", spans(Bold(verb.value.capitalize()), ": ", _names(names), "."))
    return View((done, Buttons(ctx.undo())), "Emoji")


def _meant(ctx: Context, verb: Verb, said: str) -> tuple[str, ...]:
    if not said:
        raise ctx.missing("emoji", "Which emoji? Try :raised_hands:, off or default.", known={})
    if said.casefold() in OFF:
        return ()
    if said.casefold() in DEFAULT:
        return USUAL[verb]
    names = named(said)
    if names is None:
        raise UserError(
            f"“{said[:40]}” is no emoji that I know by its picture. Write its name: ",
            CommandLine(f"emoji {verb.value} :raised_hands:"),
            field="emoji",
        )
    if len(names) > MOST:
        raise UserError(f"{MOST} emoji for one thing are the most. Leave some out.", field="emoji")
    return names


def _free(now: Table, verb: Verb, names: tuple[str, ...]) -> None:
    """One emoji on a card means one thing. Raises UserError."""
    for other in Verb:
        taken = [name for name in names if name in now[other]]
        if other is not verb and other.on_ours is verb.on_ours and taken:
            raise UserError(
                f"{shown(taken[0])} stands for “{other.value}” already. Free it first: ",
                CommandLine(f"emoji {other.value} off"),
                field="emoji",
            )


def _names(names: tuple[str, ...]) -> str:
    return " ".join(shown(name) for name in names) or "off"


def _house(ctx: Context) -> Organization:
    house = ctx.work.get(Organization, ctx.work.organization_id)
    assert house is not None, "every transaction belongs to an organization"
    return house
