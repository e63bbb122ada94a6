"""forget contact: a customer's person who asked to be forgotten."""

from typing import Annotated

from bot.command import Says, command
from bot.context import Context
from bot.english import many
from bot.errors import UserError
from bot.line import quote
from bot.view import Bold, Button, Buttons, CommandLine, Confirm, Footer, Notice, Row, Rows, Text, View, spans
from bot.words import Rest
from storage.queries.forgetting import FORMER, Scrub
from storage.tables import Account, Contact


@command("forget contact", examples=("forget contact Jane Porter",), title="Forget a contact")
def forget(
    ctx: Context,
    who: Annotated[Rest, Says(label="Name or e-mail address")] = "",
    at: Annotated[int | None, Says(hidden=True)] = None,
    sure: Annotated[bool, Says(hidden=True)] = False,
) -> View:
    """Forget a customer's person for good: name, title, e-mail, phone, and their name in notes, meetings and the audit.

    What was done, when and for how long stays, as it is your colleagues' work. Asks first; it cannot be undone."""
    words = " ".join(who.split())
    if not words:
        raise UserError("Who is to be forgotten? ", CommandLine("forget contact Jane Porter"), field="who")
    contact = _contact(ctx, words)
    if contact is None:
        return _searched(ctx, words, at, sure)
    return _forgotten(ctx, contact.account_id, contact, contact.name) if sure else _asks(ctx, contact)


def _contact(ctx: Context, words: str) -> Contact | None:
    """The contact behind `contact#7`, as a button says it."""
    number = words.lower().removeprefix("contact#")
    found = ctx.work.get(Contact, int(number)) if number != words.lower() and number.isdecimal() else None
    if number != words.lower() and (found is None or found.name == FORMER):
        raise UserError("There is nobody to forget any more.")
    return found


def _searched(ctx: Context, words: str, at: int | None, sure: bool) -> View:
    if at is not None:
        if at not in (there := ctx.work.accounts.named({at})):
            raise UserError("There is no such customer.")
        return _forgotten(ctx, at, None, words) if sure else _asks_guest(there[at], words)
    found = [one for one in ctx.work.forgetting.contacts_named(words) if one.name != FORMER]
    guests = set(ctx.work.forgetting.guests_named(words)) - {one.account_id for one in found}
    if len(found) == 1 and not guests:
        return _asks(ctx, found[0])
    names = ctx.work.accounts.named({one.account_id for one in found} | guests)
    if not names:
        raise UserError(
            f"I know no contact “{words}”. Give the whole name or the e-mail address: ",
            CommandLine("forget contact Jane Porter"),
            field="who",
        )
    if len(names) == 1 and not found:
        return _asks_guest(next(iter(names.values())), words)
    rows = [
        Row(
            spans(Bold(one.name), f" · {names[one.account_id].name}"),
            (),
            (Button("This one", f'forget contact who:"contact#{one.id}"'),),
        )
        for one in found
    ]
    rows += [
        Row(
            spans(Bold(words), f" · {names[id].name} · took part in a meeting"),
            (),
            (Button("This one", f"forget contact who:{quote(words)} at:{id}"),),
        )
        for id in sorted(guests)
    ]
    return View((Text((f"Which “{words}”?",)), Rows(tuple(rows), len(rows))), "Which one?")


def _asks(ctx: Context, contact: Contact) -> View:
    account = ctx.work.accounts.named({contact.account_id}).get(contact.account_id)
    where = account.name if account else "a customer"
    return _question(contact.name, where, f'forget contact who:"contact#{contact.id}" sure:yes')


def _asks_guest(at: Account, words: str) -> View:
    return _question(words, at.name, f"forget contact who:{quote(words)} at:{at.id} sure:yes")


def _question(name: str, where: str, line: str) -> View:
    sure = Confirm(f"Forget {name}?", "This cannot be undone.", "Forget")
    return View(
        (
            Notice("warning", spans("Forget ", Bold(name), f" at {where}? This cannot be undone.")),
            Text(
                (
                    "Gone: name, title, e-mail and phone, also in meetings, next steps, calendars, the audit, and wherever "
                    "the whole name or address stands in a note.",
                )
            ),
            Text(
                (
                    "Kept: what your colleagues did, when and for how long, because it is their work and tells nothing of "
                    f"the person any more. The name becomes “{FORMER}”.",
                )
            ),
            Text(
                (
                    "Yours to look at: a first name alone in a note, messages that stand in your chats, and the system "
                    "from which contacts are imported; the next import brings back whoever is still in it.",
                )
            ),
            Buttons((Button("Forget", line, "danger", confirm=sure),)),
        ),
        "Forget a contact?",
    )


def _forgotten(ctx: Context, account_id: int, contact: Contact | None, name: str) -> View:
    words = [name, *((contact.email or "", contact.phone or "") if contact else ())]
    count = ctx.work.forgetting.scrub(account_id, Scrub(words), contact)
    if contact is not None:
        ctx.work.update(
            Contact, contact.id, name=FORMER, title=None, email=None, phone=None, external_id=None, champion_on=None,
            champion_left_on=None, deleted_at=contact.deleted_at or ctx.now,
        )  # fmt: skip
    ctx.work.raise_names_version()
    ctx.work.raise_requests_version()
    ctx.work.touched.add(account_id)
    ctx.work.open_set()
    ctx.work.describe("forgot a contact")
    return View(
        (
            Notice("done", (f"Forgotten. The name was in {many(count, 'more place')}.",)),
            Footer(("It cannot be undone. That somebody was forgotten, by whom and when, is in the audit.",)),
        ),
        "Forgotten",
    )
