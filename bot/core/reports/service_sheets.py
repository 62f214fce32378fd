"""Sheets 4 to 7: promises, ratings, complaints, what was not answered (stories 8)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.core.channel_names import channel_label
from bot.core.promises import PromiseName
from bot.core.reports.counting import missed_label, percent, wrong_rows
from bot.core.reports.facts import ComplaintFact, ComplaintStatus, Facts, MissedFact, RatingFact, WrongFact
from bot.core.reports.kept import LABELS, PUBLISHED, Clock, Tally, lasted, late_row, tally
from bot.core.reports.month import written_day
from bot.core.reports.ratings import SCORES, mean_score
from bot.core.reports.volume_sheets import survey_table
from bot.core.tables_out import Cell, Sheet, Table

STATUSES = {
    ComplaintStatus.BARU: "Baru",
    ComplaintStatus.PROSES: "Diproses",
    ComplaintStatus.SELESAI: "Selesai",
    ComplaintStatus.DITOLAK: "Ditolak",
}
_TALLY = ("Terpenuhi", "Terlambat", "Berjalan", "Jumlah", "Terpenuhi (%)", "Lama (median)")


def promises_sheet(clocks: Mapping[PromiseName, Sequence[Clock]], zone: ZoneInfo) -> Sheet:
    """Sheet 4: each promise met or late, and each late case with number and reason."""
    rows = tuple((LABELS[name], *tally_cells(tally(clocks[name]))) for name in PUBLISHED)
    late = [late_row(clock, zone) for name in PUBLISHED for clock in clocks[name] if clock.is_late]
    return Sheet(
        title="4 Janji layanan",
        notes=("Waktu dihitung dalam jam layanan saja. Yang sedang berjalan belum terpenuhi dan belum terlambat.",),
        tables=(
            Table(caption="Janji", header=("Janji", *_TALLY), rows=rows),
            Table(
                caption="Yang terlambat",
                header=("Nomor", "Janji", "Mulai", "Batas", "Selesai", "Sebab"),
                rows=tuple(sorted(late, key=lambda row: row[:2])),
            ),
        ),
    )


def tally_cells(counted: Tally) -> tuple[Cell, ...]:
    """A tally as cells."""
    total = counted.met + counted.late + counted.running
    length = None if counted.median is None else lasted(counted.median)
    return counted.met, counted.late, counted.running, total, percent(counted.met, counted.met + counted.late), length


def ratings_sheet(facts: Facts) -> Sheet:
    """Sheet 5: how many, the mean, the scores, what people wrote; and the survey."""
    ratings = facts.ratings
    spread = Counter(rating.score for rating in ratings)
    remarks = [(channel_label(rating.channel), rating.score, rating.remark) for rating in ratings if rating.remark]
    channels = sorted({rating.channel for rating in ratings})
    return Sheet(
        title="5 Penilaian",
        notes=(
            "Penilaian disimpan tanpa nama, nomor konsultasi, dan petugas.",
            f"Penilaian selama uji coba tidak ikut dihitung di sini: {facts.trial_ratings}.",
        ),
        tables=(
            Table(
                caption="Penilaian 1 sampai 4",
                header=("Ukuran", "Nilai"),
                rows=(("Jumlah penilaian (n)", len(ratings)), ("Rata-rata", mean_score(ratings))),
            ),
            Table(
                caption="Sebaran",
                header=("Nilai", "Jumlah"),
                rows=tuple((words, spread[score]) for score, words in SCORES.items()),
            ),
            Table(
                caption="Menurut kanal",
                header=("Kanal", "n", "Rata-rata"),
                rows=tuple(_of_channel(channel, ratings) for channel in channels),
            ),
            _portal_ratings(facts),
            Table(caption="Saran", header=("Kanal", "Nilai", "Saran"), rows=tuple(remarks)),
            survey_table(facts),
        ),
    )


def _portal_ratings(facts: Facts) -> Table:
    """What was given on the portal: another scale, never mixed with ours (S:14, stories 24a)."""
    scores = [fact.portal_rating for fact in facts.consultations if fact.portal_rating is not None]
    mean = sum(scores) / len(scores) if scores else None
    rows = (("Jumlah penilaian (n)", len(scores)), ("Rata-rata", mean))
    return Table(caption="Nilai di portal, 1 sampai 5 (terpisah)", header=("Ukuran", "Nilai"), rows=rows)


def _of_channel(channel: str, ratings: Sequence[RatingFact]) -> tuple[Cell, ...]:
    own = [rating for rating in ratings if rating.channel == channel]
    return channel_label(channel), len(own), mean_score(own)


def complaints_sheet(complaints: Sequence[ComplaintFact], follow_up: Tally, days: int) -> Sheet:
    """Sheet 6: how many, in which state; nothing of what they say (service_rules 10.4)."""
    states = Counter(complaint.status for complaint in complaints)
    rows = (*((words, states[status]) for status, words in STATUSES.items()), ("Jumlah", len(complaints)))
    words = f"Target internal: tindak lanjut pertama paling lama {days} hari kerja sejak diterima"
    return Sheet(
        title="6 Pengaduan",
        tables=(
            Table(caption="Menurut status", header=("Status", "Jumlah"), rows=rows),
            Table(
                caption="Tindak lanjut", header=("Target", *_TALLY[:5]), rows=((words, *tally_cells(follow_up)[:5]),)
            ),
        ),
    )


def missed_sheet(missed: Sequence[MissedFact], wrong: Sequence[WrongFact], names: Mapping[str, str]) -> Sheet:
    """Sheet 7: what the assistant could not answer, and apart from it, answers called wrong; no one's words."""
    rows: list[tuple[Cell, ...]] = [
        (written_day(fact.day), missed_label(fact.topic), fact.count)
        for fact in sorted(missed, key=lambda fact: (fact.day, fact.topic))
    ]
    rows.append(("Jumlah", None, sum(fact.count for fact in missed)))
    table = Table(caption="Pertanyaan yang tak terjawab", header=("Tanggal", "Jenis", "Jumlah"), rows=tuple(rows))
    return Sheet(
        title="7 Tak terjawab",
        notes=(
            "Hanya jumlahnya; kata-kata penanya tidak dimuat dalam laporan.",
            "Jawaban ditandai salah bila pengguna menulis salah, keliru, atau tidak membantu; dihitung terpisah.",
        ),
        tables=(
            table,
            Table(
                caption="Jawaban yang ditandai salah",
                header=("Tanya jawab", "Jumlah"),
                rows=(*wrong_rows(wrong, names), ("Jumlah", sum(fact.count for fact in wrong))),
            ),
        ),
    )
