"""Whatever is typed is answered with what was wrong and what to type instead, and nothing is half-written."""

import asyncio
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

import bot.commands  # noqa: F401  # fills the registry
from bot.registry import registry
from storage.tables import Account, AccountName
from storage.work import Work
from tests.chat import World

# Rows that a refused line may leave behind: that it was heard, who said it, and what a button needs.
HEARD = {"inbox", "identities", "members", "drafts", "channels"}


def rows(work: Work) -> dict[str, int]:
    return {
        table.name: len(work.ask(table.select()))
        for table in SQLModel.metadata.sorted_tables
        if table.name not in HEARD
    }


REFUSED = [
    ("", "Just write it"),
    ("   \n\t ", "Just write it"),
    ("\x00", "Just write it"),
    ("\u200b\u200d\ufeff", "Just write it"),
    ("log " + "x" * 40_000, "a line takes 8,000"),
    ("log call Globex 30m " + "word " * 8_000, "a line takes 8,000"),
    ("log call Globex 0m", "1 minute to 24 hours"),
    ("log call Globex 900h", "1 minute to 24 hours"),
    ("log call Globex 30m on 31 February", "31 February"),
    ("log call Globex 30m tomorrow", "still to come"),
    ("log", "Type"),
    ("log call", "Which account?"),
    ("log Globex", "Which type?"),
    ("log call Qwertyuiop 30m", "I know no account “Qwertyuiop”"),
    ("account", "Account *:"),
    ("account '; DROP TABLE accounts; --", "Try account Acme"),
    ("account <!channel>", "I know no account"),
    ("account <at>everyone</at>", "I know no account"),
    ("account *bold* _it_ ~no~ `code`", "Try account Acme"),
    ("account 👎👎👎", "I know no account"),
    ("account שלום", "I know no account"),
    ("account \u202etxet", "I know no account"),
    ("accounts renewing soonish", "Try accounts"),
    ("activities Globex during the war", "Try activities"),
    ("edit 99999999999999999999999", "Which activity?"),
    ("edit -1", ""),
    ("delete zero", ""),
    ("done 0", "There is no next step 0 of yours"),
    ("move 1 31 February", "31 February"),
    ("join 1 meeting:2", "There is no activity 1 of yours"),
    ("share 1", "There is no activity 1 of yours"),
    ("undo change:99999", "nothing of yours to take back"),
    ("undo change:99999 then:\"log call Globex 30m\"", "nothing of yours to take back"),
    ("merge Globex into Globex", "one and the same account"),
    ("merge Globex", "Which account that stays?"),
    ("create !!!", "needs letters or digits"),
    ("create " + "n" * 500, "at most 120"),
    ("create Globex", "goes by that name already"),
    ("alias Globex", "Also called"),
    ("alias Globex = Initech", "is Initech already"),
    ("next Nobodyatall do it", "I know no account"),
    ("next send the deck", "Which account is that for?"),
    ("link Globex", "A direct chat is about no single account"),
    ("draft:nonsense", "more than seven days old"),
    ("form", "Nothing to read there"),
    ("form nonsense", "I know no command"),
    ("help nonsense", "I know no command"),
    ("frobnicate Globex", ""),
]  # fmt: skip


@pytest.mark.parametrize(("line", "told"), REFUSED, ids=[line[:30] or "empty" for line, _ in REFUSED])
async def test_what_cannot_be_done_is_told(world: World, line: str, told: str) -> None:
    dana = world.chat()
    await dana.says("help")
    before = await world.look(rows)
    said = await dana.says(line)
    assert told in said, said
    assert "Something broke" not in said
    assert await world.look(rows) == before, said


async def test_names_that_are_words(world: World) -> None:
    dana = world.chat()
    for name in ("30m", "call", "Monday"):
        assert "✓ Created" in await dana.says(f'create "{name}"'), name
    assert "call · 45 min" in await dana.says('log call account:"30m" 45m')
    assert "30m · call · 45 min" in await dana.says('log call "30m" 45m')
    assert "call · email · 10 min" in await dana.says('log email "call" 10m')
    assert "Globex · call · 30 min" in await dana.says("log call Globex 30m")
    assert "Monday · call · 30 min" in await dana.says('log call "Monday" 30m')
    assert "Globex · call · 30 min" in await dana.says("log call Globex 30m Monday")


async def test_two_accounts_of_one_name_are_told_apart(world: World) -> None:
    dana = world.chat()
    await dana.says("create Twin Peaks owner @sam")
    assert "goes by that name already" in await dana.says("create twin peaks")
    # They come in by import or from before; a merge that was taken back is one way.
    await world.ground.run(1, second_twin)
    said = await dana.says("account Twin Peaks")
    assert said.startswith("Which Twin Peaks?")
    assert len(dana.buttons) == 2
    assert len(set(dana.buttons)) == 2, "the labels tell them apart"


def second_twin(work: Work) -> None:
    twin = work.insert(Account, name="Twin Peaks", created_at=work.ask(Account.table().select())[0]["created_at"])
    work.insert(AccountName, account_id=twin.id, kind="name", name="Twin Peaks", key="twin peaks")
    work.raise_names_version()


ODDITIES = [
    "Acme", "Globex", "30m", "with", "by", "@sam", "<@U1>", "mon", "31 feb", "#value", "++", "next:", "note:", "account:",
    '"', ";", "\n", "=", "into", "to", "tier", "page 0", "page 99999999999", "-5", "\x00", "\u202e", "🙂", "then:", "form",
    "draft:x", "10:99", "1e9h", "<!channel>", "&amp;", "%s", "{}", "\ud800",
]  # fmt: skip
NASTY = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from([*registry.commands, *ODDITIES]),
        max_size=7,
    ).map(" ".join),
    st.text(alphabet=string.printable, max_size=40).map(lambda text: f"log {text}"),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(NASTY, min_size=1, max_size=3), who=st.sampled_from(["dana", "omar", "vera"]))
def test_nothing_that_is_typed_is_a_bug(world: World, lines: list[str], who: str) -> None:
    """Hypothesis keeps one house for all that it tries: what was done before does not excuse anything either."""
    chat = world.chat(f"{who}@example.com")
    with asyncio.Runner() as runner:
        for line in lines:
            said = runner.run(chat.says(line))
            assert said.strip()
            assert "Something broke" not in said, line
        card = chat.last
        for label in list(chat.buttons)[:3]:
            chat.last = card
            assert "Something broke" not in runner.run(chat.presses(label)), (lines, label)
