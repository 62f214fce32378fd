"""Duty notices: who is rung about a waiting person, and when (stories 6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

LINK_LIFETIME = timedelta(minutes=10)


class DutyStep(IntEnum):
    """One after another while somebody waits; each is told once a day and waiting."""

    ON_DUTY = 1
    EVERYBODY = 2
    ADMIN = 3


AFTER = {
    DutyStep.ON_DUTY: timedelta(),
    DutyStep.EVERYBODY: timedelta(minutes=10),
    DutyStep.ADMIN: timedelta(minutes=20),
}
"""Working time since the request, the release or the reopening, or since the opening of the day."""


def step_after(waited: timedelta) -> DutyStep:
    """The furthest step that is due after so much working time."""
    return max(step for step, after in AFTER.items() if waited >= after)


@dataclass(frozen=True, kw_only=True)
class DutyLink:
    """An officer's own conversation with the assistant, where notices go."""

    user_id: str
    conversation_id: str
    linked_at: datetime


@dataclass(frozen=True, kw_only=True)
class LinkCode:
    """What an officer sends from the own phone to link it; works once."""

    code_hash: str
    user_id: str
    expires_at: datetime
