"""accounts: a book, filtered in words, sorted, paged, with totals per currency."""

import pytest

from tests.chat import World


def names(said: str) -> list[str]:
    return [line.split("  ")[0] for line in said.splitlines()[2:] if "  " in line and not line.startswith(" ")]


async def test_my_book_with_totals_per_currency(both: World) -> None:
    said = await both.chat().says("accounts")
    assert said.splitlines()[0] == "My book · 21 accounts · €1,282,500 + US$766,700"
    assert said.splitlines()[-1] == "15 of 21 [Next]"


@pytest.mark.parametrize(
    ("line", "title", "first"),
    [
        ("accounts all tier 1", "All accounts · T1 · 12 accounts", "Acme Corp"),
        ("accounts renewing 90d", "My book · 8 accounts", "Monday Logistics"),
        ("accounts silent 30d", "My book · 5 accounts", "Quietwater Group"),
        ("accounts owner @sam", "Sam Okoye’s book · 27 accounts", "Acme Health"),
        ("accounts all industry fintech", "All accounts · fintech · 2 accounts", "Paylo"),
        ("accounts without owner", "Accounts without an owner · 2 accounts", "Little Acorn Nurseries"),
        ("accounts all tier 1 by arr", "All accounts · T1 · 12 accounts", "Globex"),
        ("accounts all tier 1 by renewal", "All accounts · T1 · 12 accounts", "Civic Trust Bank"),
        ("accounts all silent 60d by tier", "All accounts · ", "Quietwater Group"),
        ("accounts mine all", "My book · 21 accounts", "Acme Corp"),
        ("accounts tier 1 renewing 90d silent 30d", "My book · T1 · 1 account", "Quietwater Group"),
    ],
)
async def test_filters_in_words(world: World, line: str, title: str, first: str) -> None:
    said = await world.chat().says(line)
    assert said.startswith(title), said
    assert names(said)[0] == first, said


async def test_pages_carry_filters_and_order(world: World) -> None:
    dana = world.chat()
    first = names(await dana.says("accounts all by renewal"))
    second = names(await dana.says(dana.next_page))
    assert len(first) == len(second) == 15
    assert not set(first) & set(second)
    assert names(await dana.presses("Back")) == first
    assert (await dana.says("accounts all page 99")).startswith("All accounts · 60 accounts")


async def test_nothing_like_that_says_where_to_look(world: World) -> None:
    dana = world.chat()
    assert (await dana.says("accounts industry mining tier 4")).startswith("You own no account like that.")
    assert (await dana.presses("All accounts")).startswith("No account is like that.")
    assert "No account’s industry is “whaling”. There are: banking" in await dana.says("accounts industry whaling")
    assert (await dana.says("accounts industry mines")).startswith("You own no account like that.")
    assert (await dana.presses("All accounts")).startswith("All accounts · mining · 1 account · US$305,000")


@pytest.mark.parametrize("line", ["risks team", "requests all", "escalations team", "export me me"])
async def test_a_page_beyond_the_last_is_the_last(world: World, line: str) -> None:
    dana = world.chat()
    for told in (
        "risk Globex champion left",
        "request Globex SCIM provisioning",
        "escalate Globex bug export down sev3",
    ):
        await dana.says(told)
    first = await dana.says(line)
    assert await dana.says(f"{line} page 99") == first
    assert "Back" not in dana.buttons
