"""What may happen to what customers ask for: it is asked, joined, decided, shipped, and whoever is concerned hears of it.

A request is one wish of the product; each customer's voice in it is kept as it was said, however many join.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.announce import announce
from bot.living import following
from bot.rhythms import at_work
from bot.routing import has_tier
from bot.rules.contradictions import contradiction
from bot.rules.request_words import Importance, title_of
from bot.rules.themes import OTHER, theme_of
from storage.queries.requests import Heard
from storage.tables import (
    FeatureRequest,
    Hit,
    Member,
    RequestState,
    Role,
    Variance,
    Voice,
)
from storage.work import Work

EVENT = "request"
OPEN = (RequestState.NEW, RequestState.RECEIVED, RequestState.PLANNED, RequestState.PROGRESS)
ENDED = (RequestState.SHIPPED, RequestState.DECLINED)


@dataclass(frozen=True)
class Asked:
    """What somebody told of a customer's wish."""

    account_id: int
    what: str
    importance: Importance | None = None
    why: str = ""
    requirements: str = ""
    quote: str = ""
    link: str = ""


# ------------------------------------------------------------ asked


def ask(work: Work, said: Asked, member_id: int, now: datetime) -> tuple[FeatureRequest, Voice]:
    """A new request with its first voice; Product hears of it."""
    theme = theme_of(f"{said.what} {said.requirements}")
    request = work.add(
        FeatureRequest, title=title_of(said.what), theme=None if theme == OTHER else theme, asked_by_id=member_id
    )
    voice = _speak(work, request, said, member_id)
    card = f"request:{request.id}"
    announce(work, EVENT, card, said.account_id, now, member_id)
    tell_product(work, card, [said.account_id], member_id, now)
    return request, voice


def join(work: Work, request: FeatureRequest, said: Asked, member_id: int, now: datetime) -> Voice:
    """One more voice, beside those that are there. What it contradicts becomes a matter for Product."""
    before = work.requests.voices(request.id)
    voice = _speak(work, request, said, member_id)
    _compare(work, request.id, [voice], [one.voice for one in before], member_id, now)
    return voice


def _speak(work: Work, request: FeatureRequest, said: Asked, member_id: int) -> Voice:
    account = work.accounts.get(said.account_id)
    return work.add(
        Voice,
        request_id=request.id,
        account_id=said.account_id,
        author_id=member_id,
        what=said.what,
        why=said.why or None,
        requirements=said.requirements or None,
        quote=said.quote or None,
        importance=int(said.importance) if said.importance else None,
        link=said.link or None,
        stage=account.stage if account else None,
    )


def wording(voice: Voice) -> str:
    """Everything that one voice asks for, to be compared with another."""
    parts = (voice.what, voice.requirements, voice.quote)
    return ". ".join(part.value for part in parts if part is not None)


def _compare(
    work: Work, request_id: int, voices: Sequence[Voice], others: Sequence[Voice], member_id: int, now: datetime
) -> None:
    """Wordings of different customers that cannot both be met, each pair once."""
    known = {frozenset({one.voice_id, one.other_id}) for one in work.requests.variances(request_id)}
    for voice in voices:
        for other in others:
            if other.account_id == voice.account_id or frozenset({voice.id, other.id}) in known:
                continue
            found = contradiction(wording(other), wording(voice))
            if found is None:
                continue
            made = work.add(Variance, request_id=request_id, voice_id=other.id, other_id=voice.id, about=found.about)
            tell_product(work, f"variance:{made.id}", [voice.account_id, other.account_id], member_id, now)


# ------------------------------------------------------------ who hears of it


def product(work: Work) -> list[Member]:
    """Whoever decides what is built."""
    return [one for one in work.people.everyone() if one.role == Role.PRODUCT and is_here(one)]


def is_here(member: Member) -> bool:
    return member.left_at is None and member.deleted_at is None and not member.outsider


def tell_product(work: Work, card: str, accounts: Collection[int], author_id: int, now: datetime) -> None:
    """Put a living card before Product: in the channels that hear of requests of such accounts, else in each product
    manager's own chat. Channels hear of a new request by `announce` itself."""
    tiers = [account.tier for account in work.accounts.named(accounts).values()]
    channels = [
        one for one in work.alerts.channels() if one.event == EVENT and any(has_tier(one, tier) for tier in tiers)
    ]
    for alert in channels:
        if not card.startswith("request:"):
            key = f"{card}:channel:{alert.id}"
            work.messages.put(key, alert.address, "", alert.author_id, now, card=card)
    for member in () if channels else product(work):
        if member.id != author_id:
            key, due = f"{card}:to:{member.id}", at_work(work, member.id, now)
            work.messages.put(key, f"member:{member.id}", "", author_id, now, due_at=due, card=card)


def answers_for(work: Work, heard: Iterable[Heard]) -> dict[int, int]:
    """Account → who answers for it: its owner, else whoever brought its voice."""
    voices = list(heard)
    here = {
        id
        for id, member in work.people.named(
            {id for one in voices for id in (one.owner_id, one.voice.author_id) if id is not None}
        ).items()
        if is_here(member)
    }
    found: dict[int, int] = {}
    for one in voices:
        who = one.owner_id if one.owner_id in here else one.voice.author_id
        if who in here:
            found.setdefault(one.voice.account_id, who)
    return found


def concerned(work: Work, request_id: int) -> set[int]:
    """Everybody who hears what becomes of a request: who answers for its customers, and who brought their voices."""
    heard = work.requests.voices(request_id)
    authors = {id for id, one in work.people.named({one.voice.author_id for one in heard}).items() if is_here(one)}
    return set(answers_for(work, heard).values()) | authors


# ------------------------------------------------------------ decided


def decide(
    work: Work, request: FeatureRequest, state: RequestState, reason: str, member_id: int, now: datetime
) -> FeatureRequest:
    """What Product says of it; each step reaches everybody concerned once, with words for the customer."""
    changed = work.change(
        request,
        state=state.value,
        reason=reason or None,
        pm_id=request.pm_id or member_id,
        heard_at=request.heard_at or now,
        shipped_at=(request.shipped_at or now) if state is RequestState.SHIPPED else None,
    )
    for id in sorted(concerned(work, request.id) - {member_id}):
        if work.requests.waits(f"roadmap:{request.id}", f"member:{id}"):
            continue  # what they have not been told yet says this step as well
        key = f"request:{request.id}:{state.value}:to:{id}"
        due = at_work(work, id, now)
        work.messages.put(key, f"member:{id}", "", member_id, now, due_at=due, card=f"roadmap:{request.id}")
    return changed


def merge(work: Work, gone: FeatureRequest, stays: FeatureRequest, member_id: int, now: datetime) -> int:
    """One request becomes part of another with all its voices and questions; returns how many voices moved."""
    before = [one.voice for one in work.requests.voices(stays.id)]
    moved = [work.change(one.voice, request_id=stays.id) for one in work.requests.voices(gone.id)]
    for variance in work.requests.variances(gone.id):
        work.change(variance, request_id=stays.id)
    for question in work.questions.of_request(gone.id):
        work.change(question, request_id=stays.id)
    for talk in work.questions.talks_about(gone.id):
        work.change(talk, request_id=stays.id)
    work.change(gone, merged_into_id=stays.id)
    _compare(work, stays.id, moved, before, member_id, now)
    return len(moved)


def settle(work: Work, variance: Variance, outcome: str, member_id: int, now: datetime) -> Variance:
    return work.change(variance, outcome=outcome, settled_at=now, settled_by_id=member_id)


def mark(work: Work, voice: Voice, hit: Hit, why: str) -> Voice:
    """What a customer says of what was shipped."""
    return work.change(voice, hit=hit.value, hit_why=why or None)


# ------------------------------------------------------------ where it stands in a chat


@following
def standing(work: Work, accounts: Collection[int]) -> list[str]:
    """Cards of the requests that this transaction changed something of, whoever did it and whether it was taken back."""
    return work.requests.cards(work.asked)
