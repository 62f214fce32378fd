"""What the office changes about its service day while it runs; without a stored value office.yml's stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum

from bot.core.office import Closure, Office
from bot.core.periods import Period
from bot.core.special_days import SpecialDay, SpecialRange

Weekly = tuple[tuple[Period, ...], ...]
"""Hours by weekday, Monday first."""


class SettingKey(Enum):
    """What is stored under one key."""

    WEEKLY = "jam_layanan"
    SPECIAL = "hari_khusus"
    CLOSURES = "penutupan"
    ROSTER = "jadwal_piket"
    SWITCHES = "sakelar"
    TARGETS = "target"
    TEXTS = "teks"


@dataclass(frozen=True, kw_only=True)
class SpecialDays:
    """Days and ranges with other hours than the calendar's (service_rules 3.5, stories 20)."""

    days: Mapping[date, SpecialDay]
    ranges: tuple[SpecialRange, ...]


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Ids of who is on duty, by weekday, Monday first."""

    days: tuple[tuple[str, ...], ...] = ((),) * 7


@dataclass(frozen=True, kw_only=True)
class Switches:
    """`form_first` restores the standard's strict order (service_rules A-9); both are off by default (stories 6, 7)."""

    form_first: bool = False
    automatic_assignment: bool = False


@dataclass(frozen=True, kw_only=True)
class Targets:
    """Internal targets, never promised to users (service_rules 6.8, 10.3)."""

    first_answer_minutes: int = 15
    complaint_days: int = 5

    @property
    def first_answer(self) -> timedelta:
        """Working time until an officer's first message."""
        return timedelta(minutes=self.first_answer_minutes)


@dataclass(frozen=True, kw_only=True)
class DeskSettings:
    """All stored settings; `weekly` and `special` None = office.yml's stand; `texts` stand above texts.id.yml."""

    weekly: Weekly | None = None
    special: SpecialDays | None = None
    closures: tuple[Closure, ...] = ()
    roster: Roster = Roster()
    switches: Switches = Switches()
    targets: Targets = Targets()
    texts: Mapping[str, str] = field(default_factory=dict)

    def applied_to(self, office: Office) -> Office:
        """The office with its present hours."""
        special = self.special_of(office)
        return replace(
            office,
            weekly=self.weekly or office.weekly,
            special_days=special.days,
            special_ranges=special.ranges,
            closures=self.closures,
        )

    def special_of(self, office: Office) -> SpecialDays:
        """The exceptions in force."""
        return self.special or SpecialDays(days=office.special_days, ranges=office.special_ranges)

    def of_hours_since(self, day: date) -> "DeskSettings":
        """The settings that say when the office is open from `day` on, and nothing else."""
        yesterday = day - timedelta(days=1)  # closures end in any time zone
        special = self.special and SpecialDays(
            days={on: special for on, special in self.special.days.items() if on >= day},
            ranges=tuple(each for each in self.special.ranges if each.last >= day),
        )
        closures = tuple(closure for closure in self.closures if closure.until.date() >= yesterday)
        return DeskSettings(weekly=self.weekly, special=special, closures=closures)
