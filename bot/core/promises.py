"""The clocks of the service standard as values: pure functions of timestamps and the service calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from bot.core.service_hours import ServiceHours
from bot.core.working_time import (
    after_working_time,
    service_start,
    working_day_deadline,
    working_time_between,
)

VISIT_WITHIN = timedelta(minutes=10)
OFFICER_ANSWER_WITHIN = timedelta(minutes=30)
FIRST_ANSWER_WITHIN = timedelta(minutes=15)
PORTAL_ANSWER_DAYS = 3
_NEAR = 2 / 3
"""A clock of minutes is near its end when this share of them has passed."""


class PromiseName(Enum):
    """Which promise; `JAWABAN_PERTAMA` is an internal target and never told to users (service_rules 6.8)."""

    KUNJUNGAN = "kunjungan"
    JAWABAN_PORTAL = "jawaban_portal"
    JAWABAN_PETUGAS = "jawaban_petugas"
    JAWABAN_PERTAMA = "jawaban_pertama"


class PromiseState(Enum):
    """How a clock stands; a stopped one is in time or late."""

    IN_TIME = "tepat_waktu"
    NEAR = "hampir"
    LATE = "terlambat"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One clock at one moment.

    Attributes:
        name: which promise.
        started_at: when it began to run, inside hours.
        due_at: the last moment that keeps it.
        stopped_at: when it was kept, or late; None while it runs.
        state: of a clock of minutes by `elapsed`: what is due at 15.30 is not late before the office opens again.
        elapsed: service time it has run.
    """

    name: PromiseName
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    state: PromiseState
    elapsed: timedelta


def visit(hours: ServiceHours, *, registered_at: datetime, consulted_at: datetime | None, now: datetime) -> Promise:
    """10 working minutes from registration to the consultation's beginning (service_rules 4.8)."""
    return _minutes(hours, PromiseName.KUNJUNGAN, VISIT_WITHIN, registered_at, consulted_at, now)


def officer_answer(
    hours: ServiceHours, *, first_words_at: datetime, ended_at: datetime | None, now: datetime
) -> Promise:
    """30 working minutes from the operator's first human message until marked answered or closed (6.7)."""
    return _minutes(hours, PromiseName.JAWABAN_PETUGAS, OFFICER_ANSWER_WITHIN, first_words_at, ended_at, now)


def first_answer(
    hours: ServiceHours,
    *,
    requested_at: datetime,
    answered_at: datetime | None,
    now: datetime,
    within: timedelta = FIRST_ANSWER_WITHIN,
) -> Promise:
    """The internal target for the operator's first message since the request (6.8)."""
    return _minutes(hours, PromiseName.JAWABAN_PERTAMA, within, requested_at, answered_at, now)


def portal_answer(
    hours: ServiceHours, *, submitted_at: datetime, answered_at: datetime | None, now: datetime
) -> Promise:
    """3 working days from submission to the first substantive information (5.2, counted as in 5.4)."""
    return _days(hours, PromiseName.JAWABAN_PORTAL, PORTAL_ANSWER_DAYS, submitted_at, answered_at, now)


def promised_day(promised_for: date, today: date) -> PromiseState:
    """How a promised day stands while the answer is owed: near its end on the day itself (stories 24g)."""
    if today > promised_for:
        return PromiseState.LATE
    return PromiseState.NEAR if today == promised_for else PromiseState.IN_TIME


def _minutes(
    hours: ServiceHours,
    name: PromiseName,
    within: timedelta,
    since: datetime,
    stopped_at: datetime | None,
    now: datetime,
) -> Promise:
    elapsed = working_time_between(hours, since, now if stopped_at is None else stopped_at)
    near = stopped_at is None and elapsed >= within * _NEAR
    state = PromiseState.LATE if elapsed > within else PromiseState.NEAR if near else PromiseState.IN_TIME
    return Promise(
        name=name,
        started_at=service_start(hours, since),
        due_at=after_working_time(hours, since, within),
        stopped_at=stopped_at,
        state=state,
        elapsed=elapsed,
    )


def _days(
    hours: ServiceHours, name: PromiseName, days: int, since: datetime, stopped_at: datetime | None, now: datetime
) -> Promise:
    """A clock of working days is near its end on its last day."""
    at, due = now if stopped_at is None else stopped_at, working_day_deadline(hours, since, days)
    near = stopped_at is None and at.astimezone(hours.office.timezone).date() == due.date()
    return Promise(
        name=name,
        started_at=service_start(hours, since),
        due_at=due,
        stopped_at=stopped_at,
        state=PromiseState.LATE if at > due else PromiseState.NEAR if near else PromiseState.IN_TIME,
        elapsed=working_time_between(hours, since, at),
    )
