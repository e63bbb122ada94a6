"""Calls → what they answer: carried out in one change set, with what follows and what else may have been meant."""

from dataclasses import dataclass, replace

from bot.allowed import check, is_bare
from bot.answers import refusal, together, unfinished
from bot.command import Call, Incomplete
from bot.context import Context
from bot.directory import MustWrite
from bot.errors import UserError
from bot.grammar.apart import told_apart
from bot.grammar.pieces import AND_THEN
from bot.line import quote
from bot.registry import registry
from bot.view import Button, Buttons, Row, Rows, View


@dataclass(frozen=True)
class Answer:
    """done: the line was carried out. in_place: it belongs where the pressed card was."""

    view: View
    done: bool = True
    in_place: bool = True


def carried(ctx: Context, calls: tuple[Call, ...]) -> Answer:
    view = _run(ctx, calls)
    if then := calls[-1].args.get("then") or calls[-1].args.get(AND_THEN):
        view = _followed(ctx, view, then, instead=calls[-1].command.name == "undo")
    paged = any(call.args.get("page", 1) != 1 for call in calls)
    changes = any(not call.command.reads for call in calls)
    return Answer(view, done=view.form is None, in_place=changes or paged)


def _run(ctx: Context, calls: tuple[Call, ...], *, begun: bool = False) -> View:
    """What the calls answer, their changes in one change set. begun: it is open already."""
    views: list[View] = []
    for call in calls:
        check(ctx, call.command.name)
        if not call.command.reads and ctx.knows.reads:
            raise MustWrite
        ctx.work.act_as(ctx.member.id, call.command.name, ctx.now, keep_set=begun or bool(views))
        ctx.call = call
        views.append(call.run(ctx))
    if len(views) > 1:
        ctx.work.describe(f"{len(views)} activities")
    view = views[0] if len(views) == 1 else together(views)
    return replace(view, blocks=(*view.blocks, *_alternatives(ctx, calls)))


def _alternatives(ctx: Context, calls: tuple[Call, ...]) -> tuple[Rows, ...]:
    """Other accounts of a name that was taken for one of my own, one press away: what only asks is asked again, what was
    done is taken back and done there."""
    rows = []
    for place, call in enumerate(calls):
        for slot, others in call.alternatives.items():
            taken, lines = call.args[slot], []
            for other in others[:4]:
                instead = call.args[slot]
                if isinstance(instead, tuple):
                    (taken,) = [item for item in instead if item.said == other.said][:1] or instead[:1]
                    instead = tuple(other if item is taken else item for item in instead)
                else:
                    instead = other
                line = line_of((*calls[:place], replace(call, args={**call.args, slot: instead}), *calls[place + 1 :]))
                if ctx.work.set_id is not None:
                    line = f"undo change:{ctx.work.set_id} then:{quote(line)}"
                lines.append(line)
            labels = told_apart((taken, *others[:4]), ctx.knows)[1:]
            buttons = tuple(Button(label, line) for label, line in zip(labels, lines, strict=True))
            rows.append(Row((f"Taken as {taken.name}. Another one?",), (), buttons))
    return (Rows(tuple(rows)),) if rows else ()


def line_of(calls: tuple[Call, ...]) -> str:
    """The one line that reads back to these calls."""
    return "; ".join(call.line if not place else call.line.split(" ", 1)[1] for place, call in enumerate(calls))


def _followed(ctx: Context, view: View, then: str, *, instead: bool) -> View:
    """The view, and that of the line to carry out after it: both are kept together and taken back together. Where that
    line asks something back, what was done so far stands. instead: it takes the place of what was just undone."""
    done = ctx.work.actor.what if ctx.work.actor else ""
    ctx.knows.forget()
    try:
        with ctx.work.savepoint():
            after = _run(ctx, registry.read(then, ctx.knows), begun=not instead)
    except Incomplete as missing:
        return View((*view.blocks, *unfinished(missing, bare=is_bare(ctx)).blocks), view.summary)
    except UserError as refused:
        return View((*view.blocks, *refusal(refused, saved="").blocks), view.summary)
    if instead:
        return after
    if ctx.work.actor:
        ctx.work.describe(f"{done}, {ctx.work.actor.what}")
    said = (block for block in view.blocks if not isinstance(block, Buttons))
    return View((*said, *after.blocks), after.summary)
