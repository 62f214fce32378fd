"""Periods as people write them (language.md 2.15) and as the desk says them."""

from __future__ import annotations

import pytest

from bot.core.years import find_year, say_year
from tests.core.test_indonesian import NORMALISE


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("ipm 2023", "2023"),
        ("org miskin thn 23", "2023"),
        ("tahun 98", "1998"),
        ("tw II 2024", "2024"),
        ("2019-2023", "2019-2023"),
        ("2019 s/d 2023", "2019-2023"),
        ("th 2020 smp 2024", "2020-2024"),
        ("2019 sampai 23", "2019-2023"),
        ("thn 21 smp 24", "2021-2024"),
        ("5 th terakhir", "last5"),
        ("lima tahun terakhir", "last5"),
        ("selama 3 tahun", "last3"),
        ("dua tahun lalu", "last2"),
        ("thn kmrn", "last1"),
        ("tahun lalu", "last1"),
        ("yang terbaru", "latest"),
        ("data tahun ini", "latest"),
        ("kbli 2020 itu apa", None),  # a name
        ("perpres 39 tahun 2019", None),
        ("sp 2020 seruyan 2022", "2022"),
        ("2023 jiwa", None),  # a count
        ("20223", None),
        ("kode 56102", None),
        ("data penduduk", None),
    ],
)
def test_find_year(typed: str, period: str | None) -> None:
    """Design, 'interfaces': `YYYY`, `YYYY-YYYY`, `latest` or `last<n>`."""
    assert find_year(NORMALISE(typed)) == period


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (None, ""),
        ("2023", "tahun 2023"),
        ("2019-2023", "tahun 2019-2023"),
        ("latest", "terbaru"),
        ("last1", "tahun lalu"),
        ("last5", "lima tahun terakhir"),
        ("last12", "12 tahun terakhir"),
    ],
)
def test_say_year(period: str | None, said: str) -> None:
    """Stories 3: an answer repeats the period that was asked for."""
    assert say_year(period) == said
