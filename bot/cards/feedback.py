"""What a customer said of the product, in a row; and a beta programme on a card."""

from bot.beta import Check, checked
from bot.cards.activities import joined
from bot.cards.people import told
from bot.draw import shield
from bot.living import living
from bot.permissions import HEALTH, INSIDE
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Heading, Notice, Row, Rows, Sayable, Spans, Text, View, When
from storage.queries.feedback import Said, Seated, SoughtFeedback
from storage.tables import Beta, SeatState

LATELY = 5


def said_row(scene: Scene, said: Said) -> Row:
    """“+ Acme Corp · T1 · dashboards · today” with their words."""
    words = told(scene.work, said.feedback.account_id, said.feedback.words.value)
    sign = "+" if said.feedback.sign > 0 else "–"
    line = joined([f"{sign} {said.account}", f"T{said.tier}" if said.tier else "", said.feedback.theme,
                   When(said.feedback.created_at, "day")])  # fmt: skip
    return Row((shield(INSIDE, *line),), (shield(said.feedback.words, "“", *words, "”"),))


def beta_line(beta: Beta, seats: int, inside: int) -> Spans:
    ended = "ended" if beta.ended_at is not None else ""
    return joined([Bold(beta.name), f"{inside} in, {seats} named" if seats else "nobody named yet", ended])


@living("beta", names=lambda scene, id: ("a beta programme",))
def _beta(scene: Scene, id: int) -> View | None:
    beta = scene.work.feedback.beta(id)
    if beta is None:
        return View((Notice("info", ("This programme was taken back.",)),), "A programme was taken back")
    return View(tuple(beta_card(scene, beta)), "News of a beta programme")


def beta_card(scene: Scene, beta: Beta) -> list[Block]:
    """Who is named, who fits and why not, who agreed, who is in, and what they say."""
    seats = scene.work.feedback.seats(beta.id)
    open_ = {one.seat.account_id for one in seats if one.seat.state in (SeatState.NOMINATED, SeatState.ELIGIBLE)}
    checks = checked(scene.work, open_, scene.now, scene.today)
    names = scene.names({beta.owner_id})
    inside = sum(one.seat.state == SeatState.IN for one in seats)
    title = joined([beta_line(beta, len(seats), inside), names.get(beta.owner_id, "")])
    blocks: list[Block] = [Heading((shield(INSIDE, *title),))]
    if beta.criteria:
        blocks.append(Text((shield(INSIDE, f"Who fits: {beta.criteria}"),)))
    if seats:
        blocks.append(
            Rows(tuple(_seat(scene, beta, one, checks.get(one.seat.account_id)) for one in seats), len(seats))
        )
    if said := scene.work.feedback.said(SoughtFeedback(beta_id=beta.id), LATELY):
        blocks += [Text(("What they say of it",)), Rows(tuple(said_row(scene, one) for one in said))]
    name = Button("Name a customer", f"form beta-nominate beta:{beta.id} does:nominate", opens_form=True)
    request = Button("The request", f"requests request:{beta.request_id}")
    buttons = (*((name,) if beta.ended_at is None else ()), *((request,) if beta.request_id else ()))
    return [*blocks, Buttons(buttons)] if buttons else blocks


def _seat(scene: Scene, beta: Beta, one: Seated, check: Check | None) -> Row:
    seat, about = one.seat, f"beta:{beta.id} account:#{one.seat.account_id}"
    words: Sayable = (
        shield(seat.words, "“", *told(scene.work, seat.account_id, seat.words.value), "”") if seat.words else ""
    )
    said = (shield(INSIDE, *joined([Bold(one.account), f"T{one.tier}" if one.tier else "", seat.state, words])),)
    detail: Spans = ()
    if check is not None:
        # Whether they fit follows from health as well, so it is for those who may see that.
        detail = (shield(HEALTH, "fits" if check.fits else f"does not fit: {', '.join(check.against)}"),)
    buttons: tuple[Button, ...] = ()
    if beta.ended_at is None:
        feedback = Button("Feedback", f"form feedback account:#{seat.account_id} beta:{beta.id}", opens_form=True)
        match seat.state:
            case SeatState.NOMINATED:
                buttons = (Button("Invite", f"beta-seat {about} state:eligible"),)
            case SeatState.ELIGIBLE:
                buttons = (Button("They agree", f"form beta-consent {about} says:agree", opens_form=True),)
            case SeatState.CONSENTED:
                buttons = (Button("Let them in", f"beta-seat {about} state:in"),)
            case SeatState.IN:
                buttons = (feedback,)
        if seat.state != SeatState.OUT:
            buttons = (*buttons, Button("Out", f"form beta-seat {about} state:out", opens_form=True))
    return Row(said, detail, buttons)
