"""Every table, by area. Importing this package declares them all."""

from storage.tables.accounts import Account, AccountName, Contact, Contract, NameKind
from storage.tables.activities import Activity, NextStep, Participant
from storage.tables.calendars import CalendarEvent, CalendarSource
from storage.tables.changes import Change, ChangeSet
from storage.tables.feedback import Beta, BetaSeat, Feedback, SeatState
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
from storage.tables.kpis import Kpi, KpiReading, KpiState
from storage.tables.messages import Draft, InboxEntry, Lane, OutboxMessage, Posting
from storage.tables.nudges import AlertSetting, ChannelAlert, Follow, Interval, Nudge
from storage.tables.organization import ExchangeRate, Organization, Workspace
from storage.tables.people import Channel, ChannelReader, Identity, Member, Role
from storage.tables.renewals import Forecast, ForecastChange, Outcome, Renewal
from storage.tables.requests import (
    FeatureRequest,
    Hit,
    Interview,
    InterviewState,
    Question,
    QuestionFor,
    RequestState,
    Variance,
    Voice,
)
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
    "Beta",
    "BetaSeat",
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
    "FeatureRequest",
    "Feedback",
    "Follow",
    "Forecast",
    "ForecastChange",
    "HealthBand",
    "HealthMark",
    "HealthOverride",
    "HealthScore",
    "HealthSweep",
    "Hit",
    "Identity",
    "Import",
    "ImportRow",
    "InboxEntry",
    "Interval",
    "Interview",
    "InterviewState",
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
    "Question",
    "QuestionFor",
    "Reading",
    "Renewal",
    "RequestState",
    "Rhythm",
    "Risk",
    "RiskCategory",
    "RiskCost",
    "RiskState",
    "Role",
    "SeatState",
    "Variance",
    "Verdict",
    "Voice",
    "Workspace",
]  # fmt: skip
