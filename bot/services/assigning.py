"""Automatic assignment by roster and load: an option; without it whoever is quick takes (stories 6, 25)."""

from collections.abc import Collection
from datetime import datetime

from bot.core.conversations import State
from bot.services.desk import give
from bot.services.holding import finish, locked
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.reachable import reachable
from bot.services.transfer import is_reachable


def assign(kit: Kit) -> int:
    """Give everybody who waits to the reachable officer with the fewest conversations, inside service hours.

    Each conversation is a transaction of its own, so that an officer who takes one meanwhile simply has it. Nothing is
    assigned unless the office has switched it on; where a roster is kept for the day, only those on duty are given any.

    Returns:
        How many were assigned.
    """
    now = kit.clock()
    if not kit.settings.switches.automatic_assignment or not kit.hours.is_open(now):
        return 0
    on_duty = kit.settings.roster.days[now.astimezone(kit.zone).weekday()] or None
    with kit.uow.read() as uow:
        waiting = [row.consultation.conversation_id for row in uow.desk_lists.open() if row.state is State.WAITING]
    return sum(_assign_one(kit, conversation_id, on_duty) for conversation_id in waiting)


def _assign_one(kit: Kit, conversation_id: str, on_duty: Collection[str] | None) -> bool:
    now = kit.clock()
    with kit.uow() as uow:
        conversation = locked(uow, conversation_id)
        officer_id = _least_loaded(uow, kit, on_duty, now)
        if conversation.state is not State.WAITING or officer_id is None:
            return False
        consultation = give(uow, kit, conversation, officer_id, now)
        finish(uow, None, consultation, "consultation.assigned", now)
    return True


def _least_loaded(uow: UnitOfWork, kit: Kit, on_duty: Collection[str] | None, now: datetime) -> str | None:
    candidates = [
        each.user_id
        for each in reachable(uow, kit, now)
        if (on_duty is None or each.user_id in on_duty) and is_reachable(uow, kit, each.user_id, now)
    ]
    held = uow.desk_lists.held_counts()
    return min(candidates, key=lambda officer_id: (held.get(officer_id, 0), officer_id), default=None)
