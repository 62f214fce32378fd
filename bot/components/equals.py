"""Reads which entries and intents answer one another's questions."""

from __future__ import annotations

import csv
from pathlib import Path

from bot.components import resources


def read_equals(path: Path = resources.EQUALS) -> dict[str, tuple[str, ...]]:
    """Id to the groups of equals it is in, in the file's order."""
    groups: dict[str, tuple[str, ...]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups[row["id"]] = (*groups.get(row["id"], ()), row["kelompok"])
    return groups
