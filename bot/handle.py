"""From what came in to a View: read it, check the right to do it, run it, and turn a refusal into a way forward."""

from dataclasses import dataclass, replace

from bot import audience, plain_words
from bot.command import Call, Incomplete, checked, registry
from bot.context import Context
from bot.directory import MustWrite
from bot.drafts import PREFIX, expand
from bot.errors import UserError
from bot.grammar.errors import Unclear
from bot.importing.receiving import receive
from bot.line import normalise
from bot.permissions import COMMANDS, Right
from bot.plain_words import Understood
from bot.request import Dropped, Filled, Line, Place, Quoted
from bot.text import plain
from bot.view import Block, Button, Buttons, CommandLine, Form, Notice, Row, Rows, Text, View, buttons_of, spans
from bot.words import ActivityKind
from storage.tables import Role

FORM = "form"
NOTE = 3_000  # characters of a message that go into a note


@dataclass(frozen=True)
class Answer:
    """done: the line was carried out. in_place: it belongs where the pressed card was."""

    view: View
    done: bool = True
    in_place: bool = True


def is_question(what: Line | Filled | Dropped) -> bool:
    """Whether it only asks, as far as its first words tell: then it may run where nothing can be written."""
    if not isinstance(what, Line) or what.text.startswith(PREFIX):
        return False
    if what.assumed:
        known = registry.get(what.assumed)
        return known is not None and known.reads
    found = registry.find(normalise(what.text[:200]))
    return found is not None and found[0].reads


def carry_out(ctx: Context) -> Answer:
    """Run the request's command. What a person did wrong becomes a view; only a bug raises."""
    try:
        if ctx.knows.reads:
            return _run(ctx)
        with ctx.work.savepoint():
            return _run(ctx)
    except Incomplete as missing:
        return Answer(_form(ctx, missing), done=False)
    except UserError as refused:
        return Answer(_refusal(refused), done=False)


def _run(ctx: Context) -> Answer:
    match ctx.request.what:
        case Line():
            return _line(ctx, ctx.request.what)
        case Filled(command=name, fields=fields):
            _check(ctx, name)
            return _calls(ctx, (registry.fill(name, fields, ctx.knows),))
        case Dropped():
            return _file(ctx, ctx.request.what)


def _file(ctx: Context, dropped: Dropped) -> Answer:
    _check(ctx, "import")
    ctx.work.act_as(ctx.member.id, "import", ctx.now)
    return Answer(receive(ctx, dropped))


def _line(ctx: Context, line: Line) -> Answer:
    text = expand(ctx, line.text)
    words = text.split(maxsplit=1)
    if ctx.request.quoted:
        return _from_message(ctx, ctx.request.quoted)
    if words[:1] == [FORM]:
        return _blank(ctx, words[1] if len(words) > 1 else "")
    if not words and not line.assumed:
        return _line(ctx, Line("help"))
    if not line.assumed and registry.find(checked(text)) is None:
        understood = plain_words.understand(text, registry, ctx.knows)
        if understood is not None:
            return _understood(ctx, understood)
    return _calls(ctx, registry.read(text, ctx.knows, line.assumed))


def _understood(ctx: Context, understood: Understood) -> Answer:
    """Plain words: done at once when they are certain, else shown first as they would be kept."""
    if understood.certain:
        return _calls(ctx, understood.calls)
    if ctx.knows.reads:
        raise MustWrite
    if all(call.command.reads for call in understood.calls):
        return _calls(ctx, understood.calls)
    shown = _rehearsed(ctx, understood.calls)
    line = "; ".join(
        call.line if not place else call.line.split(" ", 1)[1] for place, call in enumerate(understood.calls)
    )
    buttons = [Button("Log it", line, "primary")]
    if len(understood.calls) == 1:
        buttons.append(Button("Change", f"{FORM} {line}", opens_form=True))
    blocks = (Notice("info", ("Shall I log this? Nothing saved yet.",)), *shown, Buttons(tuple(buttons)))
    return Answer(View(blocks, "Shall I log this?"), done=False)


def _rehearsed(ctx: Context, calls: tuple[Call, ...]) -> tuple[Block, ...]:
    """What the calls would answer, with nothing of it kept."""
    rehearsed: tuple[Block, ...] = ()
    try:
        with ctx.work.savepoint():
            view = _calls(ctx, calls).view
            rehearsed = tuple(block for block in view.blocks if isinstance(block, Text | Form))
            raise _OnlyRehearsed
    except _OnlyRehearsed:
        return rehearsed


class _OnlyRehearsed(Exception):
    pass


def _from_message(ctx: Context, quoted: Quoted) -> Answer:
    """A message shortcut: the form, filled with the message's text, link and people."""
    _check(ctx, "log")
    people = tuple(member for identity in quoted.people if (member := ctx.knows.mentioned(identity.split(":", 2)[2])))
    others = tuple(person for person in people if person.id != ctx.member.id)
    values = {"kind": ActivityKind.CHAT, "note": quoted.text[:NOTE], "link": quoted.link, "with_": others}
    if ctx.knows.linked is not None:
        values["account"] = (ctx.knows.linked,)
    form = registry.commands["log"].form({name: value for name, value in values.items() if value})
    return Answer(View((form,), form.title), done=False)


def _calls(ctx: Context, calls: tuple[Call, ...]) -> Answer:
    views: list[View] = []
    for call in calls:
        _check(ctx, call.command.name)
        if not call.command.reads and ctx.knows.reads:
            raise MustWrite
        ctx.work.act_as(ctx.member.id, call.command.name, ctx.now, keep_set=bool(views))
        ctx.call = call
        view: View = call.run(ctx)
        views.append(_with_alternatives(call, view))
    if len(views) > 1:
        ctx.work.describe(f"{len(views)} activities")
    paged = any(call.args.get("page", 1) != 1 for call in calls)
    changes = any(not call.command.reads for call in calls)
    view = views[0] if len(views) == 1 else _together(views)
    return Answer(view, done=view.form is None, in_place=changes or paged)


def _with_alternatives(call: Call, view: View) -> View:
    """A question that may have meant another account offers the others, one press away."""
    if not call.command.reads or not call.alternatives:
        return view
    others = tuple(
        Button(other.name, call.changed(**{name: other}))
        for name, accounts in call.alternatives.items()
        for other in accounts
    )
    return replace(view, blocks=(*view.blocks, Rows((Row(("Another one?",), (), others[:4]),))))


def _check(ctx: Context, name: str) -> None:
    """Rights, checked for each actor on each action, here alone."""
    if name not in COMMANDS:
        return
    who = audience.of_member(ctx.work, ctx.member, ctx.request.address.place)
    if who.may(name):
        return
    if ctx.request.address.place is Place.SHARED or ctx.member.outsider:
        raise UserError(
            "People from outside read along here, so I say nothing about accounts. Ask me in a direct chat."
        )
    if ctx.member.role != Role.VIEWER or COMMANDS[name] in (Right.LEAD, Right.ADMINISTER):
        raise UserError(f"“{name}” is not for the role {ctx.member.role}. Ask {_who_can_help(ctx)}.")
    raise UserError(
        f"You are a viewer still, so “{name}” has to wait. {_who_can_help(ctx)} can change that: ",
        CommandLine(f"role {ctx.member.name} csm"),
    )


def _who_can_help(ctx: Context) -> str:
    names = [
        member.name
        for member in ctx.work.people.everyone()
        if member.role in ("admin", "lead") and member.left_at is None
    ]
    return " or ".join(names[:3]) or "An admin"


def _blank(ctx: Context, text: str) -> Answer:
    """The form of a command, with whatever the line says filled in and no reproach for what it does not."""
    found = registry.find(normalise(text))
    if found is None:
        raise registry.unknown(normalise(text))
    known, rest = found
    _check(ctx, known.name)
    try:
        call = known.read(rest, ctx.knows)[0]
        form = known.form(call.args)
    except Incomplete as missing:
        form = missing.form
    except Unclear as unclear:
        if unclear.form is None:
            raise
        form = unclear.form
    return Answer(View((_quiet(form),), form.title), done=False)


def _quiet(form: Form) -> Form:
    """A form that was asked for blank: what is missing is not an error yet."""
    return replace(form, errors={name: said for name, said in form.errors.items() if form.values.get(name)})


def _form(ctx: Context, missing: Incomplete) -> View:
    """What could not be read opens the form, with everything typed still in it."""
    bare = isinstance(ctx.request.what, Line) and not normalise(ctx.request.what.text).strip(" /").count(" ")
    if bare and not missing.form.values:
        return View((_quiet(missing.form),), missing.form.title)
    # What stands beside a field need not be said twice.
    told = plain(missing.said) == " ".join(missing.form.errors.values())
    blocks: list[Block] = [] if told else [Notice("problem", missing.said)]
    if missing.buttons:
        blocks.append(Buttons(missing.buttons))
    return View((*blocks, missing.form), missing.form.title)


def _refusal(refused: UserError) -> View:
    asks = isinstance(refused, Unclear)
    said = spans(*refused.said, " Nothing saved yet.") if asks else refused.said
    blocks: list[Block] = [Notice("info" if asks else "problem", said)]
    if refused.buttons:
        blocks.append(Buttons(refused.buttons))
    return View(tuple(blocks), "I need to ask" if asks else "That did not work")


def _together(views: list[View]) -> View:
    """One card for several activities of one line: the parts one after another, and one undo for all."""
    blocks: list[Block] = []
    for place, view in enumerate(views):
        parts = [block for block in view.blocks if not isinstance(block, Buttons)]
        blocks += [part for part in parts if not place or not isinstance(part, Notice)]
    undo = [button for block in views[-1].blocks for button in buttons_of(block) if button.line.startswith("undo ")]
    return View((*blocks, Buttons(tuple(undo))), views[0].summary)
