"""How busy the desk is, in numbers only."""

from collections import Counter

from bot.core.conversations import State
from bot.services.kit import Kit


def desk_load(kit: Kit) -> tuple[int, int]:
    """How many people wait for an officer, and how many are being served."""
    with kit.uow.read() as uow:
        states = Counter(row.state for row in uow.desk_lists.open())
    return states[State.WAITING], states[State.OFFICER]
