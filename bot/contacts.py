"""People at a customer, as a line names them: known ones, and such that become known by it."""

from bot.context import Context
from bot.errors import UserError
from bot.refs import Account, Guest, Member
from bot.rules.names import fold
from bot.words import Bad, People, word_of
from storage.tables import Contact
from storage.work import Work


def one_of(ctx: Context, account: Account, people: People) -> tuple[Contact | None, bool]:
    """The contact that is meant, and whether they were made just now. (None, False) where nobody was named."""
    if not people:
        return None, False
    person = people[0]
    if isinstance(person, Bad):
        raise UserError(person.sentence)
    if isinstance(person, Member):
        raise UserError(f"{person.name} is a colleague. Name somebody at {account.name}.")
    if not isinstance(person, Guest):
        known = ctx.work.get(Contact, person.id)
        assert known is not None, "the grammar names contacts that are there"
        return known, False
    alike = [one for one in ctx.work.accounts.contacts(account.id) if fold(one.name) == fold(person.name)]
    if len(alike) == 1:
        return alike[0], False
    made = ctx.work.add(Contact, account_id=account.id, name=person.name, title=person.title or None)
    return made, True


def named(ctx: Context, account: Account, text: str) -> tuple[Contact, bool]:
    """The same from words alone: `Jane Doe, CFO`, `jane`, `contact#7`."""
    word = word_of(People)
    people: People = word.settle(word.read(text, ctx.knows), ctx.knows, {"account": account})
    contact, made = one_of(ctx, account, people)
    if contact is None:
        raise UserError(f"Who at {account.name}? Try Jane Doe, CFO.", field="name")
    return contact, made


def link_guest(work: Work, contact: Contact) -> None:
    """What was logged with somebody of this name before they were known was with them."""
    for part in work.activities.guests(contact.account_id, contact.name):
        work.change(part, contact_id=contact.id)
