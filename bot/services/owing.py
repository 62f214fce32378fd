"""Who owes the next word of a consultation, and by when (stories 1, 24g)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core.consultations import Consultation
from bot.core.duty import DutyStep
from bot.core.errors import ConversationUnknown, InputRefused
from bot.core.promises import PromiseState, promised_day
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

PROMISE_WORKING_DAYS = 3  # the headline of the standard's time
_PROMISE_HORIZON_DAYS = 400


def promise_days(kit: Kit, now: datetime) -> tuple[date, ...]:
    """The days an answer may be promised for: today when open, and the next three working days (stories 24g)."""
    today = now.astimezone(kit.office.timezone).date()
    later = (today + timedelta(days=offset) for offset in range(1, _PROMISE_HORIZON_DAYS))
    working = [day for day in later if kit.hours.periods_on(day)][:PROMISE_WORKING_DAYS]
    return tuple(([today] if kit.hours.is_open(now) else []) + working)


def check_promise(kit: Kit, promised_for: date | None, now: datetime) -> None:
    """Refuse a day that may not be promised.

    Raises:
        InputRefused: `janji`.
    """
    if promised_for is not None and promised_for not in promise_days(kit, now):
        raise InputRefused("janji")


def promise_of(kit: Kit, consultation: Consultation, now: datetime) -> PromiseState | None:
    """How the promised day stands; none counts once answered or closed (stories 24g)."""
    if consultation.promised_for is None or not consultation.owed or consultation.closed_at is not None:
        return None
    return promised_day(consultation.promised_for, now.astimezone(kit.zone).date())


def promise_mark(consultation: Consultation) -> str:
    """Under what it is kept that a promised day was told to the own phones."""
    return f"{consultation.number}.janji"


def settle(
    uow: UnitOfWork, kit: Kit, conversation_id: str, answered: bool, promised_for: date | None, now: datetime
) -> None:
    """Store who owes the next word, in the caller's unit of work; a new promise replaces the old one."""
    consultation = uow.consultations.latest(conversation_id)
    if consultation is None:
        raise ConversationUnknown("this conversation has no consultation")
    if promised_for == now.astimezone(kit.zone).date():
        _leave_untold(uow, consultation, promised_for, now)
    uow.consultations.save(
        replace(
            consultation,
            settled_at=now if answered else None,
            answered_at=(consultation.answered_at or now) if answered else consultation.answered_at,
            promised_for=None if answered else promised_for or consultation.promised_for,
        )
    )


def _leave_untold(uow: UnitOfWork, consultation: Consultation, today: date, now: datetime) -> None:
    """Who promises an answer for the same day knows it: no phone rings a minute later."""
    mark = promise_mark(consultation)
    if uow.duty.told(mark, today) is None:
        uow.duty.tell(mark, today, DutyStep.ON_DUTY, now)
