"""What the grammar must be told to understand a line. Reading stays pure: whoever calls it brings the knowledge."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.refs import Account, Contact, Member


class Lexicon(Protocol):
    """One asker's view of accounts and people, at one moment.

    asker: who is speaking. now: aware, in the asker's own zone. locale: BCP 47 (`en-US` reads 11/2 as 2 November).
    linked: the account of the channel that this is said in. fiscal_month: 1–12, the first month of a fiscal year.
    currency: ISO 4217, of an amount without one.
    """

    @property
    def asker(self) -> Member: ...
    @property
    def now(self) -> datetime: ...
    @property
    def locale(self) -> str: ...
    @property
    def linked(self) -> Account | None: ...
    @property
    def fiscal_month(self) -> int: ...
    @property
    def currency(self) -> str: ...

    def exact(self, phrase: str) -> Sequence[Account]:
        """Accounts whose name, alias, e-mail domain or external id this is. Asked for every run of words in the head
        of a line, so it must be a dictionary look-up (`rules.names.NameIndex.exact`)."""
        ...

    def begins(self, phrase: str) -> Sequence[Account]:
        """Accounts that go by this phrase without their legal form, or whose name begins with these whole words.
        A dictionary look-up as well (`NameIndex.begins`)."""
        ...

    def near(self, phrase: str, limit: int = 5) -> Sequence[tuple[Account, float]]:
        """Accounts with a name like this, best first, each with its score from 0 to 100 (`NameIndex.near`)."""
        ...

    def mine(self, account: Account) -> bool:
        """Whether it is in the asker's own book (owner or backup)."""
        ...

    def book(self) -> Sequence[Account]:
        """The asker's own book, by name. Asked for completion alone, as are the two lists below."""
        ...

    def account(self, id: int) -> Account | None: ...

    def apart(self, account: Account) -> str:
        """What tells an account from another of its name: “twin.io · T1 · Sam Okoye”. Asked for those alone."""
        ...

    def mentioned(self, user: str) -> Member | None:
        """The colleague behind `<@user>`, known from the request's people."""
        ...

    def member(self, id: int) -> Member | None: ...

    def members(self, words: str) -> Sequence[Member]:
        """Colleagues by e-mail address or name; a first name alone may name several."""
        ...

    def colleagues(self) -> Sequence[Member]: ...

    def measured(self, words: str) -> str | None:
        """The name of the measure of health that is called so."""
        ...

    def contacts_of(self, account: Account) -> Sequence[Contact]: ...

    def contact(self, id: int) -> Contact | None: ...

    def contacts(self, account: Account, words: str) -> Sequence[Contact]:
        """Contacts of an account by name or e-mail; a first name alone may name several."""
        ...
