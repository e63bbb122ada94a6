"""Work: one transaction, scoped to one organization. Whatever changes goes through here, and is remembered."""

import itertools
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Dialect, bindparam, update
from sqlalchemy.sql.elements import ClauseElement

from storage.bulk import COUNTED, NAMED, SOUGHT, Bulk
from storage.documents import as_document, from_document, validate
from storage.engine import Driver
from storage.following import LEADING, follow, renewals_for
from storage.queries.absences import Absences
from storage.queries.accounts import Accounts
from storage.queries.activities import Activities
from storage.queries.alerts import Alerts
from storage.queries.calendars import Calendars
from storage.queries.changes import Changes
from storage.queries.colleagues import Colleagues
from storage.queries.complaints import Complaints
from storage.queries.escalations import Escalations
from storage.queries.feedback import Feedbacks
from storage.queries.follows import Follows
from storage.queries.forgetting import Forgetting
from storage.queries.health import Health
from storage.queries.imports import Imports
from storage.queries.intervals import Intervals
from storage.queries.joining import Joining
from storage.queries.kpis import Kpis
from storage.queries.messages import Messages
from storage.queries.mirroring import Mirroring
from storage.queries.names import Names
from storage.queries.nudges import Nudges
from storage.queries.people import People
from storage.queries.plans import Plans
from storage.queries.questions import Questions
from storage.queries.recipients import Recipients
from storage.queries.references import References
from storage.queries.renewals import Renewals
from storage.queries.requests import Requests
from storage.queries.rhythms import Rhythms
from storage.queries.risks import Risks
from storage.queries.sightings import Sightings
from storage.queries.standings import Standings
from storage.queries.tokens import Tokens
from storage.rows import by_id, defaults, update_of
from storage.statements import Prepared, prepared, prepared_insert, prepared_many
from storage.tables import Account, Beta, BetaSeat, Contract, FeatureRequest, Organization, Question, QuestionFor
from storage.types import Record, reveal

__all__ = ["Actor", "Work", "as_document", "from_document"]

R = TypeVar("R", bound=Record)

# No key is larger in either database; a number that somebody typed may be.
LARGEST_ID = 2**63 - 1


@dataclass
class Actor:
    """Who changes things in this transaction, by what command, and when."""

    member_id: int
    command: str
    at: datetime
    what: str = ""
    set_id: int | None = None
    undoes_id: int | None = None


class Work:
    """The queries by area, each made when it is first asked for; and every change, whatever it is of.

    touched: the accounts of which something was changed; asked: the same of feature requests. behind: others have worked
    in the same transaction before, and it may yet be thrown away with what they wrote."""

    # the customers
    accounts = cached_property(Accounts)
    names = cached_property(Names)
    activities = cached_property(Activities)
    renewals = cached_property(Renewals)
    kpis = cached_property(Kpis)
    health = cached_property(Health)
    intervals = cached_property(Intervals)
    # what troubles them, and what they want
    risks = cached_property(Risks)
    escalations = cached_property(Escalations)
    complaints = cached_property(Complaints)
    requests = cached_property(Requests)
    questions = cached_property(Questions)
    feedback = cached_property(Feedbacks)
    references = cached_property(References)
    standings = cached_property(Standings)
    # us
    people = cached_property(People)
    colleagues = cached_property(Colleagues)
    rhythms = cached_property(Rhythms)
    absences = cached_property(Absences)
    calendars = cached_property(Calendars)
    joining = cached_property(Joining)
    # what is said unasked, and to whom
    plans = cached_property(Plans)
    nudges = cached_property(Nudges)
    alerts = cached_property(Alerts)
    follows = cached_property(Follows)
    recipients = cached_property(Recipients)
    messages = cached_property(Messages)
    mirroring = cached_property(Mirroring)
    # what is kept of it all
    changes = cached_property(Changes)
    sightings = cached_property(Sightings)
    imports = cached_property(Imports)
    forgetting = cached_property(Forgetting)
    tokens = cached_property(Tokens)
    bulk = cached_property(Bulk)

    def __init__(self, driver: Driver, dialect: Dialect, organization: int, *, behind: bool = False) -> None:
        self.driver = driver
        self.dialect = dialect
        self.organization_id = organization
        self.actor: Actor | None = None
        self.touched: set[int] = set()
        self.asked: set[int] = set()
        self._names_committed = self._requests_committed = not behind
        self._savepoints = itertools.count()

    # ------------------------------------------------------------ statements

    def rows(self, statement: ClauseElement, **parameters: Any) -> list[dict[str, Any]]:
        """Run a statement that a module keeps as a constant: compiled once for the life of the process."""
        return prepared(statement, self.dialect).rows(self.driver, parameters)

    def run(self, statement: ClauseElement, **parameters: Any) -> None:
        prepared(statement, self.dialect).execute(self.driver, parameters)

    def run_many(self, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]) -> None:
        """One constant statement for many rows that all give the same parameters."""
        prepared(statement, self.dialect).execute_many(self.driver, rows)

    def insert_many(self, record: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
        """Whole rows, all with the same columns."""
        if rows:
            prepared_many(record.table(), frozenset(rows[0]), self.dialect).execute_many(self.driver, rows)

    def ask(self, statement: ClauseElement) -> list[dict[str, Any]]:
        """Run a statement that was built for this question alone."""
        return Prepared(statement, self.dialect).rows(self.driver, {})

    def do(self, statement: ClauseElement) -> None:
        Prepared(statement, self.dialect).execute(self.driver, {})

    def get(self, record: type[R], id: int) -> R | None:
        """The record, deleted or not, or None when this organization has no such one."""
        if not 0 < id <= LARGEST_ID:
            return None
        found = self.rows(by_id(record), id=id, organization=self.organization_id)
        return record.of(found[0]) if found else None

    def insert(self, record: type[R], **values: Any) -> R:
        """A new row that the audit does not keep (inbox, outbox, drafts, audit itself)."""
        values = self.whole(record, values)
        statement = prepared_insert(record.table(), frozenset(values), self.dialect)
        return record.of(statement.rows(self.driver, values)[0])

    def put(self, record: type[R], **values: Any) -> None:
        """The same where nobody looks at the row again: nothing is read back."""
        values = self.whole(record, values)
        prepared_many(record.table(), frozenset(values), self.dialect).execute(self.driver, values)

    def many(self, record: type[R], rows: Sequence[Mapping[str, Any]]) -> None:
        """Many rows of one shape that the audit does not keep; for staging and samples."""
        self.bulk.insert(record, rows)

    def whole(self, record: type[R], values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a new row with what it has by default, and whose it is."""
        values = {**defaults(record), **values}
        if record is not Organization:
            values["organization_id"] = self.organization_id
        return values

    def update(self, record: type[R], id: int, **values: Any) -> R:
        """Change columns of a row that the audit does not keep. Raises LookupError when this organization has no such."""
        given = {f"new_{column}": value for column, value in values.items()}
        statement = update_of(record, tuple(values))
        found = self.rows(statement, **given, row_id=id, organization=self.organization_id)
        if not found:
            raise LookupError(f"no row {id} of {record.table().name} in this organization")
        return record.of(found[0])

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what happens inside when it raises."""
        name = f"inner_{next(self._savepoints)}"
        self.driver.execute(f"SAVEPOINT {name}")
        actor = replace(self.actor) if self.actor else None
        try:
            yield
        except BaseException:
            self.driver.execute(f"ROLLBACK TO SAVEPOINT {name}")
            self.driver.execute(f"RELEASE SAVEPOINT {name}")
            self.actor = actor
            raise
        self.driver.execute(f"RELEASE SAVEPOINT {name}")

    # ------------------------------------------------------------ changes that are remembered

    def act_as(
        self, member_id: int, command: str, at: datetime, *, undoes_id: int | None = None, keep_set: bool = False
    ) -> None:
        """From here on changes are this member's, in one change set. keep_set: in the one that is open already."""
        set_id = self.actor.set_id if self.actor and keep_set else None
        self.actor = Actor(member_id, command, at, set_id=set_id, undoes_id=undoes_id)

    def add(self, record: type[R], **values: Any) -> R:
        """A new row, remembered for the audit and for undo. Raises ValidationError for a value of the wrong type."""
        validate(record, values)
        fields = record.model_fields
        if "created_at" in fields:
            values.setdefault("created_at", self._actor.at)
        added = self.insert(record, **values)
        after = {name: value for name, value in added.__dict__.items() if name in fields}
        self._remember(added, None, after)
        return added

    def change(self, record: R, **values: Any) -> R:
        """The record with other values, remembered with what was there before. Does nothing where nothing differs."""
        validate(type(record), values)
        current = self.get(type(record), record.__dict__["id"])
        if current is None:
            raise LookupError(f"no such row of {record.table().name} in this organization")
        before = {name: getattr(current, name) for name in values}
        differs = {name: value for name, value in values.items() if reveal(before[name]) != reveal(value)}
        if not differs:
            return current
        changed = self.update(type(record), record.__dict__["id"], **differs)
        # As the database keeps them, which is what undo will compare with.
        after = {name: getattr(changed, name) for name in differs}
        self._remember(changed, {name: before[name] for name in differs}, after)
        return changed

    def remove(self, record: R) -> R:
        """Deleted softly, so that it can come back."""
        return self.change(record, deleted_at=self._actor.at)

    def describe(self, what: str) -> None:
        """What the current change set did, in a few words without sensitive facts."""
        self._actor.what = what
        if self._actor.set_id is not None:
            self.changes.describe(self._actor.set_id, what)

    def open_set(self) -> int:
        """The change set of this request, begun now when nothing was changed yet."""
        actor = self._actor
        if actor.set_id is None:
            actor.set_id = self.changes.open(actor.member_id, actor.command, actor.what, actor.at, actor.undoes_id)
        return actor.set_id

    @property
    def set_id(self) -> int | None:
        """The change set of this request, once something was changed."""
        return self.actor.set_id if self.actor else None

    @property
    def _actor(self) -> Actor:
        assert self.actor is not None, "call act_as before changing anything"
        return self.actor

    def _remember(self, record: Record, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
        set_id = self.open_set()
        self.changes.remember(set_id, record, None if before is None else as_document(before), as_document(after))
        account = record.id if isinstance(record, Account) else getattr(record, "account_id", None)
        if account is not None:
            self.touched.add(account)
        self._remember_asked(record, before)
        if isinstance(record, NAMED):
            self.raise_names_version()
        if isinstance(record, SOUGHT):
            self.raise_requests_version()
        if isinstance(record, Contract) and LEADING & after.keys():
            self.follow_contracts([record.id])
        if isinstance(record, COUNTED):
            self.health.mark([record.__dict__["account_id"]])
        if isinstance(record, Account) and before is not None and "owner_id" in after:
            self.nudges.pass_on({record.id: (before["owner_id"], after["owner_id"])})

    def _remember_asked(self, record: Record, before: Mapping[str, Any] | None) -> None:
        """Which requests look different now, and so their customers."""
        if isinstance(record, QuestionFor):
            question = self.get(Question, record.question_id)
            asked = {question.request_id} if question else set()
        elif isinstance(record, BetaSeat):
            beta = self.get(Beta, record.beta_id)
            asked = {beta.request_id} if beta and beta.request_id else set()
        else:
            id = record.id if isinstance(record, FeatureRequest) else getattr(record, "request_id", None)
            asked = {each for each in (id, (before or {}).get("request_id")) if each is not None}
        if asked:
            self.asked |= asked
            self.touched |= self.requests.accounts_of(asked)

    def renewals_for(self, contracts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Rows of the renewals that new contracts need."""
        return renewals_for(self, contracts)

    def follow_contracts(self, ids: Sequence[int]) -> None:
        """Open, move or put away the renewals of contracts that were changed."""
        follow(self, ids)

    @property
    def names_committed(self) -> bool:
        """Whether the names that are read here will stay, whatever becomes of this transaction."""
        return self._names_committed

    def raise_names_version(self) -> None:
        self._names_committed = False
        # Drawn by lot, not counted up: a number that was rolled back must not come again for other names.
        self.run(_RAISE_NAMES_VERSION, organization=self.organization_id, version=secrets.randbits(62))

    @property
    def requests_committed(self) -> bool:
        """The same of what customers ask for."""
        return self._requests_committed

    def raise_requests_version(self) -> None:
        self._requests_committed = False
        self.run(_RAISE_REQUESTS_VERSION, organization=self.organization_id, version=secrets.randbits(62))


_RAISE_NAMES_VERSION = (
    update(Organization.table())
    .where(Organization.table().c.id == bindparam("organization"))
    .values(names_version=bindparam("version"))
)
_RAISE_REQUESTS_VERSION = (
    update(Organization.table())
    .where(Organization.table().c.id == bindparam("organization"))
    .values(requests_version=bindparam("version"))
)
