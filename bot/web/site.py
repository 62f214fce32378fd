"""The chat page at /, its embedded form, and the script that puts it on the office's own site."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import lru_cache

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.core.webchat import CHANNEL
from bot.services.live_office import LiveOffice, OfficeNow
from bot.services.opening import closed_notice
from bot.web.assets import ASK_FIRST, FOREVER, SHORT, Asset, load_asset, serve
from bot.web.security import chat_policy

_PAGES_KEPT = 4  # two forms of the page, before and after a change of hours


def page_fields(office: OfficeNow, script: Asset, sheet: Asset) -> Mapping[str, str]:
    """What the page's template is filled with."""
    places = office.texts.common
    access, notice = _access(office)
    return {
        "access": access,
        "notice": notice,
        "office": places["nama_kantor"],
        "days": places["hari_layanan"],
        "hours": places["jam_layanan"],
        "phone": places["telepon"],
        "email": places["email"],
        "js": script.fingerprint,
        "css": sheet.fingerprint,
    }


def _access(office: OfficeNow) -> tuple[str, str]:
    """How far the office has opened the web chat, as a class of the page, and what the page says of it (stories 17)."""
    if not office.office.opens(CHANNEL):
        return "shut", closed_notice(office, CHANNEL)
    return ("trial", office.texts.fill("kanal_uji_coba")) if office.office.channels is None else ("", "")


def site_routes(live: LiveOffice, embed_origins: str) -> APIRouter:
    """Routes of the page and its files.

    Args:
        live: whose name and present hours the page shows.
        embed_origins: sites that may show the chat in a frame, as in a CSP `frame-ancestors`.
    """
    router = APIRouter()
    script, sheet, icon, widget = map(load_asset, ("chat.js", "chat.css", "icon.svg", "widget.js"))

    @lru_cache(_PAGES_KEPT)
    def page(fields: frozenset[tuple[str, str]]) -> Asset:
        return load_asset("chat.html", dict(fields))

    def add(path: str, mode: str, headers: Mapping[str, str] | None = None) -> None:
        async def answer(request: Request) -> Response:
            fields = page_fields(await asyncio.to_thread(live.now), script, sheet)
            return page(frozenset({**fields, "mode": mode}.items())).response(request, ASK_FIRST, headers)

        router.add_api_route(path, answer, methods=["GET", "HEAD"], include_in_schema=False)

    add("/", "page")
    add("/chat/embed", "embed", {"Content-Security-Policy": chat_policy(embed_origins)})
    serve(router, "/chat/chat.js", script, FOREVER)
    serve(router, "/chat/chat.css", sheet, FOREVER)
    serve(router, "/chat/icon.svg", icon, SHORT)
    serve(router, "/chat/widget.js", widget, SHORT, {"Cross-Origin-Resource-Policy": "cross-origin"})
    return router
