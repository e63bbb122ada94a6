"""The page that a link to a record opens in a browser. It cannot know who looks, so it tells where to look instead, and is
the same whether or not there is such a record."""

from base64 import b64encode
from hashlib import sha256
from html import escape

from aiohttp import web

from bot.links import LINES, Linked, named
from bot.registry import registry

STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:14vh auto;padding:0 1.25rem}"
    "h1{font-size:1.25rem}code{font-size:1.05rem;padding:.15em .4em;border:1px solid #8886;border-radius:.3em}"
    "li{margin:.6rem 0}"
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>Bailey</title>
<style>{style}</style>
</head>
<body>
<h1>This opens in your chat with Bailey</h1>
<p>A browser cannot tell who you are, so nothing is shown here.</p>
<ul>
<li>In Slack, type <code>{slash}</code></li>
<li>In Microsoft Teams, or anywhere you write to Bailey, type <code>{line}</code> or paste this address</li>
</ul>
<p>Posted among colleagues, the address becomes a small card of what every colleague may know.</p>
</body>
</html>
"""
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def mount(app: web.Application) -> None:
    async def show(request: web.Request) -> web.Response:
        record = named(request.path)
        if record is None:
            raise web.HTTPNotFound
        return web.Response(text=page(record), content_type="text/html", charset="utf-8", headers=HEADERS)

    app.add_routes([web.get(f"/{kind}/{{number}}", show) for kind in LINES])


def page(record: Linked) -> str:
    """What to type, by number: no name, and nothing that only those who may see the record know."""
    first = record.line.partition(" ")[0]
    known = registry.get(first)
    slash = f"/{record.line}" if known is not None and known.slash else f"/bailey {record.line}"
    return PAGE.format(style=STYLE, slash=escape(slash), line=escape(record.line))
