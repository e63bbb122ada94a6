"""Risks gathered by tier, category, severity or owner: a line for each, which opens into its risks."""

from bot.cards.accounts import money_said
from bot.cards.activities import joined
from bot.context import Context
from bot.draw import shield
from bot.english import many
from bot.permissions import HEALTH, MONEY
from bot.rules.risks import KINDS, Severity
from bot.scene import Scene
from bot.view import Block, Bold, Button, Footer, Row, Rows, Sayable
from bot.words.risk_lists import GROUPS, By
from storage.queries.risks import RiskTotals, SoughtRisks
from storage.tables import RiskCategory

NONE = "none"
OVERLAP = "Each line counts the largest amount of an account, so an account in several lines counts in each."


def rows(ctx: Context, sought: SoughtRisks, by: By) -> list[Block]:
    """A row for each group, in the order of tiers and severities, else with the most risks first."""
    column = GROUPS[by]
    found = ctx.work.risks.groups(sought, column)
    listed = tuple(
        Row(
            (shield(HEALTH, *joined([Bold(name_of(ctx, column, key)), *summed(totals)])),),
            (),
            (Button("Show", ctx.again(group=said(key), page=1)),),
        )
        for key, totals in found
    )
    blocks: list[Block] = [Rows(listed)]
    if sum(totals.accounts for _, totals in found) > ctx.work.risks.totals(sought).accounts:
        blocks.append(Footer((shield(MONEY, OVERLAP),)))
    return blocks


def summed(totals: RiskTotals) -> list[Sayable]:
    """“5 risks”, “1 fire”, “€670,800”."""
    fires = many(totals.fires, "fire") if totals.fires else ""
    return [many(totals.risks, "risk"), fires, money_said(totals.amount)]


def name_of(scene: Scene, column: str, key: str | int | None) -> str:
    """As people call a group: “T1”, “no tier”, “high”, “Sam Okoye”."""
    match column, key:
        case _, None:
            return f"no {column}"
        case "tier", _:
            return f"T{key}"
        case "severity", int():
            return Severity(key).said
        case "owner", int():
            return scene.names({key}).get(key, "somebody who left")
        case _:
            return str(key)


def said(key: str | int | None) -> str:
    """A group in a line."""
    return NONE if key is None else str(key)


def key_of(column: str, text: str) -> tuple[str, str | int | None]:
    """The group that a line names; one that there is not finds nothing."""
    if text == NONE:
        return column, None
    if column == "category":
        return column, text
    return column, int(text) if text.isdecimal() and len(text) < 18 else 0


def meaning(category: RiskCategory) -> tuple[str, ...]:
    """What a category is, and what shows it."""
    kind = KINDS[category]
    return (f"{kind.means} Shown by {kind.evidence}.",)
