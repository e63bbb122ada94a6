"""What Bailey writes about itself: events with an `action`, never what people said, and no secrets."""

import logging
import re
import sys
from collections.abc import Mapping
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "•••"

# Tokens of Slack, bearer tokens (JSON Web Tokens among them), passwords inside a database URL.
SECRETS = re.compile(
    r"\b(?:xox[a-z]|xapp|xwfp)-[\w.-]+"
    r"|\bBearer\s+[\w.~+/=-]+"
    r"|\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?"
    r"|(?<=://)[^\s/:@]+:[^\s/@]+(?=@)",
    re.IGNORECASE,
)

# Libraries whose chatter tells nothing to whoever runs Bailey, or repeats what was sent.
QUIET = ("slack_bolt", "slack_sdk", "botbuilder", "botframework", "msrest", "msal", "aiohttp", "asyncio", "apscheduler",
         "urllib3", "requests", "psycopg", "psycopg.pool", "alembic", "sqlalchemy")  # fmt: skip


def set_up(level: str = "info", form: str = "auto", target: TextIO | None = None) -> None:
    """Route structlog and the standard library's loggers to one stream.

    level: debug, info, warning, error. form: human, json, or auto: human on a terminal. target: stderr by default.
    """
    stream = target or sys.stderr
    human = form == "human" or (form == "auto" and stream.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ending: list[Processor] = (
        [
            redact,
            structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback),
        ]
        if human
        else [structlog.processors.format_exc_info, redact, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        _Formatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Nothing that looks like a token leaves, wherever in an event it stands."""
    return {name: _hide(value) for name, value in event.items()}


def _hide(value: object) -> object:
    match value:
        case str():
            return SECRETS.sub(HIDDEN, value)
        case Mapping():
            return {name: _hide(each) for name, each in value.items()}
        case list() | tuple():
            return [_hide(each) for each in value]
    return value


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """The whole text is looked over once more: tracebacks are drawn last."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRETS.sub(HIDDEN, super().format(record))
