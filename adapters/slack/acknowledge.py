"""The answer to Slack's own request."""

from slack_bolt.response import BoltResponse

from adapters.slack.api import Json


def done(body: Json | None = None) -> BoltResponse:
    """An acknowledgement. Without a body nothing is shown."""
    return BoltResponse(status=200, body=body or "")
