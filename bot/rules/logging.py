"""What an activity's words imply: attempts, mode, missions, level of review, and how minutes are shared out."""

import re
from collections.abc import Sequence

from bot.words.attempts import ATTEMPT_PHRASES
from bot.words.kinds import ActivityKind, Mission, Mode

K = ActivityKind

_ATTEMPT = re.compile(
    r"(?<![\w-])(?:" + "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ATTEMPT_PHRASES) + r")(?![\w-])",
    re.IGNORECASE,
)
_ANSWERED = re.compile(r"\b(?:replied|answered|called back|got back|spoke|responded)\b(?! to voicemail)", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:no|not|never|nobody|didn['’]t|hasn['’]t|haven['’]t)\W+(?:\w+\W+)?"
    r"(?:replied|answered|responded|called back|got back)",
    re.IGNORECASE,
)


def is_attempt(kind: ActivityKind, note: str) -> bool:
    """Tried and not answered: no two-way touch. Only what could have been answered can be an attempt."""
    if kind not in (K.CALL, K.EMAIL, K.CHAT, K.MEETING, K.SITE_VISIT) or not (match := _ATTEMPT.search(note)):
        return False
    return not _ANSWERED.search(_DENIED.sub("", note[match.end() :]))


def is_internal(kind: ActivityKind) -> bool:
    """No touch of the customer at all."""
    return kind in (K.NOTE, K.INTERNAL, K.RESEARCH, K.TRAVEL)


_REACTIVE = re.compile(
    r"\b(?:outage|fire|escalat\w+|incident|sev-?\s?[0-2]|p[01]|down(?:time)?|broken|bugs?|crash\w*|complain\w*|angry|upset|"
    r"urgent\w*|emergency|hotfix|failed|failing|churn(?:ing)?|cancel\w*|threaten\w*|firefight\w*)\b",
    re.IGNORECASE,
)
_GROWTH = re.compile(
    r"\b(?:upsell|up-sell|cross-?sell\w*|expan\w+|more seats|extra seats|add-?ons?|upgrade|new business)\b",
    re.IGNORECASE,
)


def guess_mode(kind: ActivityKind, note: str, missions: Sequence[Mission] = ()) -> Mode:
    """Reactive when the words speak of trouble, growth when they speak of more business, else preventive."""
    if _REACTIVE.search(note):
        return Mode.REACTIVE
    if Mission.GROWTH in missions or _GROWTH.search(note):
        return Mode.GROWTH
    return Mode.PREVENTIVE


_BY_KIND: dict[ActivityKind, tuple[Mission, ...]] = {
    K.TRAINING: (Mission.GOALS,),
    K.WORKSHOP: (Mission.GOALS,),
    K.WEBINAR: (Mission.GOALS,),
    K.KICK_OFF: (Mission.GOALS,),
    K.HANDOFF: (Mission.GOALS,),
    K.SITE_VISIT: (Mission.RELATIONSHIP,),
    K.EVENT: (Mission.RELATIONSHIP,),
    K.BUSINESS_REVIEW: (Mission.VALUE,),
    K.STRATEGIC_REVIEW: (Mission.RELATIONSHIP, Mission.VALUE),
    K.OPERATIONAL_REVIEW: (Mission.RISK,),
    K.RESEARCH: (Mission.UNDERSTANDING,),
}


def guess_missions(kind: ActivityKind) -> tuple[Mission, ...]:
    """The missions that the type itself says; none for a call or an e-mail, which may serve any."""
    return _BY_KIND.get(kind, ())


_LEVELS = {
    K.OPERATIONAL_REVIEW: "operational",
    K.BUSINESS_REVIEW: "business",
    K.STRATEGIC_REVIEW: "strategic",
}


def review_level(kind: ActivityKind) -> str:
    """The cadence that a review counts for: operational, business, strategic, or "" for what is no review."""
    return _LEVELS.get(kind, "")


def split_minutes(minutes: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Whole minutes in proportion to weights, by largest remainder; they add up to `minutes` again.

    weights: at least one, none negative; all 0 counts as all equal. Of equal remainders the first gets the minute.
    """
    if not any(weights):
        weights = [1] * len(weights)
    total = sum(weights)
    shares = [minutes * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-(minutes * weights[place] % total), place))
    for place in order[: minutes - sum(shares)]:
        shares[place] += 1
    return tuple(shares)
