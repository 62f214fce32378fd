"""The form of Siap tayang?: a plain route, so that an answer is stored also before any script has loaded."""

from __future__ import annotations

import html
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from bot.core.errors import InputRefused, PermissionRefused
from bot.core.readiness import ANSWER_MAX, ANSWER_MIN, ITEMS
from bot.services import readiness
from bot.services.kit import Kit
from bot.services.wake import Hub
from bot.web.console.acting import Acting
from bot.web.console.forms import Forms, Page
from bot.web.console.notices import refusal
from bot.web.console.places import READINESS
from bot.web.errors import ApiError
from bot.web.told import wants_page

SAVED = "tersimpan"  # names the question whose answer the browser need not keep any more
_STALE = "Halaman itu sudah lama. Jawaban Anda masih ada di bawah: tekan Simpan sekali lagi."
_FIELDS = """    <input type="hidden" name="hal" value="{key}">
    <label>{question}<input name="jawaban" value="{answer}" required minlength="{least}" maxlength="{most}"
     autocomplete="off"></label>"""


def add_confirmations(web: FastAPI, kit: Kit, hub: Hub, forms: Forms) -> None:
    """Register the route; before the console is mounted, which would answer for it."""

    async def confirm(request: Request) -> Response:
        values = await forms.typed(request)
        acting = Acting(kit=kit, hub=hub, token=request.state.token, actor=request.state.actor)
        try:
            forms.check(request, values)
            await acting.call(readiness.confirm, values.get("hal", ""), values.get("jawaban", ""))
        except ApiError as error:
            return _again(forms, request, values, error)
        except PermissionRefused as error:
            return _again(forms, request, values, ApiError(403, "ditolak", refusal(error)))
        except InputRefused as error:
            return _again(forms, request, values, ApiError(400, "isian_keliru", refusal(error)))
        return RedirectResponse(f"{READINESS}?{SAVED}={values['hal']}", 303)

    web.add_api_route(READINESS, confirm, methods=["POST"], include_in_schema=False)


def _again(forms: Forms, request: Request, values: Mapping[str, str], error: ApiError) -> Response:
    """The answer once more, with a token that holds: nobody types it twice.

    Raises:
        ApiError: the same one, for whoever is no browser or asks about something that is no question.
    """
    item = next((item for item in ITEMS if item.key == values.get("hal")), None)
    if item is None or not wants_page(request):
        raise error
    fields = _FIELDS.format(
        key=item.key,
        question=html.escape(item.question),
        answer=html.escape(values.get("jawaban", "")),
        least=ANSWER_MIN,
        most=ANSWER_MAX,
    )
    page = Page(title="Siap tayang?", action="Simpan", fields=fields, back=READINESS, back_label="Kembali")
    return forms.show(request, page, _STALE if error.code == "formulir_lama" else error.message, error.status)
