"""The day that a question about opening hours is about (stories 10)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.core.days import find_day, part_of_day

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("normal", "day"),
    [
        ("sabtu buka ?", date(2026, 11, 28)),
        ("hari ini buka", MONDAY),
        ("besok buka tidak", date(2026, 11, 24)),
        ("lusa", date(2026, 11, 25)),
        ("senin buka", MONDAY),
        ("senin depan buka", date(2026, 11, 30)),
        ("hari minggu buka", date(2026, 11, 29)),
        ("tanggal 25 desember buka", date(2026, 12, 25)),
        ("1 jan buka", date(2027, 1, 1)),  # past this year: the next one
        ("30 februari", None),  # no such day
        ("senin sampai jumat", None),  # a span
        ("senin dan sabtu", None),  # two days
        ("minggu depan buka", None),  # a week
        ("minggu ini", None),
        ("jumat kemarin", None),  # past
        ("buka kapan", None),
    ],
)
def test_find_day(normal: str, day: date | None) -> None:
    """Stories 10: "sabtu buka?" is answered for that day; a span or a week is none."""
    assert find_day(normal, MONDAY) == day


@pytest.mark.parametrize(
    ("hour", "part"), [(0, "pagi"), (10, "pagi"), (11, "siang"), (14, "siang"), (15, "sore"), (18, "malam")]
)
def test_part_of_day(hour: int, part: str) -> None:
    """Stories 12: the greeting fits the hour."""
    assert part_of_day(datetime(2026, 11, 23, hour)) == part  # noqa: DTZ001 - a local hour
