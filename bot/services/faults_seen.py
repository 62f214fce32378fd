"""What an admin must see to without looking for it: a channel that is paused, the month's budget, a missed backup."""

from bot.core.accounts import Actor, Role
from bot.services.backups import LATE_AFTER, Vault, is_late
from bot.services.kit import Kit
from bot.services.troubles import Alarm, alarms

_HOURS = int(LATE_AFTER.total_seconds() // 3600)


def standing(kit: Kit, vault: Vault | None) -> list[Alarm]:
    """All alarms that stand now; nothing of a person in them."""
    missed = Alarm(
        code="backup_late",
        sentence=f"Cadangan data terakhir lebih dari {_HOURS} jam yang lalu. Periksa ruang disk dan catatan program.",
    )
    return [*alarms(kit), *([missed] if is_late(kit, vault) else [])]


def seen(kit: Kit, actor: Actor, vault: Vault | None) -> list[Alarm]:
    """The alarms for the console.

    Raises:
        PermissionRefused: the actor is no admin.
    """
    actor.require(Role.ADMIN)
    return standing(kit, vault)
