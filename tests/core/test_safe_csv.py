"""Exports that run nothing (issue 4: safe against formula injection)."""

import csv
import io

import pytest

from bot.core.safe_csv import safe_cell, to_csv


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_what_would_run_becomes_text(value: str) -> None:
    """A cell that begins like a formula gets an apostrophe."""
    assert safe_cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "Siti", "a=1", "2023", 'kata "kutip", koma'])
def test_other_cells_stay_as_they_are(value: str) -> None:
    """Nothing else is changed."""
    assert safe_cell(value) == value


def test_the_file_comes_back_as_it_was() -> None:
    """Commas, quotes and line breaks survive; Excel sees UTF-8 by the mark."""
    rows = [["Siti, S.E.", 'kata "kutip"', "baris\nbaru", "=2"]]
    content = to_csv(("a", "b", "c", "d"), rows)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read == [["a", "b", "c", "d"], ["Siti, S.E.", 'kata "kutip"', "baris\nbaru", "'=2"]]
