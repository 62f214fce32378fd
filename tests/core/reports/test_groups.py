"""Free words about oneself never reach a report, which is kept for good (service_rules 8.1, stories 15)."""

import pytest

from bot.core.reports.groups import institution_group, purpose_group
from bot.core.reports.register import register_of
from tests.core.reports.samples import CONSULTATIONS, OFFICE


@pytest.mark.parametrize(
    ("stored", "group"),
    [
        (None, "Belum diisi"),
        ("", "Belum diisi"),
        ("pemda", "Pemda (OPD/desa)"),  # a code of the walk-in page
        ("Pemda (OPD/desa)", "Pemda (OPD/desa)"),  # the label that the chat stores
        ("PT Budi Santoso", "Lainnya"),  # what was typed at "Lainnya"
    ],
)
def test_institutions(stored: str | None, group: str) -> None:
    """Both forms count into the same groups."""
    assert institution_group(stored) == group


@pytest.mark.parametrize(
    ("stored", "group"),
    [
        (None, "Belum diisi"),
        ("tugas", "Tugas sekolah/skripsi"),
        ("bahan SKRIPSI saya", "Tugas sekolah/skripsi"),
        ("penelitian", "Penelitian"),
        ("penyusunan RPJMD", "Perencanaan"),
        ("proposal usaha", "Bisnis"),
        ("pemberitaan", "Pemberitaan"),
        ("pribadi", "Pribadi"),
        ("titipan Ibu Sari +62000", "Lainnya"),
    ],
)
def test_purposes(stored: str | None, group: str) -> None:
    """A person's own words become one of seven groups."""
    assert purpose_group(stored) == group


def test_the_register_shows_groups_only() -> None:
    """The same holds for the exported register."""
    register = register_of(CONSULTATIONS, OFFICE.timezone, {"data_ipm": "Angka IPM"})
    assert "example.invalid" not in repr(register)
    assert {row[5] for row in register.rows} == {"Belum diisi", "Perencanaan"}
