"""Logs: one JSON line an event (or coloured text on a terminal), dotted names, ids only.

What people write, their names and numbers must not be logged at all; the redaction here is the second net.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor, WrappedLogger

_WORDS = {"text", "texts", "question", "messages", "body", "name", "username", "phone", "email", "address"}
_SECRETS = {"password", "token", "secret", "authorization"}
_FORBIDDEN = _WORDS | _SECRETS
_PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w-])(?:\+?62|0)[ -]?8\d[\d -]{6,13}\d|(?<!\d)\d{16}(?!\d)")
REDACTED = "[disamarkan]"


def configure_logs(*, json: bool | None = None, level: int = logging.INFO) -> None:
    """Set up structlog and the standard library's loggers.

    Args:
        json: JSON lines; default: unless standard error is a terminal.
        level: the least level that is written.
    """
    as_json = not sys.stderr.isatty() if json is None else json
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
        redact,
    ]
    renderer: Processor = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("httpx", "httpcore", "alembic", "sqlalchemy"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def redact(_: WrappedLogger, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide fields that hold people's words or secrets, and numbers and addresses anywhere else."""
    for field, value in event.items():
        event[field] = REDACTED if field in _FORBIDDEN else _clean(value)
    return event


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _PERSONAL.sub(REDACTED, value)
    if isinstance(value, dict):
        return {key: REDACTED if key in _FORBIDDEN else _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value
