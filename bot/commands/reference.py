"""reference: who may be asked to speak for us, and what is known of one of them."""

import re
from dataclasses import replace
from typing import Annotated, Any

from bot.cards import references as cards
from bot.cards.reference_team import team_blocks
from bot.command import Says, Unclear, command
from bot.commands.copy_link import copy_button
from bot.context import Context
from bot.line import quote
from bot.links import Linked
from bot.quoting import Message
from bot.references.deciding import may_decide
from bot.references.gates import day_of
from bot.references.vocabulary import vocabulary
from bot.refs import Account as AccountRef
from bot.rules.reference_rules import quarter_said
from bot.rules.seeking import Seeking, seek
from bot.view import DOT, Block, Bold, Button, Buttons, CommandLine, Footer, Heading, Row, Rows, Text, View, spans
from bot.words import Account, As, Phrase, Rest
from bot.words.references import KIND, NamedAccountWord
from storage.queries.standings import Found, SoughtReference
from storage.tables import AskKind

PAGE = 6
FIELDS = {"industry": "industries", "region": "regions", "size": "segments"}
LATER = 8  # accounts that are named with a later quarter
# What may be left out where nobody meets everything, in this order.
LOOSENED = ("words", "segments", "regions", "industries", "kind")


def quoting(message: Message) -> dict[str, Any]:
    """“Has anybody a case study in fintech, EMEA?”: what of it accounts are described by, each in its field."""
    seeking = seek(message.text, vocabulary(message.knows.work))
    said = {field: seeking.said.get(part) for field, part in FIELDS.items()}
    return {"kind": seeking.kind, **said}


@command(
    "reference",
    slash=True,
    reads=True,
    examples=(
        "reference fintech EMEA case study",
        "reference who can give a quote in healthcare?",
        "reference Acme",
        "reference Acme overview",
    ),
    aliases=("references",),
    title="Find a reference",
    submit="Find",
    quoting=quoting,
)
def reference(
    ctx: Context,
    kind: Annotated[AskKind | None, As(KIND), Says(head=False, label="Asked for")] = None,
    use: Annotated[Phrase | None, Says(head=False, label="Use case or product")] = None,
    industry: Annotated[Phrase | None, Says(head=False, label="Industry")] = None,
    region: Annotated[Phrase | None, Says(head=False, label="Region")] = None,
    size: Annotated[Phrase | None, Says(head=False, label="Size", hint="Enterprise, Mid-market …")] = None,
    account: Annotated[Account | None, As(NamedAccountWord()), Says(head=False, label="Or one account")] = None,
    words: Annotated[Rest, Says(hidden=True)] = "",
    page: Annotated[int, Says(head=False, hidden=True)] = 1,
) -> View:
    """Who may be asked to speak for us: now, or from which quarter on. Say industry, region, size, use case and what for.

    `logo`, `quote`, `case study`, `call`, `event`, `speaker` or `review`. With an account: its profile.
    What is listed changes on Mondays, and reasons stay with the account's team."""
    said = " ".join(words.split())
    if account is not None:
        return shown(ctx, account)
    if not any((said, kind, use, industry, region, size)):
        form = ctx.call.command.form()
        return View((form,), form.title)
    said = _OF_ONE.sub("", said)
    name = said.removesuffix(" overview").removeprefix("overview ").strip()
    if (named := _exactly(ctx, name)) is not None:
        return overview(ctx, named) if name != said else shown(ctx, named)
    _elsewhere(ctx, said)
    seeking = seek(" ".join(part for part in (said, use, industry, region, size) if part), vocabulary(ctx.work))
    if kind is not None:
        seeking = replace(seeking, kind=kind)
    if said and seeking.words and not (set(seeking.said) - {"words"}) and (meant := _begins(ctx, said)) is not None:
        return shown(ctx, meant)
    return _found(ctx, seeking, page)


_OF_ONE = re.compile(r"^(?:status|profile|state|details|consents?)(?: of| for| at)? (?=\S)", re.IGNORECASE)


# What is said of one account rather than looked for: how it begins, and the line by which it is kept.
_KEPT = {
    "yes": "opinion {} yes",
    "no": "opinion {} no",
    "stay away": "opinion {} stay away",
    "opinion": "opinion {}",
    "consent": "consent {}",
    "consents to": "consent {}",
    "agreed to": "consent {}",
    "verdict": "verdict {}",
    "approachable": "verdict {} approachable",
}
_LONGEST_NAME = 5  # words


def _elsewhere(ctx: Context, said: str) -> None:
    """Raises Unclear, with the line that keeps it, where an account is named and something is said of it."""
    words = said.split()
    for count in range(1, min(len(words), _LONGEST_NAME + 1)):
        name, rest = " ".join(words[:count]), " ".join(words[count:])
        for begins in sorted(_KEPT, key=len, reverse=True):
            told = re.match(rf"{begins}\b(?!-)", rest, re.IGNORECASE)
            if told is not None and (ctx.knows.exact(name) or ctx.knows.begins(name)):
                line = f"{_KEPT[begins].format(name)}{rest[told.end() :]}"
                raise Unclear("That is kept with a line of its own.", buttons=(Button(line, line, "primary"),))


def _exactly(ctx: Context, said: str) -> AccountRef | None:
    """The account that the words are the name of. Raises Unclear where there are several."""
    return _one(ctx, said, tuple(ctx.knows.exact(said))) if said else None


def _begins(ctx: Context, said: str) -> AccountRef | None:
    return _one(ctx, said, tuple(ctx.knows.begins(said)))


def _one(ctx: Context, said: str, found: tuple[AccountRef, ...]) -> AccountRef | None:
    mine = [one for one in found if ctx.knows.mine(one)]
    if len(found) > 1 and len(mine) != 1:
        buttons = tuple(Button(one.name, ctx.again(words="", account=one)) for one in found[:5])
        raise Unclear(f"Which {said}?", buttons=buttons, field="account")
    return (mine or [*found])[0] if found else None


# ------------------------------------------------------------ one account


def shown(ctx: Context, account: AccountRef, *done: Block) -> View:
    """The profile: everything for the account's team, cleared fields for everybody else."""
    record = ctx.account(account.id)
    blocks: list[Block] = [*done, *cards.overview(ctx, record)]
    if not may_decide(ctx.work, ctx.member, record.id, ctx.today):
        buttons = (*cards.public_actions(ctx, record), Button("Your opinion", _opinion(record.id), opens_form=True))
        return View((*blocks, Buttons(buttons)), f"{record.name}: reference")
    blocks += team_blocks(ctx, record)
    debts = [one for one in ctx.work.references.debts(record.id) if one.settled_at is None]
    if debts:
        blocks.append(Rows(tuple(cards.debt_row(ctx, one) for one in debts[:LATER]), len(debts)))
    at = f"account:#{record.id}"
    buttons = (
        *ctx.undo(),
        Button("Edit", edit_line(ctx, record.id), opens_form=True),
        Button("Consent", f"form consent {at}", opens_form=True),
        Button("Verdict", f"form verdict {at}", opens_form=True),
        Button("Your opinion", _opinion(record.id), opens_form=True),
        Button("What is owed", f"form owes {at}", opens_form=True),
        cards.ask_button(record.id, label="Ask"),
    )
    told = "What others are told of it changes on Mondays, so that no reason follows from when it changes."
    return View((*blocks, Buttons(buttons), Footer((told,))), f"{record.name}: reference")


def edit_line(ctx: Context, account_id: int) -> str:
    """The form of the profile, with what is known already."""
    profile = ctx.work.references.profile(account_id)
    line = f"form nominate account:#{account_id}"
    if profile is None:
        return line
    for name in ("use_case", "product", "size"):
        if value := getattr(profile, name):
            line += f" {name}:{quote(value)}"
    return line + (f" hours:{profile.hours}" if profile.hours is not None else "")


def _opinion(account_id: int) -> str:
    return f"form opinion account:#{account_id}"


def overview(ctx: Context, account: AccountRef) -> View:
    """The use case on one card, to be passed on inside the house."""
    record = ctx.account(account.id)
    blocks = cards.overview(ctx, record)
    if (profile := ctx.work.references.profile(record.id)) is None or not (profile.use_case or profile.product):
        line = CommandLine(f"nominate {record.name} use case month-end reporting")
        blocks.append(Text(spans("No use case is written down yet. Its CSM can: ", line)))
    buttons = (
        *cards.public_actions(ctx, record),
        cards.profile_button(record.id),
        *copy_button(ctx, Linked("reference", record.id)),
    )
    return View((*blocks, Buttons(buttons), Footer(("Cleared fields only.",))), f"{record.name}: overview")


# ------------------------------------------------------------ who may be asked


def _found(ctx: Context, seeking: Seeking, page: int) -> View:
    blocks: list[Block] = []
    found = _search(ctx, seeking, page)
    if not found.counts:
        part = _loosened(ctx, seeking)
        if not part:
            return View((Heading((Bold(_title(seeking)),)), *_nobody(ctx, seeking)), "References")
        blocks.append(Text((f"Nobody meets all of it. Without “{seeking.said[part]}”:",)))
        seeking = seeking.without(part)
        found = _search(ctx, seeking, page)
    title = _title(seeking)
    now = found.counts.get(None, 0)
    blocks.append(Text((f"May be asked now: {now}" if now else "Nobody this quarter.",)))
    if now:
        rows = tuple(cards.candidate_row(one, seeking.kind.value if seeking.kind else "") for one in found.now)
        blocks.append(Rows(rows, now, ctx.again(page=page + 1) if page * PAGE < now else None))
    if page == 1 and sum(found.counts.values()) > now:
        blocks.append(_later(found))
    told = Footer(("What is listed changes on Mondays. Reasons stay with the account’s team.",))
    return View((Heading((Bold(title),)), *blocks, told), title)


def _search(ctx: Context, seeking: Seeking, page: int) -> Found:
    return ctx.work.standings.search(sought(ctx, seeking), PAGE, (max(page, 1) - 1) * PAGE, LATER)


def _loosened(ctx: Context, seeking: Seeking) -> str:
    """Where nobody meets everything: the first part that helps to leave out."""
    for part in LOOSENED if len(seeking.said) > 1 else ():
        if part in seeking.said and _search(ctx, seeking.without(part), 1).counts:
            return part
    return ""


def _later(found: Found) -> Rows:
    """“From Q1 2027: Paylo, Acme Corp and 3 more”."""
    rows = []
    for quarter in sorted(day for day in found.counts if day is not None):
        names = [one.name for one in found.later if one.since == quarter]
        more = f"{found.counts[quarter] - len(names)} more" if found.counts[quarter] > len(names) else ""
        told = " and ".join(part for part in (", ".join(names), more) if part)
        rows.append(Row(spans(Bold(f"From {quarter_said(quarter)}"), f": {told}")))
    return Rows(tuple(rows))


def _nobody(ctx: Context, seeking: Seeking) -> list[Block]:
    said = " ".join(seeking.words)
    near = [account for account, _ in ctx.knows.near(said, 3)] if said else []
    blocks: list[Block] = [
        Text(("Nobody has agreed to that yet. Put a customer forward: ", CommandLine("nominate Acme")))
    ]
    if near:
        blocks.append(Buttons(tuple(cards.profile_button(account.id, account.name) for account in near)))
    return blocks


def sought(ctx: Context, seeking: Seeking) -> SoughtReference:
    return SoughtReference(
        today=day_of(ctx.now),
        kind=seeking.kind.value if seeking.kind else None,
        industries=seeking.industries,
        regions=seeking.regions,
        segments=seeking.segments,
        words=seeking.words,
    )


def _title(seeking: Seeking) -> str:
    """“Fintech · EMEA · case study”, as it was understood."""
    parts = (*seeking.industries, *seeking.regions, *seeking.segments)
    words = (f"“{' '.join(seeking.words)}”",) if seeking.words else ()
    said = DOT.join((*parts, *words, *((seeking.kind.value,) if seeking.kind else ())))
    return said[:1].upper() + said[1:] or "References"
