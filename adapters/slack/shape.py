"""What a payload has to hold before anything of it is read: Slack's own always does, whatever else is signed need not."""

from typing import Any

from adapters.slack.spans import Json

# A name that ends in “?” may be missing, or null. “*” is every name of a mapping. A list holds things of one shape; written
# as a tuple, at least one.
Shape = type | list[Any] | tuple[Any] | dict[str, Any]

FILE: Shape = {"id?": str, "name?": str, "title?": str, "filetype?": str, "permalink?": str, "size?": int}
MESSAGE: Json = {"user?": str, "text?": str, "ts?": str, "thread_ts?": str, "files?": [FILE], "reply_users?": [str]}
PERSON: Json = {"id": str, "team_id?": str}
PROFILE: Shape = {"display_name?": str, "real_name?": str, "email?": str}
CHANNEL: Shape = {"channel": str, "user?": str}
ITEM: Shape = {"type?": str, "channel?": str, "ts?": str}
SPOKEN: Shape = {
    **MESSAGE,
    "channel": str,
    "ts": str,
    "subtype?": str,
    "event_ts?": str,
    "message?": MESSAGE,
    "previous_message?": MESSAGE,
}
EVENTS: dict[str, Shape] = {
    "message": SPOKEN,
    "app_mention": SPOKEN,
    "app_home_opened": {"user": str, "channel?": str},
    "reaction_added": {"user?": str, "reaction?": str, "event_ts": str, "item_user?": str, "item?": ITEM},
    "link_shared": {"user?": str, "channel?": str, "message_ts?": str, "thread_ts?": str, "links?": [{"url?": str}]},
    "user_change": {"user": {**PERSON, "tz?": str, "locale?": str, "profile?": PROFILE, "enterprise_user?": dict}},
    "member_joined_channel": CHANNEL,
}
EVENTS["reaction_removed"] = EVENTS["reaction_added"]
EVENTS["team_join"] = EVENTS["user_change"]
EVENTS |= dict.fromkeys(
    ("member_left_channel", "channel_left", "group_left", "channel_shared", "channel_unshared"), CHANNEL
)
EVENT: Shape = {
    "event_id?": str,
    "authorizations?": [{"team_id?": str, "user_id?": str}],
    "team_id?": str,
    "enterprise_id?": str,
}

INTERACTION: Shape = {
    "user": PERSON,
    "team?": {"id?": str, "domain?": str},
    "enterprise?": {"id?": str},
    "channel?": {"id": str},
    "container?": {"channel_id?": str, "message_ts?": str, "thread_ts?": str},
    "message?": MESSAGE,
    "view?": {"id?": str, "type?": str},
    "trigger_id?": str,
    "response_url?": str,
}
ENTERED: Shape = {"selected_options?": [{"value": str}], "selected_option?": {"value": str}}
INTERACTIONS: dict[str, Shape] = {
    "block_actions": {"actions": ({"action_id": str, "block_id?": str, "action_ts?": str, "value?": str},)},
    "view_submission": {
        "view": {
            "id": str,
            "type": str,
            "callback_id?": str,
            "private_metadata?": str,
            "hash?": str,
            "state": {"values": {"*": {"*": ENTERED}}},
        }
    },
    "block_suggestion": {"action_id": str, "value?": str},
    "message_action": {"callback_id": str, "trigger_id": str, "channel": {"id": str}, "message": MESSAGE},
}
COMMAND: Shape = {"command": str, "user_id": str, "channel_id": str, "trigger_id": str}


def is_sound(body: Json) -> bool:
    """Whether everything that is read of this payload is there, and what it should be. What is read by nobody is sound."""
    if "command" in body:
        return _fits(body, COMMAND)
    kind = body.get("type")
    if not isinstance(kind, str):
        return kind is None
    if kind == "event_callback":
        event = body.get("event")
        told = event.get("type") if isinstance(event, dict) else None
        return isinstance(told, str) and _fits(body, EVENT) and _fits(event, EVENTS.get(told, {}))
    return kind not in INTERACTIONS or (_fits(body, INTERACTION) and _fits(body, INTERACTIONS[kind]))


def _fits(value: Any, shape: Shape) -> bool:
    match shape:
        case tuple():
            return bool(value) and _fits(value, list(shape))
        case list():
            return isinstance(value, list) and all(_fits(one, shape[0]) for one in value)
        case dict():
            return isinstance(value, dict) and all(_has(value, name, inner) for name, inner in shape.items())
        case _:
            return isinstance(value, shape)


def _has(value: Json, name: str, inner: Shape) -> bool:
    if name == "*":
        return all(_fits(one, inner) for one in value.values())
    found = value.get(name.removesuffix("?"))
    return name.endswith("?") if found is None else _fits(found, inner)
