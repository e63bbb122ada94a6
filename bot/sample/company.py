"""fill: the whole sample company, written in one transaction."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from bot.importing.names import key_of
from bot.renewals import READY, Ready
from bot.rules.renewals import signed
from bot.sample.agreed import agreements
from bot.sample.escalated import escalated
from bot.sample.lent import calendars
from bot.sample.measured import measures
from bot.sample.referred import referred, said_of
from bot.sample.risky import Risky
from bot.sample.tables import table
from bot.sample.wished import wished
from bot.sample.year import Done, year
from bot.words.kinds import Mission
from storage.tables import (
    Account,
    AccountName,
    Activity,
    Contact,
    Contract,
    ExchangeRate,
    ForecastChange,
    Leave,
    Member,
    NameKind,
    NextStep,
    Participant,
    Renewal,
    TargetName,
)
from storage.work import Work

MAIL = "example.com"


def fill(work: Work, today: date, now: datetime, channels: Mapping[str, str] | None = None) -> None:
    """Write the sample into an organization without accounts. today: in the company's zone. now: aware; nothing is
    dated after it. The same dates give the same company.

    channels: team → the address at which it is reached. With them comes what is under way between teams: escalations,
    feature requests, complaints, likes; without them there is nothing of it."""
    company = Company(work, today, now)
    company.write()
    if channels is not None:
        company.write_under_way(channels)


@dataclass
class Company:
    """members, accounts: what they are called → their ids. contracts, contacts: the same by account and name."""

    work: Work
    today: date
    now: datetime
    members: dict[str, int] = field(default_factory=dict)
    zones: dict[str, ZoneInfo] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    contracts: dict[tuple[str, str], int] = field(default_factory=dict)
    contacts: dict[tuple[str, str], int] = field(default_factory=dict)

    @cached_property
    def risky(self) -> Risky:
        return Risky(self)

    def write(self) -> None:
        self._members()
        self._accounts()
        self._contracts()
        self._outcomes()
        self._forecasts()
        self._contacts()
        agreements(self)
        self.risky.write()
        self._activities()
        self._steps()
        measures(self)
        calendars(self)
        referred(self)

    def write_under_way(self, channels: Mapping[str, str]) -> None:
        self._members("joined")
        since = self.today - timedelta(days=300)
        self.work.put(ExchangeRate, currency="USD", into="EUR", rate=920_000_000, since=since)
        escalated(self, channels)
        wished(self, channels.get(TargetName.PRODUCT_DEVELOPMENT, ""))
        said_of(self)

    def _members(self, name: str = "members") -> None:
        """Everybody has been here for a while; whoever is away comes back in so many days, and until then each account's
        backup stands in."""
        rows = list(table(name))
        began = self.now - timedelta(days=800)
        for row in rows:
            self.zones[row["login"]] = ZoneInfo(row["zone"])
            # The admin may have entered before the sample did.
            known = self.work.people.by_email(f"{row['login']}@{MAIL}")
            member = known or self.work.insert(
                Member,
                name=row["name"],
                email=f"{row['login']}@{MAIL}",
                role=row["role"],
                zone=row["zone"],
                locale=row["locale"],
                seen_at=began,
                created_at=began,
            )
            self.members[row["login"]] = member.id
            if row["away"]:
                since, until = self.today - timedelta(days=3), self.today + timedelta(days=int(row["away"]))
                self.work.insert(Leave, member_id=member.id, from_on=since, until_on=until)

    def _accounts(self) -> None:
        rows = list(table("accounts"))
        years: dict[str, int] = {}
        for row in table("contracts"):
            years[row["account"]] = max(years.get(row["account"], 0), int(row["years"]))
        ids = self.work.bulk.reserve(Account, len(rows))
        self.accounts = {row["name"]: id for row, id in zip(rows, ids, strict=True)}
        records = [
            {
                "id": self.accounts[row["name"]],
                "name": row["name"],
                "external_id": row["external_id"],
                "tier": int(row["tier"]),
                "segment": row["segment"],
                "stage": row["stage"],
                "industry": row["industry"],
                "region": row["region"],
                "goal": row["goal"] or None,
                "health": int(row["health"]),
                "owner_id": self.members.get(row["owner"]),
                "backup_id": self.members.get(row["backup"]),
                "parent_id": self.accounts.get(row["parent"]),
                "created_at": self.now - timedelta(days=365 * years[row["name"]]),
            }
            for row in rows
        ]
        # Parents are written before their children: the database checks each row as it comes.
        records.sort(key=lambda record: record["parent_id"] is not None)
        self.work.many(Account, records)
        self.work.many(AccountName, [name for row in rows for name in self._names(row)])

    def _names(self, row: dict[str, str]) -> Iterator[dict[str, Any]]:
        said = {
            NameKind.NAME: [row["name"]],
            NameKind.EXTERNAL: [row["external_id"]],
            NameKind.DOMAIN: row["domains"].split(),
            NameKind.ALIAS: [alias.strip() for alias in row["aliases"].split(";") if alias],
        }
        for kind, names in said.items():
            for name in names:
                yield {
                    "account_id": self.accounts[row["name"]],
                    "kind": kind.value,
                    "name": name,
                    "key": key_of(name),
                }

    def _contracts(self) -> None:
        """With them come their open renewals; a contract whose customer left has ended."""
        rows = list(table("contracts"))
        ended = {(row["account"], row["contract"]) for row in table("outcomes") if row["churn_reason"]}
        contracts = []
        for id, row in zip(self.work.bulk.reserve(Contract, len(rows)), rows, strict=True):
            self.contracts[row["account"], row["name"]] = id
            renews = self.today + timedelta(days=int(row["renews_in"]))
            contracts.append(
                {
                    "id": id,
                    "account_id": self.accounts[row["account"]],
                    "name": row["name"],
                    "arr_minor": int(row["arr"]) * 100,
                    "currency": row["currency"],
                    "starts_on": renews - timedelta(days=365 * int(row["years"])),
                    "renews_on": renews,
                    "ends_on": renews if (row["account"], row["name"]) in ended else None,
                    "notice_days": int(row["notice_days"]),
                    "auto_renew": row["auto_renew"] == "yes",
                    "uplift": int(float(row["uplift"]) * 100) if row["uplift"] else None,
                    "created_at": self.now,
                }
            )
        self.work.many(Contract, contracts)

    def _outcomes(self) -> None:
        """A year of decided renewals."""
        terms = {(row["account"], row["name"]): row for row in table("contracts")}
        self.work.many(
            Renewal, [self._outcome(row, terms[row["account"], row["contract"]]) for row in table("outcomes")]
        )

    def _outcome(self, row: dict[str, str], terms: dict[str, str]) -> dict[str, Any]:
        due = self.today - timedelta(days=int(row["due_ago"]))
        base, amount = int(row["base"]) * 100, int(row["amount"]) * 100
        meant = signed(base, amount, int(float(terms["uplift"] or 0) * 100))
        zone = self.zones[row["by"]]
        made = self.instant(int(row["due_ago"]) + 365, time(9), zone)
        return {
            "account_id": self.accounts[row["account"]],
            "contract_id": self.contracts[row["account"], row["contract"]],
            "due_on": due,
            "notice_on": due - timedelta(days=int(terms["notice_days"])),
            "outcome": "churned" if row["churn_reason"] else meant.kind.value,
            "currency": terms["currency"],
            "base_minor": base,
            "amount_minor": amount,
            "uplift_minor": meant.uplift,
            "churn_reason": row["churn_reason"] or None,
            "evidence": row["evidence"] or None,
            "decided_at": self.instant(int(row["due_ago"]) + int(row["decided_before"]), time(15), zone),
            "decided_by_id": self.members[row["by"]],
            "dated_at": made,
            "created_at": made,
        }

    def _forecasts(self) -> None:
        """What was expected of the open renewals, and since when."""
        renewals = {id: listed.renewal for id in self.contracts.values() if (listed := self.work.renewals.open_of(id))}
        for row in sorted(table("forecasts"), key=lambda row: -int(row["days_ago"])):
            renewal = renewals[self.contracts[row["account"], row["contract"]]]
            self.work.put(
                ForecastChange,
                account_id=renewal.account_id,
                renewal_id=renewal.id,
                member_id=self.members[row["by"]],
                forecast=row["forecast"],
                reason=row["reason"],
                at=self.instant(int(row["days_ago"]), time(11), self.zones[row["by"]]),
            )
            done = {READY[Ready(word)]: True for word in row["ready"].split()}
            self.work.update(Renewal, renewal.id, forecast=row["forecast"], reason=row["reason"], **done)

    def _contacts(self) -> None:
        rows = list(table("contacts"))
        domains = {row["name"]: row["domains"].split()[0] for row in table("accounts")}
        records = []
        for id, row in zip(self.work.bulk.reserve(Contact, len(rows)), rows, strict=True):
            self.contacts[row["account"], row["name"]] = id
            local = key_of(row["name"]).replace(" ", ".").removeprefix("dr.").removeprefix("prof.")
            records.append(
                {
                    "id": id,
                    "account_id": self.accounts[row["account"]],
                    "name": row["name"],
                    "title": row["title"],
                    "email": f"{local}@{domains[row['account']]}",
                    "created_at": self.now - timedelta(days=300),
                }
            )
        self.work.many(Contact, records)

    def _activities(self) -> None:
        done = sorted(year(self.today), key=lambda one: (-one.days_ago, one.hour))
        activities, participants = [], []
        for id, one in zip(self.work.bulk.reserve(Activity, len(done)), done, strict=True):
            activities.append(self._activity(id, one))
            participants += [
                {
                    "activity_id": id,
                    "contact_id": self.contacts[one.account, name],
                    "name": name,
                }
                for name in one.people
            ]
        self.work.many(Activity, activities)
        self.work.many(Participant, participants)

    def _activity(self, id: int, one: Done) -> dict[str, Any]:
        zone = self.zones[one.by]
        at = min(self.instant(one.days_ago, one.hour, zone), self.now)
        return {
            "id": id,
            "account_id": self.accounts[one.account],
            "member_id": self.members[one.by],
            "logged_by_id": self.members[one.by],
            "kind": one.kind,
            "level": one.kind.removesuffix(" review") if one.kind.endswith(" review") else None,
            "minutes": one.minutes,
            "at": at,
            "zone": zone.key,
            "mode": one.mode,
            "mode_guessed": one.mode_guessed,
            "missions": sorted(one.missions, key=[mission.value for mission in Mission].index),
            "effect": one.effect,
            "internal": one.internal,
            "attempt": one.attempt,
            "note": one.note,
            "risk_id": self.risky.about(one),
            "created_at": at,
        }

    def _steps(self) -> None:
        self.work.many(
            NextStep,
            [
                {
                    "account_id": self.accounts[row["account"]],
                    "owner_id": self.members[row["owner"]],
                    "text": row["text"],
                    "person": row["person"] or None,
                    "due_on": self.today + timedelta(days=int(row["due_in"])),
                    "created_at": self.now - timedelta(days=4),
                }
                for row in table("steps")
            ],
        )

    def instant(self, days_ago: int, hour: time, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.today - timedelta(days=days_ago), hour, zone).astimezone(UTC)
