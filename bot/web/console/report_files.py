"""Reports as files and as a page for paper; plain routes, because a browser must save what they answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from fastapi import FastAPI, Request, Response

from bot.core.errors import InputRefused, NotLoggedIn, PermissionRefused
from bot.core.reports.month import Month
from bot.core.tables_out import Sheet, Table, csv_bytes, xlsx_bytes
from bot.services import reports
from bot.services.kit import Kit
from bot.services.wake import Hub
from bot.web.console.acting import Acting
from bot.web.console.notices import refusal
from bot.web.console.places import REPORTS
from bot.web.console.report_print import ReportPaper
from bot.web.errors import error_response
from bot.web.security import chat_policy

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Answer = Callable[[Acting, Request], Awaitable[Response]]


def add_report_files(web: FastAPI, kit: Kit, hub: Hub) -> None:
    """Register the routes; before the console is mounted, which would answer for them."""
    paper = ReportPaper()

    async def workbook(acting: Acting, request: Request) -> Response:
        month = _month(request)
        content = await acting.call(reports.export_report, month)
        return _download(content, XLSX, f"laporan-layanan-{month}.xlsx")

    async def printed(acting: Acting, request: Request) -> Response:
        seen = await acting.call(reports.see, _month(request))
        headers = {"Content-Security-Policy": chat_policy("'none'")}
        return Response(paper.draw(seen, kit.zone), media_type="text/html", headers=headers)

    async def register_csv(acting: Acting, request: Request) -> Response:
        table, name = await _register(acting, request)
        return _download(csv_bytes(table), CSV, f"{name}.csv")

    async def register_xlsx(acting: Acting, request: Request) -> Response:
        table, name = await _register(acting, request)
        return _download(xlsx_bytes([Sheet(title="Konsultasi", tables=(table,))]), XLSX, f"{name}.xlsx")

    _add(web, kit, hub, "unduh.xlsx", workbook)
    _add(web, kit, hub, "cetak", printed)
    _add(web, kit, hub, "konsultasi.csv", register_csv)
    _add(web, kit, hub, "konsultasi.xlsx", register_xlsx)


def _add(web: FastAPI, kit: Kit, hub: Hub, name: str, answer: Answer) -> None:
    async def guarded(request: Request) -> Response:
        acting = Acting(kit=kit, hub=hub, token=request.state.token, actor=request.state.actor)
        try:
            return await answer(acting, request)
        except PermissionRefused as error:
            return error_response(403, "ditolak", refusal(error))
        except InputRefused as error:
            return error_response(400, "isian_keliru", refusal(error))
        except NotLoggedIn:
            return error_response(401, "belum_masuk", "Waktu masuk Anda sudah habis. Silakan masuk lagi.")

    web.add_api_route(f"{REPORTS}/{name}", guarded, include_in_schema=False)


async def _register(acting: Acting, request: Request) -> tuple[Table, str]:
    first, last = _day(request, "dari"), _day(request, "sampai")
    return await acting.call(reports.export_register, first, last), f"konsultasi-{first}-{last}"


def _month(request: Request) -> Month:
    month = Month.parse(request.query_params.get("bulan", ""))
    if month is None:
        raise InputRefused("bulan")
    return month


def _day(request: Request, name: str) -> date:
    try:
        return date.fromisoformat(request.query_params.get(name, ""))
    except ValueError:
        raise InputRefused("tanggal") from None


def _download(content: bytes, media_type: str, name: str) -> Response:
    """Names are ours: letters, digits and hyphens only."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
