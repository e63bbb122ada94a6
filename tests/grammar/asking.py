"""The labelled questions: what people ask, and the line that answers it."""

from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "questions"
NOT_QUESTIONS = "not_questions"


def labelled() -> Iterator[tuple[str, str]]:
    """A question and the line that answers it."""
    for file in sorted(FOLDER.glob("*.txt")):
        if file.stem == NOT_QUESTIONS:
            continue
        line = ""
        for row in file.read_text("utf-8").splitlines():
            if row.startswith("  "):
                yield row.strip(), line
            elif row:
                line = row


def chatter() -> list[str]:
    """What is no question that is answered."""
    return [row.strip() for row in (FOLDER / f"{NOT_QUESTIONS}.txt").read_text("utf-8").splitlines() if row.strip()]
