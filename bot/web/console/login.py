"""The routes of login, logout and change of password."""

from __future__ import annotations

import asyncio
import math

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.core.accounts import PASSWORD_MIN
from bot.core.errors import InputRefused, LoginRefused, LoginThrottled
from bot.core.messages import clean_text
from bot.services import accounts, own_account
from bot.web.console.browsers import browser_of
from bot.web.console.forms import Forms, login_page, password_page, safe_target
from bot.web.console.guard import LOGIN, SWITCH
from bot.web.console.seats import resting, sit_down
from bot.web.console.stale import stale_button
from bot.web.errors import ApiError
from bot.web.headers import CONSOLE
from bot.web.parts import address_of, parts_of
from bot.web.security import drop_cookie, read_cookie

log = structlog.get_logger(__name__)
router = APIRouter(prefix=CONSOLE, include_in_schema=False)


@router.get("/login")
async def show_login(request: Request) -> Response:
    """The login form."""
    return _forms(request).show(request, login_page())


@router.post("/login")
async def log_in(request: Request) -> Response:
    """Open a session under a new cookie; the one the browser had before ends, or rests behind its PIN."""
    parts, forms = parts_of(request), _forms(request)
    try:
        values = await forms.read(request)
    except ApiError as error:
        return forms.show(request, login_page(), error.message, error.status)
    username = clean_text(values.get("username", ""))
    try:
        token = await asyncio.to_thread(
            accounts.log_in,
            parts.kit,
            username,
            values.get("password", ""),
            address_of(request),
            device=read_cookie(request, "device"),
            agent=browser_of(request),
        )
    except LoginThrottled as error:
        minutes = math.ceil(error.retry_after_s / 60)
        notice = f"Terlalu banyak percobaan masuk. Coba lagi dalam {minutes} menit."
        response = forms.show(request, login_page(username), notice, 429)
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response
    except LoginRefused:
        return forms.show(request, login_page(username), "Nama pengguna atau sandi salah.", 401)
    response = RedirectResponse(safe_target(request.query_params.get("ke", "")), 303)
    await asyncio.to_thread(sit_down, parts.kit, request, response, token)
    return response


@router.post("/keluar")
async def log_out(request: Request) -> Response:
    """End the session; its open pages lose their sockets."""
    parts = parts_of(request)
    try:
        await _forms(request).read(request)
    except ApiError as error:
        return stale_button(request, error, parts.kit.office.name)
    if before := read_cookie(request, "session"):
        await asyncio.to_thread(accounts.log_out, parts.kit, before)
    others = await asyncio.to_thread(resting, parts.kit, request)
    response = RedirectResponse(SWITCH if others else LOGIN, 303)
    drop_cookie(request, response, "session")
    return response


@router.get("/sandi")
async def show_password(request: Request) -> Response:
    """The form to change one's own password."""
    return _forms(request).show(request, password_page(PASSWORD_MIN))


@router.post("/sandi")
async def change_password(request: Request) -> Response:
    """Set another password; all other sessions of the user end, this one goes on."""
    forms = _forms(request)
    try:
        refused = await _password_refusal(request, await forms.read(request))
    except ApiError as error:
        return forms.show(request, password_page(PASSWORD_MIN), error.message, error.status)
    if refused:
        return forms.show(request, password_page(PASSWORD_MIN), refused, 422)
    log.info("console.password.changed", action="change_password", user=request.state.actor.id)
    return forms.show(request, password_page(PASSWORD_MIN), "Sandi baru sudah disimpan.")


async def _password_refusal(request: Request, values: dict[str, str]) -> str:
    kit, state = parts_of(request).kit, request.state
    current, new = values.get("current", ""), values.get("new", "")
    if new != values.get("again", ""):
        return "Kedua sandi baru tidak sama."
    try:
        await asyncio.to_thread(own_account.change_password, kit, state.actor, current, new, keep=state.token)
    except LoginRefused:
        return "Sandi sekarang salah."
    except InputRefused as error:
        if error.args[0] == "sandi_sama":
            return "Sandi baru harus berbeda dari sandi sekarang."
        return f"Sandi baru harus terdiri atas {PASSWORD_MIN} sampai 256 huruf, angka, atau tanda."
    return ""


def _forms(request: Request) -> Forms:
    return parts_of(request).forms
