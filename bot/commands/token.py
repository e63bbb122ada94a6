"""token: what a program shows at the door, made and revoked by an admin."""

import secrets
from typing import Annotated

from bot import measuring  # noqa: F401  # an intake
from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.intake import intakes
from bot.view import (
    Bold,
    Button,
    Buttons,
    CommandLine,
    Confirm,
    Footer,
    Heading,
    Notice,
    Row,
    Rows,
    Text,
    View,
    When,
    spans,
)
from bot.words import Rest
from storage.tables import ApiToken
from storage.tokens import digest_of

PREFIX = "bailey_"
LONGEST = 60


@command("tokens", reads=True, examples=("tokens",), aliases=("api",))
def tokens(ctx: Context) -> View:
    """Which programs may bring data, and how they do it."""
    kept = ctx.work.tokens.all()
    names = ctx.names({one.created_by_id for one in kept})
    rows = tuple(
        Row(
            spans(
                Bold(one.label), f" · made by {names.get(one.created_by_id, 'somebody')} ", When(one.created_at, "day")
            ),
            (),
            (_revoke(one),),
        )
        for one in kept
    )
    how = Text(spans("Make one: ", CommandLine("token create product usage")))
    where = Footer((f"Programs send JSON to POST {', '.join(f'/api/v1/{name}' for name in sorted(intakes))}.",))
    listed = Rows(rows, len(rows)) if rows else Text(("No program may bring data yet.",))
    return View((Heading((Bold("Tokens"),)), listed, how, where), "Tokens")


@command("token create", examples=("token create product usage",), title="New token")
def create(ctx: Context, label: Annotated[Rest, Says(label="Name of the program")] = "") -> View:
    """Make a token for a program. It is shown once, to you alone."""
    name = " ".join(label.split())
    if not name:
        raise UserError("What is the program called? ", CommandLine("token create product usage"), field="label")
    if len(name) > LONGEST:
        raise UserError(f"That is {len(name)} characters. Keep the name under {LONGEST}.", field="label")
    if any(one.label.casefold() == name.casefold() for one in ctx.work.tokens.all()):
        raise UserError(f"There is a token “{name}” already. Revoke it first, or choose another name.", field="label")
    token = PREFIX + secrets.token_urlsafe(32)
    record = ctx.work.add(ApiToken, label=name, digest=digest_of(token), created_by_id=ctx.member.id)
    ctx.work.describe(f"token {name}")
    # The reply is kept for a repeated delivery, and a token is kept nowhere.
    ctx.forgets = True
    return View(
        (
            Notice("done", ctx.private(f"Token for {name}")),
            Text((Bold(token),)),
            Text(("Copy it now: I keep only its print and cannot show it again.",)),
            Footer(("It goes into the header “Authorization: Bearer …”.",)),
            Buttons((_revoke(record),)),
        ),
        f"Token for {name}",
    )


@command("token revoke", examples=("token revoke product usage",), title="Revoke a token")
def revoke(ctx: Context, label: Annotated[Rest, Says(label="Name of the program")] = "") -> View:
    """Revoke a token: from this moment on it opens nothing."""
    name = " ".join(label.split())
    kept = ctx.work.tokens.all()
    found = next((one for one in kept if one.label.casefold() == name.casefold() or f"#{one.id}" == name), None)
    if found is None:
        raise UserError(f"No token is called “{name}”. See ", CommandLine("tokens"), field="label")
    ctx.work.change(found, revoked_at=ctx.now)
    ctx.work.describe(f"revoked {found.label}")
    said = spans("The token of ", Bold(found.label), " is revoked. Its program is turned away from now on.")
    return View((Notice("done", said), Buttons((*ctx.undo(), Button("Tokens", "tokens")))), "Token revoked")


def _revoke(token: ApiToken) -> Button:
    sure = Confirm(f"Revoke {token.label}?", "Its program is turned away from this moment on.", "Revoke")
    return Button("Revoke", f'token revoke label:"#{token.id}"', "danger", confirm=sure)
