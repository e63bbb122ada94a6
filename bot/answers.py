"""Views that answer what could not be done as it stands: forms to finish, refusals with a way forward."""

from collections.abc import Mapping
from dataclasses import replace

from bot.command import Call, Incomplete
from bot.errors import UserError
from bot.grammar.errors import Unclear
from bot.registry import registry
from bot.text import plain
from bot.view import Block, Button, Buttons, CommandLine, Form, Notice, Text, View, buttons_of, spans
from bot.words.plain import NumberWord
from bot.words.subjects import MatterAccountWord, SubjectWord


def without_numbers(form: Form) -> Form:
    """The form without the number of the record that it is about, or the matter, which nobody fills in; it comes back with
    the answers. Whose matter it is need not be asked then."""
    slots = registry.commands[form.command].slots
    known = {
        slot.name
        for slot in slots
        if slot.name in form.values
        and ((slot.required and isinstance(slot.word, NumberWord)) or isinstance(slot.word, SubjectWord))
    } - set(form.errors)
    matter = any(slot.name in known and isinstance(slot.word, SubjectWord) for slot in slots)
    needless = {
        slot.name
        for slot in slots
        if matter and isinstance(slot.word, MatterAccountWord) and slot.name not in form.values
    }
    return replace(
        form,
        fields=tuple(field for field in form.fields if field.name not in known | needless),
        values={name: value for name, value in form.values.items() if name not in known},
        hidden=form.hidden | {name: form.values[name] for name in known},
    )


def quiet(form: Form) -> Form:
    """A form that was asked for blank: what is missing is not an error yet."""
    return replace(form, errors={name: said for name, said in form.errors.items() if form.values.get(name)})


def unfinished(missing: Incomplete, *, bare: bool) -> View:
    """What could not be read opens the form, with everything typed still in it. bare: nothing but the command was said,
    so that nothing is missing yet."""
    if bare and not missing.form.values:
        return View((quiet(missing.form),), missing.form.title)
    command = registry.commands[missing.form.command]
    if command.reads:  # a list with ten filters is easier typed again than filled in
        examples = (Text(spans("Try ", CommandLine(example))) for example in command.examples[:3])
        return View((Notice("problem", missing.said), *_pressed(missing.buttons), *examples), "That did not work")
    if not missing.form.fields:
        return View((Notice("problem", missing.said), *_pressed(missing.buttons)), "That did not work")
    # What stands beside a field need not be said twice.
    told = plain(missing.said) == " ".join(missing.form.errors.values())
    blocks: list[Block] = [] if told else [Notice("problem", missing.said)]
    return View((*blocks, *_pressed(missing.buttons), missing.form), missing.form.title)


def refilled(refused: UserError, call: Call, typed: Mapping[str, str]) -> View | None:
    """The form that was refused, with all that somebody typed, and why beside the field that is to blame; None where it
    asks nothing, or where each way forward carries it all. typed: field → text, as it was sent."""
    asked = {field.name for field in call.command.form().fields}
    if not asked or (isinstance(refused, Unclear) and refused.buttons):
        return None
    beside = refused.field in asked
    form = as_typed(call.command.form(call.args, {refused.field: plain(refused.said)} if beside else {}), typed)
    above: tuple[Block, ...] = () if beside else (Notice("problem", refused.said),)
    return View((*above, *_pressed(refused.buttons), form), form.title)


def as_typed(form: Form, typed: Mapping[str, str]) -> Form:
    """The form with its texts as somebody wrote them, and not as they were understood."""
    written = {field.name for field in form.fields if field.kind in ("text", "multiline")}
    own = {name: text for name, text in typed.items() if name in written and text}
    return replace(form, values=form.values | own, shown={k: v for k, v in form.shown.items() if k not in own})


def refusal(refused: UserError, saved: str) -> View:
    """saved: what became of what was typed, where that needs saying."""
    asks = isinstance(refused, Unclear)
    blocks: list[Block] = [Notice("info" if asks else "problem", spans(*refused.said, saved))]
    return View((*blocks, *_pressed(refused.buttons)), "I need to ask" if asks else "That did not work")


def _pressed(buttons: tuple[Button, ...]) -> tuple[Buttons, ...]:
    return (Buttons(buttons),) if buttons else ()


def together(views: list[View]) -> View:
    """One card for several activities of one line: the parts one after another, and one undo for all."""
    blocks: list[Block] = []
    for place, view in enumerate(views):
        parts = [block for block in view.blocks if not isinstance(block, Buttons)]
        blocks += [part for part in parts if not place or not isinstance(part, Notice)]
    undo = [button for block in views[-1].blocks for button in buttons_of(block) if button.line.startswith("undo ")]
    return View((*blocks, Buttons(tuple(undo))), views[0].summary)
