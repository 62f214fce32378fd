"""What a browser sees when a form of the console can no longer be taken: why, and the way back."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.web.errors import ApiError
from bot.web.headers import CONSOLE
from bot.web.told import told_page, wants_page

TITLE = "Belum dapat diproses"
_CHANGED = (
    "Halaman itu dibuka sebelum pengguna di peramban ini berganti atau masuk kembali; tombolnya tidak berlaku lagi. "
    "Buka konsol, lalu tekan sekali lagi."
)


def stale_button(request: Request, error: ApiError, office: str) -> Response:
    """Answer a button of the bar whose form is from before: nothing was typed, so saying it is enough.

    Raises:
        ApiError: the same one, for whoever is no browser.
    """
    if not wants_page(request):
        raise error
    return told_page(TITLE, _CHANGED, error.status, office=office, back=f"{CONSOLE}/", back_label="Buka konsol")
