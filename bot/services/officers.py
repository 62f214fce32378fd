"""Who of the officers is there: the presence bar of the console."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.core.accounts import Actor, Role
from bot.core.presence import Availability, Presence
from bot.services.kit import Kit


class Standing(Enum):
    """What an officer does now."""

    READY = "siap"
    VISITOR = "tamu"  # melayani tamu
    AWAY = "tidak_terhubung"
    ABSENT = "tidak_masuk"  # today


@dataclass(frozen=True, kw_only=True)
class OfficerRow:
    """One officer."""

    id: str
    name: str
    standing: Standing
    held: int  # conversations


def officers(kit: Kit, actor: Actor) -> list[OfficerRow]:
    """Active officers by name.

    Raises:
        PermissionRefused: the actor is no petugas.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    today = now.astimezone(kit.zone).date()
    with kit.uow.read() as uow:
        staff = [user for user in uow.users.all() if user.active and Role.PETUGAS in user.roles]
        presences = {each.user_id: each for each in uow.presences.all()}
        held = uow.desk_lists.held_counts()
    rows = [
        OfficerRow(
            id=user.id,
            name=user.name,
            standing=_standing(presences.get(user.id, Presence(user_id=user.id)), now, today),
            held=held.get(user.id, 0),
        )
        for user in staff
    ]
    return sorted(rows, key=lambda row: row.name.lower())


def _standing(presence: Presence, now: datetime, today: date) -> Standing:
    if presence.is_absent(today):
        return Standing.ABSENT
    if not presence.is_connected(now):
        return Standing.AWAY
    return Standing.VISITOR if presence.availability is Availability.VISITOR else Standing.READY
