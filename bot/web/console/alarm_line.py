"""One line on an admin's pages while something is broken; gone when it works again."""

from __future__ import annotations

from nicegui import ui

from bot.core.accounts import Role
from bot.services import faults_seen
from bot.services.backups import Vault
from bot.web.console.acting import Acting
from bot.web.console.frame import words

LOOK_S = 60.0


async def draw_alarms(acting: Acting, vault: Vault | None) -> None:
    """Draw the line for who is an admin, and look again every minute."""
    if Role.ADMIN not in acting.actor.roles:
        return
    line = words("", "pst-alarm").props("role=status")

    async def look() -> None:
        found = await acting.look(faults_seen.seen, vault)
        if found is not None:
            line.text = " ".join(alarm.sentence for alarm in found)
            line.set_visibility(bool(found))

    await look()
    ui.timer(LOOK_S, look)
