"""Whether anybody is there for a waiting person (stories 6, 14)."""

from datetime import datetime, time, timedelta

from bot.core.accounts import Role
from bot.core.presence import Presence
from bot.core.working_time import working_time_between
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

CUT_OFF_AFTER = timedelta(minutes=10)
BUSY, CUT_OFF = "petugas_masih_melayani", "petugas_tidak_terhubung"


def reachable(uow: UnitOfWork, kit: Kit, now: datetime) -> list[Presence]:
    """Officers of whom a waiting person may expect an answer now."""
    today = now.astimezone(kit.office.timezone).date()
    return [each for each in uow.presences.all() if each.takes_chats(now, today)]


def is_cut_off(uow: UnitOfWork, kit: Kit, now: datetime) -> bool:
    """*Petugas tidak terhubung*: no console was open for ten minutes of service time, not even locked (stories 14)."""
    midnight = datetime.combine(now.astimezone(kit.office.timezone).date(), time.min, kit.office.timezone)
    last = max([midnight, *(each.heard_at for each in uow.presences.all() if each.heard_at is not None)])
    return working_time_between(kit.hours, last, now) >= CUT_OFF_AFTER


def why_not_yet(uow: UnitOfWork, kit: Kit, now: datetime) -> str:
    """The text for a person whom no officer answers at once: busy, cut off, or nobody is there (stories 6, 14)."""
    today = now.astimezone(kit.office.timezone).date()
    officers = [user.id for user in uow.users.all() if user.active and Role.PETUGAS in user.roles]
    present = [each for each in map(uow.presences.get, officers) if not each.is_absent(today)]
    if any(each.is_connected(now) for each in present):
        return BUSY
    return CUT_OFF if is_cut_off(uow, kit, now) and (present or not officers) else "petugas_belum_ada"
