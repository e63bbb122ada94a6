"""What may happen to a risk: it is raised, worked, and ends; one that the customer declared burns as a fire."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.announce import announce
from bot.rules.risks import KINDS, Severity
from storage.queries.risks import Worked
from storage.tables import CostKind, Member, Organization, Risk, RiskCategory, RiskCost, RiskState, Role
from storage.work import Work

# Whose hours are what it costs customer success itself; everybody else's are borrowed.
OWN = frozenset({Role.CSM, Role.LEAD})


@dataclass(frozen=True)
class Raised:
    """What was said of a new risk. amount: minor units and currency; None assumes the ARR up for renewal."""

    account_id: int
    category: RiskCategory
    cause: str | None = None
    evidence: str = ""
    severity: Severity | None = None
    amount: tuple[int, str] | None = None
    declared: bool = False
    first_sign: str = ""
    first_sign_on: date | None = None
    noticed_by_id: int | None = None
    owner_id: int | None = None
    play: str = ""


def up_for_renewal(work: Work, account_id: int) -> tuple[int, str] | None:
    """What the account's open renewals are about, in minor units of the currency of the one that comes first."""
    waiting = [one for one in work.renewals.of_account(account_id) if one.renewal.outcome is None]
    if not waiting:
        return None
    currency = waiting[0].contract.currency
    return sum(one.contract.arr_minor.value for one in waiting if one.contract.currency == currency), currency


def flag(work: Work, said: Raised, member_id: int, *, fire: bool, now: datetime) -> Risk:
    """A new risk; nobody else's but the account's owner's, where there is one. fire: its clock runs from now."""
    amount = said.amount or up_for_renewal(work, said.account_id)
    owner, _ = work.accounts.owners(said.account_id)
    return work.add(
        Risk,
        account_id=said.account_id,
        category=said.category.value,
        cause=said.cause,
        severity=int(said.severity or KINDS[said.category].severity),
        declared=said.declared or fire,
        amount_minor=amount[0] if amount else None,
        currency=amount[1] if amount else None,
        amount_assumed=said.amount is None and amount is not None,
        evidence=said.evidence or None,
        first_sign=said.first_sign or None,
        first_sign_on=said.first_sign_on,
        noticed_by_id=said.noticed_by_id or member_id,
        play=said.play or None,
        # Nobody has a fire until somebody takes it.
        owner_id=said.owner_id or (None if fire else owner or member_id),
        raised_by_id=member_id,
        is_fire=fire,
        declared_at=now if fire else None,
    )


def kindle(work: Work, risk: Risk, now: datetime) -> Risk:
    """A risk that was raised before turns out to be a fire."""
    return work.change(risk, is_fire=True, declared=True, declared_at=now)


def close(work: Work, risk: Risk, state: RiskState, why: str, member_id: int, now: datetime) -> Risk:
    return work.change(risk, state=state.value, closing=why, closed_at=now, closed_by_id=member_id)


def lose_with(work: Work, account_id: int, why: str, evidence: str, member_id: int, now: datetime) -> list[Risk]:
    """The customer has left altogether, so all that was feared of them has come: every open risk ends as lost, for the
    reason they left. evidence: for those that nothing showed yet."""
    found = [listed.risk for listed in work.risks.of_account(account_id)]
    shown = (one if one.evidence else work.change(one, evidence=evidence) for one in found)
    return [close(work, one, RiskState.LOST, f"{why}: {evidence}", member_id, now) for one in shown]


def tell_team(work: Work, risk: Risk, author_id: int, now: datetime) -> None:
    """Tell the account's team of a fire, each in their own chat, by one card that changes as the fire does; and whoever
    else wants to hear of fires."""
    card = f"fire:{risk.id}"
    announce(work, "fire", card, risk.account_id, now, author_id)
    followers = {one.member_id for one in work.alerts.followers(risk.account_id) if not one.address} - {author_id}
    for member_id in (id for id in team(work, risk.account_id) if id not in followers):
        work.messages.put(f"{card}:to:{member_id}", f"member:{member_id}", "", author_id, now, card=card)


def team(work: Work, account_id: int) -> list[int]:
    """Owner, backup and leads."""
    here = [
        one for one in work.people.everyone() if one.left_at is None and not one.outsider and one.deleted_at is None
    ]
    leads = [one.id for one in here if one.role == Role.LEAD]
    present = {one.id for one in here}
    return [id for id in dict.fromkeys((*work.accounts.owners(account_id), *leads)) if id in present]


def counts_for(work: Work, account_id: int, mode: str, at: datetime, zone: tzinfo) -> int | None:
    """The fire that reactive work at an account was done about, if one burned on that day."""
    if mode != "reactive":
        return None
    fire = work.risks.fire_of(account_id)
    if fire is None or fire.risk.declared_at is None:
        return None
    since = fire.risk.declared_at.astimezone(zone).date()
    return fire.risk.id if at.astimezone(zone).date() >= since else None


# ------------------------------------------------------------ what it costs


@dataclass(frozen=True)
class Cost:
    """What a risk has cost. activities: how many. own, others: minutes by member's name, of customer success and of
    everybody else. money: (kind, currency) → minor units. hour: what an hour costs, in minor units of a currency."""

    activities: int
    own: dict[str, int]
    others: dict[str, int]
    money: dict[tuple[str, str], int]
    hour: tuple[int, str] | None = None

    def worth(self, minutes: int) -> int:
        """Minutes in minor units of the hour's currency."""
        return round(minutes * self.hour[0] / 60) if self.hour else 0

    def total(self) -> dict[str, int]:
        """Currency → minor units: hours and money together."""
        sums: dict[str, int] = {}
        if self.hour and (minutes := sum(self.own.values()) + sum(self.others.values())):
            sums[self.hour[1]] = self.worth(minutes)
        for (_, currency), minor in self.money.items():
            sums[currency] = sums.get(currency, 0) + minor
        return sums


def cost_of(work: Work, risk: Risk) -> Cost:
    logged = work.risks.worked_on(risk.id)
    costs = work.risks.costs_of(risk.id)
    members = work.people.named({cost.member_id for cost in costs if cost.member_id is not None})
    own: dict[str, int] = {}
    others: dict[str, int] = {}
    for worked in logged:
        _count(own if worked.role in OWN else others, worked.name, worked.minutes)
    for cost in costs:
        if cost.kind == CostKind.HOURS and cost.member_id is not None:
            member: Member = members[cost.member_id]
            _count(own if member.role in OWN else others, member.name, cost.minutes)
    return Cost(_activities(logged), own, others, _money(costs), _hour(work))


def _hour(work: Work) -> tuple[int, str] | None:
    house = work.get(Organization, work.organization_id)
    if house is None or house.hour_minor is None:
        return None
    return house.hour_minor.value, house.hour_currency or house.currency


def _activities(logged: Sequence[Worked]) -> int:
    return sum(worked.activities for worked in logged)


def _count(of: dict[str, int], name: str, minutes: int) -> None:
    of[name] = of.get(name, 0) + minutes


def _money(costs: Sequence[RiskCost]) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for cost in costs:
        if cost.amount_minor is not None and cost.currency is not None:
            at = cost.kind, cost.currency
            sums[at] = sums.get(at, 0) + cost.amount_minor.value
    return sums
