"""The words that a command's signature may use, and how each is read from a line, from a field, and printed again.

    Account, Accounts       an account, or several              Member, People      a colleague; whoever took part
    Duration  When  Due     30m; the past; a day to come        Period  Days        this month; 90d
    ActivityKind  Mode      closed vocabularies                 Missions  Effect    #value; ++
    Money  NextStep         €240k; SOC2 report to Jane Fri      Rest  Phrase  str   text
    Subject                 renewal:42, a nudge's matter        Channel  Tiers      #renewals; tier 1-2

Any other StrEnum is a closed vocabulary by its values; `bool` is a word that is said or not; `int` a whole number.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from bot.refs import Account, Contact, Guest, Member, Person
from bot.words.accounts import AccountsWord, AccountWord, Among, MemberWord
from bot.words.base import Bad, Found, OneOf, Word
from bot.words.channels import Channel, ChannelWord, Tiers, TiersWord
from bot.words.due import Due, DueWord
from bot.words.durations import Duration, DurationWord
from bot.words.kinds import MODE, ActivityKind, Effect, EffectWord, KindWord, Mission, MissionsWord, Mode
from bot.words.people import PeopleWord
from bot.words.periods import Days, DaysWord, Period, PeriodWord
from bot.words.plain import FlagWord, Money, MoneyWord, NumberWord, PhraseWord, RestWord, TextWord, TierWord
from bot.words.steps import NextStep, NextStepWord
from bot.words.subjects import AllWord, MatterAccountWord, Subject, SubjectWord
from bot.words.when import When, WhenWord


@dataclass(frozen=True, slots=True)
class As:
    """In an annotation: read the value with this word instead of the type's own."""

    word: Word


Rest = Annotated[str, As(RestWord())]
Phrase = Annotated[str, As(PhraseWord())]
MatterAccount = Annotated[Account | None, As(MatterAccountWord())]
All = Annotated[bool, As(AllWord())]
Accounts = tuple[Account, ...]
People = tuple[Person, ...]
Missions = tuple[Mission, ...]

_WORDS: dict[Any, Word] = {
    Account: AccountWord(), Accounts: AccountsWord(), Member: MemberWord(), People: PeopleWord(),
    Duration: DurationWord(), When: WhenWord(), date: DueWord(), Period: PeriodWord(), Days: DaysWord(),
    ActivityKind: KindWord(), Mode: MODE, Missions: MissionsWord(), Effect: EffectWord(), Money: MoneyWord(),
    NextStep: NextStepWord(), str: TextWord(), int: NumberWord(),
    Subject: SubjectWord(), Channel: ChannelWord(), Tiers: TiersWord(),
}  # fmt: skip


def word_of(kind: Any) -> Word:
    """The word of a type, unwrapped from `Annotated` and `| None`. TypeError for a type no line can hold."""
    if get_origin(kind) is Annotated:
        base, *notes = get_args(kind)
        return next((note.word for note in notes if isinstance(note, As)), None) or word_of(base)
    if get_origin(kind) in (Union, UnionType):
        (inner,) = (part for part in get_args(kind) if part is not NoneType)
        return word_of(inner)
    if kind in _WORDS:
        return _WORDS[kind]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _WORDS.setdefault(kind, OneOf(kind, getattr(kind, "synonyms", dict)()))
    raise TypeError(f"no line can hold a {kind!r}")


__all__ = [
    "Account", "Accounts", "ActivityKind", "All", "Among", "As", "Bad", "Channel", "Contact", "Days", "Due", "Duration",
    "DurationWord", "Effect", "FlagWord", "Found", "Guest", "MatterAccount", "Member", "Mission", "Missions", "Mode",
    "Money", "NextStep", "OneOf", "People", "Period", "Person", "Phrase", "PhraseWord", "Rest", "RestWord", "Subject",
    "TierWord", "Tiers", "When", "WhenWord", "Word", "word_of",
]  # fmt: skip
