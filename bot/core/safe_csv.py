"""CSV that a spreadsheet opens without running anything that people typed into it."""

import csv
import io
from collections.abc import Iterable, Sequence

_RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, also as the wide signs of East Asian keyboards."""


def safe_cell(value: str) -> str:
    """The value, behind an apostrophe when it would run as a formula."""
    return f"'{value}" if value.startswith(_RUNS) else value


def to_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A file for spreadsheets: UTF-8 with a mark, every cell safe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
