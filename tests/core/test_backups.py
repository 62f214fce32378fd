"""When a backup is due, and which ones stay."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.backups import is_due, outdated

WIB = ZoneInfo("Asia/Jakarta")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in the office's zone."""
    return datetime(2026, 11, day, hour, minute, tzinfo=WIB)


DUE = [
    pytest.param([], at(23, 1, 59), False, id="before the quiet hour"),
    pytest.param([], at(23, 2), True, id="at the quiet hour"),
    pytest.param([at(22, 2)], at(23, 8), True, id="the computer was off at night"),
    pytest.param([at(23, 2, 1)], at(23, 2, 10), False, id="made already, also before a restart"),
    pytest.param([at(23, 10)], at(23, 23), False, id="made by hand today"),
]


@pytest.mark.parametrize(("taken", "now", "due"), DUE)
def test_once_a_night(taken: list[datetime], now: datetime, due: bool) -> None:
    """Issue 4, point 6: nightly, once a day, surviving restarts; days are the office's."""
    assert is_due(taken, now.astimezone(UTC), WIB) is due


def test_fourteen_days_and_eight_weeks_stay() -> None:
    """Of a hundred nights: the last 14, and the newest of each of the last 8 weeks."""
    nights = [at(23, 2) - timedelta(days=each) for each in range(100)]
    gone = outdated(nights, WIB)
    kept = [each for each in nights if each not in gone]
    assert kept[:14] == nights[:14]
    assert len({each.isocalendar()[:2] for each in kept}) == 8
    assert len(kept) == 14 + 8 - 3
    assert outdated(kept, WIB) == []


def test_of_one_day_the_newest_stays() -> None:
    """Several by hand on one day do not push nights out."""
    day = [at(23, hour) for hour in range(2, 12)]
    assert outdated(day, WIB) == sorted(day[:-1], reverse=True)
