"""What troubles several customers: kept once, with everybody it troubles, until it is solved for all of them."""

from collections.abc import Collection
from datetime import datetime

from bot import desks
from bot.draw import shield
from bot.escalations.clock import keep
from bot.escalations.telling import update
from bot.permissions import INSIDE
from bot.view import Block, Bold, Button, Row, Rows, Text, View, spans, to_json
from storage.tables import Escalation, Problem, ProblemAccount
from storage.work import Work


def begin(work: Work, title: str, member_id: int) -> Problem:
    return work.add(Problem, title=title, raised_by_id=member_id)


def add_accounts(work: Work, problem: Problem, account_ids: Collection[int]) -> int:
    """Returns how many are new to it."""
    known = {one.record.account_id for one in work.escalations.troubled(problem.id)}
    new = [id for id in dict.fromkeys(account_ids) if id not in known]
    for id in new:
        work.add(ProblemAccount, problem_id=problem.id, account_id=id)
    return len(new)


def add_case(work: Work, matter: Escalation, problem: Problem) -> Escalation:
    add_accounts(work, problem, [matter.account_id])
    return keep(work, matter, problem_id=problem.id)


def solve(
    work: Work, problem: Problem, solution: str, member_id: int, now: datetime, internal: str = ""
) -> tuple[Problem, int]:
    """It is over for everybody: each CSM hears of it once, with all of their customers, or whoever is there instead.
    Returns how many were told.

    solution: what customers may be told. internal: what colleagues are told besides, kept with what was raised of it."""
    solved = work.change(problem, solved_at=now, solved_by_id=member_id, solution=solution or None)
    mine: dict[int, list[tuple[int, str]]] = {}
    for one in work.escalations.troubled(problem.id):
        account_id = one.record.account_id
        for csm in desks.chain(work, None, account_id, now)[:1]:
            mine.setdefault(csm, []).append((account_id, one.account))
    cases = {one.escalation.account_id: one.escalation for one in work.escalations.cases(problem.id)}
    for case in cases.values() if internal else ():
        update(work, case, internal, "", member_id, now)
    for csm, accounts in mine.items():
        view = to_json(_solved(solved, accounts, cases, internal))
        key = f"problem:{problem.id}:solved:{int(now.timestamp())}:{csm}"
        work.messages.put(key, f"member:{csm}", view, member_id, now)
    return solved, len(mine)


def _solved(problem: Problem, accounts: list[tuple[int, str]], cases: dict[int, Escalation], internal: str) -> View:
    blocks: list[Block] = [Text((shield(INSIDE, Bold("Solved: "), f"“{problem.title}”"),))]
    if internal:
        blocks.append(Text((shield(INSIDE, f"For colleagues: “{internal}”"),)))
    if problem.solution:
        blocks.append(Text((shield(INSIDE, "What your customers may be told:"),)))
        blocks.append(Text((shield(INSIDE, f"“{problem.solution}”"),)))
    rows = tuple(_customer(id, name, cases.get(id)) for id, name in accounts)
    return View((*blocks, Rows(rows)), "A problem of your customers is solved")


def _customer(id: int, name: str, case: Escalation | None) -> Row:
    buttons = [Button("I told them", f"form log account:#{id} mode:reactive", opens_form=True)]
    if case is not None and case.resolved_at is None:
        buttons.append(Button("Resolve theirs", f"form escalation:{case.id} resolve", opens_form=True))
    return Row(spans(shield(INSIDE, Bold(name))), (), tuple(buttons))
