"""Automatic assignment by roster and load: an option; without it whoever is quick takes (stories 6, 25)."""

from collections.abc import Collection
from datetime import datetime

from bot.core.conversations import State
from bot.services.desk import finish, give, locked
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.reachable import reachable
from bot.services.transfer import is_reachable


def assign(kit: Kit, *, enabled: bool, on_duty: Collection[str] | None = None) -> int:
    """Give everybody who waits to the reachable officer with the fewest conversations, inside service hours.

    Each conversation is a transaction of its own, so that an officer who takes one meanwhile simply has it.

    Args:
        kit: the use cases' kit.
        enabled: the office's switch `penugasan_otomatis`.
        on_duty: today's roster by user id; None = everybody may be given conversations.

    Returns:
        How many were assigned.
    """
    if not enabled or not kit.hours.is_open(kit.clock()):
        return 0
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
