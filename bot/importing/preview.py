"""A staged file on a card: what it would create and change, what it skips and why."""

from collections.abc import Mapping
from typing import Any

from bot.importing.flow import Applied, known
from bot.importing.plan import Action
from bot.importing.undoing import Undone
from bot.rules.columns import Fit, Subject
from bot.view import (
    Amount,
    Block,
    Bold,
    Button,
    Buttons,
    Confirm,
    Fact,
    Facts,
    Footer,
    Heading,
    Notice,
    Row,
    Rows,
    Sayable,
    Shielded,
    Spans,
    Text,
    View,
    spans,
)
from storage.tables import Import, ImportRow
from storage.work import Work

SHOWN = 3
PAGE = 10
_WORDS = {Action.CREATE: "New", Action.CHANGE: "Changed", Action.SAME: "Known already", Action.SKIP: "Skipped"}
_ONE = {
    Subject.ACCOUNTS: "account",
    Subject.CONTACTS: "contact",
    Subject.ACTIVITIES: "activity",
    Subject.MEASURES: "reading",
    Subject.KPIS: "reading",
}
# Who may see what stood in a field before.
_NEEDS = {"currency": "money", "health": "health", "value": "health"}
_LABELS = {"owner_id": "owner", "backup_id": "backup", "account_id": "account", "member_id": "by"}


def preview(work: Work, import_id: int, shown: int = SHOWN) -> View:
    """What a staged file would do. Nothing of it is written yet. shown: how many lines of each kind at most."""
    staged = known(work, import_id)
    counts = {action: staged.counts.get(action, 0) for action in Action}
    total = sum(counts.values())
    title = f"{staged.filename}: {_count(staged.subject, total, 'line')}"
    blocks: list[Block] = [Heading(spans(Bold(staged.filename), f" · {staged.subject} · {_count('', total, 'line')}"))]
    blocks.append(Facts(tuple(Fact(_WORDS[action], (f"{counts[action]:,}",)) for action in Action if counts[action])))
    blocks += [Text((said,)) for said in staged.told]
    for action in (Action.CREATE, Action.CHANGE, Action.SKIP):
        if counts[action]:
            blocks.append(Text((Bold(_WORDS[action]),)))
            blocks.append(_listed(work, staged, action, 0, shown))
    writes = counts[Action.CREATE] + counts[Action.CHANGE]
    if staged.state != "staged":
        blocks.append(Footer((f"This file is {staged.state}.",)))
    elif writes:
        blocks.append(
            Buttons(
                (
                    Button(f"Apply {writes:,}", f"import {staged.id} apply", "primary"),
                    Button("Cancel", f"import {staged.id} cancel"),
                )
            )
        )
        blocks.append(Footer((f"Nothing is written yet. {_columns(staged)}",)))
    else:
        reason = "Everything in it is known already." if not counts[Action.SKIP] else "No line of it can be used."
        reason = "The other lines are known already." if counts[Action.SKIP] and counts[Action.SAME] else reason
        blocks.append(Notice("info", (f"There is nothing to bring in. {reason}",)))
        blocks.append(Footer((_columns(staged),)))
    return View(tuple(blocks), title)


def lines(work: Work, import_id: int, action: Action, after: int = 0) -> View:
    """A page of the lines of one kind, below a line of the file."""
    staged = known(work, import_id)
    return View(
        (
            Heading(spans(Bold(staged.filename), f" · {_WORDS[action].lower()}")),
            _listed(work, staged, action, after, PAGE),
            Buttons((Button("Back", f"import {staged.id}"),)),
        ),
        staged.filename,
    )


def applied(work: Work, import_id: int, done: Applied, set_id: int | None) -> View:
    staged = known(work, import_id)
    created, changed = done.counts.get(Action.CREATE, 0), done.counts.get(Action.CHANGE, 0)
    said = f"Brought in {staged.filename}: {created:,} new, {changed:,} changed"
    skipped = done.counts.get(Action.SKIP, 0)
    blocks: list[Block] = [Notice("done", (f"{said}, {skipped:,} skipped." if skipped else f"{said}.",))]
    if done.lost:
        blocks.append(Text((f"{_count('', done.lost, 'parent')} not found, so those accounts stand alone.",)))
    buttons = []
    if set_id is not None:
        confirm = Confirm("Take it back?", f"All that {staged.filename} brought in goes again.", "Take it back")
        buttons.append(Button("Undo", f"undo change:{set_id}", confirm=confirm))
    if skipped:
        buttons.append(Button("Skipped lines", f"import {staged.id} skip"))
    blocks += [Buttons(tuple(buttons))] if buttons else []
    return View(tuple(blocks), f"Brought in {staged.filename}")


def cancelled(staged: Import) -> View:
    return View((Notice("done", (f"{staged.filename} is put away. Nothing was written.",)),), "Put away")


def taken_back(staged: Import, undone: Undone) -> View:
    said = f"Taken back {staged.filename}: {undone.removed:,} removed, {undone.restored:,} as before."
    blocks: list[Block] = [Notice("done", (said,))]
    if undone.kept:
        more = undone.kept - len(undone.why)
        told = " ".join(undone.why) + (f" {more:,} more." if more else "")
        blocks.append(Text((f"Kept, so that nobody's work is lost: {told}",)))
    return View(tuple(blocks), "Taken back")


def question(asked: Import, fits: tuple[Fit, ...]) -> View:
    """Columns alone do not tell what a file is about."""
    buttons = [Button(fit.subject.value.capitalize(), f"import {asked.id} {fit.subject.value}") for fit in fits]
    return View(
        (
            Text(spans("What is in ", Bold(asked.filename), "? Nothing saved yet.")),
            Buttons((*buttons, Button("Cancel", f"import {asked.id} cancel"))),
        ),
        f"What is in {asked.filename}?",
    )


def _listed(work: Work, staged: Import, action: Action, after: int, limit: int) -> Rows:
    found = work.imports.page(staged.id, action, after, limit + 1)
    shown = found[:limit]
    more = f"import {staged.id} {action.value} after {shown[-1].line}" if len(found) > limit else None
    return Rows(tuple(_line(row) for row in shown), staged.counts.get(action, len(shown)), more)


def _line(row: ImportRow) -> Row:
    said = row.values.get("said", {})
    name = said.get("name") or said.get("account") or said.get("external_id") or said.get("email") or ""
    detail: list[Sayable] = []
    if "kind" in said:
        detail.append(f"{said['kind']} · {said['at'][:10]}")
    elif "kpi" in said:
        detail.append(f"{said['kpi']} · {said['on']}" if "on" in said else said["kpi"])
    elif "measure" in said:
        detail.append(f"{said['measure']} · {said['at'][:10]}")
    for field, (before, after) in row.values.get("changes", {}).items():
        detail.append(_change(field, before, after, said))
    if row.why:
        detail.append(row.why)
    return Row(spans(f"Line {row.line}", f" · {name}" if name else ""), _parted(detail))


def _change(field: str, before: Any, after: Any, said: Mapping[str, Any]) -> Sayable:
    """`tier 2 → 1`. Values that not everyone may see are said to those only who may."""
    label = _LABELS.get(field, field.replace("_", " "))
    if field in ("owner_id", "backup_id", "account_id", "member_id"):
        key = {"owner_id": "owner", "backup_id": "backup", "account_id": "account", "member_id": "member"}[field]
        return f"{label}: {said.get(key, '')}"
    if field == "note":
        return "another note"
    if field == "arr":
        return Shielded(frozenset({"money"}), spans("ARR ", Amount(*before), " → ", Amount(*after)))
    words: Sayable = f"{label} {after}" if before is None else f"{label} {before} → {after}"
    if need := _NEEDS.get(field):
        return Shielded(frozenset({need}), spans(words))
    return words


def _parted(parts: list[Sayable]) -> Spans:
    joined: list[Sayable] = []
    for part in parts:
        joined += [" · ", part] if joined else [part]
    return spans(*joined)


def _columns(staged: Import) -> str:
    shown = [f"{heading} as {field.replace('_', ' ')}" for field, heading in staged.columns.items()]
    return f"Read: {', '.join(shown)}."


def _count(subject: str, number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}" + (f" of {subject}" if subject else "")
