"""An account on one card."""

from datetime import date, timedelta

from bot.cards import health
from bot.cards.activities import joined, step_line, summary_line
from bot.cards.complaints import of_account as complaints_of
from bot.cards.escalations import of_account as escalations_of
from bot.cards.kpis import listed_line
from bot.cards.people import contact_said, several
from bot.cards.risks import of_account as risks_of
from bot.draw import shield
from bot.english import many
from bot.permissions import HEALTH
from bot.scene import Scene
from bot.view import DOT, Amount, Block, Bold, Fact, Facts, Heading, Row, Rows, Sayable, Spans, Text, When, spans
from storage.following import notice_on
from storage.tables import Account, Contract, FeatureRequest
from storage.types import Guarded

RECENT = 5
ASKED = 3  # open feature requests that the card names
# To whoever may not see health one card looks like another, whatever stands there: always the same three are counted.
HIDDEN = Text(tuple(shield(HEALTH, what) for what in ("health", "KPIs", "risks")))
OFF = 2  # KPIs off their line that the card names


def heading(ctx: Scene, account: Account) -> Spans:
    """“Acme Corp · T1 · Ana (backup Sam)”."""
    names = ctx.names({account.owner_id, account.backup_id})
    owner = names.get(account.owner_id, "") if account.owner_id else "no owner"
    backup = f" (backup {names[account.backup_id]})" if account.backup_id in names else ""
    return joined([Bold(account.name), f"T{account.tier}" if account.tier else "", owner + backup])


def money_said(total: Guarded[dict[str, int]]) -> Sayable:
    """“€240,000 + $30,000”; nothing where there is no contract."""
    if not total.value:
        return ""
    parts: list[Sayable] = []
    for currency, minor in total.value.items():
        parts += [" + ", Amount(minor, currency)] if parts else [Amount(minor, currency)]
    return shield(total, *parts)


def arr_of(contracts: list[Contract]) -> Guarded[dict[str, int]]:
    totals: dict[str, int] = {}
    for contract in contracts:
        totals[contract.currency] = totals.get(contract.currency, 0) + contract.arr_minor.value
    return Guarded(totals, frozenset({"money"}))


def contract_line(contract: Contract, today: date, forecast: Sayable = "") -> Spans:
    """“Platform · €240,000 · renews 15 Jan (53 d) · notice by 16 Dec (23 d) · at risk”."""
    parts: list[Sayable] = [
        contract.name,
        shield(contract.arr_minor, Amount(contract.arr_minor.value, contract.currency)),
    ]
    if contract.ends_on:
        return joined([*parts, spans("ends ", When(contract.ends_on, "countdown"))])
    if contract.renews_on:
        parts.append(spans("renews ", When(contract.renews_on, "countdown")))
        notice = notice_on(contract.renews_on, contract.notice_days)
        if notice >= today:
            parts.append(spans("notice by ", When(notice, "countdown")))
        elif contract.renews_on >= today:
            parts.append(spans("notice passed ", When(notice, "day")))
    if contract.auto_renew:
        parts.append("renews by itself")
    return joined([*parts, forecast])


def current(contracts: list[Contract], today: date) -> list[Contract]:
    """Without those that have ended because the customer left."""
    return [contract for contract in contracts if contract.ends_on is None or contract.ends_on > today]


def contract_lines(ctx: Scene, account: Account) -> list[Spans]:
    """Each contract with what is expected of its renewal."""
    forecasts: dict[int, Sayable] = {}
    for listed in ctx.work.renewals.of_account(account.id):
        if listed.renewal.outcome is None and (said := listed.renewal.forecast) is not None:
            forecasts[listed.contract.id] = shield(said, said.value)
    contracts = current(ctx.work.accounts.contracts(account.id), ctx.today)
    return [contract_line(contract, ctx.today, forecasts.get(contract.id, "")) for contract in contracts]


def touch_line(ctx: Scene, account: Account) -> Spans:
    """“Talked 34 d ago; 3 attempts since”."""
    last = ctx.work.activities.last_touch(account.id)
    if last is None:
        attempts = ctx.work.activities.attempts_since(account.id, account.created_at - timedelta(days=3660))
        return spans("Not talked yet", _attempts(attempts))
    attempts = ctx.work.activities.attempts_since(account.id, last)
    days = (ctx.today - last.astimezone(ctx.zone).date()).days
    ago = {0: "today", 1: "yesterday"}.get(days, f"{days} d ago")
    return spans(f"Talked {ago}", _attempts(attempts))


def _attempts(count: int) -> str:
    return f"; {many(count, 'attempt')} since" if count else ""


def card(ctx: Scene, account: Account) -> list[Block]:
    """Everything on one card, without its actions."""
    blocks: list[Block] = [Heading(heading(ctx, account))]
    blocks += [Text(said) for said in contract_lines(ctx, account)]
    blocks += [Text(health.line(health.state_of(ctx, account)))] if ctx.sees(HEALTH) else [HIDDEN]
    blocks.append(Text(touch_line(ctx, account)))
    blocks += escalations_of(ctx, account.id)
    blocks += complaints_of(ctx, account.id)
    blocks += _off_line(ctx, account) + risks_of(ctx, account.id) if ctx.sees(HEALTH) else []
    blocks += asked_by(ctx.work.requests.asked_by(account.id, ASKED + 1))
    if facts := _facts(ctx, account):
        blocks.append(Facts(facts))
    steps = ctx.work.activities.steps_of_account(account.id)
    owners = ctx.names({step.owner_id for step in steps})
    if steps:
        blocks.append(Text((Bold("Open"),)))
        blocks.append(
            Rows(tuple(Row(step_line(step, owner=owners[step.owner_id])) for step in steps[:RECENT]), len(steps))
        )
    recent = ctx.work.activities.recent(account.id, RECENT)
    members = ctx.names({activity.member_id for activity in recent})
    if recent:
        blocks.append(Text((Bold("Lately"),)))
        rows = (Row(summary_line(activity, "", members[activity.member_id])) for activity in recent)
        blocks.append(Rows(tuple(rows)))
    return blocks


def asked_by(requests: list[FeatureRequest]) -> list[Block]:
    """What a customer asked for and is still open: “Asked for: SCIM provisioning (planned), CSV export (received)”."""
    if not requests:
        return []
    named = ", ".join(f"{one.title} ({one.state})" for one in requests[:ASKED])
    more = " and more" if len(requests) > ASKED else ""
    return [Text((f"Asked for: {named}{more}",))]


def _off_line(ctx: Scene, account: Account) -> list[Block]:
    """KPIs that are too far behind: that one stands here says how they are, so the whole line is a matter of health."""
    found = ctx.work.kpis.off_line(account.id)[:OFF]
    return [Text((shield(HEALTH, *listed_line(one, ctx.today, account=False)),)) for one in found]


def _facts(ctx: Scene, account: Account) -> tuple[Fact, ...]:
    parent = ctx.work.accounts.get(account.parent_id) if account.parent_id else None
    children = ctx.work.accounts.children(account.id)
    aliases = [name.name for name in ctx.work.accounts.names_of(account.id) if name.kind in ("alias", "domain")]
    described = DOT.join(word for word in (account.segment, account.stage, account.industry, account.region) if word)
    champions = [contact_said(one, comma=True) for one in ctx.work.accounts.champions(account.id)]
    said: dict[str, Sayable] = {
        "Goal": account.goal or "",
        "Champions": several(champions, "; "),
        "Is": described,
        "Part of": parent.name if parent else "",
        "Includes": ", ".join(child.name for child in children),
        "Also called": ", ".join(aliases),
    }
    return tuple(Fact(label, spans(value)) for label, value in said.items() if value)
