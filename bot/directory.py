"""What lines may refer to, from the database: the `Lexicon` of one request."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from bot import refs
from bot.asked_requests import AskedRequests
from bot.measures import Measured, measured
from bot.meeting import awaited, recognise
from bot.permissions import CLEARANCES, CONTACTS
from bot.request import Request
from bot.rules.layers import GROWTH
from bot.rules.names import NameIndex, fold
from bot.rules.similar import ALIKE
from bot.similar import SimilarRequests
from storage.queries.names import Name, Seen
from storage.tables import Contact, Member, NameKind, Organization
from storage.work import Work

KEPT = 4  # states of one organization's names: requests that run side by side may see different ones


class MustWrite(Exception):
    """Met while only reading: the request has to run again in a transaction that may write."""


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """The names of one organization's accounts, in memory. It never changes; what changes makes another one.

    version: of the database's names; no other state of them has it. seen: how far the database was read for it.
    committed: whether it was read where nothing could be rolled back any more. shown: account → what it is called.
    lately: the same of accounts that were read again since, None where one is gone.
    """

    version: int
    seen: Seen
    committed: bool
    index: NameIndex
    shown: Mapping[int, str]
    lately: Mapping[int, str | None] = field(default_factory=dict)

    @classmethod
    def load(cls, work: Work, version: int) -> "Names":
        seen, names = work.names.seen(), work.names.all()
        index = NameIndex.build((name.account_id, name.name) for name in names)
        return cls(version, seen, work.names_committed, index, _shown(names))

    def name(self, id: int) -> str:
        late = self.lately.get(id, "")
        return self.shown[id] if late == "" else late or ""

    def brought_up(self, work: Work, version: int) -> "Names | None":
        """The names as they are now, reading only what has changed. None where that is not worth it or cannot be told:
        whoever began before these names were read finds nothing that came after them."""
        touched = work.names.touched_since(self.seen)
        ids = self.index.along_with(touched.accounts)
        if not touched.accounts or GROWTH * len(ids) > len(self.shown):
            return None
        names = work.names.of(ids)
        index = self.index.replaced(ids, ((name.account_id, name.name) for name in names))
        lately = {**self.lately, **dict.fromkeys(ids), **_shown(names)}
        return replace(
            self, version=version, seen=touched.seen, committed=work.names_committed, index=index, lately=lately
        )


def _shown(names: Sequence[Name]) -> dict[int, str]:
    return {name.account_id: name.name for name in names if name.kind == NameKind.NAME}


class Directory:
    """The names of all organizations, each read as a whole once, and then what has changed; and in `requests` what their
    customers ask for.

    What a transaction made and did not commit yet is kept under its version, which nobody meets if it is rolled back;
    going on from there is left to those who know that it stays.
    """

    def __init__(self) -> None:
        self.requests = SimilarRequests()
        self.asked = AskedRequests()
        self._kept: dict[int, tuple[Names, ...]] = {}  # the newest first
        self._locks: defaultdict[int, Lock] = defaultdict(Lock)

    def knows(self, organization: int) -> bool:
        """Whether the names were read before: whoever would hold others up while reading them asks this first."""
        return organization in self._kept

    def warm(self, work: Work) -> None:
        """Read names and requests for the first time."""
        self.names(work)
        self.requests.texts(work)

    def names(self, work: Work) -> Names:
        """As this transaction sees them."""
        version = work.names.version()
        return self._found(work, version) or self._read(work, version)

    def _found(self, work: Work, version: int) -> Names | None:
        for names in self._kept.get(work.organization_id, ()):
            if names.version == version:
                if work.names_committed and not names.committed:
                    names = replace(names, committed=True)
                    self._keep(work.organization_id, names)
                return names
        return None

    def _read(self, work: Work, version: int) -> Names:
        # One reads the whole, the others wait for it; what they see may be another version all the same.
        with self._locks[work.organization_id]:
            if found := self._found(work, version):
                return found
            base = next((names for names in self._kept.get(work.organization_id, ()) if names.committed), None)
            names = (base.brought_up(work, version) if base else None) or Names.load(work, version)
            self._keep(work.organization_id, names)
            return names

    def _keep(self, organization: int, names: Names) -> None:
        """Beside the last few that share most of their memory with it, and the last that is sure to stay."""
        kept = [
            other
            for other in self._kept.get(organization, ())
            if other.version != names.version and other.shown is names.shown
        ]
        sure = [other for other in (names, *kept) if other.committed][:1]
        latest = [names, *kept][:KEPT]
        self._kept[organization] = (*latest, *(other for other in sure if other not in latest))


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
    _everyone: list[Member] | None = None
    _names: Names | None = None
    _measured: Measured | None = None

    @property
    def names(self) -> Names:
        if self._names is None:
            self._names = self.directory.names(self.work)
        return self._names

    def forget(self) -> None:
        """Look everything up again: this transaction may have made an account or a member."""
        self._names = self._everyone = self._measured = None

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

    @property
    def fiscal_month(self) -> int:
        house = self.work.get(Organization, self.work.organization_id)
        return house.fiscal_month if house else 1

    # ------------------------------------------------------------ accounts

    def exact(self, phrase: str) -> Sequence[refs.Account]:
        return self._accounts(self.names.index.exact(phrase), "name", phrase)

    def begins(self, phrase: str) -> Sequence[refs.Account]:
        return self._accounts(self.names.index.begins(phrase), "part", phrase)

    def near(self, phrase: str, limit: int = 5) -> Sequence[tuple[refs.Account, float]]:
        found = self.names.index.near(phrase, limit)
        return [(refs.Account(id, self.names.name(id), "near", phrase), score) for id, score in found]

    def measured(self, words: str) -> str | None:
        if self._measured is None:
            self._measured = measured(self.work)
        found = self._measured.find(words)
        return found.name if found is not None else None

    def mine(self, account: refs.Account) -> bool:
        owner, _ = self.work.accounts.owners(account.id)
        return owner == self.me.id

    def book(self) -> Sequence[refs.Account]:
        mine = self.work.accounts.of_member(self.me.id)
        return sorted((refs.Account(account.id, account.name) for account in mine), key=lambda account: account.name)

    def account(self, id: int) -> refs.Account | None:
        account = self.work.accounts.get(id)
        return refs.Account(account.id, account.name) if account else None

    def apart(self, account: refs.Account) -> str:
        record = self.work.accounts.get(account.id)
        if record is None:
            return ""
        known = {one.kind: one.name for one in reversed(self.work.accounts.names_of(account.id))}
        owner = self.member(record.owner_id) if record.owner_id else None
        told = (
            known.get(NameKind.DOMAIN, ""),
            f"T{record.tier}" if record.tier else "",
            owner.name if owner else "nobody's",
            known.get(NameKind.EXTERNAL, ""),
        )
        return " · ".join(part for part in told if part)

    def _accounts(self, ids: Sequence[int], how: refs.How, phrase: str) -> list[refs.Account]:
        return [refs.Account(id, self.names.name(id), how, phrase) for id in ids]

    def requests_like(self, text: str, limit: int = 5, least: float = ALIKE) -> Sequence[tuple[int, float]]:
        """Feature requests that ask for something like this, and how like it they are (0 to 1); the best first."""
        return self.directory.requests.find(self.work, text, limit, least)

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
        meant = whole or found
        # A guest who reads along somewhere is meant by whoever names no colleague.
        ours = [member for member in meant if not member.outsider]
        return [refs.Member(member.id, member.name) for member in ours or meant]

    def everyone(self) -> list[Member]:
        if self._everyone is None:
            self._everyone = [member for member in self.work.people.everyone() if member.left_at is None]
        return self._everyone

    def colleagues(self) -> Sequence[refs.Member]:
        return [refs.Member(member.id, member.name) for member in self.everyone() if not member.outsider]

    def contacts_of(self, account: refs.Account) -> Sequence[refs.Contact]:
        return [refs.Contact(contact.id, contact.name) for contact in self._people(account)]

    def _people(self, account: refs.Account) -> Sequence[Contact]:
        """Nobody, for whoever may not know a customer's people: a first name must not tell the whole one."""
        known = CLEARANCES[self.me.role] >= CONTACTS
        return self.work.accounts.contacts(account.id) if known else ()

    def contact(self, id: int) -> refs.Contact | None:
        contact = self.work.get(Contact, id)
        return refs.Contact(contact.id, contact.name) if contact else None

    def contacts(self, account: refs.Account, words: str) -> Sequence[refs.Contact]:
        said = fold(words)
        people = self._people(account)
        whole = [contact for contact in people if said in (fold(contact.name), fold(contact.email or ""))]
        first = [contact for contact in people if fold(contact.name).startswith(said + " ")]
        return [refs.Contact(contact.id, contact.name) for contact in whole or first]


def _called(member: Member) -> set[str]:
    """Everything a member answers to: the name, the first name, the address and its part before the @."""
    email = member.email or ""
    called = (member.name, member.name.split()[0] if member.name.split() else "", email, email.partition("@")[0])
    return {fold(name) for name in called if name}
