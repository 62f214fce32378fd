"""Stands before everything under /console: own origins only, a session that may act, and no socket that outlives it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from fastapi.responses import RedirectResponse
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.core.accounts import Step
from bot.core.errors import NotLoggedIn
from bot.services.accounts import Standing
from bot.web.errors import error_response
from bot.web.headers import CONSOLE
from bot.web.security import SAFE_METHODS, OwnOrigins, read_cookie
from bot.web.told import told_page, wants_page

LOGIN = f"{CONSOLE}/login"
SWITCH = f"{CONSOLE}/ganti"
LOGOUT = f"{CONSOLE}/keluar"
VIEW = f"{CONSOLE}/tampilan"
OPEN_PATHS = (LOGIN, SWITCH, f"{CONSOLE}/assets/")
STEPS: Mapping[Step, str] = {
    Step.CODE: f"{CONSOLE}/kode",
    Step.UNLOCK: f"{CONSOLE}/kunci",
    Step.PASSWORD: f"{CONSOLE}/sandi",
    Step.ENROL: f"{CONSOLE}/dua-langkah",
}
"""Where each step is made; with one outstanding, nothing else under /console answers."""
WAITING = f"{CONSOLE}/kunci/menunggu"  # a number alone, for the locked screen
SOCKET = f"{CONSOLE}/_nicegui_ws/"
LOOK_S = 2.0  # how long a socket may outlive its revoked or locked session
CODE_FOREIGN, CODE_ENDED = 4403, 4401

Authenticate = Callable[[str], Awaitable[Standing]]


class ConsoleGuard:
    """ASGI middleware: NiceGUI itself would accept any Origin and knows nothing of sessions.

    Args:
        app: what is guarded.
        authenticate: whose session a token is; raises NotLoggedIn. Must not count as a sign of life.
        origins: the origins from which the console may be used.
        look_s: seconds between two looks at the session of an open socket.
    """

    def __init__(
        self, app: ASGIApp, *, authenticate: Authenticate, origins: OwnOrigins, look_s: float = LOOK_S
    ) -> None:
        self.app = app
        self._authenticate = authenticate
        self._origins = origins
        self._look_s = look_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the connection through, or answer it here."""
        if scope["type"] not in {"http", "websocket"} or not _in_console(scope["path"]):
            return await self.app(scope, receive, send)
        connection = HTTPConnection(scope)
        is_socket = scope["type"] == "websocket"
        if (is_socket or scope["method"] not in SAFE_METHODS) and self._origins.refuses(
            connection, must_name_one=is_socket or scope["path"].startswith(SOCKET)
        ):
            return await _refuse(scope, receive, send, 403, CODE_FOREIGN)
        if scope["path"].startswith(OPEN_PATHS):
            return await self.app(scope, receive, send)
        token = read_cookie(connection, "session") or ""
        try:
            standing = await self._authenticate(token)
        except NotLoggedIn:
            return await _refuse(scope, receive, send, 401, CODE_ENDED)
        if standing.step is not None and not _leads_on(scope["path"], standing.step):
            return await _refuse(scope, receive, send, 401, CODE_ENDED, STEPS[standing.step])
        scope.setdefault("state", {}).update(actor=standing.actor, token=token)
        if is_socket:
            return await self._watched(token, scope, receive, send)
        return await self.app(scope, receive, send)

    async def _watched(self, token: str, scope: Scope, receive: Receive, send: Send) -> None:
        ended = asyncio.create_task(self._until_ended(token))

        async def receive_or_end() -> Message:
            coming = asyncio.ensure_future(receive())
            await asyncio.wait({coming, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                return coming.result()
            coming.cancel()
            return {"type": "websocket.disconnect", "code": CODE_ENDED}

        try:
            await self.app(scope, receive_or_end, send)
            if ended.done():
                await send({"type": "websocket.close", "code": CODE_ENDED})
        finally:
            ended.cancel()

    async def _until_ended(self, token: str) -> None:
        while True:
            await asyncio.sleep(self._look_s)
            try:
                if (await self._authenticate(token)).step is not None:
                    return
            except NotLoggedIn:
                return


def _leads_on(path: str, step: Step) -> bool:
    return path in {STEPS[step], LOGOUT} or (step is Step.UNLOCK and path == WAITING)


def _in_console(path: str) -> bool:
    return path == CONSOLE or path.startswith(f"{CONSOLE}/")


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, code: int, target: str = LOGIN) -> None:
    if scope["type"] == "websocket":
        # Closing before accepting is answered with 403 on the wire; the code is for servers that can tell more.
        return await send({"type": "websocket.close", "code": code})
    if status == 401 and scope["method"] in SAFE_METHODS and not scope["path"].startswith(SOCKET):
        return await RedirectResponse(f"{target}{_back_to(scope)}", 303)(scope, receive, send)
    words: Mapping[int, tuple[str, str]] = {
        401: (
            "belum_masuk",
            "Anda belum masuk, layar terkunci, atau waktu masuk Anda sudah habis. Muat ulang halaman.",
        ),
        403: ("asal_ditolak", "Permintaan dari situs lain ditolak. Buka konsol dari alamatnya sendiri."),
    }
    if wants_page(HTTPConnection(scope)):
        kept = f"{words[status][1]} Yang Anda ketik di konsol tetap tersimpan di tab itu."
        page = told_page(
            "Belum dapat diproses",
            kept,
            status,
            office="Konsol petugas",
            back=f"{target}{_back_to(scope)}",
            back_label="Lanjut ke konsol",
        )
        return await page(scope, receive, send)
    return await error_response(status, *words[status])(scope, receive, send)


def _back_to(scope: Mapping[str, Any]) -> str:
    path = scope["path"]
    query = scope.get("query_string", b"").decode("ascii", "ignore")
    asked = f"{path}?{query}" if query else path
    return "" if path in {CONSOLE, f"{CONSOLE}/", LOGOUT, VIEW} else f"?ke={quote(asked)}"
