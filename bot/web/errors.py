"""One JSON shape for every refusal: {"error": {"code", "message"}}, worded for the person who reads it."""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

log = structlog.get_logger(__name__)

PLAIN = {
    403: ("ditolak", "Permintaan ini tidak diizinkan."),
    404: ("tidak_ditemukan", "Alamat ini tidak ada."),
    405: ("cara_salah", "Alamat ini tidak menerima cara permintaan tersebut."),
}


class ApiError(Exception):
    """A request is refused; the message is shown to people as it stands."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})


def error_response(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Build the one error body."""
    return JSONResponse({"error": {"code": code, "message": message}}, status, dict(headers or {}))


def install(web: FastAPI) -> None:
    """Register the handlers that give every refusal and fault the one shape."""

    @web.exception_handler(ApiError)
    async def refused(_: Request, error: ApiError) -> JSONResponse:
        return error_response(error.status, error.code, error.message, error.headers)

    @web.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        code, message = PLAIN.get(error.status_code, ("ditolak", "Permintaan ini tidak dapat dilayani."))
        return error_response(error.status_code, code, message, error.headers)

    @web.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        where = ", ".join(sorted({str(fault["loc"][-1]) for fault in error.errors()}))
        return error_response(400, "permintaan_keliru", f"Isian ini tidak dapat dibaca: {where}.")

    @web.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> JSONResponse:
        # The kind and the route only: an exception's own words may quote what a person wrote.
        route = getattr(request.scope.get("route"), "path", "?")
        log.error("web.request.failed", action="web_request", route=route, kind=type(error).__name__)
        return error_response(500, "gangguan", "Ada gangguan di sistem kami. Silakan coba lagi sebentar lagi.")
