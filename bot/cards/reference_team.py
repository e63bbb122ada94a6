"""What an account's team knows of it as a reference: why it stands as it does, who agreed, and who thinks what."""

from collections.abc import Sequence
from datetime import date

from bot.cards.activities import joined, team_or
from bot.draw import shield
from bot.permissions import HEALTH
from bot.references.deciding import Standing, standing_against
from bot.references.gates import day_of, limits_of
from bot.rules.reference_rules import HOUR, hours_of
from bot.scene import Scene
from bot.view import Block, Bold, Button, Row, Rows, Sayable, Spans, Text, When, spans
from storage.tables import Account, ReferenceConsent, ReferenceOpinion


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
    blocks.append(Text((shield(needs, load_said(scene, against)),)))
    blocks += _consents(scene, work.references.consents(account.id), today)
    blocks += opinion_rows(account.id, work.references.opinions(account.id), names, today)
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


def load_said(scene: Scene, against: Standing) -> str:
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


def opinion_rows(
    account_id: int, opinions: Sequence[ReferenceOpinion], names: dict[int, str], today: date
) -> list[Block]:
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
