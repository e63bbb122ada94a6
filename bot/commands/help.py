"""help: ten lines on day one, everything on one command."""

from typing import Annotated

from bot.command import Says, command
from bot.commands.help_topics import TOPICS, Topic
from bot.context import Context
from bot.permissions import COMMANDS, RIGHTS
from bot.registry import registry
from bot.request import Place
from bot.view import Block, Bold, Button, Buttons, CommandLine, Footer, Heading, Row, Rows, Spans, Text, View, spans
from bot.words import Rest
from storage.tables import Role

FIRST = (
    ("log call Acme 30m pricing", "saved"),
    ("account Acme", "all on one card"),
    ("day", "what needs you"),
    ("next Acme send SOC2 Fri", "kept until done"),
    ("risk Acme champion left", "flag it"),
    ("renewals", "what renews, how sure, what moved"),
    ("undo", "takes back the last thing"),
    ("help log", "more on anything"),
)
LINES = 8  # besides the first; what has no room is behind the topics
# The commands by how soon a newcomer wants them: what a platform's short list should name.
DAILY = (*(line.split()[0] for line, _ in FIRST), "accounts", "activities", "goal", "create", "link", "team")
BY_ROLE = {
    Role.SALES: (
        ("account Acme", "before you call"),
        ("log call Acme 20m", "your time counts too"),
        ("accounts all renewing 90d", "what is coming"),
    ),
    Role.SUPPORT: (
        ("account Acme goal", "what they want to achieve"),
        ("account Acme owner", "who to ask"),
        ("log reactive call Acme 1h", "your time counts too"),
    ),
    Role.MARKETING: (
        ("accounts all industry fintech", "who is who"),
        ("account Acme owner", "who to ask"),
        ("activities Acme type event", "who came"),
    ),
}

FILLERS = frozenset({"me", "please", "pls", "me please", "me out", "bailey", "us", "needed", "menu", "now"})


@command(
    "help",
    reads=True,
    examples=(
        "help",
        "help log",
        "help about renewals",
    ),
    aliases=("?", "commands"),
)
def help_(
    ctx: Context,
    about: Annotated[Topic | None, Says(typed=True, after=("about", "topic"), label="Topic")] = None,
    topic: Annotated[Rest, Says(label="Command")] = "",
) -> View:
    """What I can do, and how to type it: all of a topic (`help about renewals`), or of one command (`help log`)."""
    if about is not None:
        return _topic(ctx, about)
    wanted = topic.strip().lstrip("/")
    wanted = "" if wanted.lower().strip(" .!?") in FILLERS else wanted
    if registry.find(wanted) is None and wanted.lower() in set(Topic):
        return _topic(ctx, Topic(wanted.lower()))
    if wanted:
        return _about(ctx, wanted)
    first = "Just write it; only you see the answer."
    if ctx.request.address.place is Place.SHARED:
        first = "Write it in a direct chat: people from outside read along here."
    blocks: list[Block] = [Heading((first,))]
    mine = BY_ROLE.get(Role(ctx.member.role), ())
    own = {line.split()[0] for line, _ in mine}
    lines = (*mine, *((line, said) for line, said in FIRST if line.split()[0] not in own))
    shown = [(line, said) for line, said in lines if _may(ctx, line)]
    # Undo and more help stay at the end; what has no room is named below.
    shown = [*shown[: LINES - 2], *shown[-2:]] if len(shown) > LINES else shown
    blocks += [Text(spans(CommandLine(line), "   ", said)) for line, said in shown]
    blocks.append(Buttons(tuple(Button(topic.capitalize(), f"help about:{topic}") for topic in _topics(ctx))))
    return View(tuple(blocks), "What I can do")


def _topics(ctx: Context) -> list[Topic]:
    """Those of which the asker may do anything."""
    return [topic for topic, names in TOPICS.items() if any(_has(ctx, name) for name in names)]


def _topic(ctx: Context, topic: Topic) -> View:
    """Each command by its first example, and what its help says first."""
    commands = [registry.commands[name] for name in TOPICS[topic] if _has(ctx, name)]
    rows = tuple(Row((CommandLine(each.examples[0]),), _told(each.help.splitlines()[0])) for each in commands)
    title = topic.capitalize()
    if not rows:
        return View((Text((f"Nothing of that is for your role ({ctx.member.role}).",)),), title)
    others = tuple(Button(each.capitalize(), f"help about:{each}") for each in _topics(ctx) if each != topic)
    return View((Heading((title,)), Rows(rows, len(rows)), Buttons(others)), f"Help on {topic}")


def _told(line: str) -> Spans:
    """A line of a docstring; what stands between backticks there is typed, and so stands out."""
    parts = line.split("`")
    return spans(*(Bold(part) if place % 2 and part else part for place, part in enumerate(parts)))


def _may(ctx: Context, line: str) -> bool:
    found = registry.find(line)
    assert found is not None, "the help tells of commands"
    return _has(ctx, found[0].name)


def _has(ctx: Context, name: str) -> bool:
    return COMMANDS[name] in RIGHTS[ctx.member.role]


def _about(ctx: Context, wanted: str) -> View:
    known = registry.find(wanted)
    if known is None:
        raise registry.unknown(wanted)
    found = known[0]
    blocks: list[Block] = [Heading((found.name,))]
    blocks += [Text(_told(line)) for line in found.help.splitlines() if line]
    blocks.append(Text(spans("Type: ", CommandLine(found.usage))))
    blocks += [Text(spans(CommandLine(example))) for example in found.examples]
    if not _has(ctx, found.name):
        blocks.append(Footer((f"Your role ({ctx.member.role}) does not have it yet; an admin can change that.",)))
    return View(tuple(blocks), f"Help on {found.name}")
