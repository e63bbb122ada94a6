"""A form that is refused comes back with all that was typed, and says why beside the field that is to blame."""

import pytest

from bot.request import Place
from bot.view import Notice
from tests.chat import Chat, World

TYPED = "They ask about the API tier: is “enterprise” needed?"


async def opened(chat: Chat, line: str) -> Chat:
    await chat.says(f"form {line}")
    assert chat.form.fields
    return chat


async def test_the_reason_stands_beside_the_field(world: World) -> None:
    dana = await opened(world.chat("dana@example.com"), "fyi Initech")
    me = await world.look(lambda work: work.people.by_email("dana@example.com"))
    assert me is not None
    await dana.fills(to=f"member#{me.id}", words=TYPED)
    assert not dana.done
    assert dana.form.errors == {"to": "That is you. Whom shall I tell?"}
    assert dana.form.values["words"] == TYPED
    assert dana.form.shown[dana.form.values["account"]] == "Initech"
    lee = await world.look(lambda work: work.people.by_email("lee@example.com"))
    assert lee is not None
    told = await dana.fills(to=f"member#{lee.id}")
    assert dana.done, told


async def test_what_is_no_fields_fault_stands_above(world: World) -> None:
    await world.chat("omar@example.com").says("create Fresh Ltd")
    mia = await opened(world.chat("mia@example.com"), "reference ask account:Fresh kind:quote")
    told = await mia.fills(purpose=TYPED)
    assert not mia.done
    assert mia.form.values["purpose"] == TYPED
    assert not mia.form.errors
    assert mia.last is not None
    assert isinstance(mia.last.view.blocks[0], Notice), told


@pytest.mark.parametrize(
    ("line", "values", "field"),
    [
        ("nominate account:Initech", {"use_case": TYPED, "hours": "5000"}, "hours"),
        ("escalate account:Initech", {"what": "", "severity": "sev2"}, "what"),
        ("escalate account:Initech", {"account": "Nonesuch Corp", "what": TYPED}, "account"),
        ("complaint account:Initech", {"words": ""}, "words"),
        ("feedback account:Initech", {"words": "", "theme": "speed"}, "words"),
        ("request account:Initech", {"what": "", "why": TYPED}, "what"),
        ("request", {"what": TYPED, "account": ""}, "account"),
        ("consent account:Initech kind:quote", {"until": "soonish", "by": "Jane Doe"}, "until"),
        ("consent account:Initech", {"kind": "", "by": "Jane Doe"}, "kind"),
        ("opinion account:Initech", {"favour": "", "why": TYPED}, "favour"),
        ("verdict account:Initech", {"word": "", "why": TYPED}, "word"),
        ("reference ask account:Initech", {"kind": "", "purpose": TYPED}, "kind"),
        ("win account:Initech", {"words": ""}, "words"),
        ("owes", {"what": TYPED, "account": ""}, "account"),
        ("fyi", {"words": TYPED, "to": ""}, "account"),
        ("problem", {"title": TYPED, "accounts": ""}, "accounts"),
    ],
)
async def test_every_form_keeps_what_was_typed(world: World, line: str, values: dict[str, str], field: str) -> None:
    jane = await opened(world.chat("jane@example.com"), line)
    before = dict(jane.form.values)
    told = await jane.fills(**values)
    assert not jane.done, told
    assert list(jane.form.errors) == [field], told
    kept = {**before, **values}
    for name, text in kept.items():
        if name not in ("severity", "account"):
            assert jane.form.values.get(name, "") == text, name


async def test_a_refusal_with_ways_forward_keeps_both(world: World) -> None:
    """Nothing is lost, and what may be pressed instead is there as well."""
    dana, late = world.chat("dana@example.com"), world.chat("sam@example.com")
    await dana.says("complaint Initech nobody calls back")
    await opened(late, "complaint-answer complaint:1")
    await dana.says("complaint:1 answered we called them")
    told = await late.fills(text=TYPED)
    assert "answered already" in told
    assert late.form.values["text"] == TYPED
    assert late.buttons


async def test_who_may_not_gets_no_form(world: World) -> None:
    vera = world.chat("vera@example.com", channel="room", place=Place.SHARED)
    await vera.says("form escalate Initech")
    assert vera.last is not None
    assert vera.last.view.form is None
