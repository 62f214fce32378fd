"""On every page of the desk: the officer counts as connected, and hears of new people and new messages."""

from __future__ import annotations

import json

from nicegui import ui

from bot.core.accounts import Role
from bot.services import desk_queue, presence
from bot.services.desk_queue import Pulse
from bot.services.wake import DESK
from bot.web.console.acting import Acting
from bot.web.console.frame import button
from bot.web.console.live import keep_fresh

BEAT_S = 20.0  # a third of the time after which an officer counts as gone


def watch(acting: Acting) -> None:
    """Tell the page's script what must ring; it decides what is new, and whether the officer wants a sound."""
    if Role.PETUGAS not in acting.actor.roles:
        return
    last: list[Pulse] = []

    async def look() -> None:
        pulse = await acting.look(desk_queue.pulse)
        if pulse is None or last == [pulse]:
            return
        last[:] = [pulse]
        seen = {"waiting": pulse.waiting, "heard": pulse.heard}
        ui.run_javascript(f"pstWatch.see({json.dumps(seen)})")

    async def beat() -> None:
        await acting.look(presence.beat)

    keep_fresh(acting, look, DESK)
    ui.timer(BEAT_S, beat)


def draw_bell() -> None:
    """The switch for sound and notifications of this browser."""
    button("Pemberitahuan", "quiet", 'id=pst-bell aria-pressed=false title="Bunyi dan pemberitahuan di peramban ini"')
