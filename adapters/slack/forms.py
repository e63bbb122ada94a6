"""Forms both ways: a Form as a dialog, and a submitted dialog as fields of text."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from adapters.slack import limits
from adapters.slack.origin import Kept, Origin, pack
from adapters.slack.pieces import Reader
from adapters.slack.render import VIEW, blocks, notification, plain_text
from adapters.slack.spans import Json
from bot.view import DrawnView, Footer, Form, FormField, Text

IN_THREADS = (
    "Slack takes no slash commands inside threads: mention me there, or use one of my shortcuts on a message, such as "
    "“Escalate”."
)
SEVERAL = {"choices", "accounts", "people"}


def dialog(view: DrawnView, reader: Reader, origin: Origin) -> Json:
    """A view with a form as a modal. Raises ValueError when it cannot be one."""
    form = view.form
    if form is None:
        raise ValueError("a dialog needs a form")
    above = tuple(block for block in view.blocks if block is not form)
    if len(form.title) > limits.VIEW_TITLE:
        above = (Text((form.title,)), *above)
    shown = blocks(DrawnView(above, view.summary, view.nonce), reader, VIEW) if above else []
    fields = [part for item in form.fields for part in _field(form, item)]
    if len(shown) + len(fields) > limits.VIEW_BLOCKS:
        raise ValueError("the form has more fields than a Slack dialog takes")
    return {
        **_modal(form.title, "Cancel", [*shown, *fields]),
        "submit": plain_text(limits.shorten(form.submit, limits.VIEW_TITLE)),
        "private_metadata": pack(Kept(form.command, view.nonce, dict(form.hidden), origin)),
    }


def card(view: DrawnView, reader: Reader, origin: Origin) -> Json:
    """A view without a form as a modal: the answer to a press where there is no message to edit."""
    return {
        **_modal(view.summary or "Bailey", "Close", blocks(view, reader, VIEW) or _said(notification(view))),
        "private_metadata": pack(Kept(nonce=view.nonce, origin=origin)),
    }


def waiting() -> Json:
    """What a dialog shows while its answer takes longer than Slack waits."""
    return _modal("Bailey", "Close", _said("Still working on it. The answer appears here."))


def home(view: DrawnView, reader: Reader) -> Json:
    told = replace(view, blocks=(*view.blocks, Footer((IN_THREADS,))))
    return {"type": "home", "callback_id": "home", "blocks": blocks(told, reader, VIEW)}


def filled(values: Mapping[str, Mapping[str, Json]]) -> dict[str, str]:
    """The `state.values` of a submitted dialog as field → text."""
    return {name.partition(":")[2]: _answer(inputs) for name, inputs in values.items() if name.startswith("field:")}


def errors(form: Form) -> dict[str, str]:
    """Sentences to show beside the fields; what belongs to no field stands at the first."""
    names = {item.name for item in form.fields}
    beside: dict[str, list[str]] = {}
    for name, sentence in form.errors.items():
        at = name if name in names else form.fields[0].name
        beside.setdefault(f"field:{at}", []).append(limits.clean(sentence))
    return {name: limits.shorten(" ".join(said), limits.INPUT_HINT) for name, said in beside.items()}


def _modal(title: str, close: str, parts: list[Json]) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain_text(limits.shorten(title, limits.VIEW_TITLE)),
        "close": plain_text(close),
        "blocks": parts,
    }


def _said(words: str) -> list[Json]:
    return [{"type": "section", "text": plain_text(words)}]


def _field(form: Form, item: FormField) -> Iterator[Json]:
    value = limits.clean(form.values.get(item.name, ""))
    element, lost = _element(form, item, value)
    drawn: Json = {
        "type": "input",
        "block_id": f"field:{item.name}"[: limits.ID],
        "label": plain_text(limits.shorten(item.label, limits.INPUT_LABEL)),
        "optional": not item.required,
        "element": element,
    }
    if hint := " ".join(part for part in (item.hint, lost) if part):
        drawn["hint"] = plain_text(limits.shorten(hint, limits.INPUT_HINT))
    yield drawn
    if item.name in form.errors:
        wrong = limits.shorten(f"✗ {form.errors[item.name]}", limits.CONTEXT_TEXT)
        yield {"type": "context", "elements": [plain_text(wrong)]}


def _element(form: Form, item: FormField, value: str) -> tuple[Json, str]:
    """The element and a sentence about what it could not hold."""
    placeholder = {"placeholder": plain_text(limits.shorten(item.placeholder, limits.PLACEHOLDER))}
    shared: Json = {"action_id": f"pick:{item.kind}", **(placeholder if item.placeholder else {})}
    match item.kind:
        case "choice" | "choices":
            return _choices(form, item, value, shared)
        case "account" | "accounts" | "member" | "people":
            return _picker(form, item, value, shared)
        case "date" if not value or _is_date(value):
            return {"type": "datepicker", **shared, **({"initial_date": value} if value else {})}, ""
        case _:
            return _text(item, value, shared)


def _text(item: FormField, value: str, shared: Json) -> tuple[Json, str]:
    kept = value[: limits.INPUT_TEXT]
    multiline = item.kind == "multiline" or "\n" in value
    element = {"type": "plain_text_input", **shared, "multiline": multiline, "max_length": limits.INPUT_TEXT}
    lost = f"The last {len(value) - len(kept)} characters did not fit here." if len(value) > len(kept) else ""
    return {**element, **({"initial_value": kept} if kept else {})}, lost


def _choices(form: Form, item: FormField, value: str, shared: Json) -> tuple[Json, str]:
    fitting = [option for option in item.options if 0 < len(option.value) <= limits.OPTION_VALUE]
    kept = fitting[: limits.OPTIONS]
    if not kept:
        return _text(item, value, shared)
    options = [pick(option.value, option.label) for option in kept]
    wanted = value.split("\n") if value else []
    chosen = [option for option in options if option["value"] in wanted]
    unknown = [part for part in wanted if part not in {option["value"] for option in options}]
    lost = f"You wrote “{', '.join(unknown)}”." if unknown else ""
    if len(kept) < len(item.options):
        lost = f"{lost} {len(item.options) - len(kept)} more choices did not fit here.".strip()
    return _select("static", item, {**shared, "options": options}, chosen), lost


def _picker(form: Form, item: FormField, value: str, shared: Json) -> tuple[Json, str]:
    wanted = value.split("\n") if value and item.kind in SEVERAL else [value] if value else []
    chosen = [pick(part, form.shown.get(part, part)) for part in wanted if 0 < len(part) <= limits.OPTION_VALUE]
    lost = "" if len(chosen) == len(wanted) else "Some of what was here was too long to keep."
    return _select("external", item, {**shared, "min_query_length": 0}, chosen), lost


def _select(source: str, item: FormField, shared: Json, chosen: list[Json]) -> Json:
    if item.kind in SEVERAL:
        return {"type": f"multi_{source}_select", **shared, **({"initial_options": chosen} if chosen else {})}
    return {"type": f"{source}_select", **shared, **({"initial_option": chosen[0]} if chosen else {})}


def pick(value: str, label: str) -> Json:
    return {"text": plain_text(limits.shorten(label or value, limits.OPTION_TEXT)), "value": value}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _answer(inputs: Mapping[str, Json]) -> str:
    """The one element of an input block as text; several picks are joined by line breaks."""
    for element in inputs.values():
        if element.get("selected_options") is not None:
            return "\n".join(str(option["value"]) for option in element["selected_options"])
        if element.get("selected_option"):
            return str(element["selected_option"]["value"])
        return str(element.get("value") or element.get("selected_date") or "")
    return ""
