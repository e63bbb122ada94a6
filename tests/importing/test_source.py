"""Other people's files: letters, delimiters, quotes, and what is no table at all."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.importing.source import File, Line, open_source


def read(content: bytes) -> tuple[str, list[Line]]:
    source = open_source(File.of_bytes("file.csv", content))
    return source.encoding, list(source.lines())


def cells(content: bytes) -> list[list[str]]:
    return [list(line.cells) for line in read(content)[1]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_letters_and_delimiters(encoding: str, delimiter: str) -> None:
    text = "name;tier;goal\r\nMüller & Söhne;2;Bücher schließen\r\nCrème;1;déjà vu\r\n".replace(";", delimiter)
    assert cells(text.encode(encoding)) == [["Müller & Söhne", "2", "Bücher schließen"], ["Crème", "1", "déjà vu"]]


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1250", "Żółć gęślą jaźń"), ("cp1251", "Привет мир"), ("shift_jis", "株式会社東京")]
)
def test_other_alphabets(encoding: str, name: str) -> None:
    assert cells(f"name,tier\n{name},2\n".encode(encoding)) == [[name, "2"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n \n", "is empty"),
        (b"\x00" * 500, "is empty"),
        (b"PK\x03\x04rest", "an Excel workbook"),
        (b"\xd0\xcf\x11\xe0rest", "an old Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x89PNG\r\n", "a picture"),
        (b"," * 600 + b"x", "columns"),
    ],
)
def test_what_is_no_table(content: bytes, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read(content)


def test_ragged_and_broken_lines_are_told_by_number() -> None:
    lines = read(b'name,tier\n"Acme, Inc.",1,\n"Two\nlines",2,3\nshort\n"a"b",3\n\n"open,2\nx,1\n')[1]
    assert [(line.number, bool(line.problem)) for line in lines] == [
        (2, False),
        (3, True),
        (5, False),
        (6, True),
        (8, True),
    ]
    assert lines[0].cells[0] == "Acme, Inc."
    assert "never closed" in lines[-1].problem


def test_titles_above_the_headings_and_the_sign_of_excel() -> None:
    assert cells(b"Report of all accounts\n\nname,tier\nAcme,1\n") == [["Acme", "1"]]
    assert cells(b"sep=;\nname;tier\nAcme;1\n") == [["Acme", "1"]]


def test_one_column_keeps_its_commas() -> None:
    assert cells(b"name\nAcme, Inc.\nGlobex\n") == [["Acme, Inc."], ["Globex"]]


def test_what_no_database_holds_is_taken_away() -> None:
    assert cells("name,tier\nAc\x00me\u200b\ufeff\u00a0Corp,1\n".encode()) == [["Acme Corp", "1"]]


def test_a_huge_cell_is_told() -> None:
    lines = read(b"name,tier\n" + b"x" * 200_000 + b",1\nAcme,1\n")[1]
    assert "longer than" in lines[0].problem
    assert list(lines[-1].cells) == ["Acme", "1"]


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_it(content: bytes) -> None:
    with contextlib.suppress(UserError):
        read(content)


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_it(rows: list[tuple[str, str]]) -> None:
    body = "\n".join(",".join(row) for row in rows)
    with contextlib.suppress(UserError):
        read(f"name,tier\n{body}\n".encode("utf-8", "replace"))


def test_one_endless_line_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(UserError, match="longer than a million characters"):
        list(open_source(File.of_bytes("zeros.csv", b"Account\n" + bytes(3 << 20))).lines())


def test_a_file_that_nobody_meant_to_bring_in_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "disk.csv"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    with pytest.raises(UserError, match=r"2\.0 GB"):
        File.of_path(path)
