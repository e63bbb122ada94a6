"""The contract that a line of accounts may carry."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from bot.importing.pen import Pen
from bot.rules.amounts import minor_units
from storage.tables import Contract
from storage.types import reveal

CONTRACT_FIELDS = frozenset(
    {
        "contract",
        "contract_external_id",
        "arr",
        "mrr",
        "currency",
        "starts_on",
        "renews_on",
        "notice_days",
        "auto_renew",
        "term_months",
        "uplift",
    }
)
UNNAMED = "Contract"


@dataclass(frozen=True, slots=True)
class Planned:
    """why: why the line cannot be used. note: what is left open. changes: as in a Plan."""

    changes: dict[str, list[Any]] = field(default_factory=dict)
    why: str = ""
    note: str = ""


@dataclass
class Contracts:
    """currency: of the organization, for sums without one. taken: contracts that a line of this file is about."""

    pen: Pen
    currency: str
    taken: set[int] = field(default_factory=set)
    _of: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    _made: Counter[int] = field(default_factory=Counter)

    def load(self, contracts: dict[int, list[Contract]]) -> None:
        self._of = {
            id: [{name: reveal(value) for name, value in contract.__dict__.items()} for contract in found]
            for id, found in contracts.items()
        }

    def plan(self, account_id: int, values: dict[str, Any], *, fresh: bool) -> Planned:
        """fresh: the account is made by this import, so all it has is what earlier lines gave it."""
        said = {name: value for name, value in values.items() if name in CONTRACT_FIELDS}
        if not said:
            return Planned()
        wanted = self._columns(said)
        if fresh:
            return self._create(account_id, wanted)
        present = self._of.setdefault(account_id, [])
        found = self._named(present, said)
        if found is None and "contract" not in said and "contract_external_id" not in said:
            free = [contract for contract in present if contract["id"] not in self.taken]
            found = next((one for one in free if not _differs(one, self._sum(one, wanted))), None)
            if found is None and len(free) > 1:
                return Planned(why=f"This account has {len(free)} contracts. Add a column with the contract's name.")
            found = found or next(iter(free), None)
        if found is None:
            return self._create(account_id, wanted)
        if found["id"] in self.taken and _differs(found, self._sum(found, wanted)):
            return Planned(why=f"A line above says something else about the contract {found['name']}.")
        self.taken.add(found["id"])
        paid = found["currency"]
        changes = self.pen.edit(Contract, found, self._sum(found, wanted))
        said = {name: _plain(change) for name, change in changes.items()}
        if "arr_minor" in said:
            before, after = said.pop("arr_minor")
            said["arr"] = [[before, paid], [after, found["currency"]]]
        return Planned(said)

    def _named(self, present: list[dict[str, Any]], said: dict[str, Any]) -> dict[str, Any] | None:
        if external := said.get("contract_external_id"):
            found = [contract for contract in present if contract["external_id"] == external]
            if found:
                return found[0]
        name = said.get("contract", "").casefold()
        named = [contract for contract in present if name and contract["name"].casefold() == name]
        # Two of one name: an untouched one that says the same, else any untouched one.
        return next((one for one in named if one["id"] not in self.taken), next(iter(named), None))

    def _columns(self, said: dict[str, Any]) -> dict[str, Any]:
        columns: dict[str, Any] = {}
        for name, column in (("contract", "name"), ("contract_external_id", "external_id")):
            if name in said:
                columns[column] = said[name]
        for name in ("starts_on", "renews_on"):
            if name in said:
                columns[name] = date.fromisoformat(said[name])
        for name in ("notice_days", "auto_renew", "term_months", "uplift"):
            if name in said:
                columns[name] = said[name]
        amount, currency = said.get("arr") or said.get("mrr") or (None, None)
        if currency := said.get("currency") or currency:
            columns["currency"] = currency
        if amount is not None:
            columns["arr"] = Decimal(amount)
        return columns

    def _sum(self, contract: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
        """The columns for a contract that is there: a sum without a currency is in the contract's own."""
        columns = dict(wanted)
        if "arr" in columns:
            columns["arr_minor"] = minor_units(columns.pop("arr"), columns.get("currency") or contract["currency"])
        return columns

    def _create(self, account_id: int, wanted: dict[str, Any]) -> Planned:
        self._made[account_id] += 1
        name = wanted.get("name") or (UNNAMED if (nth := self._made[account_id]) == 1 else f"{UNNAMED} {nth}")
        row = {
            "account_id": account_id,
            "external_id": None,
            "starts_on": None,
            "renews_on": None,
            "notice_days": 30,
            "auto_renew": False,
            "term_months": 12,
            "uplift": None,
            **wanted,
            "name": name,
            "currency": wanted.get("currency") or self.currency,
        }
        amount = row.pop("arr", None)
        row["arr_minor"] = minor_units(amount or Decimal(0), row["currency"])
        id = self.pen.new(Contract, **row)
        self.taken.add(id)
        self._of.setdefault(account_id, []).append({"id": id, **row})
        note = "" if amount is not None else "Its ARR is not said, so it counts as 0."
        return Planned({"contract": [None, name]}, note=note)


def _differs(contract: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return any(contract[name] != value for name, value in wanted.items())


def _plain(change: list[Any]) -> list[Any]:
    """Dates as JSON keeps them."""
    return [value.isoformat() if isinstance(value, date) else value for value in change]
