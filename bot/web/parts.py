"""What the routes work with, kept in the FastAPI app's state."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from bot.channels.base import Channel
from bot.services.backups import Vault
from bot.services.kit import Kit
from bot.services.wake import Hub
from bot.web.console.forms import Forms
from bot.web.limits import Limiter
from bot.web.metrics import Metrics
from bot.workers.intake import Intake


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Shared by all requests of one app."""

    kit: Kit
    hub: Hub
    metrics: Metrics
    forms: Forms
    rasa_ready: Callable[[], Awaitable[bool]]
    per_session: Limiter
    per_address: Limiter
    channels: Mapping[str, Channel]
    intake: Intake
    vault: Vault | None


def parts_of(connection: HTTPConnection) -> Parts:
    """The parts of the app that serves this connection."""
    parts = connection.app.state.parts
    if not isinstance(parts, Parts):
        raise TypeError("create_app has not set the app's parts")
    return parts


def address_of(connection: HTTPConnection) -> str:
    """The caller's IP address; behind a proxy the server has put the real one there (proxy_headers)."""
    return connection.client.host if connection.client else "-"
