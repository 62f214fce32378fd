"""What an office may change about a fixed sentence, and how it looks with examples in its fields (stories 23)."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.errors import SettingRefused
from bot.core.messages import clean_text
from bot.core.texts import FIELD, Text, Texts

FIELD_NAME = "teks"
SAMPLES: Mapping[str, str] = {
    "aduan": "",
    "akun": "+62***789, WhatsApp +62***789",
    "alasan": "cuti bersama Hari Raya Nyepi",
    "batas_waktu": "Jumat, 27 November pukul 10.00 WIB",
    "buka": "Senin, 30 November pukul 08.00 WIB",
    "buka_lagi": "Senin, 30 November pukul 08.00 WIB",
    "dari": "09.10",
    "detik": "30",
    "hari": "Senin, 30 November",
    "instansi": "perorangan",
    "isian": "nama dan keperluan",
    "jam": "15.30",
    "jumlah": "3",
    "kanal": "WhatsApp 085162996208",
    "keperluan": "skripsi",
    "kode": "K7M2QX",
    "kontak": "",
    "nama": "penduduk-seruyan-2024.xlsx",
    "nomor": "7",
    "pesan": "Kantor tutup hari ini karena listrik atau internet padam.",
    "sampai": "12.05",
    "setuju": "ya",
    "status": "sedang diproses",
    "tautan": "https://tanya.kantor.go.id/",
    "tetap": "",
    "tiket": "PST-20261123-0001",
    "tingkat": "kecamatan",
    "topik": "penduduk Kabupaten Seruyan tahun 2023",
    "tujuan": "+62***789",
    "versi": "1",
    "waktu": "pagi",
}
"""An example for every field that is filled when a sentence is sent."""
_BUTTON = "tombol_"


def fields_of(template: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(FIELD.findall(template))


def filled_with_samples(texts: Texts, template: str) -> str:
    """The sentence as a person would read it, with examples where values come with the sending."""
    return FIELD.sub(lambda match: texts.common.get(match[1]) or SAMPLES.get(match[1], match[1]), template)


def checked_text(written: Texts, key: str, template: str) -> str:
    """The wording, if it may stand in for the file's own.

    Args:
        written: the file's texts with the office's placeholders; others may be the office's own already.
        key: which sentence.
        template: the wording as it was typed.

    Raises:
        SettingRefused: `teks`: why, in Indonesian.
    """
    if key not in written.entries:
        raise SettingRefused(FIELD_NAME, "teks ini tidak ada lagi")
    words = clean_text(template).strip()
    length = len(filled_with_samples(written, words))
    if fault := _fault(written, key, words) or _too_long(length, written.entries[key]) or _twin(written, key, words):
        raise SettingRefused(FIELD_NAME, fault)
    return words


def changed_texts(written: Texts, changed: Mapping[str, str]) -> Texts:
    """The texts with the office's own wordings; one that no longer fits the file, after an update, steps back.

    What the office's facts make of a length is asked only of what is typed: longer hours take nobody's words away.
    """
    own = {
        key: replace(written.entries[key], template=template)
        for key, template in changed.items()
        if key in written.entries and _fault(written, key, template) is None
    }
    return replace(written, entries={**written.entries, **own})


def _fault(written: Texts, key: str, words: str) -> str | None:
    original = written.entries[key]
    used, wanted = fields_of(words), fields_of(original.template)
    if not words:
        return "tulis teksnya, atau kembalikan ke bawaan"
    if unknown := sorted(used - wanted - written.common.keys()):
        return f"isian {{{unknown[0]}}} tidak dikenal di teks ini"
    if missing := sorted(wanted - used - written.common.keys()):
        return f"isian {{{missing[0]}}} harus tetap ada"
    if re.search(r"[{}]", FIELD.sub("", words)):
        return "kurung kurawal hanya untuk isian, misalnya {nama_kantor}"
    if _is_button(key) and "\n" in words:
        return "tulisan tombol harus satu baris"
    return _too_long(len(words), original)


def _twin(written: Texts, key: str, words: str) -> str | None:
    """Providers refuse two equal buttons under one message, and nobody could choose between them."""
    others = {text.template.casefold() for name, text in written.entries.items() if name != key and _is_button(name)}
    return "tulisan ini sudah dipakai tombol lain" if _is_button(key) and words.casefold() in others else None


def _is_button(key: str) -> bool:
    return key.startswith(_BUTTON)


def _too_long(length: int, original: Text) -> str | None:
    return f"{length} huruf, melebihi batas {original.limit}; pendekkan" if length > original.limit else None
