"""The pages of the head of office and the admin: Laporan, and Siap tayang? with its form."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui

from bot.bootstrap import App
from bot.core.errors import InputRefused, PermissionRefused
from bot.core.reports.month import Month
from bot.core.webchat import CHANNEL as WEBCHAT
from bot.services import readiness as use_case
from bot.web.console import readiness, report
from bot.web.console.forms import Forms
from bot.web.console.frame import READINESS, READINESS_ROLES, REPORT_ROLES, draw
from bot.web.console.mount import acting_of
from bot.web.console.notices import refusal
from bot.web.console.report_files import add_report_files
from bot.web.errors import ApiError


def add_office_pages(web: FastAPI, app: App, forms: Forms) -> None:
    """Register them; before the console is mounted, which would answer for their files and forms."""
    kit = app.kit
    surroundings = readiness.Surroundings(
        channels=tuple(sorted({*app.channels, WEBCHAT})), folder=app.settings.office_file.parent / "data/faq"
    )

    async def show_report(request: Request) -> None:
        acting = acting_of(request, kit)
        if draw(acting, "Laporan", forms.logout_token(acting.token), REPORT_ROLES):
            query = request.query_params
            await report.build(
                acting, report.Wish(month=Month.parse(query.get("bulan", "")), full_view="lengkap" in query)
            )

    async def show_readiness(request: Request) -> None:
        acting = acting_of(request, kit)
        token = forms.logout_token(acting.token)
        if draw(acting, "Siap tayang?", token, READINESS_ROLES):
            await readiness.build(acting, surroundings, token)

    async def confirm(request: Request) -> Response:
        values = await forms.read(request)
        try:
            await acting_of(request, kit).call(use_case.confirm, values.get("hal", ""), values.get("jawaban", ""))
        except PermissionRefused as error:
            raise ApiError(403, "ditolak", refusal(error)) from error
        except InputRefused as error:
            raise ApiError(400, "isian_keliru", refusal(error)) from error
        return RedirectResponse(READINESS, 303)

    add_report_files(web, kit)
    web.add_api_route(READINESS, confirm, methods=["POST"], include_in_schema=False)
    ui.page("/laporan", title="Laporan")(show_report)
    ui.page("/siap-tayang", title="Siap tayang?")(show_readiness)
