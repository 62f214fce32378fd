"""What spreadsheet programs do to files is survived or refused clearly (KNOW 2)."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.knowledge.faults import KnowledgeBaseInvalid
from bot.knowledge.sheets import read_sheet, write_sheet

HEADER = ("id", "isi")
SUFFIXES = [".csv", ".xlsx"]
HOSTILE = [
    "=1+1",
    "+62 81",
    "-5",
    "@SUM(A1)",
    "'kutip",
    "'=x",
    "''=x",
    "#N/A",
    "TRUE",
    "0812",
    "2027-06-30",
    "_x000D_",
    'a "b", c;\nd',
]


def write_book(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def cells(path: Path) -> list[tuple[int, str | date]]:
    return [(row.number, row.cells["isi"]) for row in read_sheet(path).rows]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_text_comes_back_exactly(tmp_path: Path, suffix: str) -> None:
    """No text turns into a formula, a number or a date."""
    path = tmp_path / f"lembar{suffix}"
    write_sheet(path, HEADER, [[str(number), text] for number, text in enumerate(HOSTILE)], {})
    assert [value for _, value in cells(path)] == HOSTILE


def test_csv_is_what_excel_and_rfc_4180_expect(tmp_path: Path) -> None:
    """UTF-8 with a byte order mark, CRLF, and no cell that a spreadsheet program would run."""
    path = tmp_path / "lembar.csv"
    write_sheet(path, HEADER, [["a", "=1+1"], ["b", "dua\nbaris"]], {})
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid,isi\r\n")
    assert b'b,"dua\nbaris"\r\n' in raw
    shown = [cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in shown if cell[0] in "=+-@\t"]


def test_xlsx_is_comfortable_to_edit(tmp_path: Path) -> None:
    """All cells are text, wrapped, under a frozen header of sensible width."""
    path = tmp_path / "lembar.xlsx"
    write_sheet(path, HEADER, [["a", "123"]], {"isi": 60})
    sheet = load_workbook(path).worksheets[0]
    assert {(cell.data_type, cell.number_format) for row in sheet.iter_rows() for cell in row} == {("s", "@")}
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)
    assert (sheet.freeze_panes, sheet.column_dimensions["B"].width) == ("B2", 60)


HABITS: list[tuple[str, Callable[[Path], Path], list[tuple[int, str | date]]]] = [
    ("semicolons", lambda at: put(at, "id;isi\r\na;satu, dua\r\n".encode("utf-8-sig")), [(2, "satu, dua")]),
    ("tabs", lambda at: put(at, b"id\tisi\na\tsatu\n"), [(2, "satu")]),
    ("no byte order mark", lambda at: put(at, "id,isi\na,é\n".encode()), [(2, "é")]),
    ("CRLF in a cell", lambda at: put(at, b'id,isi\r\na,"satu\r\ndua  "\r\n'), [(2, "satu\ndua")]),
    ("empty rows and columns", lambda at: put(at, b",,\n\nid,isi,,\n,,,\na,satu,,\n\n"), [(5, "satu")]),
    ("short rows", lambda at: put(at, b"id,isi\na\n"), [(2, "")]),
    ("header in capitals", lambda at: put(at, b" ID ,Isi\na,satu\n"), [(2, "satu")]),
    ("columns in other order", lambda at: put(at, b"isi,id\nsatu,a\n"), [(2, "satu")]),
    ("whole numbers", lambda at: write_book(at, [HEADER, ["a", 2024], ["b", 5.0]]), [(2, "2024"), (3, "5")]),
    (
        "date cells",
        lambda at: write_book(at, [HEADER, ["a", datetime(2027, 6, 30)], ["b", date(2027, 6, 30)]]),  # noqa: DTZ001
        [(2, date(2027, 6, 30)), (3, date(2027, 6, 30))],
    ),
    ("gaps in XLSX", lambda at: write_book(at, [[], HEADER, [], ["a", " satu "], []]), [(4, "satu")]),
    ("CR as Excel stores it", lambda at: write_book(at, [HEADER, ["a", "satu_x000D_\ndua"]]), [(2, "satu\ndua")]),
]


def put(path: Path, content: bytes) -> Path:
    path.with_suffix(".csv").write_bytes(content)
    return path.with_suffix(".csv")


@pytest.mark.parametrize(("make", "expected"), [row[1:] for row in HABITS], ids=[row[0] for row in HABITS])
def test_habits_of_spreadsheet_programs(
    tmp_path: Path, make: Callable[[Path], Path], expected: list[tuple[int, str | date]]
) -> None:
    """Content staff save with what they have; row numbers stay those of the sheet."""
    assert cells(make(tmp_path / "lembar.xlsx")) == expected


REFUSED: list[tuple[str, Callable[[Path], Path], int, str]] = [
    ("Windows-1252", lambda at: put(at, "id,isi\na,é\n".encode("cp1252")), 1, "bukan UTF-8"),
    ("open quotation mark", lambda at: put(at, b'id,isi\na,satu\nb,"dua\n'), 3, "tanda kutip"),
    ("empty", lambda at: put(at, b"\n,\n"), 1, "kosong"),
    ("cells beside the header", lambda at: put(at, b"id,isi\na,satu,lebih\n"), 2, "di luar kolom"),
    ("missing", lambda at: at, 1, "tidak ada"),
    ("other type", lambda at: at.with_suffix(".xls"), 1, "tidak didukung"),
    ("formula", lambda at: write_book(at, [HEADER, ["a", "=1+1"]]), 2, "Baris 2 kolom B: sel berisi rumus"),
    ("error", lambda at: write_book(at, [HEADER, ["a", "#REF!"]]), 2, "Baris 2 kolom B: sel berisi rumus"),
]


@pytest.mark.parametrize(("make", "row", "problem"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_read_is_refused_clearly(
    tmp_path: Path, make: Callable[[Path], Path], row: int, problem: str
) -> None:
    """Nothing is guessed; the message names the row."""
    with pytest.raises(KnowledgeBaseInvalid) as caught:
        read_sheet(make(tmp_path / "lembar.xlsx"))
    assert [(fault.line, problem in fault.problem) for fault in caught.value.faults] == [(row, True)]


def test_a_csv_renamed_to_xlsx_is_refused(tmp_path: Path) -> None:
    """A broken workbook is no traceback."""
    path = tmp_path / "lembar.xlsx"
    path.write_bytes(b"id,isi\na,satu\n")
    with pytest.raises(KnowledgeBaseInvalid, match="bukan XLSX yang utuh"):
        read_sheet(path)


def test_a_control_character_is_refused_in_xlsx(tmp_path: Path) -> None:
    """Writing it would make a workbook that Excel calls damaged."""
    with pytest.raises(KnowledgeBaseInvalid, match="karakter kendali"):
        write_sheet(tmp_path / "lembar.xlsx", HEADER, [["a", "x\x07"]], {})
