"""Types of activities, modes, missions, effects: the field's closed vocabularies and what people call them."""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from typing import Any, ClassVar

from bot.lexicon import Lexicon
from bot.line import Typed
from bot.view import Option
from bot.words.base import Bad, Found, OneOf, Word


class ActivityKind(StrEnum):
    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    CHAT = "chat"
    SITE_VISIT = "site visit"
    WORKSHOP = "workshop"
    TRAINING = "training"
    WEBINAR = "webinar"
    EVENT = "event"
    OPERATIONAL_REVIEW = "operational review"
    BUSINESS_REVIEW = "business review"
    STRATEGIC_REVIEW = "strategic review"
    HANDOFF = "handoff"
    KICK_OFF = "kick-off"
    INTERNAL = "internal"
    RESEARCH = "research"
    TRAVEL = "travel"
    NOTE = "note"


K = ActivityKind

_SYNONYMS: dict[ActivityKind, str] = {
    K.CALL: "calls, called, calling, phone call, phone, phoned, telephone, telephoned, rang, ring, rung, dialled, "
    "dialed, conference call, video call, skype, facetime, spoke, spoken, talked, talk, conversation, "
    "telco, phonecall, had a call, zoom, zoomed, video chat, google meet, teams call, zoom call, "
    "discovery call, dial-in, buzz",
    K.MEETING: "meetings, meet, met, mtg, meetup, meet-up, sync, synced, sync-up, sync up, catch-up, catch up, "
    "catchup, caught up, check-in, check in, checkin, checked in, touchpoint, touch point, touch base, "
    "touched base, 1:1, 1-1, 1-on-1, one-on-one, lunch, lunched, breakfast, dinner, coffee, demo, demoed, "
    "demos, standup, stand-up, session, sit-down, weekly, biweekly, meeting with, huddle, appointment, "
    "drinks, zoom meeting, face to face, f2f, presentation, presented, discussion, scoping, interview, "
    "debrief",
    K.EMAIL: "emails, emailed, e-mail, e-mails, e-mailed, mail, mails, mailed, emailing, wrote, newsletter, "
    "letter, outreach",
    K.CHAT: "chats, chatted, message, messaged, messages, slack, slacked, dm, dmed, text, texted, sms, im, "
    "whatsapp, whatsapped, slack message, teams message, teams chat, slack chat, linkedin, pinged, ping, "
    "live chat, msg",
    K.SITE_VISIT: "site visits, visit, visits, visited, on-site, onsite, on site, site-visit, onsite visit, on-site "
    "visit, in person, in-person, in person visit, customer visit",
    K.WORKSHOP: "workshops, working session, work session, design session, brainstorm, hackathon, bootcamp",
    K.TRAINING: "trainings, trained, train, training session, training call, enablement, onboarding session, "
    "onboarding, onboarded, coaching, coached, office hours, lesson, class, course, enablement session",
    K.WEBINAR: "webinars, webcast, online event, online training",
    K.EVENT: "events, conference, fair, trade fair, tradeshow, trade show, summit, roundtable, round table, user "
    "group, customer event, advisory board, cab, meetup event, party, gala",
    K.OPERATIONAL_REVIEW: "operational reviews, review, reviewed, ops review, operations review, monthly review, mbr, "
    "weekly review, status review, service review, health review, health check, monthly business review, status "
    "call, status meeting, cadence call",
    K.BUSINESS_REVIEW: "business reviews, qbr, qbrs, ebr, ebrs, quarterly review, quarterly business review, executive "
    "business review, biz review, exec business review, annual business review, abr, qbr meeting, ebr "
    "meeting",
    K.STRATEGIC_REVIEW: "strategic reviews, strategy review, strategy session, strategy meeting, executive review, "
    "executive briefing, exec review, strategic meeting, steering committee, steerco, steering, annual review, "
    "roadmap review",
    K.HANDOFF: "handoffs, hand-off, hand off, handover, hand-over, hand over, handed over, transition, sales handoff",
    K.KICK_OFF: "kick-offs, kickoff, kickoffs, kick off, kicked off, launch call, ko, kick-off call, kickoff call",
    K.INTERNAL: "internal meeting, internal call, internal sync, internal review, internal prep, team meeting, "
    "alignment, account planning, pipeline review, deal review, war room",
    K.RESEARCH: "researched, researching, prep, prepared, preparation, preparing, prepping, analysis, analysed, "
    "analyzed, homework, desk research, account research, meeting prep, planning, admin, qbr prep, call "
    "prep, documentation",
    K.TRAVEL: "travels, travelled, traveled, travelling, traveling, trip, drive, drove, flight, flew, commute, "
    "train ride",
    K.NOTE: "notes, noted, memo, jot, internal note, account note, fyi",
}  # fmt: skip

# A weak word only says that people talked; any other type that is said beside it tells more.
_WEAK_WORDS = (
    "sync, synced, sync-up, sync up, catch-up, catch up, catchup, caught up, check-in, check in, checkin, "
    "checked in, touchpoint, touch point, touch base, touched base, weekly, biweekly, session, zoom, "
    "zoomed, google meet, slack, 1:1, 1-1, 1-on-1, one-on-one, demo, conversation, discussion, talk, "
    "skype, scoping, lunch, coffee, review, letter, outreach, linkedin, ping, planning, phone "
)
_WEAK = frozenset(phrase.strip() for phrase in _WEAK_WORDS.split(","))
_GENERIC = {K.CALL, K.MEETING, K.CHAT, K.EMAIL}
_SPECIFIC = {
    K.OPERATIONAL_REVIEW, K.BUSINESS_REVIEW, K.STRATEGIC_REVIEW, K.HANDOFF, K.KICK_OFF, K.TRAINING, K.WORKSHOP,
    K.WEBINAR, K.SITE_VISIT, K.INTERNAL,
}  # fmt: skip


_LATE = {K.BUSINESS_REVIEW, K.STRATEGIC_REVIEW, K.OPERATIONAL_REVIEW, K.KICK_OFF, K.HANDOFF, K.WORKSHOP}


class Weak(StrEnum):
    """A type said by a word that leaves room for a better one. Settled to the type of the same name."""

    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    CHAT = "chat"
    OPERATIONAL_REVIEW = "operational review"
    RESEARCH = "research"


class KindWord(OneOf):
    def __init__(self) -> None:
        phrases = {kind: text.split(", ") for kind, text in _SYNONYMS.items()}
        super().__init__(ActivityKind, phrases, what="a type of activity")
        self.sample = "call, meeting or email"
        for phrase in _WEAK:
            self.phrases[phrase] = Weak(self.phrases[phrase].value)

    def merge(self, old: Any, new: Any) -> Any | None:
        """A specific type refines a generic one: meeting + QBR → business review, whichever was said first."""
        if isinstance(old, Weak):
            return new if not isinstance(new, Weak) or new == Weak.OPERATIONAL_REVIEW else old
        if isinstance(new, Weak):
            return old
        if old == new:
            return old
        if old in _GENERIC and new in _SPECIFIC:
            return new
        if old in _SPECIFIC and new in _GENERIC:
            return old
        if new is K.INTERNAL or old is K.INTERNAL:
            return K.INTERNAL
        return None

    def late(self, value: Any) -> bool:
        return value in _LATE

    def settle(self, value: Any, lexicon: Lexicon, others: Any) -> Any:
        return ActivityKind(value.value) if isinstance(value, Weak) else value

    def read(self, text: str, lexicon: Lexicon) -> Any:
        value = super().read(text, lexicon)
        return value if isinstance(value, Bad) else self.settle(value, lexicon, {})

    def label(self, value: Any) -> str:
        text = str(value.value)
        return {"business review": "Business review (QBR)"}.get(text, text.capitalize())


class Mode(StrEnum):
    PREVENTIVE = "preventive"
    REACTIVE = "reactive"
    GROWTH = "growth"


MODE = OneOf(
    Mode,
    {
        Mode.PREVENTIVE: ("proactive", "pro-active", "prevention"),
        Mode.REACTIVE: (
            "fire",
            "firefighting",
            "fire-fighting",
            "outage",
            "escalation",
            "escalated",
            "incident",
            "sev1",
        ),
        Mode.GROWTH: ("expansion", "upsell", "up-sell", "cross-sell", "crosssell", "cross-selling", "upselling"),
    },
    what="preventive, reactive or growth",
    topic=True,
)


class Mission(StrEnum):
    """The eight missions of a customer-success manager."""

    RISK = "risk"
    GROWTH = "growth"
    VALUE = "value"
    GOALS = "goals"
    MUTUAL = "mutual"
    SATISFACTION = "satisfaction"
    UNDERSTANDING = "understanding"
    RELATIONSHIP = "relationship"


_MISSIONS: dict[Mission, tuple[str, ...]] = {
    Mission.RISK: ("retention", "churn", "risks", "renewal"),
    Mission.GROWTH: ("expansion", "upsell", "cross-sell", "crosssell", "develop", "development"),
    Mission.VALUE: ("roi", "outcome", "outcomes", "kpi"),
    Mission.GOALS: ("goal", "plan", "onboarding", "adoption", "successplan"),
    Mission.MUTUAL: ("profitability", "efficiency", "mutual-profitability", "cost"),
    Mission.SATISFACTION: ("csat", "nps", "happy", "happiness", "sat"),
    Mission.UNDERSTANDING: ("understand", "discovery", "insight", "feedback"),
    Mission.RELATIONSHIP: ("relationships", "relation", "rapport", "sponsor", "champion"),
}
_LABELS = {
    Mission.RISK: "Reduce business risk", Mission.GROWTH: "Develop the business", Mission.VALUE: "Focus on value",
    Mission.GOALS: "Manage customer goals", Mission.MUTUAL: "Mutual profitability",
    Mission.SATISFACTION: "Customer satisfaction", Mission.UNDERSTANDING: "Understand the customer",
    Mission.RELATIONSHIP: "Build relationships",
}  # fmt: skip


class MissionsWord(OneOf):
    """Any number of `#tags`; in a field or after a key also without the sign."""

    kind = "choices"
    many = True

    def __init__(self) -> None:
        super().__init__(Mission, _MISSIONS, what="a mission")
        self.sample = "#risk, #growth, #value or #goals"

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        low = line.low(at)
        mission = self.phrases.get(low[1:]) if low.startswith("#") else None
        return None if mission is None else Found((mission,), at + 1)

    def complete(self, begun: str, lexicon: Lexicon, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        low = begun.lower()
        return ((f"#{mission}", self.label(mission)) for mission in Mission if f"#{mission}".startswith(low))

    def merge(self, old: Any, new: Any) -> Any:
        return old + tuple(mission for mission in new if mission not in old)

    def read(self, text: str, lexicon: Lexicon) -> Any:
        missions: tuple[Mission, ...] = ()
        for part in text.replace(",", " ").split():
            mission = self.phrases.get(part.lower().lstrip("#"))
            if mission is None:
                return self.bad(part)
            missions = self.merge(missions, (mission,))
        return missions

    def settle(self, value: Any, lexicon: Lexicon, others: Any) -> Any:
        return tuple(sorted(value, key=list(Mission).index))

    def show(self, value: Any) -> str:
        return " ".join(mission.value for mission in value)

    def label(self, value: Any) -> str:
        return _LABELS[value] if isinstance(value, Mission) else ", ".join(_LABELS[mission] for mission in value)


class Effect(IntEnum):
    """How an activity went."""

    BACKFIRED = -2
    POOR = -1
    NEUTRAL = 0
    GOOD = 1
    GREAT = 2


class EffectWord(Word):
    what = "an effect"
    sample = "--, -, +, ++, 👍 or 👎"
    kind = "choice"
    _marks: ClassVar = {
        "--": -2,
        "-": -1,
        "–": -1,
        "—": -2,
        "+": 1,
        "++": 2,
        "👎": -1,
        "👍": 1,
        "👎👎": -2,
        "👍👍": 2,
        "+-": 0,
        "±": 0,
    }
    _names: ClassVar = {"backfired": -2, "poor": -1, "bad": -1, "neutral": 0, "good": 1, "great": 2, "0": 0}
    _labels: ClassVar = {-2: "Backfired (--)", -1: "Poor (-)", 0: "Neutral", 1: "Good (+)", 2: "Great (++)"}

    def find(self, line: Typed, at: int, lexicon: Lexicon) -> Found | None:
        mark = line.tokens[at].text
        if mark[:1] in ("👍", "👎"):
            mark = "".join(char for char in mark if char in "👍👎")  # without the tone of the skin
        value = self._marks.get(mark)
        return None if value is None else Found(Effect(value), at + 1)

    def read(self, text: str, lexicon: Lexicon) -> Any:
        mark = text.strip().lower()
        value = self._marks.get(mark, self._names.get(mark))
        if value is None and mark.lstrip("+-") in ("1", "2") and len(mark) <= 2:
            value = int(mark)
        return self.bad(text) if value is None else Effect(value)

    def show(self, value: Effect) -> str:
        return f"{value:+d}" if value else "0"

    def label(self, value: Effect) -> str:
        return self._labels[value]

    def options(self) -> tuple[Option, ...]:
        return tuple(Option(self.show(value), self.label(value)) for value in reversed(Effect))
