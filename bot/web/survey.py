"""The satisfaction survey at /skm/<token>: a plain page, nine elements, once a link (service_rules 9)."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.core.errors import Conflict, InputRefused, NotFound
from bot.core.skm import ELEMENTS, SCALE, Survey
from bot.services import skm
from bot.web.console.forms import Page
from bot.web.errors import ApiError
from bot.web.limits import Limiter
from bot.web.parts import Parts, address_of, parts_of
from bot.web.told import told_page

router = APIRouter(prefix="/skm", include_in_schema=False)
_TITLE = "Survei kepuasan layanan"
_STALE = "Formulir ini sudah lama. Jawaban Anda masih ada di bawah: tekan Kirim sekali lagi."
_SUGGESTION_MAX = 1_000
_CLOSED = {
    "sudah_diisi": "Tautan ini sudah dipakai untuk mengisi survei. Terima kasih.",
    "tidak_dibuka": "Survei ini sedang tidak dibuka.",
}


@router.get("/{token}")
async def show(token: str, request: Request) -> Response:
    """The empty form, or why it is not to be had."""
    parts = parts_of(request)
    _limit(parts.per_address, address_of(request))
    found = await _survey(parts, token)
    return found if isinstance(found, Response) else parts.forms.show(request, survey_page(found, {}))


@router.post("/{token}")
async def send(token: str, request: Request) -> Response:
    """Take a whole form; an incomplete one comes back with all that was chosen (9.6)."""
    parts = parts_of(request)
    _limit(parts.per_address, address_of(request))
    found = await _survey(parts, token)
    if isinstance(found, Response):
        return found
    values: Mapping[str, str] = {}
    try:
        values = await parts.forms.typed(request)
        parts.forms.check(request, values)
    except ApiError as error:
        notice = _STALE if values else error.message
        return parts.forms.show(request, survey_page(found, values), notice, error.status)
    try:
        await asyncio.to_thread(skm.answer, parts.kit, token, _scores(values), values.get("saran", ""))
    except InputRefused:
        return parts.forms.show(request, survey_page(found, values), "Mohon pilih jawaban di semua bagian.", 422)
    except Conflict as error:
        return _message(parts, _CLOSED.get(str(error), _CLOSED["sudah_diisi"]), 409)
    return _message(parts, "Terima kasih. Jawaban Anda sudah kami terima, tanpa nama.", 200)


def survey_page(survey: Survey, values: Mapping[str, str]) -> Page:
    """The form with what was chosen before."""
    questions = "\n".join(_question(number, element, values) for number, element in enumerate(ELEMENTS, 1))
    said = html.escape(values.get("saran", ""))
    suggestion = (
        f'    <label>Saran<small>Boleh dilewati</small><textarea name="saran" maxlength="{_SUGGESTION_MAX}">{said}'
        "</textarea></label>"
    )
    return Page(
        title=f"{_TITLE}: {html.escape(survey.name)}",
        action="Kirim",
        fields=f"{questions}\n{suggestion}",
        back="/",
        back_label="Buka halaman tanya jawab",
    )


def _question(number: int, element: str, values: Mapping[str, str]) -> str:
    chosen = values.get(f"u{number}")
    choices = "".join(
        f'<label><input type="radio" name="u{number}" value="{score}"{" checked" if chosen == str(score) else ""}>'
        f"{score}. {name}</label>"
        for score, name in enumerate(SCALE, 1)
    )
    return f"    <fieldset><legend>{number}. {element}</legend>{choices}</fieldset>"


def _scores(values: Mapping[str, str]) -> list[int]:
    chosen = [values.get(f"u{number}", "") for number in range(1, len(ELEMENTS) + 1)]
    return [int(each) for each in chosen if each in {"1", "2", "3", "4"}]


async def _survey(parts: Parts, token: str) -> Survey | Response:
    try:
        return await asyncio.to_thread(skm.survey_of, parts.kit, token)
    except NotFound:
        return _message(parts, "Tautan survei ini tidak dikenal.", 404)
    except Conflict as error:
        return _message(parts, _CLOSED[str(error)], 409)


def _message(parts: Parts, text: str, status: int) -> Response:
    return told_page(_TITLE, text, status, office=parts.kit.office.name)


def _limit(limiter: Limiter, key: str) -> None:
    if seconds := limiter.wait_for(key):
        message = "Terlalu sering. Tunggu sebentar, lalu coba lagi."
        raise ApiError(429, "terlalu_sering", message, {"Retry-After": str(seconds)})
