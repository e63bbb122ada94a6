"""kpi: what was agreed with a customer, what was read of it, and how it ended."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, NoReturn

from bot import kpis as doing
from bot.cards import kpis as cards
from bot.cards.kpi_chart import whole
from bot.command import Incomplete, Says, Unclear, command, registry
from bot.commands.kpis import listing
from bot.contacts import one_of
from bot.context import Context
from bot.draw import shield
from bot.errors import UserError
from bot.line import quote
from bot.permissions import HEALTH
from bot.view import Block, Bold, Button, Buttons, CommandLine, Notice, Spans, Text, View, When, spans
from bot.words import Account, As, People, Rest
from bot.words.figures import ByWord, Figure, FigureWord, PastDayWord, ReadOnWord, ShareWord, ValueWord
from storage.tables import Kpi, KpiReading, KpiState

LONGEST = 120  # characters of a name
THRESHOLD = 15


class Verdict(StrEnum):
    MET = "met"
    MISSED = "missed"
    DROPPED = "dropped"

    @classmethod
    def synonyms(cls) -> dict["Verdict", tuple[str, ...]]:
        return {
            cls.MET: ("reached", "achieved", "done"),
            cls.MISSED: ("not met", "failed"),
            cls.DROPPED: ("drop", "cancelled", "abandoned"),
        }


_VERDICT = re.compile(
    r"(?P<name>\S.*?)[\s:,–—-]+(?P<verdict>not met|met|reached|achieved|missed|dropped|abandoned)"
    r"(?:\s*[:,–—-]\s*|\s+(?=because\b|as\b|since\b|they\b)|\s*$)(?P<reason>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = {word: verdict for verdict in Verdict for word in (verdict.value, *Verdict.synonyms()[verdict])}
_FILLER = re.compile(r"(?:[\s:=,]+(?:is|at|now|to|are|was|stands)?)+$", re.IGNORECASE)


def _apart(values: dict[str, Any]) -> dict[str, Any]:
    """`wau dropped: they left the tool` is a name, a verdict and its reason; quotes are no part of a name."""
    text = " ".join(str(values.get("name") or "").split())
    quoted = re.fullmatch(r"\"([^\"]+)\"(.*)", text)
    name, rest = (quoted[1], f"x {quoted[2].lstrip(' :,-–—')}") if quoted else ("", text)
    asks = not {"start", "target", "value", "verdict"} & {key for key, value in values.items() if value is not None}
    if asks and (found := _VERDICT.fullmatch(rest)):
        values = {**values, "verdict": _WORDS[found["verdict"].lower()], "reason": found["reason"].strip()}
        text = name or found["name"]
    elif quoted:
        text = name if quoted[2].strip(" :=,-–—").lower() in ("", "is", "at", "is at", "now") else f"{name}{quoted[2]}"
    text = _FILLER.sub("", text).strip(" :=,-–—")
    return {**values, "name": text} if "name" in values else values


@command(
    "kpi",
    examples=(
        'kpi Acme "invoices by the portal" from 20% to 60% by 30 June 2027',
        'kpi Acme "days to close" 5.5d on 16 Nov',
        "kpi Acme days to close",
    ),
    title="KPI",
    supply=_apart,
)
def kpi(
    ctx: Context,
    account: Account,
    name: Annotated[Rest, Says(label="What is measured", hint="weekly active users")] = "",
    due: Annotated[
        date | None, As(ByWord()), Says(after=("by", "until", "due"), keys=("by",), tail=True, label="Due")
    ] = None,
    since: Annotated[
        date | None, As(PastDayWord()), Says(after=("since", "starting"), tail=True, label="Since")
    ] = None,
    on: Annotated[
        date | None, As(ReadOnWord()), Says(tail=True, head=False, label="Read on", hint="of the value now")
    ] = None,
    threshold: Annotated[
        int | None,
        As(ShareWord()),
        Says(after=("threshold",), tail=True, label="Too far behind", hint="in % of the way from start to target"),
    ] = None,
    agreed: Annotated[People, Says(after=("agreed with", "with"), tail=True, label="Agreed with")] = (),
    target: Annotated[
        Figure | None,
        As(FigureWord()),
        Says(after=("to", "->", "→", "target"), keys=("to",), tail=True, label="Target"),
    ] = None,
    start: Annotated[
        Figure | None, As(FigureWord()), Says(after=("from",), keys=("from",), tail=True, label="Start")
    ] = None,
    value: Annotated[Figure | None, As(FigureWord()), Says(tail=True, head=False, label="Value now")] = None,
    verdict: Annotated[Verdict | None, Says(hidden=True)] = None,
    reason: Annotated[Rest, Says(head=False, hidden=True)] = "",
    id: Annotated[int | None, Says(hidden=True)] = None,
    edit: Annotated[bool, Says(hidden=True)] = False,
) -> View:
    """Agree on a KPI with a customer, enter what it is now, or close it; shown against the line from start to target.

    `from 80 to 150 by 30 June` agrees on it, less may be better; a figure alone (`kpi Acme wau 96 on 1 Dec`) is a reading.
    `kpi Acme wau met`, `missed` or `dropped: reason` closes it. Units: 12k, 20%, 5d, 3h, €12k."""
    present = [one for one in ctx.work.kpis.of_account(account.id) if one.state == KpiState.OPEN]
    if value is not None and start is None and target is not None:
        start, value = value, None
    if edit:
        known = _one(ctx, account, present, name, id)
        raise Incomplete("What changes?", form=_form_of(ctx, known))
    if verdict is not None:
        return closed(ctx, _one(ctx, account, present, name, id), verdict, reason)
    if value is not None:
        return read(ctx, _one(ctx, account, present, name, id), value, on)
    said = {"start": start, "target": target, "due": due, "since": since, "threshold": threshold}
    if any(each is not None for each in said.values()) or agreed:
        return _agreed(ctx, account, present, name, id, said, agreed)
    return _shown(ctx, account, present, name, id)


@command("kpi-reading", examples=("kpi-reading 1 96",), title="Reading of a KPI")
def kpi_reading(
    ctx: Context,
    kpi: Annotated[int, Says(label="KPI")],
    value: Annotated[Figure, As(ValueWord()), Says(label="Value")],
    on: Annotated[date | None, As(PastDayWord()), Says(label="Read on")] = None,
) -> View:
    """Enter what a KPI is now, by the KPI's number: what the button Reading fills in."""
    return read(ctx, _numbered(ctx, kpi), value, on)


@command("kpi-close", examples=("kpi-close 1 missed",), title="Close a KPI", submit="Close")
def kpi_close(
    ctx: Context,
    kpi: Annotated[int, Says(label="KPI")],
    verdict: Annotated[Verdict, Says(label="Outcome")],
    reason: Annotated[Rest, Says(label="Why")] = "",
) -> View:
    """Close a KPI as met, missed or dropped, by its number; one that is dropped needs its reason."""
    return closed(ctx, _numbered(ctx, kpi), verdict, reason)


# ------------------------------------------------------------ which one


def _numbered(ctx: Context, id: int) -> Kpi:
    found = ctx.work.kpis.get(id)
    if found is None or found.state != KpiState.OPEN:
        raise UserError(f"There is no open KPI {id}. List them: ", CommandLine("kpis"), field="kpi")
    return found


def _one(ctx: Context, account: Account, present: list[Kpi], name: str, id: int | None) -> Kpi:
    """The open one that a line is about."""
    if id is not None:
        return next((one for one in present if one.id == id), None) or _numbered(ctx, id)
    if not present:
        raise UserError(
            f"{account.name} has no open KPI. Agree on one: ",
            CommandLine(f'kpi {account.name} "weekly active users" from 80 to 150 by 30 June'),
            buttons=(Button("Agree on a KPI", f"form kpi account:#{account.id}", opens_form=True),),
            field="name",
        )
    found = doing.meant(present, name) if name else present
    if len(found) == 1:
        return found[0]
    buttons = tuple(Button(one.name, ctx.again(id=one.id, name="")) for one in (found or present)[:8])
    if found:
        raise Unclear(f"Which KPI of {account.name}?", buttons=buttons, field="name")
    make = Button(f"Agree on {name[:40]}", f"form kpi account:#{account.id} name:{quote(name)}", opens_form=True)
    said = f"{account.name} has no KPI “{name[:60]}”. Is it one of these?"
    raise Unclear(said, buttons=(*buttons[:4], make), field="name")


# ------------------------------------------------------------ agreeing


def _agreed(
    ctx: Context, account: Account, present: list[Kpi], name: str, id: int | None, said: dict[str, Any], people: People
) -> View:
    known = _known(ctx, account, present, name, id, said)
    contact, made = one_of(ctx, account, people)
    values: dict[str, Any] = {"agreed_with_id": contact.id} if contact else {}
    values |= _values(ctx, known, name, said)
    if known is None:
        record = ctx.work.add(Kpi, account_id=account.id, **values)
        title = "KPI agreed"
    else:
        record = doing.change(ctx.work, known, **values)
        title = "KPI changed"
    ctx.work.describe(f"KPI of {account.name}")
    new = (
        (Text((f"{contact.name} was not known yet and is a contact of {account.name} now.",)),)
        if made and contact
        else ()
    )
    missing = spans("No reading yet: ", CommandLine(f"kpi {account.name} {record.name} 96"))
    latest = ctx.work.kpis.readings(record.id)
    return View(
        (
            Notice("done", ctx.private(title)),
            Text(spans(Bold(account.name), " · ", cards.agreed_line(record, ctx.today))),
            *new,
            *(() if latest else (Text(missing),)),
            Buttons((*ctx.undo(), cards.open_kpi(record))),
        ),
        f"KPI of {account.name}",
    )


def _known(
    ctx: Context, account: Account, present: list[Kpi], name: str, id: int | None, said: dict[str, Any]
) -> Kpi | None:
    """The one that changes; None for a new one. With a start it is new, unless it has the very name of another."""
    if id is not None:
        return _one(ctx, account, present, name, id)
    same = doing.same_name(present, name)
    if len(same) == 1:
        return same[0]
    if same or (said["start"] is None and (not name or doing.meant(present, name))):
        return _one(ctx, account, present, name, None) if present else None
    return None


def _values(ctx: Context, known: Kpi | None, name: str, said: dict[str, Any]) -> dict[str, Any]:
    """The columns that change, checked against one another. Asks for what a new one lacks."""
    start, target, threshold = said["start"], said["target"], said["threshold"]
    if known is None:
        for field, label in (
            ("name", "What is measured"),
            ("start", "From where"),
            ("target", "To where"),
            ("due", "By when"),
        ):
            if not (name if field == "name" else said[field]):
                _ask(ctx, field, f"{label}? Try kpi Acme weekly active users from 80 to 150 by 30 June.")
        if len(name) > LONGEST:
            _ask(ctx, "name", f"A name has at most {LONGEST} characters.")
    unit = _unit(ctx, known, start, target)
    begins = said["since"] or (known.starts_on if known else ctx.today)
    due = said["due"] or (known.due_on if known else None)
    first = start.micro if start else known.start_micro.value if known else None
    last = target.micro if target else known.target_micro.value if known else None
    if first == last:
        _ask(ctx, "target", "The target is where it starts. Say another one.")
    if due is not None and due <= begins:
        _ask(ctx, "due", "It is due before it begins. Say a later day, or since when.")
    if known is None and due is not None and due <= ctx.today:
        _ask(ctx, "due", "That day is past. Say a day to come.")
    values = {
        "name": name if known is None or (name and ctx.call.args.get("id")) else None,
        "unit": unit,
        "start_micro": first,
        "target_micro": last,
        "starts_on": begins,
        "due_on": due,
        "threshold": threshold // 100 if threshold else THRESHOLD if known is None else None,
    }
    return {column: value for column, value in values.items() if value is not None}


def _unit(ctx: Context, known: Kpi | None, *figures: Figure | None) -> str:
    units = {each.unit for each in figures if each is not None and each.unit}
    units |= {known.unit} if known and known.unit else set()
    if len(units) > 1:
        _ask(ctx, "target", f"Start and target are in {' and '.join(sorted(units))}. Say both in one unit.")
    return units.pop() if units else ""


def _ask(ctx: Context, field: str, sentence: str) -> NoReturn:
    """What is missing or cannot be, with everything said so far in the form."""
    raise Incomplete(sentence, form=ctx.call.command.form(ctx.call.args, {field: sentence}), field=field)


def _form_of(ctx: Context, known: Kpi) -> Any:
    """The form with the KPI as it is."""
    return ctx.call.command.form(
        {
            "account": ctx.call.args["account"],
            "id": known.id,
            "name": known.name,
            "start": Figure(known.start_micro.value, known.unit),
            "target": Figure(known.target_micro.value, known.unit),
            "since": known.starts_on,
            "due": known.due_on,
            "threshold": known.threshold * 100,
        }
    )


# ------------------------------------------------------------ reading, closing, showing


def read(ctx: Context, known: Kpi, value: Figure, on: date | None) -> View:
    """Keep what it was on a day, and say how far off that is."""
    if value.unit and value.unit != known.unit:
        unit = known.unit or "plain numbers"
        sentence = f"{known.name} is counted in {unit}. Say the value in {unit}."
        form = registry.commands["kpi-reading"].form({"kpi": known.id, "value": value, "on": on}, {"value": sentence})
        raise Incomplete(sentence, form=form, field="value")
    reading = doing.take(ctx.work, known, value.micro, on or ctx.today, ctx.member.id, ctx.now, "chat")
    account = ctx.account(known.account_id)
    ctx.work.describe(f"reading of {account.name}’s {known.name}")
    blocks: list[Block] = [Notice("done", ctx.private("Reading kept")), cards.heading(account, known)]
    if reading.on != ctx.today:
        blocks.append(Text(_kept(known, reading)))
    blocks += cards.card(ctx, known)
    reached = doing.line_of(known).progress(reading.value_micro.value) >= 1
    met = (Button("Met", f"kpi-close kpi:{known.id} verdict:met", "primary"),) if reached else ()
    return View((*blocks, Buttons((*ctx.undo(), *met, cards.open_kpi(known)))), f"KPI of {account.name}")


def _kept(known: Kpi, reading: KpiReading) -> Spans:
    """The card tells of the latest reading alone, and `on 1 Dec` may have meant the one to come."""
    value = shield(HEALTH, cards.figure_said(reading.value_micro.value, known.unit))
    return spans("Kept: ", value, " on ", When(reading.on, "date"))


def closed(ctx: Context, known: Kpi, verdict: Verdict, reason: str) -> View:
    """Close it; what is dropped needs its reason."""
    why = " ".join(reason.split()).removeprefix("because ").strip(" :-–—")
    if verdict is Verdict.DROPPED and not why:
        form = {"kpi": known.id, "verdict": verdict}
        sentence = "Why is it dropped? One line, so that others can follow it."
        raise Incomplete(sentence, form=registry.commands["kpi-close"].form(form, {"reason": sentence}), field="reason")
    record = doing.close(ctx.work, known, KpiState(verdict.value), why, ctx.member.id, ctx.now)
    account = ctx.account(record.account_id)
    ctx.work.describe(f"closed {account.name}’s {record.name}")
    blocks = (Notice("done", ctx.private("KPI closed")), cards.heading(account, record), *cards.card(ctx, record))
    return View((*blocks, Buttons((*ctx.undo(), *cards.actions(record)))), f"KPI of {account.name}")


def _shown(ctx: Context, account: Account, present: list[Kpi], name: str, id: int | None) -> View:
    """One by its name, closed ones too; else all of the account's."""
    every = present if doing.meant(present, name) else ctx.work.kpis.of_account(account.id)
    if name or id is not None or len(every) == 1:
        one = _one(ctx, account, every, name, id)
        return View(tuple(whole(ctx, one, ctx.account(account.id))), f"{account.name}: KPI")
    return listing(ctx, account)
