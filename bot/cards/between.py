"""What colleagues tell one another: the card of an FYI, and a small win in a line."""

from bot.cards.activities import joined, team_or
from bot.draw import shield
from bot.living import living
from bot.permissions import INSIDE
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Heading, Notice, Row, Spans, Text, View, When, spans
from storage.tables import Fyi, FyiState, Win


@living("fyi", names=lambda scene, id: _named(scene, id))
def fyi_card(scene: Scene, id: int) -> View | None:
    fyi = scene.work.get(Fyi, id)
    account = scene.work.accounts.get(fyi.account_id) if fyi else None
    if fyi is None or account is None:
        return None
    if fyi.deleted_at is not None:
        said = shield(INSIDE, "What you were told of ", Bold(account.name), " is taken back.")
        return View((Notice("info", (said,)),), "Taken back")
    return View(tuple(fyi_blocks(scene, fyi, account.name)), "A colleague tells you something")


def _named(scene: Scene, id: int) -> Spans:
    fyi = scene.work.get(Fyi, id)
    account = scene.work.accounts.get(fyi.account_id) if fyi else None
    return (shield(INSIDE, account.name),) if account else ("a word of a colleague",)


def fyi_blocks(scene: Scene, fyi: Fyi, account: str) -> list[Block]:
    names = scene.names({fyi.author_id, fyi.member_id})
    needs = team_or(fyi.account_id, fyi.author_id, fyi.member_id)
    told = f"{names[fyi.author_id]} tells {names[fyi.member_id]}"
    blocks: list[Block] = [
        Heading((shield(INSIDE, Bold(account), f": {told}"),)),
        Text((shield(needs, f"“{fyi.words}”"),)),
    ]
    match FyiState(fyi.state):
        case FyiState.OPEN:
            state = spans(Bold("Not answered yet"))
        case FyiState.ACCEPTED:
            state = joined([Bold("Accepted"), names[fyi.member_id]])
        case FyiState.RETURNED:
            why = shield(needs, f"“{fyi.why}”") if fyi.why else ""
            state = joined([Bold("Returned"), names[fyi.member_id], why])
    blocks.append(Text(state))
    open_account = Button("Account", f"account account:#{fyi.account_id}")
    if fyi.state == FyiState.OPEN and scene.member.id == fyi.member_id:
        answers = (
            Button("I have it", f"fyi:{fyi.id} accept", "primary"),
            Button("Not for me", f"form fyi:{fyi.id} return", opens_form=True),
            Button("Next step", f"form next account:#{fyi.account_id}", opens_form=True),
        )
        return [*blocks, Buttons((*answers, open_account))]
    if fyi.state == FyiState.RETURNED and scene.member.id == fyi.author_id:
        again = Button("Tell somebody else", f"form fyi account:#{fyi.account_id}", "primary", opens_form=True)
        return [*blocks, Buttons((again, open_account))]
    return [*blocks, Buttons((open_account,))]


def fyi_row(fyi: Fyi, account: str, names: dict[int, str]) -> Row:
    said = joined([Bold(account), f"{names[fyi.author_id]} to {names[fyi.member_id]}", fyi.state])
    words = shield(team_or(fyi.account_id, fyi.author_id, fyi.member_id), f"“{fyi.words}”")
    return Row(said, (words,), (Button("Open", f"fyis fyi:{fyi.id}"),))


def win_line(win: Win, account: str, who: str = "") -> Spans:
    """“Acme Corp · went live early · Mon 23 Nov”."""
    return joined([Bold(account) if account else "", win.words, When(win.on, "day"), who])


def win_needs(win: Win) -> frozenset[str]:
    """Its words: for the account's team and whoever keeps it; without an account for them alone."""
    if win.account_id is None:
        return frozenset({f"own:{win.member_id}"})
    return team_or(win.account_id, win.member_id)
