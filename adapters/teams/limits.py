"""What Teams allows in one card and one activity."""

ACTIVITY_BYTES = 28 * 1024  # the whole message as UTF-8; larger ones are refused in some clients and webhooks
ENVELOPE_BYTES = 1024  # conversation, sender and summary around the card
CARD_BYTES = ACTIVITY_BYTES - ENVELOPE_BYTES
SMALL_CARD_BYTES = CARD_BYTES // 2  # after Teams has refused a card as too large all the same
ACTIONS_IN_A_SET = 6  # what Teams draws beside one another
CHART_POINTS = 50  # figures of one line that a chart is given
CHART_LINES = 6
CHOICES_TYPED = 15  # suggestions shown while somebody types
SUMMARY = 200  # characters of a notification line that any client shows
TITLE = 100  # characters of a button or a dialog's title
TYPED_TEXT = 4000  # characters in one input of a form
