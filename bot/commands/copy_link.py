"""copy link: the address of a record, to be put into a mail, a document or a message to colleagues."""

from typing import Annotated

from bot.command import Says, command
from bot.context import Context
from bot.errors import UserError
from bot.links import Linked, address
from bot.view import Button, CommandLine, Footer, Link, Notice, Text, View, spans
from bot.words import Account

SAFE = (
    "It names a number and nothing else. Where you post it among colleagues it shows what every colleague may know; "
    "whoever may see more opens the rest for themselves."
)


@command(
    "copy link",
    reads=True,
    examples=("copy link Acme", "copy link Acme reference", "copy link escalation:12", "copy link request:7"),
    title="Copy link",
)
def copy_link(
    ctx: Context,
    account: Account | None = None,
    reference: Annotated[bool, Says(words=("reference", "overview", "use case"), label="Its reference")] = False,
    escalation: Annotated[int | None, Says(head=False, keys=("escalation",))] = None,
    request: Annotated[int | None, Says(head=False, keys=("request",))] = None,
) -> View:
    """The address of an account, its reference overview, an escalation or a request, to be passed on.

    Pasted into a chat with me it opens; pasted among colleagues it becomes a small card."""
    found = _meant(ctx, account, reference, escalation, request)
    if not ctx.house.url:
        told = spans(
            "I have no address that a browser reaches yet; whoever runs me sets BAILEY_PUBLIC_URL. Until then: ",
            CommandLine(found.line),
        )
        return View((Notice("info", told),), "No address yet")
    link = address(ctx.house.url, found)
    return View((Text((Link(link, link),)), Footer((SAFE,))), "A link")


def _meant(
    ctx: Context, account: Account | None, reference: bool, escalation: int | None, request: int | None
) -> Linked:
    """Raises UserError for what is not there."""
    if escalation is not None:
        matter = ctx.work.escalations.get(escalation)
        if matter is None:
            raise UserError(f"There is no escalation {escalation}. List them: ", CommandLine("escalations team"))
        return Linked("escalation", matter.escalation.id)
    if request is not None:
        asked = ctx.work.requests.get(request)
        if asked is None:
            raise UserError(f"There is no request {request}. List them: ", CommandLine("requests any state"))
        return Linked("request", asked.id)
    if account is None:
        raise UserError(
            "A link to what? Try ", CommandLine("copy link Acme"), " or ", CommandLine("copy link request:7")
        )
    return Linked("reference" if reference else "account", account.id)


def copy_button(ctx: Context, to: Linked) -> tuple[Button, ...]:
    """For the foot of a card that only its reader sees; none where there are no links."""
    if not ctx.house.url:
        return ()
    about = {"account": f"account:#{to.id}", "reference": f"account:#{to.id} reference:yes"}
    return (Button("Copy link", f"copy link {about.get(to.kind, f'{to.kind}:{to.id}')}"),)
