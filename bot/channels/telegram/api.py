"""Calls the Bot API. The token is part of its addresses, so only the innermost layer here ever sees it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from bot.channels.base import Refused, Unclear
from bot.channels.http import TIMEOUTS, ask, open_client

_UPLOAD_TIMEOUTS = httpx.Timeout(60, connect=5)  # 16 MB over an office's line
_LIMITS = httpx.Limits(max_connections=32, max_keepalive_connections=16)
_MASKED = "bot***"


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that goes out with a call, in the form field that the method takes it from."""

    field: str
    file_name: str
    content: bytes
    mime: str


class BotApi:
    """One bot at one Bot API server."""

    def __init__(self, token: str, url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        inner = transport or httpx.AsyncHTTPTransport(limits=_LIMITS, trust_env=False)
        self._url = url.rstrip("/")
        self.http = open_client(url, _TokenTransport(token, inner))

    async def call(
        self, method: str, fields: Mapping[str, Any], *, timeout: httpx.Timeout = TIMEOUTS
    ) -> httpx.Response | Refused | Unclear:
        """The answer to a method, or what its end without one means."""
        return await ask(self.http.post(f"{_MASKED}/{method}", json=fields, timeout=timeout))

    async def upload(
        self, method: str, fields: Mapping[str, Any], upload: Upload
    ) -> httpx.Response | Refused | Unclear:
        """The same for a method that takes a file."""
        data = {name: each if isinstance(each, str) else json.dumps(each) for name, each in fields.items()}
        files = {upload.field: (upload.file_name, upload.content, upload.mime)}
        return await ask(self.http.post(f"{_MASKED}/{method}", data=data, files=files, timeout=_UPLOAD_TIMEOUTS))

    def file_url(self, path: str) -> str:
        """Where `http` finds a file's bytes, by the path that getFile gave."""
        return f"{self._url}/file/{_MASKED}/{path}"

    async def close(self) -> None:
        """Close the connections."""
        await self.http.aclose()


class _TokenTransport(httpx.AsyncBaseTransport):
    """Puts the token into the address last: httpx logs addresses at INFO and ties requests to its exceptions."""

    def __init__(self, token: str, inner: httpx.AsyncBaseTransport) -> None:
        self._real = f"bot{quote(token, safe=':')}".encode()  # a stray blank or newline is a wrong token, not an error
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to its real address."""
        path = request.url.raw_path.replace(_MASKED.encode(), self._real, 1)
        real = httpx.Request(
            request.method,
            request.url.copy_with(raw_path=path),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return await self._inner.handle_async_request(real)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()
