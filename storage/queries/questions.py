"""What Product wanted to know, what was answered, and talks with customers."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from storage.finding import among, chunks, keys
from storage.queries.base import Queries
from storage.tables import Account, Interview, Question, QuestionFor

_questions = Question.table()
_asked = QuestionFor.table()
_accounts = Account.table()
_interviews = Interview.table()

_LIVE = (_questions.c.organization_id == bindparam("organization"), _questions.c.deleted_at.is_(None))
_OF_REQUEST = (
    select(*_questions.columns).where(*_LIVE, _questions.c.request_id == bindparam("request")).order_by(_questions.c.id)
)
_NEWEST = select(*_questions.columns).where(*_LIVE).order_by(_questions.c.id.desc()).limit(bindparam("limit"))
_WHOM = (
    select(*_asked.columns, _accounts.c.name.label("account_name"))
    .join(_accounts, _accounts.c.id == _asked.c.account_id)
    .where(
        _asked.c.organization_id == bindparam("organization"),
        _asked.c.question_id == bindparam("question"),
        _asked.c.deleted_at.is_(None),
        _accounts.c.deleted_at.is_(None),
    )
    .order_by(_accounts.c.name, _asked.c.id)
)
_OPEN_FOR = (
    select(_asked.c.question_id)
    .join(_questions, _questions.c.id == _asked.c.question_id)
    .where(
        *_LIVE,
        _asked.c.member_id == bindparam("member"),
        _asked.c.answered_at.is_(None),
        _asked.c.deleted_at.is_(None),
    )
    .distinct()
    .order_by(_asked.c.question_id)
)
_ASKED_AMONG = (
    select(_asked.c.account_id, _asked.c.question_id)
    .where(
        _asked.c.organization_id == bindparam("organization"),
        among(_asked.c.account_id),
        _asked.c.deleted_at.is_(None),
    )
    .order_by(_asked.c.question_id.desc())
)
_TALKS = (
    select(_interviews.c.account_id, func.count().label("n"), func.max(_interviews.c.created_at).label("last"))
    .where(
        _interviews.c.organization_id == bindparam("organization"),
        among(_interviews.c.account_id),
        _interviews.c.deleted_at.is_(None),
        _interviews.c.state != "declined",
        _interviews.c.created_at >= bindparam("since", type_=_interviews.c.created_at.type),
    )
    .group_by(_interviews.c.account_id)
)
_TALKS_OF = (
    select(*_interviews.columns)
    .where(
        _interviews.c.organization_id == bindparam("organization"),
        _interviews.c.request_id == bindparam("request"),
        _interviews.c.deleted_at.is_(None),
    )
    .order_by(_interviews.c.id)
)


class Whom(NamedTuple):
    """A question about one account, and what that is called."""

    asked: QuestionFor
    account: str


class Talks(NamedTuple):
    """How often a customer was asked for a talk, and when last."""

    times: int
    last: datetime


class Questions(Queries):
    def get(self, question_id: int) -> Question | None:
        found = self._work.get(Question, question_id)
        return found if found is not None and found.deleted_at is None else None

    def of_request(self, request_id: int) -> list[Question]:
        """Oldest first."""
        rows = self._work.rows(_OF_REQUEST, organization=self._organization, request=request_id)
        return [Question.of(row) for row in rows]

    def newest(self, limit: int) -> list[Question]:
        return [Question.of(row) for row in self._work.rows(_NEWEST, organization=self._organization, limit=limit)]

    def whom(self, question_id: int) -> list[Whom]:
        """By account."""
        rows = self._work.rows(_WHOM, organization=self._organization, question=question_id)
        columns = _asked.columns.keys()
        return [Whom(QuestionFor.of({name: row[name] for name in columns}), row["account_name"]) for row in rows]

    def open_for(self, member_id: int) -> list[int]:
        """Questions that somebody has not answered yet, oldest first."""
        rows = self._work.rows(_OPEN_FOR, organization=self._organization, member=member_id)
        return [row["question_id"] for row in rows]

    def put_to(self, account_ids: Collection[int]) -> dict[int, list[int]]:
        """Account → the questions that were asked about it, newest first."""
        found: dict[int, list[int]] = {}
        for some in chunks(sorted(account_ids)):
            for row in self._work.rows(_ASKED_AMONG, organization=self._organization, **keys(some)):
                found.setdefault(row["account_id"], []).append(row["question_id"])
        return found

    # ------------------------------------------------------------ talks

    def talks(self, account_ids: Collection[int], since: datetime) -> dict[int, Talks]:
        """How often each was asked for a talk since then, of those that were."""
        return {
            row["account_id"]: Talks(int(row["n"]), row["last"])
            for some in chunks(sorted(account_ids))
            for row in self._work.rows(_TALKS, organization=self._organization, since=since, **keys(some))
        }

    def talks_about(self, request_id: int) -> list[Interview]:
        rows = self._work.rows(_TALKS_OF, organization=self._organization, request=request_id)
        return [Interview.of(row) for row in rows]
