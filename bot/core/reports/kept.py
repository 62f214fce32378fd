"""The office's promises in a month: met, late with number and reason, or running (service_rules 4.8, 5.2, 6.7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from bot.core import promises
from bot.core.promises import Promise, PromiseName, PromiseState
from bot.core.reports.facts import ComplaintFact, ConsultationFact, Way
from bot.core.reports.figures import Place, place_of
from bot.core.reports.month import written_day, written_moment
from bot.core.service_hours import ServiceHours

COMPLAINT_DAYS = 5  # until the first follow-up, where the office has set no other target (service_rules 10.3)
PUBLISHED = (PromiseName.KUNJUNGAN, PromiseName.JAWABAN_PORTAL, PromiseName.JAWABAN_PETUGAS)
LABELS = {
    PromiseName.KUNJUNGAN: "Kunjungan langsung: mulai dilayani paling lama 10 menit sejak registrasi",
    PromiseName.JAWABAN_PORTAL: "Portal: dijawab paling lama 3 hari kerja sejak diajukan",
    PromiseName.JAWABAN_PETUGAS: "Chat: selesai dijawab paling lama 30 menit sejak petugas menjawab",
}
SHORT = {
    PromiseName.KUNJUNGAN: "Kunjungan 10 menit",
    PromiseName.JAWABAN_PORTAL: "Portal 3 hari kerja",
    PromiseName.JAWABAN_PETUGAS: "Chat 30 menit",
    PromiseName.JAWABAN_PERTAMA: "Balasan pertama (target internal)",
}
_WITHOUT_CLOCK = frozenset({Place.SPAM, Place.SALAH_ALAMAT, Place.UJI_COBA})


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One promise to one person."""

    fact: ConsultationFact
    promise: Promise

    @property
    def is_late(self) -> bool:
        """Whether the promise is broken, also while its clock still runs."""
        return self.promise.state is PromiseState.LATE

    @property
    def is_running(self) -> bool:
        """Whether it is neither kept nor broken yet."""
        return self.promise.stopped_at is None and not self.is_late


@dataclass(frozen=True, kw_only=True)
class Tally:
    """One promise in a month: `met + late + running` is the number of clocks."""

    met: int
    late: int
    running: int
    median: timedelta | None  # working time of the clocks that have stopped


def clocks_of(
    facts: Iterable[ConsultationFact], hours: ServiceHours, now: datetime, first_answer_within: timedelta
) -> dict[PromiseName, list[Clock]]:
    """The clocks of all who were served, and of visitors who left after the promise was broken.

    Spam, wrong addresses and trials have none.

    Args:
        facts: of the month.
        hours: the calendar by which they run.
        now: where clocks that still run stand.
        first_answer_within: the internal target of service_rules 6.8.
    """
    found: dict[PromiseName, list[Clock]] = {name: [] for name in SHORT}
    for fact in facts:
        place = place_of(fact)
        if place in _WITHOUT_CLOCK or (place is Place.TANPA_LAYANAN and fact.way is not Way.LANGSUNG):
            continue
        for promise in _promises(fact, hours, now, first_answer_within):
            clock = Clock(fact=fact, promise=promise)
            if place is not Place.TANPA_LAYANAN or clock.is_late:
                found[promise.name].append(clock)
    return found


def tally(clocks: Sequence[Clock]) -> Tally:
    """Count one promise's clocks."""
    late, running = sum(clock.is_late for clock in clocks), sum(clock.is_running for clock in clocks)
    stopped = [c.promise.elapsed.total_seconds() for c in clocks if c.promise.stopped_at is not None]
    middle = timedelta(seconds=median(stopped)) if stopped else None
    return Tally(met=len(clocks) - late - running, late=late, running=running, median=middle)


def reason_of(clock: Clock, zone: ZoneInfo) -> str:
    """Why a case is late, from what is recorded: how long it took, and what was promised instead (stories 24g)."""
    fact, promise = clock.fact, clock.promise
    took = lasted(promise.elapsed)
    if promise.stopped_at is None:
        words = f"Belum selesai, sudah {took} kerja"
    elif promise.name is PromiseName.KUNJUNGAN:
        words = f"Menunggu {took} kerja, lalu {'dilayani' if fact.started_at else 'pulang'}"
    else:
        words = f"Selesai setelah {took} kerja"
    if fact.promised_for is None:
        return f"{words}."
    ended = fact.answered_at or fact.closed_at
    kept = ended is not None and ended.astimezone(zone).date() <= fact.promised_for
    outcome = "ditepati" if kept else "belum dijawab" if ended is None else "tidak ditepati"
    return f"{words}; perlu waktu lebih, dijanjikan {written_day(fact.promised_for)} ({outcome})."


def late_row(clock: Clock, zone: ZoneInfo) -> tuple[str, str, str | None, str | None, str | None, str]:
    """Number, promise, beginning, limit, end and reason of a late case."""
    promise = clock.promise
    began, due, ended = (written_moment(at, zone) for at in (promise.started_at, promise.due_at, promise.stopped_at))
    return clock.fact.number, SHORT[promise.name], began, due, ended, reason_of(clock, zone)


def complaint_tally(complaints: Sequence[ComplaintFact], now: datetime) -> Tally:
    """First follow-ups against the internal target (service_rules 10.3)."""
    late = running = 0
    for complaint in complaints:
        if (complaint.first_follow_up_at or now) > complaint.due_at:
            late += 1
        elif complaint.first_follow_up_at is None:
            running += 1
    return Tally(met=len(complaints) - late - running, late=late, running=running, median=None)


def lasted(time: timedelta) -> str:
    """`52 menit` or `3 jam 5 menit`; parts of a minute count as one, so that what is late never looks in time."""
    minutes = -(-time // timedelta(minutes=1))
    return f"{minutes} menit" if minutes < 60 else f"{minutes // 60} jam {minutes % 60} menit"


def _promises(
    fact: ConsultationFact, hours: ServiceHours, now: datetime, first_answer_within: timedelta
) -> list[Promise]:
    match fact.way:
        case Way.LANGSUNG:
            stop = fact.started_at or fact.closed_at
            return [promises.visit(hours, registered_at=fact.requested_at, consulted_at=stop, now=now)]
        case Way.PORTAL:
            stop = fact.first_reply_at or fact.closed_at
            return [promises.portal_answer(hours, submitted_at=fact.requested_at, answered_at=stop, now=now)]
        case Way.CHAT:
            return _of_chat(fact, hours, now, first_answer_within)


def _of_chat(
    fact: ConsultationFact, hours: ServiceHours, now: datetime, first_answer_within: timedelta
) -> list[Promise]:
    waited = promises.first_answer(
        hours,
        requested_at=fact.requested_at,
        answered_at=fact.first_reply_at or fact.closed_at,
        now=now,
        within=first_answer_within,
    )
    if fact.first_reply_at is None:
        return [waited]
    ended = fact.answered_at or fact.closed_at
    return [waited, promises.officer_answer(hours, first_words_at=fact.first_reply_at, ended_at=ended, now=now)]
