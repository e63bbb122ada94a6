"""Which requests are the same: measured on labelled pairs, and found again among many."""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.similar import ALIKE, SimilarTexts, alike

PAIRS = list(csv.DictReader(Path(__file__).with_name("similar_pairs.csv").read_text(encoding="utf-8").splitlines()))
DOCS = Path(__file__).parents[2].joinpath("docs/similarity.md").read_text(encoding="utf-8")
TITLES = sorted({pair[side] for pair in PAIRS for side in ("one", "other")})


def figures(pairs: Iterable[dict[str, str]]) -> str:
    """As a row of the table in docs/similarity.md shows them."""
    found = [(pair["same"] == "yes", alike(pair["one"], pair["other"]) >= ALIKE) for pair in pairs]
    right = sum(same and offered for same, offered in found)
    precision = right / sum(offered for _, offered in found)
    recall = right / sum(same for same, _ in found)
    return f"{len(found)} | {precision:.1%} | {recall:.1%} |"


def test_there_are_enough_pairs_and_no_pair_twice() -> None:
    assert len(PAIRS) >= 150
    assert len({frozenset((pair["one"], pair["other"])) for pair in PAIRS}) == len(PAIRS)
    assert 0.4 < sum(pair["same"] == "yes" for pair in PAIRS) / len(PAIRS) < 0.6


@pytest.mark.parametrize(
    ("name", "pairs"),
    [("looked at", PAIRS[::2]), ("held back", PAIRS[1::2]), ("all", PAIRS)],
)
def test_what_the_documentation_says_of_it_is_so(name: str, pairs: list[dict[str, str]]) -> None:
    assert f"| {name} | {figures(pairs)}" in DOCS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Export to CSV", "Import from CSV"),
        ("SSO", "SCIM provisioning"),
        ("Slack notifications", "Teams notifications"),
        ("Enable comments for guests", "Disable comments for guests"),
        ("API rate limits", "API documentation"),
    ],
)
def test_what_only_sounds_alike_is_not_the_same(one: str, other: str) -> None:
    assert alike(one, other) < ALIKE


@given(st.sampled_from(TITLES), st.sampled_from(TITLES))
@settings(max_examples=100, deadline=None)
def test_it_is_the_same_from_both_sides_and_whole_with_itself(one: str, other: str) -> None:
    assert alike(one, one) == 1.0
    assert alike(one, other) == pytest.approx(alike(other, one))
    assert 0 <= alike(one, other) <= 1.0


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_compared(text: str) -> None:
    assert 0 <= alike(text, "SCIM provisioning") <= 1.0
    assert SimilarTexts.build([(1, text)]).find(text, least=0.0) is not None


def test_the_best_comes_first_and_each_request_once() -> None:
    index = SimilarTexts.build(
        [(1, "SCIM provisioning"), (1, "automatic user provisioning"), (2, "Dark mode"), (3, "SCIM")]
    )
    found = index.find("provision users with SCIM")
    assert [id for id, _ in found][:1] in ([1], [3])
    assert len({id for id, _ in found}) == len(found)
    assert 2 not in {id for id, _ in found}


def test_misspelt_words_find_it() -> None:
    index = SimilarTexts.build(enumerate(TITLES))
    assert TITLES[index.find("forcasting")[0][0]] == "Forecasting"
    assert "Gantt chart" in {TITLES[id] for id, _ in index.find("gannt chart")}


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(TITLES)), max_size=12), st.sampled_from(TITLES))
@settings(max_examples=60, deadline=None)
def test_brought_up_to_date_it_is_what_somebody_reads_afresh(changes: list[tuple[int, str]], asked: str) -> None:
    texts = dict(enumerate(TITLES[:31]))
    index = SimilarTexts.build(texts.items())
    for id, title in changes:
        texts[id] = title
        ids = index.along_with(frozenset({id}))
        index = index.replaced(ids, [(each, texts[each]) for each in sorted(ids)])
    assert index.find(asked, limit=50) == SimilarTexts.build(texts.items()).find(asked, limit=50)
