"""What happened on a day, as rows of a file: activities, and readings of measures and KPIs."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.exporting.pages import colleagues, pieces
from bot.permissions import Audience
from bot.words.figures import plain_number
from storage.tables import MICRO
from storage.work import Work


def activity_rows(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    people = colleagues(work)
    for activities in pieces(work.imports.activities_behind):
        accounts = work.imports.accounts({activity.account_id for activity in activities})
        took_part = work.imports.participants(activity.id for activity in activities)
        for activity in activities:
            if (account := accounts.get(activity.account_id)) is None:
                continue
            note = activity.note if activity.note and audience.sees(activity.note.needs) else None
            yield {
                "id": activity.id,
                "account": account.name,
                "type": activity.kind,
                "minutes": activity.minutes,
                "at": activity.at.astimezone(_zone(activity.zone)),
                "by": people.get(activity.member_id),
                "people": took_part.get(activity.id, []),
                "missions": activity.missions,
                "mode": activity.mode,
                "effectiveness": activity.effect,
                "internal": activity.internal,
                "attempt": activity.attempt,
                "note": note.value if note else None,
            }


def measure_rows(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    """Every reading; nothing for whoever may not see health."""
    if not audience.sees({"health"}):
        return
    names = {measure.id: measure.name for measure in work.health.measures()}
    for readings in pieces(work.imports.readings_behind):
        accounts = work.imports.accounts({reading.account_id for reading in readings})
        for reading in readings:
            if (account := accounts.get(reading.account_id)) is None or reading.measure_id not in names:
                continue
            note = reading.note if reading.note and audience.sees(reading.note.needs) else None
            yield {
                "account": account.name,
                "account_id": account.external_id,
                "measure": names[reading.measure_id],
                "value": Decimal(reading.value.value) / MICRO,
                "at": reading.at,
                "source": reading.source,
                "note": note.value if note else None,
            }


def kpi_rows(work: Work, audience: Audience) -> Iterator[dict[str, Any]]:
    """Every reading with what was agreed; nothing for whoever may not see health."""
    if not audience.sees({"health"}):
        return
    for readings in pieces(work.kpis.readings_behind):
        accounts = work.imports.accounts({reading.account_id for reading in readings})
        kpis = work.kpis.several({reading.kpi_id for reading in readings})
        for reading in readings:
            kpi = kpis.get(reading.kpi_id)
            if kpi is None or (account := accounts.get(reading.account_id)) is None:
                continue
            yield {
                "account": account.name,
                "account_id": account.external_id,
                "kpi": kpi.name,
                "value": f"{plain_number(reading.value_micro.value)}{kpi.unit}",
                "date": reading.on,
                "start": f"{plain_number(kpi.start_micro.value)}{kpi.unit}",
                "target": f"{plain_number(kpi.target_micro.value)}{kpi.unit}",
                "start_date": kpi.starts_on,
                "due_date": kpi.due_on,
            }


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
