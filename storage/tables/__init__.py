"""Every table, by area. Importing this package declares them all."""

from storage.tables.accounts import Account, AccountName, Contact, Contract, NameKind
from storage.tables.activities import Activity, NextStep, Participant
from storage.tables.calendars import CalendarEvent, CalendarSource
from storage.tables.changes import Change, ChangeSet
from storage.tables.imports import Import, ImportRow
from storage.tables.kpis import Kpi, KpiReading, KpiState
from storage.tables.messages import Draft, InboxEntry, Lane, OutboxMessage, Posting
from storage.tables.nudges import AlertSetting, ChannelAlert, Follow, Interval, Nudge
from storage.tables.organization import ExchangeRate, Organization, Workspace
from storage.tables.people import Channel, ChannelReader, Identity, Member, Role
from storage.tables.renewals import Forecast, ForecastChange, Outcome, Renewal
from storage.tables.rhythms import Leave, Rhythm

__all__ = [
    "Account", "AccountName", "Activity", "AlertSetting", "CalendarEvent", "CalendarSource", "Change", "ChangeSet",
    "Channel", "ChannelAlert", "ChannelReader", "Contact", "Contract", "Draft", "ExchangeRate", "Follow", "Forecast",
    "ForecastChange", "Identity", "Import", "ImportRow", "InboxEntry", "Interval", "Kpi", "KpiReading", "KpiState",
    "Lane", "Leave", "Member", "NameKind", "NextStep", "Nudge", "Organization", "OutboxMessage", "Outcome",
    "Participant", "Posting", "Renewal", "Rhythm", "Role", "Workspace",
]  # fmt: skip
