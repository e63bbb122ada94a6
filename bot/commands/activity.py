"""edit, delete, join, share: what can be done about one activity."""

from typing import Annotated, Any, Literal

from bot import audience
from bot.activities import Said, columns, people_of, set_people
from bot.cards import actions
from bot.cards import activities as cards
from bot.cards.risks import counting
from bot.command import Says, command
from bot.commands.log import lines
from bot.context import Context
from bot.draw import shield
from bot.errors import UserError
from bot.permissions import INSIDE, Right
from bot.refs import Account as AccountRef
from bot.refs import Member as MemberRef
from bot.registry import registry
from bot.request import Address, Filled, Place
from bot.rhythms import on_team
from bot.risks import counts_for
from bot.view import Buttons, CommandLine, Footer, Notice, Text, View, to_json
from bot.words import Account, ActivityKind, Duration, Effect, Member, Missions, Mode, People, Rest, When
from storage.tables import Activity


@command(
    "edit",
    examples=(
        "edit 41",
        "edit 41 mode:reactive",
    ),
    title="Edit activity",
)
def edit(
    ctx: Context,
    activity: Annotated[int, Says(label="Activity")],
    kind: Annotated[ActivityKind | None, Says(keys=("type",), label="Type")] = None,
    account: Account | None = None,
    length: Annotated[Duration | None, Says(keys=("duration",))] = None,
    at: Annotated[When | None, Says(keys=("on", "when"), label="When")] = None,
    with_: Annotated[People, Says(after=("with",), keys=("people",), label="People")] = (),
    by: Annotated[Member | None, Says(after=("by",), label="Done by")] = None,
    missions: Annotated[Missions, Says(keys=("mission", "tags"))] = (),
    mode: Mode | None = None,
    effect: Annotated[Effect | None, Says(tail=True, head=False, last=True, keys=("effectiveness",))] = None,
    attempt: Annotated[bool | None, Says(label="Only an attempt")] = None,
    note: Rest = "",
) -> View:
    """Correct an activity: its number opens the form, and words after it change just those fields."""
    record = _own(ctx, activity)
    given = {name: value for name, value in ctx.call.args.items() if name != "activity" and value not in (None, (), "")}
    if not given and not isinstance(ctx.request.what, Filled):
        return View((registry.commands["edit"].form({"activity": record.id, **_values(ctx, record)}),), "Edit activity")
    current = _values(ctx, record)
    values = {"mode": current["mode"], **given} if isinstance(ctx.request.what, Filled) else {**current, **given}
    still_guessed = record.mode_guessed and values["mode"].value == record.mode
    if record.note and not values.get("note") and not ctx.sees(cards.note_needs(record)):
        values["note"] = record.note.value  # whoever may not read it cannot have meant to empty it
    said = _said(values, record)
    new = columns(ctx, said)
    if said.at is not None and said.at.at == record.at.replace(second=0, microsecond=0):
        new |= {"at": record.at, "zone": record.zone, "precise": record.precise}
    new["mode_guessed"] = still_guessed
    if new["account_id"] != record.account_id or new["mode"] != record.mode:
        new["risk_id"] = counts_for(ctx.work, new["account_id"], new["mode"], new["at"], ctx.zone)
    record = ctx.work.change(record, **new)
    set_people(ctx, record, said.people)
    owner = ctx.account(record.account_id)
    ctx.work.describe(f"edited {record.kind} with {owner.name}")
    return _changed(ctx, record, "Changed")


@command("delete", examples=("delete 41",))
def delete(ctx: Context, activity: Annotated[int, Says(label="Activity")]) -> View:
    """Delete an activity; undo brings it back."""
    record = _own(ctx, activity)
    owner = ctx.account(record.account_id)
    ctx.work.remove(record)
    ctx.work.describe(f"deleted {record.kind} with {owner.name}")
    return View(
        (Notice("done", ctx.private("Deleted")), Text(cards.summary_line(record, owner.name)), Buttons(ctx.undo())),
        "Deleted",
    )


@command("join", examples=("join 41 meeting:40",))
def join(
    ctx: Context,
    activity: Annotated[int, Says(label="My activity")],
    meeting: Annotated[int, Says(label="The colleague’s activity")],
) -> View:
    """Say that a colleague logged the same meeting; both keep their time, and it counts as one contact."""
    record, same = _own(ctx, activity), ctx.work.activities.get(meeting)
    if same is None or same.account_id != record.account_id or same.id == record.id:
        raise UserError(
            f"Activity {meeting} is no meeting with that account. List them: ", CommandLine("activities Acme")
        )
    record = ctx.work.change(record, meeting_id=same.meeting_id or same.id, at=same.at, precise=same.precise)
    who = ctx.names({same.member_id})[same.member_id]
    ctx.work.describe(f"joined {who}’s record")
    return _changed(ctx, record, f"Joined with {who}’s record")


@command("share", examples=("share 41",))
def share(
    ctx: Context, activity: Annotated[int, Says(label="Activity")], to: Annotated[str, Says(hidden=True)] = ""
) -> View:
    """Post an activity into this channel; what not everyone there may see is left out."""
    record = ctx.work.activities.get(activity)
    if record is None or not _may_see(ctx, record):
        raise UserError(f"There is no activity {activity} of yours. List them: ", CommandLine("activities"))
    address = _shared_to(ctx, record, to)
    if Right.LOOK_UP not in audience.of_channel(ctx.work, address, ctx.now).rights:
        raise UserError("I do not know who reads along there, or outsiders do, so I share nothing of an account.")
    owner = ctx.account(record.account_id)
    who = ctx.names({record.member_id})[record.member_id]
    people = ctx.work.activities.participants(record.id)
    detail = cards.detail_line(record, people, guesses=False)
    posted = View(
        (
            # Whoever joins the channel before it is posted counts as well.
            Text((shield(INSIDE, cards.summary_line(record, owner.name, who)),)),
            *([Text((shield(INSIDE, detail),))] if detail else []),
            Footer((f"Shared by {ctx.member.name}",)),
        ),
        f"{ctx.member.name} shared an activity",
    )
    key = f"share:{record.id}:{ctx.request.key or ctx.request.nonce}"
    ctx.work.messages.put(key, str(address), to_json(posted), ctx.member.id, ctx.now)
    where = "here" if address == ctx.request.address else "in the account’s channel"
    return View(
        (
            Notice("done", (f"Shared {where}. Fields that not everyone there may see are left out.",)),
            *lines(ctx, record, AccountRef(owner.id, owner.name), people),
            Buttons((actions.edit(record), actions.next_for(owner, record))),
        ),
        "Shared",
    )


def _shared_to(ctx: Context, record: Activity, to: str) -> Address:
    """This channel; the one that a card was answered for; or, from a direct chat, the account's own."""
    here = ctx.request.address
    if here.place is not Place.DIRECT and to in ("", ctx.channel):
        return here
    for channel in ctx.work.people.channels_read_by(ctx.member.id):
        address = Address(channel.platform, channel.tenant, channel.channel, place=Place(channel.place))
        if channel.account_id == record.account_id if not to else str(address) == to:
            return address
    line = CommandLine(f"share {record.id}")
    raise UserError("A direct chat has nobody to share with. Type it in the account’s channel: ", line)


def _changed(ctx: Context, record: Activity, said: str) -> View:
    owner = ctx.account(record.account_id)
    return View(
        (
            Notice("done", ctx.private(said)),
            *lines(ctx, record, AccountRef(owner.id, owner.name), ctx.work.activities.participants(record.id)),
            Buttons(
                (*ctx.undo(), actions.edit(record), actions.next_for(owner, record), actions.share(record, ctx.channel))
            ),
            *counting(ctx, record),
        ),
        f"{said}: {owner.name}",
    )


def _own(ctx: Context, id: int) -> Activity:
    """An activity that the asker may correct: they did it, they logged it, or they lead."""
    record = ctx.work.activities.get(id)
    if record is None or not (ctx.leads or ctx.member.id in (record.member_id, record.logged_by_id)):
        raise UserError(f"There is no activity {id} of yours. List them: ", CommandLine("activities"))
    return record


def _may_see(ctx: Context, record: Activity) -> bool:
    own = ctx.member.id in (record.member_id, record.logged_by_id)
    return ctx.leads or own or on_team(ctx.work, ctx.member.id, record.account_id, ctx.today)


def _values(ctx: Context, record: Activity) -> dict[str, Any]:
    """The record as the command's own words."""
    owner = ctx.account(record.account_id)
    doer = ctx.names({record.member_id})[record.member_id]
    precision: Literal["minute", "day"] = "minute" if record.precise else "day"
    return {
        "kind": ActivityKind(record.kind),
        "account": AccountRef(owner.id, owner.name),
        "length": Duration(record.minutes) if record.minutes else None,
        "at": When(record.at.astimezone(ctx.zone).replace(second=0, microsecond=0), precision),
        "with_": people_of(ctx, record),
        "by": MemberRef(record.member_id, doer),
        "missions": tuple(registry.commands["edit"].slot("missions").word.read(" ".join(record.missions), ctx.knows)),
        "mode": Mode(record.mode),
        "effect": Effect(record.effect) if record.effect is not None else None,
        "attempt": record.attempt or None,
        "note": record.note.value if record.note and ctx.sees(cards.note_needs(record)) else "",
    }


def _said(values: dict[str, Any], record: Activity) -> Said:
    account, length, by = values.get("account"), values.get("length"), values.get("by")
    return Said(
        kind=values.get("kind") or ActivityKind(record.kind),
        account_id=account.id if account else record.account_id,
        minutes=length.minutes if length else 0,
        at=values.get("at"),
        member_id=by.id if by else record.member_id,
        people=values.get("with_") or (),
        missions=values.get("missions") or (),
        mode=values.get("mode"),
        effect=values.get("effect"),
        attempt=bool(values.get("attempt")),
        note=values.get("note") or "",
        link=record.link or "",
    )
