"""From the readings of a line to one call, or to the question that has to be asked."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.grammar.apart import told_apart
from bot.grammar.doubt import doubted
from bot.grammar.errors import Incomplete, Unclear
from bot.grammar.read import Reader, Reading
from bot.grammar.resolve import MOST_CHOICES, guess, guess_after, listed, pick
from bot.grammar.shape import Shape
from bot.grammar.slots import Slot
from bot.grammar.source import source_of
from bot.grammar.tail import note_of, tail
from bot.lexicon import Lexicon
from bot.line import joined, quote, tokenise
from bot.refs import Account
from bot.view import Button
from bot.words import Among, Bad, Found
from bot.words.base import shorten

if TYPE_CHECKING:
    from bot.command import Call, Command

_MENTION = re.compile(r"<@([^<>\s]+)>")


@dataclass(frozen=True, slots=True)
class Draft:
    """A line understood as far as it goes. values may hold Bad and Among. others: account slot → what else it may be.
    left: words that no slot takes. strays: whether words stood before the type."""

    values: dict[str, Any]
    others: dict[str, tuple[Account, ...]]
    left: str = ""
    strays: bool = False


def understand(command: "Command", text: str, lexicon: Lexicon) -> "Call":
    """Raises Unclear or Incomplete."""
    drafts = drafts_of(command, text, lexicon)
    if len(drafts) > 1:
        raise _two_readings(command, drafts)
    return concluded(command, drafts[0], lexicon)


def drafts_of(command: "Command", text: str, lexicon: Lexicon) -> list[Draft]:
    """The best reading; several when they are of equal worth and say different things."""
    shape = command.shape
    reader = Reader(shape, source_of(text, shape, lexicon), lexicon)
    readings = [(_worth(command, reading, lexicon), reading) for reading in reader.readings()]
    worth, best = max(readings, key=lambda valued: valued[0])
    account = shape.account
    if account is not None and account.name not in best.values and account.word.wanted(best.values):
        best = _addressed(shape, best, lexicon) or _guessed(command, reader, best, lexicon)
        return [_draft(command, reader, best, lexicon)]
    equals = [reading for its_worth, reading in readings if its_worth == worth]
    if len(equals) == 1:
        return [_draft(command, reader, best, lexicon)]
    drafts: list[Draft] = []
    for reading in equals:
        draft = _draft(command, reader, reading, lexicon)
        if draft not in drafts:
            drafts.append(draft)
    return drafts


def _worth(command: "Command", reading: Reading, lexicon: Lexicon) -> tuple[int, int, int, int]:
    """Fewer blanks, fewer words without meaning, more words understood, a length rather than an account `30m`."""
    missing = sum(
        slot.required
        and slot is not command.shape.rest
        and not (slot.account and lexicon.linked)
        and not _said(slot, reading, command, lexicon)
        for slot in command.slots
    )
    weight = sum(slot.word.weight for slot in command.slots if slot.name in reading.values)
    return -missing, -len(reading.strays), reading.taken, weight


def _said(slot: Slot, reading: Reading, command: "Command", lexicon: Lexicon) -> bool:
    """Whether a reading has a value. In `call with Globx 30m` the account called `30m` is none: it is a length."""
    value = reading.values.get(slot.name)
    among = value[0] if slot.several and isinstance(value, tuple) and value else value
    if not isinstance(among, Among) or among.quoted:
        return value is not None
    heavy = [other for other in command.slots if other.word.weight and other.name not in reading.values]
    return not any(isinstance(other.word.find(tokenise(among.said), 0, lexicon), Found) for other in heavy)


def _addressed(shape: Shape, reading: Reading, lexicon: Lexicon) -> Reading | None:
    """The reading with the account whose domain somebody's e-mail address has."""
    assert shape.account is not None
    people = reading.values.get(shape.people.name, ()) if shape.people else ()
    for person in people if isinstance(people, tuple) else ():
        address = getattr(person, "name", "")
        domain = address.partition("@")[2]
        if domain and (found := lexicon.exact(domain)):
            value = _one(shape.account, Among(address, tuple(found)))
            return replace(reading, values={**reading.values, shape.account.name: value})
    return None


def _guessed(command: "Command", reader: Reader, reading: Reading, lexicon: Lexicon) -> Reading:
    """The reading with a misspelt account in it, and the head read on from there; else with the channel's account."""
    slot = command.shape.account
    assert slot is not None
    found = guess(reader, reading, lexicon)
    if found is None or not found[0].items:
        nameless = reader.nameless()
        other = max(nameless.readings(), key=lambda reading: _worth(command, reading, lexicon))
        second = guess(nameless, other, lexicon)
        if second is not None and (found is None or second[0].items) and not _person(second[0].said, lexicon):
            found, reading = second, other
    if found is None:
        return reading
    among, start, end = found
    if start in reading.strays:
        strays = tuple(place for place in reading.strays if not start <= place < end)
        return replace(reading, values={**reading.values, slot.name: _one(slot, among)}, strays=strays)
    value = _one(slot, among)
    if slot.several:
        more, end = listed(reader, end, lexicon)
        value += more
    later = reader.readings(reading.with_value(slot, value, start, end))
    return max(later, key=lambda reading: _worth(command, reading, lexicon))


def _person(said: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.members(said))


def _one(slot: Slot, among: Among) -> Any:
    return (among,) if slot.several else among


def _draft(command: "Command", reader: Reader, reading: Reading, lexicon: Lexicon) -> Draft:
    shape = command.shape
    left = ""
    if shape.rest is not None:
        reading, stop = tail(reader, reading)
        note = note_of(reader, reading, stop)
        values = dict(reading.values)
        if note and shape.rest.name in values:
            note = f"{note} {values[shape.rest.name]}"
        if note or shape.rest.name in values:
            values[shape.rest.name] = named(note or values[shape.rest.name], lexicon)
        values = _weighed(shape, values, lexicon)
    else:
        values = dict(reading.values)
        left = reader.line.slice(reading.head, len(reader.line))
        for slot in command.slots:
            if slot.account and slot.required and slot.firsts and slot.name not in values:
                among = guess_after(reader, slot, reading, lexicon)
                values, left = ({**values, slot.name: among}, "") if among else (values, left)
    return settled(command, values, lexicon, left, bool(reading.strays))


def _weighed(shape: Shape, values: dict[str, Any], lexicon: Lexicon) -> dict[str, Any]:
    """The values, or the question which customer it is, with the word that was taken for one back in the note."""
    if shape.account is None or shape.rest is None:
        return values
    note = values.get(shape.rest.name)
    among = doubted(values.get(shape.account.name), note, lexicon) if isinstance(note, str) else None
    if among is None:
        return values
    return {**values, shape.account.name: _one(shape.account, among), shape.rest.name: f"{among.said} {note}"}


def named(note: str, lexicon: Lexicon) -> str:
    """Mentions as names: a note outlives the platform it was typed on."""

    def name(match: re.Match[str]) -> str:
        member = lexicon.mentioned(match[1])
        return f"@{member.name}" if member else match[0]

    return _MENTION.sub(name, note) if "<@" in note else note


def settled(
    command: "Command", values: dict[str, Any], lexicon: Lexicon, left: str = "", strays: bool = False
) -> Draft:
    """Accounts picked, dates and names in their final form. What cannot be settled stays Among or Bad."""
    final: dict[str, Any] = {}
    others: dict[str, tuple[Account, ...]] = {}
    slots = sorted(command.slots, key=lambda slot: (not slot.account, _choices(values.get(slot.name))))
    for slot in slots:
        value = values.get(slot.name)
        if value is None:
            if slot.account and slot.required and lexicon.linked is not None:
                linked = replace(lexicon.linked, how="linked")
                final[slot.name] = (linked,) if slot.several else linked
            continue
        if isinstance(value, Among) or (slot.several and isinstance(value, tuple)):
            final[slot.name] = _picked(slot, value, lexicon, others, tuple(final.values()))
        else:
            final[slot.name] = value if isinstance(value, Bad) else slot.word.settle(value, lexicon, final)
    if command.supply is not None:
        final = command.supply(final)
    ordered = {slot.name: final[slot.name] for slot in command.slots if slot.name in final}
    return Draft(ordered, others, left, strays)


def _choices(value: Any) -> int:
    """How many accounts a word may mean; those that are certain are settled before the others."""
    return len(value.items) if isinstance(value, Among) else 0


_LABELLED = re.compile(r"([\w-]+):")


def _no_choice(command: "Command", slot: Slot, draft: Draft) -> str:
    """`sentiment Acme purple: x`: the word before the colon was meant as a choice, and is none."""
    rest = command.shape.rest
    said = draft.values.get(rest.name) if rest is not None and slot.closed else None
    found = _LABELLED.match(said) if isinstance(said, str) else None
    return f"“{shorten(found[1])}” is none here. " if found else ""


def _picked(
    slot: Slot, value: Any, lexicon: Lexicon, others: dict[str, tuple[Account, ...]], but: tuple[Any, ...]
) -> Any:
    result: list[Any] = []
    for among in value if isinstance(value, tuple) else (value,):
        picked = pick(among, lexicon, but) if isinstance(among, Among) else None
        if picked is None:
            result.append(among)
            continue
        if picked.others:
            others[slot.name] = others.get(slot.name, ()) + picked.others
        if picked.chosen not in result:
            result.append(picked.chosen)
    return tuple(result) if slot.several else result[0]


# ------------------------------------------------------------ what has to be asked


def concluded(command: "Command", draft: Draft, lexicon: Lexicon) -> "Call":
    errors = {name: bad.sentence for name, value in draft.values.items() if (bad := _bad(value)) is not None}
    for slot in command.slots:
        if slot.required and slot.name not in draft.values:
            errors[slot.name] = _no_choice(command, slot, draft) + slot.missing
    if draft.left:
        errors[""] = f"I do not know what “{shorten(draft.left)}” means here.{_instead(command)}"
    if errors:
        raise _incomplete(command, draft, errors)
    for name, value in draft.values.items():
        unsure = next(
            (item for item in (value if isinstance(value, tuple) else (value,)) if isinstance(item, Among)), None
        )
        if unsure is not None:
            raise which(command, draft, name, unsure, lexicon)
    return command.call(draft.values, draft.others)


def _bad(value: Any) -> Bad | None:
    """What is wrong with a value, or with one of several."""
    return next((item for item in (value if isinstance(value, tuple) else (value,)) if isinstance(item, Bad)), None)


def _instead(command: "Command") -> str:
    """An example to type. What only asks is answered with several of them anyway."""
    example = next((example for example in command.examples if " " in example), command.name)
    return "" if command.reads else f" Try {example}."


def _incomplete(command: "Command", draft: Draft, errors: dict[str, str]) -> Incomplete:
    buttons: list[Button] = []
    for name, value in draft.values.items():
        if isinstance(value, Bad) and len(errors) == 1:
            for text, label in value.likely:
                word = command.slot(name).word
                buttons.append(Button(label, command.printed({**draft.values, name: Raw(text)}), "primary"))
                assert word is not None
    form = command.form(draft.values, errors)
    return Incomplete(*[joined(errors.values())], form=form, field=next(iter(errors)), buttons=tuple(buttons))


@dataclass(frozen=True, slots=True)
class Raw:
    """Text that takes the place of a value in a printed line."""

    text: str


def which(command: "Command", draft: Draft, name: str, among: Among, lexicon: Lexicon) -> Unclear:
    """Two become buttons; a name that nobody goes by offers the nearest, and to create it."""
    taken = [value for value in draft.values.values() if isinstance(value, Account)]
    items = tuple(item for item in among.items if item not in taken)
    if not items and command.slot(name).account:
        items = tuple(replace(account, how="near") for account, _ in lexicon.near(among.said, MOST_CHOICES - 2))
    lines = [command.printed(_put(draft.values, name, among, item)) for item in items[:MOST_CHOICES]]
    labels = told_apart(items, lexicon)
    buttons = [Button(label, line) for label, line in zip(labels, lines, strict=False)]
    form = command.form(draft.values, {})
    said = shorten(among.said)
    if among.doubted:
        return Unclear("Which customer is that about?", buttons=tuple(buttons), field=name, form=form)
    if any(not isinstance(item, Account) or item.how != "near" for item in items):
        return Unclear(f"Which {said}?", buttons=tuple(buttons), field=name, form=form)
    then = command.printed(_put(draft.values, name, among, Raw(among.said)))
    if not command.reads and getattr(command.slot(name).word, "creates", True):
        buttons.append(Button(f"Create {said}", f"create {quote(among.said)} then:{quote(then)}"))
    nearest = " Is it one of these?" if items else ""
    return Unclear(f"I know no account “{said}”.{nearest}", buttons=tuple(buttons), field=name, form=form)


def _put(values: dict[str, Any], name: str, among: Among, item: Any) -> dict[str, Any]:
    value = values[name]
    return {
        **values,
        name: tuple(item if part is among else part for part in value) if isinstance(value, tuple) else item,
    }


def _two_readings(command: "Command", drafts: list[Draft]) -> Unclear:
    names = [slot.name for slot in command.slots if len({repr(draft.values.get(slot.name)) for draft in drafts}) > 1]
    buttons = []
    for draft in drafts[:MOST_CHOICES]:
        said = (command.labelled(name, draft.values[name]) for name in names if name in draft.values)
        buttons.append(Button(shorten(" · ".join(said), 70), command.printed(draft.values)))
    return Unclear("That can mean two things. Which one?", buttons=tuple(buttons), field=names[0] if names else "")
