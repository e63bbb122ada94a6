"""What may happen to a renewal: it is forecast, made ready, decided; and how its contract goes on."""

from datetime import datetime
from enum import StrEnum

from bot.rules.churn import ChurnReason
from bot.rules.renewals import next_renewal, signed
from storage.queries.renewals import Listed
from storage.tables import Contract, Forecast, ForecastChange, Outcome, Renewal
from storage.work import Work


class Ready(StrEnum):
    """The check-list, by the word on a line; the columns are those of `READY`."""

    VALUE = "value"
    SPONSOR = "sponsor"
    RISKS = "risks"
    PRICING = "pricing"


READY = {
    Ready.VALUE: "value_shown",
    Ready.SPONSOR: "sponsor_known",
    Ready.RISKS: "risks_worked",
    Ready.PRICING: "pricing_talked",
}


def forecast(work: Work, listed: Listed, said: Forecast, reason: str, member_id: int, now: datetime) -> Renewal:
    """What is expected from now on, and why; remembered beside what was expected before."""
    renewal = listed.renewal
    work.add(
        ForecastChange,
        account_id=renewal.account_id,
        renewal_id=renewal.id,
        member_id=member_id,
        forecast=said.value,
        reason=reason,
        at=now,
    )
    return work.change(renewal, forecast=said.value, reason=reason)


def sign(work: Work, listed: Listed, amount: int, member_id: int, now: datetime) -> tuple[Renewal, Contract]:
    """The contract goes on at `amount` a year (minor units of its currency) for another term, and its next renewal is
    open. Whether that is a renewal, a downsell or an expansion, the amounts tell."""
    renewal, contract = listed.renewal, listed.contract
    base = contract.arr_minor.value
    meant = signed(base, amount, contract.uplift.value if contract.uplift else 0)
    decided = work.change(
        renewal,
        outcome=Outcome(meant.kind.value).value,
        currency=contract.currency,
        base_minor=base,
        amount_minor=amount,
        uplift_minor=meant.uplift,
        decided_at=now,
        decided_by_id=member_id,
    )
    # Decided first: the contract's new date then opens the next renewal and does not move this one.
    due = next_renewal(renewal.due_on, contract.term_months, contract.starts_on)
    return decided, work.change(contract, arr_minor=amount, renews_on=due)


def lose(work: Work, listed: Listed, why: ChurnReason, evidence: str, member_id: int, now: datetime) -> Renewal:
    """The customer leaves with this contract: it is paid until its renewal date and not longer."""
    renewal, contract = listed.renewal, listed.contract
    decided = work.change(
        renewal,
        outcome=Outcome.CHURNED.value,
        currency=contract.currency,
        base_minor=contract.arr_minor.value,
        amount_minor=0,
        uplift_minor=0,
        churn_reason=why.value,
        evidence=evidence,
        decided_at=now,
        decided_by_id=member_id,
    )
    work.change(contract, ends_on=renewal.due_on)
    return decided
