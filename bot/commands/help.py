"""help: ten lines on day one, everything on one command."""

from typing import Annotated

from bot.command import Says, command, registry
from bot.context import Context
from bot.permissions import COMMANDS, RIGHTS
from bot.request import Place
from bot.view import Block, Bold, CommandLine, Footer, Heading, Spans, Text, View, spans
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
LINES = 8  # besides the first and the last, which tells the others' names
# Reached by a button, seldom typed: `help edit` tells of them all the same.
PRESSED = {"edit", "delete", "join", "share", "done", "move", "start", "help", "risk-change", "risk-close"}
PRESSED |= {f"escalation-{act}" for act in ("take", "accept", "return", "hand", "need", "info", "update", "severity")}
PRESSED |= {"escalation-resolve", "escalation-reopen", "escalation-hours", "escalation-problem"}
PRESSED |= {"complaint-answer", "problem-solve", "problem-add", "closer look"}
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


@command(
    "help",
    reads=True,
    examples=(
        "help",
        "help log",
    ),
    aliases=("?", "commands"),
)
def help_(ctx: Context, topic: Annotated[Rest, Says(label="Command")] = "") -> View:
    """What I can do, and how to type it."""
    wanted = topic.strip().lstrip("/")
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
    named = {line.split()[0] for line, _ in shown} | PRESSED
    others = sorted(name for name in registry.commands if _may(ctx, name) and name not in named)
    blocks.append(Footer((f"Also: {', '.join(others)}",)))
    return View(tuple(blocks), "What I can do")


def _told(line: str) -> Spans:
    """A line of a docstring; what stands between backticks there is typed, and so stands out."""
    parts = line.split("`")
    return spans(*(Bold(part) if place % 2 and part else part for place, part in enumerate(parts)))


def _may(ctx: Context, line: str) -> bool:
    found = registry.find(line)
    assert found is not None, "the help tells of commands"
    return COMMANDS[found[0].name] in RIGHTS[ctx.member.role]


def _about(ctx: Context, wanted: str) -> View:
    known = registry.find(wanted)
    if known is None:
        raise registry.unknown(wanted)
    found = known[0]
    blocks: list[Block] = [Heading((found.name,))]
    blocks += [Text(_told(line)) for line in found.help.splitlines() if line]
    blocks.append(Text(spans("Type: ", CommandLine(found.usage))))
    blocks += [Text(spans(CommandLine(example))) for example in found.examples]
    if not _may(ctx, found.name):
        blocks.append(Footer((f"Your role ({ctx.member.role}) does not have it yet; an admin can change that.",)))
    return View(tuple(blocks), f"Help on {found.name}")
