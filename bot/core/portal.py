"""Consultations on the portal (Silastik), which is outside: our register of their deadlines (service_rules 5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.core.consultations import Category, ClosingReason
from bot.core.service_hours import ServiceHours
from bot.core.visits import Urgency
from bot.core.working_time import working_day_deadline

NUMBER_MAX = 64
TOPIC_MAX = 128
PORTAL_RATINGS = range(1, 6)
PORTAL_REASONS = (ClosingReason.SELESAI, ClosingReason.TIDAK_MERESPON_3HK)
_SOON = timedelta(days=1)


class PortalEvent(Enum):
    """What happened on the portal since; an automatic acknowledgement is none of these (service_rules 5.2)."""

    ANSWERED = "dijawab"  # substantive information of an officer
    OFFICER_WROTE = "petugas_menulis"  # a question back, a holding word
    USER_WROTE = "pengguna_menulis"


@dataclass(frozen=True, kw_only=True)
class PortalCase:
    """One consultation as an officer copied it.

    Attributes:
        number: as the portal shows it.
        first_answer_at: the first substantive information, where the clock of 5.2 stops.
        last_officer_at: of any message of an officer.
        last_user_at: of the latest message of the user after the submission.
        portal_rating: what the user gave on the portal (S:14, stories 24a).
        withdrawn_at: when it was marked *salah catat*: it stays to be read, and counts nowhere.
    """

    id: str
    number: str
    category: Category
    topic: str | None
    submitted_at: datetime
    entered_at: datetime
    entered_by: str
    first_answer_at: datetime | None = None
    last_officer_at: datetime | None = None
    last_user_at: datetime | None = None
    closed_at: datetime | None = None
    closing_reason: ClosingReason | None = None
    portal_rating: int | None = None
    withdrawn_at: datetime | None = None

    @property
    def latest_at(self) -> datetime:
        """The last thing known of it before its closing."""
        return max(filter(None, (self.submitted_at, self.first_answer_at, self.last_officer_at, self.last_user_at)))


def answer_deadline(hours: ServiceHours, case: PortalCase) -> datetime:
    """Until when the first substantive answer is promised: three working days (service_rules 5.2, 5.4)."""
    return working_day_deadline(hours, case.submitted_at)


def closes_by_itself_at(hours: ServiceHours, case: PortalCase) -> datetime | None:
    """When the portal closes it because the user is silent; None before any officer wrote.

    The three working days run from the officer's last message and start again with each user message (service_rules
    5.3, stories 24a).
    """
    if case.last_officer_at is None:
        return None
    return working_day_deadline(hours, max(case.last_officer_at, case.last_user_at or case.last_officer_at))


def next_date(hours: ServiceHours, case: PortalCase) -> datetime:
    """What the register is sorted by: the deadline of an unanswered case, else the date it closes by itself."""
    if case.first_answer_at is None:
        return answer_deadline(hours, case)
    return closes_by_itself_at(hours, case) or answer_deadline(hours, case)


def owes(case: PortalCase) -> bool:
    """Whether the office owes the next word."""
    if case.first_answer_at is None:
        return True
    return case.last_user_at is not None and case.last_user_at > (case.last_officer_at or case.submitted_at)


def case_urgency(hours: ServiceHours, case: PortalCase, now: datetime) -> Urgency:
    """The colour of what the office owes; a case that waits for the user is never urgent."""
    if not owes(case):
        return Urgency.CALM
    left = next_date(hours, case) - now
    if left < timedelta():
        return Urgency.LATE
    return Urgency.SOON if left <= _SOON else Urgency.CALM


def was_late(hours: ServiceHours, case: PortalCase, now: datetime) -> bool:
    """Whether the promise of 5.2 was broken: the first answer, or the present, is after the deadline."""
    return (case.first_answer_at or now) > answer_deadline(hours, case)
