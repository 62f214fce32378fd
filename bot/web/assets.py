"""Static files read once, with an ETag and a ready-made gzip form: the page must open on a 2G network."""

from __future__ import annotations

import gzip
import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).parent / "static"
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOREVER = "public, max-age=31536000, immutable"  # for an address that carries the file's fingerprint
SHORT = "public, max-age=300"  # the widget's address never changes, so a mended one must arrive soon
ASK_FIRST = "no-cache"


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One file as it is served."""

    body: bytes
    packed: bytes
    media_type: str

    @property
    def fingerprint(self) -> str:
        """Short hash of the content."""
        return hashlib.sha256(self.body).hexdigest()[:12]

    def response(self, request: Request, cache: str, headers: Mapping[str, str] | None = None) -> Response:
        """Answer with the file, or with 304 when the browser has it already."""
        etag = f'W/"{self.fingerprint}"'
        all_headers = {"ETag": etag, "Cache-Control": cache, "Vary": "Accept-Encoding", **(headers or {})}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=all_headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            all_headers["Content-Encoding"] = "gzip"
            return Response(self.packed, media_type=self.media_type, headers=all_headers)
        return Response(self.body, media_type=self.media_type, headers=all_headers)


def load_asset(name: str, fields: Mapping[str, str] | None = None) -> Asset:
    """Read a file of `static/`, filling `$field` marks with escaped values when fields are given."""
    path = STATIC / name
    text = path.read_text(encoding="utf-8")
    if fields is not None:
        text = Template(text).substitute({key: html.escape(value) for key, value in fields.items()})
    body = text.encode()
    return Asset(body=body, packed=gzip.compress(body, mtime=0), media_type=MEDIA_TYPES[path.suffix])


def serve(router: APIRouter, path: str, asset: Asset, cache: str, headers: Mapping[str, str] | None = None) -> None:
    """Add a route that answers with the asset."""

    async def answer(request: Request) -> Response:
        # An address with the file's fingerprint may be kept for ever, the same file without it may not.
        kept = SHORT if cache == FOREVER and "v" not in request.query_params else cache
        return asset.response(request, kept, headers)

    router.add_api_route(path, answer, methods=["GET", "HEAD"], include_in_schema=False)
