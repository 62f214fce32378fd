"""One line on an admin's pages while something is broken; gone when it works again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from bot.core.accounts import Role
from bot.services import faults_seen
from bot.services.backups import Vault
from bot.web.console.acting import Acting
from bot.web.console.frame import words

LOOK_S = 60.0


def draw_alarms(acting: Acting, vault: Vault | None) -> Callable[[], Awaitable[None]]:
    """Draw the line, hidden; what is given looks what it has to say. An admin's page runs it, and every minute again.

    The page begins that (`watch_alarms`) when all else is drawn: NiceGUI sends a page as it is once a timer has begun.
    """
    line = words("", "pst-alarm").props("role=status")
    line.set_visibility(False)

    async def look() -> None:
        found = await acting.look(faults_seen.seen, vault)
        if found is not None:
            line.text = " ".join(alarm.sentence for alarm in found)
            line.set_visibility(bool(found))

    return look


async def watch_alarms(acting: Acting, look: Callable[[], Awaitable[None]]) -> None:
    """Keep the line of who is an admin fresh; the last thing a page does."""
    if Role.ADMIN in acting.actor.roles:
        await look()
        ui.timer(LOOK_S, look)
