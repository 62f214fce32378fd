"""Where providers post: proven, read, stored, and only then acknowledged."""

from __future__ import annotations

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.channels.base import Channel, PayloadInvalid
from bot.channels.whatsapp.channel import WhatsApp
from bot.web.parts import parts_of
from bot.workers.intake import IntakeFull

BODY_BYTES = 4 * 1024 * 1024
AGAIN_S = "5"

log = structlog.get_logger(__name__)
router = APIRouter(include_in_schema=False)


@router.get("/webhooks/whatsapp")
async def verify(request: Request) -> Response:
    """Meta's question whether this address is ours."""
    channel = parts_of(request).channels.get("whatsapp")
    challenge = channel.verify(request.query_params) if isinstance(channel, WhatsApp) else None
    return Response(status_code=403) if challenge is None else PlainTextResponse(challenge)


@router.post("/webhooks/{name}")
async def webhook(name: str, request: Request) -> Response:
    """Take a provider's body; 200 means that everything in it is durable."""
    parts = parts_of(request)
    channel = parts.channels.get(name)
    if channel is None:
        return Response(status_code=404)
    body = await _body(request)
    if body is None:
        return _refused(channel, "too_big", 413)
    if not channel.is_authentic(request.headers, body):
        return _refused(channel, "not_authentic", 401)
    try:
        parsed = channel.parse(body)
    except PayloadInvalid as invalid:
        return _refused(channel, str(invalid), 400)
    try:
        await parts.intake.take(name, body, parsed)
    except IntakeFull:
        return Response(status_code=503, headers={"Retry-After": AGAIN_S})
    for reason in parsed.ignored:
        log.info("webhook.ignored", channel=name, reason=reason)
    parts.metrics.received.labels(channel=name).inc(len(parsed.incoming))
    return Response() if parsed.response is None else JSONResponse(dict(parsed.response))


async def _body(request: Request) -> bytes | None:
    """The raw bytes; None as soon as there are too many."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            return None
    return bytes(body)


def _refused(channel: Channel, reason: str, status: int) -> Response:
    log.warning("webhook.refused", channel=channel.name, reason=reason)
    return Response(status_code=status)
