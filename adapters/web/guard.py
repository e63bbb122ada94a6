"""Who may use the page at all: this machine's own browser, on the page that this server gave it."""

import ipaddress
import secrets
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from yarl import URL

log = structlog.get_logger()

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


class Refused(Exception):
    """An answer of 4xx with one plain sentence."""

    def __init__(self, status: int, said: str) -> None:
        self.status = status
        self.said = said
        super().__init__(said)


def is_loopback(host: str) -> bool:
    """True for `localhost` and every address of this machine alone."""
    if host.casefold() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def guarded(handler: Handler, *, page: bool = False) -> Handler:
    """The handler behind every check, with refusals and bugs told as sentences.

    page: a page that may be opened by typing its address; everything else must come from our own page.
    """

    async def checked(request: web.Request) -> web.StreamResponse:
        response: web.StreamResponse
        try:
            _local(request)
            if not page:
                _own_page(request)
            response = await handler(request)
        except Refused as refused:
            response = _told(refused.status, refused.said)
        except web.HTTPRequestEntityTooLarge:
            response = _told(413, "That is more than I can take at once. Send a shorter text, or drop it as a file.")
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("web failed", action="web_failed", reference=reference, path=request.path)
            response = _told(500, f"Something broke on my side. Try once more; if it stays, quote {reference}.")
        if not response.prepared:
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
        return response

    return checked


def _told(status: int, said: str) -> web.Response:
    return web.json_response({"error": said}, status=status)


def _local(request: web.Request) -> None:
    """A foreign Host is a rebound name; a forwarded or foreign peer is not this machine."""
    peer = request.remote or ""
    if not is_loopback(peer) or any(name in request.headers for name in FORWARDED):
        raise Refused(403, "This demo answers only on the machine that it runs on.")
    try:
        host = URL(f"http://{request.headers.get('Host', '')}").host or ""
    except ValueError:
        host = ""
    if not is_loopback(host):
        raise Refused(403, "This demo answers only at 127.0.0.1 and localhost. Open it at http://127.0.0.1.")


def _own_page(request: web.Request) -> None:
    """A browser sends Origin with each POST and Sec-Fetch-Site with everything; another site cannot forge either."""
    own = f"http://{request.headers.get('Host', '')}"
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    if request.method != "GET" and origin is None:
        raise Refused(403, "I take this only from my own page. Reload the page and try again.")
    if origin is not None and origin.casefold() != own.casefold():
        raise Refused(403, "That came from another site, so I did nothing.")
    if site is not None and site != "same-origin":
        raise Refused(403, "That came from another site, so I did nothing.")
