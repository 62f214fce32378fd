"""How long `python -m bot train` takes: from nothing, and after one edit of one entry."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from bench.figures import Figures
from bench.workspace import command, copied, environment


def measure(_: Path) -> Figures:
    """Train without model, embeddings and Rasa's cache, in a copy of its own; then edit one entry and train again."""
    with copied(trained=False) as place:
        cold = _train(place)
        edit_one_entry(place / "data/faq")
        return {"train.cold_s": cold, "train.warm_s": _train(place)}


def edit_one_entry(folder: Path) -> None:
    """Give the first entry one more way to ask for it, as an editor would.

    Raises:
        ValueError: there is no entry, or it has no examples.
    """
    path = next(iter(sorted(folder.glob("*/*.md"))), None)
    if path is None:
        raise ValueError(f"{folder}: no entry to edit")
    head, mark, rest = path.read_text(encoding="utf-8").partition("contoh:\n")
    if not mark:
        raise ValueError(f"{path}: no `contoh:`")
    first = rest.partition("\n")[0]
    path.write_text(f"{head}{mark}{first} tolong dibantu\n{rest}", encoding="utf-8")


def _train(place: Path) -> float:
    began = time.perf_counter()
    subprocess.run(command("train"), cwd=place, env=environment(place / "var"), check=True, stdout=sys.stderr)
    return time.perf_counter() - began
