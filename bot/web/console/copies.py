"""The copy of somebody's data, saved from the console as a page or as JSON (issue point 6)."""

import json
from collections.abc import Mapping
from typing import Any

from nicegui import ui

from bot.core.person_copy import as_html
from bot.web.console.acting import Acting

HTML, JSON = "html", "json"


def save(acting: Acting, found: Mapping[str, Any], kind: str, name: str) -> None:
    """Let the browser save it.

    Args:
        acting: who acts.
        found: rows by table.
        kind: HTML or JSON.
        name: of the file, without its ending; no personal data.
    """
    if kind == HTML:
        ui.download.content(as_html(found, acting.kit.office.name), f"{name}.html", "text/html")
    else:
        text = json.dumps(found, ensure_ascii=False, indent=2)
        ui.download.content(text, f"{name}.json", "application/json")
