"""risk categories: why customers leave, and what each reason needs to be believed."""

from bot.command import command
from bot.context import Context
from bot.line import quote
from bot.permissions import COMMANDS, RIGHTS
from bot.rules.risks import KINDS
from bot.view import Bold, Button, Footer, Heading, Row, Rows, View, spans


@command("risk categories", reads=True, aliases=("risks categories",), examples=("risk categories",))
def risk_categories(ctx: Context) -> View:
    """The categories of risks: what each means, what shows it, and which of its causes is asked for."""
    may = COMMANDS["risk"] in RIGHTS[ctx.member.role]
    rows = tuple(
        Row(
            spans(Bold(category.value), f" · {kind.severity.said} unless said otherwise"),
            (f"{kind.means} Shown by {kind.evidence}.{_causes(kind.causes, asked=kind.deeper)}",),
            (Button("Flag one", f"form risk category:{quote(category.value)}", opens_form=True),) if may else (),
        )
        for category, kind in KINDS.items()
    )
    said = "Without its evidence a risk is kept all the same, and asks for it until it ends."
    return View((Heading((Bold("Risk categories"),)), Rows(rows), Footer((said,))), "Risk categories")


def _causes(causes: tuple[str, ...], *, asked: bool) -> str:
    if not causes:
        return ""
    return f" {'Asks which' if asked else 'Causes'}: {', '.join(causes)}."
