"""A month as the office counts it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.service_hours import MONTH_NAMES

_WRITTEN = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    """Year and number from 1."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, written: str) -> Month | None:
        """Of `2026-11`; None when it is none."""
        match = _WRITTEN.fullmatch(written)
        return None if match is None else cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def label(self) -> str:
        """`November 2026`."""
        return f"{MONTH_NAMES[self.number - 1]} {self.year}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def next(self) -> Month:
        """The month after."""
        return Month.of(self.first + timedelta(days=31))

    @property
    def before(self) -> Month:
        """The month before."""
        return Month.of(self.first - timedelta(days=1))

    @property
    def days(self) -> tuple[date, ...]:
        """All its days in order."""
        count = (self.next.first - self.first).days
        return tuple(self.first + timedelta(days=offset) for offset in range(count))

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Its moments [start, end) in the office's zone."""
        return span_of(self.first, self.days[-1], zone)


def span_of(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The moments [start, end) of the days from `first` to `last`."""
    end = datetime.combine(last + timedelta(days=1), time.min, zone)
    return datetime.combine(first, time.min, zone), end


def written_day(day: date) -> str:
    """`23-11-2026`."""
    return f"{day:%d-%m-%Y}"


def written_moment(at: datetime | None, zone: ZoneInfo) -> str | None:
    """`23-11-2026 09.05` in the office's zone."""
    return None if at is None else f"{at.astimezone(zone):%d-%m-%Y %H.%M}"
