"""A team that matters go to: where it is reached, when it works, who is on duty, and by which words it is found."""

from bot import desks
from bot.cards.activities import joined
from bot.channels import shown
from bot.english import many
from bot.request import Address
from bot.rules.routes import WORDS
from bot.rules.sla import SLAS
from bot.scene import Scene
from bot.view import Block, Bold, Button, Buttons, Fact, Facts, Heading, Row, Sayable, spans
from bot.words.weekly import WeekdaysWord, clock
from storage.tables import TargetName

SHOWN = 8
_days = WeekdaysWord()


def row(scene: Scene, target: TargetName) -> Row:
    """“Support · in its channel · Ines, Lee · Mon–Fri 09:00–17:00 Europe/Berlin”, and its words below."""
    team = desks.target_of(scene.work, target.value)
    said = joined([Bold(target.value), "has a channel" if team.address else "no channel", _duty(scene, target)])
    return Row(said, spans(_words(scene, target)), (Button("Open", f'route team:"{target.value}"'),))


def card(scene: Scene, target: TargetName) -> list[Block]:
    team = desks.target_of(scene.work, target.value)
    lead = desks.lead_of(scene.work, target.value)
    names = scene.names({lead})
    where: Sayable = (
        shown(scene.work, Address.parse(team.address))
        if team.address
        else "none: its people are told in their own chats"
    )
    zone = team.zone or f"{desks.home_zone(scene.work)} (the admin’s)"
    items = (
        Fact("Channel", spans(where)),
        Fact("On duty", spans(_duty(scene, target))),
        Fact("Lead", spans(names.get(lead or 0, "nobody"))),
        Fact("Hours", spans(f"{_days.label(team.days)} {clock(team.starts)}–{clock(team.ends)}, {zone}")),
        Fact("Words", spans(_words(scene, target) or "none")),
        Fact("Answers", spans(_promise())),
    )
    duty = Button("Who is on duty", f'form on-duty team:"{target.value}"', opens_form=True)
    change = Button("Change", f'form route team:"{target.value}"', opens_form=True)
    how = Button("What is open there", f'escalations target:"{target.value}"')
    return [Heading((Bold(target.value),)), Facts(items), Buttons((how, duty, change))]


def _promise() -> str:
    return "; ".join(
        f"Sev {level} in {_span(sla.respond.minutes, sla.respond.days)}{' round the clock' if sla.always else ''}"
        for level, sla in SLAS.items()
    )


def _span(minutes: int, days: int) -> str:
    if days:
        return many(days, "working day")
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def _duty(scene: Scene, target: TargetName) -> str:
    ids = desks.on_duty(scene.work, target.value)
    names = scene.names(set(ids))
    return ", ".join(names[id] for id in ids if id in names) or "nobody on duty"


def _words(scene: Scene, target: TargetName) -> str:
    """What somebody set, then what is usual."""
    own = [one for one in scene.work.escalations.words() if one.target == target.value]
    elsewhere = {one.words for one in scene.work.escalations.words()}
    usual = [phrase for phrase in WORDS[target] if phrase not in elsewhere]
    words = [one.words for one in own] + usual
    more = f" and {len(words) - SHOWN} more" if len(words) > SHOWN else ""
    return ", ".join(words[:SHOWN]) + more
