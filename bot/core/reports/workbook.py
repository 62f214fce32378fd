"""The report as sheets of a workbook: letterhead before the first, signature below it (stories 8)."""

from dataclasses import replace

from bot.core.reports.report import Report
from bot.core.tables_out import Sheet, Table


def sheets_of(report: Report) -> tuple[Sheet, ...]:
    """The seven sheets."""
    first, *others = report.sheets
    title = f"Laporan layanan {report.month.label}"
    signed = report.signatory
    row = ("", "", "") if signed is None else (signed.name, signed.number, signed.position)
    signature = Table(caption="Penanda tangan", header=("Nama", "NIP", "Jabatan"), rows=(row,))
    notes = (*report.letterhead, title, *first.notes)
    return (replace(first, notes=notes, tables=(*first.tables, signature)), *others)
