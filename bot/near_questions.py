"""What could be asked instead of a question that no rule reads."""

from bot.lexicon import Lexicon
from bot.named_in import MASK, with_accounts
from bot.rules.asked import MOST_WORDS, spoken, words_of
from bot.rules.asked_words import PHRASES
from bot.rules.examples import EXAMPLES

OFFERED = 3


def account_in(line: str, lexicon: Lexicon) -> str:
    """The name of the account that a question names, "" where it names none or several. line: normalised."""
    said = spoken(line)
    pieces = with_accounts(said, words_of(said)[:MOST_WORDS], lexicon)
    names = [piece.said for piece in pieces if MASK in piece.means]
    found = [*lexicon.exact(names[0]), *lexicon.begins(names[0])] if len(names) == 1 else []
    return found[0].name if len(found) == 1 else names[0] if found else ""


def near_questions(line: str, account: str, lexicon: Lexicon) -> list[str]:
    """Three questions that can be answered, the nearest first. account: of whom they ask, "" for one of the asker's own."""
    book = () if account else lexicon.book()
    name = account or (book[0].name if book else "")
    said = _meanings(line)
    about_one = 1 if account else 0

    def worth(example: str) -> float:
        shared = said & _meanings(example)
        return len(shared) + (0.5 if ("{@}" in example) == bool(about_one) else 0.0)

    offered = [example for example in EXAMPLES if name or "{@}" not in example]
    nearest = sorted(offered, key=worth, reverse=True)[:OFFERED]
    return [example.replace("{@}", name) for example in nearest]


def _meanings(line: str) -> frozenset[str]:
    words = words_of(spoken(line))
    found = set()
    for count in (3, 2, 1):
        for at in range(len(words) - count + 1):
            phrase = " ".join(piece.low for piece in words[at : at + count])
            found |= {name for name, _ in PHRASES.get(phrase, ()) if name not in _COMMON}
    return frozenset(found)


_COMMON = frozenset(
    {"what", "when", "who", "how", "any", "list", "me", "my", "had", "they", "in", "do", "modal", "customer"}
)
