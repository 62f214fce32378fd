"""What means something only after the last answer (language.md 2.8 and 2.9, stories 12)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.components.followups import Context, chosen, corrected, is_follow_up, level_of, names_a_day
from bot.core.question import NOTHING, Need

WORDS = frozenset("inflasi ipm kemiskinan seruyan hanau kapuas penduduk".split())
AFTER_FIGURE = Context(faq="data_ipm", need=Need(indicator="ipm", region="Kabupaten Seruyan", year="2023"))


@pytest.mark.parametrize(
    ("normal", "asked"),
    [
        ("bukan itu , maksudnya inflasi", "inflasi"),
        ("eh salah , maksud saya kapuas", "kapuas"),
        ("bukan kemiskinan tapi pengangguran", "pengangguran"),
        ("tidak usah petugas", "tidak usah petugas"),
        ("maksudnya apa", "maksudnya apa"),
    ],
)
def test_a_correction_leaves_what_was_meant(normal: str, asked: str) -> None:
    """Language.md 2.9: "bukan itu, maksudnya inflasi" asks for inflation."""
    assert corrected(normal) == asked


@pytest.mark.parametrize(
    ("normal", "need"),
    [
        ("kalau yang 2022 ?", Need(year="2022")),
        ("yang hanau saja", Need(region="Hanau")),
        ("per kecamatan ada ?", Need()),
        ("kalau kemiskinan ?", Need(indicator="kemiskinan")),
        ("eh salah yang kapuas", Need(region="Kapuas")),
    ],
)
def test_a_follow_up(normal: str, need: Need) -> None:
    """Stories 12: only place, period, indicator or level changes."""
    assert is_follow_up(normal, need, WORDS, AFTER_FIGURE)


@pytest.mark.parametrize(
    ("normal", "need", "context"),
    [
        ("kalau yang 2022 ?", Need(year="2022"), Context()),  # nothing before it
        ("kalau yang 2022 ?", Need(year="2022"), Context(faq="layanan_alamat")),  # an answer without a period
        ("apa itu inflasi ?", Need(indicator="inflasi"), AFTER_FIGURE),  # asks for the meaning
        ("cara menghitung inflasi", Need(indicator="inflasi"), AFTER_FIGURE),  # a question of its own
        ("terima kasih", Need(), AFTER_FIGURE),
        ("satuannya apa", Need(), AFTER_FIGURE),
    ],
)
def test_no_follow_up(normal: str, need: Need, context: Context) -> None:
    """A question that stands for itself is understood by itself."""
    assert not is_follow_up(normal, need, WORDS, context)


@pytest.mark.parametrize(
    ("normal", "level"),
    [
        ("per kecamatan ada", "kecamatan"),
        ("tiap desa", "desa"),
        ("masing masing kecamatan", "kecamatan"),
        ("kecamatan hanau", None),
    ],
)
def test_level(normal: str, level: str | None) -> None:
    """Stories 3: a breakdown is asked for by *per*, *tiap*, *menurut*."""
    assert level_of(normal) == level


OFFERED: tuple[dict[str, Any], ...] = (
    {"title": "Arti inflasi", "meaning": {"faq": "metadata_inflasi"}},
    {"title": "Bukan itu", "meaning": {"intent": "bukan_itu", "entities": []}},
)


@pytest.mark.parametrize(
    ("normal", "meaning"),
    [
        ("1", {"faq": "metadata_inflasi"}),
        ("yang pertama", {"faq": "metadata_inflasi"}),
        ("nomor 2 .", {"intent": "bukan_itu", "entities": []}),
        ("arti inflasi", {"faq": "metadata_inflasi"}),
        ("bukan itu", {"intent": "bukan_itu", "entities": []}),
        ("3", None),
        ("0", None),
        ("1 2023", None),
        ("", None),
    ],
)
def test_a_typed_choice(normal: str, meaning: dict[str, Any] | None) -> None:
    """Platforms 2: buttons die on old phones; a typed number or label means the same."""
    assert chosen(normal, Context(offered=OFFERED)) == meaning


def test_a_number_without_an_offer_means_nothing() -> None:
    """ "2" alone must not choose from thin air."""
    assert chosen("2", Context()) is None


@pytest.mark.parametrize(
    ("normal", "after", "named"),
    [
        ("kalau senin ?", "layanan_jam_operasional", True),
        ("besok", "layanan_hari_libur", True),
        ("kalau tanggal 25 desember bagaimana", "layanan_jam_operasional", True),
        ("kalau senin ?", "data_ipm", False),  # nothing about days was asked
        ("kalau lewat whatsapp ?", "layanan_jam_operasional", False),
        ("besok saya mau minta surat keterangan magang", "layanan_jam_operasional", False),  # a question of its own
    ],
)
def test_another_day_follows_an_answer_about_days(normal: str, after: str, named: bool) -> None:
    """Stories 10, 21: "kalau senin?" after "sabtu buka?" is answered for that Monday."""
    assert names_a_day(normal, NOTHING, Context(faq=after), date(2026, 11, 23)) is named
