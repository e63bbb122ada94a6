"""Labels by which several things that may be meant are told apart, also two customers of one name."""

from collections.abc import Sequence
from typing import Any

from bot.lexicon import Lexicon
from bot.refs import Account
from bot.rules.names import fold


def told_apart(items: Sequence[Any], lexicon: Lexicon) -> list[str]:
    """A label for each. Accounts of one name say by what they differ, and where nothing tells, their ids."""
    names = [fold(item.name) for item in items]
    labels = [
        _apart(item, lexicon) if isinstance(item, Account) and names.count(name) > 1 else _label(item, lexicon)
        for item, name in zip(items, names, strict=True)
    ]
    return [
        f"{label} · #{item.id}" if labels.count(label) > 1 else label for label, item in zip(labels, items, strict=True)
    ]


def _apart(item: Account, lexicon: Lexicon) -> str:
    """“Twin Works · yours · twin.io · T1 · Sam Okoye”."""
    return " · ".join(part for part in (_label(item, lexicon), lexicon.apart(item)) if part)


def _label(item: Any, lexicon: Lexicon) -> str:
    return f"{item.name} · yours" if isinstance(item, Account) and lexicon.mine(item) else item.name
