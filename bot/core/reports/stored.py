"""The report as JSON, for months that are locked."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.core.office import Signatory
from bot.core.reports.month import Month
from bot.core.reports.report import Chart, Report
from bot.core.tables_out import Sheet, Table

_VERSION = 1


def report_to_json(report: Report) -> dict[str, Any]:
    """All of it."""
    return {
        **asdict(report),
        "version": _VERSION,
        "month": str(report.month),
        "made_at": report.made_at.isoformat(),
    }


def report_from_json(stored: Mapping[str, Any]) -> Report:
    """What `report_to_json` gave.

    Raises:
        ValueError: it was stored by another version of this program.
    """
    month = Month.parse(stored["month"])
    if stored.get("version") != _VERSION or month is None:
        raise ValueError("a report of another version")
    signed = stored["signatory"]
    return Report(
        month=month,
        made_at=datetime.fromisoformat(stored["made_at"]),
        letterhead=tuple(stored["letterhead"]),
        signatory=None if signed is None else Signatory(**signed),
        sentence=stored["sentence"],
        sheets=tuple(map(_sheet, stored["sheets"])),
        charts=tuple(Chart(**{**chart, "table": _table(chart["table"])}) for chart in stored["charts"]),
    )


def _sheet(stored: Mapping[str, Any]) -> Sheet:
    tables = tuple(map(_table, stored["tables"]))
    return Sheet(title=stored["title"], notes=tuple(stored["notes"]), tables=tables)


def _table(stored: Mapping[str, Any]) -> Table:
    rows = tuple(map(tuple, stored["rows"]))
    return Table(caption=stored["caption"], header=tuple(stored["header"]), rows=rows)
