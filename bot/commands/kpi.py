"""kpi: what was agreed with a customer, what was read of it, and how it ended."""

import re
from datetime import date
from typing import Annotated, Any

from bot import kpis as doing
from bot.cards import kpis as cards
from bot.cards.kpi_chart import whole
from bot.command import Incomplete, Says, Unclear, command
from bot.commands.kpi_reading import Verdict, closed, numbered, read
from bot.commands.kpis import listing
from bot.contacts import one_of
from bot.context import Context
from bot.errors import UserError
from bot.line import quote
from bot.registry import registry
from bot.view import Bold, Button, Buttons, CommandLine, Notice, Text, View, spans
from bot.words import Account, As, People, Rest
from bot.words.base import shorten
from bot.words.figures import ByWord, Figure, FigureWord, PastDayWord, ReadOnWord, ShareWord
from storage.tables import Kpi, KpiState

LONGEST = 120  # characters of a name
THRESHOLD = 15


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
        Says(after=("down to", "up to", "to", "->", "→", "target"), keys=("to",), tail=True, label="Target"),
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


# ------------------------------------------------------------ which one


def _one(ctx: Context, account: Account, present: list[Kpi], name: str, id: int | None) -> Kpi:
    """The open one that a line is about."""
    if id is not None:
        return next((one for one in present if one.id == id), None) or numbered(ctx, id)
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
    first = FigureWord().show(Figure(record.start_micro.value, record.unit))
    missing = spans("No reading yet: ", CommandLine(f"kpi {account.name} {record.name} {first}"))
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
                raise ctx.missing(field, f"{label}? Try kpi Acme weekly active users from 80 to 150 by 30 June.")
        if len(name) > LONGEST:
            raise ctx.missing("name", f"A name has at most {LONGEST} characters.")
    unit = _unit(ctx, known, start, target)
    begins = said["since"] or (known.starts_on if known else ctx.today)
    due = said["due"] or (known.due_on if known else None)
    first = start.micro if start else known.start_micro.value if known else None
    last = target.micro if target else known.target_micro.value if known else None
    if first == last:
        raise ctx.missing("target", "The target is where it starts. Say another one.")
    if due is not None and due <= begins:
        raise ctx.missing("due", "It is due before it begins. Say a later day, or since when.")
    if known is None and due is not None and due <= ctx.today:
        raise ctx.missing("due", "That day is past. Say a day to come.")
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
        raise ctx.missing("target", f"Start and target are in {' and '.join(sorted(units))}. Say both in one unit.")
    return units.pop() if units else ""


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


# ------------------------------------------------------------ showing


_NUMERIC = re.compile(r"[-−+]?(?:nan|inf(?:inity)?|\d\S*)", re.IGNORECASE)


def _no_figure(known: Kpi, name: str) -> None:
    """`kpi Acme adoption 1e400`: what stands where a figure does, and is none, is told and not passed over."""
    last = name.split()[-1] if name else ""
    if not _NUMERIC.fullmatch(last) or last.casefold() in known.name.casefold().split():
        return
    sentence = f"“{shorten(last)}” is no figure that I can keep. Try 80, 12k, 20%, 5d or €12k."
    form = registry.commands["kpi-reading"].form({"kpi": known.id}, {"value": sentence})
    raise Incomplete(sentence, form=form, field="value")


def _shown(ctx: Context, account: Account, present: list[Kpi], name: str, id: int | None) -> View:
    """One by its name, closed ones too; else all of the account's."""
    every = present if doing.meant(present, name) else ctx.work.kpis.of_account(account.id)
    if name or id is not None or len(every) == 1:
        one = _one(ctx, account, every, name, id)
        _no_figure(one, name)
        return View(tuple(whole(ctx, one, ctx.account(account.id))), f"{account.name}: KPI")
    return listing(ctx, account)
