"""What may happen in a beta programme: a customer is named for it, found to fit, agrees, is in, says what they think, and
leaves it again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from bot.measures import bands_of
from bot.rhythms import at_work
from bot.rules.eligibility import Customer, against
from bot.rules.health import Threat
from bot.threats import threats_of
from storage.queries.feedback import Seated
from storage.tables import Beta, BetaSeat, SeatState
from storage.work import Work


@dataclass(frozen=True)
class Check:
    """against: why a customer does not fit."""

    against: tuple[str, ...]

    @property
    def fits(self) -> bool:
        return not self.against


def checked(work: Work, account_ids: Collection[int], now: datetime, today: date) -> dict[int, Check]:
    """Whether each fits, by what is known now. today: the reader's."""
    bands = bands_of(work)
    facts = work.requests.facts(account_ids, today)
    scores = work.health.scores(sorted(account_ids), today)
    taking_part = work.feedback.taking_part(account_ids)
    threats = threats_of(work, account_ids, now)
    found: dict[int, Check] = {}
    for id, known in facts.items():
        score = scores[id].score if id in scores else None
        value = score.value if score is not None else known.health.value
        band = bands.of(value).value if value is not None else ""
        burning = Threat.FIRE in threats.get(id, ())
        customer = Customer(known.tier, band, burning, known.renews_on, taking_part.get(id, 0))
        found[id] = Check(against(customer, today))
    return found


def seat_of(work: Work, beta: Beta, account_id: int) -> Seated | None:
    return next((one for one in work.feedback.seats(beta.id) if one.seat.account_id == account_id), None)


def nominate(work: Work, beta: Beta, account_id: int, why: str, member_id: int, now: datetime) -> BetaSeat:
    """Whoever runs the programme hears of it."""
    seat = work.add(BetaSeat, beta_id=beta.id, account_id=account_id, nominated_by_id=member_id, words=why or None)
    _tell(work, beta, f"{seat.id}:nominated", beta.owner_id, member_id, now)
    work.messages.redraw(f"beta:{beta.id}", now)
    return seat


def move(
    work: Work, beta: Beta, seat: BetaSeat, state: SeatState, words: str, member_id: int, now: datetime
) -> BetaSeat:
    """Whoever runs the programme hears what a customer says, and their colleague what Product does."""
    consented = now if state is SeatState.CONSENTED else seat.consented_at
    changed = work.change(seat, state=state.value, words=words or seat.words, consented_at=consented)
    owner, _ = work.accounts.owners(seat.account_id)
    for who in {beta.owner_id, owner or seat.nominated_by_id}:
        _tell(work, beta, f"{seat.id}:{state.value}", who, member_id, now)
    work.messages.redraw(f"beta:{beta.id}", now)
    return changed


def _tell(work: Work, beta: Beta, what: str, member_id: int, author_id: int, now: datetime) -> None:
    card, to = f"beta:{beta.id}", f"member:{member_id}"
    if member_id != author_id and not work.requests.waits(card, to):
        due = at_work(work, member_id, now)
        work.messages.put(f"{card}:{what}:{to}", to, "", author_id, now, due_at=due, card=card)


def end(work: Work, beta: Beta, now: datetime) -> Beta:
    """Nobody is in it any more; what they said stays."""
    for one in work.feedback.seats(beta.id):
        if one.seat.state != SeatState.OUT:
            work.change(one.seat, state=SeatState.OUT.value)
    work.messages.redraw(f"beta:{beta.id}", now)
    return work.change(beta, ended_at=now)
