"""A risk in a line, and as a card with what can be done about it."""

from collections.abc import Sequence

from bot.cards.actions import open_account
from bot.cards.activities import joined, team_or
from bot.context import Context
from bot.draw import shield
from bot.english import many
from bot.line import quote
from bot.permissions import HEALTH, INSIDE, MONEY
from bot.rules.risk_words import End, read
from bot.rules.risks import KINDS, Severity
from bot.scene import Scene
from bot.view import Amount, Block, Bold, Button, Buttons, Row, Rows, Sayable, Spans, Text, When, spans
from storage.queries.risks import ListedRisk
from storage.tables import Activity, Risk, RiskCategory
from storage.types import Guarded

NAMED = 200  # characters of evidence that a line has room for
OPEN_SHOWN = 3


def is_open(risk: Risk) -> bool:
    return risk.closed_at is None


def what_said(risk: Risk) -> Sayable:
    """“champion left: no successor”."""
    cause = f": {risk.cause.value}" if risk.cause else ""
    return shield(HEALTH, f"{risk.category.value}{cause}")


def severity_said(risk: Risk) -> Sayable:
    return shield(risk.severity, Severity(risk.severity.value).said)


def amount_said(risk: Risk) -> Sayable:
    """What may be lost, and whether anybody said so."""
    if risk.amount_minor is None or risk.currency is None:
        return ""
    assumed = " up for renewal" if risk.amount_assumed else ""
    return shield(MONEY | HEALTH, Amount(risk.amount_minor.value, risk.currency), assumed)


def words_said(risk: Risk, words: Guarded[str] | None) -> Sayable:
    """For the account's team, and for whoever wrote them."""
    if words is None:
        return ""
    return shield(team_or(risk.account_id, risk.raised_by_id), f"“{_short(words.value)}”")


def state_said(risk: Risk) -> str:
    return "" if risk.state == "open" else risk.state


def line(listed: ListedRisk, *, owner: str = "", account: bool = True) -> Spans:
    """“Acme Corp · champion left: no successor · high · €240,000 up for renewal · declared · worked · Dana”."""
    risk = listed.risk
    since = risk.closed_at or risk.declared_at or risk.created_at
    said = joined(
        [
            Bold(listed.account) if account else "",
            Bold("FIRE") if risk.is_fire else "",
            what_said(risk),
            severity_said(risk),
            amount_said(risk),
            shield(HEALTH, "declared" if risk.declared.value else "indicated"),
            state_said(risk),
            spans("since " if is_open(risk) else "", When(since, "day")),
            owner,
        ]
    )
    # That there is a risk at all is a matter of health, and without it the line says nothing.
    return (shield(HEALTH, *said),)


def evidence_line(risk: Risk) -> Spans:
    """““Jane Doe leaves on the 30th” · first sign “late answers” 3 Nov · noticed by Sam”, without the last part."""
    sign: Sayable = ""
    if risk.first_sign is not None:
        on = spans(" ", When(risk.first_sign_on, "day")) if risk.first_sign_on else ""
        said = f"first sign “{_short(risk.first_sign.value)}”"
        sign = shield(team_or(risk.account_id, risk.raised_by_id), said, on)
    elif risk.first_sign_on is not None:
        sign = shield(HEALTH, "first sign ", When(risk.first_sign_on, "day"))
    return joined([words_said(risk, risk.evidence), sign])


def card(ctx: Context, listed: ListedRisk) -> list[Block]:
    """One risk: what it is, what shows it, what is missing, what is usually done, and what can be done now."""
    risk = listed.risk
    names = ctx.names({risk.owner_id, risk.noticed_by_id, risk.closed_by_id})
    blocks: list[Block] = [Text(line(listed, owner=names.get(risk.owner_id or 0, "no owner")))]
    if evidence := evidence_line(risk):
        blocks.append(Text(evidence))
    if noticed := _noticed(risk, names):
        blocks.append(Text(noticed))
    if risk.play:
        blocks.append(Text(spans("Play: ", shield(HEALTH, risk.play.value))))
    if not is_open(risk):
        closed = joined([spans(f"{risk.state.capitalize()}"), names.get(risk.closed_by_id or 0, ""), _closing(risk)])
        return [*blocks, Text(closed)]
    if ctx.sees(HEALTH):
        blocks += _missing(ctx, risk)
        blocks += _plays(risk)
    return blocks


def _closing(risk: Risk) -> Sayable:
    if risk.closing is None:
        return ""
    writers = tuple(id for id in (risk.raised_by_id, risk.closed_by_id) if id is not None)
    return shield(team_or(risk.account_id, *writers), f"“{_short(risk.closing.value)}”")


def _noticed(risk: Risk, names: dict[int, str]) -> Spans:
    if risk.noticed_by_id in (None, risk.raised_by_id) or risk.noticed_by_id not in names:
        return ()
    return (f"Noticed by {names[risk.noticed_by_id]}",)


def _missing(ctx: Context, risk: Risk) -> list[Block]:
    """What would make it something to act on. It may wait: a risk said in five words is better than none."""
    kind = KINDS[RiskCategory(risk.category.value)]
    blocks: list[Block] = []
    if kind.deeper and risk.cause is None:
        blocks.append(Text((shield(HEALTH, f"“{risk.category.value}” alone is hard to act on. Which is it?"),)))
        causes = (Button(cause.capitalize(), f"{changing(risk)} cause:{quote(cause)}") for cause in kind.causes)
        blocks.append(Buttons(tuple(causes)))
    if risk.evidence is None and ctx.sees(team_or(risk.account_id, risk.raised_by_id)):
        blocks.append(Text((shield(HEALTH, f"What shows it: {kind.evidence}?"),)))
    return blocks


def _plays(risk: Risk) -> list[Block]:
    if risk.play is not None or risk.is_fire:
        return []
    plays = KINDS[RiskCategory(risk.category.value)].plays
    buttons = (Button(play, f"{changing(risk)} worked:yes play:{quote(play)}") for play in plays)
    return [Text((shield(HEALTH, "What usually helps:"),)), Buttons(tuple(buttons))]


# ------------------------------------------------------------ buttons


def changing(risk: Risk) -> str:
    return f"risk-change risk:{risk.id}"


def closing(risk: Risk) -> str:
    return f"risk-close risk:{risk.id}"


def ended(risk: Risk, end: End) -> Button:
    """One press that ends a risk as it was said; what is still missing is asked for."""
    why = f" why:{quote(end.why)}" if end.why else ""
    what = "" if risk.is_fire else f": {risk.category.value}"
    return Button(f"{end.outcome.capitalize()}{what}", f"{closing(risk)} outcome:{quote(end.outcome)}{why}")


def meant(listed: Sequence[ListedRisk], end: End) -> list[ListedRisk]:
    """The open risks of one account whose end may be told."""
    if not end.about:
        return list(listed)
    told = read(end.about).category
    return [one for one in listed if told is not None and one.risk.category.value == told.value]


def open_risk(risk: Risk, label: str = "Open") -> Button:
    return Button(
        label, f"fire account:#{risk.account_id}" if risk.is_fire and is_open(risk) else f"risks risk:{risk.id}"
    )


def actions(risk: Risk) -> tuple[Button, ...]:
    """What can be done with an open risk."""
    if not is_open(risk):
        return ()
    # Whether the customer said so is easily heard wrongly, so it is corrected by one press.
    said = risk.declared.value
    voice = Button(
        "They did not say so" if said else "They said so", f"{changing(risk)} declared:{'no' if said else 'yes'}"
    )
    return (
        Button("Change" if risk.evidence else "Add evidence", changing(risk), opens_form=True),
        Button("Log on it", f"form log account:#{risk.account_id} on_risk:{risk.id}", opens_form=True),
        voice,
        Button("It is a fire", f"fire account:#{risk.account_id} of_risk:{risk.id}"),
    )


def endings(risk: Risk) -> tuple[Button, ...]:
    """It ends by a form, which asks what decided it."""
    if not is_open(risk):
        return ()
    return (
        Button("Saved", f"form {closing(risk)} outcome:saved", "primary", opens_form=True),
        Button("Narrowly saved", f'form {closing(risk)} outcome:"narrowly saved"', opens_form=True),
        Button("Lost", f"form {closing(risk)} outcome:lost", "danger", opens_form=True),
    )


# ------------------------------------------------------------ elsewhere


def of_account(scene: Scene, account_id: int) -> list[Block]:
    """The open risks on an account's card; nothing at all for whoever may not know of them."""
    listed = scene.work.risks.of_account(account_id)
    if not listed or not scene.sees(HEALTH):
        return []
    names = scene.names({one.risk.owner_id for one in listed})
    rows = tuple(
        Row(line(one, account=False, owner=names.get(one.risk.owner_id or 0, "no owner")), (), (open_risk(one.risk),))
        for one in listed[:OPEN_SHOWN]
    )
    more = f"risks account:#{account_id}" if len(listed) > OPEN_SHOWN else None
    return [Text((shield(HEALTH, Bold("Risks")),)), Rows(rows, len(listed), more)]


def known_risk(ctx: Context, account_id: int, risk_id: int | None) -> int | None:
    """The risk that an activity is logged on, if it is one of the account."""
    listed = ctx.work.risks.get(risk_id) if risk_id is not None else None
    return listed.risk.id if listed is not None and listed.risk.account_id == account_id else None


def counting(ctx: Context, activity: Activity) -> tuple[Block, ...]:
    """Whether an activity counts to the fire at its account, and the other way by one press."""
    fire = ctx.work.risks.fire_of(activity.account_id)
    if fire is None:
        return ()
    at = f"fire account:#{activity.account_id}"
    if activity.risk_id == fire.risk.id:
        said, button = "Counts to the fire.", Button("Does not count", f"{at} leave:{activity.id}")
    else:
        said, button = f"A fire burns at {fire.account}.", Button("Count to the fire", f"{at} count:{activity.id}")
    return (Rows((Row((shield(INSIDE, said),), (), (button,)),)),)


def counted(count: int) -> str:
    return many(count, "open risk")


def account_button(ctx: Context, risk: Risk) -> Button:
    return open_account(ctx.account(risk.account_id), "Account")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= NAMED else flat[: NAMED - 1] + "…"
