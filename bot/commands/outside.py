"""How the channel doctor asks providers and the service, whatever comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bot.commands.findings import Finding, Found, finding

_TIMEOUT_S, _SKEW_S = 10, 60


def open_http() -> httpx.AsyncClient:
    """Asks the world through the machine's proxy, if it has one, and this machine without it."""
    return httpx.AsyncClient(timeout=_TIMEOUT_S, mounts={"all://127.0.0.1": None, "all://localhost": None})


def clock(answer: httpx.Response, now: datetime) -> Finding:
    """Whether this machine's clock agrees with the provider's."""
    try:
        theirs = parsedate_to_datetime(answer.headers["date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return finding(Found.CLOCK_UNKNOWN)
    apart = abs((now - theirs).total_seconds())
    return finding(Found.CLOCK) if apart <= _SKEW_S else finding(Found.CLOCK_WRONG, seconds=round(apart))


async def ask(http: httpx.AsyncClient, method: str, url: str, **more: Any) -> httpx.Response | None:
    """The answer, or None if there was none; the exception's text would show the address."""
    try:
        return await http.request(method, url, **more)
    except (httpx.TransportError, httpx.InvalidURL):
        return None


def object_in(value: Any) -> Mapping[str, Any]:
    """An object, whatever came: an answer's body, or a part of one."""
    if isinstance(value, httpx.Response):
        try:
            value = value.json()
        except ValueError:
            return {}
    return value if isinstance(value, dict) else {}
