"""A renewal in a line, and as a card."""

from dataclasses import replace
from datetime import date

from bot.cards.activities import joined, team_or
from bot.cards.risks import counted
from bot.context import Context
from bot.draw import shield
from bot.line import quote
from bot.permissions import HEALTH, MONEY
from bot.renewals import READY
from bot.rules.renewals import READINESS, readiness
from bot.scene import Scene
from bot.view import Amount, Block, Bold, Button, Buttons, Sayable, Spans, Text, When, spans
from storage.queries.renewals import Listed
from storage.queries.risks import OpenRisks
from storage.tables import Contract, ForecastChange, Outcome, Renewal

EARLIER = 3  # forecasts that a card tells besides the present one
NAMED = 160  # characters of a reason that a line has room for


def forecast_said(renewal: Renewal) -> Sayable:
    return shield(renewal.forecast, renewal.forecast.value) if renewal.forecast else ""


def reason_said(renewal: Renewal, *writers: int) -> Sayable:
    """For the account's team, and whoever wrote it: it is somebody's words about a customer."""
    if renewal.reason is None:
        return ""
    return shield(team_or(renewal.account_id, *writers), f"“{_short(renewal.reason.value)}”")


def amount_said(contract: Contract) -> Sayable:
    return shield(contract.arr_minor, Amount(contract.arr_minor.value, contract.currency))


def dates_said(renewal: Renewal, today: date) -> list[Sayable]:
    """“renews 16 Mar (113 d)” and “notice by 16 Dec (23 d)”, as far as they are still to come."""
    if renewal.due_on < today:
        return [spans("not signed, was due ", When(renewal.due_on, "countdown"))]
    parts: list[Sayable] = [spans("renews ", When(renewal.due_on, "countdown"))]
    if renewal.notice_on >= today:
        parts.append(spans("notice by ", When(renewal.notice_on, "countdown")))
    else:
        parts.append(spans("notice passed ", When(renewal.notice_on, "day")))
    return parts


def line(listed: Listed, today: date, *, owner: str = "", account: bool = True, forecast: bool = True) -> Spans:
    """“Acme Corp · Platform · €180,000 · renews 16 Mar (113 d) · notice by 16 Dec (23 d) · at risk · Dana”."""
    return joined(
        [
            Bold(listed.account) if account else "",
            listed.contract.name,
            amount_said(listed.contract),
            *dates_said(listed.renewal, today),
            "renews by itself" if listed.contract.auto_renew else "",
            forecast_said(listed.renewal) if forecast else "",
            owner,
        ]
    )


def decided_line(listed: Listed) -> Spans:
    """“Acme Corp · Platform · due 16 Mar 2026 · €180,000 → €200,000 · expanded · “…””."""
    renewal = listed.renewal
    assert renewal.base_minor is not None, "a decided renewal has its amounts"
    assert renewal.amount_minor is not None, "a decided renewal has its amounts"
    currency = renewal.currency or listed.contract.currency
    whose = team_or(renewal.account_id, *((renewal.decided_by_id,) if renewal.decided_by_id else ()))
    before, after = Amount(renewal.base_minor.value, currency), Amount(renewal.amount_minor.value, currency)
    return joined(
        [
            Bold(listed.account),
            listed.contract.name,
            spans("due ", When(renewal.due_on, "date")),
            shield(MONEY, before, " → ", after) if before.minor != after.minor else shield(MONEY, before),
            outcome_said(renewal),
            shield(whose, renewal.churn_reason.value) if renewal.churn_reason else "",
            shield(whose, f"“{_short(renewal.evidence.value)}”") if renewal.evidence else "",
        ]
    )


def outcome_said(renewal: Renewal) -> Sayable:
    """Whether they pay more or less now is a fact of money; that they stayed or left is none."""
    if renewal.outcome == Outcome.CHURNED or renewal.outcome is None:
        return renewal.outcome or ""
    return shield(MONEY, renewal.outcome)


def card(ctx: Context, listed: Listed) -> list[Block]:
    """One open renewal: when, how sure and why, how ready, and what can be done."""
    renewal, contract = listed.renewal, listed.contract
    history = ctx.work.renewals.history(renewal.id)
    writers = (change.member_id for change in history[-1:])
    expected = joined([forecast_said(renewal) or "no forecast yet", reason_said(renewal, *writers)])
    done = [column for column in READINESS if getattr(renewal, column)]
    items = [
        Button(f"✓ {READINESS[column]}" if column in done else READINESS[column], f"{_of(listed)} ready:{item.value}")
        for item, column in READY.items()
    ]
    terms = Button("Contract", f"form contract account:#{renewal.account_id} id:{contract.id}", opens_form=True)
    return [
        Text(line(listed, ctx.today, account=False, forecast=False)),
        Text(spans("Forecast: ", expected)),
        *_before(history),
        Text(
            joined(
                [
                    spans("Ready: ", Bold(f"{readiness(len(done))} %"), f", {len(done)} of {len(READINESS)}"),
                    open_risks(ctx.work.risks.counts([renewal.account_id]).get(renewal.account_id)),
                ]
            )
        ),
        Buttons(tuple(items)),
        Buttons((*actions(listed), terms, Button("Risks", f"risks account:#{renewal.account_id}"))),
    ]


def open_risks(found: OpenRisks | None) -> Sayable:
    """“a fire and 2 open risks”."""
    if found is None:
        return ""
    others = found.risks - found.fire
    said = " and ".join(part for part in ("a fire" if found.fire else "", counted(others) if others else "") if part)
    return shield(HEALTH, said)


def _before(history: list[ForecastChange]) -> list[Block]:
    """“Before: commit from 19 Aug, probable from 13 Oct”: what was expected earlier."""
    earlier = history[:-1][-EARLIER:]
    if not earlier:
        return []
    said: list[Sayable] = []
    for change in earlier:
        said += [", "] if said else []
        said.append(shield(change.forecast, change.forecast.value, " from ", When(change.at, "day")))
    return [Text(spans("Before: ", *said))]


def actions(listed: Listed) -> tuple[Button, ...]:
    """Forecast, signed, lost: each opens the form with what is known."""
    return (
        replace(forecasting(listed), style="primary"),
        Button("Signed", f"form {_of(listed)} what:renewed", opens_form=True),
        Button("Lost", f"form {_of(listed)} what:churned", "danger", opens_form=True),
    )


def forecasting(listed: Listed) -> Button:
    known = f" what:{quote(listed.renewal.forecast.value)}" if listed.renewal.forecast else ""
    return Button("Forecast", f"form {_of(listed)}{known}", opens_form=True)


def open_renewal(listed: Listed, label: str = "Open") -> Button:
    return Button(label, _of(listed))


def _of(listed: Listed) -> str:
    return f"renewal account:#{listed.renewal.account_id} id:{listed.renewal.id}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= NAMED else flat[: NAMED - 1] + "…"


def until(scene: Scene, renewal: Renewal) -> Spans:
    """“notice closes in 23 days”, or “renews in 23 days” once notice can no longer be given; with the contract's name where
    the account has several."""
    closes = renewal.notice_on >= scene.today
    at = renewal.notice_on if closes else renewal.due_on
    days = (at - scene.today).days
    said = "today" if not days else "tomorrow" if days == 1 else f"in {days} days"
    return spans(which(scene, renewal), "notice closes " if closes else "renews ", Bold(said))


def which(scene: Scene, renewal: Renewal) -> str:
    """“Platform ”, where a renewal's account has contracts of other names as well."""
    contracts = scene.work.accounts.contracts(renewal.account_id)
    mine = next((one.name for one in contracts if one.id == renewal.contract_id), "")
    return f"{mine} " if mine and len({one.name for one in contracts}) > 1 else ""
