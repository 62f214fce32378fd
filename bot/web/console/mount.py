"""Puts the console into the web app: its pages, its files, and the guard before them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from nicegui import ui
from nicegui.translations import translations

from bot.core.accounts import Role
from bot.core.errors import PstError
from bot.services import complaints, files
from bot.services.kit import Kit
from bot.web.assets import SHORT, STATIC, load_asset, serve
from bot.web.console import complaints as complaint_pages
from bot.web.console import conversation, delivery, history, login, privacy, queue, survey
from bot.web.console.acting import Acting
from bot.web.console.forms import Forms
from bot.web.console.frame import OFFICERS, draw
from bot.web.downloads import evidence_response, file_response
from bot.web.errors import error_response
from bot.web.headers import CONSOLE

RECONNECT_S = 20.0  # an officer's network may be away for a moment without losing the page
COMPLAINT_READERS = frozenset({Role.PENGADUAN})
LEADERS = frozenset({Role.ADMIN, Role.PIMPINAN})
Build = Callable[[Acting], Awaitable[None]]


def mount(web: FastAPI, kit: Kit, forms: Forms) -> None:
    """Register everything under /console; call it once a process, because NiceGUI's own app is one a process."""
    web.include_router(login.router)
    for name in ("console.css", "console.js"):
        serve(web.router, f"{CONSOLE}/assets/{name}", load_asset(name), SHORT)
    _page("/", "Antrean", queue.build, kit, forms)
    _page("/riwayat", "Riwayat", history.build, kit, forms)
    _page("/pengiriman", "Pengiriman", delivery.build, kit, forms)
    _page("/aduan", "Aduan", complaint_pages.build, kit, forms, COMPLAINT_READERS)
    _page("/data-pribadi", "Data pribadi", privacy.build, kit, forms, LEADERS)
    _page("/survei", "Survei", survey.build, kit, forms, LEADERS)

    async def show_conversation(request: Request, conversation_id: str) -> None:
        acting = _acting(request, kit)
        if draw(acting, "", forms.logout_token(acting.token)):
            await conversation.build(acting, conversation_id)

    async def show_file(request: Request, file_id: str) -> Response:
        acting = _acting(request, kit)
        try:
            found = await acting.call(files.for_officer, file_id)
        except PstError:
            return error_response(404, "berkas_tidak_ada", "Berkas ini tidak ada, atau bukan bagian dari konsultasi.")
        return file_response(kit, found, inline=True)

    async def show_complaint(request: Request, complaint_id: str) -> None:
        acting = _acting(request, kit)
        if draw(acting, "", forms.logout_token(acting.token), COMPLAINT_READERS):
            await complaint_pages.build_one(acting, complaint_id)

    async def show_evidence(request: Request, file_id: str) -> Response:
        try:
            found = await _acting(request, kit).call(complaints.evidence, file_id)
        except PstError:
            return error_response(404, "berkas_tidak_ada", "Berkas ini tidak ada, atau bukan untuk Anda baca.")
        return evidence_response(kit, found)

    web.add_api_route(f"{CONSOLE}/aduan/bukti/{{file_id}}", show_evidence, include_in_schema=False)
    ui.page("/aduan/{complaint_id}", title="Aduan")(show_complaint)
    web.add_api_route(f"{CONSOLE}/berkas/{{file_id}}", show_file, include_in_schema=False)
    ui.page("/percakapan/{conversation_id}", title="Percakapan")(show_conversation)
    translations["id"] = {
        "connection_lost": "Sambungan terputus.",
        "trying_to_reconnect": "Mencoba menyambung kembali …",
        "message_too_long": "Isian terlalu panjang",
        "message_too_long_body": "Isian terlalu besar untuk dikirim sekaligus.",
    }
    ui.run_with(
        web,
        mount_path=CONSOLE,
        title=f"Konsol {kit.office.name}",
        favicon=STATIC / "icon.svg",
        language="id",
        tailwind=False,
        binding_refresh_interval=None,
        reconnect_timeout=RECONNECT_S,
        show_welcome_message=False,
    )


def _page(path: str, title: str, build: Build, kit: Kit, forms: Forms, roles: frozenset[Role] = OFFICERS) -> None:
    async def show(request: Request) -> None:
        acting = _acting(request, kit)
        if draw(acting, title, forms.logout_token(acting.token), roles):
            await build(acting)

    ui.page(path, title=title)(show)


def _acting(request: Request, kit: Kit) -> Acting:
    """Who opened the page: the guard has put it into the request's state."""
    return Acting(kit=kit, token=request.state.token, actor=request.state.actor)
