"""An organization with a row in every table, to ask and to leave alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from storage.queries.outbox import Settled
from storage.tables import (
    Account,
    AccountName,
    Activity,
    AlertSetting,
    ApiToken,
    Beta,
    BetaSeat,
    CalendarEvent,
    CalendarSource,
    Channel,
    ChannelAlert,
    ChannelReader,
    Complaint,
    Contact,
    Contract,
    Duty,
    Escalation,
    EscalationHours,
    EscalationUpdate,
    ExchangeRate,
    FeatureRequest,
    Feedback,
    Follow,
    ForecastChange,
    Fyi,
    HealthBand,
    HealthOverride,
    Identity,
    Import,
    ImportRow,
    Interview,
    JoinCode,
    Kpi,
    KpiReading,
    Ladder,
    Leave,
    Measure,
    Member,
    NextStep,
    Nudge,
    Organization,
    OutboxMessage,
    Participant,
    Posting,
    Problem,
    ProblemAccount,
    Question,
    QuestionFor,
    Reading,
    ReferenceAsk,
    ReferenceConsent,
    ReferenceDebt,
    ReferenceOpinion,
    ReferenceProfile,
    ReferenceRules,
    ReferenceStanding,
    ReferenceVerdict,
    Remark,
    Rhythm,
    Risk,
    RiskCost,
    RouteWord,
    Target,
    Variance,
    Voice,
    Win,
    Workspace,
)
from storage.types import Record
from storage.work import Work

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class House:
    """name: stands in every text of its rows. rows: record class → one row of it."""

    id: int
    name: str
    rows: dict[type[Record], Record] = field(default_factory=dict)

    def id_of(self, record: type[Record]) -> int:
        return int(self.rows[record].__dict__["id"])


def found(work: Work) -> int:
    return work.insert(Organization, name="Ours", created_at=NOW).id


def filled(work: Work, name: str) -> House:
    """A row in every table. work: of the organization to fill; name: no other organization's."""
    house = House(work.organization_id, name)

    def keep(record: Record) -> int:
        house.rows[type(record)] = record
        return int(record.__dict__["id"])

    member = keep(work.insert(Member, name=name, email=f"{name.casefold()}@example.com", role="admin", created_at=NOW))
    other = work.insert(Member, name=f"{name} Two", created_at=NOW).id
    work.act_as(member, f"{name} command", NOW)
    keep(work.insert(Workspace, platform="slack", tenant=name))
    keep(work.insert(Identity, member_id=member, platform="slack", tenant=name, user=name))
    account = keep(work.add(Account, name=name, external_id=name, owner_id=member, backup_id=other, tier=1, health=40))
    work.add(Account, name=f"{name} child", parent_id=account, tier=2)
    keep(work.add(AccountName, account_id=account, kind="name", name=name, key=name.casefold()))
    contact = keep(work.add(Contact, account_id=account, name=name, email=f"{name}@customer.example"))
    keep(
        work.add(
            Contract, account_id=account, name=name, arr_minor=24_000_000, currency="EUR", renews_on=date(2027, 1, 15)
        )
    )
    [listed] = work.renewals.of_account(account)
    reason = f"{name} reason"
    renewal = keep(work.change(listed.renewal, forecast="at risk", reason=reason))
    keep(
        work.add(
            ForecastChange,
            account_id=account,
            renewal_id=renewal,
            member_id=member,
            forecast="at risk",
            reason=reason,
            at=NOW,
        )
    )
    keep(work.add(ExchangeRate, currency="USD", into="EUR", since=NOW.date(), rate=920_000_000))
    risk = keep(
        work.add(
            Risk, account_id=account, category="leaving", severity=1, declared=True, amount_minor=24_000_000,
            currency="EUR", evidence=f"{name} evidence", first_sign=f"{name} sign", play=f"{name} play", owner_id=member,
            raised_by_id=member, is_fire=True, declared_at=NOW,
        )
    )  # fmt: skip
    keep(
        work.add(
            RiskCost, account_id=account, risk_id=risk, kind="hours", minutes=60, member_id=member, note=f"{name} hours",
            spent_on=NOW.date(), logged_by_id=member,
        )
    )  # fmt: skip
    _escalated(work, house, keep, account)
    _requested(work, house, keep, account)
    activity = keep(
        work.add(
            Activity, account_id=account, member_id=member, logged_by_id=member, kind="call", minutes=30, at=NOW,
            missions=["value"], note=f"{name} note", external_id=name, risk_id=risk,
        )
    )  # fmt: skip
    work.add(Activity, account_id=account, member_id=other, logged_by_id=other, kind="call", at=NOW, attempt=True)
    keep(work.add(Participant, activity_id=activity, contact_id=contact, name=name))
    keep(work.add(NextStep, account_id=account, owner_id=member, activity_id=activity, text=name))
    _health(work, house, keep, account)
    _references(work, house, keep, account, activity)
    rhythm = work.rhythms.own(member)
    house.rows[Rhythm] = work.update(Rhythm, rhythm.id, country=f"{name} country", plan_until=NOW.date())
    keep(work.add(Leave, member_id=member, from_on=NOW.date(), until_on=NOW.date(), cover_id=other))
    keep(work.add(Follow, account_id=account, member_id=member, address=name))
    source = keep(
        work.insert(
            CalendarSource, member_id=member, kind="address", name=name, address=f"https://{name}", look_at=NOW,
            created_at=NOW,
        )
    )  # fmt: skip
    for uid, begins in ((name, NOW), (f"{name} later", NOW + timedelta(minutes=10))):
        meeting = work.insert(
            CalendarEvent, member_id=member, source_id=source, uid=uid, starts_at=begins,
            ends_at=begins + timedelta(minutes=30), title=name, attendees=[{"name": name, "email": name}],
            account_id=account, activity_id=activity,
        )  # fmt: skip
    keep(meeting)
    work.intervals.seed()
    kpi = keep(
        work.add(
            Kpi, account_id=account, name=name, start_micro=80_000_000, target_micro=150_000_000,
            starts_on=date(2026, 9, 1), due_on=date(2027, 6, 30), agreed_with_id=contact, closing=name,
        )
    )  # fmt: skip
    keep(
        work.add(
            KpiReading, account_id=account, kpi_id=kpi, on=NOW.date(), value_micro=82_000_000, ahead=-2000,
            member_id=member, came_at=NOW,
        )
    )  # fmt: skip
    work.change(work.accounts.contacts(account)[0], champion_on=date(2026, 1, 1))
    channel = work.insert(Channel, platform="slack", tenant=name, channel=name, place="private", account_id=account)
    house.rows[Channel] = channel
    keep(work.insert(ChannelReader, channel_id=channel.id, member_id=member))
    work.messages.begin(name, member, NOW)
    work.messages.put(name, f"member:{member}", name, member, NOW)
    work.messages.settle([Settled(_said(work, name), "failed", NOW, NOW, error=f"{name} failed")])
    work.messages.posted_copy(name, f"member:{member}", name, member, None, NOW)
    house.rows[Posting] = work.messages.copies(name)[0]
    work.mirroring.open(name, f"{name}|{name}|{name}", member, None, NOW)
    keep(
        work.add(
            Remark, account_id=account, card=name, platform="slack", chat=name, ref=name, author_id=member, words=name,
            files=[{"name": name, "link": ""}], said_at=NOW, changed_at=NOW,
        )
    )  # fmt: skip
    work.messages.put(f"{name} due", f"member:{member}", name, member, NOW)
    work.messages.draft(name, name, NOW)
    staged = keep(work.insert(Import, member_id=member, subject="accounts", filename=name, at=NOW))
    keep(work.insert(ImportRow, import_id=staged, line=2, action="create", values={"name": name}))
    keep(work.add(AlertSetting, member_id=member, event="renewal", route="digest"))
    keep(work.add(ChannelAlert, event="renewal", address=name, author_id=member))
    keep(
        work.insert(
            Nudge, rule="renewal", key=name, subject="renewal:1", account_id=account, member_id=member, due_on=NOW.date(),
            figure=30, route="direct", card="renewal:1", planned_at=NOW, said_at=NOW, closing=name, mark="noise",
            warned_at=NOW - timedelta(days=3), raised_at=NOW,
        )
    )  # fmt: skip
    work.joining.issue("person", name, member, NOW, NOW + timedelta(minutes=15))
    house.rows[JoinCode] = _code(work, name)
    work.joining.tried(name, NOW)
    look = {"account_id": account, "member_id": member, "fields": "health", "by": name, "place": "direct", "at": NOW}
    work.sightings.put([look])
    set_id = work.set_id
    assert set_id is not None
    house.rows[type(work.changes.of_set(set_id)[0])] = work.changes.of_set(set_id)[0]
    opened = work.changes.get(set_id)
    assert opened is not None
    keep(opened)
    return house


def _health(work: Work, house: House, keep: Callable[[Record], int], account: int) -> None:
    """It is measured, was read and counted, and somebody thinks otherwise."""
    name, member = house.name, house.id_of(Member)
    values = {"weight": 30, "good": 80, "bad": 20, "half_life": 14}
    measure = keep(work.add(Measure, keyword=name.casefold(), name=name, **values))
    keep(work.add(Reading, account_id=account, measure_id=measure, value=34, at=NOW, source=name, note=f"{name} read"))
    score = {
        "account_id": account,
        "on": NOW.date(),
        "score": 40,
        "band": "red",
        "coverage": 82,
        "capped": "",
        "at": NOW,
    }
    work.health.keep([{**score, "rules": name}])
    keep(
        work.add(
            HealthOverride, account_id=account, band="red", reason=f"{name} doubt", until=NOW.date(), member_id=member,
            at=NOW,
        )
    )  # fmt: skip
    keep(work.add(HealthBand, band="red", begins=0, meaning=name))
    work.health.count_of(name, NOW.date())
    keep(work.add(ApiToken, label=name, digest=name, created_by_id=member))


def _escalated(work: Work, house: House, keep: Callable[[Record], int], account: int) -> None:
    """Somebody is on duty, a matter is open that is a case of a problem, and the customer complains and does not answer."""
    name, member = house.name, house.id_of(Member)
    keep(work.add(Target, name="Support", address=name, lead_id=member, zone=name))
    keep(work.add(Duty, target="Support", member_id=member, position=0))
    keep(work.add(RouteWord, target="Support", words=name.casefold()))
    problem = keep(work.add(Problem, title=name, raised_by_id=member))
    keep(work.add(ProblemAccount, problem_id=problem, account_id=account))
    escalation = keep(
        work.add(
            Escalation, account_id=account, kind="break/fix", said=1, level=1, target="Support", words=name, quote=name,
            raised_by_id=member, raised_at=NOW, respond_by=NOW, next_at=NOW, clocked_at=NOW, problem_id=problem,
        )
    )  # fmt: skip
    own = {"account_id": account, "escalation_id": escalation}
    keep(work.add(EscalationUpdate, **own, author_id=member, internal=name, safe=name))
    keep(work.add(EscalationHours, **own, member_id=member, minutes=30))
    keep(work.add(Complaint, account_id=account, about="Support", words=name, raised_by_id=member))
    keep(work.add(Ladder, account_id=account, rung_at=NOW, started_by_id=member))


def _requested(work: Work, house: House, keep: Callable[[Record], int], account: int) -> None:
    """A customer asks for something in two ways, is asked about it, tries it early, and says what they like."""
    name, member = house.name, house.id_of(Member)
    request = keep(work.add(FeatureRequest, title=name, theme=name, asked_by_id=member))
    said = {"request_id": request, "account_id": account, "author_id": member, "importance": 3}
    first, second = (keep(work.add(Voice, **said, what=f"{name} {way}")) for way in ("by groups", "by users"))
    keep(work.add(Variance, request_id=request, voice_id=first, other_id=second, about=name))
    question = keep(work.add(Question, request_id=request, author_id=member, words=name))
    keep(work.add(QuestionFor, question_id=question, account_id=account, member_id=member))
    keep(work.add(Interview, request_id=request, account_id=account, member_id=member, asked_by_id=member))
    beta = keep(work.add(Beta, request_id=request, name=name, owner_id=member))
    keep(work.add(BetaSeat, beta_id=beta, account_id=account, nominated_by_id=member))
    keep(work.add(Feedback, account_id=account, author_id=member, beta_id=beta, sign=1, theme=name, words=name))


def _references(work: Work, house: House, keep: Callable[[Record], int], account: int, activity: int) -> None:
    """It may be asked to speak for us, was asked, and owes us something; and colleagues spoke of it."""
    name, member = house.name, house.id_of(Member)
    keep(work.add(ReferenceProfile, account_id=account, use_case=name, notes=f"{name} notes", nominated_by_id=member))
    later = date(2027, 1, 1)
    keep(work.add(ReferenceConsent, account_id=account, kind="quote", until=later, given_by=name, member_id=member))
    keep(
        work.add(
            ReferenceOpinion,
            account_id=account,
            member_id=member,
            favours=True,
            why=f"{name} likes",
            until=later,
            at=NOW,
        )
    )
    keep(work.add(ReferenceVerdict, account_id=account, approachable=True, why=name, member_id=member, at=NOW))
    keep(
        work.add(
            ReferenceAsk, account_id=account, kind="quote", requester_id=member, purpose=name, asked_id=member, due_at=NOW,
        )
    )  # fmt: skip
    keep(work.add(ReferenceDebt, account_id=account, ours=True, what=name, member_id=member))
    keep(work.add(ReferenceRules, quarter=3))
    row = {"account_id": account, "listed": True, "held_until": None, "rests_until": None, "rested": 8}
    work.standings.publish([{**row, "published_on": NOW.date()}])
    house.rows[ReferenceStanding] = work.references.standing(account)  # type: ignore[assignment]  # it was just put
    keep(work.add(Fyi, account_id=account, author_id=member, member_id=member, words=name, activity_id=activity))
    keep(work.add(Win, account_id=account, member_id=member, words=name, on=NOW.date()))


def _code(work: Work, digest: str) -> JoinCode:
    code = work.joining.code(digest)
    assert code is not None
    return code


def _said(work: Work, key: str) -> OutboxMessage:
    message = work.messages.said(key)
    assert message is not None
    return message
