"""The clocks of the standard, exactly at their bounds (service_rules 4.8, 5.2, 5.3, 6.7, 6.8)."""

from datetime import datetime, timedelta

import pytest

from bot.core.office import Office
from bot.core.promises import (
    PromiseName,
    PromiseState,
    first_answer,
    officer_answer,
    portal_answer,
    visit,
)
from bot.core.service_hours import ServiceHours

IN_TIME, NEAR, LATE = PromiseState.IN_TIME, PromiseState.NEAR, PromiseState.LATE


def wib(office: Office, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=office.timezone)


@pytest.mark.parametrize(
    ("registered", "consulted", "state"),
    [
        ("2026-11-23 09:00:00", "2026-11-23 09:09:59", IN_TIME),
        ("2026-11-23 09:00:00", "2026-11-23 09:10:00", IN_TIME),  # exactly ten minutes is in time
        ("2026-11-23 09:00:00", "2026-11-23 09:10:01", LATE),
        ("2026-11-23 07:30:00", "2026-11-23 08:10:00", IN_TIME),  # came before opening: starts at 08.00
        ("2026-11-23 07:30:00", "2026-11-23 08:10:01", LATE),
        ("2026-11-23 07:30:00", "2026-11-23 07:50:00", IN_TIME),
        ("2026-11-23 15:25:00", "2026-11-24 08:05:00", IN_TIME),  # five minutes today, five tomorrow
        ("2026-11-23 15:25:00", "2026-11-24 08:05:01", LATE),
    ],
)
def test_a_visitor_waits_ten_working_minutes(
    hours: ServiceHours, office: Office, registered: str, consulted: str, state: PromiseState
) -> None:
    """service_rules 4.8: breach at more than 10:00, inside hours only."""
    at = wib(office, consulted)
    promise = visit(hours, registered_at=wib(office, registered), consulted_at=at, now=at + timedelta(days=9))
    assert (promise.state, promise.stopped_at, promise.name) == (state, at, PromiseName.KUNJUNGAN)


@pytest.mark.parametrize(
    ("now", "state", "elapsed_s"),
    [
        ("2026-11-23 08:59:00", IN_TIME, 0),  # a clock never runs backwards
        ("2026-11-23 09:06:39", IN_TIME, 399),
        ("2026-11-23 09:06:40", NEAR, 400),  # two thirds
        ("2026-11-23 09:10:00", NEAR, 600),
        ("2026-11-23 09:10:01", LATE, 601),
    ],
)
def test_a_running_clock_has_colours(
    hours: ServiceHours, office: Office, now: str, state: PromiseState, elapsed_s: int
) -> None:
    """service_rules 4.8: an officer sees that a visitor's ten minutes are ending before they have."""
    registered = wib(office, "2026-11-23 09:00:00")
    promise = visit(hours, registered_at=registered, consulted_at=None, now=wib(office, now))
    assert (promise.state, promise.elapsed) == (state, timedelta(seconds=elapsed_s))
    assert (promise.started_at, promise.due_at) == (registered, wib(office, "2026-11-23 09:10:00"))


def test_what_is_due_at_closing_is_not_late_overnight(hours: ServiceHours, office: Office) -> None:
    """service_rules 3.6: no clock runs outside hours, so the second that breaks it is the first of the next day."""
    registered = wib(office, "2026-11-27 15:20:00")

    def at(text: str) -> PromiseState:
        return visit(hours, registered_at=registered, consulted_at=None, now=wib(office, text)).state

    assert (at("2026-11-29 12:00:00"), at("2026-11-30 08:00:00"), at("2026-11-30 08:00:01")) == (NEAR, NEAR, LATE)


@pytest.mark.parametrize(
    ("first", "ended", "state"),
    [
        ("2026-11-23 09:00:00", "2026-11-23 09:29:59", IN_TIME),
        ("2026-11-23 09:00:00", "2026-11-23 09:30:00", IN_TIME),
        ("2026-11-23 09:00:00", "2026-11-23 09:30:01", LATE),
        ("2026-11-23 15:20:00", "2026-11-24 08:20:00", IN_TIME),
        ("2026-11-23 17:00:00", "2026-11-24 08:30:01", LATE),  # wrote in the evening: starts in the morning
    ],
)
def test_an_officer_answers_within_thirty_minutes(
    hours: ServiceHours, office: Office, first: str, ended: str, state: PromiseState
) -> None:
    """service_rules 6.7: from the operator's first human message until marked answered or closed."""
    at = wib(office, ended)
    assert officer_answer(hours, first_words_at=wib(office, first), ended_at=at, now=at).state is state


@pytest.mark.parametrize(
    ("minutes", "answered", "state"),
    [
        (15, "2026-11-23 09:14:59", IN_TIME),
        (15, "2026-11-23 09:15:00", IN_TIME),
        (15, "2026-11-23 09:15:01", LATE),
        (5, "2026-11-23 09:05:01", LATE),  # the office has set itself another target
    ],
)
def test_the_first_answer_has_an_internal_target(
    hours: ServiceHours, office: Office, minutes: int, answered: str, state: PromiseState
) -> None:
    """service_rules 6.8: 15 working minutes since the request, or what the office has set."""
    promise = first_answer(
        hours,
        requested_at=wib(office, "2026-11-23 09:00:00"),
        answered_at=wib(office, answered),
        now=wib(office, "2026-11-23 12:00:00"),
        within=timedelta(minutes=minutes),
    )
    assert promise.state is state


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-25 15:29:59", IN_TIME),
        ("2026-11-26 00:00:00", NEAR),  # the last day has begun
        ("2026-11-26 15:29:59", NEAR),
        ("2026-11-26 15:30:00", NEAR),
        ("2026-11-26 15:30:01", LATE),
    ],
)
def test_the_portal_is_answered_in_three_working_days(
    hours: ServiceHours, office: Office, now: str, state: PromiseState
) -> None:
    """service_rules 5.2, 5.4: until the closing time of the third working day after day 0."""
    submitted = wib(office, "2026-11-23 09:00:00")
    promise = portal_answer(hours, submitted_at=submitted, answered_at=None, now=wib(office, now))
    assert promise.state is state
    stopped = portal_answer(hours, submitted_at=submitted, answered_at=wib(office, now), now=wib(office, now))
    assert stopped.state is (LATE if state is LATE else IN_TIME)
