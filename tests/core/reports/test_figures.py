"""The three figures and the sheets, against a month counted by hand (stories 8)."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.consultations import Category, Outcome
from bot.core.reports.build import report_of, sentence_of
from bot.core.reports.facts import BotSessionFact, ConsultationFact, Facts, Way
from bot.core.reports.figures import DEFINITIONS, BotPlace, Figures, Place, bot_place_of, place_of
from bot.core.reports.month import Month
from bot.core.reports.report import Report
from bot.core.reports.stored import report_from_json, report_to_json
from bot.core.tables_out import Table
from tests.core.reports.samples import CONSULTATIONS, FACTS, FRAME, NOVEMBER, OFFICE, alone, cells, chat, wib

REPORT = report_of(NOVEMBER, FACTS, FRAME)


def table(sheet: int, caption: str, report: Report = REPORT) -> Table:
    return next(each for each in report.sheets[sheet - 1].tables if each.caption.startswith(caption))


def chart(caption: str) -> Table:
    return next(each.table for each in REPORT.charts if each.table.caption == caption)


def test_trials_are_no_part_of_the_assistants_share() -> None:
    """stories 8: test chats are shown apart; the share is of the rows that are shown."""
    trials = (alone("10 09:00", trial=True), alone("10 09:10", trial=True))
    report = report_of(NOVEMBER, replace(FACTS, bot_sessions=(*FACTS.bot_sessions, *trials)), FRAME)
    shown = next(each for each in report.charts if each.table.caption == "Percakapan dengan asisten")
    assert shown.note == "Terjawab 66,7 %, diteruskan 16,7 % dari 6 percakapan dengan asisten."


PLACES = [
    pytest.param({}, Place.KONSULTASI, id="an officer took it"),
    pytest.param({"by_officer": False, "has_form": True}, Place.KONSULTASI, id="a filled form is enough"),
    pytest.param({"by_officer": False}, Place.TANPA_LAYANAN, id="neither form nor officer"),
    pytest.param({"by_officer": False, "way": Way.LANGSUNG}, Place.KONSULTASI, id="a visit counts by itself"),
    pytest.param(
        {"by_officer": False, "way": Way.LANGSUNG, "closed_at": wib("02 09:05")},
        Place.TANPA_LAYANAN,
        id="a visitor who left before anybody came",
    ),
    pytest.param({"category": None}, Place.KONSULTASI, id="nobody has said the category yet"),
    pytest.param({"by_officer": False, "way": Way.PORTAL}, Place.KONSULTASI, id="the portal too"),
    pytest.param({"category": Category.KLASIFIKASI}, Place.KONSULTASI, id="third product of the standard"),
    pytest.param({"category": Category.LAYANAN}, Place.INFO_LAYANAN, id="service information is no product"),
    pytest.param({"outcome": Outcome.SPAM}, Place.SPAM, id="spam"),
    pytest.param({"outcome": Outcome.WRONG_ADDRESS}, Place.SALAH_ALAMAT, id="wrong address"),
    pytest.param({"outcome": Outcome.TEST, "category": Category.LAYANAN}, Place.UJI_COBA, id="a trial"),
    pytest.param({"outcome": Outcome.NO_REPLY}, Place.KONSULTASI, id="served, then silent"),
]


@pytest.mark.parametrize(("changes", "place"), PLACES)
def test_what_a_consultation_counts_as(changes: dict[str, object], place: Place) -> None:
    """Stories 8, rules 2.4 and 6.6: the definition of Konsultasi, and what stands apart from it."""
    assert place_of(chat(1, "02 09:00", **changes)) is place


BOT_PLACES = [
    pytest.param({}, BotPlace.MANDIRI, id="answered by the assistant alone"),
    pytest.param({"missed": 3}, BotPlace.MANDIRI, id="one answer is enough"),
    pytest.param({"answered": 0}, BotPlace.TANPA_JAWABAN, id="a greeting only"),
    pytest.param({"category": Category.LAYANAN}, BotPlace.INFO_LAYANAN, id="about the service"),
    pytest.param({"handed_over": True}, BotPlace.DITERUSKAN, id="counts with its consultation"),
]


@pytest.mark.parametrize(("changes", "place"), BOT_PLACES)
def test_what_a_conversation_with_the_assistant_counts_as(changes: dict[str, object], place: BotPlace) -> None:
    """Stories 8, rule 7.4: the definition of Percakapan mandiri."""
    assert bot_place_of(alone("02 09:00", **changes)) is place


def test_the_sentence_to_copy() -> None:
    """Stories 8: one sentence with the three figures, the ways and the rating; by hand: numbers 1-3 and 10-14."""
    assert REPORT.sentence == (
        "November 2026: 8 konsultasi (langsung 2, portal 2, chat 4), 3 percakapan mandiri, 3 pengaduan, "
        "penilaian 3,7 dari 4 (n=3)."
    )


def test_an_empty_month_says_so() -> None:
    """Rule 9.6: without answers there is no index and no mean, and the sentence says it."""
    report = report_of(NOVEMBER, Facts(), FRAME)
    assert report.sentence.endswith("0 percakapan mandiri, 0 pengaduan, penilaian belum ada (n=0).")
    survey = cells(table(1, "Survei", report))
    guidance = "0 dari 0 konsultasi (perlu dikonfirmasi)"
    assert survey.pop("Sampel menurut Krejcie-Morgan") == (guidance,)
    assert survey == {"Responden (n)": (0,), "Indeks kepuasan (IKM)": ("belum ada responden",)}
    assert cells(table(5, "Penilaian", report))["Rata-rata"] == (None,)


def test_each_figure_is_printed_with_its_definition_and_never_summed() -> None:
    """Stories 8: three figures, each with its definition; no cell holds their sum."""
    three = table(1, "Tiga angka")
    assert [row[:2] for row in three.rows] == [("Konsultasi", 8), ("Percakapan mandiri", 3), ("Pengaduan", 3)]
    assert [row[2] for row in three.rows] == list(DEFINITIONS.values())
    assert "Ketiga angka ini berdiri sendiri dan tidak dijumlahkan." in REPORT.sheets[0].notes
    numbers = [cell for sheet in REPORT.sheets for each in sheet.tables for row in each.rows for cell in row]
    assert 8 + 3 + 3 not in numbers


def test_what_stands_apart() -> None:
    """Stories 8: service information, spam, wrong addresses and trials are shown apart."""
    apart = {name: row[0] for name, row in cells(table(1, "Dicatat terpisah")).items()}
    assert apart == {
        "Info layanan oleh petugas": 1,
        "Info layanan oleh asisten": 1,
        "Salah alamat": 1,
        "Spam": 1,
        "Uji coba": 1,
        "Belum atau batal dilayani": 2,
        "Percakapan tanpa jawaban": 1,
        "Penilaian selama uji coba": 2,
        "Uji coba dengan asisten": 0,
        "Diteruskan ke petugas": 1,
    }


def test_per_day_and_channel() -> None:
    """Sheet 2: a late evening belongs to its own day in the office's zone; the last row adds the days."""
    daily = table(2, "Per hari")
    assert daily.header == (
        *("Tanggal", "Langsung", "Portal", "Telegram", "WhatsApp", "Konsultasi", "Percakapan mandiri", "Pengaduan"),
    )
    rows = cells(daily)
    assert rows["02-11-2026"] == (0, 0, 0, 2, 2, 2, 2)
    assert rows["06-11-2026"] == (0, 2, 0, 0, 2, 0, 0)
    assert rows["30-11-2026"] == (0, 0, 1, 0, 1, 0, 1)
    assert rows["Jumlah"] == (2, 2, 1, 3, 8, 3, 3)
    assert len(rows) == 31


def test_categories_topics_institutions_and_uses() -> None:
    """Sheet 3: what about, for whom and what for; an empty field is said to be empty."""
    assert cells(table(3, "Kategori")) == {"Data": (7, 3), "Metadata": (1, 0)}
    assert cells(table(3, "Topik")) == {"Belum diisi": (7, 0), "Angka IPM": (1, 3)}
    assert cells(table(3, "Kelompok")) == {"Belum diisi": (7,), "Pemda (OPD/desa)": (1,)}
    assert cells(table(3, "Pemanfaatan")) == {"Belum diisi": (7,), "Perencanaan": (1,)}


def test_the_promises_and_each_late_case() -> None:
    """Rules 4.8, 5.2, 6.7, sheet 4: met or late, every late case with its number and why."""
    rows = {str(name).partition(":")[0]: row[:5] for name, row in cells(table(4, "Janji")).items()}
    assert rows == {
        "Kunjungan langsung": (1, 1, 0, 2, "50,0 %"),
        "Portal": (1, 1, 0, 2, "50,0 %"),
        # by hand: 1 in time, 2 late, 6 (service information) in time, 14 late by the 1st of December
        "Chat": (2, 2, 0, 4, "50,0 %"),
    }
    late = cells(table(4, "Yang terlambat"))
    assert set(late) == {"PST-20261102-0002", "PST-20261105-0011", "PST-20261106-0013", "PST-20261130-0014"}
    assert late["PST-20261102-0002"] == (
        "Chat 30 menit",
        "02-11-2026 15.00",
        "02-11-2026 15.30",
        "03-11-2026 08.20",
        "Selesai setelah 50 menit kerja; perlu waktu lebih, dijanjikan 04-11-2026 (ditepati).",
    )
    assert late["PST-20261105-0011"][-1] == "Menunggu 11 menit kerja, lalu dilayani."
    assert late["PST-20261130-0014"][-1] == "Belum selesai, sudah 1 jam 10 menit kerja."


def test_a_visitor_who_left_after_waiting_too_long_is_a_late_case() -> None:
    """Rule 4.8: who went home after 25 minutes was not served in time; who left after five is no case at all."""
    left = {"way": Way.LANGSUNG, "by_officer": False, "outcome": Outcome.CANCELLED}
    gone = chat(1, "02 09:00", closed_at=wib("02 09:25"), **left)
    quick = chat(2, "02 09:00", closed_at=wib("02 09:05"), **left)
    report = report_of(NOVEMBER, Facts(consultations=(gone, quick)), FRAME)
    assert table(4, "Janji", report).rows[0][1:5] == (0, 1, 0, 1)
    assert table(4, "Yang terlambat", report).rows[0][-1] == "Menunggu 25 menit kerja, lalu pulang."


def test_ratings_without_anybody() -> None:
    """Sheet 5, stories 15: n, mean, spread, remarks; no number of a consultation and no officer stands there."""
    assert cells(table(5, "Penilaian")) == {"Jumlah penilaian (n)": (3,), "Rata-rata": (pytest.approx(11 / 3),)}
    assert [row[1] for row in table(5, "Sebaran").rows] == [2, 1, 0, 0]
    assert cells(table(5, "Menurut kanal")) == {"Langsung": (1, 3.0), "WhatsApp": (2, 4.0)}
    assert table(5, "Saran").header == ("Kanal", "Nilai", "Saran")
    assert "PST-" not in repr(REPORT.sheets[4])


def test_the_survey_has_its_index_and_n() -> None:
    """Rules 9.4-9.6: (4 + 3) / 2 x 25 = 87,50, which is B; with n and the guideline's sample, and drawn."""
    assert cells(table(5, "Survei")) == {
        "Responden (n)": (2,),
        "Sampel menurut Krejcie-Morgan": ("8 dari 8 konsultasi (perlu dikonfirmasi)",),
        "Indeks kepuasan (IKM)": ("87,50 (B, baik)",),
    }
    drawn = next(each for each in REPORT.charts if each.table.caption.startswith("Indeks kepuasan"))
    assert drawn.note == "IKM 87,50 (B, baik), n=2."
    assert len(drawn.table.rows) == 9


def test_ratings_of_the_portal_stand_apart() -> None:
    """S:14, stories 24a: another scale, so neither in our mean nor in our n."""
    rated = replace(CONSULTATIONS[0], way=Way.PORTAL, channel="portal", portal_rating=5)
    report = report_of(NOVEMBER, Facts(consultations=(rated,)), FRAME)
    assert cells(table(5, "Nilai di portal", report)) == {"Jumlah penilaian (n)": (1,), "Rata-rata": (5.0,)}
    assert table(5, "Penilaian", report).rows[0] == ("Jumlah penilaian (n)", 0)


def test_visitors_without_email_are_counted_apart() -> None:
    """Stories 18: they are served and counted all the same."""
    visitor = replace(CONSULTATIONS[0], way=Way.LANGSUNG, channel="langsung", without_email=True)
    report = report_of(NOVEMBER, Facts(consultations=(visitor,)), FRAME)
    within = {row[0]: row[1] for row in table(1, "Di antara", report).rows}
    assert within == {"Kategori belum dipilih": 0, "Tamu tanpa email": 1}


def test_complaints_by_state_and_first_follow_up() -> None:
    """Sheet 6, rule 10.3: received on Monday evening, so Tuesday is day 0, and next Tuesday 15.30 the limit."""
    assert [row[1] for row in table(6, "Menurut status").rows] == [1, 1, 1, 0, 3]
    assert table(6, "Tindak lanjut").rows[0][1:] == (1, 1, 1, 3, "50,0 %")


def test_missed_questions_are_counted_only() -> None:
    """Sheet 7: by day and kind; people's words are in no report."""
    assert table(7, "Pertanyaan").rows == (
        ("07-11-2026", "Di luar topik", 1),
        ("08-11-2026", "Tidak dipahami", 3),
        ("Jumlah", None, 4),
    )


def test_answers_called_wrong_stand_apart_from_the_misses() -> None:
    """Sheet 7 and dashboard, stories 9: entry and count, the most frequent first; a miss is none of them."""
    rows = (("jam operasional", 3), ("Angka IPM", 2), ("Bukan jawaban tanya jawab", 1))
    assert table(7, "Jawaban yang ditandai salah").rows == (*rows, ("Jumlah", 6))
    assert chart("Jawaban yang ditandai salah").rows == rows


def test_the_charts_agree_with_the_figures() -> None:
    """Issue point 7: what is drawn is what is printed."""
    assert sum(int(str(row[1])) for row in chart("Konsultasi per hari").rows) == 8
    assert cells(chart("Percakapan mandiri per jam"))["23"] == (1,)
    assert cells(chart("Konsultasi menurut kanal")) == {
        "WhatsApp": (3,),
        "Langsung": (2,),
        "Portal": (2,),
        "Telegram": (1,),
    }
    assert [row[1] for row in chart("Percakapan dengan asisten").rows] == [4, 1, 1]
    assert sum(int(str(row[1])) for row in chart("Pertanyaan tak terjawab per hari").rows) == 4
    hourly = [each.table.caption for each in REPORT.charts if each.full_view]
    assert hourly == ["Konsultasi per jam", "Percakapan mandiri per jam"]  # stories 25


def test_no_figure_of_an_officer_exists() -> None:
    """Stories 15: there is not even a field from which one could be counted."""
    names = {*ConsultationFact.__dataclass_fields__, *BotSessionFact.__dataclass_fields__}
    assert not any("taken_by" in name or "name" in name for name in names)


def test_a_stored_report_is_the_same_report() -> None:
    """Stories 8: what is locked is shown again exactly."""
    assert report_from_json(report_to_json(REPORT)) == REPORT


@pytest.mark.parametrize("written", ["2026-13", "2026-1", "26-11", "", "2026-11-01", "２０２６-11"])
def test_only_a_month_is_a_month(written: str) -> None:
    """What stands in an address is checked."""
    assert Month.parse(written) is None


def test_months_follow_each_other() -> None:
    """A year's end and a February are no exceptions."""
    months = [Month(2027, number) for number in range(1, 13)]
    assert all(before.next == after and after.before == before for before, after in pairwise(months))
    assert (Month(2026, 12).next, Month(2027, 1).before) == (Month(2027, 1), Month(2026, 12))
    assert Month(2028, 2).days[-1] == date(2028, 2, 29)
    start, end = NOVEMBER.span(ZoneInfo("Asia/Jakarta"))
    assert (str(start), str(end)) == ("2026-11-01 00:00:00+07:00", "2026-12-01 00:00:00+07:00")


MOMENTS = st.integers(0, 29 * 24 * 60).map(lambda minutes: wib("01 00:00") + timedelta(minutes=minutes))
LATER = st.none() | st.integers(0, 20_000).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def consultations(draw: st.DrawFn) -> ConsultationFact:
    at = draw(MOMENTS)
    started, replied, answered, closed = (at + gap if (gap := draw(LATER)) is not None else None for _ in range(4))
    return ConsultationFact(
        number=f"PST-{draw(st.integers(0, 9999)):04d}",
        way=draw(st.sampled_from(Way)),
        channel=draw(st.sampled_from(["whatsapp", "telegram", "webchat"])),
        category=draw(st.sampled_from(Category)),
        requested_at=at,
        outcome=draw(st.sampled_from(Outcome)),
        has_form=draw(st.booleans()),
        by_officer=draw(st.booleans()),
        started_at=started,
        first_reply_at=replied,
        answered_at=answered,
        closed_at=closed,
    )


@given(st.lists(consultations(), max_size=12))
def test_the_parts_are_the_whole(drawn: list[ConsultationFact]) -> None:
    """Stories 8: every request is counted at one place; no part of a figure exceeds it; promises add up."""
    facts = Facts(consultations=tuple(drawn))
    report = report_of(NOVEMBER, facts, FRAME)
    figures = Figures.of(facts)
    count = len(figures.consultations)
    assert sum(sum(place_of(fact) is place for place in Place) for fact in drawn) == len(drawn)
    assert sum(figures.by_way(way) for way in Way) == count
    assert cells(table(2, "Per hari", report))["Jumlah"][-3] == count
    for caption in ("Kategori", "Topik", "Kelompok", "Pemanfaatan"):
        assert sum(int(str(row[1])) for row in table(3, caption, report).rows) == count
    late = 0
    for row in table(4, "Janji", report).rows:
        met, missed, running, total = (int(str(cell)) for cell in row[1:5])
        assert met + missed + running == total <= len(drawn)
        late += missed
    assert len(table(4, "Yang terlambat", report).rows) == late
    assert sentence_of(NOVEMBER, facts).startswith(f"November 2026: {count} konsultasi")
    assert OFFICE.name in report.letterhead
