"""nominate, use case, consent, verdict, opinion: what is known of a customer as a reference, and who thinks what of it."""

import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any

from dateutil.relativedelta import relativedelta

from bot.cards.activities import joined, team_or
from bot.cards.references import profile_button
from bot.command import Says, Unclear, command
from bot.commands.reference import overview, shown
from bot.context import Context
from bot.draw import shield
from bot.errors import UserError
from bot.line import quote, unjoined
from bot.permissions import INSIDE
from bot.references.deciding import deciders, may_decide, say_verdict
from bot.references.gates import day_of, limits_of
from bot.references.telling import introduce
from bot.rules.reference_rules import published_since
from bot.view import Bold, Button, Buttons, CommandLine, Footer, Notice, Text, View, When, spans, to_json
from bot.words import Account, As, Due, Phrase, Rest
from bot.words.references import KIND, UntilWord
from storage.tables import AskKind, ReferenceConsent, ReferenceOpinion, ReferenceProfile

LONGEST = 600
# “nominate Acme for beta 2” means the programme, and would else stand as what the customer uses us for.
_BETA = re.compile(r"(?:the )?(?:beta|programme?)[ :#]*(\d{1,9})(?:\s*[:,–—-]\s*(.*))?", re.IGNORECASE)
COUNTS = timedelta(days=90)  # an opinion, until somebody says otherwise (field guide: the look-back window)


class Word(StrEnum):
    """The team's verdict."""

    APPROACHABLE = "approachable"
    NOT = "not now"

    @classmethod
    def synonyms(cls) -> dict["Word", tuple[str, ...]]:
        return {
            cls.APPROACHABLE: ("yes", "ok", "can be asked", "fine", "ready", "is approachable"),
            cls.NOT: ("not", "no", "not approachable", "stay away", "off", "never", "is not approachable"),
        }


class Favour(StrEnum):
    """What a colleague thinks."""

    YES = "yes"
    NO = "stay away"

    @classmethod
    def synonyms(cls) -> dict["Favour", tuple[str, ...]]:
        return {
            cls.YES: ("good", "go ahead", "go", "for", "ok", "in favour", "ask them"),
            cls.NO: ("no", "against", "avoid", "not now", "do not ask", "don't ask", "not"),
        }


Until = Annotated[
    Due | None, As(UntilWord()), Says(after=("until", "till", "before", "not before"), tail=True, label="Until")
]


def _said(words: str) -> str:
    return unjoined(words).removeprefix("because ")[:LONGEST]


@command(
    "nominate",
    examples=(
        "nominate Acme use case month-end close product Reports",
        "nominate Globex size 1,200 people hours 10: they like to speak",
    ),
    title="Reference profile",
)
def nominate(
    ctx: Context,
    account: Account,
    use_case: Annotated[
        Phrase | None, Says(after=("use case", "for"), keys=("use case", "use_case"), label="Use case")
    ] = None,
    product: Annotated[Phrase | None, Says(after=("product",), label="Product")] = None,
    size: Annotated[Phrase | None, Says(after=("size",), label="Size", hint="1,200 people")] = None,
    hours: Annotated[int | None, Says(after=("hours",), label="Hours of their time a year")] = None,
    notes: Annotated[Rest, Says(label="Notes", hint="for the account’s team alone")] = "",
) -> View:
    """Put a customer forward as a reference, or change what is told of them. Everybody reads all but the notes."""
    if found := _BETA.fullmatch(" ".join((use_case or "").split())):
        line = (
            f"beta-nominate beta:{found[1]} does:nominate account:#{account.id} why:{quote(_said(found[2] or notes))}"
        )
        raise Unclear(
            f"A customer is named for a programme by its number: beta:{found[1]} nominate {account.name}",
            buttons=(Button("Name them for it", line),),
        )
    if hours is not None and hours > 1000:
        raise UserError("Say 0 to 1000 hours a year.", field="hours")
    given: dict[str, Any] = {"use_case": use_case, "product": product, "size": size}
    values: dict[str, Any] = {name: " ".join(text.split())[:LONGEST] for name, text in given.items() if text}
    if hours is not None:
        values["hours"] = hours
    if _said(notes):
        values["notes"] = _said(notes)
    known = ctx.work.references.profile(account.id)
    if known is None:
        ctx.work.add(ReferenceProfile, account_id=account.id, nominated_by_id=ctx.member.id, **values)
    else:
        ctx.work.change(known, **values)
    introduce(ctx.work, [account.id], ctx.now)
    ctx.work.describe(f"reference profile of {account.name}")
    return shown(ctx, account, Notice("done", ctx.private("Kept" if known else "Put forward")))


@command("use case", reads=True, examples=("use case Acme",), aliases=("use cases",), title="Use case")
def use_case(ctx: Context, account: Account) -> View:
    """A customer's use case on one card, cleared fields only: for a slide, a page or a talk."""
    return overview(ctx, account)


@command(
    "consent",
    examples=("consent Acme case study until 1 Dec 2027 by Jane Doe", "consent Acme logo withdrawn"),
    title="Consent",
)
def consent(
    ctx: Context,
    account: Account,
    kind: Annotated[AskKind, As(KIND), Says(label="To be asked for")],
    until: Until = None,
    by: Annotated[Phrase | None, Says(after=("by", "from", "given by"), label="Who said so")] = None,
    withdrawn: Annotated[
        bool | None, Says(words=("withdrawn", "ended", "withdrawn by them"), label="Withdrawn")
    ] = None,
) -> View:
    """Keep that a customer agreed to be asked for something; it counts for a year unless you say until when."""
    known = ctx.work.references.consent(account.id, kind.value)
    if withdrawn:
        if known is None:
            raise UserError(f"No consent to {kind.value} is on record for {account.name}.")
        ctx.work.remove(known)
    else:
        months = limits_of(ctx.work).consent
        values = {
            "until": until or ctx.today + relativedelta(months=months),
            "given_by": " ".join(by.split()) if by else known.given_by.value if known and known.given_by else None,
            "member_id": ctx.member.id,
        }
        if known is None:
            ctx.work.add(ReferenceConsent, account_id=account.id, kind=kind.value, **values)
        else:
            ctx.work.change(known, **values)
        introduce(ctx.work, [account.id], ctx.now)
    ctx.work.describe(f"consent of {account.name}")
    return shown(ctx, account, Notice("done", ctx.private("Consent ended" if withdrawn else "Consent kept")))


@command(
    "verdict",
    examples=("verdict Acme approachable", "verdict Acme not until Q2: they migrate until then"),
    title="Verdict",
)
def verdict(
    ctx: Context,
    account: Account,
    word: Annotated[Word, Says(label="May they be asked")],
    until: Until = None,
    why: Annotated[Rest, Says(label="Why", hint="for the account’s team alone")] = "",
) -> View:
    """Say whether a customer may be asked at all: the one word that everybody else is shown, without its reason."""
    if not may_decide(ctx.work, ctx.member, account.id, ctx.today):
        raise UserError(
            f"The verdict on {account.name} is for its team. Yours is an opinion: ",
            CommandLine(f"opinion {account.name} yes"),
        )
    approachable = word is Word.APPROACHABLE
    say_verdict(
        ctx.work, account.id, ctx.member.id, ctx.now,
        approachable=approachable, until=None if approachable else until, why=_said(why),
    )  # fmt: skip
    introduce(ctx.work, [account.id], ctx.now)
    ctx.work.describe(f"verdict on {account.name}")
    shows = published_since(day_of(ctx.now)) + timedelta(days=7)
    told = Footer(spans("Others see it from ", When(shows, "day"), ": what they are told changes on Mondays only."))
    view = shown(ctx, account, Notice("done", ctx.private("Kept")))
    return View((*view.blocks, told), view.summary)


@command(
    "opinion",
    examples=("opinion Acme yes they love the new reports", "opinion Acme stay away until 1 Mar: price talks"),
    title="Your opinion",
)
def opinion(
    ctx: Context,
    account: Account,
    favour: Annotated[Favour, Says(label="Ask them?")],
    until: Until = None,
    why: Annotated[Rest, Says(label="Why", hint="for the account’s team alone")] = "",
) -> View:
    """Say what you think of asking a customer for a reference. Its team weighs it and gives the verdict."""
    values = {
        "favours": favour is Favour.YES,
        "why": _said(why) or None,
        "until": until or ctx.today + COUNTS,
        "at": ctx.now,
    }
    others = [
        one
        for one in ctx.work.references.opinions(account.id)
        if one.member_id != ctx.member.id and one.until >= ctx.today
    ]
    known = next((o for o in ctx.work.references.opinions(account.id) if o.member_id == ctx.member.id), None)
    kept = (
        ctx.work.add(ReferenceOpinion, account_id=account.id, member_id=ctx.member.id, **values)
        if known is None
        else ctx.work.change(known, **values)
    )
    ctx.work.describe(f"opinion on {account.name}")
    conflicts = any(one.favours is not kept.favours for one in others) or _against(ctx, kept)
    told = _ask_verdict(ctx, account, kept, differs=bool(others)) if conflicts else ""
    said = joined([Bold(account.name), favour.value, spans("until ", When(kept.until, "day"))])
    words = (Text((shield(team_or(account.id, ctx.member.id), f"“{kept.why.value}”"),)),) if kept.why else ()
    buttons = Buttons((*ctx.undo(), profile_button(account.id)))
    footer = Footer((told or "Its team reads it with your name. Others do not.",))
    return View((Notice("done", ctx.private("Kept")), Text(said), *words, buttons, footer), f"{account.name}: kept")


def _against(ctx: Context, kept: ReferenceOpinion) -> bool:
    """Whether somebody says to stay away from who may be asked."""
    verdict = ctx.work.references.verdict(kept.account_id)
    return not kept.favours and (verdict is None or verdict.approachable)


def _ask_verdict(ctx: Context, account: Account, kept: ReferenceOpinion, *, differs: bool) -> str:
    """Ask whoever speaks for the account, once an opinion; returns who that is."""
    line = [id for id in deciders(ctx.work, account.id, day_of(ctx.now)) if id != ctx.member.id]
    if not line:
        return ""
    word = "yes" if kept.favours else "stay away"
    title = "Opinions differ" if differs else "Somebody would rather not"
    why = shield(team_or(account.id, kept.member_id), f": “{kept.why.value}”") if kept.why else ""
    said = spans(title, " about asking ", Bold(account.name), f" for a reference. {ctx.member.name}: {word}", why)
    at = f"account:#{account.id}"
    buttons = (
        Button("Approachable", f"verdict {at} word:approachable", "primary"),
        Button("Not now", f'form verdict {at} word:"not now"', opens_form=True),
        profile_button(account.id),
    )
    view = View((Text((shield(INSIDE, *said),)), Buttons(buttons)), f"{title}: your verdict")
    key = f"opinion:{kept.id}:{ctx.work.open_set()}"
    ctx.work.messages.put(key, f"member:{line[0]}", to_json(view), ctx.member.id, ctx.now)
    who = ctx.names({line[0]})[line[0]]
    return f"{who} gives the verdict, and reads yours."
