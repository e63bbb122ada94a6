"""What the logs say, and what they never say."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from adapters.logs import set_up

SECRET = (
    "xoxb-1234-abcDEF",
    "xapp-1-A02-99-ff00",
    "Bearer eyJhbGciOi.eyJzdWIi.sig",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln",
    "postgresql://bailey:hunter2@db/name",
)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["human", "json"])
@pytest.mark.parametrize("secret", SECRET)
def test_nothing_that_looks_like_a_token_is_written(form: str, secret: str) -> None:
    target = io.StringIO()
    set_up("debug", form, target)
    log = structlog.get_logger()
    log.info("started", action="started", where=secret, deep={"list": [f"say {secret} twice"]})
    logging.getLogger("some.library").warning("got %s", secret)
    try:
        raise ValueError(secret)
    except ValueError:
        log.exception("failed", action="failed")
    said = target.getvalue()
    assert said.count("•••") + said.count("\\u2022\\u2022\\u2022") >= 4
    assert "hunter2" not in said
    assert secret not in said


def test_json_is_one_object_a_line_with_its_action() -> None:
    target = io.StringIO()
    set_up("info", "auto", target)  # no terminal
    structlog.get_logger().info("started", action="started", port=8787)
    logging.getLogger("aiohttp.access").info("GET /")
    logging.getLogger("slack_bolt.App").debug("body")
    (line,) = target.getvalue().splitlines()
    event = json.loads(line)
    assert (event["action"], event["port"], event["level"]) == ("started", 8787, "info")
    assert "timestamp" in event


def test_the_level_counts() -> None:
    target = io.StringIO()
    set_up("warning", "json", target)
    structlog.get_logger().info("quiet", action="quiet")
    structlog.get_logger().warning("loud", action="loud")
    assert [json.loads(line)["action"] for line in target.getvalue().splitlines()] == ["loud"]
