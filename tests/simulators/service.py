"""A small service for the stand-ins to talk to: it keeps what it is sent, and answers as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.simulators.base import Json, Simulator, running
from bot.simulators.faults import Tempo

QUICK = Tempo(first_s=0.001, longest_s=0.002)


class Service(Simulator):
    """Webhooks as they came; `answers` are used up first, then everything is 200."""

    def __init__(self) -> None:
        super().__init__(None, None)
        self.answers: list[Response] = []
        self.got: list[tuple[dict[str, str], bytes, Json]] = []
        self.app = Starlette(routes=[Route("/webhooks/{name}", self._hook, methods=["GET", "POST"])])

    async def _hook(self, request: Request) -> Response:
        if request.method == "GET":
            return PlainTextResponse(request.query_params["hub.challenge"])
        raw = await request.body()
        self.got.append((dict(request.headers), raw, await request.json()))
        self.tell()
        return self.answers.pop(0) if self.answers else Response(status_code=200)

    async def close(self) -> None:
        pass


@asynccontextmanager
async def service() -> AsyncIterator[tuple[Service, str]]:
    """A running one, and its address."""
    made = Service()
    async with running(made) as url:
        yield made, url


def run(test: Coroutine[Any, Any, None]) -> None:
    """Run a test's coroutine; none may hang."""
    asyncio.run(asyncio.wait_for(test, 20))
