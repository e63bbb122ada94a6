"""The HTTP side of the door: whatever is not signed by Slack is refused before anything of it is read."""

import json
from dataclasses import dataclass
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from adapters.slack.api import Json
from adapters.slack.shape import is_sound

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Gate:
    verifier: SignatureVerifier
    bolt: AsyncApp

    async def receive(self, request: web.Request) -> web.Response:
        raw = await request.read()
        if raw.startswith(b"ssl_check=1") and b"command=" not in raw:
            # Slack trying out the certificate: it asks for nothing, and need not be signed.
            return web.Response()
        if not self._genuine(raw, request):
            log.info("slack", action="signature_refused")
            return web.json_response({"error": "invalid request"}, status=401)
        try:
            # Bolt's own reading takes any text with the word “payload” in it for a form; its other mode takes our reading.
            bolt = AsyncBoltRequest(mode="socket_mode", body=read_body(raw, request.content_type))
            answer = await self.bolt.async_dispatch(bolt)
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
            # Bolt's own, for values that are odd; what fails in a listener never gets here.
            log.warning("slack", action="body_refused")
            return web.json_response({"error": "unreadable body"}, status=400)
        return await to_aiohttp_response(answer)

    def _genuine(self, raw: bytes, request: web.Request) -> bool:
        """Bolt's verification fails with a server error on a timestamp that is no number, a signature beyond ASCII
        or a body beyond UTF-8."""
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 20 and signature.isascii()):
            return False
        try:
            return self.verifier.is_valid(raw, timestamp, signature)
        except UnicodeDecodeError:
            return False


def read_body(raw: bytes, content_type: str) -> Json:
    """The JSON object or form of one request; interactions carry theirs in the form's `payload`. Raises ValueError."""
    text = raw.decode()
    if content_type == "application/json":
        body = json.loads(text)
    else:
        form = dict(parse_qsl(text, keep_blank_values=True))
        body = json.loads(form["payload"]) if "payload" in form and "command" not in form else form
    if not isinstance(body, dict) or not is_sound(body):
        raise ValueError("not a payload of Slack's")
    return body
