"""Watches what a piece of code tells to the outside, for the row engine."""

import logging
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import structlog

_TELLING = 6  # shorter words occur by chance
_LIBRARIES = ("httpx", "httpcore")  # silenced by bot/logs.py, for they log addresses


@contextmanager
def watched(secrets: Sequence[str]) -> Iterator[list[str]]:
    """Collects all that is logged or added; afterwards none of it may hold a secret. Nothing connects meanwhile."""
    seen: list[str] = []
    loud: list[str] = []
    with _recorded(seen, loud), patch.object(socket.socket, "connect", _no_network):
        with patch.object(socket, "getaddrinfo", _no_network), structlog.testing.capture_logs() as events:
            yield seen
        seen.extend(str(event) for event in events)
    leaks = [secret[:3] + "…" for secret in secrets if len(secret) >= _TELLING and any(secret in line for line in seen)]
    assert not leaks, f"told to a log, an exception, a reason or a repr: {leaks}"
    assert not loud, f"logged: {loud}"


@contextmanager
def _recorded(seen: list[str], loud: list[str]) -> Iterator[None]:
    class Recorder(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(logging.Formatter().format(record))
            if record.levelno >= logging.WARNING:
                loud.append(record.name)

    root, recorder = logging.getLogger(), Recorder()
    levels = {name: logging.getLogger(name).level for name in ("", *_LIBRARIES)}
    root.addHandler(recorder)
    root.setLevel(logging.DEBUG)
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.removeHandler(recorder)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def _no_network(*_: Any, **__: Any) -> None:
    raise AssertionError("a real connection was tried")
