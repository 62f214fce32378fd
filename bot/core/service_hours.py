"""When officers work: the service calendar of service_rules 3."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import holidays

from bot.core.office import DAY_NAMES, Office, Period

_MONTHS = (
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
        """The service periods of a day: the office's exception, else the calendar (3.2, 3.5)."""
        special = self.office.special_days.get(day)
        if special is not None:
            return special.periods
        if day in self.holidays or not self.office.weekly[day.weekday()]:
            return ()
        for special_range in self.office.special_ranges:
            if special_range.first <= day <= special_range.last:
                return special_range.day.periods
        return self.office.weekly[day.weekday()]

    def closure_on(self, day: date) -> str | None:
        """Why the office is closed all day, in Indonesian; None on a working day."""
        if self.periods_on(day):
            return None
        special = self.office.special_days.get(day)
        if special is not None and special.message:
            return special.message
        if day in self.holidays:
            return self.holidays[day]
        if not self.office.weekly[day.weekday()]:
            return DAY_NAMES[day.weekday()].capitalize()
        return self._range_message(day) or "Kantor tutup"

    def _range_message(self, day: date) -> str | None:
        return next((r.day.message for r in self.office.special_ranges if r.first <= day <= r.last), None)


def national_holidays(years: Iterable[int]) -> dict[date, str]:
    """National holidays and cuti bersama with their Indonesian names (service_rules 3.4)."""
    calendar = holidays.country_holidays(
        "ID", years=list(years), categories=("public", "government"), language="id", expand=False
    )
    return dict(calendar.items())


def describe_day(day: date) -> str:
    """`Senin, 30 November`."""
    return f"{DAY_NAMES[day.weekday()].capitalize()}, {day.day} {_MONTHS[day.month - 1]}"


def describe_opening(opening: datetime, office: Office) -> str:
    """`Senin, 30 November pukul 08.00 WIB` of an aware moment."""
    local = opening.astimezone(office.timezone)
    return f"{describe_day(local.date())} pukul {local:%H.%M} {office.zone_label}"
