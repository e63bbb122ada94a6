"""What troubles several customers, in a line and as a card."""

from bot.cards.activities import joined
from bot.cards.escalations import SHORT, open_button
from bot.cards.people import told
from bot.draw import shield
from bot.english import many
from bot.permissions import INSIDE
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Footer, Heading, Notice, Row, Rows, Spans, Text, When, spans
from storage.queries.escalations import ListedEscalation, Troubled
from storage.tables import Problem

NAMED = 5


def customers(count: int) -> str:
    return many(count, "customer")


def problem_line(scene: Scene, problem_id: int | None) -> list[Block]:
    """On the card of an escalation that is a case of it."""
    problem = scene.work.get(Problem, problem_id) if problem_id is not None else None
    if problem is None or problem.deleted_at is not None:
        return []
    troubled = scene.work.escalations.troubled(problem.id)
    state = "solved" if problem.solved_at is not None else ""
    said = joined(
        [
            spans(f"A case of problem {problem.id}: “", told(scene.work, None, problem.title, SHORT), "”"),
            customers(len(troubled)),
            state,
        ]
    )
    return [Text((shield(INSIDE, *said),))]


def line(scene: Scene, problem: Problem) -> Spans:
    """“Problem 2 · “export times out” · 3 customers · since 12 Nov”."""
    troubled = scene.work.escalations.troubled(problem.id)
    said = joined(
        [
            Bold(f"Problem {problem.id}"),
            spans("“", told(scene.work, None, problem.title, SHORT), "”"),
            customers(len(troubled)),
            spans("since ", When(problem.created_at, "day")),
        ]
    )
    return (shield(INSIDE, *said),)


def row(scene: Scene, problem: Problem) -> Row:
    return Row(line(scene, problem), (), (Button("Open", f"problems problem:{problem.id}"),))


def card(scene: Scene, problem: Problem) -> list[Block]:
    troubled = scene.work.escalations.troubled(problem.id)
    cases = {one.escalation.account_id: one for one in scene.work.escalations.cases(problem.id)}
    owners = scene.names({one.owner_id for one in troubled})
    rows = tuple(_troubled(one, cases.get(one.record.account_id), owners) for one in troubled)
    title = joined([Bold(f"Problem {problem.id}"), customers(len(troubled))])
    blocks: list[Block] = [
        Heading((shield(INSIDE, *title),)),
        Text((shield(INSIDE, "“", *told(scene.work, None, problem.title, 1_000), "”"),)),
    ]
    if problem.solved_at is not None:
        by = scene.names({problem.solved_by_id}).get(problem.solved_by_id or 0, "")
        what = spans("“", told(scene.work, None, problem.solution, 500), "”") if problem.solution else ""
        said = joined([spans("Solved ", When(problem.solved_at, "day")), by, what])
        blocks.append(Notice("done", (shield(INSIDE, *said),)))
    if rows:
        blocks.append(Rows(rows))
    names = scene.names({problem.raised_by_id})
    raised = spans(f"Kept by {names.get(problem.raised_by_id, 'a colleague')} ", When(problem.created_at, "day"))
    blocks.append(Footer(joined([raised, f"problem:{problem.id}"])))
    return [*blocks, *_actions(problem)]


def _troubled(one: Troubled, case: ListedEscalation | None, owners: dict[int, str]) -> Row:
    owner = owners.get(one.owner_id or 0, "no CSM")
    state = f"Sev {case.escalation.level}, {case.escalation.state}" if case is not None else ""
    said = joined([Bold(one.account), owner, state])
    buttons = (open_button(case.escalation),) if case is not None else ()
    return Row((shield(INSIDE, *said),), (), buttons)


def _actions(problem: Problem) -> tuple[Block, ...]:
    at = f"problem:{problem.id}"
    if problem.solved_at is not None:
        return ()
    return (
        Buttons(
            (
                Button("Solved", f"form {at} solved", "primary", opens_form=True),
                Button("Add customers", f"form problem-add {at}", opens_form=True),
            )
        ),
    )
