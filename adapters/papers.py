"""The two pages that Microsoft and Slack ask every app to have: what becomes of data, and on what terms."""

from aiohttp import web

PRIVACY = """Bailey: privacy

Bailey runs on your own company's server and keeps what colleagues tell it in your own company's database: accounts,
contacts, contracts, activities, next steps, who changed what and when, and the name, address, time zone and language of
each colleague as Slack or Microsoft Teams tell them.

It reads only what is written to it: commands, mentions, direct messages, messages it is pointed at (by a shortcut, or an
emoji that stands for one), links to its own records, and files it is given; and replies in the threads beneath its own
cards, which it keeps and shows beneath the other copies of the card, as the thread itself says. Other messages that Slack
or Microsoft Teams deliver to it are dropped unread.
It sends nothing anywhere but to the workspaces and tenants that your company connected.

Whoever administers Bailey in your company answers questions, exports what is kept and deletes it.
"""
TERMS = """Bailey: terms

Bailey is run by your own company for its own colleagues. What it answers comes from what was told to it; decisions stay
with the people who read them.
"""


def mount(app: web.Application) -> None:
    async def privacy(_: web.Request) -> web.Response:
        return web.Response(text=PRIVACY)

    async def terms(_: web.Request) -> web.Response:
        return web.Response(text=TERMS)

    app.add_routes([web.get("/privacy", privacy), web.get("/terms", terms)])
