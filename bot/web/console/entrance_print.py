"""The day's page for the entrance on paper, A4 or A5: the QR code, the address and the code (stories 18)."""

from __future__ import annotations

from html import escape
from string import Template

from fastapi import FastAPI, Request, Response
from starlette.requests import HTTPConnection

from bot.core.accounts import Role
from bot.core.day_code import DayCodes
from bot.core.errors import PermissionRefused
from bot.core.service_hours import describe_day
from bot.services.kit import Kit
from bot.web.assets import STATIC, load_asset
from bot.web.console.notices import refusal
from bot.web.console.places import VISITS
from bot.web.errors import error_response
from bot.web.qr import qr_svg
from bot.web.security import chat_policy

ADDRESS = f"{VISITS}/cetak"
_TITLE = "Daftar kunjungan"


def origin_of(request: HTTPConnection) -> str:
    """The address by which a page was opened; visitors in the office reach the same one."""
    return f"{request.url.scheme}://{request.url.netloc}"


def add_entrance_print(web: FastAPI, kit: Kit, codes: DayCodes) -> None:
    """Register the route; before the console is mounted, which would answer for it."""
    template = Template((STATIC / "poster.html").read_text(encoding="utf-8"))
    css, js = load_asset("paper.css").fingerprint, load_asset("print.js").fingerprint

    async def printed(request: Request) -> Response:
        try:
            request.state.actor.require(Role.PETUGAS)
        except PermissionRefused as error:
            return error_response(403, "ditolak", refusal(error))
        today = kit.clock().astimezone(kit.zone).date()
        code, home = codes.code_of(today), origin_of(request)
        page = template.substitute(
            title=_TITLE,
            office=escape(kit.live.written.name),
            back=VISITS,
            qr=qr_svg(f"{home}/tamu?k={code}", _TITLE),
            address=escape(f"{home}/tamu"),
            code=code,
            day=describe_day(today),
            css=css,
            js=js,
        )
        headers = {"Content-Security-Policy": chat_policy("'none'"), "Cache-Control": "no-store"}
        return Response(page, media_type="text/html", headers=headers)

    web.add_api_route(ADDRESS, printed, include_in_schema=False)
