"""What colleagues carried to one another, as rows of a file: escalations, complaints, requests with every voice, feedback.

Everybody inside may read it; a customer's people in its words are for whoever may know them.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from bot.cards.people import told
from bot.exporting.pages import colleagues, pieces
from bot.permissions import HEALTH, Audience
from bot.rules.request_words import Importance
from bot.spans import Shielded
from bot.view import Spans
from storage.tables import Account, Complaint, Escalation, FeatureRequest, Feedback, Voice
from storage.types import Guarded
from storage.work import Work

ESCALATION_HEADINGS = (
    "id", "account", "account_id", "kind", "team", "severity", "said_severity", "words", "quote", "state", "owner",
    "raised_by", "raised_at", "taken_at", "respond_by", "resolve_by", "resolved_at", "resolved_by", "cause", "minutes",
    "returned", "reopened", "problem",
)  # fmt: skip
COMPLAINT_HEADINGS = (
    "id", "account", "account_id", "about", "words", "state", "raised_by", "raised_at", "answer", "answered_by",
    "answered_at",
)  # fmt: skip
REQUEST_HEADINGS = (
    "id", "title", "theme", "state", "reason", "product_manager", "asked_at", "acknowledged_at", "shipped_at", "voice",
    "account", "account_id", "importance", "what", "why", "requirements", "quote", "stage_then", "hit", "hit_why",
    "told_by", "told_at",
)  # fmt: skip
FEEDBACK_HEADINGS = ("id", "account", "account_id", "likes", "theme", "words", "told_by", "told_at")


class _Page:
    """Some rows of one kind for one reader, with the names that they need."""

    def __init__(self, work: Work, audience: Audience, accounts: set[int], people: Mapping[int, str]) -> None:
        self._work = work
        self._audience = audience
        self._people = people
        self.accounts: Mapping[int, Account] = work.imports.accounts(accounts)

    def of(self, account_id: int) -> dict[str, Any]:
        account = self.accounts[account_id]
        return {"account": account.name, "account_id": account.external_id}

    def who(self, member_id: int | None) -> str | None:
        return self._people.get(member_id or 0)

    def words(self, account_id: int | None, text: Guarded[str] | str | None) -> str | None:
        plain = text.value if isinstance(text, Guarded) else text
        return self._plain(told(self._work, account_id, plain)) if plain else None

    def _plain(self, said: Spans) -> str:
        parts = (
            self._plain(span.spans if self._audience.sees(span.needs) else span.instead)
            if isinstance(span, Shielded)
            else str(span)
            for span in said
        )
        return "".join(parts)


def _pages(work: Work, audience: Audience, record: type[Any]) -> Iterator[tuple[_Page, Any]]:
    """Every live row of a live account, in their order."""
    people = colleagues(work)
    for rows in pieces(partial(work.imports.behind, record)):
        page = _Page(work, audience, {row.account_id for row in rows}, people)
        yield from ((page, row) for row in rows if row.account_id in page.accounts)


def escalations(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    one: Escalation
    for page, one in _pages(work, audience, Escalation):
        yield {
            "id": one.id,
            **page.of(one.account_id),
            "kind": one.kind,
            "team": one.target,
            "severity": one.level,
            "said_severity": one.said.value if audience.sees(HEALTH) else None,
            "words": page.words(one.account_id, one.words),
            "quote": page.words(one.account_id, one.quote),
            "state": one.state,
            "owner": page.who(one.owner_id),
            "raised_by": page.who(one.raised_by_id),
            "raised_at": one.raised_at,
            "taken_at": one.taken_at,
            "respond_by": one.respond_by,
            "resolve_by": one.resolve_by,
            "resolved_at": one.resolved_at,
            "resolved_by": page.who(one.resolved_by_id),
            "cause": page.words(one.account_id, one.cause),
            "minutes": sum(work.escalations.spent(one.id).values()) or None,
            "returned": one.bounces,
            "reopened": one.reopened,
            "problem": one.problem_id,
        }


def complaints(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    one: Complaint
    for page, one in _pages(work, audience, Complaint):
        yield {
            "id": one.id,
            **page.of(one.account_id),
            "about": one.about,
            "words": page.words(one.account_id, one.words),
            "state": one.state,
            "raised_by": page.who(one.raised_by_id),
            "raised_at": one.created_at,
            "answer": page.words(one.account_id, one.answer),
            "answered_by": page.who(one.answered_by_id),
            "answered_at": one.answered_at,
        }


def requests(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    """A row a voice, with the request that it is part of."""
    one: Voice
    known: dict[int, FeatureRequest] = {}
    for page, one in _pages(work, audience, Voice):
        if one.request_id not in known:
            known |= work.requests.many([one.request_id])
        request = known.get(one.request_id)
        if request is None:
            continue
        yield {
            "id": request.id,
            "title": request.title,
            "theme": request.theme,
            "state": request.state,
            "reason": page.words(None, request.reason),
            "product_manager": page.who(request.pm_id),
            "asked_at": request.created_at,
            "acknowledged_at": request.heard_at,
            "shipped_at": request.shipped_at,
            "voice": one.id,
            **page.of(one.account_id),
            "importance": Importance(one.importance).said if one.importance else None,
            **{
                name: page.words(one.account_id, getattr(one, name))
                for name in ("what", "why", "requirements", "quote", "hit_why")
            },
            "stage_then": one.stage,
            "hit": one.hit,
            "told_by": page.who(one.author_id),
            "told_at": one.created_at,
        }


def feedback(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    one: Feedback
    for page, one in _pages(work, audience, Feedback):
        yield {
            "id": one.id,
            **page.of(one.account_id),
            "likes": one.sign > 0,
            "theme": one.theme,
            "words": page.words(one.account_id, one.words),
            "told_by": page.who(one.author_id),
            "told_at": one.created_at,
        }
