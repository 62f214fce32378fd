"""When officers work (service_rules 3)."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.core.office import load_office
from bot.core.service_hours import ServiceHours, describe_opening, national_holidays
from tests.conftest import ROOT


def wib(hours: ServiceHours, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=hours.office.timezone)


CLOSED_WEEKDAYS = {  # by year and month
    2026: {
        1: [1, 16],
        2: [16, 17],
        3: [18, 19, 20, 23, 24],
        4: [3],
        5: [1, 14, 15, 27, 28],
        6: [1, 16],
        8: [17, 25],
        12: [24, 25],
    },
    2027: {1: [1, 5], 2: [5], 3: [8, 9, 10, 11, 12, 15, 25, 26], 5: [6, 17, 18, 19, 20], 6: [1], 8: [17], 12: [24]},
}


@pytest.mark.parametrize("year", CLOSED_WEEKDAYS)
def test_weekdays_off_are_those_of_the_decree(hours: ServiceHours, year: int) -> None:
    """service_rules 3.4: national holidays and cuti bersama of 2026 and 2027, no more and no fewer."""
    days = [date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())]
    off = [day for day in days if day.weekday() < 5 and hours.closure_on(day)]
    assert off == [date(year, month, day) for month, those in CLOSED_WEEKDAYS[year].items() for day in those]


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-11-23 07:59:59", False),
        ("2026-11-23 08:00:00", True),  # the opening second counts
        ("2026-11-23 12:00:00", True),  # 3.3: no pause is published
        ("2026-11-23 15:29:59", True),
        ("2026-11-23 15:30:00", False),  # 3.1, A-4: half-open
        ("2026-11-28 10:00:00", False),  # Saturday
        ("2026-12-24 10:00:00", False),  # cuti bersama
    ],
)
def test_open(hours: ServiceHours, moment: str, opened: bool) -> None:
    """service_rules 3.1 and 3.2 to the second."""
    assert hours.is_open(wib(hours, moment)) is opened


def test_other_zones_are_understood(hours: ServiceHours) -> None:
    """All times are WIB, whatever zone the moment is written in."""
    assert hours.is_open(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    assert not hours.is_open(datetime(2026, 11, 23, 0, 59, 59, tzinfo=UTC))


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-23 06:00:00", "Senin, 23 November pukul 08.00 WIB"),  # before opening: the same day
        ("2026-11-23 08:00:00", "Senin, 23 November pukul 08.00 WIB"),
        ("2026-11-23 15:30:00", "Selasa, 24 November pukul 08.00 WIB"),
        ("2026-11-27 16:00:00", "Senin, 30 November pukul 08.00 WIB"),  # over the weekend
        ("2026-03-17 15:31:00", "Rabu, 25 Maret pukul 08.00 WIB"),  # over eight days of Nyepi and Idul Fitri
        ("2026-12-31 15:30:00", "Senin, 4 Januari pukul 08.00 WIB"),  # over the year
    ],
)
def test_next_opening(hours: ServiceHours, moment: str, words: str) -> None:
    """service_rules 3.6: 08:00 of the next working day, in the words people get."""
    assert describe_opening(hours.next_opening(wib(hours, moment)), hours.office) == words


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 11, 28), "Sabtu"),
        (date(2026, 8, 17), "Hari Kemerdekaan Republik Indonesia"),
        (date(2026, 11, 23), None),
    ],
)
def test_reason_of_a_closure(hours: ServiceHours, day: date, reason: str | None) -> None:
    """stories 20: a question with a day is answered for that day, with its reason."""
    assert hours.closure_on(day) == reason


SPECIAL = """
hari_khusus:
  2026-12-28: {tutup: true, pesan: Kantor tutup karena banjir.}
  2026-12-25: {jam: [08.00-10.00]}
  2026-02-18 s.d. 2026-03-17: {jam: [08.00-12.00, 12.30-15.00]}
"""


def test_the_office_has_the_last_word(tmp_path: Path) -> None:
    """service_rules 3.5 and stories 20: emergency closures, special openings, Ramadan hours."""
    path = tmp_path / "office.yml"
    path.write_text((ROOT / "office.yml").read_text().replace("hari_khusus: {}", SPECIAL))
    hours = ServiceHours(load_office(path), national_holidays([2026]))
    assert hours.closure_on(date(2026, 12, 28)) == "Kantor tutup karena banjir."
    assert hours.is_open(wib(hours, "2026-12-25 09:00:00"))
    assert hours.is_open(wib(hours, "2026-03-02 12:30:00"))
    assert not hours.is_open(wib(hours, "2026-03-02 12:15:00"))
    assert hours.closure_on(date(2026, 3, 7)) == "Sabtu"
    assert str(hours.next_opening(wib(hours, "2026-03-02 12:10:00")).time()) == "12:30:00"
