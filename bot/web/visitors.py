"""What visitors open without logging in: /tamu at the entrance, the screen, the rating (stories 18)."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import parse_qsl, quote

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.core.day_code import DayCodes
from bot.core.errors import GuestRefused, InputRefused, VisitMoved, VisitUnknown
from bot.core.guest_fields import read_guest
from bot.core.service_hours import describe_opening
from bot.core.visits import Source, Visit, is_drawing
from bot.services import visit_ratings, visit_views, visits
from bot.services.kit import Kit
from bot.web.assets import FOREVER, load_asset, serve
from bot.web.limits import Limiter, Rate
from bot.web.parts import address_of
from bot.web.security import FormTokens, new_cookie_value, read_cookie, set_cookie
from bot.web.visitor_form import VisitorForm
from bot.web.visitor_pages import VisitorPages

COOKIE = "tamu"
BODY_BYTES = 48 * 1024  # a thousand letters, each escaped as nine signs, and ten thousand hostile ones in the name
FIELDS_MAX = 40
PER_ADDRESS = Rate(count=60, seconds=60)  # a guessed code: 32^6 codes, 86,400 guesses a day
DRAWS = Rate(count=30, seconds=600)  # a school class behind one address; nobody draws a thousand numbers
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_TITLE = "Daftar kunjungan"


class TooLarge(Exception):
    """A form is larger than anything a person types."""


def visitor_routes(kit: Kit, codes: DayCodes, tokens: FormTokens) -> APIRouter:
    """The routes, none of which knows who asks: the code of the day or a rating code opens them."""
    router = APIRouter(prefix="/tamu", include_in_schema=False)
    sheet = load_asset("tamu.css")
    serve(router, "/tamu.css", sheet, FOREVER)
    pages = VisitorPages.load(kit.office.name, kit.texts, sheet)
    desk = VisitorDesk(kit=kit, codes=codes, tokens=tokens, pages=pages)
    router.add_api_route("", desk.show_form, methods=["GET"])
    router.add_api_route("", desk.register, methods=["POST"])
    router.add_api_route("/layar", desk.show_screen, methods=["GET"])
    router.add_api_route("/nilai", desk.find_rating, methods=["GET"])
    router.add_api_route("/nilai/{code}", desk.show_rating, methods=["GET"])
    router.add_api_route("/nilai/{code}", desk.rate, methods=["POST"])
    return router


@dataclass(kw_only=True)
class VisitorDesk:
    """Answers visitors' requests."""

    kit: Kit
    codes: DayCodes
    tokens: FormTokens
    pages: VisitorPages
    per_address: Limiter = field(default_factory=lambda: Limiter(PER_ADDRESS))
    draws: Limiter = field(default_factory=lambda: Limiter(DRAWS))

    async def show_form(self, request: Request, k: str = "", d: str = "") -> Response:
        """The empty form, for who has the code of the day."""
        return self._refused(request, k, "/tamu") or self._form(request, {"k": k, "d": d}, {})

    async def register(self, request: Request) -> Response:
        """Draw a number; what was typed comes back with whatever is wrong."""
        try:
            typed = await _read(request)
        except TooLarge:
            return self.pages.told(_TITLE, "tamu_kepanjangan", 413)
        if refused := self._refused(request, typed.get("k", ""), "/tamu"):
            return refused
        if not self._is_ours(request, typed):
            return self._form(request, typed, {}, notice=self.kit.texts.fill("tamu_formulir_lama"), status=403)
        try:
            guest = read_guest(typed, complete=True)
        except GuestRefused as error:
            return self._form(request, typed, error.faults, status=422)
        if seconds := self.draws.wait_for(address_of(request)):
            return self._too_often(seconds)
        source = Source.TABLET if typed.get("d") == "tablet" else Source.QR
        try:
            visit = await asyncio.to_thread(visits.draw_number, self.kit, guest, source, typed["key"])
        except InputRefused:
            return self._closed()
        return await self._registered(visit, typed.get("k", ""))

    async def show_screen(self, request: Request, k: str = "") -> Response:
        """Numbers only."""
        if refused := self._refused(request, k, "/tamu/layar", drawing=False):
            return refused
        return self.pages.screen(await asyncio.to_thread(visit_views.screen, self.kit))

    async def find_rating(self, request: Request, kode: Annotated[str, Query(max_length=64)] = "") -> Response:
        """From a typed code to its page."""
        if seconds := self.per_address.wait_for(address_of(request)):
            return self._too_often(seconds)
        typed = "".join(sign for sign in kode if sign.isalnum())
        return RedirectResponse(f"/tamu/nilai/{quote(typed)}", 303) if typed else self.pages.rating_code_wanted()

    async def show_rating(self, request: Request, code: str) -> Response:
        """The four scores."""
        if seconds := self.per_address.wait_for(address_of(request)):
            return self._too_often(seconds)
        try:
            await asyncio.to_thread(visit_ratings.check_code, self.kit, code)
        except (VisitUnknown, VisitMoved) as error:
            return self._no_rating(error)
        return self._rating(request)

    async def rate(self, request: Request, code: str) -> Response:
        """Keep a rating, once."""
        if seconds := self.per_address.wait_for(address_of(request)):
            return self._too_often(seconds)
        try:
            typed = await _read(request)
        except TooLarge:
            return self.pages.told("Penilaian", "tamu_kepanjangan", 413)
        remark, score = typed.get("remark", ""), typed.get("score", "")
        if not self._has_token(request, typed):
            return self._rating(request, remark, self.kit.texts.fill("tamu_formulir_lama"), 403)
        try:
            await asyncio.to_thread(visit_ratings.rate, self.kit, code, _score(score), remark)
        except (VisitUnknown, VisitMoved) as error:
            return self._no_rating(error)
        except InputRefused as error:
            words = "Pilih salah satu nilai." if error.args[0] == "nilai" else self.kit.texts.fill("tamu_kepanjangan")
            return self._rating(request, remark, words, 422)
        return self.pages.told("Penilaian", "tamu_nilai_terima_kasih", 200)

    def _refused(self, request: Request, code: str, path: str, *, drawing: bool = True) -> Response | None:
        """The page that stands in the way, if any: too many requests, no code of today, no service left today."""
        if seconds := self.per_address.wait_for(address_of(request)):
            return self._too_often(seconds)
        now = self.kit.clock()
        if not self.codes.accepts(now.astimezone(self.kit.office.timezone).date(), code):
            return self.pages.code_wanted(path, code)
        return self._closed() if drawing and not is_drawing(self.kit.hours, now) else None

    def _form(
        self,
        request: Request,
        typed: Mapping[str, str],
        faults: Mapping[str, str],
        *,
        notice: str = "",
        status: int = 200,
    ) -> Response:
        cookie = read_cookie(request, COOKIE)
        value = cookie or new_cookie_value()
        key = typed.get("key", "")
        form = VisitorForm(
            texts=self.kit.texts,
            day_code=typed.get("k", ""),
            token=self.tokens.token(value),
            key=key if _KEY.fullmatch(key) else secrets.token_urlsafe(16),
            on_tablet=typed.get("d") == "tablet",
            typed=typed,
            faults=faults,
            notice=notice,
        )
        return self._with_cookie(request, self.pages.page(_TITLE, form.markup(), status), cookie, value)

    def _rating(self, request: Request, remark: str = "", alert: str = "", status: int = 200) -> Response:
        cookie = read_cookie(request, COOKIE)
        value = cookie or new_cookie_value()
        page = self.pages.rating(self.tokens.token(value), remark, alert, status)
        return self._with_cookie(request, page, cookie, value)

    def _with_cookie(self, request: Request, response: Response, known: str | None, value: str) -> Response:
        if known is None:
            set_cookie(request, response, COOKIE, value)
        return response

    def _is_ours(self, request: Request, typed: Mapping[str, str]) -> bool:
        return self._has_token(request, typed) and bool(_KEY.fullmatch(typed.get("key", "")))

    def _has_token(self, request: Request, typed: Mapping[str, str]) -> bool:
        return self.tokens.accepts(read_cookie(request, COOKIE), typed.get("token", ""))

    async def _registered(self, visit: Visit, code: str) -> Response:
        shown = await asyncio.to_thread(visit_views.needs_number, self.kit, visit)
        on_tablet = visit.source is Source.TABLET
        return self.pages.registered(
            visit.number if shown else None,
            f"/tamu?k={quote(code)}&d=tablet" if on_tablet else "",
            None if on_tablet or visit.rating_code is None else f"/tamu/nilai/{visit.rating_code}",
        )

    def _closed(self) -> Response:
        opening = describe_opening(self.kit.hours.next_opening(self.kit.clock()), self.kit.office)
        return self.pages.told(_TITLE, "tamu_tutup", 409, buka=opening)

    def _too_often(self, seconds: int) -> Response:
        response = self.pages.told(_TITLE, "tamu_sering", 429, detik=str(seconds))
        response.headers["Retry-After"] = str(seconds)
        return response

    def _no_rating(self, error: VisitUnknown | VisitMoved) -> Response:
        if isinstance(error, VisitMoved):
            return self.pages.told("Penilaian", "tamu_nilai_nanti", 409)
        return self.pages.told("Penilaian", "tamu_nilai_tidak_ada", 404)


async def _read(request: Request) -> dict[str, str]:
    """A form's values; of what is no form there are none.

    Raises:
        TooLarge: beyond 48 kB or 40 fields.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise TooLarge
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS_MAX))
    except ValueError:
        raise TooLarge from None


def _score(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 1 else 0
