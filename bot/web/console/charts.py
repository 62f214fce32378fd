"""Bars drawn as plain SVG, each with its table: nothing of anybody's words comes in, and all text is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from bot.core.reports.report import Chart
from bot.core.tables_out import Cell, Table, shown

_WIDTH, _BAR_MAX = 360, 300
_ROW, _BAR = 38, 14
_HEIGHT, _TOP, _FOOT = 150, 16, 18
_MOMENT = re.compile(r"\d\d-\d\d-\d{4}( \d\d\.\d\d)?")
_MANY = 15  # columns beyond that get a name every fifth time only


def figure(chart: Chart) -> str:
    """The picture, its note and its table as HTML."""
    table = chart.table
    counts = [(str(row[0]), row[1] if isinstance(row[1], int) else 0) for row in table.rows]
    if not any(count for _, count in counts):
        picture = '<p class="pst-none">Belum ada data.</p>'
    else:
        picture = _columns(table, counts) if chart.upright else _bars(table, counts)
    note = f"<p>{escape(chart.note)}</p>" if chart.note else ""
    details = f"<details><summary>Tabel</summary>{html_table(table)}</details>" if counts else ""
    return (
        f'<figure class="pst-chart"><figcaption>{escape(table.caption)}</figcaption>{picture}{note}{details}</figure>'
    )


def html_table(table: Table) -> str:
    """A table as HTML; numbers stand at the right."""
    head = "".join(f'<th scope="col"{_side(table, at)}>{escape(name)}</th>' for at, name in enumerate(table.header))
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _side(table: Table, at: int) -> str:
    return ' class="number"' if any(isinstance(row[at], int | float) for row in table.rows) else ""


def _cell(cell: Cell) -> str:
    words = shown(cell)
    kind = "number" if isinstance(cell, int | float) else "tight" if _MOMENT.fullmatch(words) else ""
    return f'<td class="{kind}">{escape(words)}</td>' if kind else f"<td>{escape(words)}</td>"


def _bars(table: Table, counts: Sequence[tuple[str, int]]) -> str:
    most = max(count for _, count in counts)
    parts = []
    for at, (name, count) in enumerate(counts):
        top, width = at * _ROW, round(_BAR_MAX * count / most, 1)
        parts.append(f'<text x="0" y="{top + 13}">{escape(name)}</text>')
        parts.append(f'<rect x="0" y="{top + 18}" width="{width}" height="{_BAR}" rx="2"/>')
        parts.append(f'<text class="value" x="{width + 6}" y="{top + 30}">{shown(count)}</text>')
    return _svg(table, counts, len(counts) * _ROW, parts)


def _columns(table: Table, counts: Sequence[tuple[str, int]]) -> str:
    most, step = max(count for _, count in counts), _WIDTH / len(counts)
    room = _HEIGHT - _TOP - _FOOT
    parts = [f'<line x1="0" x2="{_WIDTH}" y1="{_HEIGHT - _FOOT}" y2="{_HEIGHT - _FOOT}"/>']
    for at, (name, count) in enumerate(counts):
        tall, left = round(room * count / most, 1), round(at * step, 1)
        top, middle = round(_HEIGHT - _FOOT - tall, 1), round(left + step / 2, 1)
        if count:
            parts.append(f'<rect x="{left + 1}" y="{top}" width="{round(step - 2, 1)}" height="{tall}"/>')
            parts.append(f'<text class="value small" x="{middle}" y="{top - 3}">{shown(count)}</text>')
        if len(counts) <= _MANY or at == 0 or (at + 1) % 5 == 0:
            parts.append(f'<text class="small" x="{middle}" y="{_HEIGHT - 4}">{escape(name)}</text>')
    return _svg(table, counts, _HEIGHT, parts)


def _svg(table: Table, counts: Sequence[tuple[str, int]], height: int, parts: Sequence[str]) -> str:
    said = "; ".join(f"{name} {shown(count)}" for name, count in counts if count)
    label = escape(f"{table.caption}: {said}")
    return f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
