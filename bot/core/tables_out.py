"""Tables that leave the office as CSV or XLSX: no program takes a cell for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | None
"""What a table holds; None = nothing to say."""

_FORMULA = re.compile(r"[\s'\ufeff\u200b-\u200f]*[=+\-@|＝＋－＠]|[\t\r\n]")
"""What a spreadsheet may run: also behind blanks, in full width, and after a mark somebody has put there."""
_XLSX_CODE_START = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CELL_MAX = 32_000  # XLSX holds 32,767
_SHEET_NAME_MAX = 31
_BAD_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_WIDTH_MIN, _WIDTH_MAX = 9, 60


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with a heading; every row has as many cells as the header."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Tables under one title, with sentences before them."""

    title: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()


def safe_cell(text: str) -> str:
    """The text with a mark before what a spreadsheet would run, and without what it cannot hold.

    Numbers are no texts: give them as `int` or `float`, so that minus signs stay minus signs.
    """
    clean = ILLEGAL_CHARACTERS_RE.sub(" ", text)[:_CELL_MAX]
    return f"'{clean}" if _FORMULA.match(clean) else clean


def csv_bytes(table: Table) -> bytes:
    """CSV as Excel opens it: UTF-8 with BOM, RFC 4180; the caption is left out."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([safe_cell(name) for name in table.header])
    writer.writerows([[_plain(cell) for cell in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """A workbook; texts are stored as texts and numbers as numbers."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book.create_sheet(_BAD_IN_SHEET_NAME.sub(" ", sheet.title)[:_SHEET_NAME_MAX]), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shown(cell: Cell) -> str:
    """A cell as people in Indonesia write it: `1.234`, `3,70`, an en dash for nothing."""
    match cell:
        case None:
            return "–"
        case str():
            return cell
        case int():
            return f"{cell:,}".replace(",", ".")
        case float():
            return f"{cell:,.2f}".translate(str.maketrans(",.", ".,"))


def _plain(cell: Cell) -> str:
    return "" if cell is None else safe_cell(cell) if isinstance(cell, str) else str(cell)


def _write(page: Worksheet, sheet: Sheet) -> None:
    row = 1
    for text in (sheet.title, *sheet.notes):
        _put(page, row, 1, text, bold=row == 1)
        row += 1
    for table in sheet.tables:
        row = _write_table(page, row + 1, table)
    _set_widths(page, [(table.header, *table.rows) for table in sheet.tables])


def _write_table(page: Worksheet, row: int, table: Table) -> int:
    """The first free row below."""
    if table.caption:
        _put(page, row, 1, table.caption, bold=True)
        row += 1
    for offset, cells in enumerate([table.header, *table.rows]):
        for column, cell in enumerate(cells, 1):
            _put(page, row + offset, column, cell, bold=offset == 0, wrap=True)
    return row + len(table.rows) + 1


def _put(page: Worksheet, row: int, column: int, value: Cell, *, bold: bool = False, wrap: bool = False) -> None:
    cell = page.cell(row, column)
    assert isinstance(cell, SheetCell)
    if isinstance(value, str):
        cell.value = _XLSX_CODE_START.sub("_x005F_", safe_cell(value))
        cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
        cell.number_format = "@"
    elif value is not None:
        cell.value = value
        cell.number_format = "#,##0" if isinstance(value, int) else "#,##0.00"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(wrap_text=wrap, vertical="top")


def _set_widths(page: Worksheet, tables: Iterable[Sequence[Sequence[Cell]]]) -> None:
    widths: dict[int, int] = {}
    for rows in tables:
        for cells in rows:
            for column, cell in enumerate(cells, 1):
                widths[column] = max(widths.get(column, _WIDTH_MIN), len(shown(cell)) + 2)
    for column, width in widths.items():
        page.column_dimensions[get_column_letter(column)].width = min(width, _WIDTH_MAX)
