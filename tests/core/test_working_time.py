"""Working time and working days (service_rules 3.6, 5.4)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.office import Closure, ClosureReason, load_office
from bot.core.periods import Period, parse_periods
from bot.core.service_hours import ServiceHours, national_holidays
from bot.core.special_days import SpecialDay, SpecialRange
from bot.core.working_time import (
    after_working_time,
    closing_time,
    day_zero,
    is_working_day,
    next_working_day,
    service_start,
    working_day_deadline,
    working_time_between,
)
from tests.conftest import ROOT

OFFICE = load_office(ROOT / "office.yml")
PLAIN = ServiceHours(OFFICE, national_holidays([2026, 2027]))
FULL_DAY = timedelta(hours=7, minutes=30)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE.timezone)


def closure(since: str, until: str) -> Closure:
    return Closure(since=wib(since), until=wib(until), reason=ClosureReason.BANJIR, message="Kantor tutup: banjir.")


FRIDAY_PAUSE = parse_periods(["08.00-11.00", "13.00-15.30"])
BUSY = ServiceHours(
    replace(
        OFFICE,
        weekly=(*OFFICE.weekly[:4], FRIDAY_PAUSE, (), ()),
        special_days={date(2026, 12, 28): SpecialDay(periods=(), message="Kantor pindah.")},
        special_ranges=(
            SpecialRange(
                first=date(2026, 11, 30),
                last=date(2026, 12, 11),
                day=SpecialDay(periods=parse_periods(["08.00-12.00", "12.30-15.00"]), message=None),
            ),
        ),
        closures=(closure("2026-11-24 10:15", "2026-11-25 00:00"), closure("2026-11-26 09:00", "2026-11-26 13:00")),
    ),
    national_holidays([2026, 2027]),
)
"""Several periods a day, a day off, a range as in Ramadan, and two emergencies."""


@pytest.mark.parametrize(
    ("submitted", "zero", "deadline"),
    [
        ("2026-11-23 07:10", "2026-11-23", "2026-11-26 15:30"),
        ("2026-11-23 09:00", "2026-11-23", "2026-11-26 15:30"),
        ("2026-11-23 15:29", "2026-11-23", "2026-11-26 15:30"),
        ("2026-11-23 15:30", "2026-11-24", "2026-11-27 15:30"),
        ("2026-11-27 16:00", "2026-11-30", "2026-12-03 15:30"),
        ("2026-11-28 10:00", "2026-11-30", "2026-12-03 15:30"),
        ("2026-05-25 10:00", "2026-05-25", "2026-06-02 15:30"),
        ("2026-03-17 14:00", "2026-03-17", "2026-03-27 15:30"),
        ("2026-12-23 15:31", "2026-12-28", "2026-12-31 15:30"),
        ("2026-12-31 09:00", "2026-12-31", "2027-01-07 15:30"),
    ],
)
def test_three_working_days(submitted: str, zero: str, deadline: str) -> None:
    """service_rules 5.4: the seven test vectors, with the calendar of 3.4."""
    assert day_zero(PLAIN, wib(submitted)) == date.fromisoformat(zero)
    assert working_day_deadline(PLAIN, wib(submitted)) == wib(deadline)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-23 08:00", "2026-11-23 15:30", 450),
        ("2026-11-23 07:00", "2026-11-23 08:10", 10),  # nothing runs before opening
        ("2026-11-27 15:20", "2026-11-30 08:05", 15),  # over the weekend
        ("2026-11-28 09:00", "2026-11-29 18:00", 0),
        ("2026-11-23 10:00", "2026-11-23 09:00", 0),  # backwards
    ],
)
def test_only_service_time_counts(start: str, end: str, minutes: int) -> None:
    """service_rules 3.6: no clock for people runs outside hours."""
    assert working_time_between(PLAIN, wib(start), wib(end)) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-27 10:50", "2026-11-27 13:10", 20),  # the pause for Friday prayer (3.3)
        ("2026-12-01 11:50", "2026-12-01 12:40", 20),  # a range with its own hours (stories 20)
        ("2026-12-28 08:00", "2026-12-28 15:30", 0),  # the office's own day off
        ("2026-11-24 10:00", "2026-11-25 08:05", 20),  # closed from 10.15 by a flood (3.5)
        ("2026-11-26 08:50", "2026-11-26 13:10", 20),  # closed for four hours, opened again
    ],
)
def test_pauses_ranges_and_closures_stop_the_clock(start: str, end: str, minutes: int) -> None:
    """service_rules 3.3, 3.5: what is no service is not counted."""
    assert working_time_between(BUSY, wib(start), wib(end)) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("hours", "start", "minutes", "end"),
    [
        (PLAIN, "2026-11-23 09:00", 30, "2026-11-23 09:30"),
        (PLAIN, "2026-11-23 15:20", 10, "2026-11-23 15:30"),  # the end of the day still keeps it
        (PLAIN, "2026-11-23 15:20", 11, "2026-11-24 08:01"),
        (PLAIN, "2026-11-27 16:00", 15, "2026-11-30 08:15"),
        (PLAIN, "2026-11-28 16:00", 0, "2026-11-28 16:00"),
        (BUSY, "2026-11-27 10:50", 20, "2026-11-27 13:10"),
        (BUSY, "2026-11-24 10:00", 30, "2026-11-25 08:15"),
    ],
)
def test_when_working_time_has_passed(hours: ServiceHours, start: str, minutes: int, end: str) -> None:
    """service_rules 4.8, 6.7: when a number of working minutes ends."""
    assert after_working_time(hours, wib(start), timedelta(minutes=minutes)) == wib(end)


@pytest.mark.parametrize(
    ("hours", "at", "closing"),
    [
        (PLAIN, "2026-11-23 06:00", "2026-11-23 15:30"),
        (PLAIN, "2026-11-23 18:00", "2026-11-23 15:30"),
        (PLAIN, "2026-11-28 10:00", None),
        (PLAIN, "2026-12-24 10:00", None),
        (BUSY, "2026-11-27 12:00", "2026-11-27 15:30"),
        (BUSY, "2026-12-01 12:00", "2026-12-01 15:00"),
        (BUSY, "2026-11-24 12:00", "2026-11-24 15:30"),  # a flood at ten does not make ten the end of the day
    ],
)
def test_closing_time(hours: ServiceHours, at: str, closing: str | None) -> None:
    """service_rules 7.3, 7.7: when the day's service ends, for warning and closing."""
    assert closing_time(hours, wib(at)) == (closing and wib(closing))


def test_a_day_closed_before_it_began_is_no_working_day() -> None:
    """service_rules 3.5: a closure of the whole day moves deadlines, one of the afternoon does not."""
    whole = replace(OFFICE, closures=(closure("2026-11-24 06:00", "2026-11-25 00:00"),))
    hours = ServiceHours(whole, PLAIN.holidays)
    assert not is_working_day(hours, date(2026, 11, 24))
    assert next_working_day(hours, date(2026, 11, 23)) == date(2026, 11, 25)
    assert closing_time(hours, wib("2026-11-24 10:00")) is None
    assert working_day_deadline(hours, wib("2026-11-23 09:00")) == wib("2026-11-27 15:30")
    assert working_day_deadline(BUSY, wib("2026-11-23 09:00")) == wib("2026-11-26 15:30")


def test_who_comes_before_opening_starts_at_opening() -> None:
    """service_rules 4.8: a visitor arriving before 08.00 starts at 08.00."""
    assert service_start(PLAIN, wib("2026-11-23 07:10")) == wib("2026-11-23 08:00")
    assert service_start(PLAIN, wib("2026-11-23 09:00")) == wib("2026-11-23 09:00")


def test_an_office_that_never_opens_is_refused() -> None:
    """A calendar without service is an error, not a loop without end."""
    never = ServiceHours(replace(OFFICE, weekly=((),) * 7), {})
    with pytest.raises(ValueError, match="does not open"):
        after_working_time(never, wib("2026-11-23 09:00"), timedelta(minutes=1))
    with pytest.raises(ValueError, match="does not open"):
        next_working_day(never, date(2026, 11, 23))
    with pytest.raises(ValueError, match="negative"):
        after_working_time(PLAIN, wib("2026-11-23 09:00"), -timedelta(minutes=1))


MOMENTS = st.timedeltas(timedelta(0), timedelta(days=50)).map(lambda later: datetime(2026, 11, 20, tzinfo=UTC) + later)
CALENDARS = st.sampled_from([PLAIN, BUSY])


@given(hours=CALENDARS, moments=st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up(hours: ServiceHours, moments: list[datetime]) -> None:
    """service_rules 3.6: two stretches one after the other count as much as the whole, and never less than nothing."""
    first, middle, last = moments
    before, after = working_time_between(hours, first, middle), working_time_between(hours, middle, last)
    assert before + after == working_time_between(hours, first, last)
    assert timedelta() <= before <= middle - first


@given(hours=CALENDARS, start=MOMENTS, amount=st.timedeltas(timedelta(0), 5 * FULL_DAY))
def test_after_is_the_inverse_of_between(hours: ServiceHours, start: datetime, amount: timedelta) -> None:
    """service_rules 6.7: at the moment a clock ends, exactly its time has been worked, and no moment earlier."""
    end = after_working_time(hours, start, amount)
    assert working_time_between(hours, start, end) == amount
    if amount:
        assert working_time_between(hours, start, end - timedelta(microseconds=1)) < amount


@given(hours=CALENDARS, moments=st.lists(MOMENTS, min_size=2, max_size=2).map(sorted))
def test_who_comes_first_is_due_first(hours: ServiceHours, moments: list[datetime]) -> None:
    """service_rules 5.4: no later submission has an earlier deadline, and every deadline is after its submission."""
    early, late = moments
    assert early < working_day_deadline(hours, early) <= working_day_deadline(hours, late)
    thirty = timedelta(minutes=30)
    assert after_working_time(hours, early, thirty) <= after_working_time(hours, late, thirty)


@pytest.mark.parametrize(
    ("since", "until", "left"),
    [
        ("2026-11-27 06:00", "2026-11-28 00:00", []),
        ("2026-11-27 09:30", "2026-11-27 14:00", [("08:00", "09:30"), ("14:00", "15:30")]),
        ("2026-11-27 11:00", "2026-11-27 13:00", [("08:00", "11:00"), ("13:00", "15:30")]),
        ("2026-11-26 06:00", "2026-11-27 09:00", [("09:00", "11:00"), ("13:00", "15:30")]),
        ("2026-11-27 16:00", "2026-11-30 09:00", [("08:00", "11:00"), ("13:00", "15:30")]),
        ("2026-11-25 16:00", "2026-11-27 00:00", [("08:00", "11:00"), ("13:00", "15:30")]),
    ],
)
def test_a_closure_is_cut_out_of_the_day(since: str, until: str, left: list[tuple[str, str]]) -> None:
    """service_rules 3.5: what is left of a Friday with a pause."""
    hours = ServiceHours(replace(BUSY.office, closures=(closure(since, until),)), {})
    periods = [Period(start=time.fromisoformat(start), end=time.fromisoformat(end)) for start, end in left]
    assert list(hours.periods_on(date(2026, 11, 27))) == periods


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("2026-11-24 10:14", None),
        ("2026-11-24 10:15", "Kantor tutup: banjir."),
        ("2026-11-24 20:00", "Kantor tutup: banjir."),
        ("2026-11-26 13:00", None),  # opened again
        ("2026-12-28 09:00", "Kantor pindah."),
        ("2026-11-28 09:00", None),  # an ordinary Saturday needs no words
    ],
)
def test_what_citizens_are_told_in_a_closure(at: str, message: str | None) -> None:
    """service_rules 3.5: a closure has a message."""
    assert BUSY.message_at(wib(at)) == message


def test_words_follow_the_range_of_today() -> None:
    """stories 20: during Ramadan texts and answers tell Ramadan's hours, and the usual ones afterwards."""
    assert BUSY.office.placeholders(date(2026, 12, 1))["jam_layanan"] == "08.00-12.00 dan 12.30-15.00 WIB"
    usual = BUSY.office.placeholders(date(2026, 12, 12))
    assert f"{usual['hari_layanan']} {usual['jam_layanan']}".startswith("Senin-Jumat 08.00-15.30 (Jumat 08.00-11.00")


RAMADAN = ServiceHours(
    replace(
        OFFICE,
        special_ranges=(
            SpecialRange(
                first=date(2027, 2, 10),
                last=date(2027, 3, 3),
                day=SpecialDay(periods=parse_periods(["08.00-15.00"]), message=None),
                differing={4: parse_periods(["08.00-11.30", "13.00-15.30"]), 5: parse_periods(["09.00-12.00"])},
            ),
        ),
    ),
    national_holidays([2026, 2027]),
)
"""Fridays differ, and Saturday mornings are worked."""


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2027-02-09 15:00", "2027-02-10 08:30", 60),  # a usual Tuesday into the range
        ("2027-02-11 14:30", "2027-02-12 08:30", 60),  # Thursday ends at 15.00
        ("2027-02-12 11:00", "2027-02-12 15:30", 180),  # Friday's pause
        ("2027-02-12 15:00", "2027-02-13 09:30", 60),  # the Saturday that a line of its own opens
        ("2027-03-03 14:30", "2027-03-04 15:30", 480),  # out of the range: Thursday until 15.30 again
    ],
)
def test_clocks_run_over_the_ends_of_a_range(start: str, end: str, minutes: int) -> None:
    """service_rules 3.6, stories 20: a promise counts each day by its own hours, on both sides of a range."""
    amount = timedelta(minutes=minutes)
    assert working_time_between(RAMADAN, wib(start), wib(end)) == amount
    assert after_working_time(RAMADAN, wib(start), amount) == wib(end)
