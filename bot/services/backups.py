"""The backups of this copy: one a day in a quiet hour, one by hand, the old ones taken away."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.core.backups import is_due, outdated
from bot.services.kit import Kit


class Vault(Protocol):
    """A folder of backups."""

    def taken(self) -> list[datetime]:
        """When each backup that is there was made."""

    def take(self, at: datetime) -> Path:
        """Make one; the service may go on working meanwhile.

        Raises:
            BackupRefused: with what to do about it.
            OSError: the folder cannot be written.
        """

    def drop(self, at: datetime) -> None:
        """Take one away."""


LATE_AFTER = timedelta(hours=36)


def is_late(kit: Kit, vault: Vault | None) -> bool:
    """Whether a night was missed; a copy that makes no backups at all is never late."""
    if vault is None:
        return False
    return kit.clock() - max(vault.taken(), default=kit.clock()) > LATE_AFTER


def nightly(kit: Kit, vault: Vault) -> Path | None:
    """Make this day's backup if it is due, then take old ones away; None = it was not due."""
    now = kit.clock()
    if not is_due(vault.taken(), now, kit.office.timezone):
        return None
    return take(kit, vault)


def take(kit: Kit, vault: Vault) -> Path:
    """Make a backup now and take old ones away: 14 daily and 8 weekly stay.

    Raises:
        BackupRefused: with what to do about it.
        OSError: the folder cannot be written.
    """
    made = vault.take(kit.clock())
    for old in outdated(vault.taken(), kit.office.timezone):
        vault.drop(old)
    return made
