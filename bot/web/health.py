"""Whether we live, whether we can serve, and how we do: for a supervisor, a load balancer and Prometheus."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import structlog
from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.services.backups import is_late
from bot.services.figures import desk_load
from bot.services.troubles import alarms
from bot.web.parts import Parts, parts_of

log = structlog.get_logger(__name__)
router = APIRouter(include_in_schema=False)
PATIENCE_S = 3.0


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """Database and Rasa, each by name; 503 when one is away (messages are still stored while Rasa is)."""
    parts = parts_of(request)
    database, rasa = await asyncio.gather(_works(_database(parts)), _works(parts.rasa_ready()))
    states = {"database": "ok" if database else "away", "rasa": "ok" if rasa else "away"}
    everything = database and rasa
    answer: dict[str, object] = {"status": "ready" if everything else "not_ready", "parts": states}
    if database:
        found = await asyncio.to_thread(alarms, parts.kit)
        late = await asyncio.to_thread(is_late, parts.kit, parts.vault)
        others = ["spooled"] * bool(parts.intake.spooled) + ["backup_late"] * late
        answer["alarms"] = [alarm.code for alarm in found] + others
    return JSONResponse(answer, 200 if everything else 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Figures for Prometheus."""
    parts = parts_of(request)
    waiting, held = await asyncio.to_thread(desk_load, parts.kit)
    parts.metrics.waiting.set(waiting)
    parts.metrics.held.set(held)
    parts.metrics.spooled.set(parts.intake.spooled)
    paused = {alarm.code for alarm in await asyncio.to_thread(alarms, parts.kit)}
    for name in parts.channels:
        parts.metrics.paused.labels(channel=name).set(f"channel_paused:{name}" in paused)
    return Response(parts.metrics.page(), media_type=CONTENT_TYPE_LATEST)


async def _database(parts: Parts) -> bool:
    await asyncio.to_thread(desk_load, parts.kit)
    return True


async def _works(look: Awaitable[bool]) -> bool:
    """Any fault, and silence too, means no."""
    try:
        return await asyncio.wait_for(look, PATIENCE_S)
    except Exception as fault:
        log.warning("web.ready.failed", action="readyz", kind=type(fault).__name__)
        return False
