"""The guest book as a file for the officer's computer."""

from __future__ import annotations

from datetime import date

from fastapi import Response

from bot.core.errors import InputRefused, NotLoggedIn, PermissionRefused
from bot.services import guest_book
from bot.web.console.acting import Acting
from bot.web.console.frame import container, words
from bot.web.console.notices import INPUTS, refusal
from bot.web.console.places import VISITS
from bot.web.errors import error_response

ADDRESS = f"{VISITS}/ekspor"


def draw_export(today: date) -> None:
    """The two days and the button; a plain form, so that the browser itself saves the file."""
    with container("pst-form", "form", f'method=get action="{ADDRESS}"'):
        _day("Dari", "dari", today.replace(day=1))
        _day("Sampai", "sampai", today)
        words("Unduh buku tamu (CSV)", "pst-button", "button")
    words("Berisi data pribadi: simpan di komputer kantor saja. Setiap unduhan dicatat.", "pst-soft")


async def download(acting: Acting, first: date, last: date) -> Response:
    """Answer with the file, or say why not."""
    try:
        content = await acting.call(guest_book.export, first, last)
    except (PermissionRefused, NotLoggedIn) as error:
        return error_response(403, "ditolak", refusal(error))
    except InputRefused:
        return error_response(422, "rentang_keliru", INPUTS["rentang"])
    name = f"buku-tamu-{first:%Y%m%d}-{last:%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _day(label: str, name: str, value: date) -> None:
    with container("pst-field", "label"):
        words(label, tag="span")
        container(tag="input", props=f'type=date name={name} value="{value.isoformat()}" required')
