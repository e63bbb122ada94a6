"""What came due of what customers ask for: one Select a rule over a frame, as `storage.queries.due` says."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, and_, bindparam, exists, func, literal, or_, select

from storage.finding import ours
from storage.frames import bounds, day_of, days_between, either, plus_days, said, start_of
from storage.tables import Account, FeatureRequest, Member, Question, QuestionFor, RequestState, Role, Voice

_accounts = Account.table()
_members = Member.table()
_requests = FeatureRequest.table()
_voices = Voice.table()
_questions = Question.table()
_asked = QuestionFor.table()

_THRESHOLD: Any = bindparam("threshold", type_=Integer)
_LIVE = (_requests.c.deleted_at.is_(None), _requests.c.merged_into_id.is_(None))


def _due(since: ColumnElement[Any], told_at: ColumnElement[Any], frame: FromClause) -> tuple[ColumnElement[bool], ...]:
    due_on = plus_days(since, _THRESHOLD)
    return due_on <= frame.c.until, or_(due_on > frame.c.since, told_at >= frame.c.since_at)


def _decides() -> ColumnElement[bool]:
    """Product; where nobody is of Product, whoever leads."""
    others = _members.alias("others")
    somebody = exists().where(
        others.c.organization_id == bindparam("organization"),
        others.c.role == Role.PRODUCT.value,
        others.c.left_at.is_(None),
        others.c.deleted_at.is_(None),
    )
    leads = and_(~somebody, either(_members.c.role, Role.LEAD.value, Role.ADMIN.value))
    return or_(_members.c.role == Role.PRODUCT.value, leads)


def unheard(frame: FromClause) -> Select[Any]:
    """Requests that nobody of Product has acknowledged for `threshold` days: for each of Product, once a day on which any
    came to that. figure: how many did."""
    since = day_of(_requests.c.created_at)
    due_on = plus_days(since, _THRESHOLD)
    return (
        select(
            said("unheard:", frame.c.member_id, ":", due_on).label("key"),
            said("unheard:", frame.c.member_id).label("subject"),
            literal(None, Integer).label("account_id"),
            frame.c.member_id,
            due_on.label("due_on"),
            func.count().label("figure"),
            func.min(_requests.c.created_at).label("changed_at"),
        )
        .select_from(frame.join(_members, _members.c.id == frame.c.member_id).join(_requests, ours(_requests)))
        .where(
            _decides(),
            _requests.c.state == RequestState.NEW.value,
            *_LIVE,
            *_due(since, _requests.c.created_at, frame),
        )
        .group_by(frame.c.member_id, due_on)
    )


def answer(frame: FromClause) -> Select[Any]:
    """Questions of Product that somebody has not answered for `threshold` days. figure: days."""
    since = day_of(_asked.c.created_at)
    return (
        select(
            said("answer:", _asked.c.id).label("key"),
            said("answer:", _asked.c.id).label("subject"),
            _asked.c.account_id,
            _asked.c.member_id,
            plus_days(since, _THRESHOLD).label("due_on"),
            days_between(since, frame.c.until).label("figure"),
            _asked.c.created_at.label("changed_at"),
        )
        .select_from(
            _asked.join(frame, frame.c.member_id == _asked.c.member_id)
            .join(_questions, _questions.c.id == _asked.c.question_id)
            .join(_accounts, _accounts.c.id == _asked.c.account_id)
        )
        .where(
            ours(_asked),
            _asked.c.answered_at.is_(None),
            _asked.c.deleted_at.is_(None),
            _questions.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
            *_due(since, _asked.c.created_at, frame),
        )
    )


def hit(frame: FromClause) -> Select[Any]:
    """What was shipped `threshold` days ago, for the owner of each customer who asked for it and has not said whether it
    is what they meant. figure: days."""
    since = day_of(_requests.c.shipped_at)
    first = func.min(_voices.c.id)
    edge = bounds(frame)
    return (
        select(
            said("shipped:", first, ":", since).label("key"),
            said("shipped:", first).label("subject"),
            _voices.c.account_id,
            _accounts.c.owner_id.label("member_id"),
            plus_days(since, _THRESHOLD).label("due_on"),
            days_between(since, frame.c.until).label("figure"),
            _requests.c.shipped_at.label("changed_at"),
        )
        .select_from(
            _requests.join(_voices, _voices.c.request_id == _requests.c.id)
            .join(_accounts, _accounts.c.id == _voices.c.account_id)
            .join(frame, frame.c.member_id == _accounts.c.owner_id)
        )
        .where(
            ours(_requests),
            _requests.c.shipped_at >= start_of(plus_days(edge.news_since, -_THRESHOLD - 1)),
            *_LIVE,
            _voices.c.deleted_at.is_(None),
            _accounts.c.deleted_at.is_(None),
            *_due(since, _requests.c.shipped_at, frame),
        )
        .group_by(_requests.c.id, _requests.c.shipped_at, _voices.c.account_id, _accounts.c.owner_id, frame.c.until)
        .having(func.count(_voices.c.hit) == 0)
    )
