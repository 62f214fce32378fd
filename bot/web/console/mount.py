"""Puts the console into the web app: its pages, its files, and the guard before them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import FastAPI, Request, Response
from nicegui import ui
from nicegui.translations import translations

from bot.core.errors import PstError
from bot.services import files
from bot.services.kit import Kit
from bot.services.wake import Hub
from bot.web.assets import SHORT, STATIC, load_asset, serve
from bot.web.console import canned_page, conversation, delivery, history, login, queue
from bot.web.console.acting import Acting
from bot.web.console.forms import Forms
from bot.web.console.frame import draw
from bot.web.console.watch import watch
from bot.web.downloads import file_response
from bot.web.errors import error_response
from bot.web.headers import CONSOLE

RECONNECT_S = 20.0  # an officer's network may be away for a moment without losing the page
Build = Callable[[Acting], Awaitable[None]]


def mount(web: FastAPI, kit: Kit, hub: Hub, forms: Forms) -> None:
    """Register everything under /console; call it once a process, because NiceGUI's own app is one a process."""
    web.include_router(login.router)
    for name in ("console.css", "console.js", "desk.js"):
        serve(web.router, f"{CONSOLE}/assets/{name}", load_asset(name), SHORT)
    site = _Site(kit=kit, hub=hub, forms=forms)
    site.page("/", "Antrean", queue.build)
    site.page("/riwayat", "Riwayat", history.build)
    site.page("/pengiriman", "Pengiriman", delivery.build)
    site.page("/balasan", "Balasan siap pakai", canned_page.build)

    async def show_conversation(request: Request, conversation_id: str) -> None:
        if (acting := site.drawn(request, "")) is not None:
            await conversation.build(acting, conversation_id)
            watch(acting)

    async def show_file(request: Request, file_id: str) -> Response:
        acting = site.acting(request)
        try:
            found = await acting.call(files.for_officer, file_id)
        except PstError:
            return error_response(404, "berkas_tidak_ada", "Berkas ini tidak ada, atau bukan bagian dari konsultasi.")
        return file_response(kit, found, inline=True)

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


@dataclass(frozen=True, kw_only=True)
class _Site:
    """What every page is given."""

    kit: Kit
    hub: Hub
    forms: Forms

    def acting(self, request: Request) -> Acting:
        """Who opened the page: the guard has put it into the request's state."""
        return Acting(kit=self.kit, hub=self.hub, token=request.state.token, actor=request.state.actor)

    def drawn(self, request: Request, title: str) -> Acting | None:
        """Draw the bar; None when the officer's roles do not reach the desk, which the page then says."""
        acting = self.acting(request)
        if not draw(acting, title, self.forms.logout_token(acting.token)):
            return None
        return acting

    def page(self, path: str, title: str, build: Build) -> None:
        """Register a page."""

        async def show(request: Request) -> None:
            if (acting := self.drawn(request, title)) is not None:
                await build(acting)
                watch(acting)  # last: NiceGUI answers as soon as a page has a timer that waits for the socket

        ui.page(path, title=title)(show)
