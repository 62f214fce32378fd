"""office.yml: what another office changes, and the errors it gets."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.core.errors import ConfigError
from bot.core.office import Office, Signatory, load_office
from tests.conftest import ROOT

SARI = Signatory(name="Sari Uji", number="199001012015011001", position="Kepala")


def test_the_page_of_the_standard_is_named_as_people_reach_it(office: Office) -> None:
    """Stories 24f: with a public address the page itself, else where its link is found."""
    page = replace(office, origin="https://tanya.kantor.test").placeholders()["halaman_standar"]
    assert page == "https://tanya.kantor.test/standar-layanan"
    assert office.placeholders()["halaman_standar"] == "halaman *Standar layanan* di kaki laman obrolan kantor"


def test_placeholders_of_seruyan(office: Office) -> None:
    """stories 20: facts stand in one place and reach answers and texts by name."""
    values = office.placeholders()
    assert values["jam_layanan"] == "08.00-15.30 WIB"
    assert values["hari_layanan"] == "Senin-Jumat"
    assert (values["jam_buka"], values["jam_tutup"]) == ("08.00 WIB", "15.30 WIB")
    assert values["tautan.pst"] == "pst.bps.go.id"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("telepon: (0538) 2070005", "telepon: 5382070005", "telepon: wajib diisi teks"),  # unquoted number
        ("zona_waktu: Asia/Jakarta", "zona_waktu: Kalimantan", "zona_waktu: zona waktu tidak dikenal"),
        ("senin: [08.00-15.30]", "senin: [8-15]", "jam_layanan.senin: `8-15` bukan jam"),
        ("senin: [08.00-15.30]", "senin: [15.30-08.00]", "jam_layanan.senin: `15.30-08.00`: jam buka harus"),
        ("senin: [08.00-15.30]", "senin: [13.00-15.00, 08.00-12.00]", "jam_layanan.senin: jam 08.00-12.00 mendahului"),
        ("hari_khusus: {}", "hari_khusus: {2026-13-01: {tutup: true}}", "tanggal yang sah (month must be in 1..12)"),
        ("hari_khusus: {}", "hari_khusus: {2026-12-01: {}}", "hari_khusus.2026-12-01: tulis salah satu"),
        ('nip: ""', 'nip: "1234"', "pejabat: tulis ketiganya"),
        ('nama: ""', "nama: Sari", "pejabat: tulis ketiganya"),
        ('nip: ""', "nip: 199001012015011001", "pejabat: tulis ketiganya"),  # unquoted number
        (
            "hari_khusus: {}",
            "hari_khusus: {}\nkanal: [whatsapp, fax]",
            ":{line}: kanal: `fax` tidak dikenal; tulis daftar",
        ),
        ("hari_khusus: {}", "hari_khusus: {}\nkanal: web", "kanal: tulis daftar dari whatsapp, web, telegram"),
        ("hari_khusus: {}", "hari_khusus: {}\nkanal:", "kanal: tulis daftar dari whatsapp, web, telegram"),
        ("jabatan: ", "pangkat: IV/a, jabatan: ", "pejabat: tulis ketiganya"),
    ],
)
def test_errors_name_file_field_and_remedy(tmp_path: Path, old: str, new: str, words: str) -> None:
    """Staff mend the file themselves: the message says where and what to write."""
    path = tmp_path / "office.yml"
    usual = (ROOT / "office.yml").read_text()
    path.write_text(usual.replace(old, new))
    with pytest.raises(ConfigError) as caught:
        load_office(path)
    assert str(path) in str(caught.value)
    below = usual.split(old)[0].count("\n") + 2  # the line that `new` adds
    assert words.replace("{line}", str(below)) in str(caught.value)


def test_days_with_different_hours_are_all_told(tmp_path: Path) -> None:
    """service_rules 3.3: an office may pause on Fridays, and its words follow."""
    path = tmp_path / "office.yml"
    friday = "jumat: [08.00-11.00, 13.00-15.30]"
    path.write_text((ROOT / "office.yml").read_text().replace("jumat: [08.00-15.30]", friday))
    spoken = load_office(path).placeholders()["jam_layanan"]
    assert spoken == "08.00-15.30 (Jumat 08.00-11.00 dan 13.00-15.30) WIB"


def test_a_range_in_the_file_may_differ_by_weekday(tmp_path: Path) -> None:
    """stories 20: Ramadan's Friday is written in the range's line, told while it lasts, and only for a range."""
    path = tmp_path / "office.yml"
    written = (ROOT / "office.yml").read_text()
    hours = "{jam: [08.00-15.00], jumat: [08.00-15.30]}"
    path.write_text(written.replace("hari_khusus: {}", f"hari_khusus: {{2027-02-08 s.d. 2027-03-09: {hours}}}"))
    office = load_office(path)
    assert office.placeholders(date(2027, 2, 8))["jam_layanan"] == "08.00-15.00 (Jumat 08.00-15.30) WIB"
    assert office.placeholders(date(2027, 3, 10))["jam_layanan"] == "08.00-15.30 WIB"
    path.write_text(written.replace("hari_khusus: {}", f"hari_khusus: {{2027-02-08: {hours}}}"))
    with pytest.raises(ConfigError, match="jam per hari hanya untuk rentang"):
        load_office(path)


def test_who_signs_the_report(tmp_path: Path, office: Office) -> None:
    """Stories 8, 5: name, NIP and position from office.yml, told to who complains; empty or absent is allowed."""
    assert office.signatory is None
    assert office.placeholders()["jabatan"] == "kepala kantor"
    written = (ROOT / "office.yml").read_text()
    signed = 'pejabat: {nama: Sari Uji, nip: "19900101 201501 1 001", jabatan: Kepala}'
    path = tmp_path / "office.yml"
    for line, signatory in ((signed, SARI), ("", None)):
        path.write_text(written.replace('pejabat: {nama: "", nip: "", jabatan: ""}', line))
        read = load_office(path)
        assert read.signatory == signatory
        assert read.placeholders()["jabatan"] == ("kepala kantor" if signatory is None else "Kepala")


@pytest.mark.parametrize(
    ("line", "channels"),
    [("", None), ("kanal: []", ()), ("kanal: [telegram, web]", ("webchat", "telegram"))],
)
def test_the_office_says_which_channels_it_opens(tmp_path: Path, line: str, channels: tuple[str, ...] | None) -> None:
    """Stories 17: `kanal` opens what it names and closes the rest; without it everything may be tried."""
    path = tmp_path / "office.yml"
    path.write_text(f"{(ROOT / 'office.yml').read_text()}\n{line}\n")
    read = load_office(path)
    assert read.channels == channels
    assert read.opens("telegram") == (channels != ())
    assert read.opens("whatsapp") == (channels is None)
