"""Security headers on every answer; a route's own header wins."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.security import COMMON_HEADERS, CONSOLE_POLICY, chat_policy

CONSOLE = "/console"


class SecurityHeaders:
    """ASGI middleware; plain, because a BaseHTTPMiddleware would hold back long polls."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to the start of the answer."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        in_console = scope["path"].startswith(CONSOLE)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in COMMON_HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                headers.setdefault("Content-Security-Policy", CONSOLE_POLICY if in_console else chat_policy("'self'"))
            await send(message)

        return await self.app(scope, receive, with_headers)
