"""The routes of what comes after the password: code, lock, changing places, PIN, second factor, signs of life."""

from __future__ import annotations

import asyncio
import math

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.core.accounts import DEVICE_TRUST, Actor, Role
from bot.core.errors import InputRefused, LoginRefused, LoginThrottled, NotLoggedIn
from bot.services import accounts, own_account, presence, screen, second_factor
from bot.services.figures import newest_waiting
from bot.services.kit import Kit
from bot.web.console import step_forms
from bot.web.console.forms import Forms, Page, safe_target
from bot.web.console.guard import LOGIN
from bot.web.console.seats import resting, sit_down
from bot.web.console.stale import stale_button
from bot.web.errors import ApiError
from bot.web.headers import CONSOLE
from bot.web.parts import Parts, address_of, parts_of
from bot.web.security import new_cookie_value, read_cookie, set_cookie

router = APIRouter(prefix=CONSOLE, include_in_schema=False)

WRONG_CODE = "Kode salah atau sudah lewat. Tunggu kode berikutnya, lalu coba lagi."
WRONG_PIN = "PIN atau sandi salah. Setelah lima kali salah, Anda perlu masuk dengan nama dan sandi."
WRONG_PASSWORD = "Sandi sekarang salah."
PIN_REFUSALS = {
    "pin": "PIN harus terdiri atas 4 sampai 6 angka.",
    "pin_mudah": "PIN ini mudah ditebak. Jangan pakai angka berurutan atau angka yang sama semua.",
}


@router.get("/kode")
async def show_code(request: Request) -> Response:
    """The form for the second factor."""
    return _forms(request).show(request, step_forms.code_page())


@router.post("/kode")
async def give_code(request: Request) -> Response:
    """Take the second factor; this browser is not asked again for 30 days."""
    parts, page = parts_of(request), step_forms.code_page()
    values = await _values(request, page)
    if isinstance(values, Response):
        return values
    device = read_cookie(request, "device") or new_cookie_value()
    token, code = request.state.token, values.get("code", "")
    try:
        await asyncio.to_thread(second_factor.prove, parts.kit, token, code, address_of(request), device)
    except LoginThrottled as error:
        minutes = math.ceil(error.retry_after_s / 60)
        return parts.forms.show(request, page, f"Terlalu banyak percobaan. Coba lagi dalam {minutes} menit.", 429)
    except LoginRefused:
        return parts.forms.show(request, page, WRONG_CODE, 401)
    except NotLoggedIn:
        return RedirectResponse(LOGIN, 303)
    response = _onward(request)
    set_cookie(request, response, "device", device, days=DEVICE_TRUST.days)
    return response


@router.get("/kunci")
async def show_lock(request: Request) -> Response:
    """The locked screen."""
    return _forms(request).show(request, await _lock_page(request))


@router.get("/kunci/menunggu")
async def waiting(request: Request) -> dict[str, float]:
    """How many people wait for an officer and when the newest came, for the locked screen of one: no names."""
    if Role.PETUGAS not in request.state.actor.roles:
        return {"waiting": 0, "newest": 0}
    return await asyncio.to_thread(_open_and_waiting, parts_of(request).kit, request.state.actor)


@router.post("/kunci")
async def unlock(request: Request) -> Response:
    """Open the locked screen."""
    parts, page = parts_of(request), await _lock_page(request)
    values = await _values(request, page)
    if isinstance(values, Response):
        return values
    try:
        await asyncio.to_thread(screen.unlock, parts.kit, request.state.token, values.get("secret", ""))
    except LoginRefused:
        return parts.forms.show(request, page, WRONG_PIN, 401)
    except NotLoggedIn:
        return RedirectResponse(LOGIN, 303)
    return _onward(request)


@router.get("/ganti")
async def show_switch(request: Request) -> Response:
    """Who may come back in this browser."""
    parts = parts_of(request)
    seats = await asyncio.to_thread(resting, parts.kit, request)
    return parts.forms.show(request, step_forms.switch_page(seats))


@router.post("/ganti")
async def switch(request: Request) -> Response:
    """Let another user of this computer come back with the PIN; who was here rests or is logged out."""
    parts = parts_of(request)
    seats = await asyncio.to_thread(resting, parts.kit, request)
    page = step_forms.switch_page(seats)
    values = await _values(request, page)
    if isinstance(values, Response):
        return values
    token = next((seat.token for seat in seats if seat.username == values.get("username", "")), "")
    try:
        await asyncio.to_thread(screen.unlock, parts.kit, token, values.get("pin", ""))
    except LoginRefused:
        return parts.forms.show(request, page, WRONG_PIN, 401)
    except NotLoggedIn:
        return RedirectResponse(LOGIN, 303)
    response = _onward(request)
    await asyncio.to_thread(sit_down, parts.kit, request, response, token)
    return response


@router.get("/pin")
async def show_pin(request: Request) -> Response:
    """The form for the PIN."""
    return _forms(request).show(request, step_forms.pin_page())


@router.post("/pin")
async def set_pin(request: Request) -> Response:
    """Set the PIN."""
    parts, page = parts_of(request), step_forms.pin_page()
    values = await _values(request, page)
    if isinstance(values, Response):
        return values
    pin = values.get("pin", "")
    if pin != values.get("again", ""):
        return parts.forms.show(request, page, "Kedua PIN tidak sama.", 422)
    try:
        await asyncio.to_thread(screen.set_pin, parts.kit, request.state.actor, values.get("password", ""), pin)
    except LoginRefused:
        return parts.forms.show(request, page, WRONG_PASSWORD, 422)
    except InputRefused as error:
        return parts.forms.show(request, page, PIN_REFUSALS[error.args[0]], 422)
    return parts.forms.show(request, page, "PIN sudah disimpan. Layar terkunci setelah 10 menit tanpa kegiatan.")


@router.get("/dua-langkah")
async def show_second_factor(request: Request) -> Response:
    """The key to enrol with; for who is enrolled, what can be changed."""
    return _forms(request).show(request, await _second_factor_page(request))


@router.post("/dua-langkah")
async def change_second_factor(request: Request) -> Response:
    """Enrol with a first code, or change what is there with the password."""
    parts, page = parts_of(request), await _second_factor_page(request)
    values = await _values(request, page)
    if isinstance(values, Response):
        return values
    kit, actor = parts.kit, request.state.actor
    try:
        if "code" in values:
            codes = await asyncio.to_thread(second_factor.confirm_enrolment, kit, actor, values["code"])
        elif values.get("do") == "off":
            await asyncio.to_thread(second_factor.switch_off, kit, actor, values.get("password", ""))
            return RedirectResponse(step_forms.OWN, 303)
        else:
            password = values.get("password", "")
            codes = await asyncio.to_thread(second_factor.renew_recovery_codes, kit, actor, password)
    except LoginRefused:
        notice = WRONG_CODE if "code" in values else WRONG_PASSWORD
        return parts.forms.show(request, page, notice, 422)
    except InputRefused:
        return RedirectResponse(request.url.path, 303)  # it was changed meanwhile, in another window
    return parts.forms.show(request, step_forms.codes_page(codes))


@router.post("/tampilan")
async def change_view(request: Request) -> Response:
    """Show or hide the rarely used places of the menu."""
    parts, actor = parts_of(request), request.state.actor
    try:
        await parts.forms.read(request)
    except ApiError as error:
        return stale_button(request, error, parts.kit.office.name)
    await asyncio.to_thread(own_account.set_full_view, parts.kit, actor, not actor.full_view)
    return RedirectResponse(step_forms.HOME, 303)


@router.post("/hadir")
async def sign_of_life(request: Request) -> Response:
    """The page's script saw a key or a pointer: somebody sits there."""
    try:
        await asyncio.to_thread(accounts.authenticate, parts_of(request).kit, request.state.token)
    except NotLoggedIn:
        return Response(status_code=401)
    return Response(status_code=204)


def _open_and_waiting(kit: Kit, actor: Actor) -> dict[str, float]:
    presence.keep_open(kit, actor)
    count, newest = newest_waiting(kit)
    return {"waiting": count, "newest": 0 if newest is None else newest.timestamp()}


async def _lock_page(request: Request) -> Page:
    actor = request.state.actor
    return step_forms.lock_page(actor.name, await asyncio.to_thread(screen.has_pin, parts_of(request).kit, actor))


async def _second_factor_page(request: Request) -> Page:
    try:
        enrolment = await asyncio.to_thread(second_factor.begin_enrolment, parts_of(request).kit, request.state.actor)
    except InputRefused:
        return step_forms.second_factor_page()
    return step_forms.enrolment_page(enrolment)


async def _values(request: Request, page: Page) -> dict[str, str] | Response:
    """What was typed, or the page with the reason why it cannot be taken."""
    forms = _forms(request)
    try:
        return await forms.read(request)
    except ApiError as error:
        return forms.show(request, page, error.message, error.status)


def _onward(request: Request) -> Response:
    return RedirectResponse(safe_target(request.query_params.get("ke", "")), 303)


def _forms(request: Request) -> Forms:
    parts: Parts = parts_of(request)
    return parts.forms
