"""Customers as rows of a file: accounts with their contracts, and the people there."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision

from bot.exporting.pages import pieces
from bot.permissions import Audience
from storage.tables import Contract
from storage.work import Work

ACCOUNT_HEADINGS = (
    "bailey_id", "name", "external_id", "tier", "segment", "stage", "industry", "region", "goal", "health", "owner_email",
    "backup_email", "parent", "aliases", "domains", "contract", "contract_id", "arr", "currency", "start_date",
    "renewal_date", "notice_days", "auto_renew", "term_months", "uplift",
)  # fmt: skip
CONTACT_HEADINGS = ("bailey_id", "account", "account_id", "name", "title", "email", "phone", "external_id")


def account_rows(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    """One row a contract; an account without one has a row of its own."""
    emails = {member.id: member.email for member in work.people.everyone()}
    for accounts in pieces(work.imports.accounts_behind):
        ids = [account.id for account in accounts]
        names, contracts = work.imports.names(ids), work.imports.contracts(ids)
        parents = work.imports.accounts({account.parent_id for account in accounts if account.parent_id})
        for account in accounts:
            said = names.get(account.id, [])
            parent = parents.get(account.parent_id) if account.parent_id else None
            row = {
                "bailey_id": account.id,
                **{name: getattr(account, name) for name in ("name", "external_id", "tier", "segment", "stage")},
                **{name: getattr(account, name) for name in ("industry", "region", "goal")},
                "health": account.health.value if account.health else None,
                "owner_email": emails.get(account.owner_id or 0),
                "backup_email": emails.get(account.backup_id or 0),
                "parent": (parent.external_id or parent.name) if parent else None,
                "aliases": [name.name for name in said if name.kind == "alias"],
                "domains": [name.name for name in said if name.kind == "domain"],
            }
            said_contracts = [_contract(contract) for contract in contracts.get(account.id, [])]
            yield from ({**row, **contract} for contract in said_contracts or [{}])


def _contract(contract: Contract) -> dict[str, Any]:
    precision = get_currency_precision(contract.currency)
    return {
        "contract": contract.name,
        "contract_id": contract.external_id,
        "arr": Decimal(contract.arr_minor.value).scaleb(-precision),
        "currency": contract.currency,
        "start_date": contract.starts_on,
        "renewal_date": contract.renews_on,
        "notice_days": contract.notice_days,
        "auto_renew": contract.auto_renew,
        "term_months": contract.term_months,
        "uplift": Decimal(contract.uplift.value).scaleb(-2) if contract.uplift else None,
    }


def contact_rows(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    for contacts in pieces(work.imports.contacts_behind):
        accounts = work.imports.accounts({contact.account_id for contact in contacts})
        for contact in contacts:
            if (account := accounts.get(contact.account_id)) is None:
                continue
            yield {
                "bailey_id": contact.id,
                "account": account.name,
                "account_id": account.external_id,
                **{name: getattr(contact, name) for name in ("name", "title", "email", "phone", "external_id")},
            }
