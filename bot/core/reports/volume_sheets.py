"""Sheets 1 to 3: the three figures, per day and channel, what about and for whom (stories 8)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from zoneinfo import ZoneInfo

from bot.core.channel_names import channel_label
from bot.core.reports.counting import (
    WAYS,
    category_label,
    local_day,
    ranked,
    source_label,
    topic_label,
)
from bot.core.reports.facts import BotSessionFact, ConsultationFact, Facts
from bot.core.reports.figures import (
    DEFINITIONS,
    NEVER_SUMMED,
    BotPlace,
    Figures,
    Place,
    consultations_at,
    sessions_at,
)
from bot.core.reports.groups import institution_group, purpose_group
from bot.core.reports.month import Month, written_day
from bot.core.skm import BAND_NAMES, result_of, sample_size
from bot.core.tables_out import Cell, Sheet, Table, shown

_APART = (
    (Place.SALAH_ALAMAT, "Salah alamat", "Ditutup petugas karena bukan urusan BPS."),
    (Place.SPAM, "Spam", "Ditutup petugas sebagai spam."),
    (Place.UJI_COBA, "Uji coba", "Uji coba kantor sendiri, dan chat sebelum kantor membuka kanalnya (kanal)."),
    (
        Place.TANPA_LAYANAN,
        "Belum atau batal dilayani",
        "Chat tanpa formulir yang tidak diambil petugas, dan tamu yang pulang dahulu.",
    ),
)


def summary_sheet(facts: Facts, sentence: str) -> Sheet:
    """Sheet 1: the figures with their definitions, and what stands apart."""
    figures = Figures.of(facts)
    counts = (len(figures.consultations), len(figures.alone), figures.complaints)
    three = tuple((name, count, words) for (name, words), count in zip(DEFINITIONS.items(), counts, strict=True))
    ways = tuple((WAYS[way], figures.by_way(way)) for way in WAYS)
    within = (
        ("Kategori belum dipilih", figures.unchosen, "Sudah ikut dihitung; petugas dapat memilihnya di Riwayat."),
        ("Tamu tanpa email", figures.without_email, "Tamu yang tidak punya email; sudah ikut dihitung."),
    )
    return Sheet(
        title="1 Ringkasan",
        notes=(sentence, NEVER_SUMMED),
        tables=(
            Table(caption="Tiga angka", header=("Angka", "Jumlah", "Definisi"), rows=three),
            Table(caption="Konsultasi menurut cara datang", header=("Cara", "Jumlah"), rows=ways),
            Table(caption="Di antara konsultasi", header=("Angka", "Jumlah", "Definisi"), rows=within),
            Table(caption="Dicatat terpisah", header=("Angka", "Jumlah", "Definisi"), rows=apart_rows(facts)),
            survey_table(facts),
            messages_table(facts),
        ),
    )


def apart_rows(facts: Facts) -> tuple[tuple[Cell, ...], ...]:
    """What is not part of the three figures, each with its definition."""
    asked = len(consultations_at(facts.consultations, Place.INFO_LAYANAN))
    told = len(sessions_at(facts.bot_sessions, BotPlace.INFO_LAYANAN))
    unanswered = len(sessions_at(facts.bot_sessions, BotPlace.TANPA_JAWABAN))
    tried = len(sessions_at(facts.bot_sessions, BotPlace.UJI_COBA))
    passed_on = len(sessions_at(facts.bot_sessions, BotPlace.DITERUSKAN))
    return (
        ("Info layanan oleh petugas", asked, "Pertanyaan tentang layanan; bukan produk konsultasi."),
        ("Info layanan oleh asisten", told, "Percakapan mandiri yang jawaban terakhirnya tentang layanan."),
        *((name, len(consultations_at(facts.consultations, place)), words) for place, name, words in _APART),
        ("Percakapan tanpa jawaban", unanswered, "Hanya sapaan, atau asisten tidak menemukan jawabannya."),
        (
            "Penilaian selama uji coba",
            facts.trial_ratings,
            "Tentang chat sebelum kantor membuka kanalnya; tanpa rata-rata.",
        ),
        ("Uji coba dengan asisten", tried, "Percakapan sebelum kantor membuka kanalnya (kanal)."),
        ("Diteruskan ke petugas", passed_on, "Percakapan dengan asisten yang menjadi permintaan petugas."),
    )


def survey_table(facts: Facts) -> Table:
    """IKM with the number of who answered (service_rules 9.6)."""
    found = result_of([survey.scores for survey in facts.surveys])
    served = len(Figures.of(facts).consultations)
    wanted = f"{shown(sample_size(served))} dari {shown(served)} konsultasi (perlu dikonfirmasi)"
    value = "belum ada responden"
    if found.index is not None and found.band is not None:
        value = f"{shown(float(found.index))} ({found.band}, {BAND_NAMES[found.band].lower()})"
    return Table(
        caption="Survei kepuasan masyarakat (SKM)",
        header=("Ukuran", "Nilai"),
        rows=(
            ("Responden (n)", len(facts.surveys)),
            ("Sampel menurut Krejcie-Morgan", wanted),
            ("Indeks kepuasan (IKM)", value),
        ),
    )


def messages_table(facts: Facts) -> Table:
    """Messages and what they are estimated to cost (stories 13)."""
    rows = [(channel_label(fact.channel), fact.received, fact.sent) for fact in facts.messages]
    estimate = f"; perkiraan biaya WhatsApp Rp{shown(facts.rupiah)}" if facts.rupiah else ""
    return Table(caption=f"Pesan{estimate}", header=("Kanal", "Diterima", "Dikirim"), rows=tuple(rows))


def daily_sheet(facts: Facts, month: Month, zone: ZoneInfo) -> Sheet:
    """Sheet 2: per day and channel; the three figures stand side by side and are not added."""
    figures = Figures.of(facts)
    sources = [*(WAYS[way] for way in list(WAYS)[:2]), *_chat_sources(figures.consultations)]
    by_day = Counter((local_day(fact.requested_at, zone), source_label(fact)) for fact in figures.consultations)
    alone = Counter(local_day(fact.started_at, zone) for fact in figures.alone)
    complaints = Counter(local_day(fact.received_at, zone) for fact in facts.complaints)
    rows: list[tuple[Cell, ...]] = []
    for day in month.days:
        counts = [by_day[day.day, source] for source in sources]
        rows.append((written_day(day), *counts, sum(counts), alone[day.day], complaints[day.day]))
    total = [sum(by_day[day.day, source] for day in month.days) for source in sources]
    rows.append(("Jumlah", *total, sum(total), alone.total(), complaints.total()))
    header = ("Tanggal", *sources, "Konsultasi", "Percakapan mandiri", "Pengaduan")
    table = Table(caption="Per hari dan kanal", header=header, rows=tuple(rows))
    return Sheet(title="2 Per hari", notes=(NEVER_SUMMED,), tables=(table,))


def _chat_sources(consultations: Iterable[ConsultationFact]) -> list[str]:
    """Chat channels that occur, the office's main one always."""
    ways = set(WAYS.values())
    return sorted({source_label(fact) for fact in consultations} - ways | {channel_label("whatsapp")})


def topics_sheet(facts: Facts) -> Sheet:
    """Sheet 3: category, topic, kind of institution, use."""
    figures = Figures.of(facts)
    return Sheet(
        title="3 Kategori dan topik",
        tables=(
            _side_by_side("Kategori", figures, lambda fact: category_label(fact.category)),
            _side_by_side("Topik", figures, lambda fact: topic_label(fact.topic, facts.topics)),
            counted("Kelompok instansi", (institution_group(fact.institution) for fact in figures.consultations)),
            counted("Pemanfaatan data", (purpose_group(fact.purpose) for fact in figures.consultations)),
        ),
    )


def _side_by_side(caption: str, figures: Figures, label: Callable[[ConsultationFact | BotSessionFact], str]) -> Table:
    asked, alone = Counter(map(label, figures.consultations)), Counter(map(label, figures.alone))
    names = [name for name, _ in ranked([*map(label, figures.consultations), *map(label, figures.alone)])]
    rows = tuple((name, asked[name], alone[name]) for name in names)
    return Table(caption=caption, header=(caption, "Konsultasi", "Percakapan mandiri"), rows=rows)


def counted(caption: str, labels: Iterable[str], unit: str = "Konsultasi") -> Table:
    """A table of labels with how often they occur."""
    rows: Sequence[tuple[str, int]] = ranked(labels)
    return Table(caption=caption, header=(caption, unit), rows=tuple(rows))
