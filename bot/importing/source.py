"""A file as lines of cells: its letters, its delimiter and its heading row found out, read piece by piece."""

import codecs
import csv
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from charset_normalizer import from_bytes

from bot.errors import UserError
from bot.rules.cells import clean
from bot.rules.columns import recognise

PIECE = 1 << 16
SAMPLE = 1 << 18
LONGEST_CELL = 1 << 17
LONGEST_LINE = 1 << 20
LARGEST = 1_000_000_000  # bytes of a file on this machine; the doors take far less
MOST_COLUMNS = 500
DELIMITERS = (",", ";", "\t", "|")
NO_DELIMITER = "\x1f"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_CSV = (
    (b"PK\x03\x04", "an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_WESTERN = frozenset("ÄÖÜäöüßéèêëàâáåæçñóôòøœíìîïúùûÉÈÀÅÆÇÑØŒ€–—’‘“”„…«»\u00a0")
_CYRILLIC = frozenset(map(chr, (*range(0x410, 0x450), 0x401, 0x451, 0x2116, 0x2013, 0xAB, 0xBB)))
_ALPHABETS = (("cp1252", _WESTERN), ("cp1251", _CYRILLIC), ("mac_roman", _WESTERN))


@dataclass(frozen=True, slots=True)
class File:
    """open: from the beginning, as often as it is called."""

    name: str
    open: Callable[[], BinaryIO]

    @classmethod
    def of_bytes(cls, name: str, content: bytes) -> "File":
        return cls(name, lambda: io.BytesIO(content))

    @classmethod
    def of_path(cls, path: Path) -> "File":
        """Raises UserError for a file that nobody meant to bring in."""
        if (size := path.stat().st_size) > LARGEST:
            raise UserError(f"{path.name} has {size / 1e9:.1f} GB. Up to 1 GB can be brought in at once; split it.")
        return cls(path.name, lambda: path.open("rb"))


class Line(NamedTuple):
    """number: of its first line in the file, from 1. cells: cleaned. problem: why it could not be read, else ""."""

    number: int
    cells: Sequence[str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """How a file is to be read. start: the number of its heading row."""

    file: File
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    start: int

    def lines(self) -> Iterator[Line]:
        """The lines below the heading row; empty ones are left out."""
        width = len(self.headings)
        for line in _lines(self.file, self.encoding, self.delimiter):
            if line.number <= self.start or not (line.problem or any(line.cells)):
                continue
            if len(line.cells) > width and any(line.cells[width:]):
                found = f"{len(line.cells)} cells where the heading line has {width}: a comma or quote too many?"
                yield Line(line.number, line.cells[:width], line.problem or found)
            else:
                yield line


def open_source(file: File) -> Source:
    """Find out how to read a file. Raises UserError for what is not a table of text, or holds nothing."""
    encoding = _encoding(file)
    delimiter = _delimiter(file, encoding)
    rows = []
    for line in _lines(file, encoding, delimiter):
        if any(line.cells):
            rows.append(line)
        if len(rows) == 10:
            break
    if not rows:
        raise UserError(f"{file.name} is empty. The first line names the columns, such as: name, owner, renewal date.")
    # Reports put a title above their headings, so the line that makes most sense is the heading row.
    heading = max(rows, key=lambda row: max((found.weight for found in recognise(row.cells)), default=0))
    if len(heading.cells) > MOST_COLUMNS:
        raise UserError(f"{file.name} has {len(heading.cells):,} columns. Up to {MOST_COLUMNS} can be read.")
    # Under a single heading a comma is part of the name.
    return Source(
        file, encoding, delimiter if len(heading.cells) > 1 else NO_DELIMITER, tuple(heading.cells), heading.number
    )


# ---------------------------------------------------------------- letters


def _encoding(file: File) -> str:
    with file.open() as stream:
        sample = stream.read(SAMPLE)
    for mark, what in _NOT_CSV:
        if sample.startswith(mark):
            raise UserError(f"{file.name} is {what}. Save the table as CSV (UTF-8) and drop that.")
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return _checked(file, encoding)
    if wide := _without_mark(sample):
        return _checked(file, wide)
    if _decodes(file, "utf-8"):
        return "utf-8"
    return _checked(file, _single_byte(sample))


def _without_mark(sample: bytes) -> str:
    """UTF-16 betrays itself by a NUL in every second byte of plain Latin text."""
    head = sample[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 > 10 * even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) * 0.3 > 10 * odd else ""


def _single_byte(sample: bytes) -> str:
    """The old encoding whose letters make words, else what the statistics of letters say."""
    for encoding, alphabet in _ALPHABETS:
        letters = [char for char in sample.decode(encoding, errors="replace") if not char.isascii()]
        if sum(char in alphabet for char in letters) >= 0.95 * len(letters):
            return encoding
    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"


def _decodes(file: File, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with file.open() as stream:
            while piece := stream.read(PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _checked(file: File, encoding: str) -> str:
    if not _decodes(file, encoding):
        raise UserError(f"The letters of {file.name} cannot be read. Save it as CSV (UTF-8) and try again.")
    return encoding


# ---------------------------------------------------------------- cells


def _delimiter(file: File, encoding: str) -> str:
    """The one that parts the first lines most evenly; a file with none of them has one column."""
    with file.open() as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
        first = text.readline(LONGEST_CELL)
        head = [first, *(line for line in (text.readline(LONGEST_CELL) for _ in range(60)) if line)]
    if first.casefold().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[-1]
    return max(DELIMITERS, key=lambda delimiter: _evenness(head, delimiter))


def _evenness(head: list[str], delimiter: str) -> tuple[bool, float, int]:
    """Headings that are known count most, then lines of equal length, then how many columns there are."""
    try:
        rows = [row for row in csv.reader(head, delimiter=delimiter) if any(row)]
    except csv.Error:
        return False, 0.0, 0
    if not rows:
        return False, 0.0, 0
    widths = [len(row) for row in rows]
    common = max(set(widths), key=widths.count)
    known = any(recognise(row) for row in rows[:10])
    return known and common > 1, widths.count(common) / len(widths) if common > 1 else 0.0, common


def _lines(file: File, encoding: str, delimiter: str) -> Iterator[Line]:
    """Every line, also empty ones. A line that breaks the rules of quoting is told and the next one is read."""
    csv.field_size_limit(LONGEST_CELL)
    with file.open() as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
        reader = csv.reader(_bounded(text, file.name), delimiter=delimiter, strict=True)
        begins = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Line(begins, (), _told(error))
            else:
                if not (begins == 1 and cells and cells[0].casefold().startswith("sep=")):
                    yield Line(begins, [clean(cell) for cell in cells])
            begins = reader.line_num + 1


def _bounded(text: io.TextIOWrapper, name: str) -> Iterator[str]:
    """The lines of a file, none of which can fill the memory."""
    for number in itertools.count(1):
        line = text.readline(LONGEST_LINE)
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            raise UserError(f"Line {number:,} of {name} is longer than a million characters. Is it a CSV file?")
        if not line:
            return
        yield line


def _told(error: csv.Error) -> str:
    said = str(error)
    if "unexpected end" in said:
        return "a quote is opened here and never closed"
    if "field larger" in said:
        return f"a cell is longer than {LONGEST_CELL:,} characters, or a quote is never closed"
    return "a quote stands inside a cell; write it twice"
