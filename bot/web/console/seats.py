"""The sessions that rest in one browser of a shared computer, kept in a cookie beside the present one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.services import accounts, screen
from bot.services.kit import Kit
from bot.services.screen import Seat
from bot.web.security import drop_cookie, read_cookie, set_cookie

COOKIE = "seats"
SEATS_MAX = 5


def resting(kit: Kit, request: Request) -> list[Seat]:
    """Who can come back in this browser with a PIN."""
    tokens = (read_cookie(request, COOKIE) or "").split(".")
    return screen.seats(kit, [token for token in tokens[:SEATS_MAX] if token])


def sit_down(kit: Kit, request: Request, response: Response, token: str) -> None:
    """Make a session the browser's present one; the one before rests behind its PIN, or ends without one."""
    before = read_cookie(request, "session")
    kept = resting(kit, request)
    if before and before != token and screen.leave(kit, before):
        kept = [*screen.seats(kit, [before]), *kept]
    mine = accounts.standing(kit, token).actor.username
    for seat in kept[:]:
        if seat.token == token:
            kept.remove(seat)
        elif seat.username == mine:  # a second login of the same user replaces the first
            accounts.log_out(kit, seat.token)
            kept.remove(seat)
    set_cookie(request, response, "session", token)
    drop_cookie(request, response, "form")
    _keep(request, response, kept)


def _keep(request: Request, response: Response, kept: list[Seat]) -> None:
    if kept:
        set_cookie(request, response, COOKIE, ".".join(seat.token for seat in kept[:SEATS_MAX]))
    elif read_cookie(request, COOKIE):
        drop_cookie(request, response, COOKIE)
