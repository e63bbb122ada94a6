"""account: everything known of one customer, or one field of it."""

from enum import StrEnum
from typing import Annotated

from bot.cards import accounts as cards
from bot.cards import health
from bot.cards.actions import log_for, next_for, open_account
from bot.cards.people import contact_said, several
from bot.command import Says, command
from bot.commands.copy_link import copy_button
from bot.context import Context
from bot.draw import shield
from bot.links import Linked
from bot.rules.titles import has_title, name_of
from bot.view import Block, Bold, Button, Buttons, Sayable, Text, View, When, spans
from bot.words import Account, Phrase
from storage.tables import Account as AccountRecord


class AccountField(StrEnum):
    RENEWAL = "renewal"
    NOTICE = "notice"
    OWNER = "owner"
    BACKUP = "backup"
    ARR = "arr"
    HEALTH = "health"
    GOAL = "goal"
    TIER = "tier"
    SEGMENT = "segment"
    STAGE = "stage"
    INDUSTRY = "industry"
    REGION = "region"
    CONTACTS = "contacts"
    CHAMPION = "champion"
    TOUCH = "last contact"

    @classmethod
    def synonyms(cls) -> dict["AccountField", tuple[str, ...]]:
        return {
            cls.RENEWAL: ("renewals", "renewal date", "renews", "renew", "contract", "contracts"),
            cls.NOTICE: ("notice date", "notice deadline", "notice period"),
            cls.OWNER: ("csm", "owned by", "who owns"),
            cls.ARR: ("revenue", "value", "mrr", "worth"),
            cls.HEALTH: ("score", "health score"),
            cls.GOAL: ("goals", "strategy"),
            cls.CONTACTS: ("contact", "people", "stakeholders"),
            cls.CHAMPION: ("champions",),
            cls.TOUCH: ("touch", "last touch", "last talked", "talked"),
        }


@command(
    "account",
    slash=True,
    reads=True,
    examples=(
        "account Acme",
        "account Acme renewal",
        "account globex.com owner",
    ),
)
def account(
    ctx: Context,
    account: Account,
    field: AccountField | None = None,
    title: Annotated[Phrase | None, Says(after=("title",), typed=True, label="Of which title")] = None,
) -> View:
    """Everything on one card: owner, ARR by contract, renewal and notice, last contact, next steps.

    Name one field after the account to get just that."""
    record = ctx.account(account.id)
    if title is not None:
        return _titled(ctx, record, title)
    if field is not None:
        told: list[Block] = [Text(spans(Bold(record.name), " · ", *_field(ctx, record, field)))]
        if ctx.lacks:
            told.append(Buttons((open_account(record, "All that is known"),)))
        return View(tuple(told), f"{record.name}: {field.value}")
    blocks: list[Block] = list(cards.card(ctx, record))
    others: tuple[Button, ...] = (
        Button("Health", f"health account:#{record.id}"),
        Button("Activities", f"activities account:#{record.id}"),
    )
    if record.goal is None:
        others += (Button("Set goal", f"form goal account:#{record.id}", opens_form=True),)
    if ctx.work.renewals.of_account(record.id):
        others += (Button("Renewal", f"renewal account:#{record.id}"),)
    if ctx.work.requests.asked_by(record.id, 1):
        others += (Button("Requests", f"requests account:#{record.id}"),)
    others += (Button("Flag a risk", f"form risk account:#{record.id}", opens_form=True),)
    others += copy_button(ctx, Linked("account", record.id))
    blocks.append(Buttons((log_for(record), next_for(record), *others)))
    return View(tuple(blocks), record.name)


def _field(ctx: Context, record: AccountRecord, field: AccountField) -> list[Sayable]:
    match field:
        case AccountField.RENEWAL | AccountField.NOTICE:
            return _renewal(ctx, record)
        case AccountField.OWNER | AccountField.BACKUP:
            names = ctx.names({record.owner_id, record.backup_id})
            who = record.owner_id if field is AccountField.OWNER else record.backup_id
            if who not in names:
                ctx.lacks.append(f"{record.name} has no {field.value}.")
                return [f"no {field.value} yet"]
            return [f"{field.value}: {names[who]}"]
        case AccountField.ARR:
            total = cards.arr_of(cards.current(ctx.work.accounts.contracts(record.id), ctx.today))
            if not total.value:
                ctx.lacks.append(f"{record.name} has no contract.")
                return ["no contract yet"]
            return [shield(total, "ARR ", cards.money_said(total))]
        case AccountField.HEALTH:
            return [health.line(health.state_of(ctx, record))]
        case AccountField.CONTACTS:
            people = ctx.work.accounts.contacts(record.id)
            if not people:
                ctx.lacks.append(f"Nobody at {record.name} is known.")
                return ["no contacts yet"]
            return [several((contact_said(person, comma=True) for person in people), "; ")]
        case AccountField.CHAMPION:
            champions = ctx.work.accounts.champions(record.id)
            if not champions:
                ctx.lacks.append(f"No champion at {record.name} is known.")
                return ["no champion yet"]
            return ["champion: ", several((contact_said(person, comma=True) for person in champions), "; ")]
        case AccountField.TOUCH:
            return [cards.touch_line(ctx, record)]
        case _:
            value = getattr(record, field.value)
            if value is None:
                ctx.lacks.append(f"The {field.value} of {record.name} was not recorded.")
                return [f"{field.value} is not known"]
            return [f"{field.value}: {value}"]


def _titled(ctx: Context, record: AccountRecord, title: str) -> View:
    """Whoever at the customer has a title; where nobody has, that is said, and who is known."""
    people = ctx.work.accounts.contacts(record.id)
    found = [one for one in people if has_title(one.title or "", title)]
    said: list[Sayable] = []
    if not found:
        ctx.lacks.append(f"No {name_of(title)} of {record.name} is known.")
        said = ["known are " if people else "no contacts yet"]
    named = several((contact_said(one, comma=True) for one in found or people), "; ")
    return View((Text(spans(Bold(record.name), " · ", *said, *named)),), f"{record.name}: {title}")


def _renewal(ctx: Context, record: AccountRecord) -> list[Sayable]:
    said: list[Sayable] = []
    for listed in ctx.work.renewals.of_account(record.id):
        if listed.renewal.outcome is not None:
            continue
        said += [" · "] if said else []
        said += [
            f"{listed.contract.name} renews ",
            When(listed.renewal.due_on, "countdown"),
            ", notice by ",
            When(listed.renewal.notice_on, "countdown"),
        ]
        if listed.contract.auto_renew:
            said.append(", renews by itself")
        if forecast := listed.renewal.forecast:
            said.append(shield(forecast, f", {forecast.value}"))
    if not said:
        ctx.lacks.append(f"No renewal of {record.name} was recorded.")
        return ["no renewal date is known"]
    return said
