"""Working time and working days for visits and portal consultations (service_rules 4.8, 5.4)."""

from datetime import date, datetime, timedelta

from bot.core.service_hours import ServiceHours

_LONGEST_CLOSURE_DAYS = 400
_DAY = timedelta(days=1)


def working_time_between(hours: ServiceHours, start: datetime, end: datetime) -> timedelta:
    """The service time in [start, end); none when `end` is not after `start`."""
    zone = hours.office.timezone
    day, last, total = start.astimezone(zone).date(), end.astimezone(zone).date(), timedelta()
    while day <= last:
        for period in hours.periods_on(day):
            opened = max(start, datetime.combine(day, period.start, zone))
            closed = min(end, datetime.combine(day, period.end, zone))
            total += max(timedelta(), closed - opened)
        day += _DAY
    return total


def closing_time(hours: ServiceHours, at: datetime) -> datetime | None:
    """When the service of the local day ends; None on a day without service."""
    day = at.astimezone(hours.office.timezone).date()
    periods = hours.periods_on(day)
    return datetime.combine(day, periods[-1].end, hours.office.timezone) if periods else None


def working_day_deadline(hours: ServiceHours, submitted: datetime, days: int = 3) -> datetime:
    """The closing time of the `days`-th working day after day 0 (5.4).

    Raises:
        ValueError: the office does not open within 400 days.
    """
    local = submitted.astimezone(hours.office.timezone)
    is_left = any(local.time() < period.end for period in hours.periods_on(local.date()))
    day = local.date() if is_left else _next_working_day(hours, local.date())
    for _ in range(days):
        day = _next_working_day(hours, day)
    return datetime.combine(day, hours.periods_on(day)[-1].end, hours.office.timezone)


def _next_working_day(hours: ServiceHours, day: date) -> date:
    for offset in range(1, _LONGEST_CLOSURE_DAYS):
        if hours.periods_on(later := day + offset * _DAY):
            return later
    raise ValueError(f"the office does not open within {_LONGEST_CLOSURE_DAYS} days of {day}")
