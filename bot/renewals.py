"""What may happen to a renewal: it is forecast, made ready, decided; and how its contract goes on."""

from datetime import date, datetime
from enum import StrEnum

from bot.rules.churn import ChurnReason
from bot.rules.renewals import next_renewal, signed
from storage.queries.renewals import Listed
from storage.tables import Contract, Forecast, ForecastChange, Outcome, Renewal
from storage.work import Work


class Verdict(StrEnum):
    """A forecast, or how it was decided; *contracted* may be either of two things and is asked about."""

    COMMIT = "commit"
    PROBABLE = "probable"
    BEST_CASE = "best case"
    AT_RISK = "at risk"
    CHURN = "churn"
    RENEWED = "renewed"
    DOWNSELL = "downsell"
    EXPANDED = "expanded"
    CHURNED = "churned"
    CONTRACTED = "contracted"

    @classmethod
    def synonyms(cls) -> dict["Verdict", tuple[str, ...]]:
        return {
            cls.COMMIT: ("committed", "commits", "safe", "certain"),
            cls.PROBABLE: ("likely", "probably"),
            cls.BEST_CASE: ("best-case", "bestcase", "upside"),
            cls.AT_RISK: ("at-risk", "risk", "risky", "in danger", "shaky"),
            cls.CHURN: ("churning", "will churn", "leaving", "expected churn"),
            cls.RENEWED: ("signed", "contract signed", "closed", "flat"),
            cls.DOWNSELL: ("downsold", "contraction", "reduced", "shrunk", "down to"),
            cls.EXPANDED: ("upsold", "upsell", "grew", "expansion", "up to"),
            cls.CHURNED: ("lost", "cancelled", "canceled", "terminated", "left"),
        }


def turned(text: str) -> tuple[Verdict | None, str]:
    """`pricing churned` → churned, and `pricing`: a forecast or outcome by its own name at the end of what was said."""
    plain = text.strip(" .!")
    for verdict in Verdict:
        words, found = plain[: -len(verdict.value)], plain[-len(verdict.value) :].casefold()
        if found == verdict.value and not words[-1:].isalnum():
            return verdict, words.rstrip(" ,;:–—-")
    return None, text


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


def sign(
    work: Work, listed: Listed, amount: int, words: str, member_id: int, now: datetime
) -> tuple[Renewal, Contract]:
    """The contract goes on at `amount` a year (minor units of its currency) for another term, and its next renewal is
    open. Whether that is a renewal, a downsell or an expansion, the amounts tell. words: what was said with it."""
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
        evidence=words or None,
        decided_at=now,
        decided_by_id=member_id,
    )
    # Decided first: the contract's new date then opens the next renewal and does not move this one.
    due = next_renewal(renewal.due_on, contract.term_months, contract.starts_on or _began(work, listed))
    return decided, work.change(contract, arr_minor=amount, renews_on=due)


def _began(work: Work, listed: Listed) -> date:
    """Of a contract whose beginning nobody said, an earlier renewal: one of 31 January or 29 February is so again."""
    listed_there = work.renewals.of_account(listed.renewal.account_id)
    known = (one.renewal.due_on for one in listed_there if one.contract.id == listed.contract.id)
    return max(known, key=lambda due: due.day, default=listed.renewal.due_on)


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
