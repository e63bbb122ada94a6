"""Every table, by area. Importing this package declares them all."""

from storage.tables.accounts import Account, AccountName, Contact, Contract, NameKind
from storage.tables.activities import Activity, NextStep, Participant
from storage.tables.calendars import CalendarEvent, CalendarSource
from storage.tables.changes import Change, ChangeSet
from storage.tables.health import (
    MICRO,
    ApiToken,
    Band,
    HealthBand,
    HealthMark,
    HealthOverride,
    HealthScore,
    HealthSweep,
    Measure,
    Reading,
    Verdict,
)
from storage.tables.imports import Import, ImportRow
from storage.tables.joining import JoinCode, JoinTry, Sighting
from storage.tables.kpis import Kpi, KpiReading, KpiState
from storage.tables.messages import Draft, InboxEntry, Lane, OutboxMessage, Posting
from storage.tables.nudges import AlertSetting, ChannelAlert, Follow, Interval, Nudge
from storage.tables.organization import ExchangeRate, Organization, Workspace
from storage.tables.people import Channel, ChannelReader, Identity, Member, Role
from storage.tables.renewals import Forecast, ForecastChange, Outcome, Renewal
from storage.tables.rhythms import Leave, Rhythm
from storage.tables.risks import CostKind, Risk, RiskCategory, RiskCost, RiskState

__all__ = [
    "MICRO",
    "Account",
    "AccountName",
    "Activity",
    "AlertSetting",
    "ApiToken",
    "Band",
    "CalendarEvent",
    "CalendarSource",
    "Change",
    "ChangeSet",
    "Channel",
    "ChannelAlert",
    "ChannelReader",
    "Contact",
    "Contract",
    "CostKind",
    "Draft",
    "ExchangeRate",
    "Follow",
    "Forecast",
    "ForecastChange",
    "HealthBand",
    "HealthMark",
    "HealthOverride",
    "HealthScore",
    "HealthSweep",
    "Identity",
    "Import",
    "ImportRow",
    "InboxEntry",
    "Interval",
    "JoinCode",
    "JoinTry",
    "Kpi",
    "KpiReading",
    "KpiState",
    "Lane",
    "Leave",
    "Measure",
    "Member",
    "NameKind",
    "NextStep",
    "Nudge",
    "Organization",
    "OutboxMessage",
    "Outcome",
    "Participant",
    "Posting",
    "Reading",
    "Renewal",
    "Rhythm",
    "Risk",
    "RiskCategory",
    "RiskCost",
    "RiskState",
    "Role",
    "Sighting",
    "Verdict",
    "Workspace",
]  # fmt: skip
