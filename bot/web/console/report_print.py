"""The monthly report as a page for paper: letterhead, seven sheets, signature (stories 8)."""

from __future__ import annotations

from html import escape
from string import Template
from zoneinfo import ZoneInfo

from bot.core.reports.month import written_moment
from bot.core.reports.report import Report
from bot.core.tables_out import Sheet, Table
from bot.services.reports import Seen
from bot.web.assets import STATIC, load_asset
from bot.web.console.charts import html_table
from bot.web.console.places import REPORTS

_DOTS = "………………………………………"


class ReportPaper:
    """Draws reports; the template is read once."""

    def __init__(self) -> None:
        self._template = Template((STATIC / "report.html").read_text(encoding="utf-8"))
        self._css, self._js = load_asset("paper.css").fingerprint, load_asset("print.js").fingerprint

    def draw(self, seen: Seen, zone: ZoneInfo) -> str:
        """The whole page."""
        report = seen.report
        return self._template.substitute(
            title=escape(f"Laporan layanan {report.month.label}"),
            back=f"{REPORTS}?bulan={report.month}",
            letterhead="".join(f"<p>{escape(line)}</p>" for line in report.letterhead),
            state=escape(state_of(seen, zone)),
            sections="\n".join(_section(sheet, report) for sheet in report.sheets),
            signature=_signature(report),
            css=self._css,
            js=self._js,
        )


def state_of(seen: Seen, zone: ZoneInfo) -> str:
    """Whether the numbers can still change."""
    if seen.locked_at is not None:
        by = f" oleh {seen.locked_by}" if seen.locked_by else ""
        return f"Dikunci {written_moment(seen.locked_at, zone)}{by}; angkanya tidak berubah lagi."
    return f"Dihitung {written_moment(seen.report.made_at, zone)}; belum dikunci, angkanya masih dapat berubah."


def _section(sheet: Sheet, report: Report) -> str:
    notes = "".join(_note(note, report) for note in sheet.notes)
    return f"<section><h2>{escape(sheet.title)}</h2>{notes}{''.join(map(_table, sheet.tables))}</section>"


def _note(note: str, report: Report) -> str:
    kind = ' class="sentence"' if note == report.sentence else ""
    return f"<p{kind}>{escape(note)}</p>"


def _table(table: Table) -> str:
    body = f'<div class="scroll">{html_table(table)}</div>' if table.rows else '<p class="empty">Tidak ada.</p>'
    return f"<h3>{escape(table.caption)}</h3>{body}"


def _signature(report: Report) -> str:
    signed = report.signatory
    position, name, number = (signed.position, signed.name, signed.number) if signed else ("", _DOTS, _DOTS)
    return (
        f'<p>Mengetahui,</p><p>{escape(position)}</p><div class="space"></div>'
        f'<p class="name">{escape(name)}</p><p>NIP {escape(number)}</p>'
    )
