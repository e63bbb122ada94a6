"""Addresses of records, as they stand in mails, documents and other people's messages: `https://bailey.example.com/account/12`.

An address names a kind and a number and nothing else, so that whoever finds one learns nothing from it.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST = 2_000  # characters
# Kind → the line that shows one, and the command whose right that takes.
LINES = {
    "account": ("account #{}", "account"),
    "escalation": ("escalation:{}", "escalations"),
    "request": ("request:{}", "requests"),
    "reference": ("use case #{}", "use case"),
}
_PATH = re.compile(rf"/({'|'.join(LINES)})/([1-9][0-9]{{0,17}})/?")


@dataclass(frozen=True, slots=True)
class Linked:
    """One record, as its address names it."""

    kind: str
    id: int

    @property
    def line(self) -> str:
        """What somebody types to see it."""
        return LINES[self.kind][0].format(self.id)

    @property
    def command(self) -> str:
        return LINES[self.kind][1]

    @property
    def path(self) -> str:
        return f"/{self.kind}/{self.id}"


def address(base: str, linked: Linked) -> str:
    """base: under which Bailey is reached, without a slash at its end."""
    return base + linked.path


def linked(base: str, text: str) -> Linked | None:
    """The record that an address of ours names; None for anything else. base: "" where Bailey has no address."""
    try:
        ours, theirs = urlsplit(base), urlsplit(text.strip())
        same = ours.hostname is not None and (ours.scheme, ours.hostname, ours.port) == (
            theirs.scheme, theirs.hostname, theirs.port,
        )  # fmt: skip
    except ValueError:
        return None
    path = theirs.path.removeprefix(ours.path)
    if not same or len(text) > LONGEST or len(theirs.path) - len(path) != len(ours.path):
        return None
    return named(path)


def named(path: str) -> Linked | None:
    """`/account/12` → that record, whether or not there is one."""
    found = _PATH.fullmatch(path)
    return Linked(found[1], int(found[2])) if found else None
