"""What officers say of themselves and of each other: here, with a visitor, not in today (stories 6)."""

from dataclasses import replace
from datetime import datetime

from bot.core.accounts import Actor, Role
from bot.core.errors import InputRefused
from bot.core.presence import Availability
from bot.services.holding import release_all
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK


def beat(kit: Kit, actor: Actor) -> None:
    """A console of this officer is open; whoever works is not *tidak masuk*.

    Raises:
        PermissionRefused: the actor is no petugas.
    """
    actor.require(Role.PETUGAS)
    with kit.uow(durable=False) as uow:
        uow.presences.save(replace(uow.presences.get(actor.id), seen_at=kit.clock()))
        uow.commit()


def keep_open(kit: Kit, actor: Actor) -> None:
    """A locked screen of this officer is open: the office is connected, but nobody may reckon with the officer.

    Raises:
        PermissionRefused: the actor is no petugas.
    """
    actor.require(Role.PETUGAS)
    with kit.uow(durable=False) as uow:
        uow.presences.save(replace(uow.presences.get(actor.id), open_at=kit.clock()))
        uow.commit()


def set_availability(kit: Kit, actor: Actor, availability: Availability) -> None:
    """*Melayani tamu* or ready for chats again; being at the desk also ends one's own *tidak masuk*.

    Raises:
        PermissionRefused: the actor is no petugas.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    with kit.uow() as uow:
        become(uow, actor.id, availability, now)
        uow.wake(DESK)
        uow.commit()


def become(uow: UnitOfWork, user_id: str, availability: Availability, now: datetime) -> None:
    """Store what an officer, who is here, does from now on; part of another use case's transaction."""
    mine = uow.presences.get(user_id)
    uow.presences.save(replace(mine, seen_at=now, availability=availability, absent_on=None))


def mark_absent(kit: Kit, actor: Actor, user_id: str) -> int:
    """*Tidak masuk*, by any officer, for today: all held people go back to the queue at their old place.

    Returns:
        How many were given back.

    Raises:
        PermissionRefused: the actor is no petugas.
        InputRefused: `pengguna`: no such officer.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    today = now.astimezone(kit.office.timezone).date()
    with kit.uow() as uow:
        user = uow.users.get(user_id)
        if user is None or Role.PETUGAS not in user.roles:
            raise InputRefused("pengguna")
        uow.presences.save(replace(uow.presences.get(user_id), absent_on=today))
        released = release_all(uow, user_id, now)
        uow.audit.add(at=now, actor_id=actor.id, action="presence.absent", subject=user_id, detail={})
        uow.wake(DESK)
        uow.commit()
    return released
