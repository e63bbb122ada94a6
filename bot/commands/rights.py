"""team rights: the one matrix of who may do and see what, and where."""

from bot.command import command
from bot.context import Context
from bot.permissions import CLEARANCES, COMMANDS, PLACES, RIGHTS, SEES_ALL_NOTES, SPOKEN_BEFORE_OUTSIDERS, Right
from bot.request import Place
from bot.view import Bold, Column, CommandLine, Fact, Facts, Footer, Heading, Table, Text, View, spans
from storage.tables import Role

# Every field that not everybody sees, as people call it.
FIELDS = ("money", "health", "contacts")
_PLACES = {
    Place.DIRECT: "Direct chat",
    Place.PRIVATE: "Closed channel",
    Place.PUBLIC: "Open channel",
    Place.SHARED: "With outsiders",
}


@command("team rights", reads=True, examples=("team rights", "team rights support"), aliases=("rights",))
def rights(ctx: Context, role: Role | None = None) -> View:
    """Who may do what, and who sees which field where; name a role for its commands."""
    return _matrix(ctx) if role is None else _role(role)


def _matrix(ctx: Context) -> View:
    rows = tuple(((Bold(role.value),), (_may(role),), (_sees(role),)) for role in Role)
    return View(
        (
            Heading(("Who may do and see what",)),
            Text(spans("You are ", Bold(ctx.member.role), ".")),
            Table((Column("Role"), Column("May"), Column("Sees")), rows, len(rows)),
            Facts(tuple(Fact(_PLACES[place], (PLACES[place],)) for place in Place)),
            Footer(spans("The commands of one role: ", CommandLine("team rights support"))),
        ),
        "Who may do and see what",
    )


def _role(role: Role) -> View:
    may = tuple(Fact(right.value.capitalize(), (_commands(right),)) for right in Right if right in RIGHTS[role])
    not_ = ", ".join(right.value for right in Right if right not in RIGHTS[role])
    hidden = ", ".join(field for field in FIELDS if field not in CLEARANCES[role])
    return View(
        (
            Heading(spans("What the role ", Bold(role.value), " may do and see")),
            Facts(may),
            Facts(
                (
                    *((Fact("May not", (not_,)),) if not_ else ()),
                    Fact("Sees", (_sees(role),)),
                    *((Fact("Does not see", (hidden,)),) if hidden else ()),
                    Fact("With outsiders", (", ".join(sorted(SPOKEN_BEFORE_OUTSIDERS)),)),
                )
            ),
        ),
        f"What the role {role.value} may do and see",
    )


def _may(role: Role) -> str:
    return ", ".join(right.value for right in Right if right in RIGHTS[role])


def _sees(role: Role) -> str:
    fields = [field for field in FIELDS if field in CLEARANCES[role]]
    notes = "all notes" if role in SEES_ALL_NOTES else "notes of own accounts"
    return ", ".join((*fields, notes))


def _commands(right: Right) -> str:
    return ", ".join(name for name, needs in COMMANDS.items() if needs is right) or "nothing yet"
