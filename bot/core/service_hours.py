"""When officers work: the service calendar of service_rules 3."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import holidays

from bot.core.office import Closure, Office
from bot.core.periods import Period
from bot.core.special_days import DAY_NAMES

MONTH_NAMES = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_LONGEST_CLOSURE_DAYS = 400


@dataclass(frozen=True)
class ServiceHours:
    """Answers for one office; `holidays` maps a date to its name in Indonesian."""

    office: Office
    holidays: Mapping[date, str]

    def is_open(self, at: datetime) -> bool:
        """Whether officers work at this moment (aware); the closing time itself is closed (3.1)."""
        local = at.astimezone(self.office.timezone)
        return any(period.start <= local.time() < period.end for period in self.periods_on(local.date()))

    def next_opening(self, at: datetime) -> datetime:
        """The first beginning of a service period at or after `at`, in office time (3.6).

        Raises:
            ValueError: the office does not open within 400 days.
        """
        local = at.astimezone(self.office.timezone)
        for offset in range(_LONGEST_CLOSURE_DAYS):
            day = local.date() + timedelta(days=offset)
            for period in self.periods_on(day):
                opening = datetime.combine(day, period.start, self.office.timezone)
                if opening >= local:
                    return opening
        raise ValueError(f"the office does not open within {_LONGEST_CLOSURE_DAYS} days of {local.date()}")

    def periods_on(self, day: date) -> tuple[Period, ...]:
        """The service periods of a day, emergency closures cut out of it (3.5)."""
        periods = self.planned_periods_on(day)
        for closure in self.office.closures:
            since, until = self._within(day, closure)
            periods = tuple(rest for period in periods for rest in _without(period, since, until))
        return periods

    def planned_periods_on(self, day: date) -> tuple[Period, ...]:
        """The service periods of a day without emergencies: the office's exception, else the calendar (3.2, 3.5)."""
        special = self.office.special_days.get(day)
        if special is not None:
            return special.periods
        return () if day in self.holidays else self.office.week_of(day)[day.weekday()]

    def closure_on(self, day: date) -> str | None:
        """Why the office is closed all day, in Indonesian; None on a working day."""
        if self.periods_on(day):
            return None
        if self.planned_periods_on(day):
            return next(c.reason.label for c in reversed(self.office.closures) if self._touches(day, c))
        special = self.office.special_days.get(day)
        if special is not None and special.message:
            return special.message
        if day in self.holidays:
            return self.holidays[day]
        if not self.office.weekly[day.weekday()]:
            return DAY_NAMES[day.weekday()].capitalize()
        return self._range_message(day) or "Kantor tutup"

    def message_on(self, day: date) -> str | None:
        """What the office wrote about this day for citizens (3.5)."""
        special = self.office.special_days.get(day)
        if special is not None:
            return special.message
        return None if self._closed_by_calendar(day) else self._range_message(day)

    def message_at(self, at: datetime) -> str | None:
        """What citizens are told at a moment when the office is closed by its own word; None otherwise (3.5)."""
        if (closure := self.closure_at(at)) is not None:
            return closure.message
        day = at.astimezone(self.office.timezone).date()
        if self.is_open(at):
            return None
        special = self.office.special_days.get(day)
        if special is not None:
            return special.message
        return None if self.planned_periods_on(day) or self._closed_by_calendar(day) else self._range_message(day)

    def closure_at(self, at: datetime) -> Closure | None:
        """The emergency closure in force at a moment."""
        return next((c for c in reversed(self.office.closures) if c.since <= at < c.until), None)

    def _closed_by_calendar(self, day: date) -> bool:
        """Whether a range has no word in it: a holiday, or a weekend on which no line of the range opens."""
        return day in self.holidays or not (self.office.weekly[day.weekday()] or self.planned_periods_on(day))

    def _range_message(self, day: date) -> str | None:
        special = self.office.range_on(day)
        return None if special is None else special.day.message

    def _touches(self, day: date, closure: Closure) -> bool:
        since, until = self._within(day, closure)
        return until is None or since < until

    def _within(self, day: date, closure: Closure) -> tuple[time, time | None]:
        """The part of a day that a closure takes; `until` None = to the day's end."""
        since, until = (at.astimezone(self.office.timezone) for at in (closure.since, closure.until))
        if until.date() < day or since.date() > day:
            return time.min, time.min
        return (
            since.time() if since.date() == day else time.min,
            until.time() if until.date() == day else None,
        )


def _without(period: Period, since: time, until: time | None) -> list[Period]:
    """What is left of a period when [since, until) is taken out."""
    if since >= period.end or (until is not None and until <= max(since, period.start)):
        return [period]
    left = [Period(start=period.start, end=since)] if since > period.start else []
    if until is not None and until < period.end:
        left.append(Period(start=until, end=period.end))
    return left


def national_holidays(years: Iterable[int]) -> dict[date, str]:
    """National holidays and cuti bersama with their Indonesian names (service_rules 3.4)."""
    calendar = holidays.country_holidays(
        "ID", years=list(years), categories=("public", "government"), language="id", expand=False
    )
    return dict(calendar.items())


def describe_day(day: date) -> str:
    """`Senin, 30 November`."""
    return f"{DAY_NAMES[day.weekday()].capitalize()}, {day.day} {MONTH_NAMES[day.month - 1]}"


def describe_moment(local: datetime) -> str:
    """`Senin, 30 November pukul 08.00` of a moment in the office's zone."""
    return f"{describe_day(local.date())} pukul {local:%H.%M}"


def describe_opening(opening: datetime, office: Office) -> str:
    """`Senin, 30 November pukul 08.00 WIB` of an aware moment."""
    return f"{describe_moment(opening.astimezone(office.timezone))} {office.zone_label}"
