"""Account names: what counts as the same, and what a misspelt one finds."""

import random

import pytest

from bot.rules.names import NameIndex, bare, fold

NAMES = [
    "Acme Corp",
    "Acme Health",
    "Crème & Söhne GmbH",
    "Vandelay International",
    "Blue Yonder Airlines",
    "The Gap, Inc.",
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACME corp.", "Acme Corp"), ("Crème & Söhne", "creme and sohne"), ("S.A. Foo", "SA Foo"),
        ("Vandelay Intl", "Vandelay International"), ("O'Brien", "OBrien"), ("Foo-Bar", "foo bar"),
    ],
)  # fmt: skip
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_legal_forms_come_off_but_never_the_whole_name() -> None:
    assert bare(fold("The Gap, Inc.")) == "gap"
    assert bare(fold("Co")) == "co"
    assert bare(fold("Northern Steel GmbH & Co. KG")) == "northern steel"


def test_looking_up() -> None:
    index = NameIndex.build(enumerate(NAMES))
    assert index.exact("acme CORP") == (0,)
    assert index.begins("Acme") == (0, 1)
    assert index.exact("Acme") == ()
    assert index.begins("Acme Health GmbH") == (1,) or index.exact("Acme Health") == (1,)


def test_an_account_gets_other_names() -> None:
    old = NameIndex.build(enumerate(NAMES))
    new = old.replaced(frozenset({0, 2}), [(2, "Big Blue"), (2, "IBM")])
    assert new.exact("ibm") == new.begins("Big") == (2,)
    assert new.exact("Acme Corp") == new.exact("Crème & Söhne GmbH") == ()
    assert new.begins("Acme") == (1,)
    assert new.near("Acme Crop") == NameIndex.build([(1, "Acme Health")]).near("Acme Crop")
    assert old.exact("ibm") == ()
    assert old.exact("Acme Corp") == (0,)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Acme Helth", 1),
        ("creme sohne", 2),
        ("vandelay intl", 3),
        ("airlines blue yonder", 4),
        ("Blue Yonedr", 4),
        ("bya", 4),
    ],
)
def test_misspelt_names_are_found(typed: str, place: int) -> None:
    assert NameIndex.build(enumerate(NAMES)).near(typed)[0][0] == place


def test_most_single_slips_are_found_among_thousands() -> None:
    chance = random.Random(4)
    parts = ["ba", "ko", "ri", "ten", "lo", "mar", "vi", "sel", "do", "pra", "nex", "tu", "gar", "hel", "zor"]
    names = sorted({"".join(chance.choices(parts, k=4)).capitalize() + " Logistics Ltd" for _ in range(3_000)})
    index = NameIndex.build(enumerate(names))
    found = 0
    for place in range(0, len(names), 10):
        name = names[place].removesuffix(" Ltd")
        cut = chance.randrange(1, 6)
        found += place in [id for id, _ in index.near(name[:cut] + name[cut + 1 :])]
    assert found >= 0.98 * len(range(0, len(names), 10))


def test_nothing_is_like_nothing() -> None:
    index = NameIndex.build(enumerate(["!!!", "Acme"]))
    assert index.near("") == index.near("???") == []
    assert index.exact("!!!") == (0,)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("northwind tradrs", "Northwind Traders"),
        ("traders nrothwind", "Northwind Traders"),
        ("northwindtraders", "Northwind Traders"),
        ("norhtwindtraders", "Northwind Traders"),
        ("north wind traders", "Northwind Traders"),
        ("northwynd", "Northwind Traders"),
        ("Zürcher Kantonalbnak", "Zuercher Kantonalbank AG"),
        ("Veridian Dinamics GmbH", "Veridian Dynamics GmbH"),
        ("Veridian Dinamics Inc", "Veridian Dynamics Inc."),
        ("tyrel corporation intl", "Tyrell International"),
        ("wonka", "Wonka & Sons Limited"),
        ("Vonkka & Sohns", "Wonka & Sons Limited"),
    ],
)
def test_many_kinds_of_slips_are_found_among_many_names(typed: str, name: str) -> None:
    chance = random.Random(7)
    parts = ["ba", "ko", "ri", "ten", "lo", "mar", "vi", "sel", "do", "pra", "nex", "tu", "gar", "hel", "zor"]
    wanted = [
        "Northwind Traders", "Zuercher Kantonalbank AG", "Veridian Dynamics Inc.", "Veridian Dynamics GmbH",
        "Tyrell International", "Wonka & Sons Limited",
    ]  # fmt: skip
    others = ("".join(chance.choices(parts, k=3)).capitalize() + chance.choice((" Traders", " AG")) for _ in range(900))
    index = NameIndex.build(enumerate([*wanted, *others]))
    assert index.near(typed)[0][0] == wanted.index(name)
