"""Working time: how much service time lies between two moments, and counting in working days (service_rules 3.6, 5.4).

Emergency closures stop the minutes (3.6), but do not move the end of a day that was worked on: nobody loses
the afternoon because the power failed at ten.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bot.core.service_hours import ServiceHours

_LONGEST_CLOSURE_DAYS = 400
_DAY = timedelta(days=1)


def working_time_between(hours: ServiceHours, start: datetime, end: datetime) -> timedelta:
    """The service time in [start, end); none when `end` is not after `start`."""
    total = timedelta()
    for opened, closed in _spans(hours, start):
        if opened >= end:
            break
        total += min(closed, end) - opened
    return total


def after_working_time(hours: ServiceHours, start: datetime, amount: timedelta) -> datetime:
    """The first moment at which `amount` of service time has passed since `start`, in office time.

    Raises:
        ValueError: a negative amount, or the office does not open within 400 days.
    """
    if amount < timedelta():
        raise ValueError("a negative amount of working time")
    if not amount:
        return start.astimezone(hours.office.timezone)
    for opened, closed in _spans(hours, start):
        if closed - opened >= amount:
            return (opened + amount).astimezone(hours.office.timezone)
        amount -= closed - opened
    raise ValueError(f"the office does not open within {_LONGEST_CLOSURE_DAYS} days")


def service_start(hours: ServiceHours, at: datetime) -> datetime:
    """When a clock begins that runs inside hours only: `at` itself, or the next opening (4.8, 3.6).

    Raises:
        ValueError: the office does not open within 400 days.
    """
    return at.astimezone(hours.office.timezone) if hours.is_open(at) else hours.next_opening(at)


def closing_time(hours: ServiceHours, at: datetime) -> datetime | None:
    """When the service of the local day ends (7.3, 7.7); None on a day without service."""
    return _closing_of(hours, at.astimezone(hours.office.timezone).date())


def last_closing(hours: ServiceHours, now: datetime) -> datetime | None:
    """The newest end of a service day at or before `now` (7.3); None = no service within 400 days."""
    today = now.astimezone(hours.office.timezone).date()
    for offset in range(_LONGEST_CLOSURE_DAYS):
        closing = _closing_of(hours, today - offset * _DAY)
        if closing is not None and closing <= now:
            return closing
    return None


def is_working_day(hours: ServiceHours, day: date) -> bool:
    """Whether there is any service that day (3.2, 3.5)."""
    return bool(hours.periods_on(day))


def next_working_day(hours: ServiceHours, day: date) -> date:
    """The first working day after `day`.

    Raises:
        ValueError: there is none within 400 days.
    """
    for offset in range(1, _LONGEST_CLOSURE_DAYS):
        if is_working_day(hours, later := day + offset * _DAY):
            return later
    raise ValueError(f"the office does not open within {_LONGEST_CLOSURE_DAYS} days of {day}")


def day_zero(hours: ServiceHours, submitted: datetime) -> date:
    """The working day from which days are counted: this one while service is left in it, else the next (5.4)."""
    local = submitted.astimezone(hours.office.timezone)
    is_left = any(local.time() < period.end for period in hours.periods_on(local.date()))
    return local.date() if is_left else next_working_day(hours, local.date())


def working_day_deadline(hours: ServiceHours, submitted: datetime, days: int = 3) -> datetime:
    """The closing time of the `days`-th working day after day 0 (5.4).

    Raises:
        ValueError: the office does not open within 400 days.
    """
    day = day_zero(hours, submitted)
    for _ in range(days):
        day = next_working_day(hours, day)
    closing = _closing_of(hours, day)
    assert closing is not None  # a working day has an end
    return closing


def _closing_of(hours: ServiceHours, day: date) -> datetime | None:
    if not is_working_day(hours, day):
        return None
    return datetime.combine(day, hours.planned_periods_on(day)[-1].end, hours.office.timezone)


def _spans(hours: ServiceHours, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Service periods from `start` on, in UTC, until the office has not opened for 400 days."""
    zone, since = hours.office.timezone, start.astimezone(UTC)
    day, idle = start.astimezone(zone).date(), 0
    while idle < _LONGEST_CLOSURE_DAYS:
        idle += 1
        for period in hours.periods_on(day):
            opened = datetime.combine(day, period.start, zone).astimezone(UTC)
            closed = datetime.combine(day, period.end, zone).astimezone(UTC)
            if closed > since:
                yield max(opened, since), closed
                idle = 0
        day += _DAY
