"""The list of open sessions, with the way to end one: part of *Akun saya* and *Pengguna*."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from bot.services import own_account
from bot.services.own_account import OpenSession
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.notices import day_and_time


def draw_sessions(
    acting: Acting, sessions: Sequence[OpenSession], redraw: Callable[[], Awaitable[None]], *, with_names: bool
) -> None:
    """Draw one row a session; `with_names` = they belong to several users."""

    async def end(session_id: str) -> None:
        await acting.attempt(own_account.end_session, session_id)
        await redraw()

    zone = acting.kit.office.timezone
    with container("pst-rows"):
        for each in sessions:
            with container("pst-row"):
                browser = each.agent or "Peramban"
                words(f"{each.user_name} · {browser}" if with_names else browser, "number")
                words(day_and_time(each.seen_at, zone), "since")
                state = "Sesi ini" if each.present else "Terkunci" if each.locked else "Terbuka"
                words(f"{state} · masuk {day_and_time(each.created_at, zone)}", "holder")
                if not each.present:
                    with container("pst-actions"):
                        button("Akhiri sesi").on("click", partial(end, each.id))
