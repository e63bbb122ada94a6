"""Every table, by area. Importing this package declares them all."""

from storage.tables.accounts import Account, AccountName, Contact, Contract, NameKind
from storage.tables.activities import Activity, NextStep, Participant
from storage.tables.changes import Change, ChangeSet
from storage.tables.imports import Import, ImportRow
from storage.tables.messages import Draft, InboxEntry, OutboxMessage
from storage.tables.organization import ExchangeRate, Organization, Workspace
from storage.tables.people import Channel, ChannelReader, Identity, Member, Role
from storage.tables.renewals import Forecast, ForecastChange, Outcome, Renewal

__all__ = [
    "Account", "AccountName", "Activity", "Change", "ChangeSet", "Channel", "ChannelReader", "Contact", "Contract",
    "Draft", "ExchangeRate", "Forecast", "ForecastChange", "Identity", "Import", "ImportRow", "InboxEntry", "Member",
    "NameKind", "NextStep", "Organization", "OutboxMessage", "Outcome", "Participant", "Renewal", "Role", "Workspace",
]  # fmt: skip
