"""What the sample's customers ask the product for, what they like and what not, and small things that went well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any

from bot.feature_requests import EVENT
from bot.rules.contradictions import contradiction
from bot.rules.request_words import title_of
from bot.rules.themes import OTHER, theme_of
from bot.sample.tables import table
from bot.sample.year import weekday_ago
from storage.tables import ChannelAlert, FeatureRequest, Feedback, Variance, Voice, Win

if TYPE_CHECKING:
    from bot.sample.company import Company

Said = list[dict[str, Any]]


def wished(company: Company, channel: str) -> None:
    """channel: the address at which Product is reached and hears of requests; "" for none."""
    work = company.work
    rows, voices = list(table("requests")), list(table("voices"))
    ids = dict(zip((row["title"] for row in rows), work.bulk.reserve(FeatureRequest, len(rows)), strict=True))
    first: dict[str, dict[str, str]] = {}
    for voice in voices:
        first.setdefault(voice["request"], voice)
    work.many(FeatureRequest, [_request(company, ids[row["title"]], row, first[row["title"]]) for row in rows])
    said = [
        {"id": id, **_voice(company, ids[row["request"]], row)}
        for id, row in zip(work.bulk.reserve(Voice, len(voices)), voices, strict=True)
    ]
    work.many(Voice, said)
    differing = list(_variances(said))
    variances = [
        {"id": id, **one} for id, one in zip(work.bulk.reserve(Variance, len(differing)), differing, strict=True)
    ]
    work.many(Variance, variances)
    work.many(Feedback, [_feedback(company, row) for row in sorted(table("feedback"), key=_oldest)])
    work.many(Win, [_win(company, row) for row in table("wins")])
    if channel:
        new = [f"request:{ids[row['title']]}" for row in rows if row["state"] == "new"]
        _hears(company, channel, [*new, *(f"variance:{one['id']}" for one in variances)])


def _hears(company: Company, channel: str, cards: list[str]) -> None:
    """Product's channel hears of requests, and what nobody has decided yet stands there."""
    pm = company.members["yara"]
    company.work.put(ChannelAlert, event=EVENT, address=channel, author_id=pm)
    for card in cards:
        company.work.messages.put(f"{card}:channel", channel, "", pm, company.now, card=card)


def _request(company: Company, id: int, row: dict[str, str], first: dict[str, str]) -> dict[str, Any]:
    theme = theme_of(f"{first['what']} {first['requirements']}")
    return {
        "id": id,
        "title": title_of(row["title"]),
        "theme": None if theme == OTHER else theme,
        "state": row["state"],
        "reason": row["reason"] or None,
        "pm_id": company.members["yara"] if row["heard_ago"] else None,
        "asked_by_id": company.members[first["by"]],
        "heard_at": _ago(company, row["heard_ago"]) if row["heard_ago"] else None,
        "shipped_at": _ago(company, row["shipped_ago"]) if row["shipped_ago"] else None,
        "created_at": _ago(company, first["days_ago"]),
    }


def _voice(company: Company, request_id: int, row: dict[str, str]) -> dict[str, Any]:
    return {
        "request_id": request_id,
        "account_id": company.accounts[row["account"]],
        "author_id": company.members[row["by"]],
        "what": row["what"],
        "why": row["why"] or None,
        "requirements": row["requirements"] or None,
        "quote": row["quote"] or None,
        "importance": int(row["importance"]),
        "hit": row["hit"] or None,
        "hit_why": row["hit_why"] or None,
        "created_at": _ago(company, row["days_ago"]),
    }


def _variances(said: Said) -> Iterator[dict[str, Any]]:
    """Voices of one request that cannot both be met, as whoever enters them would be told."""
    for one, other in combinations(said, 2):
        if one["request_id"] != other["request_id"] or one["account_id"] == other["account_id"]:
            continue
        found = contradiction(_wording(one), _wording(other))
        if found is not None:
            yield {
                "request_id": one["request_id"],
                "voice_id": one["id"],
                "other_id": other["id"],
                "about": found.about,
                "created_at": other["created_at"],
            }


def _wording(voice: dict[str, Any]) -> str:
    return ". ".join(part for part in (voice["what"], voice["requirements"], voice["quote"]) if part)


def _feedback(company: Company, row: dict[str, str]) -> dict[str, Any]:
    return {
        "account_id": company.accounts[row["account"]],
        "author_id": company.members[row["by"]],
        "sign": int(row["sign"]),
        "theme": row["theme"],
        "words": row["words"],
        "created_at": _ago(company, row["days_ago"]),
    }


def _oldest(row: dict[str, str]) -> int:
    """What was said first has the lowest number, as everywhere."""
    return -int(row["days_ago"])


def _win(company: Company, row: dict[str, str]) -> dict[str, Any]:
    """Of this very day, so that the week it is asked for has it."""
    return {
        "account_id": company.accounts[row["account"]],
        "member_id": company.members[row["by"]],
        "words": row["words"],
        "on": company.today,
        "created_at": company.now,
    }


def _ago(company: Company, days: str) -> datetime:
    """Noon of the working day that many days ago."""
    at = company.instant(weekday_ago(int(days), company.today), time(12), company.zones["yara"])
    return min(at, company.now - timedelta(minutes=1))
