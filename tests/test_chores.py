"""What a server does by itself."""

from bot import app
from bot.chores import chores


def test_a_bot_brings_its_chores_along() -> None:
    """Importing the bot is all that a server does to have them."""
    assert app.Bot
    names = {chore.name for chore in chores()}
    assert {"plan", "audit", "health", "handback", "briefs", "wrap-up"} <= names
