"""One small month, counted by hand: November 2026 of an office with a few visitors."""

from datetime import date, datetime

from bot.core.consultations import Category, Outcome
from bot.core.office import load_office
from bot.core.reports.build import Frame
from bot.core.reports.facts import (
    BotSessionFact,
    ComplaintFact,
    ComplaintStatus,
    ConsultationFact,
    Facts,
    MessageFact,
    MissedFact,
    RatingFact,
    SurveyFact,
    Way,
    WrongFact,
)
from bot.core.reports.month import Month
from bot.core.service_hours import ServiceHours, national_holidays
from bot.core.tables_out import Cell, Table
from tests.conftest import ROOT

OFFICE = load_office(ROOT / "office.yml")
HOURS = ServiceHours(OFFICE, national_holidays([2026, 2027]))
NOVEMBER = Month(2026, 11)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=OFFICE.timezone)


FRAME = Frame(hours=HOURS, now=datetime(2026, 12, 1, 9, 0, tzinfo=OFFICE.timezone))


def chat(number: int, requested: str, **changes: object) -> ConsultationFact:
    """A chat about data that an officer took, answered after 10 minutes and closed."""
    at = wib(requested)
    values: dict[str, object] = {
        "number": f"PST-202611{at:%d}-{number:04d}",
        "way": Way.CHAT,
        "channel": "whatsapp",
        "category": Category.DATA,
        "requested_at": at,
        "outcome": Outcome.OFFICER,
        "has_form": False,
        "by_officer": True,
    }
    return ConsultationFact(**{**values, **changes})  # type: ignore[arg-type]


CONSULTATIONS = (
    # kept: 30 minutes exactly are in time
    chat(1, "02 09:00", first_reply_at=wib("02 09:05"), answered_at=wib("02 09:35"), topic="data_ipm", has_form=True),
    # late, but a day was promised and kept
    chat(
        2,
        "02 14:50",
        first_reply_at=wib("02 15:00"),
        answered_at=wib("03 08:20"),
        promised_for=date(2026, 11, 4),
        institution="pemda",
        purpose="untuk rencana kerja Budi <budi@example.invalid>",
        has_form=True,
    ),
    # a form alone counts, also when the person cancelled before an officer came
    chat(3, "03 10:00", has_form=True, by_officer=False, outcome=Outcome.CANCELLED, closed_at=wib("03 10:05")),
    # nobody was served: neither form nor officer
    chat(4, "03 10:10", by_officer=False, outcome=Outcome.CANCELLED, closed_at=wib("03 10:20")),
    chat(5, "04 10:00", by_officer=False, outcome=Outcome.OPEN, channel="telegram"),
    # apart
    chat(6, "04 11:00", category=Category.LAYANAN, first_reply_at=wib("04 11:01"), closed_at=wib("04 11:05")),
    chat(7, "04 11:30", outcome=Outcome.SPAM, first_reply_at=wib("04 11:31"), closed_at=wib("04 13:31")),
    chat(8, "04 12:00", outcome=Outcome.WRONG_ADDRESS, first_reply_at=wib("04 12:01"), closed_at=wib("04 12:05")),
    chat(9, "04 12:30", outcome=Outcome.TEST, first_reply_at=wib("04 12:31"), closed_at=wib("04 12:35")),
    # visits: 10 minutes are in time, 10 minutes and a second are not
    chat(
        10,
        "05 09:00",
        way=Way.LANGSUNG,
        channel="langsung",
        has_form=True,
        started_at=wib("05 09:10"),
        category=Category.METADATA,
    ),
    chat(11, "05 09:30", way=Way.LANGSUNG, channel="langsung", has_form=True, started_at=wib("05 09:40:01")),
    # portal: submitted on Friday evening, so Monday is day 0 and Thursday 15.30 the limit; in the morning: Wednesday
    chat(12, "06 16:00", way=Way.PORTAL, channel="portal", first_reply_at=wib("12 15:30")),
    chat(13, "06 09:00", way=Way.PORTAL, channel="portal", first_reply_at=wib("12 09:00")),
    # still running at the month's end
    chat(14, "30 15:00", first_reply_at=wib("30 15:20"), outcome=Outcome.OPEN, channel="telegram"),
)


def alone(started: str, **changes: object) -> BotSessionFact:
    values: dict[str, object] = {
        "channel": "webchat",
        "started_at": wib(started),
        "category": Category.DATA,
        "topic": "data_ipm",
        "answered": 1,
        "missed": 0,
        "handed_over": False,
    }
    return BotSessionFact(**{**values, **changes})  # type: ignore[arg-type]


SESSIONS = (
    alone("02 20:00"),
    alone("02 23:59"),
    alone("07 01:00", missed=2),
    alone("07 02:00", category=Category.LAYANAN, topic="layanan_jam_operasional"),
    alone("08 02:00", answered=0, missed=1, category=None, topic=None),
    alone("09 09:00", handed_over=True),
)
LATER = datetime(2026, 12, 7, 15, 30, tzinfo=OFFICE.timezone)
COMPLAINTS = (
    ComplaintFact(
        status=ComplaintStatus.SELESAI,
        received_at=wib("02 19:00"),
        due_at=wib("10 15:30"),
        first_follow_up_at=wib("10 15:30"),
    ),
    ComplaintFact(
        status=ComplaintStatus.PROSES,
        received_at=wib("02 19:00"),
        due_at=wib("10 15:30"),
        first_follow_up_at=wib("11 08:00"),
    ),
    ComplaintFact(status=ComplaintStatus.BARU, received_at=wib("30 10:00"), due_at=LATER, first_follow_up_at=None),
)
RATINGS = (
    RatingFact(channel="whatsapp", score=4, remark='=HYPERLINK("http://x")'),
    RatingFact(channel="whatsapp", score=4, remark=None),
    RatingFact(channel="langsung", score=3, remark="Ruangannya sempit"),
)
SURVEYS = (SurveyFact(scores=(4,) * 9), SurveyFact(scores=(3,) * 9))
MISSED = (
    MissedFact(day=date(2026, 11, 8), topic="luput", count=3),
    MissedFact(day=date(2026, 11, 7), topic="luar_topik", count=1),
)
FACTS = Facts(
    consultations=CONSULTATIONS,
    bot_sessions=SESSIONS,
    complaints=COMPLAINTS,
    ratings=RATINGS,
    trial_ratings=2,
    surveys=SURVEYS,
    missed=MISSED,
    wrong=(
        WrongFact(topic="data_ipm", count=2),
        WrongFact(topic=None, count=1),
        WrongFact(topic="layanan_jam_operasional", count=3),
    ),
    messages=(MessageFact(channel="whatsapp", received=120, sent=1_500),),
    rupiah=675_000,
    topics={"data_ipm": "Angka IPM"},
)


def cells(table: Table) -> dict[Cell, tuple[Cell, ...]]:
    """Rows by their first cell."""
    return {row[0]: row[1:] for row in table.rows}
