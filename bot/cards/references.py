"""References as everybody sees them: who may be asked, what may be known of one account, and what is owed."""

from datetime import date

from bot.cards.activities import joined
from bot.cards.people import told
from bot.english import many
from bot.references.gates import day_of
from bot.references.telling import told_of
from bot.rules.reference_rules import Held, quarter_said
from bot.scene import Scene
from bot.view import Block, Bold, Button, Fact, Facts, Heading, Row, Spans, Text, When, spans
from storage.queries.standings import Candidate
from storage.tables import Account, AskState, ReferenceDebt

SHOWN = 5
# With an article where a sentence needs one.
ARTICLES = {"event": "an event"}


def kind_said(kind: str) -> str:
    """“a case study”, “an event”."""
    return ARTICLES.get(kind, f"a {kind}")


def since_said(until: date | None) -> str:
    return f"from {quarter_said(until)}" if until else "now"


def rested_said(quarters: int) -> str:
    """Whole quarters, so that no day of an ask follows."""
    if quarters >= 8:
        return "not asked for long"
    return f"rested {many(quarters, 'quarter')}" if quarters else "asked this quarter"


def held_said(name: str, kind: str, told: Held) -> Spans:
    """The same words, whatever the reason."""
    if not told.listed or told.until is None:
        return spans(Bold(name), f" is not on the list for {kind_said(kind)}.")
    return spans(Bold(name), f" may be asked {since_said(told.until)}.")


# ------------------------------------------------------------ a list


def candidate_row(one: Candidate, kind: str) -> Row:
    said = joined([Bold(one.name), *(each for each in (one.industry, one.region, one.segment, one.size) if each)])
    detail = joined([one.use_case or "", one.product or "", rested_said(one.rested)])
    return Row(said, detail, (ask_button(one.account_id, kind), overview_button(one.account_id)))


def ask_button(account_id: int, kind: str = "", label: str = "Ask for it") -> Button:
    said = f' kind:"{kind}"' if kind else ""
    return Button(label, f"form reference ask account:#{account_id}{said}", "primary", opens_form=True)


def overview_button(account_id: int, label: str = "Overview") -> Button:
    return Button(label, f"use case account:#{account_id}")


def profile_button(account_id: int, label: str = "Profile") -> Button:
    return Button(label, f"reference account:#{account_id}")


# ------------------------------------------------------------ what everybody may know of one account


def overview(scene: Scene, account: Account) -> list[Block]:
    """The use case on one card: cleared fields only."""
    profile = scene.work.references.profile(account.id)
    size = profile.size if profile else None
    described = joined([each for each in (account.industry, account.region, account.segment, size) if each])
    blocks: list[Block] = [Heading(spans(Bold(account.name), " · reference"))]
    if described:
        blocks.append(Text(described))
    facts = {
        "Use case": profile.use_case if profile else None,
        "Product": profile.product if profile else None,
        "May be asked": _asked_said(scene, account),
        "Did for us": _did(scene, account),
    }
    said = tuple(Fact(label, (value,)) for label, value in facts.items() if value)
    return [*blocks, Facts(said)] if said else blocks


def _asked_said(scene: Scene, account: Account) -> str:
    today = day_of(scene.now)
    told = told_of(scene.work, account.id, today)
    kinds = [one.kind for one in scene.work.references.consents(account.id) if one.until >= today]
    if not told.listed or not kinds:
        return "not on the list"
    return f"{since_said(told.until)}: {', '.join(kinds)}"


def _did(scene: Scene, account: Account) -> str:
    done = [one for one in scene.work.references.asks_of(account.id) if one.state == AskState.DONE and one.done_at]
    said = (f"{one.kind} in {quarter_said(one.done_at.date())}" for one in done[:SHOWN] if one.done_at is not None)
    return ", ".join(said)


def public_actions(scene: Scene, account: Account) -> tuple[Button, ...]:
    told = told_of(scene.work, account.id, day_of(scene.now))
    return (ask_button(account.id),) if told.listed and told.until is None else ()


# ------------------------------------------------------------ what is owed


def debt_line(scene: Scene, debt: ReferenceDebt, account: str = "") -> Spans:
    whose = "we owe them" if debt.ours else "they owe us"
    settled = spans("settled ", When(debt.settled_at, "day")) if debt.settled_at else ""
    return joined(
        [Bold(account) if account else "", spans(f"{whose}: ", told(scene.work, debt.account_id, debt.what)), settled]
    )


def debt_row(scene: Scene, debt: ReferenceDebt, account: str = "") -> Row:
    done = Button("Settled", f"owes account:#{debt.account_id} settled:{debt.id}")
    return Row(debt_line(scene, debt, account), (), () if debt.settled_at else (done,))
