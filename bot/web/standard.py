"""The service standard at /standar-layanan: the office's own file with today's facts (stories 24f)."""

from __future__ import annotations

import asyncio
import html
from pathlib import Path
from string import Template

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from bot.core.office import STANDARD_PAGE
from bot.services import readiness
from bot.services.kit import Kit
from bot.web.assets import FOREVER, STATIC, load_asset, serve
from bot.web.prose import Prose

CONTENT = Path("data/standar/standar_layanan.md")
_NO_NUMBER = "…………………………"  # the office fills it in


def standard_routes(kit: Kit, home: Path) -> APIRouter:
    """The page and what it is drawn with.

    Args:
        kit: the use cases' kit.
        home: the folder with the office's files.

    Raises:
        ConfigError: the content file is missing, or names an unknown field.
    """
    router = APIRouter()
    prose = Prose.load(home / CONTENT, kit.office.placeholders() | {"nomor_sk": ""})
    template = Template((STATIC / "standard.html").read_text(encoding="utf-8"))
    sheet, script = load_asset("paper.css"), load_asset("print.js")
    serve(router, "/chat/paper.css", sheet, FOREVER)
    serve(router, "/chat/print.js", script, FOREVER)

    async def show() -> HTMLResponse:
        number = await asyncio.to_thread(readiness.decree_number, kit)
        today = kit.clock().astimezone(kit.zone).date()
        body = prose.html(kit.office.placeholders(today) | {"nomor_sk": number or _NO_NUMBER})
        page = template.substitute(
            office=html.escape(kit.office.name), body=body, css=sheet.fingerprint, js=script.fingerprint
        )
        return HTMLResponse(page)

    router.add_api_route(STANDARD_PAGE, show, methods=["GET", "HEAD"], include_in_schema=False)
    return router
