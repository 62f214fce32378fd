"""Puts the console into the web app: its pages, its files, and the guard before them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from nicegui import ui
from nicegui.translations import translations

from bot.core.accounts import Role
from bot.core.day_code import DayCodes
from bot.core.errors import PstError
from bot.services import files
from bot.services.kit import Kit
from bot.web.assets import SHORT, STATIC, load_asset, serve
from bot.web.console import (
    closing,
    conversation,
    delivery,
    guest_book,
    history,
    hours_page,
    login,
    own,
    portal,
    queue,
    steps,
    texts_page,
    trail,
    users,
    visits,
)
from bot.web.console.acting import Acting
from bot.web.console.forms import Forms
from bot.web.console.frame import OWN, draw
from bot.web.console.places import (
    CLOSING,
    DELIVERY,
    DESK,
    HISTORY,
    HOURS,
    PLACES,
    PORTAL,
    QUEUE,
    TEXTS,
    TRAIL,
    USERS,
    VISITS,
    first_place,
)
from bot.web.downloads import file_response
from bot.web.errors import error_response
from bot.web.headers import CONSOLE

RECONNECT_S = 20.0  # an officer's network may be away for a moment without losing the page
Build = Callable[[Acting], Awaitable[None]]


def mount(web: FastAPI, kit: Kit, forms: Forms, codes: DayCodes) -> None:
    """Register everything under /console; call it once a process, because NiceGUI's own app is one a process."""
    for router in (login.router, steps.router):
        web.include_router(router)
    for name in ("console.css", "console.js", "lock.js"):
        serve(web.router, f"{CONSOLE}/assets/{name}", load_asset(name), SHORT)
    builders: dict[str, Build] = {
        QUEUE: queue.build,
        HISTORY: history.build,
        DELIVERY: delivery.build,
        CLOSING: closing.build,
        HOURS: hours_page.build,
        TEXTS: texts_page.build,
        VISITS: partial(visits.build, codes=codes),
        PORTAL: portal.build,
        USERS: users.build,
        TRAIL: trail.build,
    }
    for place in PLACES:
        _page(place.address, place.name, place.roles, builders[place.address], kit, forms)
    _page(OWN, "Akun saya", frozenset(), own.build, kit, forms)

    async def show_conversation(request: Request, conversation_id: str) -> None:
        acting = _acting(request, kit)
        if draw(acting, "", DESK, forms.logout_token(acting.token)):
            await conversation.build(acting, conversation_id)

    async def show_guest_book(request: Request, dari: date, sampai: date) -> Response:
        return await guest_book.download(_acting(request, kit), dari, sampai)

    async def show_file(request: Request, file_id: str) -> Response:
        acting = _acting(request, kit)
        try:
            found = await acting.call(files.for_officer, file_id)
        except PstError:
            return error_response(404, "berkas_tidak_ada", "Berkas ini tidak ada, atau bukan bagian dari konsultasi.")
        return file_response(kit, found, inline=True)

    web.add_api_route(guest_book.ADDRESS, show_guest_book, include_in_schema=False)
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
        title=f"Konsol {kit.live.written.name}",
        favicon=STATIC / "icon.svg",
        language="id",
        tailwind=False,
        binding_refresh_interval=None,
        reconnect_timeout=RECONNECT_S,
        show_welcome_message=False,
    )


def _page(address: str, title: str, roles: frozenset[Role], build: Build, kit: Kit, forms: Forms) -> None:
    async def show(request: Request) -> Response | None:
        acting = _acting(request, kit)
        elsewhere = first_place(acting.actor)
        if address == QUEUE and elsewhere not in {None, QUEUE} and not roles & acting.actor.roles:
            return RedirectResponse(str(elsewhere), 303)
        if draw(acting, title, roles, forms.logout_token(acting.token)):
            await build(acting)
        return None

    ui.page(address.removeprefix(CONSOLE), title=title)(show)


def _acting(request: Request, kit: Kit) -> Acting:
    """Who opened the page: the guard has put it into the request's state."""
    return Acting(kit=kit, token=request.state.token, actor=request.state.actor)
