"""How busy the desk is, in numbers only."""

from collections import Counter
from datetime import datetime

from bot.core.conversations import State
from bot.services.kit import Kit


def desk_load(kit: Kit) -> tuple[int, int]:
    """How many people wait for an officer, and how many are being served."""
    with kit.uow.read() as uow:
        states = Counter(row.state for row in uow.desk_lists.open())
    return states[State.WAITING], states[State.OFFICER]


def newest_waiting(kit: Kit) -> tuple[int, datetime | None]:
    """How many people wait for an officer, and since when the newest of them does."""
    with kit.uow.read() as uow:
        since = [row.consultation.queueing_since for row in uow.desk_lists.open() if row.state is State.WAITING]
    return len(since), max(since, default=None)
