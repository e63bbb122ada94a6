"""What Slack takes in one piece, and the two functions that make our words fit: nothing else knows these numbers."""

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
# Slack refuses a message at about 13,200 characters of blocks without saying how it counts; the whole JSON counts here.
MESSAGE_SIZE = 12_800
VIEW_SIZE = 200_000
NOTIFICATION = 3_000

ELEMENT_TEXT = 2_900
CONTEXT_TEXT = 1_900
ACTIONS = 25
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
LINK = 3_000
# Slack's docs say six lines at most and two charts a message; newer ones may take more.
CHART_TITLE, CHART_LABEL, CHART_LINES, CHART_PLACES = 50, 20, 6, 20

VIEW_TITLE = 24
INPUT_LABEL = 2_000
INPUT_HINT = 2_000
INPUT_TEXT = 3_000
PLACEHOLDER = 150
OPTIONS = 100
OPTION_TEXT = 75
OPTION_VALUE = 150
METADATA = 3_000
ID = 255

_CONTROL = {code: "\ufffd" for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: "\ufffd"}
_CONTROL |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}


def clean(text: str) -> str:
    """The same text without what Slack refuses: control characters and halves of characters."""
    return text if text.isascii() and text.isprintable() else text.translate(_CONTROL)


def escape(text: str) -> str:
    """Text for the one place that Slack reads as markup, the `text` beside the blocks: the notification line.

    `<!channel>`, `<@U1>` and links are escaped here; `*`, `_` and backticks lose their meaning because every message
    is sent with `mrkdwn: false`. Blocks need no escaping: they hold `rich_text` and `plain_text` only.
    """
    return clean(text).translate(_MARKUP)


def shorten(text: str, most: int) -> str:
    """At most `most` characters, never empty: Slack refuses a blank label."""
    text = clean(text).strip()
    if len(text) > most:
        text = text[: most - 1].rstrip() + "…"
    return text or "…"
