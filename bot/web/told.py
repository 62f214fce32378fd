"""A plain page that says one thing and leads on: for a browser, where a program gets JSON."""

from __future__ import annotations

import html
from string import Template

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response

from bot.web.assets import STATIC
from bot.web.security import FORM_POLICY

_PAGE = Template((STATIC / "message.html").read_text(encoding="utf-8"))


def wants_page(connection: HTTPConnection) -> bool:
    """Whether a person's browser asks, which shows what it gets; scripts ask for anything."""
    return "text/html" in connection.headers.get("accept", "")


def told_page(
    title: str, text: str, status: int, *, office: str, back: str = "/", back_label: str = "Buka halaman tanya jawab"
) -> Response:
    """The page; title, text and office are shown as text."""
    page = _PAGE.substitute(
        title=html.escape(title),
        office=html.escape(office),
        message=html.escape(text),
        back=html.escape(back),
        back_label=html.escape(back_label),
    )
    return HTMLResponse(page, status, {"Content-Security-Policy": FORM_POLICY, "Cache-Control": "no-store"})
