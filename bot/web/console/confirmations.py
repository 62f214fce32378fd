"""The form of Siap tayang?: a plain route, so that an answer is stored also before any script has loaded."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from bot.core.errors import InputRefused, PermissionRefused
from bot.services import readiness
from bot.services.kit import Kit
from bot.services.wake import Hub
from bot.web.console.acting import Acting
from bot.web.console.forms import Forms
from bot.web.console.notices import refusal
from bot.web.console.places import READINESS
from bot.web.errors import ApiError


def add_confirmations(web: FastAPI, kit: Kit, hub: Hub, forms: Forms) -> None:
    """Register the route; before the console is mounted, which would answer for it."""

    async def confirm(request: Request) -> Response:
        values = await forms.read(request)
        acting = Acting(kit=kit, hub=hub, token=request.state.token, actor=request.state.actor)
        try:
            await acting.call(readiness.confirm, values.get("hal", ""), values.get("jawaban", ""))
        except PermissionRefused as error:
            raise ApiError(403, "ditolak", refusal(error)) from error
        except InputRefused as error:
            raise ApiError(400, "isian_keliru", refusal(error)) from error
        return RedirectResponse(READINESS, 303)

    web.add_api_route(READINESS, confirm, methods=["POST"], include_in_schema=False)
