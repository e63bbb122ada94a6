"""References as people see them: a list of who may be asked, one account's profile, and the card of one ask."""

from collections.abc import Sequence
from datetime import date

from bot.cards.activities import joined, team_or
from bot.cards.people import told
from bot.draw import shield
from bot.living import living
from bot.permissions import HEALTH, INSIDE
from bot.references import (
    Standing,
    day_of,
    limits_of,
    may_decide,
    standing_against,
    told_of,
)
from bot.rules.reference_rules import HOUR, Held, hours_of, quarter_said
from bot.scene import Scene
from bot.view import (
    Amount,
    Block,
    Bold,
    Button,
    Buttons,
    Fact,
    Facts,
    Footer,
    Heading,
    Notice,
    Row,
    Rows,
    Sayable,
    Spans,
    Text,
    View,
    When,
    spans,
)
from storage.queries.standings import Candidate
from storage.tables import Account, AskState, ReferenceAsk, ReferenceConsent, ReferenceDebt, ReferenceOpinion

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
    return f"rested {quarters} quarter{'s' if quarters != 1 else ''}" if quarters else "asked this quarter"


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


# ------------------------------------------------------------ what the team knows


def team_blocks(scene: Scene, account: Account) -> list[Block]:
    """Why it stands as it does, for the account's team."""
    work, today = scene.work, day_of(scene.now)
    needs = team_or(account.id)
    profile, verdict = work.references.profile(account.id), work.references.verdict(account.id)
    names = scene.names(
        {verdict.member_id if verdict else None, profile.nominated_by_id if profile else None}
        | {one.member_id for one in work.references.opinions(account.id)}
    )
    blocks: list[Block] = []
    if profile is not None:
        note = f"“{profile.notes.value}”" if profile.notes else ""
        who = names.get(profile.nominated_by_id, "")
        blocks.append(Text((shield(needs, joined([f"Put forward by {who}", When(profile.created_at, "day"), note])),)))
    if verdict is not None:
        word = "approachable" if verdict.approachable else "not now"
        until = spans("until ", When(verdict.until, "day")) if verdict.until else ""
        why = f"“{verdict.why.value}”" if verdict.why else ""
        said = joined([spans("Verdict: ", Bold(word)), until, names.get(verdict.member_id, ""), why])
        blocks.append(Text((shield(needs, said),)))
    against = standing_against(work, account.id, "", scene.now, counted=False)
    blocks.append(Text(against_said(account.id, against, kindless=True)))
    blocks.append(Text((shield(needs, _load_said(scene, against)),)))
    blocks += _consents(scene, work.references.consents(account.id), today)
    blocks += _opinions(account.id, work.references.opinions(account.id), names, today)
    return blocks


def against_said(account_id: int, against: Standing, *, kindless: bool = False) -> Spans:
    """“Suspended: low health, a renewal near · another ask is open”, each for whoever may know; or that nothing is."""
    needs = team_or(account_id)
    obstacles = [one.value for one in against.obstacles if not kindless or one.name != "CONSENT"]
    # One field, whatever is in it: of a gate that is closed and hidden, what it is would follow from those that are not.
    gates = ", ".join(gate.value for gate in sorted(against.gates))
    suspended: Sayable = spans(Bold("Suspended: "), gates) if gates else "Nothing suspends it."
    if not (gates or obstacles):
        suspended = "Nothing stands against it."
    return joined([shield(needs | HEALTH, suspended), *(shield(needs, one) for one in obstacles)])


def _load_said(scene: Scene, against: Standing) -> str:
    limits, load = limits_of(scene.work), against.load
    asks = f"{load.quarter} of {limits.quarter} asks this quarter, {load.open} open"
    return f"{asks}; {load.minutes / HOUR:g} of {hours_of(load, limits)} h of their time this year"


def _consents(scene: Scene, consents: Sequence[ReferenceConsent], today: date) -> list[Block]:
    if not consents:
        return [Text(("No consent on record yet.",))]
    rows = []
    for one in consents:
        by = shield(one.given_by, f"by {one.given_by.value}") if one.given_by else ""
        over = "ended " if one.until < today else "until "
        again = f'form consent account:#{one.account_id} kind:"{one.kind}"'
        said = joined([spans("Consent: ", Bold(one.kind)), spans(over, When(one.until, "day")), by])
        rows.append(Row(said, (), (Button("Renew", again, opens_form=True),)))
    return [Rows(tuple(rows))]


def _opinions(account_id: int, opinions: Sequence[ReferenceOpinion], names: dict[int, str], today: date) -> list[Block]:
    """Those that still count."""
    fresh = [one for one in opinions if one.until >= today]
    if not fresh:
        return []
    rows = []
    for one in fresh:
        why = f"“{one.why.value}”" if one.why else ""
        said = joined(
            [
                f"{names[one.member_id]}: {'yes' if one.favours else 'stay away'}",
                why,
                spans("until ", When(one.until, "day")),
            ]
        )
        rows.append(Row((shield(team_or(account_id, one.member_id), said),)))
    return [Rows(tuple(rows))]


def debt_line(scene: Scene, debt: ReferenceDebt, account: str = "") -> Spans:
    whose = "we owe them" if debt.ours else "they owe us"
    settled = spans("settled ", When(debt.settled_at, "day")) if debt.settled_at else ""
    return joined(
        [Bold(account) if account else "", spans(f"{whose}: ", told(scene.work, debt.account_id, debt.what)), settled]
    )


def debt_row(scene: Scene, debt: ReferenceDebt, account: str = "") -> Row:
    done = Button("Settled", f"owes account:#{debt.account_id} settled:{debt.id}")
    return Row(debt_line(scene, debt, account), (), () if debt.settled_at else (done,))


# ------------------------------------------------------------ one ask


@living("ask", names=lambda scene, id: _named(scene, id), record=ReferenceAsk)
def ask_card(scene: Scene, id: int) -> View | None:
    asked = scene.work.get(ReferenceAsk, id)
    account = scene.work.accounts.get(asked.account_id) if asked else None
    if asked is None or account is None:
        return None
    if asked.deleted_at is not None:
        said = shield(INSIDE, "The ask for ", kind_said(asked.kind), " of ", Bold(account.name), " is taken back.")
        return View((Notice("info", (said,)),), "An ask is taken back")
    return View(tuple(ask_blocks(scene, asked, account)), _summary(asked))


def _summary(asked: ReferenceAsk) -> str:
    return "Somebody asks for a reference" if asked.state == AskState.ASKED else f"A reference: {asked.state}"


def _named(scene: Scene, id: int) -> Spans:
    asked = scene.work.get(ReferenceAsk, id)
    account = scene.work.accounts.get(asked.account_id) if asked else None
    return (shield(INSIDE, account.name, "’s ", asked.kind if asked else ""),) if account else ("an ask",)


def ask_blocks(scene: Scene, asked: ReferenceAsk, account: Account) -> list[Block]:
    """The same card for whoever asked and for whoever decides; the reasons are for the latter alone."""
    names = scene.names({asked.requester_id, asked.asked_id, asked.decided_by_id})
    decides = may_decide(scene.work, scene.member, account.id, scene.today) or scene.member.id == asked.asked_id
    title = spans(Bold(account.name), f": {kind_said(asked.kind)} for {names[asked.requester_id]}")
    blocks: list[Block] = [
        Heading((shield(INSIDE, *title),)),
        Text((shield(INSIDE, "“", *told(scene.work, account.id, asked.purpose), "”"),)),
        Text((shield(INSIDE, *_state(asked, names)),)),
    ]
    if asked.state == AskState.SUGGESTED and asked.instead_id is not None:
        other = scene.work.accounts.get(asked.instead_id)
        blocks.append(Text((shield(INSIDE, "Suggested instead: ", Bold(other.name if other else "gone")),)))
    if asked.why is not None:
        writers = () if asked.decided_by_id is None else (asked.decided_by_id,)
        blocks.append(Text((shield(team_or(account.id, *writers), f"“{asked.why.value}”"),)))
    if asked.state == AskState.DONE:
        blocks += _outcome(scene, asked)
    if decides and asked.state == AskState.ASKED:
        blocks += _for_decider(scene, asked)
    return [*blocks, *_ask_actions(scene, asked, decides=decides)]


def _state(asked: ReferenceAsk, names: dict[int, str]) -> Spans:
    who = names.get(asked.asked_id, "")
    by = names.get(asked.decided_by_id, "") if asked.decided_by_id is not None else ""
    match AskState(asked.state):
        case AskState.ASKED:
            late = spans("no answer yet; ", f"{who} is asked now") if asked.raised_at else f"with {who}"
            return joined([Bold("Asked"), late, spans("answer by ", When(asked.due_at, "moment"))])
        case AskState.APPROVED:
            return joined([Bold("Approved"), f"{by} talks to them"])
        case AskState.DECLINED:
            until = f"again {since_said(asked.until)}" if asked.until else ""
            return joined([Bold("Not this time"), until, by])
        case AskState.SUGGESTED:
            return joined([Bold("Rather somebody else"), by])
        case AskState.DONE:
            return joined([Bold("Done"), When(asked.done_at, "day") if asked.done_at else "", by])
        case AskState.WITHDRAWN:
            return joined([Bold("Withdrawn"), by])


def _outcome(scene: Scene, asked: ReferenceAsk) -> list[Block]:
    time = f"{asked.minutes} min of their time" if asked.minutes else ""
    money: Sayable = ""
    if asked.influence_minor is not None and asked.currency is not None:
        money = shield(asked.influence_minor, "influenced ", Amount(asked.influence_minor.value, asked.currency))
    said = joined(
        [spans("“", told(scene.work, asked.account_id, asked.outcome), "”") if asked.outcome else "", time, money]
    )
    return [Text((shield(INSIDE, *said),))] if said else []


def _for_decider(scene: Scene, asked: ReferenceAsk) -> list[Block]:
    """What to weigh before saying yes."""
    against = standing_against(scene.work, asked.account_id, asked.kind, scene.now, counted=True)
    needs = team_or(asked.account_id)
    blocks: list[Block] = [
        Text(against_said(asked.account_id, against)),
        Text((shield(needs, _load_said(scene, against)),)),
    ]
    opinions = scene.work.references.opinions(asked.account_id)
    names = scene.names({one.member_id for one in opinions})
    blocks += _opinions(asked.account_id, opinions, names, day_of(scene.now))
    return [*blocks, Footer(("Nothing reaches the customer before you say so.",))]


def _ask_actions(scene: Scene, asked: ReferenceAsk, *, decides: bool) -> list[Block]:
    at = f"ask:{asked.id}"
    mine = scene.member.id == asked.requester_id
    buttons: list[Button] = []
    match AskState(asked.state):
        case AskState.ASKED:
            if decides:
                buttons += [
                    Button("Approve", f"{at} approve", "primary"),
                    Button("Decline", f"form {at} decline", opens_form=True),
                    Button("Suggest another", f"form {at} suggest", opens_form=True),
                    profile_button(asked.account_id),
                ]
            if mine:
                buttons.append(Button("Withdraw", f"{at} withdraw"))
        case AskState.APPROVED:
            if decides:
                done = f"form {at} done"
                buttons += [
                    Button("Done", done, "primary", opens_form=True),
                    Button("Next step", f"form next account:#{asked.account_id}", opens_form=True),
                ]
            elif mine:
                buttons.append(overview_button(asked.account_id))
        case AskState.DECLINED if mine:
            buttons.append(Button("Find another", f'reference kind:"{asked.kind}"', "primary"))
        case AskState.SUGGESTED if mine and asked.instead_id is not None:
            again = f'form reference ask account:#{asked.instead_id} kind:"{asked.kind}"'
            buttons.append(Button("Ask for them", again, "primary", opens_form=True))
            buttons.append(Button("Find another", f'reference kind:"{asked.kind}"'))
        case AskState.DONE if decides:
            buttons.append(Button("Change", f"form {at} done", opens_form=True))
        case _:
            pass
    return [Buttons(tuple(buttons))] if buttons else []


def ask_row(scene: Scene, asked: ReferenceAsk, account: str, names: dict[int, str]) -> Row:
    said = joined([Bold(account), asked.kind, *_state(asked, names)[:1], f"for {names.get(asked.requester_id, '')}"])
    return Row(
        said,
        spans("“", told(scene.work, asked.account_id, asked.purpose), "”"),
        (Button("Open", f"asks ask:{asked.id}"),),
    )


def held_said(name: str, kind: str, told: Held) -> Spans:
    """The same words, whatever the reason."""
    if not told.listed or told.until is None:
        return spans(Bold(name), f" is not on the list for {kind_said(kind)}.")
    return spans(Bold(name), f" may be asked {since_said(told.until)}.")
