"""Puts the console into the web app: its pages, its files, and the guard before them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from nicegui import ui
from nicegui.translations import translations

from bot.core.accounts import Role
from bot.core.day_code import DayCodes
from bot.core.errors import PstError
from bot.services import complaints, files
from bot.services.kit import Kit
from bot.services.wake import Hub
from bot.web.assets import SHORT, STATIC, load_asset, serve
from bot.web.console import (
    canned_page,
    closing,
    conversation,
    delivery,
    guest_book,
    history,
    hours_page,
    login,
    own,
    portal,
    privacy,
    queue,
    readiness,
    report,
    steps,
    survey,
    texts_page,
    trail,
    users,
    visits,
)
from bot.web.console import complaints as complaint_pages
from bot.web.console.acting import Acting
from bot.web.console.confirmations import add_confirmations
from bot.web.console.entrance_print import add_entrance_print
from bot.web.console.forms import Forms
from bot.web.console.frame import OWN, draw
from bot.web.console.places import (
    CANNED,
    CLOSING,
    COMPLAINT_READERS,
    COMPLAINTS,
    DELIVERY,
    DESK,
    HISTORY,
    HOURS,
    PLACES,
    PORTAL,
    PRIVACY,
    QUEUE,
    READINESS,
    REPORTS,
    SURVEY,
    TEXTS,
    TRAIL,
    USERS,
    VISITS,
    first_place,
)
from bot.web.console.report_files import add_report_files
from bot.web.console.watch import watch
from bot.web.downloads import evidence_response, file_response
from bot.web.errors import error_response
from bot.web.headers import CONSOLE

RECONNECT_S = 20.0  # an officer's network may be away for a moment without losing the page
Build = Callable[[Acting], Awaitable[None]]


def mount(web: FastAPI, kit: Kit, hub: Hub, forms: Forms, codes: DayCodes, around: readiness.Surroundings) -> None:
    """Register everything under /console; call it once a process, because NiceGUI's own app is one a process.

    Args:
        web: the app.
        kit: the use cases' kit.
        hub: rings when something changes at the desk.
        forms: plain forms and their tokens.
        codes: of the day, for the page at the entrance.
        around: what *Siap tayang?* looks at.
    """
    for field in (ui.input, ui.textarea, ui.select):
        field.default_props("outlined")  # one look for all that is filled in
    add_report_files(web, kit, hub)
    add_confirmations(web, kit, hub, forms)
    add_entrance_print(web, kit, codes)
    for router in (login.router, steps.router):
        web.include_router(router)
    for name in ("console.css", "console.js", "bell.js", "desk.js", "lock.js"):
        serve(web.router, f"{CONSOLE}/assets/{name}", load_asset(name), SHORT)
    builders: dict[str, Build] = {
        QUEUE: partial(queue.build, vault=around.vault),
        HISTORY: history.build,
        DELIVERY: delivery.build,
        CANNED: canned_page.build,
        CLOSING: closing.build,
        HOURS: hours_page.build,
        TEXTS: texts_page.build,
        VISITS: partial(visits.build, codes=codes),
        PORTAL: portal.build,
        USERS: users.build,
        TRAIL: trail.build,
        COMPLAINTS: complaint_pages.build,
        PRIVACY: partial(privacy.build, ledger=around.erasures),
        SURVEY: survey.build,
        REPORTS: report.build,
        READINESS: partial(readiness.build, around=around, form_token=forms.logout_token),
    }
    site = _Site(kit=kit, hub=hub, forms=forms)
    for place in PLACES:
        site.page(place.address, place.name, place.roles, builders[place.address])
    site.page(OWN, "Akun saya", frozenset(), own.build)

    async def show_conversation(request: Request, conversation_id: str, konsultasi: str | None = None) -> None:
        acting = site.acting(request)
        if site.drawn(acting, "", DESK):
            await conversation.build(acting, conversation_id, konsultasi)
            watch(acting)

    async def show_guest_book(request: Request, dari: date, sampai: date) -> Response:
        return await guest_book.download(site.acting(request), dari, sampai)

    async def show_file(request: Request, file_id: str) -> Response:
        acting = site.acting(request)
        try:
            found = await acting.call(files.for_officer, file_id)
        except PstError:
            return error_response(404, "berkas_tidak_ada", "Berkas ini tidak ada, atau bukan bagian dari konsultasi.")
        return file_response(kit, found, inline=True)

    web.add_api_route(guest_book.ADDRESS, show_guest_book, include_in_schema=False)

    async def show_complaint(request: Request, complaint_id: str) -> None:
        acting = site.acting(request)
        if site.drawn(acting, "", COMPLAINT_READERS):
            await complaint_pages.build_one(acting, complaint_id)

    async def show_evidence(request: Request, file_id: str) -> Response:
        try:
            found = await site.acting(request).call(complaints.evidence, file_id)
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
        title=f"Konsol {kit.live.written.name}",
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

    def drawn(self, acting: Acting, title: str, roles: frozenset[Role]) -> bool:
        """Draw the bar; False when the user's roles do not open the page, which it then says."""
        return draw(acting, title, roles, self.forms.logout_token(acting.token))

    def page(self, address: str, title: str, roles: frozenset[Role], build: Build) -> None:
        """Register a page."""

        async def show(request: Request) -> Response | None:
            acting = self.acting(request)
            elsewhere = first_place(acting.actor)
            if address == QUEUE and elsewhere not in {None, QUEUE} and not roles & acting.actor.roles:
                return RedirectResponse(str(elsewhere), 303)
            if self.drawn(acting, title, roles):
                await build(acting)
                watch(acting)  # last: NiceGUI answers as soon as a page has a timer that waits for the socket
            return None

        ui.page(address.removeprefix(CONSOLE), title=title)(show)
