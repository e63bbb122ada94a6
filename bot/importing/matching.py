"""Which account a line means: by external id, then domain, then exact name. Never a guess."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.importing.names import key_of
from bot.rules.names import bare, fold
from storage.tables import Account, NameKind
from storage.work import Work


class Match(NamedTuple):
    """id: of the account, or None. why: why none can be told, when several may be meant."""

    id: int | None
    why: str = ""


@dataclass
class Known:
    """What the database knows of the accounts that a piece of a file names. made: accounts of this very import, which
    are found by `Made` alone, so that the order of lines does not matter."""

    work: Work
    made: set[int]
    external: dict[str, list[int]] = field(default_factory=dict)
    names: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    accounts: dict[int, Account] = field(default_factory=dict)

    def load(self, ids: Iterable[int], external: Iterable[str], names: Iterable[str], domains: Iterable[str]) -> None:
        """Three questions for the whole piece."""
        imports = self.work.imports
        self.external = imports.accounts_external(external)
        self.names = imports.accounts_named(key_of(name) for name in (*names, *domains))
        found = {id for ids_ in self.external.values() for id in ids_}
        found |= {id for entries in self.names.values() for _, id in entries}
        self.accounts = imports.accounts((found | set(ids)) - self.made)

    def by_external(self, said: str) -> list[int]:
        return [id for id in self.external.get(said, ()) if id in self.accounts]

    def by_name(self, said: str) -> set[int]:
        return {id for kind, id in self.names.get(key_of(said), ()) if kind != NameKind.DOMAIN and id in self.accounts}

    def by_domain(self, said: str) -> set[int]:
        return {id for kind, id in self.names.get(key_of(said), ()) if kind == NameKind.DOMAIN and id in self.accounts}

    def called(self, ids: Iterable[int]) -> str:
        """`Acme Corp and Acme Health`."""
        names = sorted(self.accounts[id].name for id in ids)
        return " and ".join(names) if len(names) < 3 else f"{len(names)} accounts"

    def match(self, values: dict[str, Any]) -> Match:
        """The account of a line of accounts."""
        if own := values.get("own_id"):
            return Match(own) if own in self.accounts else Match(None, f"There is no account with the id {own}.")
        external, name = values.get("external_id"), values.get("name", "")
        if external and (found := self.by_external(external)):
            return Match(found[0]) if len(found) == 1 else Match(None, f"{len(found)} accounts have the id {external}.")
        named = self._may_be(self.by_name(name), external) if name else set()
        domains = values.get("domains", [])
        owners = self._may_be({id for domain in domains for id in self.by_domain(domain)}, external)
        if owners:
            return self._by_domain(owners, named, name, domains)
        if len(named) > 1:
            return Match(None, f"{len(named)} accounts are called {name}. Add a column with their external ids.")
        return Match(next(iter(named), None))

    def _may_be(self, ids: set[int], external: str | None) -> set[int]:
        """Those that the line's external id does not rule out."""
        return {id for id in ids if external is None or self.accounts[id].external_id in (None, external)}

    def _by_domain(self, owners: set[int], named: set[int], name: str, domains: list[str]) -> Match:
        both = owners & named
        if len(both) == 1:
            return Match(both.pop())
        if len(owners) == 1 and not named and (not name or self._alike(name, self.accounts[min(owners)].name)):
            return Match(min(owners))
        told = f"{', '.join(domains)} belongs to {self.called(owners)}"
        return Match(None, f"{told}, not to {name}. Use that name if it is the same customer, else add an external id.")

    def _alike(self, one: str, other: str) -> bool:
        """The same but for case, accents and legal form: a parent and its children often share a domain."""
        return bare(fold(one)) == bare(fold(other))

    def refer(self, values: dict[str, Any]) -> Match:
        """The account that a contact or an activity belongs to."""
        name, external = values.get("account", ""), values.get("account_external_id", "")
        if external and (found := self.by_external(external)):
            return Match(found[0]) if len(found) == 1 else Match(None, f"{len(found)} accounts have the id {external}.")
        named = self.by_name(name) if name else set()
        # Some programs put the id where the name is expected.
        found_ids = named or set(self.by_external(name))
        if len(found_ids) == 1:
            return Match(found_ids.pop())
        if len(found_ids) > 1:
            return Match(None, f"{len(found_ids)} accounts are called {name}. Add a column with their external ids.")
        if name or external:
            return Match(None, f"No account is called {name or external}. Import the accounts first, or create it.")
        domains = list(values.get("domains", ())) or [values.get("email", "").rpartition("@")[2]]
        owners = {id for domain in domains if domain for id in self.by_domain(domain)}
        if len(owners) == 1:
            return Match(owners.pop())
        if owners:
            return Match(None, f"{domains[0]} belongs to {self.called(owners)}. Add a column with the account.")
        return Match(None, f"No account has the domain {domains[0]}. Add a column with the account.")


@dataclass
class Made:
    """Accounts that earlier lines of the same file make."""

    external: dict[str, int] = field(default_factory=dict)
    names: dict[str, tuple[int, ...]] = field(default_factory=dict)
    external_of: dict[int, str] = field(default_factory=dict)
    ids: set[int] = field(default_factory=set)

    def match(self, values: dict[str, Any]) -> Match:
        external, name = values.get("external_id"), values.get("name", "")
        if external and external in self.external:
            return Match(self.external[external])
        named = [
            id
            for id in self.names.get(key_of(name), ())
            if external is None or self.external_of.get(id) in (None, external)
        ]
        if len(named) > 1:
            return Match(None, f"{len(named)} lines above are called {name}. Add a column with their external ids.")
        return Match(named[0] if named else None)

    def keep(self, id: int, values: dict[str, Any]) -> None:
        self.ids.add(id)
        key = key_of(values["name"])
        self.names[key] = (*self.names.get(key, ()), id)
        if external := values.get("external_id"):
            self.external[external] = id
            self.external_of[id] = external
