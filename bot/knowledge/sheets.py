"""Reads and writes a sheet of texts as CSV or XLSX, surviving what spreadsheet programs do to files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from bot.knowledge.faults import Fault, KnowledgeBaseInvalid

CellValue = str | date
"""A date only where the spreadsheet holds a date."""

_SHEET_TITLE = "tanya_jawab"
_DELIMITERS = ",;\t"
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_XLSX_CODE = re.compile(r"_x(00[0-9A-Fa-f]{2})_")
"""How XLSX stores a carriage return and the like inside a text; a literal `_x000D_` is stored as `_x005F_x000D_`."""
_XLSX_CODE_START = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class SheetRow:
    """One row below the header: its number in the sheet and its cells by column name."""

    number: int
    cells: Mapping[str, CellValue]


@dataclass(frozen=True)
class Sheet:
    """A sheet with one header row."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...] = field(default=())

    def fault(self, row: int, column: str, problem: str, remedy: str, *, blocks: bool = True) -> Fault:
        """A fault that names row and column as a spreadsheet program shows them."""
        letter = f"{get_column_letter(self.header.index(column) + 1)} ({column})" if column in self.header else "A"
        return Fault(self.path, row, f"Baris {row} kolom {letter}: {problem}", remedy, blocks)


def write_sheet(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], widths: Mapping[str, int]) -> None:
    """Write texts so that no program takes them for formulas, numbers or dates.

    Args:
        path: `.csv` (UTF-8 with BOM, RFC 4180) or `.xlsx`.
        header: names of the columns.
        rows: one text a column.
        widths: column name to width in characters (XLSX).

    Raises:
        KnowledgeBaseInvalid: the suffix is neither, or a text holds what XLSX cannot.
        OSError: the file cannot be written.
    """
    guarded = [[f"'{text}" if _FORMULA.match(text) else text for text in row] for row in rows]
    if _suffix(path) == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([header, *guarded])
    else:
        _write_xlsx(path, header, guarded, widths)


def read_sheet(path: Path) -> Sheet:
    """Read a sheet that `write_sheet` wrote and people have edited; empty rows are skipped.

    Raises:
        KnowledgeBaseInvalid: the file is no such sheet, or a cell holds no text.
    """
    try:
        raw = _read_csv(path) if _suffix(path) == ".csv" else _read_xlsx(path)
    except FileNotFoundError as error:
        raise _unreadable(path, "Berkas tidak ada.", "Periksa nama dan foldernya.") from error
    numbered = [(number, row) for number, row in enumerate(raw, 1) if any(cell != "" for cell in row)]
    if not numbered:
        raise _unreadable(path, "Lembar ini kosong.", "Mulai dari hasil 'faq export'.")
    header = tuple(str(name).strip().casefold() for name in numbered[0][1])
    while header and not header[-1]:
        header = header[:-1]
    sheet = Sheet(path, header)
    return Sheet(path, header, tuple(_row(sheet, number, cells) for number, cells in numbered[1:]))


def _row(sheet: Sheet, number: int, cells: Sequence[CellValue]) -> SheetRow:
    if any(cell != "" for cell in cells[len(sheet.header) :]):
        problem, remedy = f"Baris {number}: ada isi di luar kolom yang bernama.", "Hapus isi itu."
        raise KnowledgeBaseInvalid([Fault(sheet.path, number, problem, remedy)])
    padded = [*cells, *[""] * (len(sheet.header) - len(cells))]
    return SheetRow(number, dict(zip(sheet.header, padded, strict=False)))


def _suffix(path: Path) -> str:
    suffix = path.suffix.casefold()
    if suffix not in {".csv", ".xlsx"}:
        raise _unreadable(path, f"Jenis berkas '{suffix}' tidak didukung.", "Pakai .csv atau .xlsx.")
    return suffix


def _unreadable(path: Path, problem: str, remedy: str) -> KnowledgeBaseInvalid:
    return KnowledgeBaseInvalid([Fault(path, 1, problem, remedy)])


def _clean(text: str) -> str:
    """Line ends as LF, no blanks around, and without the mark against formulas."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return lines[1:] if _ESCAPED.match(lines) else lines


def _read_csv(path: Path) -> list[list[CellValue]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        remedy = "Simpan ulang sebagai 'CSV UTF-8 (Comma delimited)', atau pakai .xlsx."
        raise _unreadable(path, "Berkas ini bukan UTF-8 (mungkin Windows-1252).", remedy) from error
    first_line = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    rows: list[list[CellValue]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append([_clean(cell) for cell in row])
    except csv.Error as error:
        number = len(rows) + 1
        problem = f"Baris {number}: tanda kutip tidak berpasangan."
        raise KnowledgeBaseInvalid([Fault(path, number, problem, "Simpan ulang dari Excel.")]) from error
    return rows


def _read_xlsx(path: Path) -> list[list[CellValue]]:
    rows: list[list[CellValue]] = []
    faults: list[Fault] = []
    try:
        with closing(load_workbook(path, read_only=True)) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs store a wrong extent
            for number, cells in enumerate(sheet.iter_rows(), 1):
                rows.append([_value(cell) for cell in cells])
                faults += [
                    Fault(
                        path,
                        number,
                        _where(number, at) + f"sel berisi rumus atau galat ({cell.value}).",
                        "Ganti dengan teksnya.",
                    )
                    for at, cell in enumerate(cells, 1)
                    if cell.value is not None and cell.data_type in {"f", "e"}
                ]
    except (BadZipFile, KeyError, IndexError, SyntaxError, ValueError, InvalidFileException) as error:
        raise _unreadable(path, "Berkas ini bukan XLSX yang utuh.", "Simpan ulang dari Excel.") from error
    if faults:
        raise KnowledgeBaseInvalid(faults)
    return rows


def _value(cell: Cell | MergedCell) -> CellValue:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _clean(_XLSX_CODE.sub(lambda found: chr(int(found[1], 16)), str(value)))


def _where(row: int, column: int) -> str:
    return f"Baris {row} kolom {get_column_letter(column)}: "


def _write_xlsx(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Mapping[str, int]) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET_TITLE
    for row_number, row in enumerate([header, *rows], 1):
        for column_number, text in enumerate(row, 1):
            if ILLEGAL_CHARACTERS_RE.search(text):
                problem = f"'{row[0]}': ada karakter kendali yang tidak dapat disimpan di XLSX."
                raise _unreadable(path, problem, "Jalankan 'faq check' dan perbaiki dulu.")
            cell = sheet.cell(row_number, column_number)
            cell.value = _XLSX_CODE_START.sub("_x005F_", text)
            cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row_number == 1)
    for column_number, name in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(column_number)].width = widths.get(name, 15)
    sheet.freeze_panes = "B2"
    book.save(path)
