"""A lexicon in memory: the company that the grammar's tests speak of."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.refs import Account, Contact, How, Member
from bot.rules.names import NameIndex

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 16, 30, tzinfo=BERLIN)  # a Monday

ACCOUNTS = {
    1: "Acme Corp", 2: "Acme Health", 3: "Globex", 4: "Initech", 5: "Nordbank AG", 6: "Monday Logistics",
    7: "May Partners", 8: "Hooli Inc.", 9: "Umbrella Holdings", 10: "Crème & Söhne GmbH", 11: "Stark Industries",
    12: "Wayne Enterprises", 13: "Soylent", 14: "Paylo", 15: "Vandelay International", 16: "Call", 17: "30m",
    18: "O'Brien & Daughters", 19: "Twin", 20: "Twin", 21: "Northwind Traders", 22: "Blue Yonder Airlines",
}  # fmt: skip
MEMBERS = {1: "Dana Weiss", 2: "Sam Ortiz", 3: "Jane Ko", 4: "Lee Chan", 5: "Mia Lang", 6: "Paul Berg"}
CONTACTS = {1: (1, "Jane Doe"), 2: (1, "Bob Stone"), 3: (3, "Hank Scorpio"), 4: (4, "Bill Lumbergh")}
ADDRESSES = {"jane.doe@acme.example": 1, "bob@acme.example": 2, "hank@globex.example": 3}


@dataclass
class Memory:
    """Dana's view by default: she owns Acme Corp, Globex, Initech and the like."""

    now: datetime = NOW
    locale: str = "en-GB"
    linked: Account | None = None
    fiscal_month: int = 1
    currency: str = "EUR"
    asker: Member = field(default_factory=lambda: Member(1, "Dana Weiss"))
    own: frozenset[int] = frozenset({1, 3, 4, 5, 6, 9})
    names: dict[int, str] = field(default_factory=lambda: dict(ACCOUNTS))
    aliases: tuple[tuple[int, str], ...] = (
        (11, "Stark"),
        (1, "acme.example"),
        (3, "globex.example"),
        (5, "CRM-0042"),
        (9, "Umbrella"),
    )

    def __post_init__(self) -> None:
        self.index = NameIndex.build([*self.names.items(), *self.aliases])

    def without(self, *names: str) -> "Memory":
        return replace(self, names={id: name for id, name in self.names.items() if name not in names})

    def _account(self, id: int, how: How) -> Account:
        return Account(id, self.names[id], how)

    def exact(self, phrase: str) -> Sequence[Account]:
        return [self._account(id, "name") for id in self.index.exact(phrase)]

    def begins(self, phrase: str) -> Sequence[Account]:
        return [self._account(id, "part") for id in self.index.begins(phrase)]

    def near(self, phrase: str, limit: int = 5) -> Sequence[tuple[Account, float]]:
        return [(self._account(id, "near"), score) for id, score in self.index.near(phrase, limit)]

    def mine(self, account: Account) -> bool:
        return account.id in self.own

    def book(self) -> Sequence[Account]:
        return sorted((self._account(id, "id") for id in self.own), key=lambda account: account.name)

    def account(self, id: int) -> Account | None:
        return self._account(id, "id") if id in self.names else None

    def mentioned(self, user: str) -> Member | None:
        return {"U1": Member(1, "Dana Weiss"), "U2": Member(2, "Sam Ortiz")}.get(user)

    def member(self, id: int) -> Member | None:
        return Member(id, MEMBERS[id]) if id in MEMBERS else None

    def members(self, words: str) -> Sequence[Member]:
        low = words.lower().removeprefix("@")
        return [
            Member(id, name)
            for id, name in MEMBERS.items()
            if low in (name.lower(), name.lower().split()[0], name.lower().split()[0] + "@example.com")
        ]

    def colleagues(self) -> Sequence[Member]:
        return [Member(id, name) for id, name in MEMBERS.items()]

    def apart(self, account: Account) -> str:
        return ""

    def measured(self, words: str) -> str | None:
        return words.capitalize() if words.lower() in ("usage", "sponsor") else None

    def contacts_of(self, account: Account) -> Sequence[Contact]:
        return [Contact(id, name) for id, (owner, name) in CONTACTS.items() if owner == account.id]

    def contact(self, id: int) -> Contact | None:
        return Contact(id, CONTACTS[id][1]) if id in CONTACTS else None

    def contacts(self, account: Account, words: str) -> Sequence[Contact]:
        low = words.lower()
        return [
            Contact(id, name)
            for id, (owner, name) in CONTACTS.items()
            if owner == account.id and (low in (name.lower(), name.lower().split()[0]) or ADDRESSES.get(low) == id)
        ]
