"""The words of one nudge: what it says now, whose it is, how it ended, and what else there is beside it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.cards.activities import joined
from bot.draw import shield
from bot.nudge import Matter, Rule, rules, sentence
from bot.scene import Scene
from bot.view import Bold, Sayable, Shielded, Spans, When, spans
from storage.tables import Nudge

ALSO = 2  # other matters of the same account that are named; the rest is counted
LATE_DAYS = 4  # a long weekend
ENDINGS = {"done": "Done", "dismissed": "Not needed", "resolved": "Settled"}


def said_of(scene: Scene, nudge: Nudge) -> Matter | None:
    """What a nudge says at this moment; None when it is not true any more, or nobody knows its rule any more."""
    rule = rules().get(nudge.rule)
    return rule.says(scene, nudge) if rule is not None else None


def is_late(scene: Scene, nudge: Nudge) -> bool:
    """Said more than a long weekend after it came due; what was due before they began with me is not late."""
    if nudge.said_at is None or nudge.warned_at is not None or _days_late(scene, nudge.said_at, nudge) <= LATE_DAYS:
        return False
    begun = scene.work.rhythms.of(nudge.member_id).begun_on
    return begun is not None and nudge.due_on >= begun


def _days_late(scene: Scene, said_at: datetime, nudge: Nudge) -> int:
    return (said_at.astimezone(scene.zone).date() - nudge.due_on).days


def other_numbers(first: Matter, others: Sequence[Matter]) -> list[Spans]:
    """What else there is at the same account, each once, and nothing that the first says already, as number or reason."""
    said = {bare(first.number), bare(first.reason)}
    numbers: list[Spans] = []
    for other in others:
        words = bare(other.number)
        if words not in said:
            said.add(words)
            numbers.append(other.number)
    return numbers


def led(word: str, said: Spans) -> Spans:
    """Spans with a word before them, which is hidden where all of them are: no “Next: ” with nothing behind it."""
    if len(said) == 1 and isinstance(said[0], Shielded):
        return (Shielded(said[0].needs, spans(word, *said[0].spans)),)
    return spans(word, *said)


def bare(said: Spans) -> str:
    """Words to compare, whatever is bold and whoever may see them."""
    return "".join(
        bare(span.spans) if isinstance(span, Shielded) else span.text if isinstance(span, Bold) else str(span)
        for span in said
    ).casefold()


def title_of(scene: Scene, nudge: Nudge) -> str:
    """Whose matter it is, also once it says nothing more itself."""
    if nudge.account_id is None:
        return sentence(rules()[nudge.rule].title) if rules().get(nudge.rule) else "Settled"
    found = scene.work.accounts.named({nudge.account_id})
    return found[nudge.account_id].name if nudge.account_id in found else "An account"


def ending(scene: Scene, nudge: Nudge) -> Spans:
    """“Done by Dana, today 09:12”."""
    rule: Rule | None = rules().get(nudge.rule)
    what = rule.title if rule else nudge.rule
    by = scene.names({nudge.closed_by_id}).get(nudge.closed_by_id or 0, "")
    parts: list[Sayable] = [spans(ENDINGS.get(nudge.state, "Settled"), f" by {by}" if by else "")]
    if nudge.closed_at is not None:
        parts.append(When(nudge.closed_at, "moment"))
    if nudge.closing is not None:
        parts.append(shield(nudge.closing, f"“{nudge.closing.value}”"))
    return spans(joined(parts), f" ({what})")


def is_copy(nudge: Nudge) -> bool:
    """Whether it is for somebody who only wants to hear of it: another one like it is whoever's it is to act."""
    return ":for:" in nudge.key


def is_snoozed(scene: Scene, nudge: Nudge) -> bool:
    return nudge.snoozed_until is not None and nudge.snoozed_until > scene.now


def foot_of(scene: Scene, nudge: Nudge) -> Spans:
    """Whose it is, and what becomes of it when nobody touches it."""
    whose = nudge.member_id
    if is_copy(nudge) and nudge.account_id is not None:
        whose = scene.work.accounts.owners(nudge.account_id)[0] or whose
    owner = scene.names({whose}).get(whose, "")
    parts: list[Sayable] = [f"for {owner}" if owner and owner != scene.member.name else ""]
    if nudge.warned_at is not None:
        monday = scene.today + timedelta(days=7 - scene.today.weekday())
        where = "stands in the leads’ list" if scene.leads else "goes to your lead"
        parts.append(spans(f"untouched, it {where} on ", When(monday, "day")))
    return joined(parts)
