"""An entry as one row of a sheet, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from bot.knowledge.checks.structure import ID
from bot.knowledge.entry import Category, Confidence, Entry, Review, Status
from bot.knowledge.faults import Fault, KnowledgeBaseInvalid
from bot.knowledge.markdown import FIELDS, clean_answer
from bot.knowledge.sheets import CellValue, Sheet, SheetRow

COLUMNS = ("id", "kategori", *FIELDS, "jawaban")
WIDTHS = {"id": 30, "judul": 40, "label": 20, "contoh": 60, "sumber": 40, "ditinjau": 22, "terkait": 30, "jawaban": 70}
"""Column widths in characters, for reading on a screen."""

_REQUIRED = ("judul", "label", "contoh", "sumber", "jawaban")
_REVIEW = re.compile(r"(?P<on>[^\s,]+)(?:\s+|,\s*)(?P<by>\S.*)")
_Choice = TypeVar("_Choice", bound=StrEnum)


def to_cells(entry: Entry) -> tuple[str, ...]:
    """The texts of `COLUMNS`; lists have one item a line."""
    review = f"{entry.review.on} {entry.review.by}" if entry.review else ""
    return (
        entry.id,
        entry.category,
        entry.title,
        entry.label,
        "\n".join(entry.examples),
        "\n".join(entry.sources),
        entry.confidence,
        review,
        str(entry.valid_until or ""),
        entry.status,
        "\n".join(entry.related),
        entry.answer,
    )


def to_entries(sheet: Sheet, folder: Path) -> dict[int, Entry]:
    """The entries of a sheet by row number, with the paths they have below `folder`.

    Raises:
        KnowledgeBaseInvalid: with every fault of header and cells.
    """
    _check_header(sheet)
    faults: list[Fault] = []
    entries = {row.number: _RowReader(sheet, row, faults).entry(folder) for row in sheet.rows}
    first: dict[str, int] = {}
    for number, entry in entries.items():
        if first.setdefault(entry.id, number) != number:
            problem = f"id '{entry.id}' sudah ada di baris {first[entry.id]}."
            faults.append(sheet.fault(number, "id", problem, "Beri id lain, atau hapus salah satu baris."))
    if faults:
        raise KnowledgeBaseInvalid(sorted(faults))
    return entries


def _check_header(sheet: Sheet) -> None:
    faults = [
        Fault(sheet.path, 1, f"Kolom '{name}' tidak ada.", "Mulai dari hasil 'faq export'; jangan hapus kolom.")
        for name in COLUMNS
        if name not in sheet.header
    ]
    for position, name in enumerate(sheet.header):
        if name not in COLUMNS:
            problem, remedy = f"Kolom '{name}' tidak dikenal.", f"Kolom yang ada: {', '.join(COLUMNS)}."
            faults.append(Fault(sheet.path, 1, problem, remedy))
        elif name in sheet.header[:position]:
            faults.append(Fault(sheet.path, 1, f"Kolom '{name}' ada dua kali.", "Hapus salah satu."))
    if faults:
        raise KnowledgeBaseInvalid(faults)


@dataclass(frozen=True)
class _RowReader:
    """Reads one row, adding to `faults`; a faulty cell gets a stand-in, as nothing is used once there is a fault."""

    sheet: Sheet
    row: SheetRow
    faults: list[Fault]

    def entry(self, folder: Path) -> Entry:
        name = self.text("id")
        if not ID.fullmatch(name):
            self.fault("id", f"id '{name}' tidak sah.", "Pakai huruf kecil a-z, angka, dan garis bawah.")
        for column in _REQUIRED:
            if self.row.cells[column] == "":
                self.fault(column, "Sel ini kosong.", "Isi sel ini.")
        category = self.choice(Category, "kategori")
        return Entry(
            id=name,
            category=category,
            title=self.line("judul"),
            label=self.line("label"),
            examples=self.items("contoh"),
            sources=self.items("sumber"),
            confidence=self.choice(Confidence, "keyakinan"),
            review=self.review(),
            valid_until=self.day("berlaku_sampai", self.row.cells["berlaku_sampai"]),
            status=self.choice(Status, "status"),
            related=self.items("terkait"),
            answer=clean_answer(self.text("jawaban")),
            path=folder / category / f"{name}.md",
        )

    def fault(self, column: str, problem: str, remedy: str) -> None:
        self.faults.append(self.sheet.fault(self.row.number, column, problem, remedy))

    def text(self, column: str) -> str:
        value = self.row.cells[column]
        if isinstance(value, str):
            return value
        self.fault(column, f"Excel mengubah isi ini menjadi tanggal {value}.", "Jadikan selnya Teks, lalu ketik ulang.")
        return ""

    def line(self, column: str) -> str:
        text = self.text(column)
        if len(text.splitlines()) > 1:
            self.fault(column, "Isi lebih dari satu baris.", "Tulis dalam satu baris.")
        return text

    def items(self, column: str) -> tuple[str, ...]:
        return tuple(item for line in self.text(column).splitlines() if (item := line.strip()))

    def choice(self, kind: type[_Choice], column: str) -> _Choice:
        text = self.text(column).casefold()
        options = [str(member) for member in kind]
        if text not in options:
            self.fault(column, f"'{text}' tidak dikenal.", f"Pilih salah satu: {', '.join(options)}.")
            return kind(options[0])
        return kind(text)

    def review(self) -> Review | None:
        value = self.row.cells["ditinjau"]
        if value == "":
            return None
        found = _REVIEW.fullmatch(value) if isinstance(value, str) else None
        on = self.day("ditinjau", found["on"]) if found else None
        if found is None:
            self.fault("ditinjau", "Nama pemeriksa belum ada.", "Tulis tanggal dan nama: 2026-12-01 Siti Aminah.")
        return Review(on=on, by=found["by"]) if found and on else None

    def day(self, column: str, value: CellValue) -> date | None:
        if value == "":
            return None
        days = {value} if isinstance(value, date) else _possible_days(value)
        if len(days) != 1:
            why = "dapat dibaca dua cara" if days else "bukan tanggal"
            self.fault(column, f"'{value}' {why}.", "Tulis TTTT-BB-HH, misalnya 2027-06-30.")
            return None
        return days.pop()


def _possible_days(text: str) -> set[date]:
    """Readings of a date: ISO, or as Excel rewrites it in CSV, with the day or the month first."""
    days: set[date] = set()
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y"):
        try:
            days.add(datetime.strptime(text, pattern).date())  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return days
