"""The actions endpoint, for our own Rasa on this machine only."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions.server import ActionServer


def action_routes(secret: str) -> APIRouter:
    """`POST /actions/webhook`, open to who knows the shared secret; an error never echoes the request.

    Args:
        secret: what endpoints.yml sends as bearer token.
    """
    router = APIRouter()
    server = ActionServer()

    @router.post("/actions/webhook", include_in_schema=False)
    async def webhook(request: Request) -> JSONResponse:
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {secret}".encode()):
            return JSONResponse({"error": "invalid token"}, status_code=401)
        call = await request.json()
        try:
            return JSONResponse(await server.run(call))
        except ActionExecutionRejection as rejection:
            return JSONResponse({"error": str(rejection), "action_name": rejection.action_name}, status_code=400)
        except ActionNotFoundException as unknown:
            return JSONResponse({"error": str(unknown), "action_name": unknown.action_name}, status_code=404)

    return router
