"""`python -m bench [--only chat,long]`: measures, prints the table, writes latest.json and docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from bench import ack, chat, console, disk, long, mem, nlu, start, train
from bench.figures import Figures, merge_into, read_figures
from bench.report import page, rows, table
from bench.workspace import ROOT, copied

PARTS: dict[str, Callable[[Path], Figures]] = {
    "nlu": nlu.measure,
    "chat": chat.measure,
    "long": long.measure,
    "ack": ack.measure,
    "console": console.measure,
    "start": start.measure,
    "mem": mem.measure,
    "disk": disk.measure,
    "train": train.measure,
}
_LATEST, _STOCK, _PAGE = ROOT / "bench/latest.json", ROOT / "bench/stock.json", ROOT / "docs/benchmarks.md"


def main() -> None:
    """Measure part by part; each part's figures are kept at once, so that a later fault loses nothing."""
    names, load = chosen(_arguments().only), os.getloadavg()[0]
    with copied() as place:
        for name in names:
            print(f"measuring {name} …", flush=True)
            merge_into(_LATEST, PARTS[name](place))
    stock = read_figures(_STOCK)
    latest = merge_into(_LATEST, {key: value for key, value in stock.items() if isinstance(value, float)})
    _PAGE.write_text(page(latest, stock, load), encoding="utf-8")
    print(table(rows(latest, stock)))


def chosen(only: str) -> list[str]:
    """Names of the parts to measure: all, or those in `only`, joined by commas.

    Raises:
        SystemExit: a name is no part.
    """
    names = [name.strip() for name in only.split(",") if name.strip()]
    if unknown := [name for name in names if name not in PARTS]:
        raise SystemExit(f"--only: no such part: {', '.join(unknown)}; the parts are {', '.join(PARTS)}")
    return names or list(PARTS)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", default="", help=f"parts, joined by commas: {', '.join(PARTS)}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
