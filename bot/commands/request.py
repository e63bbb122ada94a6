"""request: what a customer wants the product to do, in their words, beside whoever asked for it before."""

from dataclasses import replace
from typing import Annotated, Any

from bot.cards import feature_requests as cards
from bot.cards.voices import voice_line, words_said
from bot.command import Says, Unclear, command
from bot.context import Context
from bot.errors import UserError
from bot.feature_requests import ENDED, Asked, ask, join
from bot.quoting import Message
from bot.rules.request_words import Importance, read
from bot.view import Block, Bold, Button, Buttons, CommandLine, Notice, Text, View, spans
from bot.words import Account, As, Phrase, Rest
from bot.words.base import shorten
from bot.words.requests import ImportanceWord
from storage.tables import FeatureRequest, Voice

OFFERED = 3  # requests that may be the same, on buttons
TITLE = 48  # characters of one on a button


def quoting(message: Message) -> dict[str, Any]:
    """What was written are their own words, and stays so; what they want is read from it where nothing else is said."""
    return {"account": message.account, "quote": " ".join(message.text.split()), "link": message.link}


@command(
    "request",
    slash=True,
    examples=(
        "request Acme SCIM provisioning must because audit in March",
        "request Globex export to CSV nice",
        'request Nordbank dark mode "our night shift cannot look at it any longer"',
        "request Globex approval of invoices dealbreaker because of the auditors needs: two people, from 10k on",
    ),
    title="Feature request",
    submit="Send to Product",
    quoting=quoting,
)
def request(
    ctx: Context,
    account: Account,
    what: Annotated[Rest, Says(label="What they want", hint="SCIM provisioning")] = "",
    importance: Annotated[
        Importance | None, As(ImportanceWord()), Says(head=False, label="How much it matters to them")
    ] = None,
    why: Annotated[Phrase | None, Says(head=False, keys=("because",), label="Why", hint="audit in March")] = None,
    requirements: Annotated[
        Phrase | None, Says(head=False, keys=("needs", "requirement"), label="What exactly", hint="Okta, groups too")
    ] = None,
    quote: Annotated[Phrase | None, Says(head=False, label="In their own words")] = None,
    link: Annotated[Phrase | None, Says(head=False, hidden=True)] = None,
    join_: Annotated[int | None, Says(hidden=True)] = None,
    new: Annotated[bool, Says(hidden=True)] = False,
) -> View:
    """Tell Product what a customer wants: what, why, how much it matters, and their own words in quotes.

    `must because audit in March` says both; `needs:` what exactly. Where somebody asked for it before, I offer to join:
    nothing of what was said is lost."""
    said = _said(ctx, account, what, importance, why, requirements, quote, link)
    if join_ is not None:
        known = ctx.work.requests.get(join_)
        if known is None:
            raise UserError(f"There is no request {join_} any more. See ", CommandLine("requests"))
        voice = join(ctx.work, known, said, ctx.member.id, ctx.now)
        ctx.work.describe(f"request of {account.name}")
        return _kept(ctx, known, voice, account, f"Joined; {account.name} has a voice in it")
    if not new:
        _perhaps_known(ctx, said)
    made, voice = ask(ctx.work, said, ctx.member.id, ctx.now)
    ctx.work.describe(f"request of {account.name}")
    return _kept(ctx, made, voice, account, "Kept for Product")


def _said(
    ctx: Context,
    account: Account,
    what: str,
    importance: Importance | None,
    why: str | None,
    requirements: str | None,
    quote: str | None,
    link: str | None,
) -> Asked:
    """What the line says, and what its fields say, which count before it."""
    told = read(what) if what.strip() else read(quote or "")
    if not told.what:
        raise ctx.missing("what", "What do they want? A few words will do.")
    return Asked(
        account.id,
        told.what,
        importance or told.importance,
        " ".join((why or told.why).split()),
        " ".join((requirements or told.requirements).split()),
        " ".join((quote or told.quote).split()).strip('"'),
        link or "",
    )


def _perhaps_known(ctx: Context, said: Asked) -> None:
    """Raises Unclear where somebody asked for the like before: whoever asks tells whether it is the same."""
    found = ctx.knows.requests_like(f"{said.what}", OFFERED)
    requests = ctx.work.requests.many([id for id, _ in found])
    listed = [requests[id] for id, _ in found if id in requests]
    if not listed:
        return
    customers = ctx.work.requests.customers(one.id for one in listed)
    again = {
        "what": said.what, "importance": said.importance, "why": said.why or None,
        "requirements": said.requirements or None, "quote": said.quote or None,
    }  # fmt: skip
    buttons = [
        Button(_offer(one, customers.get(one.id, 0)), ctx.again(**again, join_=one.id), "plain" if place else "primary")
        for place, one in enumerate(listed)
    ]
    asked = "Is it this one?" if len(listed) == 1 else "Is it one of these?"
    raise Unclear(
        f"{asked} Joining keeps every word.", buttons=(*buttons, Button("It is new", ctx.again(**again, new=True)))
    )


def _offer(request: FeatureRequest, customers: int) -> str:
    state = f" · {request.state}" if request.state in ENDED else ""
    return f"Join “{shorten(request.title, TITLE)}” · {cards.customers_said(customers)}{state}"


def _kept(ctx: Context, request: FeatureRequest, voice: Voice, account: Account, done: str) -> View:
    heard = ctx.work.requests.voice(voice.id)
    assert heard is not None, "it was written just now"
    customers = ctx.work.requests.customers([request.id])[request.id]
    blocks: list[Block] = [
        Notice("done", ctx.private(done)),
        Text(cards.line(request, customers)),
        Text(voice_line(ctx, heard)),
    ]
    if words := words_said(ctx, voice, request.title):
        blocks.append(Text(words))
    differs = [one for one in ctx.work.requests.variances(request.id) if voice.id in (one.voice_id, one.other_id)]
    if differs:
        blocks.append(Text(spans("It differs from what others said: ", Bold(differs[0].about), ". Product is told.")))
    if voice.importance is None:
        blocks.append(Text(("How much does it matter to them?",)))
        blocks.append(Buttons(tuple(_matters(voice, each) for each in Importance)))
    blocks.append(
        Buttons(
            (
                *ctx.undo(),
                cards.open_request(request),
                Button("Add to it", f"form voice-change voice:{voice.id}", opens_form=True),
            )
        )
    )
    return replace(View(tuple(blocks)), summary=f"{account.name}: kept")


def _matters(voice: Voice, importance: Importance) -> Button:
    return Button(importance.said.capitalize(), f"voice-change voice:{voice.id} importance:{importance.name.lower()}")
