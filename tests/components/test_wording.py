"""Answers in words: what was asked is repeated, what does not exist is said first (stories 3, 10, 11, 21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.components.answer_book import Answer
from bot.components.lexicon import Lexicon
from bot.components.wording import MOST_BUTTONS, Asked, Wording
from bot.core.office import Closure, ClosureReason
from bot.core.periods import parse_periods
from bot.core.question import Need
from bot.core.service_hours import ServiceHours
from bot.core.special_days import SpecialDay, SpecialRange
from bot.core.texts import load_texts

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
SERUYAN = "Kabupaten Seruyan"
LEXICON = Lexicon(
    pairs={"ipm": ("data_ipm", "metadata_ipm")},
    figures={"ipm": "data_ipm", "kemiskinan": "data_kemiskinan", "inflasi": "data_inflasi"},
    general={"iklim": "data_dalam_angka"},
    finer={},
    not_below_regency=frozenset({"kemiskinan", "ipm"}),
    not_for_regency=frozenset({"inflasi"}),
    spoken={"ipm": "IPM", "kemiskinan": "kemiskinan", "inflasi": "inflasi"},
    districts=frozenset({"Hanau"}),
    provinces=frozenset({"Kalimantan Selatan", "DKI Jakarta"}),
    officer_offered=frozenset({"data_belum_rilis"}),
    upset=(),
    words=frozenset(),
    names={},
    places=(),
)


def _answer(faq: str, **changes: object) -> Answer:
    plain = Answer(
        id=faq,
        title=f"Judul {faq}?",
        label=f"Label {faq}"[:20],
        text=f"Isi {faq}.",
        to_confirm=False,
        valid_until=None,
        related=(),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


RELATED = ("metadata_ipm", "layanan_alamat", "layanan_jam_operasional", "data_kemiskinan")
BOOK = {
    answer.id: answer
    for answer in (
        _answer("data_ipm", related=RELATED),
        _answer("data_kemiskinan"),
        _answer("data_inflasi"),
        _answer("data_belum_rilis", related=RELATED),
        _answer("data_penduduk_desa", related=RELATED),
        _answer("data_dalam_angka"),
        _answer("data_pdrb_per_kapita"),
        _answer("layanan_gratifikasi"),
        _answer("metadata_ipm", text="IPM dihitung BPS. {{telepon}}"),
        _answer("layanan_alamat", to_confirm=True, related=("data_ipm",)),
        _answer("layanan_jam_operasional", text="Buka Senin-Jumat."),
        _answer("layanan_bicara_petugas"),
        *(_answer(f"layanan_waktu_{way}", related=RELATED) for way in ("whatsapp", "langsung", "silastik")),
        _answer("layanan_biaya", valid_until=date(2026, 11, 22)),
    )
}


@pytest.fixture
def wording(hours: ServiceHours) -> Wording:
    texts = load_texts(ROOT / "texts.id.yml", hours.office.placeholders())
    return Wording(BOOK, texts, LEXICON, hours, SERUYAN)


def _lines(wording: Wording, faq: str, **asked: object) -> list[str]:
    return wording.answer(faq, Asked(**asked), NOW).text.split("\n")  # type: ignore[arg-type]


def _titles(wording: Wording, faq: str, **asked: object) -> list[str]:
    return [button["title"] for button in wording.answer(faq, Asked(**asked), NOW).buttons]  # type: ignore[arg-type]


def test_a_plain_question_gets_the_answer_alone(wording: Wording) -> None:
    """Stories 3: nothing stands before the answer when nothing particular was asked."""
    assert _lines(wording, "data_ipm") == ["Isi data_ipm."]


def test_place_and_year_are_repeated(wording: Wording) -> None:
    """Stories 3: the answer shows that place and year were understood; our own area is the default."""
    need = Need(indicator="ipm", year="2023")
    assert _lines(wording, "data_ipm", need=need)[0] == f"Tentang IPM {SERUYAN} tahun 2023:"


def test_a_general_entry_speaks_of_what_was_asked(wording: Wording) -> None:
    """Stories 3: an entry for many indicators repeats place and year only where one of them was asked for."""
    asked = Asked(need=Need(indicator="iklim", year="2023"))
    wanted, other = (wording.answer("data_dalam_angka", each, NOW) for each in (asked, Asked()))
    assert wanted.text.startswith(f"Tentang iklim {SERUYAN} tahun 2023:")
    assert other.text == "Isi data_dalam_angka."


def test_the_age_groups_are_of_the_population(wording: Wording) -> None:
    """Stories 3: an answer to "usia produktif berapa" names its topic."""
    assert _lines(wording, "data_penduduk_desa", figure=True)[0].startswith(f"Angka penduduk {SERUYAN} belum")


def test_how_many_is_answered_honestly(wording: Wording) -> None:
    """Stories 3: the bot ships no figure, so "berapa" is told so first, and the figure can be asked for."""
    need = Need(indicator="ipm", region=SERUYAN, year="2023")
    lead, *_ = _lines(wording, "data_ipm", need=need, figure=True)
    assert lead == f"Angka IPM {SERUYAN} tahun 2023 belum bisa saya sebutkan di sini."
    button = wording.answer("data_ipm", Asked(need=need, figure=True), NOW).buttons[0]
    assert button["title"] == "Minta angkanya"
    assert {entity["entity"]: entity["value"] for entity in button["meaning"]["entities"]} == {
        "indikator": "ipm",
        "wilayah": SERUYAN,
        "tahun": "2023",
    }


@pytest.mark.parametrize("asked", [Asked(level="kecamatan"), Asked(need=Need(region="Hanau"))])
def test_a_level_that_does_not_exist_is_said_first(wording: Wording, asked: Asked) -> None:
    """Stories 10: no kecamatan figures for poverty, IPM, unemployment."""
    first = wording.answer("data_kemiskinan", asked, NOW).text.split("\n")[0]
    assert "tidak tersedia per kecamatan" in first


@pytest.mark.parametrize(
    ("region", "words"),
    [
        ("Kalimantan Tengah", "BPS Provinsi Kalimantan Tengah"),
        ("Indonesia", "BPS pusat"),
        ("Kalimantan Selatan", "BPS provinsi tersebut"),
        ("DKI Jakarta", "BPS provinsi tersebut"),
        ("Kapuas", "kami melayani Kabupaten Seruyan"),
    ],
)
def test_a_place_that_is_not_ours_is_said_first(wording: Wording, region: str, words: str) -> None:
    """Stories 10: who has the figures of another place, and an officer to ask; our own answer is not given."""
    reply = wording.answer("data_ipm", Asked(need=Need(indicator="ipm", region=region, year="2023")), NOW)
    assert words in reply.text
    assert f"IPM {region} tahun 2023" in reply.text
    assert "Isi data_ipm" not in reply.text
    assert [button["meaning"].get("intent") for button in reply.buttons] == ["minta_petugas"]


def test_inflation_of_a_city_is_no_place_that_is_not_ours(wording: Wording) -> None:
    """Stories 10: there is no inflation for Seruyan; the entry itself speaks of the province's cities."""
    assert _lines(wording, "data_inflasi", need=Need(indicator="inflasi", region="Kapuas"))[-1] == "Isi data_inflasi."


def test_a_meaning_has_no_place(wording: Wording) -> None:
    """Stories 3: a definition is the same everywhere."""
    lines = _lines(wording, "metadata_ipm", need=Need(indicator="ipm", region="Kapuas", year="2023"))
    assert lines == ["IPM dihitung BPS. (0538) 2070005"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "Selasa, 24 November kantor buka pukul 08.00-15.30 WIB."),
        (date(2026, 11, 28), "Sabtu, 28 November kantor tutup. Buka lagi Senin, 30 November pukul 08.00 WIB"),
        (date(2026, 12, 25), "Jumat, 25 Desember kantor tutup (Hari Raya Natal)."),
    ],
)
def test_a_question_about_a_day_is_answered_for_that_day(wording: Wording, day: date, words: str) -> None:
    """Stories 10: "sabtu buka?" gets that Saturday and the next opening."""
    assert wording.answer("layanan_jam_operasional", Asked(day=day), NOW).text.startswith(words)


@pytest.mark.parametrize("faq", ["layanan_biaya", "layanan_tak_ada"])
def test_an_answer_past_its_date_is_never_given(wording: Wording, faq: str) -> None:
    """Design, 'what must never happen': an answer past its date; an officer is offered instead."""
    reply = wording.answer(faq, Asked(), NOW)
    assert "sedang kami perbarui" in reply.text
    assert "Isi" not in reply.text
    assert reply.buttons[0]["meaning"]["intent"] == "minta_petugas"


def test_the_last_day_still_counts(wording: Wording) -> None:
    """Knowledge base: `berlaku_sampai` is the last valid day, on the office's date."""
    eve = NOW.replace(day=22, hour=23)
    assert wording.answer("layanan_biaya", Asked(), eve).text == "Isi layanan_biaya."


def test_what_is_not_confirmed_says_so_at_the_end(wording: Wording) -> None:
    """Knowledge base: `keyakinan: konfirmasi` adds one line and offers an officer."""
    assert "masih kami pastikan" in _lines(wording, "layanan_alamat")[-1]
    assert _titles(wording, "layanan_alamat")[0] == "Bicara petugas"


@pytest.mark.parametrize(
    ("faq", "asked", "first"),
    [
        ("data_belum_rilis", Asked(), "Bicara petugas"),
        ("data_belum_rilis", Asked(need=Need(indicator="ipm"), figure=True), "Bicara petugas"),  # none to be promised
        ("data_penduduk_desa", Asked(), "Minta angkanya"),
        ("data_pdrb_per_kapita", Asked(need=Need(indicator="ipm"), figure=True), "Minta angkanya"),
        ("data_pdrb_per_kapita", Asked(figure=True), None),  # "berapa lama …" wants no figure
        ("layanan_gratifikasi", Asked(), "Sampaikan aduan"),
    ],
)
def test_what_needs_a_person_leads_to_one(wording: Wording, faq: str, asked: Asked, first: str | None) -> None:
    """service_rules 6.9 and 10.5: such an answer, a figure not at hand, asked for payment: one press leads on."""
    titles = [button["title"] for button in wording.answer(faq, asked, NOW).buttons]
    assert titles[:1] == ([first] if first else [])
    assert len(titles) <= MOST_BUTTONS


@pytest.mark.parametrize("faq", ["data_belum_rilis", "layanan_alamat", "layanan_biaya"])
def test_one_of_two_answers_that_needs_a_person_still_leads_to_one(wording: Wording, faq: str) -> None:
    """service_rules 6.9, stories 23: two answers in one bubble lose no officer: asked for, unconfirmed, expired."""
    titles = [button["title"] for button in wording.answers(("metadata_ipm", faq), [Asked(), Asked()], NOW).buttons]
    assert titles == ["Bicara petugas"]


def test_asking_about_a_flow_offers_to_start_it(wording: Wording) -> None:
    """Stories 21: asking how to reach an officer comes with the button that does it."""
    buttons = wording.answer("layanan_bicara_petugas", Asked(), NOW).buttons
    assert buttons[0]["meaning"] == {"intent": "minta_petugas", "entities": []}


@pytest.mark.parametrize("faq", list(BOOK))
def test_buttons_fit_every_channel(wording: Wording, faq: str) -> None:
    """Platforms 1.7: at most three buttons of at most twenty letters, all different."""
    titles = _titles(wording, faq)
    assert len(titles) <= MOST_BUTTONS
    assert all(0 < len(title) <= 20 for title in titles)
    assert len(set(titles)) == len(titles)


def test_two_answers_share_a_bubble_and_a_third_is_offered(wording: Wording) -> None:
    """Stories 23: two questions, one bubble; the third is a button."""
    reply = wording.answers(("metadata_ipm", "layanan_jam_operasional", "data_ipm"), [Asked()] * 3, NOW)
    assert reply.text == "IPM dihitung BPS. (0538) 2070005\n—\nBuka Senin-Jumat."
    assert [button["meaning"] for button in reply.buttons] == [{"faq": "data_ipm"}]


def test_an_answer_and_a_question_back_share_a_bubble(wording: Wording) -> None:
    """Stories 12, 23: of two messages the unsure one is asked about below the other's answer."""
    reply = wording.answers(("layanan_jam_operasional",), [Asked()], NOW, ("data_ipm", "metadata_ipm"))
    assert reply.text == "Buka Senin-Jumat.\n—\nMaksud Anda:\n1. Judul data_ipm?\n2. Judul metadata_ipm?"
    assert [button["title"] for button in reply.buttons] == ["Label data_ipm", "Label metadata_ipm", "Bukan itu"]


def test_two_figures_keep_place_year_and_honesty(wording: Wording) -> None:
    """Stories 3 and 23: each part says what it was understood to ask, and the figure can be asked for."""
    ipm = Asked(need=Need(indicator="ipm", region=SERUYAN, year="2023"), figure=True)
    reply = wording.answers(("data_ipm", "data_kemiskinan"), [ipm, Asked(need=Need(region="Kapuas"))], NOW)
    first, second = reply.text.split("\n—\n")
    assert first.startswith(f"Angka IPM {SERUYAN} tahun 2023 belum bisa saya sebutkan di sini.")
    assert "kemiskinan Kapuas tidak kami pegang" in second
    assert [button["title"] for button in reply.buttons] == ["Minta angkanya", "Bicara petugas"]


def test_options_are_numbered_questions_with_a_way_out(wording: Wording) -> None:
    """Stories 11: "Maksud Anda …?" in full questions, labels as buttons, *Bukan itu* last."""
    reply = wording.options(["data_ipm", "metadata_ipm", "tidak_ada"])
    assert reply.text.split("\n") == ["Maksud Anda:", "1. Judul data_ipm?", "2. Judul metadata_ipm?"]
    assert [button["title"] for button in reply.buttons] == ["Label data_ipm", "Label metadata_ipm", "Bukan itu"]


def test_options_with_an_officers_matter_lead_to_an_officer(wording: Wording) -> None:
    """service_rules 6.9: where one of the entries needs a person, one press leads on, beside *Bukan itu*."""
    titles = [button["title"] for button in wording.options(["metadata_ipm", "data_belum_rilis"]).buttons]
    assert titles == ["Label metadata_ipm", "Label data_belum_ril", "Bicara petugas", "Bukan itu"]


def test_a_bare_indicator_is_asked_back(wording: Wording) -> None:
    """Stories 21: "ipm" → *Angka* or *Penjelasan*?"""
    reply = wording.figure_or_meaning("ipm", "data_ipm", "metadata_ipm")
    assert reply.text == "IPM: mau angkanya atau penjelasannya?"
    assert [button["meaning"]["faq"] for button in reply.buttons] == ["data_ipm", "metadata_ipm"]


def test_an_emergency_is_said_first(hours: ServiceHours) -> None:
    """service_rules 3.5, stories 14: who asks today hears why the office is closed; another day is not touched."""
    closure = Closure(
        since=NOW, until=NOW.replace(day=24, hour=0), reason=ClosureReason.BANJIR, message="Kantor tutup: banjir."
    )
    flooded = ServiceHours(replace(hours.office, closures=(closure,)), hours.holidays)
    wording = Wording(BOOK, load_texts(ROOT / "texts.id.yml", flooded.office.placeholders()), LEXICON, flooded, SERUYAN)

    def said(day: int) -> str:
        return wording.answer("layanan_jam_operasional", Asked(day=date(2026, 11, day)), NOW.replace(hour=11)).text

    assert said(23).startswith("Kantor tutup: banjir. Buka lagi Selasa, 24 November pukul 08.00 WIB")
    always = wording.answer("layanan_jam_operasional", Asked(), NOW).text
    assert always == "Kantor tutup: banjir.\nBuka Senin-Jumat."
    assert said(24) == "Selasa, 24 November kantor buka pukul 08.00-15.30 WIB."


def test_a_day_with_other_hours_tells_why(hours: ServiceHours) -> None:
    """stories 20: what the office wrote about the day stands beside its hours."""
    special = SpecialDay(periods=parse_periods(["08.00-12.00"]), message="Ada upacara sesudahnya.")
    office = replace(hours.office, special_days={date(2026, 11, 24): special})
    texts = load_texts(ROOT / "texts.id.yml", office.placeholders())
    wording = Wording(BOOK, texts, LEXICON, ServiceHours(office, hours.holidays), SERUYAN)
    told = wording.answer("layanan_jam_operasional", Asked(day=date(2026, 11, 24)), NOW).text
    assert told == "Selasa, 24 November kantor buka pukul 08.00-12.00 WIB. Ada upacara sesudahnya."


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 2, 11), "Kamis, 11 Februari kantor buka pukul 08.00-15.00 WIB. Jam Ramadan."),
        (date(2027, 2, 12), "Jumat, 12 Februari kantor buka pukul 08.00-11.30 dan 13.00-15.30 WIB. Jam Ramadan."),
        (date(2027, 2, 13), "Sabtu, 13 Februari kantor tutup. Buka lagi Senin, 15 Februari pukul 08.00 WIB"),
        (date(2027, 2, 16), "Selasa, 16 Februari kantor tutup (Jam Ramadan.). Buka lagi Rabu, 17 Februari"),
        (date(2027, 3, 19), "Jumat, 19 Maret kantor buka pukul 08.00-15.30 WIB."),
    ],
)
def test_a_day_of_ramadan_has_its_weekdays_hours(hours: ServiceHours, day: date, words: str) -> None:
    """stories 20: "jumat buka jam berapa?" inside a range gets that weekday's hours, after it the usual ones."""
    ramadan = SpecialRange(
        first=date(2027, 2, 8),
        last=date(2027, 3, 9),
        day=SpecialDay(periods=parse_periods(["08.00-15.00"]), message="Jam Ramadan."),
        differing={4: parse_periods(["08.00-11.30", "13.00-15.30"]), 1: ()},
    )
    office = replace(hours.office, special_ranges=(ramadan,))
    texts = load_texts(ROOT / "texts.id.yml", office.placeholders())
    wording = Wording(BOOK, texts, LEXICON, ServiceHours(office, hours.holidays), SERUYAN)
    assert wording.answer("layanan_jam_operasional", Asked(day=day), NOW).text.startswith(words)


@pytest.mark.parametrize(
    ("faq", "any_way", "offered"),
    [
        ("layanan_waktu_whatsapp", True, ["layanan_waktu_langsung", "layanan_waktu_silastik", "metadata_ipm"]),
        ("layanan_waktu_langsung", True, ["layanan_waktu_whatsapp", "layanan_waktu_silastik", "metadata_ipm"]),
        ("layanan_waktu_whatsapp", False, ["metadata_ipm", "layanan_alamat", "layanan_jam_operasional"]),
    ],
)
def test_the_other_ways_are_one_press_away(wording: Wording, faq: str, any_way: bool, offered: list[str]) -> None:
    """Stories 21c: who named no way to consult gets one answer and buttons for the other two."""
    buttons = wording.answer(faq, Asked(any_way=any_way), NOW).buttons
    assert [button["meaning"]["faq"] for button in buttons] == offered
