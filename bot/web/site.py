"""The chat page at /, its embedded form, and the script that puts it on the office's own site."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter

from bot.core.office import Office
from bot.web.assets import ASK_FIRST, FOREVER, SHORT, Asset, load_asset, serve
from bot.web.security import chat_policy


def page_fields(office: Office, script: Asset, sheet: Asset) -> Mapping[str, str]:
    """What the page's template is filled with."""
    places = office.placeholders()
    return {
        "office": office.name,
        "days": places["hari_layanan"],
        "hours": places["jam_layanan"],
        "phone": office.phone,
        "email": office.email,
        "js": script.fingerprint,
        "css": sheet.fingerprint,
    }


def site_routes(office: Office, embed_origins: str) -> APIRouter:
    """Routes of the page and its files.

    Args:
        office: whose name and hours the page shows.
        embed_origins: sites that may show the chat in a frame, as in a CSP `frame-ancestors`.
    """
    router = APIRouter()
    script, sheet, icon, widget = map(load_asset, ("chat.js", "chat.css", "icon.svg", "widget.js"))
    fields = page_fields(office, script, sheet)
    page = load_asset("chat.html", {**fields, "mode": "page"})
    embedded = load_asset("chat.html", {**fields, "mode": "embed"})
    embed_headers = {"Content-Security-Policy": chat_policy(embed_origins)}

    serve(router, "/", page, ASK_FIRST)
    serve(router, "/chat/embed", embedded, ASK_FIRST, embed_headers)
    serve(router, "/chat/chat.js", script, FOREVER)
    serve(router, "/chat/chat.css", sheet, FOREVER)
    serve(router, "/chat/icon.svg", icon, SHORT)
    serve(router, "/chat/widget.js", widget, SHORT, {"Cross-Origin-Resource-Policy": "cross-origin"})
    return router
