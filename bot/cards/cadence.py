"""How often to talk, as a matrix, and where each customer stands."""

from bot.cards.activities import joined
from bot.rules.cadence import MEANS, Standing, standings
from bot.scene import Scene
from bot.view import Bold, Column, Spans, Table, When, spans
from storage.queries.intervals import RENEWAL, UNTIERED, Matrix, Touched

TIERS = (1, 2, 3, 4)


def every_said(days: int) -> str:
    """“14 d”."""
    return f"{days} d"


def matrix_table(matrix: Matrix) -> Table:
    columns = (Column("Level"), *(Column(f"T{tier}", "right") for tier in TIERS), Column("Counts"))
    rows = []
    for level, counts in MEANS.items():
        cells = [every_said(days[0]) if (days := matrix[level].get(tier)) else "–" for tier in TIERS]
        rows.append(((level.capitalize(),), *((cell,) for cell in cells), (counts,)))
    return Table(columns, tuple(rows), len(rows))


def windows_said(matrix: Matrix) -> Spans:
    """“T1 180-120-90-60-30-14 · T2 120-90-60-30”: days before the deadline."""
    said = [f"T{tier} {'-'.join(map(str, matrix[RENEWAL][tier]))}" for tier in TIERS if matrix[RENEWAL].get(tier)]
    return joined(["Renewal windows", *said])


def standings_of(scene: Scene, touched: Touched, matrix: Matrix) -> list[Standing]:
    account = touched.account
    last = {level: at.astimezone(scene.zone).date() if at else None for level, at in touched.last.items()}
    known = account.created_at.astimezone(scene.zone).date()
    return standings(account.tier or UNTIERED, matrix, last, known)


def standing_line(standing: Standing, scene: Scene, account: str = "") -> Spans:
    """“Business · last Thu 24 Sep · due 24 Dec (31 d)”, “… · due 9 Nov (14 d ago), overdue”."""
    last = spans("last ", When(standing.last, "day")) if standing.last else "never held"
    late = standing.overdue(scene.today)
    when: Spans = ("due today",)
    if late > 0:
        # Of what never was, the years since we met are no measure.
        when = spans("overdue since ", When(standing.due_on, "countdown")) if standing.last else ("overdue",)
    elif late < 0:
        when = spans("due ", When(standing.due_on, "countdown"))
    lead = Bold(account) if account else Bold(standing.level.capitalize())
    return joined([lead, last, when, f"every {every_said(standing.every)}"])
