"""What somebody looks for, from their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.seeking import Vocabulary, seek
from storage.tables import AskKind

KNOWN = Vocabulary.of(
    [
        ("fintech", "EMEA", "Mid-market"),
        ("Fintech", "AMER", "Enterprise"),
        ("healthcare", "APAC", "SMB"),
        ("real estate", None, None),
        (None, "EMEA", None),
    ]
)


@pytest.mark.parametrize(
    ("text", "kind", "parts", "words"),
    [
        ("fintech EMEA case study", "case study", (("fintech", "Fintech"), ("EMEA",), ()), ()),
        ("case studies in Europe, enterprise", "case study", ((), ("EMEA",), ("Enterprise",)), ()),
        ("who can give us a quote in healthcare?", "quote", (("healthcare",), (), ()), ()),
        ("real estate speaker for month-end close", "speaker", (("real estate",), (), ()), ("month-end", "close")),
        ("US mid market logo", "logo", ((), ("AMER",), ("Mid-market",)), ()),
        ("small companies, reference calls", "call", ((), (), ("SMB",)), ()),
        ("anybody with a success story about CSV exports", "case study", ((), (), ()), ("CSV", "exports")),
        ("", None, ((), (), ()), ()),
    ],
)  # fmt: skip
def test_words_become_what_is_sought(text: str, kind: str | None, parts: tuple[object, ...], words: object) -> None:
    found = seek(text, KNOWN)
    assert found.kind == (AskKind(kind) if kind else None)
    assert (found.industries, found.regions, found.segments) == parts
    assert found.words == words


@given(st.text(max_size=80))
def test_any_words_are_understood_somehow(text: str) -> None:
    found = seek(text, KNOWN)
    for part in found.said:
        assert part not in found.without(part).said
