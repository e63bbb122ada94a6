"""Getting to know people: who is behind an identity, and what a platform newly says of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.request import Sender
from storage.tables import Member, Role
from storage.work import Work

# The server's own terminal, where nobody is said to sit at it: platform, tenant, user.
TERMINAL = ("cli", "local", "terminal")

TODAY = timedelta(days=1)


class Moved(Exception):
    """A workspace belongs to another organization by now; whoever took it for one of this is to look again."""


@dataclass(frozen=True)
class House:
    """What the installation was told. admin_email: becomes admin at first contact. homes: platform → the one workspace
    that belongs to the first organization by itself, where it was named. start_code: whoever enters it while
    there is no admin becomes one; printed once by the server. troubles: what the doors know to be wrong right now
    (missing scopes, a refused token), each a sentence. url: under which links to records are reached, without a slash at
    its end; "" where there is none."""

    name: str = "Our company"
    admin_email: str = ""
    homes: Mapping[str, str] = field(default_factory=dict)
    start_code: str = ""
    troubles: Callable[[], Sequence[str]] = tuple
    url: str = ""


def known(work: Work, sender: Sender) -> Member | None:
    """The member as they are, when nothing needs to be written down about them."""
    member = work.people.by_identity(sender.platform, sender.tenant, sender.user)
    if member is None or member.seen_at is None or _news(member, sender) or member.deleted_at is not None:
        return None
    return member


def meet(work: Work, sender: Sender, house: House, now: datetime) -> Member:
    """The member behind an identity, made or claimed where this is the first contact."""
    member = learn(work, sender, house, now)
    return member if member.seen_at is not None else work.update(Member, member.id, seen_at=now)


def learn(work: Work, sender: Sender, house: House, now: datetime) -> Member:
    """The member behind an identity, with whatever the platform newly says of them."""
    member = recognise(work, sender, now)
    news = _news(member, sender)
    if _is_admin(sender, house) and member.role != Role.ADMIN:
        news["role"] = Role.ADMIN.value
    if "zone" in news:
        at_another_clock(work, member.id, now)
    return work.update(Member, member.id, **news) if news else member


def at_another_clock(work: Work, member_id: int, now: datetime) -> None:
    """What was told them today is told anew, so that no card says another hour than the one beside it."""
    work.messages.redraw_chat(member_id, now - TODAY, now)


def recognise(work: Work, sender: Sender, now: datetime) -> Member:
    """Whose identity this is, by the identity itself or by the e-mail address that the platform vouches for.

    Guests and outsiders are never matched by e-mail, so nobody gets at a colleague's rights by a name in a profile.
    Somebody who was known by the identity alone (from a mention) and turns out to be a colleague becomes that one.
    """
    member = work.people.by_identity(sender.platform, sender.tenant, sender.user)
    owner = _by_email(work, sender)
    if member is None:
        now_of = work.people.organization_of(sender.platform, sender.tenant)
        if now_of is not None and now_of != work.organization_id:
            raise Moved(f"{sender.platform}:{sender.tenant}")
        member = owner or _new(work, sender, now)
        work.people.identify(member.id, sender.platform, sender.tenant, sender.user)
    elif owner is not None and owner.id != member.id:
        member = _same(work, member, owner, now)
    return member


def _same(work: Work, member: Member, owner: Member, now: datetime) -> Member:
    """Who remains of a member and of another one with the address that the platform says the member has."""
    if member.email is None:
        work.people.absorb(member, owner, now)
        return owner
    if owner.seen_at is not None:
        return member  # somebody else, who has spoken under that address
    # An import named this person's other address.
    work.people.absorb(owner, member, now)
    return work.update(Member, member.id, role=owner.role) if member.role == Role.VIEWER else member


def operator(work: Work, house: House, now: datetime) -> Member:
    """In whose name the server's own terminal acts: the admin it was told of, an admin there is, or nobody's."""
    if house.admin_email:
        return learn(work, Sender("cli", "local", house.admin_email, email=house.admin_email), house, now)
    admins = [member for member in work.people.everyone() if member.role == Role.ADMIN and member.left_at is None]
    if admins:
        return admins[0]
    return recognise(work, Sender(*TERMINAL, name="The terminal"), now)


def awaited(work: Work, member: Member, named: Sender) -> bool:
    """Whether somebody who was only mentioned so far turns out to be a colleague whom an import named by e-mail."""
    return member.seen_at is None and member.email is None and _by_email(work, named) is not None


def zone_of(member: Member) -> ZoneInfo:
    return zone_named(member.zone)


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """UTC for what a platform made up. Tried by name: listing all zones walks a folder of six hundred files."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _by_email(work: Work, sender: Sender) -> Member | None:
    if sender.outsider or not sender.email:
        return None
    return work.people.by_email(sender.email)


def _new(work: Work, sender: Sender, now: datetime) -> Member:
    # Somebody without an address of ours keeps none, so that a guest's profile can never claim one.
    email = None if sender.outsider else sender.email.casefold() or None
    return work.insert(
        Member,
        name=sender.name or sender.email or sender.user,
        email=email,
        zone=sender.zone or "UTC",
        locale=sender.locale or "en",
        outsider=sender.outsider,
        created_at=now,
    )


def _is_admin(sender: Sender, house: House) -> bool:
    return bool(house.admin_email) and not sender.outsider and sender.email.casefold() == house.admin_email.casefold()


def _news(member: Member, sender: Sender) -> dict[str, object]:
    """What the platform says that differs from what is kept. An empty field says nothing; without a name the platform
    told nothing of the person at all, and so not whether they are a guest. A zone that they set themselves stays."""
    said: dict[str, object] = {"locale": sender.locale}
    if not member.own_zone:
        said["zone"] = sender.zone
    if sender.name:
        said |= {"name": sender.name, "outsider": sender.outsider}
    if member.email is None and not sender.outsider:
        said["email"] = sender.email.casefold()
    return {name: value for name, value in said.items() if value != "" and getattr(member, name) != value}
