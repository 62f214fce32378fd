"""What leaves as CSV or XLSX: no formula, no lost text, numbers as numbers."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.core.tables_out import Sheet, Table, csv_bytes, safe_cell, shown, xlsx_bytes

HOSTILE = [
    pytest.param("=1+1", id="formula"),
    pytest.param('=HYPERLINK("http://contoh.invalid","klik")', id="link"),
    pytest.param("+62000000001", id="plus"),
    pytest.param("-1+1", id="minus"),
    pytest.param("@SUM(A1)", id="at"),
    pytest.param("\t=1+1", id="tab"),
    pytest.param("\r=1+1", id="carriage return"),
    pytest.param("\n=1+1", id="new line"),
    pytest.param("   =1+1", id="behind blanks"),
    pytest.param("\u00a0=1+1", id="behind a no-break space"),
    pytest.param("\u200b=1+1", id="behind an invisible character"),
    pytest.param("\ufeff=1+1", id="behind a byte order mark"),
    pytest.param("＝1+1", id="full width"),
    pytest.param("'=1+1", id="with a mark of its own"),
    pytest.param("|calc", id="pipe"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_taken_for_a_formula(text: str) -> None:
    """Issue point 7: exports are safe against formula injection, as CSV and as XLSX."""
    table = Table(caption="t", header=("a", text), rows=((text, 1),))
    header, row = csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline=""))
    assert header[1][0] == row[0][0] == "'"
    sheet = load_workbook(io.BytesIO(xlsx_bytes([Sheet(title="s", tables=(table,), notes=(text,))]))).worksheets[0]
    found = [cell for cells in sheet.iter_rows() for cell in cells if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s", "n"}
    assert sum(str(cell.value).startswith("'") for cell in found) == 3


@pytest.mark.parametrize("text", ["Seruyan", "3,7 dari 4", "a=b", "nama @ kantor", "", "12-11-2026", "#N/A", "TRUE"])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    """A mark where none is needed would be one more thing to explain."""
    assert safe_cell(text) == text


def test_a_csv_comes_back_as_it_was() -> None:
    """Commas, quotes and line breaks survive; Excel sees UTF-8 by the mark."""
    row = ("Siti, S.E.", 'kata "kutip"', "baris\nbaru", "é", -5, None)
    content = csv_bytes(Table(caption="", header=("a", "b", "c", "d", "e", "f"), rows=(row,)))
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read[1] == ["Siti, S.E.", 'kata "kutip"', "baris\nbaru", "é", "-5", ""]


@given(st.text(max_size=50))
def test_any_text_can_be_stored(text: str) -> None:
    """Remarks hold what people type: control characters, emoji, half of a pair."""
    table = Table(caption="", header=("a",), rows=((text,),))
    storable = text.encode("utf-8", "ignore").decode()
    if storable == text:
        assert csv_bytes(table)
        assert xlsx_bytes([Sheet(title="x", tables=(table,))])


def test_a_workbook_keeps_numbers_and_sheets() -> None:
    """Stories 8: numbers can be added up in the workbook; a literal `_x000D_` stays what it is."""
    table = Table(caption="Angka", header=("Nama", "n", "Nilai", "Kosong"), rows=(("_x000D_", -12345, 3.7, None),))
    book = load_workbook(io.BytesIO(xlsx_bytes([Sheet(title="1 Ringkasan: a/b", tables=(table,), notes=("Catatan",))])))
    assert book.sheetnames == ["1 Ringkasan  a b"]
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[-1][1:] == [-12345, 3.7, None]
    assert [row[0] for row in rows if row[0]] == ["1 Ringkasan: a/b", "Catatan", "Angka", "Nama", "_x005F_x000D_"]
    assert book.worksheets[0].cell(6, 2).number_format == "#,##0"


@pytest.mark.parametrize(
    ("cell", "words"),
    [(1_234_567, "1.234.567"), (-5, "-5"), (3.7, "3,70"), (1234.5, "1.234,50"), (None, "–"), ("a", "a")],
)
def test_numbers_as_people_write_them(cell: str | int | float | None, words: str) -> None:
    """Indonesian points and commas."""
    assert shown(cell) == words
