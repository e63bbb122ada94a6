"""The sample's tables, as the CSV files beside this one hold them."""

import csv
from collections.abc import Iterator
from importlib.resources import files


def table(name: str) -> Iterator[dict[str, str]]:
    """name: of a file here, without its ending. Each row as heading → text."""
    text = files("bot.sample").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
