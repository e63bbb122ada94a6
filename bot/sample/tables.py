"""The sample's tables, as the CSV files beside this one hold them."""

import csv
from collections.abc import Iterator
from importlib.resources import files


def table(name: str) -> Iterator[dict[str, str]]:
    """name: of a file here, without its ending. Each row as heading → text."""
    with files("bot.sample").joinpath(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
