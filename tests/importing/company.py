"""Bringing files into the sample company, without a door."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot import audience
from bot.draw import draw
from bot.importing import flow, preview
from bot.importing.sheet import Sheet
from bot.importing.source import File
from bot.importing.undoing import Undone, undo_import
from bot.rules.columns import Subject
from bot.sample import fill
from bot.text import as_text
from bot.view import View
from storage.finding import KEYS
from storage.ground import Ground
from storage.tables import Account, ImportRow, Member, Organization
from storage.work import Work

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
BERLIN = ZoneInfo("Europe/Berlin")

T = TypeVar("T")


@dataclass
class Company:
    """A ground with one organization, and Dana who brings things in."""

    ground: Ground
    organization: int

    @classmethod
    def empty(cls, ground: Ground) -> "Company":
        organization = ground.run_now(0, lambda work: work.insert(Organization, name="Ours", created_at=NOW).id)
        company = cls(ground, organization)
        company.run(
            lambda work: work.insert(
                Member, name="Dana", email="dana@example.com", role="csm", zone="Europe/Berlin", created_at=NOW
            )
        )
        return company

    @classmethod
    def sample(cls, ground: Ground) -> "Company":
        organization = ground.run_now(0, lambda work: work.insert(Organization, name="Ours", created_at=NOW).id)
        company = cls(ground, organization)
        company.run(lambda work: fill(work, TODAY, NOW))
        return company

    def run(self, act: Any, who: str = "dana@example.com") -> Any:
        def acting(work: Work) -> Any:
            member = work.people.by_email(who)
            if member is not None:
                work.act_as(member.id, "import", NOW)
            return act(work)

        return self.ground.run_now(self.organization, acting, alone=True)

    def stage(self, content: str | bytes, subject: str = "accounts", locale: str = "en-GB") -> "Staged":
        raw = content.encode() if isinstance(content, str) else content

        def act(work: Work) -> Staged:
            sheet = flow.look(File.of_bytes("file.csv", raw), Subject(subject), locale, BERLIN)
            assert isinstance(sheet, Sheet)
            staged = flow.stage(work, dana(work), sheet, NOW)
            rows = [row for piece in flow.stored(work, staged.id) for row in piece]
            return Staged(staged.id, staged.counts, staged.told, rows)

        return self.run(act)

    def apply(self, staged: "Staged") -> flow.Applied:
        return self.run(lambda work: flow.apply(work, staged.id, NOW))

    def bring(self, content: str | bytes, subject: str = "accounts") -> "Staged":
        """Stage and apply."""
        staged = self.stage(content, subject)
        assert self.apply(staged).counts == staged.counts
        return staged

    def take_back(self, staged: "Staged", who: str = "dana@example.com") -> Undone:
        return self.run(lambda work: undo_import(work, staged.id, NOW), who)

    def account(self, name: str) -> Account:
        found = self.run(lambda work: work.imports.accounts_named([name.casefold()]))
        ids = {id for _, id in found.get(name.casefold(), [])}
        assert len(ids) == 1, f"{name}: {ids}"
        account: Account = self.run(lambda work: work.accounts.get(ids.pop()))
        return account

    def shown(self, make: Any) -> str:
        """A view as Dana reads it."""

        def act(work: Work) -> str:
            view: View = make(work)
            member = dana(work)
            return as_text(draw(view, audience.of_member(work, member), audience.reader(member, NOW)))

        return self.run(act)

    def preview(self, staged: "Staged") -> str:
        return self.shown(lambda work: preview.preview(work, staged.id))


@dataclass
class Staged:
    id: int
    counts: dict[str, int]
    told: list[str]
    rows: list[ImportRow]

    @property
    def actions(self) -> list[str]:
        return [row.action for row in self.rows]

    def why(self, line: int) -> str:
        return next(row.why for row in self.rows if row.line == line)


def dana(work: Work) -> Member:
    member = work.people.by_email("dana@example.com")
    assert member is not None
    return member


def many_accounts(rows: int) -> Iterator[str]:
    yield "external id,name,domain,tier,arr,currency,renewal date,owner email\n"
    for number in range(rows):
        yield (
            f"X{number},Company {number},company{number}.example,{number % 4 + 1},{number + 1}000,EUR,"
            f"2027-05-{number % 28 + 1},csm{number % 7}@example.com\n"
        )


MORE_THAN_A_PIECE = KEYS * 4
