"""The table on the terminal, and docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import FIGURES, Figure, shown

Values = Mapping[str, float | str]

_TEMPLATE = Path(__file__).with_name("page.md")
_VERDICT = {True: "yes", False: "**no**", None: ""}
_HEAD = ("figure", "key", "measured", "target", "met", "stock Rasa")


def rows(latest: Values, stock: Values) -> list[tuple[str, ...]]:
    """A row for every figure that has been measured or has a target: title, key, value, target, met, stock's value."""
    return [_row(figure, latest, stock) for figure in FIGURES if figure.key in latest or figure.target]


def table(lines: Iterable[tuple[str, ...]]) -> str:
    """A table for the terminal."""
    cells = [_HEAD, *lines]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)


def page(latest: Values, stock: Values, load: float) -> str:
    """docs/benchmarks.md; `load` is the machine's load average before the run, which should be near nothing."""
    lines = ["| " + " | ".join(row) + " |" for row in (_HEAD, ("---",) * len(_HEAD), *rows(latest, stock))]
    template = _TEMPLATE.read_text(encoding="utf-8")
    today = datetime.now(UTC).date().isoformat()
    return template.format(
        when=today, machine=machine(), load=f"{load:.1f}", table="\n".join(lines), stock=_about(stock)
    )


def machine() -> str:
    """Cores, memory and Python of this machine, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores ({_processor()}), {memory:.0f} GB of memory, Python {platform.python_version()} on Linux"


def _processor() -> str:
    names = [line.partition(":")[2] for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")]
    return names[0].strip() if names else platform.machine()


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _row(figure: Figure, latest: Values, stock: Values) -> tuple[str, ...]:
    value = latest.get(figure.key)
    met = figure.met(value) if isinstance(value, float) else None
    theirs = stock.get(figure.stock or "")
    return (
        figure.title,
        figure.key,
        shown(value, figure.unit) if isinstance(value, float) else "not measured",
        figure.target,
        _VERDICT[met],
        shown(theirs, figure.unit) if isinstance(theirs, float) else "",
    )


def _about(stock: Values) -> str:
    if not stock:
        return "The stock project has not been measured yet: `make bench-stock`."
    notes = [f"`{key}`: {value}" for key, value in sorted(stock.items()) if isinstance(value, str)]
    return "; ".join(notes) + "."
