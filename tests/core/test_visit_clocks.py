"""The clocks of visits and of the portal (service_rules 4.8, 5.2-5.4)."""

from datetime import datetime, timedelta

import pytest

from bot.core.consultations import Category
from bot.core.portal import PortalCase, answer_deadline, case_urgency, closes_by_itself_at, owes, was_late
from bot.core.service_hours import ServiceHours
from bot.core.visits import Urgency, is_drawing, wait_urgency
from bot.core.working_time import working_time_between

VECTORS = [
    ("2026-11-23 07:10", "2026-11-26"),
    ("2026-11-23 09:00", "2026-11-26"),
    ("2026-11-23 15:29", "2026-11-26"),
    ("2026-11-23 15:30", "2026-11-27"),
    ("2026-11-27 16:00", "2026-12-03"),
    ("2026-11-28 10:00", "2026-12-03"),
    ("2026-05-25 10:00", "2026-06-02"),
    ("2026-03-17 14:00", "2026-03-27"),
    ("2026-12-23 15:31", "2026-12-31"),
    ("2026-12-31 09:00", "2027-01-07"),
]


def at(hours: ServiceHours, words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=hours.office.timezone)


def case(hours: ServiceHours, submitted: str, **moments: str) -> PortalCase:
    return PortalCase(
        id="c",
        number="S-1",
        category=Category.DATA,
        topic=None,
        submitted_at=at(hours, submitted),
        entered_at=at(hours, submitted),
        entered_by="u",
        **{name: at(hours, words) for name, words in moments.items()},  # type: ignore[arg-type]  # all are moments
    )


@pytest.mark.parametrize(("submitted", "day"), VECTORS)
def test_the_portal_answers_within_three_working_days(hours: ServiceHours, submitted: str, day: str) -> None:
    """5.4: every vector of the table; holidays and cuti bersama are no working days."""
    assert answer_deadline(hours, case(hours, submitted)) == at(hours, f"{day} 15:30")


@pytest.mark.parametrize(("submitted", "day"), VECTORS)
def test_the_portal_closes_three_working_days_after_the_officer(hours: ServiceHours, submitted: str, day: str) -> None:
    """5.3: counted like 5.4, from the officer's last message."""
    answered = case(hours, "2026-03-02 09:00", first_answer_at=submitted, last_officer_at=submitted)
    assert closes_by_itself_at(hours, answered) == at(hours, f"{day} 15:30")


def test_each_message_of_the_user_starts_the_closing_again(hours: ServiceHours) -> None:
    """5.3, stories 24a: a user who writes on Wednesday is not closed on Thursday."""
    told = {"first_answer_at": "2026-11-23 10:00", "last_officer_at": "2026-11-23 10:00"}
    silent = case(hours, "2026-11-23 09:00", **told)
    assert closes_by_itself_at(hours, silent) == at(hours, "2026-11-26 15:30")
    wrote = case(hours, "2026-11-23 09:00", **told, last_user_at="2026-11-25 11:00")
    assert closes_by_itself_at(hours, wrote) == at(hours, "2026-11-30 15:30")
    assert (owes(silent), owes(wrote)) == (False, True)


def test_nothing_closes_before_an_officer_wrote(hours: ServiceHours) -> None:
    """5.3, stories 1: the user's silence counts from an officer's message only."""
    assert closes_by_itself_at(hours, case(hours, "2026-11-23 09:00", last_user_at="2026-11-24 09:00")) is None


def test_a_holding_word_does_not_stop_the_clock(hours: ServiceHours) -> None:
    """5.2: only substantive information stops it; an acknowledgement leaves the case late."""
    held = case(hours, "2026-11-23 09:00", last_officer_at="2026-11-24 09:00")
    assert was_late(hours, held, at(hours, "2026-11-26 15:31"))
    assert not was_late(hours, held, at(hours, "2026-11-26 15:30"))
    answered = case(hours, "2026-11-23 09:00", first_answer_at="2026-11-26 15:30")
    assert not was_late(hours, answered, at(hours, "2026-12-10 09:00"))


def test_colours_of_a_portal_case(hours: ServiceHours) -> None:
    """5.2: the last day before the deadline is amber, beyond it red; one that waits for the user is never either."""
    waiting = case(hours, "2026-11-23 09:00")
    moments = ("2026-11-24 09:00", "2026-11-26 09:00", "2026-11-26 15:31")
    seen = [case_urgency(hours, waiting, at(hours, words)) for words in moments]
    assert seen == [Urgency.CALM, Urgency.SOON, Urgency.LATE]
    told = case(hours, "2026-11-23 09:00", first_answer_at="2026-11-23 10:00", last_officer_at="2026-11-23 10:00")
    assert case_urgency(hours, told, at(hours, "2026-12-20 09:00")) is Urgency.CALM


WAITS = [
    pytest.param("2026-11-23 10:00:00", "2026-11-23 10:10:00", timedelta(minutes=10), id="exactly ten"),
    pytest.param("2026-11-23 07:15:00", "2026-11-23 08:09:59", timedelta(minutes=9, seconds=59), id="before opening"),
    pytest.param("2026-11-23 15:25:00", "2026-11-24 08:04:00", timedelta(minutes=9), id="over the night"),
    pytest.param("2026-11-27 15:29:00", "2026-11-30 08:02:00", timedelta(minutes=3), id="over the weekend"),
    pytest.param("2026-11-22 10:00:00", "2026-11-22 12:00:00", timedelta(), id="a Sunday"),
    pytest.param("2026-11-23 10:10:00", "2026-11-23 10:00:00", timedelta(), id="backwards"),
]


@pytest.mark.parametrize(("start", "end", "waited"), WAITS)
def test_the_ten_minutes_run_inside_hours(hours: ServiceHours, start: str, end: str, waited: timedelta) -> None:
    """4.8: a visitor before 08.00 starts at 08.00; nothing runs outside hours."""
    assert working_time_between(hours, at(hours, start), at(hours, end)) == waited


def test_exactly_ten_minutes_are_in_time() -> None:
    """4.8: a breach is beyond 10:00; from seven minutes on the officer is warned."""
    seconds = (0, 419, 420, 600, 601)
    calm, soon, late = Urgency.CALM, Urgency.SOON, Urgency.LATE
    assert [wait_urgency(timedelta(seconds=each)) for each in seconds] == [calm, calm, soon, soon, late]


@pytest.mark.parametrize(
    ("moment", "drawing"),
    [
        ("2026-11-23 07:00", True),
        ("2026-11-23 15:29", True),
        ("2026-11-23 15:30", False),
        ("2026-11-22 10:00", False),
        ("2026-12-24 10:00", False),
    ],
)
def test_numbers_are_drawn_while_service_is_left(hours: ServiceHours, moment: str, drawing: bool) -> None:
    """3.1, 4.8: early visitors may register; at closing time and on days off there is nothing to wait for."""
    assert is_drawing(hours, at(hours, moment)) is drawing
