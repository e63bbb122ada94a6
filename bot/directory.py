"""What lines may refer to, from the database: the `Lexicon` of one request."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot import refs
from bot.meeting import awaited, recognise
from bot.request import Request
from bot.rules.names import NameIndex, fold
from storage.tables import Contact, Member, NameKind, Organization
from storage.work import Work


class MustWrite(Exception):
    """Met while only reading: the request has to run again in a transaction that may write."""


@dataclass
class Names:
    """The names of one organization's accounts, in memory. version: of the database's names."""

    version: int
    index: NameIndex
    shown: dict[int, str]

    @classmethod
    def load(cls, work: Work, version: int) -> "Names":
        names = work.accounts.names()
        shown = {name.account_id: name.name for name in names if name.kind == NameKind.NAME}
        return cls(version, NameIndex.build((name.account_id, name.name) for name in names), shown)


@dataclass
class Directory:
    """The names of all organizations, each loaded when first asked for and again when it has changed."""

    _names: dict[int, Names] = field(default_factory=dict)

    def names(self, work: Work) -> Names:
        version = work.accounts.names_version()
        kept = self._names.get(work.organization_id)
        if kept is None or kept.version != version:
            kept = self._names[work.organization_id] = Names.load(work, version)
        return kept


@dataclass
class Knowledge:
    """One asker's view of accounts and people (the grammar's `Lexicon`)."""

    work: Work
    directory: Directory
    request: Request
    me: Member
    now: datetime
    linked: refs.Account | None = None
    reads: bool = False
    fiscal_month: int = 1
    _everyone: list[Member] | None = None
    _names: Names | None = None

    @property
    def names(self) -> Names:
        if self._names is None:
            self._names = self.directory.names(self.work)
        return self._names

    def forget(self) -> None:
        """Look everything up again: this transaction may have made an account or a member."""
        self._names = self._everyone = None

    @property
    def asker(self) -> refs.Member:
        return refs.Member(self.me.id, self.me.name)

    @property
    def locale(self) -> str:
        return self.me.locale

    @property
    def currency(self) -> str:
        house = self.work.get(Organization, self.work.organization_id)
        return house.currency if house else "EUR"

    # ------------------------------------------------------------ accounts

    def exact(self, phrase: str) -> Sequence[refs.Account]:
        return self._accounts(self.names.index.exact(phrase), "name", phrase)

    def begins(self, phrase: str) -> Sequence[refs.Account]:
        return self._accounts(self.names.index.begins(phrase), "part", phrase)

    def near(self, phrase: str, limit: int = 5) -> Sequence[tuple[refs.Account, float]]:
        found = self.names.index.near(phrase, limit)
        return [(refs.Account(id, self.names.shown[id], "near", phrase), score) for id, score in found]

    def mine(self, account: refs.Account) -> bool:
        owner, _ = self.work.accounts.owners(account.id)
        return owner == self.me.id

    def book(self) -> Sequence[refs.Account]:
        mine = self.work.accounts.of_member(self.me.id)
        return sorted((refs.Account(account.id, account.name) for account in mine), key=lambda account: account.name)

    def account(self, id: int) -> refs.Account | None:
        account = self.work.accounts.get(id)
        return refs.Account(account.id, account.name) if account else None

    def _accounts(self, ids: Sequence[int], how: refs.How, phrase: str) -> list[refs.Account]:
        return [refs.Account(id, self.names.shown[id], how, phrase) for id in ids]

    # ------------------------------------------------------------ people

    def mentioned(self, user: str) -> refs.Member | None:
        sender = self.request.sender
        identity = f"{sender.platform}:{sender.tenant}:{user}"
        member = self.work.people.by_identity(sender.platform, sender.tenant, user)
        named = self.request.people.get(identity)
        if named is not None and (member is None or awaited(self.work, member, named)):
            if self.reads:
                raise MustWrite
            member = recognise(self.work, named, self.now)
            self.forget()
        return refs.Member(member.id, member.name) if member else None

    def member(self, id: int) -> refs.Member | None:
        member = self.work.get(Member, id)
        return refs.Member(member.id, member.name) if member else None

    def members(self, words: str) -> Sequence[refs.Member]:
        said = fold(words.removeprefix("@"))
        found = [member for member in self.everyone() if said in _called(member)]
        whole = [member for member in found if said in (fold(member.name), fold(member.email or ""))]
        return [refs.Member(member.id, member.name) for member in whole or found]

    def everyone(self) -> list[Member]:
        if self._everyone is None:
            self._everyone = [member for member in self.work.people.everyone() if member.left_at is None]
        return self._everyone

    def colleagues(self) -> Sequence[refs.Member]:
        return [refs.Member(member.id, member.name) for member in self.everyone()]

    def contacts_of(self, account: refs.Account) -> Sequence[refs.Contact]:
        return [refs.Contact(contact.id, contact.name) for contact in self.work.accounts.contacts(account.id)]

    def contact(self, id: int) -> refs.Contact | None:
        contact = self.work.get(Contact, id)
        return refs.Contact(contact.id, contact.name) if contact else None

    def contacts(self, account: refs.Account, words: str) -> Sequence[refs.Contact]:
        said = fold(words)
        people = self.work.accounts.contacts(account.id)
        whole = [contact for contact in people if said in (fold(contact.name), fold(contact.email or ""))]
        first = [contact for contact in people if fold(contact.name).startswith(said + " ")]
        return [refs.Contact(contact.id, contact.name) for contact in whole or first]


def _called(member: Member) -> set[str]:
    """Everything a member answers to: the name, the first name, the address and its part before the @."""
    email = member.email or ""
    called = (member.name, member.name.split()[0] if member.name.split() else "", email, email.partition("@")[0])
    return {fold(name) for name in called if name}
