"""What the dashboard draws (issue point 7): each chart is a table first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.channel_names import channel_label
from bot.core.consultations import Outcome
from bot.core.promises import PromiseName
from bot.core.reports.counting import (
    category_label,
    local_day,
    local_hour,
    percent,
    ranked,
    source_label,
    topic_label,
    wrong_rows,
)
from bot.core.reports.facts import Facts
from bot.core.reports.figures import BotPlace, Figures, bot_place_of
from bot.core.reports.kept import SHORT, Clock, lasted, tally
from bot.core.reports.month import Month
from bot.core.reports.ratings import SCORES, mean_score
from bot.core.reports.report import Chart
from bot.core.reports.volume_sheets import apart_rows, counted
from bot.core.skm import BAND_NAMES, ELEMENTS, result_of
from bot.core.tables_out import Cell, Table, shown

_TOPICS_MAX = 10
_OF_FOUR = 25  # a mean of 1 to 4 on the scale of the index
OUTCOMES = {
    Outcome.OPEN: "Masih berjalan",
    Outcome.OFFICER: "Dijawab petugas",
    Outcome.NO_REPLY: "Pengguna tidak merespons",
    Outcome.CANCELLED: "Dibatalkan pengguna",
    Outcome.WRONG_ADDRESS: "Salah alamat",
    Outcome.SPAM: "Spam",
    Outcome.TEST: "Uji coba",
}


def charts_of(
    facts: Facts, clocks: Mapping[PromiseName, Sequence[Clock]], month: Month, zone: ZoneInfo
) -> tuple[Chart, ...]:
    """All charts in the order of the page."""
    figures = Figures.of(facts)
    asked = [fact.requested_at for fact in figures.consultations]
    alone = [fact.started_at for fact in figures.alone]
    return (
        _per_day("Konsultasi per hari", asked, month, zone),
        _per_day("Percakapan mandiri per hari", alone, month, zone),
        _per_hour("Konsultasi per jam", asked, zone),
        _per_hour("Percakapan mandiri per jam", alone, zone),
        Chart(
            table=counted("Konsultasi menurut kategori", (category_label(f.category) for f in figures.consultations))
        ),
        _topics("Topik konsultasi", (fact.topic for fact in figures.consultations), facts.topics),
        _topics("Topik percakapan mandiri", (fact.topic for fact in figures.alone), facts.topics),
        Chart(table=counted("Konsultasi menurut kanal", map(source_label, figures.consultations))),
        _outcomes(facts),
        _assistant(facts),
        _promises(clocks),
        _ratings(facts),
        _survey(facts),
        _missed(facts, month),
        _wrong(facts),
        _messages(facts),
        _apart(facts),
    )


def _per_day(caption: str, moments: Iterable[datetime], month: Month, zone: ZoneInfo) -> Chart:
    counts = Counter(local_day(at, zone) for at in moments)
    rows = tuple((str(day.day), counts[day.day]) for day in month.days)
    return Chart(table=Table(caption=caption, header=("Tanggal", "Jumlah"), rows=rows), upright=True)


def _per_hour(caption: str, moments: Iterable[datetime], zone: ZoneInfo) -> Chart:
    counts = Counter(local_hour(at, zone) for at in moments)
    rows = tuple((f"{hour:02d}", counts[hour]) for hour in range(24))
    table = Table(caption=caption, header=("Pukul", "Jumlah"), rows=rows)
    return Chart(table=table, upright=True, full_view=True)


def _topics(caption: str, topics: Iterable[str | None], names: Mapping[str, str]) -> Chart:
    rows = tuple(ranked(topic_label(topic, names) for topic in topics if topic is not None)[:_TOPICS_MAX])
    note = f"Paling banyak {_TOPICS_MAX} topik; semuanya ada di lembar 3."
    return Chart(table=Table(caption=caption, header=("Topik", "Jumlah"), rows=rows), note=note)


def _outcomes(facts: Facts) -> Chart:
    counts = Counter(fact.outcome for fact in facts.consultations)
    rows = tuple((words, counts[outcome]) for outcome, words in OUTCOMES.items() if counts[outcome])
    table = Table(caption="Hasil permintaan", header=("Hasil", "Jumlah"), rows=rows)
    return Chart(table=table, note="Semua permintaan yang tercatat, juga yang bukan konsultasi.")


def _assistant(facts: Facts) -> Chart:
    counts = Counter(bot_place_of(fact) for fact in facts.bot_sessions)
    solved = counts[BotPlace.MANDIRI] + counts[BotPlace.INFO_LAYANAN]
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Terjawab asisten", solved),
        ("Diteruskan ke petugas", counts[BotPlace.DITERUSKAN]),
        ("Tanpa jawaban", counts[BotPlace.TANPA_JAWABAN]),
    )
    total = counts.total() - counts[BotPlace.UJI_COBA]
    note = (
        f"Terjawab {percent(solved, total)}, diteruskan {percent(counts[BotPlace.DITERUSKAN], total)}"
        f" dari {shown(total)} percakapan dengan asisten."
        if total
        else "Belum ada percakapan dengan asisten."
    )
    table = Table(caption="Percakapan dengan asisten", header=("Hasil", "Jumlah"), rows=rows)
    return Chart(table=table, note=note)


def _promises(clocks: Mapping[PromiseName, Sequence[Clock]]) -> Chart:
    rows: list[tuple[Cell, ...]] = []
    for name, words in SHORT.items():
        each = tally(clocks[name])
        length = None if each.median is None else lasted(each.median)
        rows += [(f"{words}: terpenuhi", each.met, length), (f"{words}: terlambat", each.late, None)]
    table = Table(caption="Waktu tunggu dan penanganan", header=("Janji", "Jumlah", "Lama (median)"), rows=tuple(rows))
    return Chart(table=table, note="Dalam waktu kerja. Kasus yang terlambat ada di lembar 4.")


def _ratings(facts: Facts) -> Chart:
    counts = Counter(rating.score for rating in facts.ratings)
    mean = mean_score(facts.ratings)
    rows = tuple((words, counts[score]) for score, words in SCORES.items())
    note = f"Rata-rata {shown(mean)} dari 4 (n={len(facts.ratings)})." if mean else "Belum ada penilaian (n=0)."
    return Chart(table=Table(caption="Penilaian", header=("Nilai", "Jumlah"), rows=rows), note=note)


def _survey(facts: Facts) -> Chart:
    found = result_of([survey.scores for survey in facts.surveys])
    rows = tuple((name, round(mean * _OF_FOUR)) for name, mean in zip(ELEMENTS, found.means, strict=False))
    note = "Belum ada responden survei (n=0)."
    if found.index is not None and found.band is not None:
        band = BAND_NAMES[found.band].lower()
        note = f"IKM {shown(float(found.index))} ({found.band}, {band}), n={found.respondents}."
    table = Table(caption="Indeks kepuasan (IKM) per unsur", header=("Unsur", "Nilai konversi"), rows=rows)
    return Chart(table=table, note=note)


def _missed(facts: Facts, month: Month) -> Chart:
    counts: Counter[int] = Counter()
    for fact in facts.missed:
        counts[fact.day.day] += fact.count
    rows = tuple((str(day.day), counts[day.day]) for day in month.days)
    table = Table(caption="Pertanyaan tak terjawab per hari", header=("Tanggal", "Jumlah"), rows=rows)
    return Chart(table=table, upright=True, note=f"{shown(counts.total())} pertanyaan dalam bulan ini.")


def _wrong(facts: Facts) -> Chart:
    rows = wrong_rows(facts.wrong, facts.topics)[:_TOPICS_MAX]
    total = shown(sum(fact.count for fact in facts.wrong))
    table = Table(caption="Jawaban yang ditandai salah", header=("Tanya jawab", "Jumlah"), rows=rows)
    return Chart(table=table, note=f"{total} kali pengguna menulis salah atau tidak membantu; semuanya di lembar 7.")


def _apart(facts: Facts) -> Chart:
    rows = tuple(row[:2] for row in apart_rows(facts))
    table = Table(caption="Dicatat terpisah", header=("Angka", "Jumlah"), rows=rows)
    return Chart(table=table, note="Tidak termasuk ketiga angka di atas; definisinya ada di lembar 1.")


def _messages(facts: Facts) -> Chart:
    rows = tuple((channel_label(fact.channel), fact.sent, fact.received) for fact in facts.messages)
    cost = f"Perkiraan biaya WhatsApp Rp{shown(facts.rupiah)}."
    table = Table(caption="Pesan yang dikirim", header=("Kanal", "Dikirim", "Diterima"), rows=rows)
    return Chart(table=table, note=cost)
