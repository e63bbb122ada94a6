"""What a line may refer to: accounts, members, contacts. References, not records: enough to name and to find one."""

from dataclasses import dataclass, field
from typing import Literal

How = Literal["id", "name", "alias", "domain", "external", "part", "near", "linked", "picked"]


@dataclass(frozen=True, slots=True)
class Account:
    """how: by what it was found; `part` a name that begins so, `near` a misspelt one, `linked` the channel's account.
    said: the words it was found by."""

    id: int
    name: str
    how: How = field(default="id", compare=False)
    said: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """A colleague."""

    id: int
    name: str = field(compare=False)


# What a customer's person is called to whoever may not know them, where no title is known either.
NAMELESS = "a contact"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a customer, known already."""

    id: int
    name: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Guest:
    """A person named in passing. name: without a comma. title: as said, or ""."""

    name: str
    title: str = ""


Person = Member | Contact | Guest
