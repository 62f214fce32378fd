"""Days and ranges with other hours than the calendar's: a closed day, a short eve, Ramadan (service_rules 3.5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.periods import Period

DAY_NAMES = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")


@dataclass(frozen=True, kw_only=True)
class SpecialDay:
    """An exception the office wrote down (service_rules 3.5); no periods = closed."""

    periods: tuple[Period, ...]
    message: str | None


@dataclass(frozen=True, kw_only=True)
class SpecialRange:
    """Other hours in a range of days, such as Ramadan (stories 20).

    Attributes:
        first: its first day.
        last: its last day.
        day: the hours of every day on which the office works anyway.
        differing: hours of the weekdays (Monday = 0) that differ from them, such as a longer Friday; none = closed.
    """

    first: date
    last: date
    day: SpecialDay
    differing: Mapping[int, tuple[Period, ...]] = field(default_factory=dict)

    def week(self, usual: tuple[tuple[Period, ...], ...]) -> tuple[tuple[Period, ...], ...]:
        """The hours by weekday while it lasts; `usual` says on which days the office works anyway."""
        return tuple(
            self.differing.get(weekday, self.day.periods if periods else ()) for weekday, periods in enumerate(usual)
        )
