"""audit: who saw what of a customer, and who changed it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from bot.command import Says, command
from bot.context import Context
from bot.draw import shield
from bot.permissions import CONTACTS
from bot.view import Bold, Button, Buttons, Footer, Heading, Row, Rows, Sayable, Spans, Text, View, When, spans
from bot.words import Account, Member, Period
from storage.queries.sightings import Entry
from storage.tables import Change, Contact, Participant
from storage.tables import Member as MemberRecord
from storage.types import Guarded, Record

PAGE = 15
FIELDS = 6  # changed fields that a line names
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# Columns that say how a row is kept, not what anybody did.
_QUIET = frozenset({"id", "organization_id", "account_id", "created_at", "names_version", "key"})
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")


class Only(StrEnum):
    """One half of an audit."""

    LOOKS = "looks"
    CHANGES = "changes"

    @classmethod
    def synonyms(cls) -> dict["Only", tuple[str, ...]]:
        return {cls.LOOKS: ("reads", "views", "seen"), cls.CHANGES: ("changed", "writes", "edits")}


@command("audit", reads=True, examples=("audit Acme", "audit Acme changes", "audit Acme by Sam last month"))
def audit(
    ctx: Context,
    account: Account,
    only: Only | None = None,
    during: Period | None = None,
    by: Annotated[Member | None, Says(after=("by", "of"))] = None,
    page: Annotated[int, Says(after=("page",))] = 1,
) -> View:
    """Who was shown money, health, contacts or notes of a customer, and who changed what, newest first.

    Looks are kept for two years, changes for good. All of it as a file: `bailey export audit` on the server."""
    record = ctx.account(account.id)
    page = max(page, 1)
    found = entries(ctx, record.id, only, during, by.id if by else None, page * PAGE + 1)
    shown = found[(page - 1) * PAGE : page * PAGE]
    if not shown:
        return View((Text(spans(Bold(record.name), ": nothing to report.")),), f"Audit of {record.name}")
    names = ctx.names({entry.member_id for entry in shown})
    changes = ctx.work.sightings.changes(record.id, [entry.set_id for entry in shown if entry.set_id is not None])
    names |= ctx.names({id for some in changes.values() for change in some for id in _members(change)})
    rows = tuple(_row(entry, names, changes.get(entry.set_id or 0, [])) for entry in shown)
    more = ctx.again(page=page + 1) if len(found) > page * PAGE else None
    back = (Buttons((Button("Back", ctx.again(page=page - 1)),)),) if page > 1 else ()
    return View(
        (
            Heading(spans("Audit of ", Bold(record.name))),
            Rows(rows, None, more),
            *back,
            Footer(("Looks of money, health, contacts and notes, kept for two years; changes are kept for good.",)),
        ),
        f"Audit of {record.name}",
    )


def entries(
    ctx: Context, account_id: int, only: Only | None, during: Period | None, member_id: int | None, limit: int
) -> list[Entry]:
    since = datetime.combine(during.first, time(), ctx.zone) if during else LONG_AGO
    until = datetime.combine(during.last, time(), ctx.zone) if during else ctx.now
    until += timedelta(days=1)
    looks, changes = only is not Only.CHANGES, only is not Only.LOOKS
    return ctx.work.sightings.of_account(account_id, since, until, limit, member_id, looks=looks, changes=changes)


def _row(entry: Entry, names: dict[int, str], changes: Sequence[Change]) -> Row:
    who = names.get(entry.member_id, "Somebody") if entry.member_id is not None else "A channel"
    when = When(entry.at, "moment")
    if entry.set_id is None:
        said = f" saw {entry.what.replace(' ', ', ')} · {entry.by}" + (f" · {entry.place}" if entry.place else "")
        return Row(spans(when, " · ", Bold(who), said))
    undone = " · taken back" if entry.undone else ""
    return Row(
        spans(when, " · ", Bold(who), f" {entry.by}: ", entry.what or "changed", undone), _detail(changes, names)
    )


def _detail(changes: Sequence[Change], names: Mapping[int, str]) -> Spans:
    parts: list[Sayable] = []
    fields = list(_fields(changes, names))
    for field in fields[:FIELDS]:
        parts += ["; ", field] if parts else [field]
    if len(fields) > FIELDS:
        parts.append(f"; {len(fields) - FIELDS} more")
    return spans(*parts)


def _fields(changes: Sequence[Change], names: Mapping[int, str]) -> Iterator[Sayable]:
    """“owner Dana → Sam”; a new row says what it is, and no more."""
    records = {record.table().name: record for record in Record.__subclasses__()}
    for change in changes:
        record = records.get(change.record_table)
        if record is None:
            continue
        kind = change.record_table.replace("_", " ").removesuffix("s")
        if change.before is None:
            yield f"new {kind}"
            continue
        before, after = (record.guard(values, None) for values in (change.before, change.after))
        people = _of_members(record)
        for name in change.after:
            if name not in _QUIET:
                said: list[Any] = [before.get(name), after.get(name)]
                if name in people:
                    said = [names.get(id, id) for id in said]
                yield _field(record, name.removesuffix("_id").replace("_", " "), *said)


def _field(record: type[Record], name: str, before: Any, after: Any) -> Sayable:
    needs = next((value.needs for value in (before, after) if isinstance(value, Guarded)), None)
    if record in (Contact, Participant):
        needs = CONTACTS
    if needs is None:
        return f"{name} {_plain(before)} → {_plain(after)}"
    # Words of the account's team are not repeated here: that they were changed is what matters.
    if any(need.startswith(("team", "own", "nobody")) for need in needs):
        return f"{name} rewritten"
    return spans(f"{name} ", shield(needs, f"{_plain(before)} → {_plain(after)}"))


@cache
def _of_members(record: type[Record]) -> frozenset[str]:
    """The columns that hold a colleague."""
    members = MemberRecord.table()
    return frozenset(key.parent.name for key in record.table().foreign_keys if key.column.table is members)


def _members(change: Change) -> Iterator[int]:
    record = {each.table().name: each for each in Record.__subclasses__()}.get(change.record_table)
    for values in (change.before, change.after) if record is not None else ():
        yield from (values[name] for name in _of_members(record) if values and values.get(name) is not None)


def _plain(value: Any) -> str:
    value = value.value if isinstance(value, Guarded) else value
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        value = f"{value[:10]} {value[11:16]} UTC"
    text = "–" if value is None else " ".join(str(value).split())
    return text if len(text) <= 40 else text[:39] + "…"
