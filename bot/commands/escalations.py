"""escalations: what customers wait for, the worst first."""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

from bot.cards import escalation_card, remarks
from bot.cards import escalations as cards
from bot.cards.actions import open_account
from bot.cards.activities import joined
from bot.cards.escalations import open_button
from bot.command import Says, command
from bot.commands.copy_link import copy_button
from bot.commands.one_escalation import known
from bot.context import Context
from bot.errors import NotInData
from bot.escalations.telling import card_of
from bot.links import Linked
from bot.paging import Paging
from bot.view import Block, Bold, Button, Buttons, CommandLine, Heading, Rows, Text, View, spans
from bot.words import Account, As, Period, Phrase, TierWord
from bot.words.base import shorten
from bot.words.escalations import SEV, TARGET, Sev
from storage.queries.escalations import SoughtEscalations
from storage.tables import TargetName

PAGE = 8
LONGEST_NAME = 5  # words
WORDS = " .,;:!?\"'"  # what stands around a word


class Whose(StrEnum):
    MINE = "mine"
    TEAM = "team"

    @classmethod
    def synonyms(cls) -> dict["Whose", tuple[str, ...]]:
        return {cls.MINE: ("my",), cls.TEAM: ("all", "everyone", "every")}


class Which(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    RESOLVED = "resolved"

    @classmethod
    def synonyms(cls) -> dict["Which", tuple[str, ...]]:
        return {cls.OVERDUE: ("late", "breached"), cls.RESOLVED: ("closed", "past", "solved", "done")}


@command(
    "escalations",
    reads=True,
    record="escalation",
    examples=(
        "escalations",
        "escalations team overdue",
        "escalations Acme",
        "escalations Support sev1",
        "escalations team resolved this month",
    ),
)
def escalations(
    ctx: Context,
    whose: Whose | None = None,
    which: Which | None = None,
    severity: Annotated[Sev | None, As(SEV)] = None,
    target: Annotated[TargetName | None, As(TARGET), Says(label="Team")] = None,
    account: Account | None = None,
    tier: Annotated[int | None, As(TierWord()), Says(after=("tier",))] = None,
    period: Period | None = None,
    about: Annotated[Phrase | None, Says(after=("about",), label="Words of it")] = None,
    page: Annotated[int, Says(after=("page",))] = 1,
    escalation: Annotated[int | None, Says(hidden=True)] = None,
) -> View:
    """Open escalations, the worst first: yours (you have them, raised them, or have the account) or everybody's.

    Say mine or team, `overdue`, `sev1`, a team (`Support`), an account, a tier (`T1`), when they were raised (`this week`),
    `resolved` for earlier ones, or `about data export` for what words tell of."""
    if escalation is not None:
        return _one(ctx, escalation, max(page, 1))
    if about is not None:
        return _about(ctx, about)
    filtered = account is not None or target is not None
    sought = _sought(ctx, whose, which, severity, target, account)
    sought = _narrowed(ctx, sought, tier, period)
    count = ctx.work.escalations.count(sought)
    if not count and whose is None and not filtered and sought.mine_id is not None:
        sought = replace(sought, mine_id=None)
        count = ctx.work.escalations.count(sought)
    mine = sought.mine_id is not None
    title = f"{account.name}: escalations" if account else "My escalations" if mine else "Escalations"
    said = [which.value if which else "", f"Sev {severity.number}" if severity else "", target.value if target else ""]
    said.append(f"T{tier}" if tier else "")
    if period is not None:
        said.append(f"{period.first.day} {period.first:%b} – {period.last.day} {period.last:%b %Y}")
    blocks: list[Block] = [Heading(joined([Bold(title), *said, str(count)]))]
    paging = ctx.paging(page, PAGE, count)
    blocks += _rows(ctx, sought, paging, account is None)
    return View((*blocks, Buttons(_ways(ctx, paging, mine, account))), title)


def _about(ctx: Context, said: str) -> View:
    """The ones that words mean: open ones, else earlier ones. Raises NotInData where there are none."""
    account, rest = _named(ctx, said)
    words = tuple(word.strip(WORDS).removesuffix("s") for word in rest.split() if word.strip(WORDS))
    for resolved in (False, True):
        sought = SoughtEscalations(words=words, resolved=resolved, account_id=account)
        count = ctx.work.escalations.count(sought) if words or account else 0
        if count == 1:
            return _one(ctx, ctx.work.escalations.listed(sought, 1)[0].escalation.id, 1)
        if count:
            listed = ctx.work.escalations.listed(sought, PAGE)
            names = cards.people(ctx, listed)
            rows = tuple(cards.row(ctx, one, names, account=True) for one in listed)
            which = "resolved" if resolved else "open"
            title = Heading(joined([Bold(f"Escalations about “{shorten(said)}”"), which, str(count)]))
            return View((title, Rows(rows, count)), "Escalations")
    raise NotInData(f"No escalation is about “{shorten(said)}”. List them: ", CommandLine("escalations team"))


def _named(ctx: Context, said: str) -> tuple[int | None, str]:
    """The account that the words begin with, and the others: “Initech's PDF legends”."""
    words = said.split()
    for count in range(min(len(words), LONGEST_NAME), 0, -1):
        name = re.sub(r"['’]s$", "", " ".join(words[:count]))
        found = [*ctx.knows.exact(name)] or [*ctx.knows.begins(name)]
        if len({one.id for one in found}) == 1:
            return found[0].id, " ".join(words[count:])
    return None, said


def _sought(
    ctx: Context,
    whose: Whose | None,
    which: Which | None,
    severity: Sev | None,
    target: TargetName | None,
    account: Account | None,
) -> SoughtEscalations:
    mine = whose is Whose.MINE or (whose is None and account is None and target is None)
    return SoughtEscalations(
        mine_id=ctx.member.id if mine else None,
        account_id=account.id if account else None,
        target=target.value if target else None,
        level=severity.number if severity else None,
        overdue_at=ctx.now if which is Which.OVERDUE else None,
        resolved=which is Which.RESOLVED,
    )


def _narrowed(ctx: Context, sought: SoughtEscalations, tier: int | None, period: Period | None) -> SoughtEscalations:
    since = datetime.combine(period.first, time(), ctx.zone) if period else None
    until = datetime.combine(period.last + timedelta(days=1), time(), ctx.zone) if period else None
    return replace(sought, tier=tier, since=since, until=until)


def _rows(ctx: Context, sought: SoughtEscalations, paging: Paging, names_account: bool) -> list[Block]:
    if not paging.count:
        return [Text(spans("None. Raise one: ", CommandLine("escalate Acme sev2 data export down")))]
    listed = ctx.work.escalations.listed(sought, PAGE, paging.before)
    names = cards.people(ctx, listed)
    rows = tuple(cards.row(ctx, one, names, account=names_account) for one in listed)
    return [Rows(rows, paging.count, paging.more)]


def _ways(ctx: Context, paging: Paging, mine: bool, account: Account | None) -> tuple[Button, ...]:
    raise_one = f"form escalate account:#{account.id}" if account else "form escalate"
    buttons = [Button("Escalate", raise_one, opens_form=True), *paging.back]
    if account is not None:
        return (*buttons, Button("Account", f"account account:#{account.id}"))
    other = Whose.TEAM if mine else Whose.MINE
    buttons.append(Button("Team" if mine else "Mine", ctx.again(whose=other, page=1)))
    return (*buttons, Button("Overdue", ctx.again(which=Which.OVERDUE, page=1)))


def _one(ctx: Context, id: int, page: int) -> View:
    listed = known(ctx, id)
    account = ctx.account(listed.escalation.account_id)
    blocks = escalation_card.card(ctx, listed.escalation, account)
    blocks += remarks.conversation(ctx, card_of(listed.escalation), open_button(listed.escalation).line, page, PAGE)
    reply = Button("Reply", f"form escalation:{id} say", opens_form=True)
    buttons = (reply, open_account(account, "Account"), *copy_button(ctx, Linked("escalation", id)))
    return View((*blocks, Buttons(buttons)), listed.account)
