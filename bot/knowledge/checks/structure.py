"""Rules on ids, labels, related entries, review and expiry."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.knowledge.checks.context import Context, advice, fault
from bot.knowledge.entry import Entry
from bot.knowledge.faults import Fault

ID = re.compile(r"[a-z0-9_]+")
LABEL_LIMIT = 20
"""Characters; the shortest button title of all channels (design, "The knowledge base")."""


def file_name(entry: Entry, _context: Context) -> Iterator[Fault]:
    """The file name is the id, part of a Rasa intent and of addresses in the console."""
    if not ID.fullmatch(entry.id):
        yield fault(
            entry, 1, f"Nama berkas '{entry.id}.md' tidak sah.", "Pakai huruf kecil a-z, angka, dan garis bawah."
        )


def label_length(entry: Entry, _context: Context) -> Iterator[Fault]:
    """A label is a button's text on every channel."""
    if len(entry.label) > LABEL_LIMIT:
        problem = f"Label '{entry.label}' panjangnya {len(entry.label)} karakter."
        yield fault(entry, "label", problem, f"Persingkat sampai paling banyak {LABEL_LIMIT} karakter.")


def has_source(entry: Entry, _context: Context) -> Iterator[Fault]:
    """An answer names where it comes from (stories 10)."""
    if not entry.sources:
        yield fault(entry, "sumber", "Sumber belum ditulis.", "Tulis nama publikasi, peraturan, atau laman resminya.")


def reviewed_in_past(entry: Entry, context: Context) -> Iterator[Fault]:
    """A review that has not happened must not be claimed (stories 10)."""
    if entry.review and entry.review.on > context.today:
        yield fault(
            entry,
            "ditinjau",
            f"Tanggal tinjauan {entry.review.on} belum tiba.",
            "Tulis tanggal pemeriksaan yang benar.",
        )


def not_expired(entry: Entry, context: Context) -> Iterator[Fault]:
    """A past `berlaku_sampai` hides the answer: its editors should know."""
    if entry.valid_until and entry.valid_until < context.today:
        yield advice(
            entry,
            "berlaku_sampai",
            f"Masa berlaku habis pada {entry.valid_until}; jawaban disembunyikan.",
            "Perbarui jawaban dan tanggalnya, atau ubah status menjadi arsip.",
        )


def unique_ids(entries: Sequence[Entry], _context: Context) -> Iterator[Fault]:
    """An id stands in one folder only."""
    first: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.id, entry)
        if other is not entry:
            problem = f"Nama '{entry.id}' sudah dipakai di {other.path}."
            yield fault(entry, 1, problem, "Beri nama lain, atau hapus salah satu berkas.")


def related_entries(entries: Sequence[Entry], _context: Context) -> Iterator[Fault]:
    """Buttons lead to other entries that exist, each once."""
    known = {entry.id for entry in entries}
    for entry in entries:
        for number, other in enumerate(entry.related):
            place = f"terkait.{number}"
            if other == entry.id:
                yield fault(entry, place, f"Entri '{other}' terkait dengan dirinya sendiri.", "Hapus dari 'terkait'.")
            elif other not in known:
                yield fault(entry, place, f"Entri terkait '{other}' tidak ada.", "Periksa ejaannya, atau hapus.")
            elif other in entry.related[:number]:
                yield fault(entry, place, f"Entri terkait '{other}' ditulis dua kali.", "Hapus salah satu.")


def distinct_labels(entries: Sequence[Entry], _context: Context) -> Iterator[Fault]:
    """Buttons offered together must look different; equal ones elsewhere are only advised against."""
    by_label: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_label[" ".join(entry.label.casefold().split())].append(entry)
    for group in by_label.values():
        for earlier, later in combinations(group, 2):
            problem = f"Label '{later.label}' sama dengan label entri {earlier.id}."
            tell = fault if _neighbours(earlier, later) else advice
            yield tell(later, "label", problem, "Bedakan, sebab keduanya dapat muncul sebagai tombol.")


def _neighbours(one: Entry, other: Entry) -> bool:
    return one.category is other.category or one.id in other.related or other.id in one.related
