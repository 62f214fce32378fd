"""A direct visit: its guest-book entry, its number of the day and its ten-minute clock (service_rules 4)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from bot.core.consultations import Category
from bot.core.guest_fields import Guest
from bot.core.service_hours import ServiceHours
from bot.core.working_time import closing_time, working_time_between

WAIT_LIMIT = timedelta(minutes=10)
"""Exactly ten minutes is still in time (service_rules 4.8)."""
WAIT_WARNING = timedelta(minutes=7)
RATING_DAYS = 7
"""How long after a visit its paper rating may be typed in, and its rating link works."""


class Source(Enum):
    """Where the visitor was registered."""

    TABLET = "tablet"
    QR = "qr"
    OFFICER = "petugas"


class VisitState(Enum):
    """Where a visit stands."""

    WAITING = "menunggu"
    SERVED = "dilayani"
    DONE = "selesai"
    GONE = "tidak_jadi"  # left before anybody served them


class Urgency(Enum):
    """How a promise stands, as the console colours it."""

    CALM = "tenang"
    SOON = "segera"
    LATE = "terlambat"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One row of the guest book.

    Attributes:
        day: in the office's zone.
        number: of the day, from 1.
        has_email: kept apart from the address, so that people without one are counted after it was erased (stories 18).
        consent_at: when the visitor agreed to the notice; by word of mouth when an officer typed.
        registered_at: where the clock of 4.8 starts.
        started_at: where it stops.
        officer_id: who serves or served.
        ended_estimated: nobody said when it ended; closed with the day (stories 18).
        rated: there is a rating, kept apart (stories 15).
        rating_code: opens the rating page once; None when used.
        request_key: of the form that was sent, so that sending it twice is one visit; None from the console.
    """

    id: str
    day: date
    number: int
    guest: Guest
    has_email: bool
    consent_at: datetime
    consent_version: str
    source: Source
    registered_at: datetime
    registered_by: str | None = None
    started_at: datetime | None = None
    officer_id: str | None = None
    ended_at: datetime | None = None
    ended_estimated: bool = False
    category: Category | None = None
    topic: str | None = None
    rated: bool = False
    rating_code: str | None = None
    request_key: str | None = None

    @property
    def state(self) -> VisitState:
        """Where it stands."""
        if self.ended_at is not None:
            return VisitState.DONE if self.started_at is not None else VisitState.GONE
        return VisitState.WAITING if self.started_at is None else VisitState.SERVED


def wait_of(hours: ServiceHours, visit: Visit, now: datetime) -> timedelta:
    """The service time from registration until somebody began to serve, or until now (service_rules 4.8)."""
    return working_time_between(hours, visit.registered_at, visit.started_at or visit.ended_at or now)


def wait_urgency(waited: timedelta) -> Urgency:
    """The colour of a waiting time; late is beyond ten minutes (service_rules 4.8)."""
    if waited > WAIT_LIMIT:
        return Urgency.LATE
    return Urgency.SOON if waited >= WAIT_WARNING else Urgency.CALM


def ends_with_day(hours: ServiceHours, visit: Visit) -> datetime:
    """When an open visit is ended without anybody saying so: at closing time, or with a day that began after it."""
    begun = visit.started_at or visit.registered_at
    closing = closing_time(hours, visit.registered_at)
    if closing is not None and begun < closing:
        return closing
    return datetime.combine(visit.day + timedelta(days=1), time(), hours.office.timezone)


def is_drawing(hours: ServiceHours, now: datetime) -> bool:
    """Whether there is service left today, so that a visitor may draw a number; before 08.00 there is (4.8)."""
    closing = closing_time(hours, now)
    return closing is not None and now < closing and hours.closure_at(now) is None
