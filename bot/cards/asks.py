"""One ask for a reference: its card, for whoever asked and for whoever decides, and its line in a list."""

from bot.cards.activities import joined, team_or
from bot.cards.people import told
from bot.cards.reference_team import against_said, load_said, opinion_rows
from bot.cards.references import kind_said, overview_button, profile_button, since_said
from bot.draw import shield
from bot.living import living
from bot.permissions import INSIDE
from bot.references.deciding import may_decide, standing_against
from bot.references.gates import day_of
from bot.scene import Scene
from bot.view import (
    Amount,
    Block,
    Bold,
    Button,
    Buttons,
    Footer,
    Heading,
    Notice,
    Row,
    Sayable,
    Spans,
    Text,
    View,
    When,
    spans,
)
from storage.tables import Account, AskState, ReferenceAsk


@living("ask", names=lambda scene, id: _named(scene, id), record=ReferenceAsk)
def ask_card(scene: Scene, id: int) -> View | None:
    asked = scene.work.get(ReferenceAsk, id)
    account = scene.work.accounts.get(asked.account_id) if asked else None
    if asked is None or account is None:
        return None
    if asked.deleted_at is not None:
        said = shield(INSIDE, "The ask for ", kind_said(asked.kind), " of ", Bold(account.name), " is taken back.")
        return View((Notice("info", (said,)),), "An ask is taken back")
    return View(tuple(ask_blocks(scene, asked, account)), _summary(asked))


def _summary(asked: ReferenceAsk) -> str:
    return "Somebody asks for a reference" if asked.state == AskState.ASKED else f"A reference: {asked.state}"


def _named(scene: Scene, id: int) -> Spans:
    asked = scene.work.get(ReferenceAsk, id)
    account = scene.work.accounts.get(asked.account_id) if asked else None
    return (shield(INSIDE, account.name, "’s ", asked.kind if asked else ""),) if account else ("an ask",)


def ask_blocks(scene: Scene, asked: ReferenceAsk, account: Account) -> list[Block]:
    """The same card for whoever asked and for whoever decides; the reasons are for the latter alone."""
    names = scene.names({asked.requester_id, asked.asked_id, asked.decided_by_id})
    decides = may_decide(scene.work, scene.member, account.id, scene.today) or scene.member.id == asked.asked_id
    title = spans(Bold(account.name), f": {kind_said(asked.kind)} for {names[asked.requester_id]}")
    blocks: list[Block] = [
        Heading((shield(INSIDE, *title),)),
        Text((shield(INSIDE, "“", *told(scene.work, account.id, asked.purpose), "”"),)),
        Text((shield(INSIDE, *_state(asked, names)),)),
    ]
    if asked.state == AskState.SUGGESTED and asked.instead_id is not None:
        other = scene.work.accounts.get(asked.instead_id)
        blocks.append(Text((shield(INSIDE, "Suggested instead: ", Bold(other.name if other else "gone")),)))
    if asked.why is not None:
        writers = () if asked.decided_by_id is None else (asked.decided_by_id,)
        blocks.append(Text((shield(team_or(account.id, *writers), f"“{asked.why.value}”"),)))
    if asked.state == AskState.DONE:
        blocks += _outcome(scene, asked)
    if decides and asked.state == AskState.ASKED:
        blocks += _for_decider(scene, asked)
    return [*blocks, *_ask_actions(scene, asked, decides=decides)]


def _state(asked: ReferenceAsk, names: dict[int, str]) -> Spans:
    who = names.get(asked.asked_id, "")
    by = names.get(asked.decided_by_id, "") if asked.decided_by_id is not None else ""
    match AskState(asked.state):
        case AskState.ASKED:
            late = spans("no answer yet; ", f"{who} is asked now") if asked.raised_at else f"with {who}"
            return joined([Bold("Asked"), late, spans("answer by ", When(asked.due_at, "moment"))])
        case AskState.APPROVED:
            return joined([Bold("Approved"), f"{by} talks to them"])
        case AskState.DECLINED:
            until = f"again {since_said(asked.until)}" if asked.until else ""
            return joined([Bold("Not this time"), until, by])
        case AskState.SUGGESTED:
            return joined([Bold("Rather somebody else"), by])
        case AskState.DONE:
            return joined([Bold("Done"), When(asked.done_at, "day") if asked.done_at else "", by])
        case AskState.WITHDRAWN:
            return joined([Bold("Withdrawn"), by])


def _outcome(scene: Scene, asked: ReferenceAsk) -> list[Block]:
    time = f"{asked.minutes} min of their time" if asked.minutes else ""
    money: Sayable = ""
    if asked.influence_minor is not None and asked.currency is not None:
        money = shield(asked.influence_minor, "influenced ", Amount(asked.influence_minor.value, asked.currency))
    said = joined(
        [spans("“", told(scene.work, asked.account_id, asked.outcome), "”") if asked.outcome else "", time, money]
    )
    return [Text((shield(INSIDE, *said),))] if said else []


def _for_decider(scene: Scene, asked: ReferenceAsk) -> list[Block]:
    """What to weigh before saying yes."""
    against = standing_against(scene.work, asked.account_id, asked.kind, scene.now, counted=True)
    needs = team_or(asked.account_id)
    blocks: list[Block] = [
        Text(against_said(asked.account_id, against)),
        Text((shield(needs, load_said(scene, against)),)),
    ]
    opinions = scene.work.references.opinions(asked.account_id)
    names = scene.names({one.member_id for one in opinions})
    blocks += opinion_rows(asked.account_id, opinions, names, day_of(scene.now))
    return [*blocks, Footer(("Nothing reaches the customer before you say so.",))]


def _ask_actions(scene: Scene, asked: ReferenceAsk, *, decides: bool) -> list[Block]:
    at = f"ask:{asked.id}"
    mine = scene.member.id == asked.requester_id
    buttons: list[Button] = []
    match AskState(asked.state):
        case AskState.ASKED:
            if decides:
                buttons += [
                    Button("Approve", f"{at} approve", "primary"),
                    Button("Decline", f"form {at} decline", opens_form=True),
                    Button("Suggest another", f"form {at} suggest", opens_form=True),
                    profile_button(asked.account_id),
                ]
            if mine:
                buttons.append(Button("Withdraw", f"{at} withdraw"))
        case AskState.APPROVED:
            if decides:
                done = f"form {at} done"
                buttons += [
                    Button("Done", done, "primary", opens_form=True),
                    Button("Next step", f"form next account:#{asked.account_id}", opens_form=True),
                ]
            elif mine:
                buttons.append(overview_button(asked.account_id))
        case AskState.DECLINED if mine:
            buttons.append(Button("Find another", f'reference kind:"{asked.kind}"', "primary"))
        case AskState.SUGGESTED if mine and asked.instead_id is not None:
            again = f'form reference ask account:#{asked.instead_id} kind:"{asked.kind}"'
            buttons.append(Button("Ask for them", again, "primary", opens_form=True))
            buttons.append(Button("Find another", f'reference kind:"{asked.kind}"'))
        case AskState.DONE if decides:
            buttons.append(Button("Change", f"form {at} done", opens_form=True))
        case _:
            pass
    return [Buttons(tuple(buttons))] if buttons else []


def ask_row(scene: Scene, asked: ReferenceAsk, account: str, names: dict[int, str]) -> Row:
    said = joined([Bold(account), asked.kind, *_state(asked, names)[:1], f"for {names.get(asked.requester_id, '')}"])
    return Row(
        said,
        spans("“", told(scene.work, asked.account_id, asked.purpose), "”"),
        (Button("Open", f"asks ask:{asked.id}"),),
    )
