"""Whether an officer can be reached: connected, with a visitor, or not in today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

CONNECTED = timedelta(seconds=60)
"""A console that has not been heard for longer is gone: a locked phone, a power failure."""


class Availability(Enum):
    """What a connected officer does."""

    READY = "siap"
    VISITOR = "tamu"  # at the counter: no new chats (stories 6)


@dataclass(frozen=True, kw_only=True)
class Presence:
    """One officer.

    Attributes:
        seen_at: when a console that can be worked with was last heard.
        open_at: when a locked screen was last heard: the office is connected, its officer may be away from the desk.
        absent_on: the day somebody marked *tidak masuk* (stories 6: today only).
    """

    user_id: str
    seen_at: datetime | None = None
    open_at: datetime | None = None
    availability: Availability = Availability.READY
    absent_on: date | None = None

    @property
    def heard_at(self) -> datetime | None:
        """When any page of the console was last heard, locked or not."""
        return max(filter(None, (self.seen_at, self.open_at)), default=None)

    def is_connected(self, now: datetime) -> bool:
        """Whether a console of this officer is open that can be worked with."""
        return self.seen_at is not None and now - self.seen_at <= CONNECTED

    def is_absent(self, today: date) -> bool:
        """Whether the officer is marked *tidak masuk* today."""
        return self.absent_on == today

    def takes_chats(self, now: datetime, today: date) -> bool:
        """Whether a waiting person may reckon with this officer."""
        return self.is_connected(now) and not self.is_absent(today) and self.availability is Availability.READY
