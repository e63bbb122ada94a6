"""From what came in to a View: read it, check the right to do it, run it, and turn a refusal into a way forward."""

from dataclasses import replace

from bot import audience, plain_words, questions, replies, signs
from bot.about import about_account
from bot.allowed import check, is_bare
from bot.answers import as_typed, quiet, refilled, refusal, unfinished, without_numbers
from bot.carrying import Answer, carried, line_of
from bot.command import Call, Command, Incomplete
from bot.context import Context
from bot.directory import MustWrite
from bot.drafts import PREFIX, expand
from bot.errors import NotInData, UserError
from bot.grammar.errors import Unclear, Unknown
from bot.importing.receiving import command_of, receive
from bot.line import normalise
from bot.links import linked
from bot.plain_words import Understood
from bot.quoting import message_of
from bot.registry import checked, registry
from bot.request import Dropped, Filled, Line, Quoted, Signed
from bot.view import Block, Button, Buttons, Form, Notice, Text, View

FORM = "form"
LOOKS_UP = "account"  # plain words ask for this command's right at least


def is_question(what: Line | Filled | Dropped | Signed) -> bool:
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
    answer = _carried_out(ctx)
    blocks = (without_numbers(block) if isinstance(block, Form) else block for block in answer.view.blocks)
    return replace(answer, view=replace(answer.view, blocks=tuple(blocks)))


def _carried_out(ctx: Context) -> Answer:
    try:
        if ctx.knows.reads:
            return _run(ctx)
        with ctx.work.savepoint():
            return _run(ctx)
    except Incomplete as missing:
        return Answer(_as_typed(ctx, unfinished(missing, bare=is_bare(ctx))), done=False)
    except Unknown as unknown:
        return Answer(refusal(_within_reach(ctx, unknown), saved=""), done=False)
    except UserError as refused:
        what = ctx.request.what
        if isinstance(what, Filled) and hasattr(ctx, "call"):
            again = refilled(refused, ctx.call, what.fields)
            if again is not None:
                return Answer(again, done=False)
        asks = isinstance(refused, Unclear) and not is_question(ctx.request.what)
        return Answer(refusal(refused, saved=" Nothing saved yet." if asks else ""), done=False)


def _as_typed(ctx: Context, view: View) -> View:
    """A form that comes back holds the texts that were sent with it."""
    what = ctx.request.what
    if not isinstance(what, Filled):
        return view
    blocks = (
        as_typed(block, what.fields) if isinstance(block, Form) and block.command == what.command else block
        for block in view.blocks
    )
    return replace(view, blocks=tuple(blocks))


def _within_reach(ctx: Context, unknown: Unknown) -> UserError:
    """Without what the asker may not do anyway: a question whose answers are all hidden is none."""
    who = audience.of_member(ctx.work, ctx.member, ctx.request.address.place, now=ctx.now)
    buttons = tuple(each for each in unknown.buttons if (found := registry.find(each.line)) and who.may(found[0].name))
    return UserError(*unknown.said, buttons=buttons) if buttons else UserError(unknown.said[0], " Try help.")


def _run(ctx: Context) -> Answer:
    match ctx.request.what:
        case Line():
            return _line(ctx, ctx.request.what)
        case Filled(command=name, fields=fields):
            if known := registry.get(name):
                check(ctx, known.name)
            return carried(ctx, (registry.fill(name, fields, ctx.knows),))
        case Dropped():
            return _file(ctx, ctx.request.what)
        case Signed():
            return _sign(ctx, ctx.request.what)


def _sign(ctx: Context, signed: Signed) -> Answer:
    if signs.overtaken(ctx, signed):
        return Answer(signs.SILENCE, done=False)
    if not signed.ours:
        if not signed.away:
            check(ctx, signs.OFFERED)
        view = signs.offer(ctx, signed)
        return Answer(view, done=bool(view.blocks))
    line = signs.line_of(ctx, signed)
    if not line:
        return Answer(signs.SILENCE, done=False)
    answer = _line(ctx, Line(line))
    return replace(answer, view=signs.answered(ctx, signed, answer.view, done=answer.done))


def _file(ctx: Context, dropped: Dropped) -> Answer:
    name = command_of(dropped)
    check(ctx, name)
    ctx.work.act_as(ctx.member.id, name, ctx.now)
    return Answer(receive(ctx, dropped))


def _line(ctx: Context, line: Line) -> Answer:
    text = expand(ctx, line.text)
    words = normalise(text[:200]).split(maxsplit=1)
    if ctx.request.quoted:
        return _from_message(ctx, line.assumed or text, ctx.request.quoted)
    if not line.assumed and (record := linked(ctx.house.url, text)) is not None:
        return _line(ctx, Line(record.line))
    if words[:1] == [FORM]:
        return _blank(ctx, normalise(text).removeprefix(FORM))
    if not words and not line.assumed:
        return _line(ctx, Line("help"))
    # The right comes before the reading: what cannot be read is answered with names of accounts.
    found = registry.get(line.assumed) if line.assumed else (registry.find(checked(text)) or (None,))[0]
    asks = found is None or replies.may_ask(found, text)
    check(ctx, LOOKS_UP if found is None or asks else found.name)
    if found is None and not line.assumed:
        if (chatted := replies.chatted(normalise(text))) is not None:
            return Answer(chatted)
        # Before the names of commands: “who” is one letter from “why”.
        if (asked := replies.asked(ctx, text)) is not None:
            return _understood(ctx, asked)
        understood = None if registry.misspelt(text) else plain_words.understand(text, registry, ctx.knows)
        if understood is not None:
            return _understood(ctx, understood)
        if (about := about_account(text, registry, ctx.knows)) is not None:
            return carried(ctx, about)
        if questions.is_question(normalise(text)):
            raise replies.unread(normalise(text), ctx.knows)
    elif found is not None and asks:
        if (asked := replies.asked(ctx, text)) is not None:
            return _understood(ctx, asked)
        check(ctx, found.name)
    return _read(ctx, text, line.assumed, found)


def _read(ctx: Context, text: str, assumed: str, found: Command | None) -> Answer:
    """The command's own line; a look-up that it cannot be may still be a question: “escalations waiting for Support”."""
    calls: tuple[Call, ...] = ()
    try:
        calls = registry.read(text, ctx.knows, assumed)
        return carried(ctx, calls)
    except NotInData:
        raise
    except UserError:
        if assumed or found is None or not (found.reads or (found.name in replies.NOUNS and not calls)):
            raise
        if (asked := replies.asked_instead(ctx, text)) is None:
            raise
    return _understood(ctx, asked)


def _understood(ctx: Context, understood: Understood) -> Answer:
    """Plain words: done at once when they are certain, else shown first as they would be kept."""
    if understood.asked is not None:
        return _answered(ctx, understood)
    if understood.certain:
        return carried(ctx, understood.calls)
    if ctx.knows.reads:
        raise MustWrite
    if all(call.command.reads for call in understood.calls):
        return carried(ctx, understood.calls)
    shown = _rehearsed(ctx, understood.calls)
    line = line_of(understood.calls)
    buttons = [Button("Log it", line, "primary")]
    if len(understood.calls) == 1:
        buttons.append(Button("Change", f"{FORM} {line}", opens_form=True))
    blocks = (Notice("info", ("Shall I log this? Nothing saved yet.",)), *shown, Buttons(tuple(buttons)))
    return Answer(View(blocks, "Shall I log this?"), done=False)


def _answered(ctx: Context, understood: Understood) -> Answer:
    """A question: what the look-up gives, with where that is from; or that it is not in the data. What may stand in
    several lists is looked for in one after the other."""
    asked, missing = understood.asked, None
    assert asked is not None, "only questions are answered so"
    for one in (asked, *asked.others):
        calls = understood.calls if one is asked else registry.read(one.line, ctx.knows)
        try:
            answer = carried(ctx, calls)
        except NotInData as nothing:
            missing = missing or (None if one.tentative else nothing)
            ctx.lacks.clear()
        else:
            view = replies.sourced(ctx, replace(understood, calls=calls, asked=one), answer.view)
            return replace(answer, view=view)
    raise replies.missing(missing) if missing is not None else replies.unread(asked.said, ctx.knows)


def _rehearsed(ctx: Context, calls: tuple[Call, ...]) -> tuple[Block, ...]:
    """What the calls would answer, with nothing of it kept."""
    rehearsed: tuple[Block, ...] = ()
    try:
        with ctx.work.savepoint():
            view = carried(ctx, calls).view
            rehearsed = tuple(block for block in view.blocks if isinstance(block, Text | Form))
            raise _OnlyRehearsed
    except _OnlyRehearsed:
        return rehearsed


class _OnlyRehearsed(Exception):
    pass


def _from_message(ctx: Context, name: str, quoted: Quoted) -> Answer:
    """A shortcut on a message: the form of a command, filled with the message's text, link and people."""
    known = registry.commands.get(name)
    if known is None or known.quoting is None:
        raise registry.unknown(normalise(name[:200]))
    check(ctx, name)
    values = known.quoting(message_of(ctx.knows, quoted))
    form = known.form({slot: value for slot, value in values.items() if value})
    return Answer(View((form,), form.title), done=False)


def _blank(ctx: Context, text: str) -> Answer:
    """The form of a command, with whatever the line says filled in and no reproach for what it does not."""
    found = registry.find(normalise(text))
    if found is None:
        raise registry.unknown(normalise(text))
    known, rest = found
    check(ctx, known.name)
    try:
        call = known.read(rest, ctx.knows)[0]
        form = known.form(call.args)
    except Incomplete as missing:
        form = missing.form
    except Unclear as unclear:
        if unclear.form is None:
            raise
        form = unclear.form
    return Answer(View((quiet(form),), form.title), done=False)
