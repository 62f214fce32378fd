"""The officer behind an open page: every handler asks anew who acts, because a session may have ended meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from nicegui import ui

from bot.core.accounts import Actor
from bot.core.errors import NotLoggedIn, PstError
from bot.services import accounts
from bot.services.kit import Kit
from bot.services.wake import Hub
from bot.web.console.notices import refusal

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Acting:
    """Calls use cases in the name of the session that opened the page."""

    kit: Kit
    hub: Hub  # rings when something happens at the desk
    token: str
    actor: Actor  # as of the page's opening, to draw with; what counts is asked at every call

    async def call(self, use_case: Callable[Concatenate[Kit, Actor, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case for something the officer did.

        Raises:
            PstError: what the use case refuses, or NotLoggedIn.
        """
        return await asyncio.to_thread(self._run, True, lambda actor: use_case(self.kit, actor, *args, **kwargs))

    async def look(
        self, use_case: Callable[Concatenate[Kit, Actor, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Run a reading use case for the page's own refreshing; None = the officer has to log in or unlock first."""
        try:
            return await asyncio.to_thread(self._run, False, lambda actor: use_case(self.kit, actor, *args, **kwargs))
        except NotLoggedIn:
            ui.navigate.reload()  # the guard knows where to: login, lock, or another step
            return None

    async def attempt(
        self, use_case: Callable[Concatenate[Kit, Actor, P], object], *args: P.args, **kwargs: P.kwargs
    ) -> bool:
        """Run a use case and show its refusal as a notice; whether it was done."""

        def done(kit: Kit, actor: Actor) -> bool:
            use_case(kit, actor, *args, **kwargs)
            return True

        return await self.obtain(done) is True

    async def obtain(
        self, use_case: Callable[Concatenate[Kit, Actor, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Run a use case and give what it gives; a refusal is shown as a notice, and None is given."""
        try:
            return await self.call(use_case, *args, **kwargs)
        except NotLoggedIn:
            ui.navigate.reload()
        except PstError as error:
            ui.notify(refusal(error), type="warning", position="top", timeout=6000, close_button="Tutup")
        return None

    def _run(self, sign_of_life: bool, work: Callable[[Actor], T]) -> T:
        return work(accounts.authenticate(self.kit, self.token, sign_of_life=sign_of_life))
