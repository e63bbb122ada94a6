"""What is worse than any score. Open risks tell of two threats; other parts of the house say who is under a further one.

    @threat(Threat.SEVERITY_ONE)
    def down(work: Work, account_ids: Collection[int], at: datetime) -> set[int]: ...

As of an instant, so that a past day is counted with what threatened then.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from bot.rules.health import Threat
from storage.work import Work

Under = Callable[[Work, Collection[int], datetime], set[int]]

_known: list[tuple[Threat, Under]] = []


def threat(kind: Threat) -> Callable[[Under], Under]:
    def declare(function: Under) -> Under:
        _known.append((kind, function))
        return function

    return declare


def threats_of(work: Work, account_ids: Collection[int], at: datetime) -> dict[int, set[Threat]]:
    """By account; those under none are left out."""
    found: dict[int, set[Threat]] = {}
    for id, open_ in work.risks.threats_at(account_ids, at).items():
        kinds = {Threat.FIRE: open_.leaving, Threat.CHAMPION: open_.champion}
        if under := {kind for kind, so in kinds.items() if so}:
            found[id] = under
    for kind, asked in _known:
        for id in asked(work, account_ids, at):
            found.setdefault(id, set()).add(kind)
    return found
