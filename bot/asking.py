"""What Product wants to know of customers: a question that each is asked once, and talks with a few of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.feature_requests import answers_for, is_here
from bot.rhythms import at_work
from bot.rules.similar import alike
from storage.queries.requests import Heard
from storage.tables import FeatureRequest, Interview, InterviewState, Question, QuestionFor
from storage.work import Work

SAME = 0.6  # how like an earlier question one must be to be the same
LATEST = 200  # questions that are looked through
TALKS_COUNT = timedelta(days=365)
RESTED = timedelta(days=90)


@dataclass(frozen=True)
class Before:
    """A question like the one that is asked. missing: accounts of which nobody was asked it."""

    question: Question
    missing: frozenset[int]


def asked_before(work: Work, request: FeatureRequest, words: str) -> Before | None:
    """What was asked already of the same request, or of the same customers; the likest."""
    heard = work.requests.voices(request.id)
    accounts = {one.voice.account_id for one in heard}
    put_to = work.questions.put_to(accounts)
    near = {id for ids in put_to.values() for id in ids[:LATEST]} | {
        one.id for one in work.questions.of_request(request.id)
    }
    best: tuple[float, Question] | None = None
    for id in sorted(near, reverse=True)[:LATEST]:
        question = work.questions.get(id)
        score = alike(question.words.value, words) if question is not None else 0.0
        if question is not None and score >= SAME and (best is None or score > best[0]):
            best = score, question
    if best is None:
        return None
    question = best[1]
    told = {account for account, ids in put_to.items() if question.id in ids}
    # Of another request it is the same question only where it was asked of some of these customers.
    if question.request_id != request.id and not told:
        return None
    return Before(question, frozenset(accounts - told))


def put_question(work: Work, request: FeatureRequest, words: str, member_id: int, now: datetime) -> Question:
    """Ask everybody who answers for a customer of a request, each once, whatever number of customers they have in it."""
    question = work.add(Question, request_id=request.id, author_id=member_id, words=words)
    ask_of(work, question, work.requests.voices(request.id), member_id, now)
    return question


def ask_of(work: Work, question: Question, heard: Sequence[Heard], member_id: int, now: datetime) -> set[int]:
    """The same of further customers; returns who is asked."""
    known = {one.asked.account_id for one in work.questions.whom(question.id)}
    answers = answers_for(work, heard)
    for account_id, who in sorted(answers.items()):
        if account_id not in known:
            work.add(QuestionFor, question_id=question.id, account_id=account_id, member_id=who)
    told = {who for account_id, who in answers.items() if account_id not in known}
    for who in sorted(told):
        due = at_work(work, who, now)
        key = f"question:{question.id}:to:{who}"
        work.messages.put(key, f"member:{who}", "", member_id, now, due_at=due, card=f"question:{question.id}")
    return told


def answer(work: Work, asked: QuestionFor, words: str, member_id: int, now: datetime) -> QuestionFor:
    """What is known of one customer. Whoever asked hears of the first answer, and once all are there."""
    changed = work.change(asked, answer=words, answered_at=now, answered_by_id=member_id)
    question = work.questions.get(asked.question_id)
    if question is None or question.author_id == member_id:
        return changed
    open_ = sum(one.asked.answered_at is None for one in work.questions.whom(question.id))
    card, to = f"question:{question.id}", f"member:{question.author_id}"
    key = f"{card}:all:to:{question.author_id}" if not open_ else f"{card}:first:to:{question.author_id}"
    if not work.requests.waits(card, to):
        due = at_work(work, question.author_id, now)
        work.messages.put(key, to, "", member_id, now, due_at=due, card=card)
    return changed


# ------------------------------------------------------------ talks


@dataclass(frozen=True)
class Candidate:
    """A customer for a talk. times: how often they were asked in a year; rested: not within the last quarter."""

    heard: Heard
    times: int
    last: datetime | None
    rested: bool


def candidates(work: Work, request: FeatureRequest, now: datetime) -> list[Candidate]:
    """Customers of a request for a talk: who was asked least, then whoever it matters most to."""
    heard = work.requests.voices(request.id)
    asked = {one.account_id for one in work.questions.talks_about(request.id) if one.state != InterviewState.DECLINED}
    first: dict[int, Heard] = {}
    for one in heard:
        known = first.get(one.voice.account_id)
        if known is None or (one.voice.importance or 0) > (known.voice.importance or 0):
            first[one.voice.account_id] = one
    talks = work.questions.talks(first.keys(), now - TALKS_COUNT)
    found = []
    for account_id, one in first.items():
        if account_id in asked:
            continue
        talk = talks.get(account_id)
        rested = talk is None or now - talk.last > RESTED
        found.append(Candidate(one, talk.times if talk else 0, talk.last if talk else None, rested))
    return sorted(
        found,
        key=lambda one: (not one.rested, one.times, -(one.heard.voice.importance or 0), one.heard.voice.id),
    )


def ask_for_talk(
    work: Work, request: FeatureRequest, account_id: int, member_id: int, now: datetime
) -> Interview | None:
    """Ask whoever answers for the customer, who alone speaks with them. None where nobody does."""
    heard = [one for one in work.requests.voices(request.id) if one.voice.account_id == account_id]
    who = answers_for(work, heard).get(account_id)
    if who is None:
        return None
    talk = work.add(Interview, request_id=request.id, account_id=account_id, member_id=who, asked_by_id=member_id)
    if who != member_id:
        due, card = at_work(work, who, now), f"interview:{talk.id}"
        work.messages.put(f"{card}:to:{who}", f"member:{who}", "", member_id, now, due_at=due, card=card)
    return talk


def decide_talk(
    work: Work, talk: Interview, state: InterviewState, words: str, member_id: int, now: datetime
) -> Interview:
    """They agree, they do not, or it was held; whoever asked for it hears of it."""
    changed = work.change(talk, state=state.value, words=words or None)
    if talk.asked_by_id != member_id and _is_here(work, talk.asked_by_id):
        card, to = f"interview:{talk.id}", f"member:{talk.asked_by_id}"
        due = at_work(work, talk.asked_by_id, now)
        work.messages.put(f"{card}:{state.value}:{to}", to, "", member_id, now, due_at=due, card=card)
    return changed


def _is_here(work: Work, member_id: int) -> bool:
    found = work.people.named({member_id}).get(member_id)
    return found is not None and is_here(found)


def open_of(work: Work, question_id: int, accounts: Collection[int]) -> list[QuestionFor]:
    """What is not answered yet of some accounts."""
    found = (one.asked for one in work.questions.whom(question_id))
    return [one for one in found if one.answered_at is None and one.account_id in accounts]
