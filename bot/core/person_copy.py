"""All that is stored of one person, written out for that person: as a page, and as a file that any phone opens."""

import html
from collections.abc import Iterator, Mapping
from typing import Any


def as_html(export: Mapping[str, Any], office: str) -> str:
    """An export as a page to print; whatever people typed stays text."""
    parts = [f"<h1>Salinan data pribadi, {html.escape(office)}</h1>"]
    for table, rows in export.items():
        parts.append(f"<h2>{html.escape(table)}</h2>")
        for row in rows:
            cells = "".join(f"<dt>{html.escape(key)}</dt><dd>{html.escape(_shown(row[key]))}</dd>" for key in row)
            parts.append(f"<dl>{cells}</dl>")
    head = '<!doctype html><html lang="id"><meta charset="utf-8"><title>Salinan data pribadi</title>'
    return f"{head}<body>{''.join(parts)}</body></html>"


def as_text(export: Mapping[str, Any], office: str, number: str) -> str:
    """An export as plain text: WhatsApp takes no pages, and a phone without office programs reads it."""
    return "\n".join(_lines(export, office, number)) + "\n"


def _lines(export: Mapping[str, Any], office: str, number: str) -> Iterator[str]:
    yield f"Salinan data pribadi, {office}"
    yield f"Permintaan {number}"
    for table, rows in export.items():
        yield f"\n== {table.replace('_', ' ').capitalize()} =="
        if not rows:
            yield "(tidak ada)"
        for row in rows:
            yield from (f"{key}: {_shown(value)}" for key, value in row.items() if value is not None)
            yield ""


def _shown(value: object) -> str:
    return "" if value is None else str(value)
