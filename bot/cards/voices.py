"""What customers said of a feature request: each voice in a line, and the words of it."""

from collections.abc import Sequence

from bot.cards.activities import joined
from bot.cards.people import told
from bot.draw import shield
from bot.rules.request_words import Importance
from bot.scene import Scene
from bot.view import Block, Bold, Link, Row, Rows, Sayable, Spans, spans
from storage.queries.requests import Heard
from storage.tables import Voice

VOICES_SHOWN = 5


def importance_said(importance: int | None) -> str:
    return Importance(importance).said if importance else ""


def voice_line(scene: Scene, heard: Heard) -> Spans:
    """“Acme Corp · T1 · must have · because audit in March”."""
    voice = heard.voice
    return joined(
        [
            Bold(heard.account),
            f"T{heard.tier}" if heard.tier else "",
            importance_said(voice.importance),
            shield(voice.why, *told(scene.work, voice.account_id, because(voice.why.value))) if voice.why else "",
            f"{voice.stage} then" if voice.stage and voice.stage != heard.stage else "",
            _hit(scene, voice),
        ]
    )


def because(why: str) -> str:
    return why if why.startswith(("so that", "in order to")) else f"because {why}"


def _hit(scene: Scene, voice: Voice) -> Sayable:
    if voice.hit is None:
        return ""
    said = {"yes": "hit the mark", "partly": "hit the mark partly", "no": "missed the mark"}[voice.hit]
    if voice.hit_why is None:
        return said
    return spans(said, shield(voice.hit_why, " (“", *told(scene.work, voice.account_id, voice.hit_why.value), "”)"))


def words_said(scene: Scene, voice: Voice, title: str) -> Spans:
    """What they said, as far as the title does not say it; theirs in quotes."""

    def said(text: str) -> Spans:
        return told(scene.work, voice.account_id, text)

    what = "" if voice.what.value.casefold() == title.casefold() else shield(voice.what, *said(voice.what.value))
    quote = voice.quote if voice.quote is not None and voice.quote.value != voice.what.value else None
    return joined(
        [
            what,
            shield(voice.requirements, "needs: ", *said(voice.requirements.value)) if voice.requirements else "",
            shield(quote, "“", *said(quote.value), "”") if quote is not None else "",
            Link("message", voice.link) if voice.link else "",
        ]
    )


def voices_block(scene: Scene, heard: Sequence[Heard], title: str, shown: int = VOICES_SHOWN) -> list[Block]:
    """The weightiest words first, then the newest."""
    ranked = sorted(heard, key=lambda one: (-(one.voice.importance or 0), -one.voice.id))
    rows = tuple(Row(voice_line(scene, one), words_said(scene, one.voice, title)) for one in ranked[:shown])
    return [Rows(rows, len(heard))] if rows else []
