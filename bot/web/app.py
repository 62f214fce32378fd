"""The web app: chat, console, health; started and stopped with the workers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from bot.bootstrap import App
from bot.core.day_code import DayCodes
from bot.core.webchat import CHANNEL as WEBCHAT
from bot.services import accounts
from bot.services.accounts import Standing
from bot.services.kit import Kit
from bot.web import errors, health, survey, webchat, webhooks
from bot.web.actions import action_routes
from bot.web.console.forms import Forms
from bot.web.console.guard import Authenticate, ConsoleGuard
from bot.web.console.mount import mount
from bot.web.console.readiness import Surroundings
from bot.web.headers import SecurityHeaders
from bot.web.limits import PER_ADDRESS, PER_SESSION, Limiter
from bot.web.metrics import Metrics
from bot.web.parts import Parts
from bot.web.security import FormTokens, OwnOrigins
from bot.web.site import site_routes
from bot.web.standard import standard_routes
from bot.web.visitors import visitor_routes
from bot.workers.intake import Intake
from bot.workers.run import running


def create_app(app: App) -> FastAPI:
    """Build the web app around a prepared service (`app.prepare()`); its lifespan runs the workers too."""
    metrics = Metrics()
    intake = Intake(app.kit, app.channels, app.spool)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with running(app, intake, metrics.observe):
            yield

    web = FastAPI(title="PST Bot", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    forms = Forms.load(app.kit.live.written.name, FormTokens.from_secret(app.settings.rasa_secret.value))
    codes = DayCodes.from_secret(app.settings.rasa_secret.value)
    web.state.parts = Parts(
        kit=app.kit,
        hub=app.hub,
        metrics=metrics,
        forms=forms,
        rasa_ready=app.rasa.ready,
        per_session=Limiter(PER_SESSION),
        per_address=Limiter(PER_ADDRESS),
        channels=app.channels,
        intake=intake,
        vault=app.vault,
    )
    errors.install(web)
    for router in (
        site_routes(app.kit.live, app.settings.embed_origins),
        webchat.router,
        visitor_routes(app.kit, codes, forms.tokens),
        webhooks.router,
        health.router,
        survey.router,
        action_routes(app.settings.rasa_secret.value),
    ):
        web.include_router(router)
    web.include_router(standard_routes(app.kit, app.settings.office_file.parent))
    mount(web, app.kit, app.hub, forms, codes, _surroundings(app))
    # The last one added stands first: even a refusal carries the security headers.
    origins = OwnOrigins(extra=frozenset(filter(None, [app.settings.public_origin])))
    web.add_middleware(ConsoleGuard, authenticate=_authenticator(app.kit), origins=origins)
    web.add_middleware(SecurityHeaders)
    return web


def _surroundings(app: App) -> Surroundings:
    return Surroundings(
        channels=tuple(sorted({*app.channels, WEBCHAT})),
        folder=app.settings.office_file.parent / "data/faq",
        has_backup_key=app.settings.backup_key is not None,
        vault=app.vault,
        erasures=app.erasures,
    )


def _authenticator(kit: Kit) -> Authenticate:
    async def authenticate(token: str) -> Standing:
        # Pages refresh themselves and sockets stay open: neither is a sign that a person sits there.
        return await asyncio.to_thread(accounts.standing, kit, token)

    return authenticate
