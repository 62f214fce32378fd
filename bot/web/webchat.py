"""The web chat's interface: sessions, messages by long poll, status. Text and tokens are never logged."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from bot.core.errors import ButtonUnknown, ChannelClosed, InputRefused, KeyReused, NotFound, SessionUnknown
from bot.core.messages import Received, SeenMessage, StoredFile
from bot.core.webchat import CHANNEL, WebSession
from bot.services import files, opening, webchat
from bot.services.kit import Kit
from bot.services.wake import conversation_topic
from bot.web.downloads import file_response
from bot.web.errors import ApiError
from bot.web.limits import Limiter
from bot.web.parts import Parts, address_of, parts_of

BODY_BYTES = 64 * 1024  # 10,000 characters, each escaped as \uXXXX, with some air
KEY_MAX = 128
TOKEN_MAX = 256
LONGEST_WAIT_S = 25.0  # proxies and mobile carriers cut a silent connection after 30 s
LOOK_S = 1.0  # another process may have stored the reply: its bell does not ring here
SEQ_MAX = 2**53  # what JavaScript counts exactly

router = APIRouter(prefix="/chat", tags=["web chat"])


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A browser with a valid session."""

    parts: Parts
    token: str
    session: WebSession


async def caller(request: Request) -> Caller:
    """The browser that calls.

    Raises:
        ApiError: 401 without a bearer token, or with one that opens nothing.
    """
    parts = parts_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    challenge = {"WWW-Authenticate": "Bearer"}
    if scheme.lower() != "bearer" or not token:
        raise ApiError(401, "tanpa_sesi", "Percakapan belum dibuka. Muat ulang halaman ini.", challenge)
    try:
        session = await asyncio.to_thread(
            webchat.conversation_of, parts.kit, token.strip(), sign_of_life=_is_by_a_person(request)
        )
    except SessionUnknown:
        raise ApiError(401, "sesi_berakhir", "Percakapan ini sudah berakhir. Silakan mulai lagi.", challenge) from None
    return Caller(parts=parts, token=token.strip(), session=session)


def _is_by_a_person(request: Request) -> bool:
    """A message, or a page that opens and asks for all there is; not the page that listens on (stories 15)."""
    return request.method == "POST" or request.query_params.get("after") == "0"


Calling = Annotated[Caller, Depends(caller)]


@router.post("/sessions")
async def open_session(request: Request) -> dict[str, str]:
    """Open a conversation for a browser."""
    parts = parts_of(request)
    _limit(parts.per_address, address_of(request))
    try:
        return {"session": await asyncio.to_thread(webchat.open_session, parts.kit)}
    except ChannelClosed:
        raise _closed(parts.kit) from None


@router.delete("/sessions", status_code=204)
async def end_session(calling: Calling) -> Response:
    """Forget the browser ("Hapus dari perangkat ini"); what was said stays with the office."""
    await asyncio.to_thread(webchat.end_session, calling.parts.kit, calling.token)
    return Response(status_code=204)


@router.post("/messages", status_code=202)
async def send_message(request: Request, calling: Calling) -> dict[str, str]:
    """Store a text or a button press, once for each Idempotency-Key."""
    _limit(calling.parts.per_address, address_of(request))
    _limit(calling.parts.per_session, calling.session.conversation_id)
    key = request.headers.get("idempotency-key", "")
    if not key or len(key) > KEY_MAX or not _is_plain(key):
        raise ApiError(400, "tanpa_kunci", "Kepala permintaan Idempotency-Key (1-128 huruf) diperlukan.")
    body = await _read_json(request)
    received = await asyncio.to_thread(_store, calling, key, body)
    if not received.duplicate:
        calling.parts.metrics.received.labels(channel=CHANNEL).inc()
    return {"id": received.id}


@router.get("/messages")
async def read_messages(
    request: Request,
    calling: Calling,
    after: Annotated[int, Query(ge=0, le=SEQ_MAX)] = 0,
    wait: Annotated[float, Query(ge=0)] = 0,
) -> list[dict[str, Any]]:
    """Messages after a seq; with `wait`, hold the answer until there is one."""
    conversation = calling.session.conversation_id
    loop = asyncio.get_running_loop()
    ends = loop.time() + min(wait, LONGEST_WAIT_S)
    with calling.parts.hub.listening(conversation_topic(conversation)) as bell:
        while True:
            news = await asyncio.to_thread(webchat.messages_after, calling.parts.kit, conversation, after)
            left = ends - loop.time()
            if news or left <= 0 or await request.is_disconnected():
                links = await asyncio.to_thread(webchat.links_of, calling.parts.kit, news)
                return [_as_json(message, links.get(message.file_id or "")) for message in news]
            await bell.wait(min(left, LOOK_S))


@router.get("/status")
async def read_status(calling: Calling) -> dict[str, str]:
    """What the page's status line shows."""
    status = await asyncio.to_thread(webchat.status, calling.parts.kit, calling.session.conversation_id)
    return {"status": status}


@router.get("/files/{token}")
async def read_file(token: str, request: Request) -> Response:
    """A file that an officer sent, by the link in the conversation; valid for seven days."""
    parts = parts_of(request)
    _limit(parts.per_address, address_of(request))
    try:
        found = await asyncio.to_thread(files.by_link, parts.kit, token)
    except NotFound:
        raise ApiError(404, "tautan_tidak_berlaku", "Tautan berkas ini tidak ada atau sudah lewat 7 hari.") from None
    return file_response(parts.kit, found, inline=False)


def _limit(limiter: Limiter, key: str) -> None:
    if seconds := limiter.wait_for(key):
        headers = {"Retry-After": str(seconds)}
        raise ApiError(
            429, "terlalu_sering", "Terlalu banyak pesan sekaligus. Tunggu sebentar, lalu lanjutkan.", headers
        )


async def _read_json(request: Request) -> object:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise _too_long()
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise ApiError(400, "bukan_json", "Isi permintaan bukan JSON yang benar.") from None


def _store(calling: Caller, key: str, body: object) -> Received:
    kit, session = calling.parts.kit, calling.session
    try:
        match body:
            case {"text": str() as text, **rest} if not rest:
                return webchat.send_text(kit, session, key, text)
            case {"button": str() as token, **rest} if not rest:
                if not _is_plain(token) or len(token) > TOKEN_MAX:
                    raise ButtonUnknown("no button has such a token")
                return webchat.press_button(kit, session, key, token)
    except InputRefused:
        raise _too_long() from None
    except ChannelClosed:
        raise _closed(kit) from None
    except ButtonUnknown:
        message = "Pilihan ini sudah tidak berlaku. Silakan tulis pertanyaan Anda."
        raise ApiError(404, "pilihan_tidak_berlaku", message) from None
    except KeyReused:
        message = "Kunci pengiriman ini sudah dipakai untuk pesan lain. Kirim ulang pesan ini."
        raise ApiError(409, "kunci_dipakai", message) from None
    raise ApiError(400, "isi_keliru", 'Kirim {"text": "..."} atau {"button": "..."}, salah satu saja.')


def _closed(kit: Kit) -> ApiError:
    return ApiError(403, "kanal_tutup", opening.closed_notice(kit.live.now(), CHANNEL))


def _too_long() -> ApiError:
    limit = f"{webchat.TEXT_MAX:,}".replace(",", ".")
    return ApiError(413, "terlalu_panjang", f"Pesan lebih panjang dari {limit} huruf. Bagilah menjadi beberapa pesan.")


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _as_json(message: SeenMessage, file: StoredFile | None) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "seq": message.seq,
        "from": message.speaker.value,
        "text": message.text,
        "buttons": [{"title": button.title, "token": button.token} for button in message.buttons],
        "at": message.at.isoformat(),
    }
    if file is not None:
        shown["file"] = {"name": file.media.file_name, "url": f"/chat/files/{file.link_token}"}
    return shown
