"""Rules on how a title and an answer are written: length, shape and words (stories 10, 22, 23)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.knowledge.checks.context import Context, Passage, advice, answer_lines, fault, line_of
from bot.knowledge.entry import Entry
from bot.knowledge.faults import Fault

TITLE_LIMIT, FIRST_SENTENCE_LIMIT, ANSWER_TARGET, ANSWER_LIMIT = 90, 120, 450, 700
"""Characters as people see them, placeholders filled (stories 23)."""

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_ABBREVIATIONS = frozenset(["jl", "jln", "kab", "kec", "no", "prov"])
_FIVE_DIGITS = re.compile(r"(?:\b(?P<before>[A-Za-z]+)\s+)?(?<![\d.,])(?P<code>\d{5})(?![.,]?\d)")
_OTHER_CODES = frozenset(["cpc", "isic", "kbji", "kbki", "pos"])
_KBLI_VERSION = re.compile(r"\bKBLI (?:2020|2025)\b")
_AMOUNT = re.compile(r"\d\s*(?:(?:jiwa|persen|km2|rupiah)\b|%|km²)|\bRp\s?\d", re.IGNORECASE)
_SHOUTED = re.compile(r"\b[A-Z]{3,}(?: [A-Z]{3,}){2,}\b")
_INVISIBLE = frozenset(["Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"])
_FORBIDDEN = {
    r"(?:saya )?tidak mengerti": "Sebutkan apa yang perlu ditulis pengguna.",
    r"input tidak valid": "Sebutkan apa yang perlu ditulis pengguna.",
    r"sesi": "Tulis 'percakapan'.",
    r"SLA": "Tulis 'batas waktu'.",
    r"eskalasi": "Tulis 'diteruskan ke petugas'.",
    r"fallback": "Hapus; ini istilah pembuat program.",
    r"bot tidak": "Katakan apa yang bisa dilakukan pengguna.",
    r"jangan menebak": "Hapus; ini catatan untuk penulis.",
    r"konfirmasi ke kantor": "Hapus, dan pakai keyakinan: konfirmasi.",
    r"standar(?: \w+)? tidak menyebut": "Hapus; ini catatan untuk penulis.",
}
"""Words of stories 22 and 23 that never reach people, with what to write instead."""


def title_length(entry: Entry, context: Context) -> Iterator[Fault]:
    """The title is the numbered line of "Maksud Anda …?"."""
    length = len(context.fill(entry.title))
    if length > TITLE_LIMIT:
        yield fault(entry, "judul", f"Judul {length} karakter.", f"Persingkat sampai paling banyak {TITLE_LIMIT}.")


def answer_length(entry: Entry, context: Context) -> Iterator[Fault]:
    """One bubble on a small screen."""
    length = len(context.fill(entry.answer))
    if not length:
        yield fault(entry, "jawaban", "Jawaban kosong.", "Tulis jawabannya di bawah garis '---' kedua.")
    elif length > ANSWER_LIMIT:
        yield fault(entry, "jawaban", f"Jawaban {length} karakter.", f"Persingkat sampai paling banyak {ANSWER_LIMIT}.")
    elif length > ANSWER_TARGET:
        yield advice(entry, "jawaban", f"Jawaban {length} karakter.", f"Sebaiknya paling banyak {ANSWER_TARGET}.")


def first_sentence(entry: Entry, context: Context) -> Iterator[Fault]:
    """The first sentence answers, and is read even by those who read no further."""
    length = len(context.fill(_first_sentence(entry.answer)))
    if length > FIRST_SENTENCE_LIMIT:
        problem = f"Kalimat pertama jawaban {length} karakter."
        yield fault(entry, "jawaban", problem, f"Jawab langsung dalam paling banyak {FIRST_SENTENCE_LIMIT} karakter.")


def no_blank_lines(entry: Entry, _context: Context) -> Iterator[Fault]:
    """A blank line would split the bubble."""
    for passage in answer_lines(entry):
        if entry.answer and not passage.text.strip():
            yield fault(entry, passage.line, "Ada baris kosong di tengah jawaban.", "Hapus baris kosong itu.")


def kbli_version(entry: Entry, _context: Context) -> Iterator[Fault]:
    """A code means different things in KBLI 2020 and KBLI 2025."""
    if _KBLI_VERSION.search(entry.answer):
        return
    for passage in answer_lines(entry):
        for found in _FIVE_DIGITS.finditer(passage.text):
            if (found["before"] or "").casefold() not in _OTHER_CODES:
                problem = f"Kode {found['code']} disebut tanpa versi KBLI."
                yield fault(entry, passage.line, problem, "Tulis 'KBLI 2020' atau 'KBLI 2025' pada jawaban.")


def forbidden_words(entry: Entry, _context: Context) -> Iterator[Fault]:
    """Desk jargon, notes to the writer, and shouting."""
    for passage in _told(entry):
        for phrase, remedy in _FORBIDDEN.items():
            if found := re.search(rf"\b{phrase}\b", passage.text, re.IGNORECASE):
                yield fault(entry, passage.line, f"Ungkapan '{found[0]}' tidak dipakai.", remedy)
        if found := _SHOUTED.search(passage.text):
            yield advice(entry, passage.line, f"'{found[0]}' ditulis dengan huruf besar semua.", "Pakai huruf biasa.")


def no_statistics(entry: Entry, context: Context) -> Iterator[Fault]:
    """Figures about the region belong to its publications (stories 22); general thresholds may stand."""
    region = re.sub(r"^(?:Kabupaten|Kota)\s+", "", context.placeholders.get("wilayah", ""))
    if not region or region.casefold() not in context.fill(f"{entry.title} {entry.answer}").casefold():
        return
    for passage in answer_lines(entry):
        if found := _AMOUNT.search(passage.text):
            problem = f"'{found[0]}' tampak seperti angka statistik {region}."
            yield advice(entry, passage.line, problem, "Arahkan ke tabelnya; angka tidak ditulis dalam jawaban.")


def no_invisible_characters(entry: Entry, _context: Context) -> Iterator[Fault]:
    """Leftovers of copying that nobody sees and no search finds."""
    passages = [*_told(entry)]
    passages += [Passage(line_of(entry, f"contoh.{number}"), text) for number, text in enumerate(entry.examples)]
    passages += [Passage(line_of(entry, f"sumber.{number}"), text) for number, text in enumerate(entry.sources)]
    for passage in passages:
        codes = {f"U+{ord(each):04X}" for each in passage.text if unicodedata.category(each) in _INVISIBLE}
        if codes:
            problem = f"Ada karakter tak terlihat ({', '.join(sorted(codes))})."
            yield fault(entry, passage.line, problem, "Hapus isi ini dan ketik ulang.")


def _told(entry: Entry) -> Iterator[Passage]:
    yield Passage(line_of(entry, "judul"), entry.title)
    yield Passage(line_of(entry, "label"), entry.label)
    yield from answer_lines(entry)


def _first_sentence(answer: str) -> str:
    for end in _SENTENCE_END.finditer(answer):
        before = answer[: end.start()].split()
        if end[0] != "." or not before or before[-1].casefold() not in _ABBREVIATIONS:
            return answer[: end.end()].rstrip("\n")
    return answer
