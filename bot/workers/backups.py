"""Every ten minutes: is this night's backup still to be made."""

import asyncio

import structlog

from bot.core.errors import BackupRefused
from bot.services import backups
from bot.services.backups import Vault
from bot.services.kit import Kit

EVERY_S = 600.0

log = structlog.get_logger(__name__)


async def run_backups(kit: Kit, vault: Vault | None) -> None:
    """Work until cancelled; without a key there is nothing to do."""
    if vault is None:
        log.warning("backup.off", reason="PST_BACKUP_KEY is not set")
        return
    while True:
        try:
            # Not in the workers' threads: it takes minutes, and SQLite's only one is wanted for messages.
            made = await asyncio.to_thread(backups.nightly, kit, vault)
            if made is not None:
                log.info("backup.made", file=made.name, bytes=made.stat().st_size)
        except (BackupRefused, OSError) as error:
            log.error("backup.failed", kind=type(error).__name__, reason=str(error))  # tried again in ten minutes
        await asyncio.sleep(EVERY_S)
