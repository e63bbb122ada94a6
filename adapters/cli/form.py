"""A form at the terminal: asked field by field, or printed with what to type instead."""

from adapters.cli.render import clean, render
from adapters.cli.screen import Screen
from bot.view import DrawnView, Form, FormField

LEAVE = "cancel"
SEVERAL = ("choices", "accounts", "people")


async def ask(screen: Screen, form: Form) -> dict[str, str] | None:
    """Field → text as entered, or None when the form was left. After a refusal only the blamed fields are asked."""
    screen.write(render(DrawnView((form,), ""), screen.width, screen.colour).text)
    screen.write(f"Enter keeps what is in brackets, - empties it, {LEAVE} leaves the form.")
    given = {item.name: form.values.get(item.name, "") for item in form.fields}
    for item in form.fields:
        if form.errors and item.name not in form.errors:
            continue
        answer = await _field(screen, form, item)
        if answer is None:
            return None
        given[item.name] = given[item.name] if answer == "" else "" if answer == "-" else _value(item, answer)
    return {**form.hidden, **given}


async def _field(screen: Screen, form: Form, item: FormField) -> str | None:
    labels = {option.value: option.label for option in item.options} | form.shown
    held = [labels.get(part, part) for part in form.values.get(item.name, "").split("\n") if part]
    told = [" / ".join(option.label for option in item.options), _how(item)]
    hint = "".join(f" ({clean(each)})" for each in told if each)
    kept = f" [{clean('; '.join(held))}]" if held else ""
    prompt = f"{clean(item.label)}{' *' if item.required else ''}{hint}{kept}: "
    lines: list[str] = []
    while True:
        line = await screen.read(prompt)
        if line is None or (line.strip() == LEAVE and not lines):
            return None
        if item.kind != "multiline" or not line.endswith("\\"):
            return "\n".join([*lines, line if item.kind == "multiline" else line.strip()])
        lines.append(line[:-1])
        prompt = "… "


def _how(item: FormField) -> str:
    if item.kind == "multiline":
        return "end a line with \\ to go on"
    return "several parted by ;" if item.kind in SEVERAL else ""


def _value(item: FormField, answer: str) -> str:
    """Labels become their options' values; everything else stays as it was typed, for Bailey to read."""
    values = {option.label.casefold(): option.value for option in item.options}
    parts = [part.strip() for part in answer.split(";")] if item.kind in SEVERAL else [answer]
    return "\n".join(values.get(part.casefold(), part) for part in parts if part)
