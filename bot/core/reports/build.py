"""Counts a month's facts into its report."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.office import Office
from bot.core.promises import FIRST_ANSWER_WITHIN
from bot.core.reports import service_sheets, volume_sheets
from bot.core.reports.charts import charts_of
from bot.core.reports.counting import WAYS
from bot.core.reports.facts import Facts
from bot.core.reports.figures import Figures
from bot.core.reports.kept import COMPLAINT_DAYS, clocks_of, complaint_tally
from bot.core.reports.month import Month
from bot.core.reports.ratings import mean_score
from bot.core.reports.report import Report
from bot.core.service_hours import ServiceHours
from bot.core.tables_out import shown


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a month is seen in: the calendar, the present, and the internal targets (service_rules 6.8, 10.3)."""

    hours: ServiceHours
    now: datetime
    first_answer_within: timedelta = FIRST_ANSWER_WITHIN
    complaint_days: int = COMPLAINT_DAYS


def report_of(month: Month, facts: Facts, frame: Frame) -> Report:
    """The whole report of a month."""
    office, zone = frame.hours.office, frame.hours.office.timezone
    clocks = clocks_of(facts.consultations, frame.hours, frame.now, frame.first_answer_within)
    follow_ups = complaint_tally(facts.complaints, frame.now)
    sentence = sentence_of(month, facts)
    return Report(
        month=month,
        made_at=frame.now,
        letterhead=_letterhead(office),
        signatory=office.signatory,
        sentence=sentence,
        sheets=(
            volume_sheets.summary_sheet(facts, sentence),
            volume_sheets.daily_sheet(facts, month, zone),
            volume_sheets.topics_sheet(facts),
            service_sheets.promises_sheet(clocks, zone),
            service_sheets.ratings_sheet(facts),
            service_sheets.complaints_sheet(facts.complaints, follow_ups, frame.complaint_days),
            service_sheets.missed_sheet(facts.missed, facts.wrong, facts.topics),
        ),
        charts=charts_of(facts, clocks, month, zone),
    )


def sentence_of(month: Month, facts: Facts) -> str:
    """The one sentence to copy (stories 8)."""
    figures = Figures.of(facts)
    ways = ", ".join(f"{name.lower()} {shown(figures.by_way(way))}" for way, name in WAYS.items())
    unchosen = f"; {shown(figures.unchosen)} kategori belum dipilih" if figures.unchosen else ""
    mean = mean_score(facts.ratings)
    rating = f"penilaian {_one_decimal(mean)} dari 4 (n={len(facts.ratings)})" if mean else "penilaian belum ada (n=0)"
    return (
        f"{month.label}: {shown(len(figures.consultations))} konsultasi ({ways}{unchosen}), "
        f"{shown(len(figures.alone))} percakapan mandiri, {shown(figures.complaints)} pengaduan, {rating}."
    )


def _one_decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _letterhead(office: Office) -> tuple[str, ...]:
    return (
        "Pelayanan Statistik Terpadu",
        office.name,
        office.address,
        f"Telepon {office.phone} · Email {office.email}",
    )
